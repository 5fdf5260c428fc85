//! A venue between a form and the domain: what events and kept venues say alike.

use crate::fields::Fields;
use marketday_model::{Facilities, Facility, Line, Prose, Provision};
use marketday_render::{Choice, FormState};

/// Name, address, town and further access information.
pub(super) struct Place {
    pub(super) name: Line<120>,
    pub(super) address: Prose<500>,
    pub(super) town: Line<80>,
    pub(super) access: Prose<2000>,
    pub(super) facilities: Facilities,
}

/// What was typed of a venue; every field is read, so that all can be complained of.
pub(super) fn read(fields: &mut Fields) -> Option<Place> {
    let name = fields.line("venue_name", "The venue");
    let address = fields.prose("venue_address", "The address");
    let town = fields.line("venue_town", "The town or city");
    let access = fields.prose("venue_access", "The access information");
    let step_free = facility(fields, "step_free", "The note on step-free access");
    let hearing_loop = facility(fields, "hearing_loop", "The note on the hearing loop");
    let quiet_room = facility(fields, "quiet_room", "The note on the quiet room");
    let directions: Option<Prose<2000>> = fields.optional_prose("directions", "The directions");
    let transport: Option<Prose<2000>> =
        fields.optional_prose("transport", "What you say of parking and transport");
    Some(Place {
        name: name?,
        address: address?,
        town: town?,
        access: access?,
        facilities: Facilities {
            step_free: step_free?,
            hearing_loop: hearing_loop?,
            quiet_room: quiet_room?,
            directions: directions?.to_string(),
            transport: transport?.to_string(),
        },
    })
}

/// Whether something is there, which is not known where nothing is chosen, and a note.
fn facility(fields: &mut Fields, name: &str, label: &str) -> Option<Facility> {
    let is = if fields.text(name).is_empty() {
        Some(Provision::Unknown)
    } else {
        fields.word(name, "Choose yes, no or not known")
    };
    let note: Option<Line<300>> = fields.optional_line(&format!("{name}_note"), label);
    Some(Facility {
        is: is?,
        note: note.map_or_else(String::new, |note| note.to_string()),
    })
}

/// The form with a venue as somebody would have typed it.
pub(super) fn typed(
    form: FormState,
    (name, town, address, access): (&str, &str, &str, &str),
    facilities: &Facilities,
) -> FormState {
    let facts = [
        ("step_free", &facilities.step_free),
        ("hearing_loop", &facilities.hearing_loop),
        ("quiet_room", &facilities.quiet_room),
    ];
    let form = form
        .with("venue_name", name)
        .with("venue_town", town)
        .with("venue_address", address)
        .with("venue_access", access)
        .with("directions", facilities.directions.clone())
        .with("transport", facilities.transport.clone());
    facts.into_iter().fold(form, |form, (name, facility)| {
        form.with(name, facility.is.as_str())
            .with(format!("{name}_note"), facility.note.clone())
    })
}

/// The answers to whether something is there.
pub(super) fn provisions() -> Vec<Choice> {
    [
        (Provision::Yes, "Yes"),
        (Provision::No, "No"),
        (Provision::Unknown, "Not known yet"),
    ]
    .map(|(word, text)| Choice::new(word.as_str(), text))
    .into()
}
