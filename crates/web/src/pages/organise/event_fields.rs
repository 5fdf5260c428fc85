//! The facts of an event between a form and the domain.

use super::moments::{self, day, last_day, range, with_moment, with_time};
use super::place_fields;
use crate::fields::Fields;
use chrono_tz::Tz;
use marketday_model::time::LONDON;
use marketday_model::{Event, Line, Prose, Theme, policy};
use marketday_render::{FormState, when};
use marketday_scheduling::{EventDetails, EventRefused};

/// What is said of an event that ends before it starts: mostly one that ends after midnight.
const ENDS_EARLY: &str = "The end must be after the start. If the event ends after midnight or on another day, give \
                          that day as the last day";

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
pub(super) fn read(fields: &mut Fields, zone: Tz) -> Option<EventDetails> {
    let title: Option<Line<120>> = fields.line("title", "The title");
    let region = fields.word("region", "Choose a region from the list");
    let themes = fields.themes("themes", 1..=Theme::ALL.len());
    let summary: Option<Prose<10_000>> = fields.prose("summary", "The summary");
    let place = place_fields::read(fields);
    let date = day(fields, "date", "The date");
    let last = last_day(fields, date);
    let time = range(fields, date.zip(last), zone, ENDS_EARLY);
    let label = "The number of slots that one company may book";
    let company_limit = fields.number("company_limit", label, 1..=50);
    let booking = moments::window(fields, "booking", "booking", zone);
    let capacity = fields.number("capacity", "The number of places", 1..=100_000);
    let registration = moments::window(fields, "registration", "registration", zone);
    let place = place?;
    let details = EventDetails {
        title: title?,
        summary: summary?,
        region: region?,
        themes: themes?,
        venue: place.name,
        town: place.town,
        address: place.address,
        access: place.access,
        facilities: place.facilities,
        time: time?,
        capacity: capacity?,
        booking: booking?,
        registration: registration?,
        company_limit: company_limit?,
    };
    fields.is_good().then_some(details)
}

/// The form of an event that does not exist yet, under the id that it will have.
pub(super) fn blank(form_id: &impl ToString) -> FormState {
    FormState::new()
        .with("form_id", form_id.to_string())
        .with("company_limit", policy::COMPANY_LIMIT.to_string())
        .with("booking_closes_time", "17:00")
        .with("registration_closes_time", "17:00")
}

/// The form of an event as it is.
pub(super) fn typed(event: &Event) -> FormState {
    let zone = event.zone;
    let form = FormState::from_pairs([
        ("title", event.title.clone()),
        ("region", event.region.as_str().to_owned()),
        ("summary", event.summary.clone()),
        ("date", when::date_value(event.time.start(), zone)),
        ("capacity", event.capacity.to_string()),
        ("company_limit", event.company_limit.to_string()),
    ]);
    let venue = &event.venue;
    let place = (
        venue.name.as_str(),
        venue.town.as_str(),
        venue.address.as_str(),
        venue.access.as_str(),
    );
    let form = place_fields::typed(form, place, &venue.facilities);
    let form = event
        .themes
        .iter()
        .fold(form, |form, theme| form.with("themes", theme.as_str()));
    let form = with_time(form, "start_time", event.time.start(), zone);
    let form = with_time(form, "end_time", event.time.end(), zone);
    let last = when::date_value(event.time.end(), zone);
    let form = if form.value("date") == Some(&last) {
        form
    } else {
        form.with("end_date", last)
    };
    let moments = [
        ("booking_opens", event.booking.opens_at),
        ("booking_closes", Some(event.booking.closes_at)),
        ("registration_opens", event.registration.opens_at),
        ("registration_closes", Some(event.registration.closes_at)),
    ];
    moments.into_iter().fold(form, |form, (name, at)| match at {
        Some(at) => with_moment(form, name, at, zone),
        None => form,
    })
}

/// The field that a refusal belongs to; none where it belongs to the whole form.
pub(super) const fn field_of(refused: &EventRefused) -> &'static str {
    match refused {
        EventRefused::CapacityBelowTaken { .. } => "capacity",
        EventRefused::ProgrammeOutside | EventRefused::TemplateOutside => "start_time",
        EventRefused::NoSuchEvent | EventRefused::Over | EventRefused::Store(_) => "",
    }
}

