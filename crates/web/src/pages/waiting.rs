//! `/events/{slug}/waiting` and `/waiting/{id}`: waiting for a slot, and what is offered.

use super::booking::{Meant, answer, cannot_tell_apart, known, meant_by, pitch, presenter};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::proof::Proof;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_booking::{
    OfferRefused, WaitOutcome, WaitRefused, WaitRequest, accept_offer, leave_list, wait,
};
use marketday_model::code::CodePurpose;
use marketday_model::event::WindowState;
use marketday_model::permission::may_act_for_waiting;
use marketday_model::waiting::{Wish, position};
use marketday_model::{
    BookingRules, Event, Line, SlotId, SlotMode, Waiting, WaitingId, WaitingOrder, WaitingState,
};
use marketday_places::line_of;
use marketday_render::pages::waiting::{KnownCompany, OfferFacts, WaitingForm, WaitingPlace};
use marketday_render::{Choice, FormState, Link, Links, Tag, Tone, when};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{booking_rules, events, releases, waiting};

/// The event of the address, if slots can be waited for at it.
fn event_of(app: &App, slug: &str) -> Result<Event, Failure> {
    app.read(|rx| events::find_by_slug(rx, slug))
        .and_then(found)
        .and_then(|event| {
            if event.is_public() {
                Ok(event)
            } else {
                Err(Failure::NotFound)
            }
        })
}

/// `GET /events/{slug}/waiting`: the form. `?slot=` chooses one.
pub(crate) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    let chosen = request
        .query_string()
        .strip_prefix("slot=")
        .and_then(|slot| slot.parse::<SlotId>().ok());
    blocking(move || {
        let event = event_of(&app, &slug)?;
        visitor.required()?;
        let form = known(&app, &visitor)?;
        let form = match chosen {
            Some(slot) => form.with("wish", slot.to_string()),
            None => form.with("wish", ""),
        };
        form_page(&app, &visitor, &event, form, None)
    })
    .await
}

/// `POST /events/{slug}/waiting`: joins the list.
pub(crate) async fn join(
    app: web::Data<App>,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let event = event_of(&app, &slug)?;
        visitor.required()?;
        let mut fields = Fields::of(form);
        let Some(mut request) = read(&mut fields, &visitor, &event) else {
            return form_page(&app, &visitor, &event, fields.form, None);
        };
        let number = request.company_number.as_ref().map(Line::as_str);
        let typed = (request.company.as_str(), number);
        match meant_by(&app, &visitor, &fields.form, typed)? {
            Meant::Typed => {}
            Meant::Known(id) => request.known_company = Some(id),
            Meant::Ask(known) => {
                let known = KnownCompany {
                    yes: answer("yes", known.id),
                    no: answer("no", known.id),
                    name: known.name,
                    number: known.company_number,
                };
                return form_page(&app, &visitor, &event, fields.form, Some(known));
            }
            Meant::Same(known) => {
                let (field, message) = cannot_tell_apart(&known);
                let form = fields.form.without("same_company").error(field, message);
                return form_page(&app, &visitor, &event, form, None);
            }
        }
        let email = request.contact_email.clone();
        let code = visitor.typed_code(&app, CodePurpose::Booking, &email, "");
        let check = Proof::default().check(&visitor, code);
        match wait(&app.store, &app.surroundings, request, check) {
            Ok(WaitOutcome::Joined(id)) => {
                let path = Links::waiting(&id);
                Ok(see_other(&format!("{path}?done=waiting")))
            }
            Ok(WaitOutcome::CodeRefused(_)) => Err(Failure::SignInFirst),
            Err(WaitRefused::Store(error)) => Err(error.into()),
            Err(WaitRefused::Free(slot)) => Ok(see_other(&Links::slot_booking(&slot.slot.id))),
            Err(refused) => {
                let field = match refused {
                    WaitRefused::HasItsShare => "company",
                    _ => "wish",
                };
                let form = fields.form.error(field, refused.to_string());
                form_page(&app, &visitor, &event, form, None)
            }
        }
    })
    .await
}

fn read(fields: &mut Fields, visitor: &Visitor, event: &Event) -> Option<WaitRequest> {
    let wish = wish(fields);
    let company = fields.line("company", "Company name");
    let website = fields.website("website", "Website");
    let company_number = fields.company_number("company_number");
    let contact_name = fields.line("contact_name", "Your name");
    let phone = fields.optional_line("phone", "Phone");
    let presenter = presenter(fields);
    let pitch = pitch(fields);
    let request = WaitRequest {
        event: event.id,
        wish: wish?,
        company: company?,
        known_company: None,
        website,
        company_number,
        contact_email: visitor.email()?.clone(),
        contact_name: contact_name?,
        phone,
        presenter,
        pitch: pitch?,
    };
    fields.is_good().then_some(request)
}

