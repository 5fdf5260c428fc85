//! Dates and times in the forms of organisers: typed in the event's local time, shown in it again.

use crate::fields::Fields;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use marketday_model::event::Window;
use marketday_model::time::{Fold, LocalTimeError, from_local};
use marketday_model::{Instant, Opening, TimeRange, policy};
use marketday_render::pages::organise::TwiceQuestion;
use marketday_render::{FormState, when};

/// The years that a day can lie in: what is beyond is a slip of the fingers.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// The date in the field `name`, within the years that make sense.
pub(super) fn day(fields: &mut Fields, name: &str, label: &str) -> Option<NaiveDate> {
    let date = fields.date(name, label)?;
    if YEARS.contains(&date.year()) {
        return Some(date);
    }
    fields
        .form
        .push_error(name, format!("{label} must be a real date"));
    None
}

/// The last day of an event, from `end_date`: `first` itself where nothing is set.
pub(super) fn last_day(fields: &mut Fields, first: Option<NaiveDate>) -> Option<NaiveDate> {
    if fields.text("end_date").trim().is_empty() {
        return first;
    }
    let last = day(fields, "end_date", "The last day")?;
    let days = (last - first?).num_days() + 1;
    let message = if days < 1 {
        "The last day must not be before the first".to_owned()
    } else if days > policy::EVENT_DAYS {
        format!(
            "An event takes at most {} days. Choose an earlier last day, or make several events and put them in a \
             series",
            policy::EVENT_DAYS
        )
    } else {
        return Some(last);
    };
    fields.form.push_error("end_date", message);
    None
}

/// The length of time from `start_time` on one day to `end_time` on the same or another. Both are read, so that both can
/// be complained of; `before` is what is said of an end before the start.
pub(super) fn range(
    fields: &mut Fields,
    days: Option<(NaiveDate, NaiveDate)>,
    zone: Tz,
    before: &str,
) -> Option<TimeRange> {
    let start = fields.time("start_time", "The start");
    let end = fields.time("end_time", "The end");
    let (first, last) = days?;
    let start = start.and_then(|time| fields.instant("start_time", first, time, zone));
    let end = end.and_then(|time| fields.instant("end_time", last, time, zone));
    let range = TimeRange::new(start?, end?);
    range
        .map_err(|_| fields.form.push_error("end_time", before))
        .ok()
}

/// From when until when a place can be used, from these two fields; none where neither is set. `on` is the day of which
/// messages speak, as " on Monday", if there is one.
pub(super) fn opening(fields: &mut Fields, (from, to): (&str, &str), on: &str) -> Option<Opening> {
    if [from, to]
        .iter()
        .all(|field| fields.text(field).trim().is_empty())
    {
        return None;
    }
    let opens = fields.time(from, &format!("The time from which it can be used{on}"));
    let closes = fields.time(to, &format!("The time until which it can be used{on}"));
    let (opens, closes) = (opens?, closes?);
    if closes <= opens {
        fields
            .form
            .push_error(to, "The end must be after the start");
        return None;
    }
    Some(Opening { opens, closes })
}

/// When something opens and closes, from `<name>_opens_…` and `<name>_closes_…`; `what` is `booking`. It opens at
/// once where nothing is set.
pub(super) fn window(fields: &mut Fields, name: &str, what: &str, zone: Tz) -> Option<Window> {
    let opening = format!("{name}_opens");
    let is_set = [format!("{opening}_date"), format!("{opening}_time")]
        .iter()
        .any(|field| !fields.text(field).trim().is_empty());
    let label = |verb: &str, part: &str| format!("The {part} when {what} {verb}");
    let opens = is_set.then(|| {
        moment(
            fields,
            &opening,
            &label("opens", "date"),
            &label("opens", "time"),
            zone,
        )
    });
    let closing = format!("{name}_closes");
    let closes = moment(
        fields,
        &closing,
        &label("closes", "date"),
        &label("closes", "time"),
        zone,
    );
    let opens_at = match opens {
        Some(opens) => Some(opens?),
        None => None,
    };
    let closes_at = closes?;
    if opens_at.is_some_and(|opens_at| closes_at <= opens_at) {
        let message = format!("The time when {what} closes must be after it opens");
        fields.form.push_error(format!("{closing}_time"), message);
        return None;
    }
    Some(Window {
        opens_at,
        closes_at,
    })
}

