//! `/proposals/{proposal}`: a company's own proposal: changing it, taking it back, confirming its place.

use super::form::layout;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::booking::{pitch, presenter};
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_booking::proposals::{
    ConfirmRefused, EditRefused, WithdrawRefused, change_proposal, confirm_place, settle_proposal,
    withdraw_proposal,
};
use marketday_model::event::WindowState;
use marketday_model::{Call, Event, Proposal, ProposalId, ProposalState, permission};
use marketday_render::pages::bookings::PitchChange;
use marketday_render::pages::proposals::{OwnProposal, ProposalPlace, ProposalWithdrawal};
use marketday_render::{FormState, Links, Tag, Tone, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{calls, events, people, proposals, releases};

/// A proposal of this visitor, with what it hangs on.
struct Mine {
    proposal: Proposal,
    event: Event,
    call: Call,
    slot: Option<ReleasedSlot>,
    contact_text: String,
}

fn mine(app: &App, visitor: &Visitor, path: &str) -> Result<Mine, Failure> {
    let id: ProposalId = path.parse().map_err(|_| Failure::NotFound)?;
    let actor = &visitor.required()?.actor;
    app.read(|rx| {
        let Some(proposal) = proposals::find(rx, id)? else {
            return Ok(None);
        };
        if !permission::may_change_proposal(actor, &proposal) {
            return Ok(None);
        }
        let event = events::find(rx, proposal.event)?;
        let call = calls::find(rx, proposal.event)?;
        let (Some(event), Some(call)) = (event, call) else {
            return Ok(None);
        };
        let slot = match proposal.place {
            Some(place) => releases::find_slot_ever(rx, place.slot)?,
            None => None,
        };
        let contact = people::find(rx, proposal.contact)?;
        Ok(Some(Mine {
            contact_text: contact.map_or_else(String::new, |person| {
                format!("{}, {}", person.name, person.email)
            }),
            proposal,
            event,
            call,
            slot,
        }))
    })
    .and_then(found)
}

/// Where a proposal stands, as a label.
pub(crate) fn state_tag(state: ProposalState) -> Tag {
    let tone = match state {
        ProposalState::Accepted | ProposalState::Confirmed => Tone::Good,
        ProposalState::Allocated => Tone::Warn,
        ProposalState::Declined | ProposalState::Lapsed => Tone::Bad,
        ProposalState::Draft | ProposalState::Submitted | ProposalState::Withdrawn => Tone::Quiet,
    };
    Tag::new(state.name(), tone)
}

/// `GET`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let mine = mine(&app, &visitor, &path)?;
        let html = page(&app, &visitor, &mine, typed(&mine.proposal), flash)?;
        Ok(visitor.page(&app, html))
    })
    .await
}

fn typed(proposal: &Proposal) -> FormState {
    let form = FormState::new()
        .with("version", proposal.version.to_string())
        .with("pitch_title", proposal.title.clone())
        .with("pitch_summary", proposal.summary.clone());
    let form = match &proposal.presenter_email {
        None => form,
        Some(email) => form
            .with("presenter_name", proposal.presenter_name.clone())
            .with("presenter_email", email.clone()),
    };
    proposal
        .themes
        .iter()
        .fold(form, |form, theme| form.with("themes", theme.as_str()))
}

fn is_open(app: &App, mine: &Mine) -> bool {
    mine.proposal.state == ProposalState::Submitted
        && mine.call.state(&mine.event, app.now()) == WindowState::Open
}

fn can_withdraw(proposal: &Proposal) -> bool {
    proposal.state.to(ProposalState::Withdrawn).is_ok()
}

fn page(
    app: &App,
    visitor: &Visitor,
    mine: &Mine,
    form: FormState,
    flash: Option<String>,
) -> Result<String, Failure> {
    let Mine {
        proposal,
        event,
        contact_text,
        ..
    } = mine;
    let actor = &visitor.required()?.actor;
    let is_asked =
        proposal.is_claim_open() && permission::may_settle_claim_of(actor, proposal.company);
    let mut layout = layout(app, visitor, event, "Your proposal");
    layout.flash = flash;
    let page = OwnProposal {
        layout,
        event: view::event_brief(event),
        call_href: Links::call(&event.slug),
        tag: state_tag(proposal.state),
        note: note(app, mine),
        place: place(app, mine),
        claim_action: is_asked.then(|| Links::proposal_claim(&proposal.id)),
        company: proposal.company_name.clone(),
        contact_text: contact_text.clone(),
        presenter_text: proposal.presenter_name.clone(),
        pitch_title: proposal.title.clone(),
        pitch_summary: proposal.summary.clone(),
        themes: view::theme_names(&proposal.themes),
        submitted_text: when::moment(proposal.submitted_at, event.zone),
        feedback: proposal.feedback.clone(),
        change: is_open(app, mine).then(|| PitchChange {
            action: Links::proposal(&proposal.id),
            themes: view::theme_choices(),
        }),
        form,
        withdraw_href: can_withdraw(proposal).then(|| Links::proposal_withdrawal(&proposal.id)),
    };
    app.html(&page)
}

/// The slot that waits for it, or that it has.
fn place(app: &App, mine: &Mine) -> Option<ProposalPlace> {
    let Mine {
        proposal, event, ..
    } = mine;
    let (place, slot) = (proposal.place?, mine.slot.as_ref()?);
    let is_confirmed = proposal.state == ProposalState::Confirmed;
    if !is_confirmed && proposal.state != ProposalState::Allocated {
        return None;
    }
    Some(ProposalPlace {
        when_text: when::range(slot.slot.times.presented(), event.zone),
        stage: slot.stage_name.clone(),
        confirm_by_text: when::moment(place.confirm_by, event.zone),
        confirm_action: proposal
            .can_confirm(app.now())
            .then(|| Links::proposal_confirmation(&proposal.id)),
        booking_href: is_confirmed.then(|| Links::booking(&place.booking)),
    })
}

