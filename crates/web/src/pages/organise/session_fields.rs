//! A session of the programme between a form and the domain.

use super::moments::{range, with_time};
use crate::fields::Fields;
use chrono::{Duration, NaiveDate};
use marketday_model::time::{LocalTimeError, from_local};
use marketday_model::{Event, Line, Prose, Session, SessionKind, Stage, StageId, TimeRange};
use marketday_render::{Choice, FormState};
use marketday_scheduling::{Place, SessionRefused, SessionText};

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
pub(super) fn read(fields: &mut Fields, event: &Event) -> Option<SessionText> {
    let title: Option<Line<120>> = fields.line("title", "The title");
    let kind = fields.word("kind", "Choose what it is");
    let place = place_of(fields, event);
    let description: Option<Prose<2000>> = fields.optional_prose("description", "The description");
    let chair: Option<Line<120>> = fields.optional_line("chair", "The chair’s name");
    let text = SessionText {
        title: title?,
        description: description?,
        chair,
        kind: kind?,
        stage: place?.stage,
        time: place?.time,
    };
    fields.is_good().then_some(text)
}

/// Where and when, as typed; or nothing, with messages in the fields.
pub(super) fn place_of(fields: &mut Fields, event: &Event) -> Option<Place> {
    // An empty choice is the whole venue; anything else must be a stage.
    let stage: Option<Option<StageId>> = if fields.text("stage").is_empty() {
        Some(None)
    } else {
        fields
            .word("stage", "Choose one of the stages of this event")
            .map(Some)
    };
    let time = time(fields, event);
    Some(Place {
        stage: stage?,
        time: time?,
    })
}

/// When it is, on the day that was chosen where the event has several. An end before the start is after midnight, if
/// the event goes on then.
fn time(fields: &mut Fields, event: &Event) -> Option<TimeRange> {
    let day = day(fields, event);
    let (start, end) = (
        fields.time("start_time", "The start"),
        fields.time("end_time", "The end"),
    );
    let next = day.and_then(|day| day.checked_add_signed(Duration::days(1)));
    let is_past_midnight = start.zip(end).is_some_and(|(start, end)| end < start)
        && next.is_some_and(|next| goes_on(event, next))
        // The later of two times that happen twice can be the smaller one.
        && !day.zip(start).is_some_and(|(day, start)| happens_twice(event, day, start));
    let last = if is_past_midnight { next } else { day };
    let range = range(
        fields,
        day.zip(last),
        event.zone,
        "The end must be after the start",
    )?;
    if is_past_midnight && event.time.end() < range.end() {
        let message = format!(
            "An end before the start is on the next day, {}: that is after the event ends",
            event.days().name(last?)
        );
        fields.form.push_error("end_time", message);
        return None;
    }
    Some(range)
}

/// Whether the event lasts until the first midnight of a day, or longer.
fn goes_on(event: &Event, day: NaiveDate) -> bool {
    let midnight = from_local(day.and_time(chrono::NaiveTime::MIN), event.zone, None);
    midnight.is_ok_and(|midnight| midnight <= event.time.end())
}

fn happens_twice(event: &Event, day: NaiveDate, time: chrono::NaiveTime) -> bool {
    let at = from_local(day.and_time(time), event.zone, None);
    matches!(at, Err(LocalTimeError::HappensTwice { .. }))
}

/// The chosen day of the event; nothing is asked where it has one only.
pub(super) fn day(fields: &mut Fields, event: &Event) -> Option<NaiveDate> {
    let days = event.days();
    if !days.are_several() {
        return Some(days.first());
    }
    let chosen = fields
        .text("day")
        .parse()
        .ok()
        .filter(|day| days.hold(*day));
    if chosen.is_none() {
        let message = "Choose one of the days of this event";
        fields.form.push_error("day", message);
    }
    chosen
}

/// The days of an event, to choose from; none where it has one only.
pub(super) fn day_choices(event: &Event) -> Vec<Choice> {
    let days = event.days();
    if !days.are_several() {
        return Vec::new();
    }
    let choice = |day: NaiveDate| Choice::new(day.to_string(), days.name(day));
    days.iter().map(choice).collect()
}

/// The form of a session as it is.
pub(super) fn typed(event: &Event, session: &Session) -> FormState {
    let stage = session.stage.map_or_else(String::new, |id| id.to_string());
    let form = FormState::from_pairs([
        ("form_id", session.id.to_string()),
        ("seen", session.fingerprint()),
        ("title", session.title.clone()),
        ("kind", session.kind.as_str().to_owned()),
        ("stage", stage),
        ("description", session.description.clone()),
        ("chair", session.chair.clone()),
    ]);
    let form = if event.days().are_several() {
        let day = event.days().day_of(session.time.start());
        form.with("day", day.to_string())
    } else {
        form
    };
    let form = with_time(form, "start_time", session.time.start(), event.zone);
    with_time(form, "end_time", session.time.end(), event.zone)
}

/// The field that a refusal belongs to; none where it belongs to the whole form.
pub(super) const fn field_of(refused: &SessionRefused) -> &'static str {
    match refused {
        SessionRefused::OutsideDay => "start_time",
        SessionRefused::SlotsOutside { .. } => "end_time",
        SessionRefused::NoSuchStage | SessionRefused::PitchNeedsStage => "stage",
        SessionRefused::NoSuchEvent
        | SessionRefused::NoSuchSession
        | SessionRefused::ChangedMeanwhile
        | SessionRefused::WithoutPlace
        | SessionRefused::Over
        | SessionRefused::Booked { .. }
        | SessionRefused::Store(_) => "",
    }
}

/// Whether a session holds what was typed, so that a form which comes again made it.
pub(super) fn is_same(session: &Session, text: &SessionText) -> bool {
    session.title == text.title.as_str()
        && session.description == text.description.as_str()
        && session.chair == text.chair.as_ref().map_or("", Line::as_str)
        && (session.kind, session.stage, session.time) == (text.kind, text.stage, text.time)
}

/// The kinds of session, to choose from.
pub(super) fn kinds() -> Vec<Choice> {
    [
        (SessionKind::Pitch, "Companies pitch in slots"),
        (SessionKind::Keynote, "A talk to everybody"),
        (SessionKind::Panel, "Several people in discussion"),
        (SessionKind::Break, "Coffee, lunch, a change of rooms"),
        (SessionKind::Meetings, "One-to-one meetings"),
    ]
    .map(|(kind, hint)| Choice::new(kind.as_str(), kind.name()).hint(hint))
    .into()
}

/// The stages, to choose from.
pub(super) fn stage_choices(stages: &[Stage]) -> Vec<Choice> {
    stages
        .iter()
        .map(|stage| Choice::new(stage.id.to_string(), stage.name.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::kinds;
    use marketday_model::SessionKind;

    #[test]
    fn every_kind_can_be_chosen() {
        assert_eq!(kinds().len(), SessionKind::ALL.len());
    }
}