/// The same where it may be left out: none where neither field is set.
pub(super) fn optional_moment(
    fields: &mut Fields,
    name: &str,
    (date_label, time_label): (&str, &str),
    zone: Tz,
) -> Option<Instant> {
    let is_set = ["date", "time"]
        .iter()
        .any(|part| !fields.text(&format!("{name}_{part}")).trim().is_empty());
    if !is_set {
        return None;
    }
    moment(fields, name, date_label, time_label, zone)
}

/// The instant of `<name>_date` and `<name>_time`.
fn moment(
    fields: &mut Fields,
    name: &str,
    date_label: &str,
    time_label: &str,
    zone: Tz,
) -> Option<Instant> {
    let time_name = format!("{name}_time");
    let date = day(fields, &format!("{name}_date"), date_label);
    let time = fields.time(&time_name, time_label);
    fields.instant(&time_name, date?, time?, zone)
}

/// The form with an instant as somebody would have typed its time into the field `name`, and which of two it is.
pub(super) fn with_time(form: FormState, name: &str, at: Instant, zone: Tz) -> FormState {
    let form = form.with(name, when::time_value(at, zone));
    let local = at.with_timezone(&zone).naive_local();
    match from_local(local, zone, None) {
        Err(LocalTimeError::HappensTwice { .. }) => {
            let is_earlier = from_local(local, zone, Some(Fold::Earlier)) == Ok(at);
            let answer = if is_earlier { "earlier" } else { "later" };
            form.with(format!("{name}_fold"), answer)
        }
        _ => form,
    }
}

/// The same with a date before it: `<name>_date` and `<name>_time`.
pub(super) fn with_moment(form: FormState, name: &str, at: Instant, zone: Tz) -> FormState {
    let form = form.with(format!("{name}_date"), when::date_value(at, zone));
    with_time(form, &format!("{name}_time"), at, zone)
}

