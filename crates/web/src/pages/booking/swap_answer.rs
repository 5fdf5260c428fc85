//! `/swaps/{id}`: a proposal to change slots, and what its companies say to it.

use super::form::{Slotted, slot_layout, slotted};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_booking::{SwapRefused, agree_swap, decline_swap, withdraw_swap};
use marketday_model::{Booking, Swap, SwapId, SwapState, permission};
use marketday_render::pages::swaps::{SwapPage, SwapSide};
use marketday_render::{FormState, Links, Tag, Tone, when};
use marketday_store::{bookings, swaps};

/// A proposal with both bookings, for somebody who may act for one of them.
struct Proposal {
    swap: Swap,
    from: (Booking, Slotted),
    to: (Booking, Slotted),
    may_withdraw: bool,
    may_answer: bool,
}

impl Proposal {
    /// The proposal of an address.
    fn of(app: &App, visitor: &Visitor, path: &str) -> Result<Self, Failure> {
        let id: SwapId = path.parse().map_err(|_| Failure::NotFound)?;
        let actor = &visitor.required()?.actor;
        app.read(|rx| {
            let Some(swap) = swaps::find(rx, id)? else {
                return Ok(None);
            };
            let (Some(from), Some(to)) =
                (bookings::find(rx, swap.from)?, bookings::find(rx, swap.to)?)
            else {
                return Ok(None);
            };
            let may_withdraw = permission::may_change_booking(actor, &from);
            let may_answer = permission::may_change_booking(actor, &to);
            if !may_withdraw && !may_answer {
                return Ok(None);
            }
            let (Some(from_slot), Some(to_slot)) = (slotted(rx, from.slot)?, slotted(rx, to.slot)?)
            else {
                return Ok(None);
            };
            Ok(Some(Self {
                swap,
                from: (from, from_slot),
                to: (to, to_slot),
                may_withdraw,
                may_answer,
            }))
        })
        .and_then(found)
    }

    fn is_open(&self, app: &App) -> bool {
        let starts = [&self.from, &self.to].map(|(_, slotted)| slotted.slot.slot.times.starts_at);
        let both = [&self.from.0, &self.to.0];
        self.swap.is_open(both, starts, app.now())
    }

    /// The reader's own booking.
    fn own(&self) -> &(Booking, Slotted) {
        if self.may_answer {
            &self.to
        } else {
            &self.from
        }
    }
}

/// `GET`: who asks whom, and the buttons of whoever reads it.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let proposal = Proposal::of(&app, &visitor, &path)?;
        page(&app, &visitor, &proposal, FormState::new(), flash)
    })
    .await
}

/// `POST`: agrees, declines or withdraws. An answer to what is over changes nothing, and the page says how it stands.
pub(crate) async fn answer(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, mut form } = posted;
        let proposal = Proposal::of(&app, &visitor, &path)?;
        let (person, id) = (visitor.required()?.person.id, proposal.swap.id);
        let (store, surroundings) = (&app.store, &app.surroundings);
        let outcome = match form.value("answer") {
            Some("agree") if proposal.may_answer => agree_swap(store, surroundings, person, id),
            Some("decline") if proposal.may_answer => decline_swap(store, surroundings, person, id),
            Some("withdraw") if proposal.may_withdraw => {
                withdraw_swap(store, surroundings, person, id)
            }
            _ => {
                form.push_error("answer", "Choose one of the buttons");
                return page(&app, &visitor, &proposal, form, None);
            }
        };
        match outcome {
            Ok(SwapState::Agreed) => {
                let path = Links::booking(&proposal.own().0.id);
                Ok(see_other(&format!("{path}?done=swapped")))
            }
            Ok(_) => Ok(see_other(&Links::swap(&id))),
            Err(SwapRefused::Store(error)) => Err(error.into()),
            Err(SwapRefused::NoSuchBooking) => Err(Failure::NotFound),
            Err(refused) => {
                form.push_error("answer", refused.to_string());
                page(&app, &visitor, &proposal, form, None)
            }
        }
    })
    .await
}

fn page(
    app: &App,
    visitor: &Visitor,
    proposal: &Proposal,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let is_open = proposal.is_open(app);
    let (own, slotted) = proposal.own();
    let zone = slotted.event.zone;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let (tag, outcome) = standing(proposal.swap.state, is_open);
    let mut layout = slot_layout(app, visitor, slotted, "Swap of pitch slots")
        .crumb("Your booking", Links::booking(&own.id));
    layout.flash = flash;
    let page = SwapPage {
        layout,
        form,
        tag,
        from: side(&proposal.from),
        to: side(&proposal.to),
        message: proposal.swap.message.clone(),
        can_answer: is_open && proposal.may_answer,
        can_withdraw: is_open && proposal.may_withdraw,
        until_text: is_open.then(|| when::moment(proposal.swap.expires_at, zone)),
        outcome: outcome.map(ToOwned::to_owned),
        action: Links::swap(&proposal.swap.id),
        booking_href: Links::booking(&own.id),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn side((booking, slotted): &(Booking, Slotted)) -> SwapSide {
    SwapSide {
        company: booking.company_name.clone(),
        pitch_title: booking.pitch.title.clone(),
        when_text: when::range(slotted.slot.slot.times.presented(), slotted.event.zone),
        stage: slotted.slot.stage_name.clone(),
    }
}

fn standing(state: SwapState, is_open: bool) -> (Tag, Option<&'static str>) {
    match state {
        SwapState::Proposed if is_open => (Tag::new("Waits for an answer", Tone::Warn), None),
        SwapState::Proposed | SwapState::Lapsed => (
            Tag::new("Lapsed", Tone::Quiet),
            Some(
                "This proposal has lapsed: it was not answered in time, or one of the two bookings is not in the slot \
                 that it had.",
            ),
        ),
        SwapState::Agreed => (
            Tag::new("Agreed", Tone::Good),
            Some("This swap was agreed, and both companies were emailed their new slots."),
        ),
        SwapState::Declined => (
            Tag::new("Declined", Tone::Quiet),
            Some("This swap was declined. Both companies keep the slots that they have."),
        ),
        SwapState::Withdrawn => (
            Tag::new("Withdrawn", Tone::Quiet),
            Some(
                "Whoever proposed this swap has withdrawn it. Both keep the slots that they have.",
            ),
        ),
    }
}
