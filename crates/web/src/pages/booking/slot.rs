//! Taking a slot: the offer, the hold, the form, the code, the booking.

use super::form::{Slotted, form_page, known, own_hold, read, slot_layout, slotted};
use super::refused::{Refusal, refused_page};
use super::same_company::{Meant, cannot_tell_apart, meant, question};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::{Visitor, signed_in};
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::proof::Proof;
use crate::reply::Reply;
use crate::sign_in_log;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_accounts::sign_in::SignInOutcome;
use marketday_accounts::{AskRefused, ask_code, sign_in_proven};
use marketday_booking::{
    BookOutcome, BookRefused, BookRequest, ExtendRefused, HoldRefused, HoldRequest, extend_hold,
};
use marketday_model::booking::Hold;
use marketday_model::code::{CodeCheck, CodePurpose};
use marketday_model::event::WindowState;
use marketday_model::{EmailAddress, Organisation, SlotId, Way};
use marketday_places::free_slots;
use marketday_render::pages::slots::SlotOffer;
use marketday_render::{FormState, Links};
use marketday_store::bookings;

/// The address's slot; anything else is not found.
fn slot_id(path: &str) -> Result<SlotId, Failure> {
    path.parse().map_err(|_| Failure::NotFound)
}

/// `GET /slots/{id}/booking`: the offer to hold it, the form if this browser holds it, or what to do instead.
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let id = slot_id(&path)?;
    blocking(move || {
        let now = app.now();
        let (slotted, hold, mine, live) = app
            .read(|rx| {
                let Some(slotted) = slotted(rx, id)? else {
                    return Ok(None);
                };
                let hold = own_hold(rx, &slotted, &visitor, now)?;
                let mine = bookings::find_confirmed_from(rx, id, &visitor.browser())?;
                let live = bookings::find_live(rx, id, now)?;
                Ok(Some((slotted, hold, mine, live)))
            })
            .and_then(found)?;
        if let (Some(booking), Some(_)) = (mine, &visitor.signed_in) {
            return Ok(see_other(&Links::booking(&booking)));
        }
        if let Some(hold) = hold {
            let form = known(&app, &visitor)?;
            return Ok(visitor.page(
                &app,
                form_page(&app, &visitor, &slotted, &hold, form, None)?,
            ));
        }
        let mode = slotted.slot.slot.mode;
        let is_offered = slotted.rules.offers(mode, now);
        if live.is_some() || !is_offered || slotted.event.booking_state(now) != WindowState::Open {
            let refusal = why_not(&app, &slotted)?;
            return Ok(visitor.page(
                &app,
                refused_page(&app, &visitor, &slotted, refusal, FormState::new())?,
            ));
        }
        let page = SlotOffer {
            layout: slot_layout(&app, &visitor, &slotted, "Take this pitch slot"),
            slot: view::slot_facts(&slotted.event, &slotted.slot, &slotted.session),
            hold_action: Links::slot_hold(&id),
            hold_minutes: slotted.rules.hold_minutes,
            held_back_for: (!slotted.rules.offers_to_all(mode, now))
                .then(|| slotted.rules.held_back_text(&slotted.event)),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// What to say of a slot that cannot be taken now.
fn why_not(app: &App, slotted: &Slotted) -> Result<Refusal, Failure> {
    let now = app.now();
    let state = slotted.event.booking_state(now);
    if state != WindowState::Open {
        let text = view::window_text("Booking", &slotted.event.booking, state, &slotted.event);
        return Ok(Refusal::new("Booking is not open", &text, Vec::new()));
    }
    let free = app.read(|rx| free_slots(rx, &slotted.event, now))?;
    let nearest = free.nearest(slotted.slot.slot.times.starts_at, 3);
    if !slotted.rules.offers(slotted.slot.slot.mode, now) {
        return Ok(Refusal::given(nearest));
    }
    if nearest.is_empty() {
        return Ok(Refusal::full());
    }
    let text = "Another company has it, or is just filling in its form. These are the free slots nearest to it.";
    Ok(Refusal::new("This slot is taken", text, nearest))
}

/// `POST /slots/{id}/hold`: keeps the slot while its form is filled in. What was typed for another slot comes along.
pub(crate) async fn hold(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let id = slot_id(&path)?;
    blocking(move || {
        let Posted { visitor, form } = posted;
        let slotted = app.read(|rx| slotted(rx, id)).and_then(found)?;
        let request = HoldRequest {
            slot: id,
            browser: visitor.browser(),
            network: visitor.network.clone(),
        };
        match marketday_booking::hold(&app.store, &app.surroundings, request) {
            Ok(_) if form == FormState::new() => Ok(see_other(&Links::slot_booking(&id))),
            Ok(hold) => Ok(visitor.page(
                &app,
                form_page(&app, &visitor, &slotted, &hold, form, None)?,
            )),
            Err(refused) => {
                let (status, refusal) = hold_refusal(&app, &slotted, refused)?;
                let html = refused_page(&app, &visitor, &slotted, refusal, form)?;
                Ok(visitor.page_with_status(&app, status, html))
            }
        }
    })
    .await
}

/// `POST /slots/{id}/hold/extension`: keeps it for as long again, once. What was typed comes back.
pub(crate) async fn extend(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let id = slot_id(&path)?;
    blocking(move || {
        let Posted { visitor, form } = posted;
        let attempt = Attempt {
            app: &app,
            visitor: &visitor,
            slot: id,
        };
        let browser = visitor.browser();
        match extend_hold(&app.store, &app.surroundings, id, browser) {
            Ok(_) | Err(ExtendRefused::Extended) => {}
            Err(ExtendRefused::NotHeld) => {
                let (slotted, _) = attempt.standing()?;
                return attempt.ran_out(&slotted, form);
            }
            Err(ExtendRefused::Store(error)) => return Err(error.into()),
        }
        // In the second step the code that was sent still works.
        let sent_to: Option<EmailAddress> = match form.value("code") {
            Some(_) => form.value("email").and_then(|email| email.parse().ok()),
            None => None,
        };
        attempt.again(form, sent_to.as_ref())
    })
    .await
}

/// What to say of a slot that cannot be held, and with which status.
pub(crate) fn hold_refusal(
    app: &App,
    slotted: &Slotted,
    refused: HoldRefused,
) -> Result<(StatusCode, Refusal), Failure> {
    Ok(match refused {
        HoldRefused::Taken { nearest } => (StatusCode::CONFLICT, Refusal::taken(nearest)),
        HoldRefused::Full => (StatusCode::CONFLICT, Refusal::full()),
        HoldRefused::HeldBack { whom } => {
            let free = app.read(|rx| free_slots(rx, &slotted.event, app.now()))?;
            let nearest = free.nearest(slotted.slot.slot.times.starts_at, 3);
            let text = format!(
                "It is kept for companies that {whom}. These slots are free for everybody."
            );
            let refusal = Refusal::new("This slot is kept for others", &text, nearest);
            (StatusCode::CONFLICT, refusal)
        }
        HoldRefused::NotOpen(_) | HoldRefused::NotOffered => {
            (StatusCode::CONFLICT, why_not(app, slotted)?)
        }
        HoldRefused::NoSuchSlot => {
            let free = app.read(|rx| free_slots(rx, &slotted.event, app.now()))?;
            let text = "The organiser has taken it out of the programme. These slots are free.";
            let nearest = free.nearest(slotted.slot.slot.times.starts_at, 3);
            (
                StatusCode::CONFLICT,
                Refusal::new("This slot does not exist any more", text, nearest),
            )
        }
        HoldRefused::TooMany => {
            let text = "Too many slots are being held from your network. Wait a few minutes, then try again.";
            (
                StatusCode::TOO_MANY_REQUESTS,
                Refusal::new("Not just now", text, Vec::new()),
            )
        }
        HoldRefused::Store(error) => return Err(error.into()),
    })
}

/// `POST /slots/{id}/booking`: first sends a code where one is needed, then books.
pub(crate) async fn create(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let id = slot_id(&path)?;
    blocking(move || {
        let Posted { visitor, form } = posted;
        let code = form.value("code").map(ToOwned::to_owned);
        let is_resend = form.value("action") == Some("resend");
        let mut fields = Fields::of(form);
        let request = read(&mut fields, &visitor, id);
        let attempt = Attempt {
            app: &app,
            visitor: &visitor,
            slot: id,
        };
        let Some(mut request) = request else {
            return attempt.again(fields.form, None);
        };
        match meant(&app, &visitor, &fields.form, &request)? {
            Meant::Typed => {}
            Meant::Known(id) => request.known_company = Some(id),
            Meant::Ask(known) => {
                if let Some(reply) = attempt.ask_company(&fields.form, *known)? {
                    return Ok(reply);
                }
            }
            Meant::Same(known) => {
                let (field, message) = cannot_tell_apart(&known);
                let form = fields.form.without("same_company").error(field, message);
                return attempt.again(form, None);
            }
        }
        match code {
            None if visitor.signed_in.is_none() => {
                attempt.send_code(fields.form, &request.contact_email)
            }
            Some(_) if is_resend && visitor.signed_in.is_none() => {
                attempt.send_code(fields.form, &request.contact_email)
            }
            code => attempt.book(fields.form, request, code.as_deref().unwrap_or_default()),
        }
    })
    .await
}

/// One attempt at booking a slot, by one visitor.
struct Attempt<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    slot: SlotId,
}

impl Attempt<'_> {
    /// The same page again, with its messages; or, if the hold ran out, what to do instead.
    fn again(
        &self,
        form: FormState,
        code_sent_to: Option<&EmailAddress>,
    ) -> Result<Reply, Failure> {
        let (slotted, hold) = self.standing()?;
        let Some(hold) = hold else {
            return self.ran_out(&slotted, form);
        };
        let status = if form.has_errors() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let html = form_page(
            self.app,
            self.visitor,
            &slotted,
            &hold,
            form,
            code_sent_to.map(ToString::to_string),
        )?;
        Ok(self.visitor.page_with_status(self.app, status, html))
    }

    /// Asks whether a known company is the one that was typed. Without a hold there is nothing to ask: it ran out, or
    /// the other click of a double click has booked, which made the company known.
    fn ask_company(&self, form: &FormState, known: Organisation) -> Result<Option<Reply>, Failure> {
        let (slotted, hold) = self.standing()?;
        let Some(hold) = hold else {
            return Ok(None);
        };
        let (app, visitor) = (self.app, self.visitor);
        let html = question(app, visitor, &slotted, &hold, known, form.clone())?;
        Ok(Some(visitor.page(app, html)))
    }

    fn standing(&self) -> Result<(Slotted, Option<Hold>), Failure> {
        let now = self.app.now();
        self.app
            .read(|rx| {
                let Some(slotted) = slotted(rx, self.slot)? else {
                    return Ok(None);
                };
                let hold = own_hold(rx, &slotted, self.visitor, now)?;
                Ok(Some((slotted, hold)))
            })
            .and_then(found)
    }

    fn ran_out(&self, slotted: &Slotted, form: FormState) -> Result<Reply, Failure> {
        let now = self.app.now();
        if slotted.event.booking_state(now) != WindowState::Open {
            return self.refused(slotted, why_not(self.app, slotted)?, form);
        }
        let free = self.app.read(|rx| free_slots(rx, &slotted.event, now))?;
        let nearest = free.nearest(slotted.slot.slot.times.starts_at, 3);
        let is_still_free = free.contains(self.slot);
        let text = match (is_still_free, nearest.is_empty()) {
            (_, true) => return self.refused(slotted, Refusal::full(), form),
            (true, _) => {
                "The time for which the slot was kept is over; it is still free. Nothing that you typed is lost."
            }
            (false, _) => {
                "The time for which the slot was kept is over, and somebody else has taken it since. Nothing that you \
                 typed is lost: take another one."
            }
        };
        self.refused(
            slotted,
            Refusal::new("Your time for this slot ran out", text, nearest),
            form,
        )
    }

    fn refused(
        &self,
        slotted: &Slotted,
        refusal: Refusal,
        form: FormState,
    ) -> Result<Reply, Failure> {
        let html = refused_page(self.app, self.visitor, slotted, refusal, form)?;
        Ok(self
            .visitor
            .page_with_status(self.app, StatusCode::CONFLICT, html))
    }

    /// Sends a code to the address, and asks for it on the same page.
    fn send_code(&self, mut form: FormState, email: &EmailAddress) -> Result<Reply, Failure> {
        let (slotted, hold) = self.standing()?;
        if hold.is_none() {
            return self.ran_out(&slotted, form);
        }
        let (app, visitor) = (self.app, self.visitor);
        let purpose = CodePurpose::Booking;
        match ask_code(
            &app.store,
            &app.surroundings,
            purpose,
            email,
            &visitor.browser(),
            &visitor.network,
        ) {
            Ok(_) => {}
            Err(AskRefused::Store(error)) => return Err(error.into()),
            Err(refused) => form.push_error("code", refused.to_string()),
        }
        self.again(form, Some(email))
    }

    fn book(
        &self,
        mut form: FormState,
        request: BookRequest,
        code: &str,
    ) -> Result<Reply, Failure> {
        let (app, visitor) = (self.app, self.visitor);
        let email = request.contact_email.clone();
        let typed = visitor.typed_code(app, CodePurpose::Booking, &email, code);
        let proof = Proof::default();
        let check = proof.check(visitor, typed);
        match marketday_booking::book(&app.store, &app.surroundings, request, check) {
            Ok(BookOutcome::Booked(booking)) => {
                let reply = see_other(&format!("{}?done=booked", Links::booking(&booking)));
                if proof.is_given() {
                    sign_in(app, visitor, &email, reply)
                } else {
                    Ok(reply)
                }
            }
            Ok(BookOutcome::CodeRefused(_)) if visitor.signed_in.is_some() => {
                Err(Failure::SignInFirst)
            }
            Ok(BookOutcome::CodeRefused(check)) => {
                sign_in_log::code_refused(check);
                form.push_error("code", code_message(check));
                self.again(form, Some(&email))
            }
            Err(BookRefused::HoldRanOut { .. } | BookRefused::NotBookable(_)) => {
                let (slotted, _) = self.standing()?;
                self.ran_out(&slotted, form)
            }
            Err(
                refused @ (BookRefused::CompanyLimit { .. }
                | BookRefused::SeriesLimit { .. }
                | BookRefused::HeldBack { .. }
                | BookRefused::NoShow(_)),
            ) => self.refuse_field(form, "company", &refused, &email),
            Err(refused @ BookRefused::PresenterBusy) => {
                let field = if form
                    .value("presenter_name")
                    .is_some_and(|name| !name.trim().is_empty())
                {
                    "presenter_name"
                } else {
                    "contact_name"
                };
                self.refuse_field(form, field, &refused, &email)
            }
            Err(BookRefused::Store(error)) => Err(error.into()),
        }
    }

    fn refuse_field(
        &self,
        mut form: FormState,
        field: &str,
        refused: &BookRefused,
        email: &EmailAddress,
    ) -> Result<Reply, Failure> {
        form.push_error(field, refused.to_string());
        let code_sent_to = self.visitor.signed_in.is_none().then_some(email);
        self.again(form, code_sent_to)
    }
}

/// Signs the browser in as the address that it has just shown to be its own.
pub(crate) fn sign_in(
    app: &App,
    visitor: &Visitor,
    email: &EmailAddress,
    reply: Reply,
) -> Result<Reply, Failure> {
    let browser = visitor.to_sign_in();
    match sign_in_proven(&app.store, &app.surroundings, email, Way::Code, &browser)? {
        SignInOutcome::SignedIn { token, person } => {
            Ok(signed_in(app, Way::Code, &token, person, reply))
        }
        SignInOutcome::Refused(_) => Ok(reply),
    }
}

/// What to say of a code that was not the right one.
pub(crate) fn code_message(check: CodeCheck) -> String {
    match check {
        CodeCheck::Wrong { tries_left: 1 } => {
            "That is not the code we sent. You have 1 more try".to_owned()
        }
        CodeCheck::Wrong { tries_left } => {
            format!("That is not the code we sent. You have {tries_left} more tries")
        }
        CodeCheck::Dead | CodeCheck::Right => {
            "This code does not work any more, or was sent for another address. Ask for a new one"
                .to_owned()
        }
    }
}
