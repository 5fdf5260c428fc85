//! `/events/{slug}/proposals/new`: the form, the code, the proposal, or a draft of it.

use super::call::called;
use super::form::{form_page, id_of, kept, layout, read, typed};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::booking::{
    Meant, answer, cannot_tell_apart, code_message, known, meant_by, sign_in,
};
use crate::pages::{found, see_other};
use crate::proof::Proof;
use crate::reply::Reply;
use crate::sign_in_log;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_accounts::{AskRefused, ask_code};
use marketday_booking::proposals::{
    DraftRefused, ProposeOutcome, ProposeRefused, ProposeRequest, propose, save_draft,
};
use marketday_model::code::CodePurpose;
use marketday_model::event::WindowState;
use marketday_model::{Call, EmailAddress, Event, Line, Organisation, ProposalId, Region};
use marketday_render::pages::proposals::ProposalCompany;
use marketday_render::{FormState, Links};
use marketday_store::{proposal_drafts, proposals};

/// `GET`: the form, with the draft of whoever is signed in; once the call has closed, the call.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let attempt = Attempt::at(&app, &visitor, &slug)?;
        if attempt.call.state(&attempt.event, app.now()) != WindowState::Open {
            return Ok(see_other(&Links::call(&slug)));
        }
        let draft = match &visitor.signed_in {
            None => None,
            Some(signed_in) => {
                let (person, event) = (signed_in.person.id, attempt.event.id);
                let drafts = app.read(|rx| proposal_drafts::list(rx, person, Some(event)))?;
                drafts.into_iter().next()
            }
        };
        let form = if let Some(draft) = draft {
            kept(&draft.typed).with("form_id", draft.id.to_string())
        } else {
            let id: ProposalId = app.surroundings.id();
            known(&app, &visitor)?.with("form_id", id.to_string())
        };
        let html = attempt.page(form, None, flash)?;
        Ok(visitor.page(&app, html))
    })
    .await
}

/// `POST`: keeps a draft, or first sends a code where one is needed, then proposes.
pub(crate) async fn create(
    app: web::Data<App>,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let attempt = Attempt::at(&app, &visitor, &slug)?;
        let id = id_of(&app, &form);
        let form = form.without("form_id").with("form_id", id.to_string());
        if form.value("action") == Some("draft") {
            return attempt.keep(form);
        }
        let code = form.value("code").map(ToOwned::to_owned);
        let is_resend = form.value("action") == Some("resend");
        let mut fields = Fields::of(form);
        let request = read(&mut fields, &visitor, (attempt.event.id, id));
        let Some(mut request) = request else {
            return attempt.again(fields.form, None);
        };
        match attempt.meant(&fields.form, &request)? {
            Meant::Typed => {}
            Meant::Known(id) => request.known_company = Some(id),
            Meant::Ask(known) => return attempt.ask_company(&fields.form, *known),
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
            code => attempt.propose(fields.form, request, code.as_deref().unwrap_or_default()),
        }
    })
    .await
}

/// One attempt at proposing to an event, by one visitor.
struct Attempt<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    event: Event,
    call: Call,
}

impl<'a> Attempt<'a> {
    fn at(app: &'a App, visitor: &'a Visitor, slug: &str) -> Result<Self, Failure> {
        let called = app.read(|rx| called(rx, slug, Some(visitor)));
        let (event, call) = called.and_then(found)?;
        Ok(Self {
            app,
            visitor,
            event,
            call,
        })
    }

    fn page(
        &self,
        form: FormState,
        code_sent_to: Option<&EmailAddress>,
        flash: Option<String>,
    ) -> Result<String, Failure> {
        let of = (&self.event, &self.call);
        let code_sent_to = code_sent_to.map(ToString::to_string);
        form_page(self.app, self.visitor, of, form, code_sent_to, flash)
    }