/// Whether an event holds what was typed, so that a form which comes again made it.
pub(super) fn is_same(event: &Event, details: &EventDetails) -> bool {
    event.title == details.title.as_str()
        && event.time == details.time
        && event.region == details.region
        && event.venue.name == details.venue.as_str()
}

/// The zone in which a new event is planned: every region lies in it.
pub(super) const NEW_ZONE: Tz = LONDON;

#[cfg(test)]
mod tests {
    use super::*;

    /// What an organiser types.
    fn form() -> FormState {
        FormState::from_pairs([
            ("title", "East Coast Drains Day"),
            ("region", "yorkshire-and-the-humber"),
            ("themes", "highways"),
            ("summary", "A day for **drainage** teams."),
            ("venue_name", "The Corn Store"),
            ("venue_town", "Whitby"),
            ("venue_address", "Quay Street\nWhitby"),
            ("venue_access", "Step-free from the quay."),
            ("date", "2027-03-02"),
            ("start_time", "09:30"),
            ("end_time", "16:00"),
            ("capacity", "40"),
            ("company_limit", "1"),
            ("booking_closes_date", "2027-02-25"),
            ("booking_closes_time", "17:00"),
            ("registration_closes_date", "2027-02-27"),
            ("registration_closes_time", "17:00"),
        ])
    }

    /// What is wrong when one field holds something else.
    fn wrong(name: &str, value: &str) -> Vec<(String, String)> {
        let mut fields = Fields::of(form().without(name).with(name, value));
        assert!(read(&mut fields, LONDON).is_none());
        assert_eq!(fields.text(name), value, "what was typed is kept");
        let errors = fields.form.errors().iter();
        errors
            .map(|error| (error.field.clone(), error.message.clone()))
            .collect()
    }

    #[test]
    fn a_day_is_read_from_what_was_typed() {
        let details = read(&mut Fields::of(form()), LONDON).unwrap();
        assert_eq!(details.title.as_str(), "East Coast Drains Day");
        assert_eq!(
            details.time.start().to_rfc3339(),
            "2027-03-02T09:30:00+00:00"
        );
        assert_eq!(details.booking.opens_at, None);
    }

    #[test]
    fn an_event_that_ends_on_another_day_says_on_which() {
        let night = form().without("end_time").with("end_time", "01:00");
        let mut fields = Fields::of(night.clone());
        assert!(read(&mut fields, LONDON).is_none());
        let error = &fields.form.errors()[0];
        assert_eq!(
            (error.field.as_str(), error.message.as_str()),
            ("end_time", ENDS_EARLY)
        );
        let mut fields = Fields::of(night.with("end_date", "2027-03-03"));
        let details = read(&mut fields, LONDON).unwrap();
        assert_eq!(details.time.end().to_rfc3339(), "2027-03-03T01:00:00+00:00");
    }

    #[test]
    fn an_unknown_region_and_a_very_long_title_are_said_at_their_fields() {
        let message = "Choose a region from the list".to_owned();
        assert_eq!(
            wrong("region", "atlantis"),
            [("region".to_owned(), message)]
        );
        let message = "The title must be 120 characters or fewer, and is 10000".to_owned();
        assert_eq!(
            wrong("title", &"x".repeat(10_000)),
            [("title".to_owned(), message)]
        );
    }

    #[test]
    fn a_time_that_the_clocks_jump_over_is_refused_at_its_field() {
        let form = form().without("date").with("date", "2027-03-28");
        let mut fields = Fields::of(form.without("start_time").with("start_time", "01:30"));
        assert!(read(&mut fields, LONDON).is_none());
        assert_eq!(fields.form.errors()[0].field, "start_time");
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let mut fields = Fields::of(FormState::new());
        assert!(read(&mut fields, LONDON).is_none());
        let names: Vec<&str> = fields
            .form
            .errors()
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        assert_eq!(
            names,
            [
                "title",
                "region",
                "themes",
                "summary",
                "venue_name",
                "venue_address",
                "venue_town",
                "venue_access",
                "date",
                "start_time",
                "end_time",
                "company_limit",
                "booking_closes_date",
                "booking_closes_time",
                "capacity",
                "registration_closes_date",
                "registration_closes_time",
            ]
        );
    }
}
