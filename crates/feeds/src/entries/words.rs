//! The words that several kinds of entry say: where it is, when the day is, which themes it has.

use marketday_model::days::dates_and_hours;
use marketday_model::{Event, Theme};

/// "Main stage, Dolphin Hall, Horsemarket, Darlington" on one line.
pub(super) fn location(event: &Event, stage: Option<&str>) -> Option<String> {
    let venue = &event.venue;
    let mut parts: Vec<&str> = stage.into_iter().chain([venue.name.as_str()]).collect();
    parts.extend(venue.address.lines());
    if venue.address.trim().is_empty() {
        parts.push(&venue.town);
    }
    let parts: Vec<&str> = parts
        .into_iter()
        .map(|part| part.trim().trim_end_matches(','))
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// "Care Day, Tuesday 2 March 2027, 9:30am to 4pm": the day that a part of the programme belongs to.
pub(super) fn day(event: &Event) -> String {
    format!(
        "{}, {}",
        event.title,
        dates_and_hours(event.time, event.zone)
    )
}

/// Paragraphs with an empty line between them; empty ones are left out.
pub(super) fn paragraphs(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

/// The names of themes.
pub(super) fn names(themes: &[Theme]) -> Vec<String> {
    themes.iter().map(|theme| theme.name().to_owned()).collect()
}