/// The questions about local times that happen twice.
pub(super) fn questions(twice: &[(String, Instant, Instant)], zone: Tz) -> Vec<TwiceQuestion> {
    let question = |(field, earlier, _): &(String, Instant, Instant)| {
        // Without the abbreviation of either of the two, which is what is asked for.
        let time = when::minute_label(when::minute_of_day(*earlier, zone));
        TwiceQuestion::new(
            field.clone(),
            &format!("{time} on {}", when::date(*earlier, zone)),
        )
    };
    twice.iter().map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use marketday_model::time::LONDON;

    fn messages(fields: &Fields) -> Vec<(&str, &str)> {
        let errors = fields.form.errors().iter();
        errors
            .map(|error| (error.field.as_str(), error.message.as_str()))
            .collect()
    }

    fn times(start: &str, end: &str) -> Fields {
        Fields::of(
            FormState::new()
                .with("start_time", start)
                .with("end_time", end),
        )
    }

    fn day_of(year: i32, month: u32, day: u32) -> Option<(NaiveDate, NaiveDate)> {
        let day = NaiveDate::from_ymd_opt(year, month, day)?;
        Some((day, day))
    }

    #[test]
    fn an_end_before_the_start_is_said_at_the_end() {
        let mut fields = times("16:00", "09:30");
        let date = day_of(2027, 3, 2);
        assert_eq!(range(&mut fields, date, LONDON, "Too early"), None);
        assert_eq!(messages(&fields), [("end_time", "Too early")]);
        assert_eq!(fields.text("end_time"), "09:30");
    }

    #[test]
    fn the_last_day_is_the_first_one_or_up_to_two_weeks_from_it() {
        let first = NaiveDate::from_ymd_opt(2027, 3, 2);
        let read = |text: &str| {
            let mut fields = Fields::of(FormState::new().with("end_date", text));
            let last = last_day(&mut fields, first);
            let errors = fields.form.errors().iter();
            let errors: Vec<String> = errors.map(|error| error.message.clone()).collect();
            (last, errors.join("; "))
        };
        assert_eq!(read(" "), (first, String::new()));
        let fifteenth = NaiveDate::from_ymd_opt(2027, 3, 15);
        assert_eq!(read("2027-03-15"), (fifteenth, String::new()));
        let too_long = "An event takes at most 14 days. Choose an earlier last day, or make several events and put \
                        them in a series";
        assert_eq!(read("2027-03-16"), (None, too_long.to_owned()));
        let before = "The last day must not be before the first";
        assert_eq!(read("2027-03-01"), (None, before.to_owned()));
        let unreal = "The last day must be a real date";
        assert_eq!(read("Wednesday"), (None, unreal.to_owned()));
    }

    #[test]
    fn an_hour_that_comes_twice_can_lie_between_its_own_first_and_second_time() {
        let date = day_of(2027, 10, 31);
        let mut asked = times("01:30", "01:30");
        assert_eq!(range(&mut asked, date, LONDON, ""), None);
        let fields: Vec<String> = questions(&asked.twice, LONDON)
            .into_iter()
            .map(|question| question.name)
            .collect();
        assert_eq!(fields, ["start_time_fold", "end_time_fold"]);
        let form = asked.form.clone();
        let form = FormState::from_pairs([
            ("start_time", form.value("start_time").unwrap()),
            ("start_time_fold", "earlier"),
            ("end_time", "01:30"),
            ("end_time_fold", "later"),
        ]);
        let answered = range(&mut Fields::of(form), date, LONDON, "").unwrap();
        assert_eq!(answered.length().num_minutes(), 60);
    }

    #[test]
    fn the_question_names_the_local_time() {
        let at = "2027-10-31T00:30:00Z".parse().unwrap();
        let question = &questions(&[("start_time".to_owned(), at, at)], LONDON)[0];
        assert_eq!(
            question.label,
            "1:30am on Sunday 31 October 2027 happens twice, because the clocks go back. Which one?"
        );
    }

    #[test]
    fn an_instant_is_shown_as_it_was_typed_with_the_answer_to_the_question() {
        let later: Instant = "2027-10-31T01:30:00Z".parse().unwrap();
        let form = with_moment(FormState::new(), "booking_closes", later, LONDON);
        assert_eq!(form.value("booking_closes_date"), Some("2027-10-31"));
        assert_eq!(form.value("booking_closes_time"), Some("01:30"));
        assert_eq!(form.value("booking_closes_time_fold"), Some("later"));
    }

    #[test]
    fn a_window_opens_at_once_where_nothing_is_set_and_closes_after_it_opens() {
        let closes = FormState::new()
            .with("booking_closes_date", "2027-03-01")
            .with("booking_closes_time", "17:00");
        let open = window(
            &mut Fields::of(closes.clone()),
            "booking",
            "booking",
            LONDON,
        )
        .unwrap();
        assert_eq!(open.opens_at, None);
        let wrong = closes
            .with("booking_opens_date", "2027-03-01")
            .with("booking_opens_time", "17:00");
        let mut wrong = Fields::of(wrong);
        assert_eq!(window(&mut wrong, "booking", "booking", LONDON), None);
        assert_eq!(
            messages(&wrong),
            [(
                "booking_closes_time",
                "The time when booking closes must be after it opens"
            )]
        );
    }

    #[test]
    fn half_an_opening_is_asked_to_be_completed() {
        let form = FormState::new()
            .with("booking_opens_date", "2027-02-01")
            .with("booking_closes_date", "2027-03-01")
            .with("booking_closes_time", "17:00");
        let mut fields = Fields::of(form);
        assert_eq!(window(&mut fields, "booking", "booking", LONDON), None);
        assert_eq!(
            messages(&fields),
            [(
                "booking_opens_time",
                "The time when booking opens must be a time, like 09:30"
            )]
        );
    }

    #[test]
    fn a_year_with_a_slip_of_the_fingers_is_no_real_date() {
        let mut fields = Fields::of(FormState::new().with("date", "20270-03-02"));
        assert_eq!(day(&mut fields, "date", "The date"), None);
        assert_eq!(
            messages(&fields),
            [("date", "The date must be a real date")]
        );
    }
}
