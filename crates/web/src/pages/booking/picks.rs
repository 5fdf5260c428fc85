//! Free slots to choose from, as pages that move a booking show them.

use super::form::slotted;
use super::slot::hold_refusal;
use crate::app::App;
use crate::failure::Failure;
use crate::view;
use actix_web::http::StatusCode;
use marketday_booking::{HoldRefused, MoveRefused};
use marketday_model::{Days, Event, SlotId, SlotMode};
use marketday_render::pages::moves::{MoveRefusal, SlotGroup, SlotPick};
use marketday_store::releases::ReleasedSlot;

/// Slots by day and stage; `held_back` is what an organiser is told of those that are held back.
pub(crate) fn slot_groups(
    event: &Event,
    mut slots: Vec<ReleasedSlot>,
    held_back: &str,
) -> Vec<SlotGroup> {
    let days = event.days();
    slots.sort_by_key(|slot| {
        let starts_at = slot.slot.times.starts_at;
        (days.day_of(starts_at), slot.stage_position, starts_at)
    });
    let mut groups: Vec<SlotGroup> = Vec::new();
    for slot in slots {
        let starts_at = slot.slot.times.starts_at;
        let heading = match days.heading(days.day_of(starts_at)) {
            Some(day) => format!("{day}, {}", slot.stage_name),
            None => slot.stage_name.clone(),
        };
        let on_the_day = Days::at(starts_at, event.zone);
        let pick = slot_pick(
            &slot,
            on_the_day.times(slot.slot.times.presented()),
            held_back,
        );
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.slots.push(pick),
            None => groups.push(SlotGroup {
                heading,
                slots: vec![pick],
            }),
        }
    }
    groups
}

fn slot_pick(slot: &ReleasedSlot, time_text: String, held_back: &str) -> SlotPick {
    let mode = slot.slot.mode;
    SlotPick {
        id: slot.slot.id.to_string(),
        time_text,
        stage: slot.stage_name.clone(),
        mode: match mode {
            SlotMode::Open => None,
            SlotMode::Curated => Some(mode.name().to_owned()),
            SlotMode::HeldBack => Some(held_back.to_owned()),
        },
    }
}

/// What to say of a booking that stays where it is because of the slot that it was to have. Other refusals are the
/// caller's.
pub(crate) fn move_refusal(
    app: &App,
    event: &Event,
    to: SlotId,
    refused: MoveRefused,
) -> Result<(StatusCode, MoveRefusal), Failure> {
    let (status, heading, text, nearest) = match refused {
        MoveRefused::Slot(why) => {
            let slotted = app.read(|rx| slotted(rx, to))?;
            let slotted = slotted.filter(|slotted| slotted.event.id == event.id);
            // A slot that was never here says no more than that.
            let slotted = slotted.ok_or(Failure::NotFound)?;
            let is_race = matches!(*why, HoldRefused::Taken { .. });
            let (status, refusal) = hold_refusal(app, &slotted, *why)?;
            let text = if is_race {
                "Another company was a moment faster. The booking has the slot that it had. These are the free slots \
                 nearest to the one that was wanted."
                    .to_owned()
            } else {
                format!("The booking has the slot that it had. {}", refusal.text)
            };
            (status, refusal.heading, text, refusal.nearest)
        }
        MoveRefused::PresenterBusy => {
            let text = "The booking has the slot that it had. Choose another time, or another presenter first.";
            (
                StatusCode::CONFLICT,
                "The presenter is on another stage at that time".to_owned(),
                text.to_owned(),
                Vec::new(),
            )
        }
        MoveRefused::Store(error) => return Err(error.into()),
        MoveRefused::NotConfirmed | MoveRefused::Begun => return Err(Failure::NotFound),
    };
    let nearest = nearest
        .iter()
        .map(|slot| {
            slot_pick(
                slot,
                view::slot_time(event, slot),
                SlotMode::HeldBack.name(),
            )
        })
        .collect();
    Ok((
        status,
        MoveRefusal {
            heading,
            text,
            nearest,
        },
    ))
}