fn wish(fields: &mut Fields) -> Option<Wish> {
    let typed = fields.text("wish").to_owned();
    let wish = match typed.as_str() {
        "" => Some(Wish::Any),
        word if word == SlotMode::HeldBack.as_str() => Some(Wish::Mode(SlotMode::HeldBack)),
        id => id.parse().ok().map(Wish::Slot),
    };
    if wish.is_none() {
        fields
            .form
            .push_error("wish", "Choose what you wait for from the list");
    }
    wish
}

fn form_page(
    app: &App,
    visitor: &Visitor,
    event: &Event,
    form: FormState,
    known: Option<KnownCompany>,
) -> Result<Reply, Failure> {
    let now = app.now();
    let state = event.booking_state(now);
    let (line, slots, rules) = app.read(|rx| {
        let line = line_of(rx, event, now)?;
        let slots = releases::list_slots(rx, event.id, event.release)?;
        Ok((line, slots, booking_rules::find(rx, event.id)?))
    })?;
    let form = if state == WindowState::Open {
        form
    } else {
        let text = view::window_text("Booking", &event.booking, state, event);
        form.error("wish", text)
    };
    let ahead = slots
        .iter()
        .filter(|slot| now < slot.slot.times.starts_at && rules.offers(slot.slot.mode, now));
    let mut wishes = vec![Choice::new("", "Any slot")];
    let is_held_back = |slot: &ReleasedSlot| !rules.offers_to_all(slot.slot.mode, now);
    if ahead.clone().any(is_held_back) {
        let text = format!(
            "A held-back slot, for companies that {}",
            rules.held_back_text(event)
        );
        wishes.push(Choice::new(SlotMode::HeldBack.as_str(), text));
    }
    wishes.extend(ahead.map(|slot| {
        let text = format!("{}, {}", view::slot_time(event, slot), slot.stage_name);
        Choice::new(slot.slot.id.to_string(), text)
    }));
    let page = WaitingForm {
        layout: visitor
            .layout(app, "Join the waiting list")
            .crumb("Events", Links::home(None, None))
            .crumb(event.title.clone(), Links::event(&event.slug))
            .crumb("Pitch slots", Links::slots(&event.slug)),
        event: view::event_brief(event),
        action: Links::join_waiting(&event.slug),
        wishes,
        waiting_text: match line.iter().filter(|one| waits(one)).count() {
            0 => "Nobody waits yet.".to_owned(),
            1 => "1 company waits already.".to_owned(),
            n => format!("{n} companies wait already."),
        },
        rule_text: rule_text(&rules),
        themes: view::theme_choices(),
        email: visitor.required()?.person.email.to_string(),
        form,
        known,
    };
    let status = if page.form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn waits(one: &Waiting) -> bool {
    one.state == WaitingState::Waiting
}

fn rule_text(rules: &BookingRules) -> String {
    let first = match rules.waiting_order {
        WaitingOrder::Asked => "",
        WaitingOrder::NewFirst => " Companies that never pitched at a day here before come first.",
    };
    format!(
        "When a slot is free it is offered to the first whom it fits, who then has some hours to take it.{first}"
    )
}

/// The entry of the address, for those who may act for it.
fn entry_of(app: &App, visitor: &Visitor, path: &str) -> Result<(Waiting, Event), Failure> {
    let id: WaitingId = path.parse().map_err(|_| Failure::NotFound)?;
    let actor = &visitor.required()?.actor;
    app.read(|rx| {
        let Some(one) = waiting::find(rx, id)?.filter(|one| may_act_for_waiting(actor, one)) else {
            return Ok(None);
        };
        let event = events::find(rx, one.event)?;
        Ok(event.map(|event| (one, event)))
    })
    .and_then(found)
}

/// `GET /waiting/{id}`: where they stand.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let (one, event) = entry_of(&app, &visitor, &path)?;
        place(&app, &visitor, (&one, &event), flash, None)
    })
    .await
}

/// `POST /waiting/{id}/acceptance`: takes what is offered.
pub(crate) async fn accept(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let (one, _) = entry_of(&app, &visitor, &path)?;
        let person = visitor.required()?.person.id;
        match accept_offer(&app.store, &app.surroundings, one.id, person) {
            Ok(booking) => {
                let path = Links::booking(&booking);
                Ok(see_other(&format!("{path}?done=booked")))
            }
            Err(OfferRefused::Store(error)) => Err(error.into()),
            Err(OfferRefused::NoSuchOffer) => Err(Failure::NotFound),
            Err(refused) => {
                let (one, event) = entry_of(&app, &visitor, &path)?;
                place(
                    &app,
                    &visitor,
                    (&one, &event),
                    None,
                    Some(refused.to_string()),
                )
            }
        }
    })
    .await
}

