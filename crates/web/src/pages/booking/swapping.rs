//! `/bookings/{id}/swap`: asking another company to change slots.

use super::booked::{Mine, is_live, mine};
use super::form::slot_layout;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_booking::{SwapRefused, SwapRequest};
use marketday_model::{Booking, BookingId, Claim, Days, Instant, Prose, SlotId, Swap, policy};
use marketday_render::pages::swaps::{SwapChoice, SwapGroup, SwapPick};
use marketday_render::{FormState, Link, Links};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Rx, StoreError, bookings, releases, swaps};
use std::collections::HashMap;

/// Whether a booking could be swapped: it stands, and its company is confirmed.
pub(super) fn can_swap(app: &App, booking: &Booking, slotted: &super::form::Slotted) -> bool {
    is_live(app, booking, slotted) && booking.claim == Claim::Settled
}

/// `GET`: the pitches of others, each a button.
pub(crate) async fn ask(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let mine = mine(&app, &visitor, &path)?;
        if !can_swap(&app, &mine.booking, &mine.slotted) {
            return Ok(see_other(&Links::booking(&mine.booking.id)));
        }
        page(&app, &visitor, &mine, FormState::new())
    })
    .await
}

/// `POST`: asks.
pub(crate) async fn propose(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mine = mine(&app, &visitor, &path)?;
        let mut fields = Fields::of(form);
        let message: Option<Prose<500>> = fields.optional_prose("message", "The message");
        let to: Option<BookingId> = fields.word("with", "Choose a pitch to swap with");
        let (Some(to), true) = (to, fields.is_good()) else {
            return page(&app, &visitor, &mine, fields.form);
        };
        let request = SwapRequest {
            from: mine.booking.id,
            to,
            message,
            by: visitor.required()?.person.id,
        };
        match marketday_booking::propose_swap(&app.store, &app.surroundings, request) {
            Ok(id) => Ok(see_other(&format!(
                "{}?done=swap-proposed",
                Links::swap(&id)
            ))),
            // A double click, or they asked at the same moment.
            Err(SwapRefused::AlreadyAsked(id)) => Ok(see_other(&Links::swap(&id))),
            Err(SwapRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let mut form = fields.form.without("with");
                form.push_error("with", refused.to_string());
                page(&app, &visitor, &mine, form)
            }
        }
    })
    .await
}

fn page(app: &App, visitor: &Visitor, mine: &Mine, form: FormState) -> Result<Reply, Failure> {
    let Mine {
        booking, slotted, ..
    } = mine;
    let now = app.now();
    let groups = app.read(|rx| groups(rx, mine, now))?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = SwapChoice {
        layout: slot_layout(app, visitor, slotted, "Swap slots with another company")
            .crumb("Your booking", Links::booking(&booking.id)),
        form,
        slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
        pitch_title: booking.pitch.title.clone(),
        groups,
        days: u32::try_from(policy::SWAP.num_days()).unwrap_or(0),
        action: Links::booking_swap(&booking.id),
        back_href: Links::booking(&booking.id),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// The pitches of the current release that could be swapped with this one, by day and stage. Three queries.
fn groups(rx: &mut Rx<'_>, mine: &Mine, now: Instant) -> Result<Vec<SwapGroup>, StoreError> {
    let event = &mine.slotted.event;
    let filter = BookingFilter {
        event: Some(event.id),
        ..BookingFilter::default()
    };
    let others: HashMap<SlotId, Booking> = bookings::list(rx, &filter)?
        .into_iter()
        .filter(|other| other.id != mine.booking.id && other.claim == Claim::Settled)
        .map(|other| (other.slot, other))
        .collect();
    let waiting = swaps::list_proposed(rx, mine.booking.id)?;
    let mut slots = releases::list_slots(rx, event.id, event.release)?;
    let mode = mine.slotted.slot.slot.mode;
    slots.retain(|slot| now < slot.slot.times.starts_at && slot.slot.mode == mode);
    let days = event.days();
    slots.sort_by_key(|slot| {
        let starts_at = slot.slot.times.starts_at;
        (days.day_of(starts_at), slot.stage_position, starts_at)
    });
    let mut groups: Vec<SwapGroup> = Vec::new();
    for slot in &slots {
        let Some(other) = others.get(&slot.slot.id) else {
            continue;
        };
        let heading = match days.heading(days.day_of(slot.slot.times.starts_at)) {
            Some(day) => format!("{day}, {}", slot.stage_name),
            None => slot.stage_name.clone(),
        };
        let pick = pick(mine, slot, other, &waiting, now);
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.picks.push(pick),
            None => groups.push(SwapGroup {
                heading,
                picks: vec![pick],
            }),
        }
    }
    Ok(groups)
}

/// The proposals of a booking that wait for an answer, as its page links to them.
pub(super) fn waiting_swaps(app: &App, booking: &Booking) -> Result<Vec<Link>, Failure> {
    let now = app.now();
    app.read(|rx| {
        let waiting = swaps::list_proposed(rx, booking.id)?;
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let filter = BookingFilter {
            event: Some(booking.event),
            ..BookingFilter::default()
        };
        let all = bookings::list(rx, &filter)?;
        let link = |swap: &Swap| {
            let of = |id: BookingId| all.iter().find(|booking| booking.id == id);
            let both = [of(swap.from)?, of(swap.to)?];
            // It runs out when the first of the two pitches begins, if not before.
            let starts = [swap.expires_at; 2];
            let text = if swap.to == booking.id {
                format!("{} asks you to swap slots", both[0].company_name)
            } else {
                format!("You have asked {} to swap slots", both[1].company_name)
            };
            let link = Link::new(text, Links::swap(&swap.id));
            swap.is_open(both, starts, now).then_some(link)
        };
        Ok(waiting.iter().filter_map(link).collect())
    })
}

fn pick(
    mine: &Mine,
    slot: &ReleasedSlot,
    other: &Booking,
    waiting: &[Swap],
    now: Instant,
) -> SwapPick {
    let pair = Swap::pair(mine.booking.id, other.id);
    let own = mine.slotted.slot.slot.times.starts_at;
    let starts = [own, slot.slot.times.starts_at];
    let swap = waiting.iter().find(|swap| {
        let both = if swap.from == other.id {
            [other, &mine.booking]
        } else {
            [&mine.booking, other]
        };
        Swap::pair(swap.from, swap.to) == pair && swap.is_open(both, starts, now)
    });
    let zone = mine.slotted.event.zone;
    SwapPick {
        id: swap.is_none().then(|| other.id.to_string()),
        swap_href: swap.map(|swap| Links::swap(&swap.id)),
        time_text: Days::at(slot.slot.times.starts_at, zone).times(slot.slot.times.presented()),
        stage: slot.stage_name.clone(),
        company: other.company_name.clone(),
        pitch_title: other.pitch.title.clone(),
    }
}
