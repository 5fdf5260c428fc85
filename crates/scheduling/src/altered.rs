//! What the audit trail keeps of the organiser's deeds: what was before and what is after.

use marketday_model::event::Window;
use marketday_model::slot::SlotTimes;
use marketday_model::{Event, Session, Slot, Stage, Theme};
use marketday_store::audit::Altered;

/// Everything that an organiser can change of an event.
pub(crate) fn event(old: Option<&Event>, new: &Event) -> Vec<Altered> {
    let pair = |what, of: fn(&Event) -> String| (what, old.map(of).unwrap_or_default(), of(new));
    Altered::list([
        pair("State", |event| event.state.to_string()),
        pair("Release", |event| event.release.to_string()),
        pair("Title", |event| event.title.clone()),
        pair("Summary", |event| event.summary.clone()),
        pair("Region", |event| event.region.name().to_owned()),
        pair("Themes", |event| Theme::names(&event.themes)),
        pair("Venue", |event| {
            format!("{}, {}", event.venue.name, event.venue.town)
        }),
        pair("Address", |event| event.venue.address.clone()),
        pair("Access", |event| event.venue.access.clone()),
        pair("Step-free access", |event| {
            event.venue.facilities.step_free.to_string()
        }),
        pair("Hearing loop", |event| {
            event.venue.facilities.hearing_loop.to_string()
        }),
        pair("Quiet room", |event| {
            event.venue.facilities.quiet_room.to_string()
        }),
        pair("Directions", |event| {
            event.venue.facilities.directions.clone()
        }),
        pair("Parking and transport", |event| {
            event.venue.facilities.transport.clone()
        }),
        pair("Starts", |event| event.time.start().to_rfc3339()),
        pair("Ends", |event| event.time.end().to_rfc3339()),
        pair("Capacity", |event| event.capacity.to_string()),
        pair("Company limit", |event| event.company_limit.to_string()),
        pair("Booking", |event| window_text(event.booking)),
        pair("Registration", |event| window_text(event.registration)),
    ])
}

fn window_text(window: Window) -> String {
    let opens = window.opens_at.map(|at| at.to_rfc3339());
    let closes = window.closes_at.to_rfc3339();
    format!("{} to {closes}", opens.as_deref().unwrap_or("at once"))
}

/// Everything that an organiser says of a session; none where it is not there before, or not any more.
pub(crate) fn session(
    old: Option<&Session>,
    new: Option<&Session>,
    stages: &[Stage],
) -> Vec<Altered> {
    let text = |session: Option<&Session>, of: &dyn Fn(&Session) -> String| {
        session.map(of).unwrap_or_default()
    };
    let pair = |what, of: &dyn Fn(&Session) -> String| (what, text(old, of), text(new, of));
    Altered::list([
        pair("Title", &|session| session.title.clone()),
        pair("Description", &|session| session.description.clone()),
        chair(old, new),
        pair("Kind", &|session| session.kind.name().to_owned()),
        pair("Stage", &|session| match session.stage {
            None => "The whole venue".to_owned(),
            Some(id) => stage_name(stages, id),
        }),
        pair("Starts", &|session| session.time.start().to_rfc3339()),
        pair("Ends", &|session| session.time.end().to_rfc3339()),
    ])
}

/// Who chairs a session is somebody who may never have been here: the trail says only that it is another.
fn chair(old: Option<&Session>, new: Option<&Session>) -> (&'static str, String, String) {
    let [before, after] = [old, new].map(|session| session.map_or("", |it| it.chair.as_str()));
    let after = if before == after { "" } else { "changed" };
    ("Chair", String::new(), after.to_owned())
}

/// The name of a stage, among those of its event.
pub(crate) fn stage_name(stages: &[Stage], id: marketday_model::StageId) -> String {
    let stage = stages.iter().find(|stage| stage.id == id);
    stage.map(|stage| stage.name.clone()).unwrap_or_default()
}

/// Slots that were withdrawn and made: how many, and when each is presented.
pub(crate) fn slots<'a>(
    withdrawn: impl ExactSizeIterator<Item = &'a SlotTimes>,
    made: impl ExactSizeIterator<Item = &'a SlotTimes>,
    event: &Event,
) -> Vec<Altered> {
    Altered::list([
        (
            "Slots withdrawn",
            slots_text(withdrawn, event),
            String::new(),
        ),
        ("Slots made", String::new(), slots_text(made, event)),
    ])
}

/// Slots that got another mode: each by when it is presented.
pub(crate) fn modes(before: &[Slot], after: &[Slot], event: &Event) -> Vec<Altered> {
    let text = |slots: Vec<&Slot>| {
        let slots: Vec<String> = slots
            .into_iter()
            .map(|slot| {
                let times = event.days().times(slot.times.presented());
                format!("{times}: {}", slot.mode.name())
            })
            .collect();
        slots.join(", ")
    };
    let is_changed = |slot: &&Slot| after.iter().any(|now| now.id == slot.id);
    let before = text(before.iter().filter(is_changed).collect());
    Altered::list([(
        "Who decides who has a slot",
        before,
        text(after.iter().collect()),
    )])
}

fn slots_text<'a>(slots: impl ExactSizeIterator<Item = &'a SlotTimes>, event: &Event) -> String {
    let count = slots.len();
    if count == 0 {
        return String::new();
    }
    let times: Vec<String> = slots
        .map(|times| event.days().times(times.presented()))
        .collect();
    format!("{count}: {}", times.join(", "))
}
