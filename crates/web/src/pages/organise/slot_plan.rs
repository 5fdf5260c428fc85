//! What the generator of slots would do, as its page shows it.

use marketday_model::code::digest;
use marketday_model::slot::{SlotLengthError, SlotLengths, SlotTimes};
use marketday_model::{Booking, Event, Session, Slot, SlotId};
use marketday_render::pages::organise::{ExistingSlot, NewSlot, SlotPreview};
use marketday_render::{FormState, Links, Tag, Tone, when};
use marketday_scheduling::SlotPlan;
use marketday_store::bookings::Live;
use std::collections::HashMap;

use super::frame::{count, is_live};
use crate::fields::Fields;

/// The form with lengths in it.
pub(super) fn typed(lengths: SlotLengths) -> FormState {
    let (pitch, questions, changeover, grid) = lengths.minutes();
    FormState::from_pairs([
        ("pitch_minutes", pitch.to_string()),
        ("questions_minutes", questions.to_string()),
        ("changeover_minutes", changeover.to_string()),
        ("grid_minutes", grid.to_string()),
    ])
}

/// The lengths that were typed; or nothing, with messages in the fields.
pub(super) fn read(fields: &mut Fields) -> Option<SlotLengths> {
    let pitch = fields.number("pitch_minutes", "Length of the pitch", 1..=120);
    let questions = fields.number("questions_minutes", "Time for questions", 0..=60);
    let changeover = fields.number("changeover_minutes", "Changeover", 0..=60);
    let grid = fields.number("grid_minutes", "“Start every”", 1..=60);
    let lengths = SlotLengths::new(pitch?, questions?, changeover?, grid?);
    lengths
        .map_err(|error| {
            let field = match error {
                SlotLengthError::Pitch => "pitch_minutes",
                SlotLengthError::Questions => "questions_minutes",
                SlotLengthError::Changeover => "changeover_minutes",
                SlotLengthError::Grid => "grid_minutes",
            };
            fields.form.push_error(field, error.to_string());
        })
        .ok()
}

/// What tells one plan from another, so that only the one that was shown is carried out.
pub(super) fn fingerprint(plan: &SlotPlan) -> String {
    let made = plan.made.iter().map(|times| {
        let SlotTimes {
            starts_at,
            questions_at,
            ends_at,
            clear_at,
        } = times;
        format!("{starts_at} {questions_at} {ends_at} {clear_at}\n")
    });
    let withdrawn = plan.withdrawn.iter().map(|slot| format!("{}\n", slot.id));
    let text: String = made.chain(withdrawn).collect();
    digest(&text)[..32].to_owned()
}

/// What would be made, and what it leaves out.
pub(super) fn preview(
    event: &Event,
    pitch: &Session,
    sessions: &[Session],
    plan: &SlotPlan,
) -> SlotPreview {
    let time = |at| when::time(at, event.zone);
    let in_the_way = sessions.iter().filter(|other| {
        other.id != pitch.id
            && (other.stage.is_none() || other.stage == pitch.stage)
            && other.time.overlaps(pitch.time)
    });
    let breaks = in_the_way.map(|other| {
        let times = when::times(other.time.start(), other.time.end(), event.zone);
        format!("{}, {times}", other.title)
    });
    let withdrawn = withdrawn_text(event, &plan.withdrawn);
    SlotPreview {
        slots: plan
            .made
            .iter()
            .map(|times| NewSlot {
                starts: time(times.starts_at),
                questions: time(times.questions_at),
                ends: time(times.ends_at),
                clear: time(times.clear_at),
            })
            .collect(),
        left_out: breaks.chain(withdrawn).collect(),
        waits_for_release: is_live(event),
    }
}

/// `2 free slots, which are withdrawn: 10:30am, 10:45am`.
fn withdrawn_text(event: &Event, slots: &[Slot]) -> Option<String> {
    let starts: Vec<String> = slots
        .iter()
        .map(|slot| when::time(slot.times.starts_at, event.zone))
        .collect();
    let verb = if starts.len() == 1 { "is" } else { "are" };
    let slots = count(starts.len(), "free slot");
    (!starts.is_empty()).then(|| format!("{slots}, which {verb} withdrawn: {}", starts.join(", ")))
}

/// The slots that a session has now.
pub(super) fn existing<'a>(
    event: &Event,
    slots: impl Iterator<Item = &'a Slot>,
    live: &[Live],
    booked: &[Booking],
) -> Vec<ExistingSlot> {
    let live: HashMap<SlotId, bool> = live
        .iter()
        .map(|live| (live.slot, live.hold_expires_at.is_some()))
        .collect();
    let row = |slot: &Slot| {
        let state = match live.get(&slot.id) {
            None => Tag::new("Open", Tone::Good),
            Some(true) => Tag::new("Held", Tone::Warn),
            Some(false) => Tag::new("Booked", Tone::Quiet),
        };
        let company = booked.iter().find(|booking| booking.slot == slot.id);
        ExistingSlot {
            times_text: times_text(event, slot),
            state,
            company: company.map(|booking| booking.company_name.clone()),
            withdrawal_action: (!live.contains_key(&slot.id))
                .then(|| Links::organise_slot_withdrawal(&event.slug, &slot.id)),
        }
    };
    let mut slots: Vec<&Slot> = slots.collect();
    slots.sort_by_key(|slot| slot.times);
    slots.into_iter().map(row).collect()
}

/// `10:30am to 10:42am`: what the presenter sees of a slot.
fn times_text(event: &Event, slot: &Slot) -> String {
    when::times(slot.times.starts_at, slot.times.ends_at, event.zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_out_of_range_are_each_said_at_their_field() {
        let form = FormState::from_pairs([
            ("pitch_minutes", "0"),
            ("questions_minutes", "5"),
            ("changeover_minutes", "long"),
            ("grid_minutes", "61"),
        ]);
        let mut fields = Fields::of(form);
        assert_eq!(read(&mut fields), None);
        let names: Vec<&str> = fields
            .form
            .errors()
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        assert_eq!(
            names,
            ["pitch_minutes", "changeover_minutes", "grid_minutes"]
        );
    }

    #[test]
    fn the_usual_lengths_are_what_the_empty_form_holds() {
        let mut fields = Fields::of(typed(SlotLengths::DEFAULT));
        assert_eq!(read(&mut fields), Some(SlotLengths::DEFAULT));
    }

    #[test]
    fn a_plan_with_other_slots_has_another_fingerprint() {
        let start = "2027-03-02T10:00:00Z".parse().unwrap();
        let end = "2027-03-02T11:00:00Z".parse().unwrap();
        let session = marketday_model::TimeRange::new(start, end).unwrap();
        let made = marketday_model::slot::generate(session, SlotLengths::DEFAULT, &[]);
        let plan = SlotPlan {
            made,
            ..SlotPlan::default()
        };
        let fewer = SlotPlan {
            made: plan.made[1..].to_vec(),
            ..SlotPlan::default()
        };
        assert_eq!(fingerprint(&plan), fingerprint(&plan.clone()));
        assert_ne!(fingerprint(&plan), fingerprint(&fewer));
    }
}