    /// The same page again, with its messages.
    fn again(
        &self,
        form: FormState,
        code_sent_to: Option<&EmailAddress>,
    ) -> Result<Reply, Failure> {
        let status = if form.has_errors() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let html = self.page(form, code_sent_to, None)?;
        Ok(self.visitor.page_with_status(self.app, status, html))
    }

    fn keep(&self, form: FormState) -> Result<Reply, Failure> {
        let person = self.visitor.required()?.person.id;
        let id = id_of(self.app, &form);
        let (store, surroundings) = (&self.app.store, &self.app.surroundings);
        match save_draft(
            store,
            surroundings,
            person,
            (self.event.id, id),
            typed(&form),
        ) {
            Ok(()) => {
                let here = Links::new_proposal(&self.event.slug);
                Ok(see_other(&format!("{here}?done=draft-kept")))
            }
            Err(DraftRefused::Store(error)) => Err(error.into()),
            Err(refused) => self.again(form.error("", refused.to_string()), None),
        }
    }

    fn meant(&self, form: &FormState, request: &ProposeRequest) -> Result<Meant, Failure> {
        let number = request.company_number.as_ref().map(Line::as_str);
        // A form that is sent twice is answered as the first time, and has made the company that it names.
        let id = request.id;
        if self.app.read(|rx| proposals::find(rx, id))?.is_some() {
            return Ok(Meant::Typed);
        }
        meant_by(
            self.app,
            self.visitor,
            form,
            (request.company.as_str(), number),
        )
    }

    fn ask_company(&self, form: &FormState, known: Organisation) -> Result<Reply, Failure> {
        let (app, visitor) = (self.app, self.visitor);
        let page = ProposalCompany {
            layout: layout(app, visitor, &self.event, "Is this your company?"),
            yes: answer("yes", known.id),
            no: answer("no", known.id),
            company: known.name,
            company_number: known.company_number,
            region: known.region.map(Region::name).map(ToOwned::to_owned),
            action: Links::new_proposal(&self.event.slug),
            form: form.clone().without("code").without("action"),
        };
        Ok(visitor.page(app, app.html(&page)?))
    }

    /// Sends a code to the address, and asks for it on the same page.
    fn send_code(&self, mut form: FormState, email: &EmailAddress) -> Result<Reply, Failure> {
        let (app, visitor) = (self.app, self.visitor);
        if self.call.state(&self.event, app.now()) != WindowState::Open {
            return self.again(form.error("", ProposeRefused::NotOpen.to_string()), None);
        }
        match ask_code(
            &app.store,
            &app.surroundings,
            CodePurpose::Proposal,
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

    fn propose(
        &self,
        mut form: FormState,
        request: ProposeRequest,
        code: &str,
    ) -> Result<Reply, Failure> {
        let (app, visitor) = (self.app, self.visitor);
        let email = request.contact_email.clone();
        let typed = visitor.typed_code(app, CodePurpose::Proposal, &email, code);
        let proof = Proof::default();
        let check = proof.check(visitor, typed);
        match propose(&app.store, &app.surroundings, request, check) {
            Ok(ProposeOutcome::Proposed(id)) => {
                let reply = see_other(&format!("{}?done=proposed", Links::proposal(&id)));
                if proof.is_given() {
                    sign_in(app, visitor, &email, reply)
                } else {
                    Ok(reply)
                }
            }
            Ok(ProposeOutcome::CodeRefused(_)) if visitor.signed_in.is_some() => {
                Err(Failure::SignInFirst)
            }
            Ok(ProposeOutcome::CodeRefused(check)) => {
                sign_in_log::code_refused(check);
                form.push_error("code", code_message(check));
                self.again(form, Some(&email))
            }
            Err(ProposeRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let field = match refused {
                    ProposeRefused::CompanyLimit { .. } => "company",
                    _ => "",
                };
                form.push_error(field, refused.to_string());
                let code_sent_to = visitor.signed_in.is_none().then_some(&email);
                self.again(form, code_sent_to)
            }
        }
    }
}