/// `POST /waiting/{id}/leaving`: declines, or leaves the list.
pub(crate) async fn leave(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (one, _) = entry_of(&app, &posted.visitor, &path)?;
        let person = posted.visitor.required()?.person.id;
        leave_list(&app.store, &app.surroundings, one.id, person)?;
        Ok(see_other(&Links::waiting(&one.id)))
    })
    .await
}

fn place(
    app: &App,
    visitor: &Visitor,
    (one, event): (&Waiting, &Event),
    flash: Option<String>,
    refused: Option<String>,
) -> Result<Reply, Failure> {
    let now = app.now();
    let ids: Vec<SlotId> = match one.wish {
        Wish::Slot(slot) => vec![slot],
        Wish::Any | Wish::Mode(_) => Vec::new(),
    };
    let offered = one.offer.map(|offer| offer.slot);
    let ids: Vec<SlotId> = ids.into_iter().chain(offered).collect();
    let (line, slots) = app.read(|rx| {
        let line = line_of(rx, event, now)?;
        Ok((line, releases::find_slots_ever(rx, &ids)?))
    })?;
    let slot_of = |id: SlotId| slots.iter().find(|slot| slot.slot.id == id);
    let offer = one
        .offer
        .filter(|offer| one.state == WaitingState::Offered && now < offer.until)
        .and_then(|offer| {
            let slot = slot_of(offer.slot)?;
            Some(OfferFacts {
                when_text: when::range(slot.slot.times.presented(), event.zone),
                stage: slot.stage_name.clone(),
                until_text: when::moment(offer.until, event.zone),
                accept_action: Links::waiting_acceptance(&one.id),
            })
        });
    let (state, text) = standing(one, position(&line, one.id), offer.is_some());
    let mut layout = visitor
        .layout(app, "Your place on the waiting list")
        .crumb("Events", Links::home(None, None))
        .crumb(event.title.clone(), Links::event(&event.slug));
    layout.flash = flash;
    let page = WaitingPlace {
        layout,
        event: view::event_brief(event),
        state,
        text,
        company: one.company_name.clone(),
        pitch_title: one.pitch.title.clone(),
        wish_text: match one.wish {
            Wish::Any => "Any slot".to_owned(),
            Wish::Mode(SlotMode::HeldBack) => "A held-back slot".to_owned(),
            Wish::Mode(_) => "An open slot".to_owned(),
            Wish::Slot(id) => slot_of(id).map_or_else(
                || "A slot that is not in the programme any more".to_owned(),
                |slot| format!("{}, {}", view::slot_time(event, slot), slot.stage_name),
            ),
        },
        since_text: when::moment(one.joined_at, event.zone),
        offer,
        leave_action: one.state.is_live().then(|| Links::waiting_leaving(&one.id)),
        next: next(one, event),
        refused,
    };
    let status = if page.refused.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn standing(one: &Waiting, position: Option<usize>, is_kept: bool) -> (Tag, String) {
    let (tag, text) = match one.state {
        WaitingState::Waiting => {
            let text = match position {
                Some(1) | None => {
                    "You are the first of those who could be offered what you want.".to_owned()
                }
                Some(n) => {
                    format!("You are number {n} of those who could be offered what you want.")
                }
            };
            return (Tag::new("Waiting", Tone::Warn), text);
        }
        WaitingState::Offered if is_kept => (
            Tag::new("A slot is kept for you", Tone::Good),
            "Take it in time, or it goes to the next on the list.",
        ),
        WaitingState::Offered | WaitingState::Lapsed => (
            Tag::new("Not answered in time", Tone::Quiet),
            "The slot went to the next on the list.",
        ),
        WaitingState::Accepted => (Tag::new("Taken", Tone::Good), "The slot is yours."),
        WaitingState::Declined => (
            Tag::new("Declined", Tone::Quiet),
            "The slot went to the next on the list.",
        ),
        WaitingState::Left => (
            Tag::new("Left", Tone::Quiet),
            "You are not on the list any more.",
        ),
        WaitingState::Ended => (
            Tag::new("Over", Tone::Quiet),
            "The waiting list is over, and there was no slot for you.",
        ),
    };
    (tag, text.to_owned())
}

fn next(one: &Waiting, event: &Event) -> Option<Link> {
    match (one.state, one.offer) {
        (WaitingState::Accepted, Some(offer)) => {
            Some(Link::new("See your booking", Links::booking(&offer.hold)))
        }
        (WaitingState::Lapsed | WaitingState::Declined | WaitingState::Left, _) => Some(Link::new(
            "Join the list again",
            Links::join_waiting(&event.slug),
        )),
        _ => None,
    }
}