fn note(app: &App, mine: &Mine) -> Option<String> {
    let proposal = &mine.proposal;
    let text = match proposal.state {
        _ if proposal.is_claim_open() => format!(
            "{} is known to us already. Somebody there, or the organiser, must confirm that you speak for it before it \
             can be accepted.",
            proposal.company_name
        ),
        ProposalState::Submitted if is_open(app, mine) => format!(
            "You can change it until {}.",
            when::moment(mine.call.window.closes_at, mine.event.zone)
        ),
        ProposalState::Submitted => {
            "The call has closed. You are told how it is decided.".to_owned()
        }
        ProposalState::Accepted => {
            "It is accepted. We write to you once a slot waits for you.".to_owned()
        }
        ProposalState::Allocated if !proposal.can_confirm(app.now()) => {
            "The date to confirm is over: the slot passes on.".to_owned()
        }
        ProposalState::Lapsed => {
            "Nobody confirmed the slot in time, so it has passed on to another company.".to_owned()
        }
        _ => return None,
    };
    Some(text)
}

/// `POST`: another text for the pitch.
pub(crate) async fn change(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mine = mine(&app, &visitor, &path)?;
        let id = mine.proposal.id;
        let mut fields = Fields::of(form);
        let version = fields.text("version").parse().unwrap_or(u32::MAX);
        let presenter = presenter(&mut fields);
        let text = pitch(&mut fields);
        let mut form = fields.form;
        if let (Some(text), false) = (text, form.has_errors()) {
            let person = visitor.required()?.person.id;
            let (store, surroundings) = (&app.store, &app.surroundings);
            let of = (id, version);
            match change_proposal(store, surroundings, person, of, (text, presenter)) {
                Ok(()) => {
                    let path = Links::proposal(&id);
                    return Ok(see_other(&format!("{path}?done=proposal-changed")));
                }
                Err(EditRefused::Store(error)) => return Err(error.into()),
                // Its page has no form any more.
                Err(EditRefused::Closed | EditRefused::NotSubmitted) => {
                    return Ok(see_other(&Links::proposal(&id)));
                }
                Err(refused @ EditRefused::Stale) => {
                    let version = mine.proposal.version.to_string();
                    form = form.without("version").with("version", version);
                    form.push_error("pitch_title", refused.to_string());
                }
            }
        }
        let html = page(&app, &visitor, &mine, form, None)?;
        Ok(visitor.page_with_status(&app, StatusCode::UNPROCESSABLE_ENTITY, html))
    })
    .await
}

/// `GET …/withdrawal`: asks once.
pub(crate) async fn ask_withdrawal(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Mine {
            proposal, event, ..
        } = mine(&app, &visitor, &path)?;
        if !can_withdraw(&proposal) {
            return Ok(see_other(&Links::proposal(&proposal.id)));
        }
        let page = ProposalWithdrawal {
            layout: layout(&app, &visitor, &event, "Take your proposal back")
                .crumb("Your proposal", Links::proposal(&proposal.id)),
            pitch_title: proposal.title.clone(),
            has_place: proposal.state == ProposalState::Allocated,
            action: Links::proposal_withdrawal(&proposal.id),
            back_href: Links::proposal(&proposal.id),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST …/withdrawal`: takes it back.
pub(crate) async fn withdraw(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let id = mine(&app, &visitor, &path)?.proposal.id;
        let person = visitor.required()?.person.id;
        match withdraw_proposal(&app.store, &app.surroundings, person, id) {
            Ok(()) => {
                let path = Links::proposal(&id);
                Ok(see_other(&format!("{path}?done=proposal-withdrawn")))
            }
            Err(WithdrawRefused::Over) => Ok(see_other(&Links::proposal(&id))),
            Err(WithdrawRefused::NoSuchProposal) => Err(Failure::NotFound),
            Err(WithdrawRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

/// `POST …/confirmation`: the slot that waits is theirs.
pub(crate) async fn confirm(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let mine = mine(&app, &visitor, &path)?;
        let (id, person) = (mine.proposal.id, visitor.required()?.person.id);
        match confirm_place(&app.store, &app.surroundings, person, id) {
            Ok(booking) => Ok(see_other(&format!(
                "{}?done=booked",
                Links::booking(&booking)
            ))),
            Err(ConfirmRefused::NoSuchProposal) => Err(Failure::NotFound),
            Err(ConfirmRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let form = typed(&mine.proposal).error("", refused.to_string());
                let html = page(&app, &visitor, &mine, form, None)?;
                Ok(visitor.page_with_status(&app, StatusCode::CONFLICT, html))
            }
        }
    })
    .await
}

/// `POST …/claim`: it was made for the company.
pub(crate) async fn settle(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let proposal = mine(&app, &visitor, &path)?.proposal;
        let signed_in = visitor.required()?;
        if !permission::may_settle_claim_of(&signed_in.actor, proposal.company) {
            return Err(Failure::NotFound);
        }
        settle_proposal(
            &app.store,
            &app.surroundings,
            signed_in.person.id,
            proposal.id,
        )?;
        let path = Links::proposal(&proposal.id);
        Ok(see_other(&format!("{path}?done=proposal-settled")))
    })
    .await
}
