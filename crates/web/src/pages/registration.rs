//! `/events/{slug}/registration`: registering, the registration itself, withdrawing it.

use super::booking::{code_message, sign_in};
use super::{found, public_event, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::proof::Proof;
use crate::reply::Reply;
use crate::sign_in_log;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use marketday_accounts::code::{TypedCode, is_repeated};
use marketday_accounts::{AskRefused, ask_code};
use marketday_attendance::{RegisterOutcome, RegisterRefused, RegisterRequest, WithdrawRefused};
use marketday_model::code::{CodeCheck, CodePurpose};
use marketday_model::days::dates;
use marketday_model::event::WindowState;
use marketday_model::{Event, Registration, RegistrationId, RegistrationState, Theme, permission};
use marketday_render::pages::registrations::{
    RegistrationClosed, RegistrationForm, RegistrationPage, Withdrawal,
};
use marketday_render::{FormState, Layout, Link, Links, Tag, Tone};
use marketday_store::events::EventFilter;
use marketday_store::pools::Pool;
use marketday_store::{authorities, events, organisations, people, pools, registrations};

pub(super) fn layout(app: &App, visitor: &Visitor, event: &Event, title: &str) -> Layout {
    visitor
        .layout(app, title)
        .crumb("Events", Links::home(None, None))
        .crumb(event.title.clone(), Links::event(&event.slug))
}

fn event_of(app: &App, visitor: &Visitor, slug: &str) -> Result<Event, Failure> {
    app.read(|rx| public_event(rx, slug, Some(visitor)))
        .and_then(found)
}

/// `GET`: the registration of whoever is signed in, else the form, or why there is none.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    let is_again = request.query_string().contains("again=yes");
    blocking(move || {
        let event = event_of(&app, &visitor, &slug)?;
        if let Some(registration) = latest(&app, &visitor, &event)?
            && (registration.state == RegistrationState::Confirmed || !is_again)
        {
            let html = registration_page(&app, &visitor, &event, &registration, flash)?;
            return Ok(visitor.page(&app, html));
        }
        let attempt = Attempt {
            app: &app,
            visitor: &visitor,
            event: &event,
        };
        match attempt.closed()? {
            Some(reply) => Ok(reply),
            None => attempt.form(known(&app, &visitor)?, None),
        }
    })
    .await
}

/// The newest registration of whoever is signed in.
fn latest(app: &App, visitor: &Visitor, event: &Event) -> Result<Option<Registration>, Failure> {
    let Some(signed_in) = &visitor.signed_in else {
        return Ok(None);
    };
    let all = app.read(|rx| registrations::list_of_person(rx, signed_in.person.id))?;
    let mut here: Vec<_> = all
        .into_iter()
        .filter(|registration| registration.event == event.id)
        .collect();
    here.sort_by_key(|registration| {
        (
            registration.state != RegistrationState::Confirmed,
            -registration.confirmed_at.timestamp(),
        )
    });
    Ok(here.into_iter().next())
}

/// What is known of whoever is signed in: their name, and what they said when they last registered anywhere.
fn known(app: &App, visitor: &Visitor) -> Result<FormState, Failure> {
    let Some(signed_in) = &visitor.signed_in else {
        return Ok(FormState::new());
    };
    let person = &signed_in.person;
    let last = app.read(|rx| registrations::list_of_person(rx, person.id))?;
    let Some(last) = last.into_iter().next() else {
        return Ok(FormState::new().with("name", person.name.clone()));
    };
    // An authority that was succeeded, or renamed, is called as it is called now.
    let authority = last
        .authority
        .map_or(Ok(None), |id| app.read(|rx| organisations::find(rx, id)))?;
    let organisation = authority.map_or(last.organisation, |authority| authority.name);
    let form = FormState::new()
        .with("name", last.name)
        .with("organisation", organisation)
        .with("role", last.role);
    let themes = last.themes.iter().map(ToString::to_string);
    Ok(themes.fold(form, |form, theme| form.with("themes", theme)))
}

/// `POST`: first sends a code where one is needed, then registers.
pub(crate) async fn create(
    app: web::Data<App>,
    posted: Posted,
    slug: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let event = event_of(&app, &visitor, &slug)?;
        let attempt = Attempt {
            app: &app,
            visitor: &visitor,
            event: &event,
        };
        if let Some(reply) = attempt.closed()? {
            return Ok(reply);
        }
        let code = form.value("code").map(ToOwned::to_owned);
        let is_resend = form.value("action") == Some("resend");
        let mut fields = Fields::of(form);
        let request = read(&mut fields, &visitor, &event);
        let Some(request) = request else {
            return attempt.form(fields.form, None);
        };
        if visitor.signed_in.is_none() && (code.is_none() || is_resend) {
            return attempt.send_code(fields.form, &request);
        }
        attempt.register(fields.form, request, code.as_deref().unwrap_or_default())
    })
    .await
}

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
fn read(fields: &mut Fields, visitor: &Visitor, event: &Event) -> Option<RegisterRequest> {
    let name = fields.line("name", "Your name");
    let email = match visitor.email() {
        Some(email) => Some(email.clone()),
        None => fields.email("email"),
    };
    let organisation = fields.line("organisation", "Your authority or organisation");
    let role = fields.line("role", "Your role");
    let themes = fields.themes("themes", 0..=Theme::ALL.len());
    let access = fields.optional_prose("access_needs", "Access needs");
    let dietary = fields.optional_prose("dietary_needs", "Dietary needs");
    let listed = fields.text("listed") == "yes";
    let request = RegisterRequest {
        event: event.id,
        email: email?,
        name: name?,
        organisation: organisation?,
        role: role?,
        themes: themes?,
        access: access?,
        dietary: dietary?,
        listed,
    };
    fields.is_good().then_some(request)
}

/// One attempt at registering, by one visitor.
struct Attempt<'a> {
    app: &'a App,
    visitor: &'a Visitor,
    event: &'a Event,
}

impl Attempt<'_> {
    fn left(&self) -> Result<u32, Failure> {
        let taken = self
            .app
            .read(|rx| pools::used(rx, &Pool::Registrations(self.event.id)))?;
        Ok(self.event.capacity.saturating_sub(taken))
    }

    fn form(&self, form: FormState, code_sent_to: Option<String>) -> Result<Reply, Failure> {
        let Self {
            app,
            visitor,
            event,
        } = *self;
        let status = if form.has_errors() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let day = event.days().first();
        let authorities = app.read(|rx| authorities::list_current(rx, day))?;
        let page = RegistrationForm {
            layout: layout(app, visitor, event, "Register"),
            event: view::event_brief(event),
            places_text: format!("{} of {} places are left.", self.left()?, event.capacity),
            action: Links::registration(&event.slug),
            form: form.without("code").without("action"),
            themes: view::theme_choices(),
            authorities: authorities
                .into_iter()
                .map(|authority| authority.name)
                .collect(),
            organiser: event.organiser_name.clone(),
            signed_in_as: visitor.email().map(ToString::to_string),
            code_sent_to,
        };
        Ok(visitor.page_with_status(app, status, app.html(&page)?))
    }

    /// Why nobody can register now, if so.
    fn closed(&self) -> Result<Option<Reply>, Failure> {
        let state = self.event.registration_state(self.app.now());
        let text = view::window_text("Registration", &self.event.registration, state, self.event);
        match state {
            WindowState::Open if self.left()? == 0 => self.full().map(Some),
            WindowState::Open => Ok(None),
            WindowState::NotYet { .. } => self
                .refused("Registration is not open yet", &text)
                .map(Some),
            WindowState::Closed => self.refused("Registration is closed", &text).map(Some),
        }
    }

    fn full(&self) -> Result<Reply, Failure> {
        let text =
            "A place that is given back can be taken here at once, so it is worth looking again.";
        self.refused("Every place is taken", text)
    }

    fn refused(&self, heading: &str, text: &str) -> Result<Reply, Failure> {
        let Self {
            app,
            visitor,
            event,
        } = *self;
        let now = app.now();
        let filter = EventFilter {
            public: true,
            ends_after: Some(now),
            ..EventFilter::default()
        };
        let others = app.read(|rx| events::list(rx, &filter))?;
        let open = others
            .iter()
            .filter(|other| {
                other.id != event.id && other.registration_state(now) == WindowState::Open
            })
            .take(3)
            .map(|other| {
                let text = format!("{}, {}", other.title, dates(other.time, other.zone));
                Link::new(text, Links::event(&other.slug))
            });
        let page = RegistrationClosed {
            layout: layout(app, visitor, event, heading),
            event: view::event_brief(event),
            heading: heading.to_owned(),
            text: text.to_owned(),
            other_days: open.collect(),
        };
        Ok(visitor.page(app, app.html(&page)?))
    }

    fn send_code(&self, mut form: FormState, request: &RegisterRequest) -> Result<Reply, Failure> {
        let Self { app, visitor, .. } = *self;
        let purpose = CodePurpose::Registration;
        match ask_code(
            &app.store,
            &app.surroundings,
            purpose,
            &request.email,
            &visitor.browser(),
            &visitor.network,
        ) {
            Ok(_) => {}
            Err(AskRefused::Store(error)) => return Err(error.into()),
            Err(refused) => form.push_error("code", refused.to_string()),
        }
        self.form(form, Some(request.email.to_string()))
    }

    /// Whether the same form was sent before, with the same code, and did register its delegate.
    fn is_repeated(&self, code: &TypedCode) -> Result<bool, Failure> {
        let now = self.app.now();
        self.app.read(|rx| {
            if !is_repeated(rx, code, now)? {
                return Ok(false);
            }
            let Some(person) = people::find_by_email(rx, &code.email)? else {
                return Ok(false);
            };
            Ok(registrations::find_confirmed(rx, self.event.id, person.id)?.is_some())
        })
    }

    fn register(
        &self,
        mut form: FormState,
        request: RegisterRequest,
        code: &str,
    ) -> Result<Reply, Failure> {
        let Self {
            app,
            visitor,
            event,
        } = *self;
        let email = request.email.clone();
        let typed = visitor.typed_code(app, CodePurpose::Registration, &email, code);
        let proof = Proof::default();
        let repeated = typed.clone();
        let check = proof.check(visitor, typed);
        match marketday_attendance::register(&app.store, &app.surroundings, request, check) {
            Ok(RegisterOutcome::Registered(_)) => {
                let reply = see_other(&format!(
                    "{}?done=registered",
                    Links::registration(&event.slug)
                ));
                if proof.is_given() {
                    sign_in(app, visitor, &email, reply)
                } else {
                    Ok(reply)
                }
            }
            Ok(RegisterOutcome::CodeRefused(_)) if visitor.signed_in.is_some() => {
                Err(Failure::SignInFirst)
            }
            Ok(RegisterOutcome::CodeRefused(CodeCheck::Dead)) if self.is_repeated(&repeated)? => {
                Ok(see_other(&format!(
                    "{}?done=registered",
                    Links::registration(&event.slug)
                )))
            }
            Ok(RegisterOutcome::CodeRefused(check)) => {
                sign_in_log::code_refused(check);
                form.push_error("code", code_message(check));
                self.form(form, Some(email.to_string()))
            }
            Err(RegisterRefused::Full) => self.full(),
            Err(RegisterRefused::NotOpen(_)) => {
                self.refused("Registration is closed", "It closed while you were here.")
            }
            Err(RegisterRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(RegisterRefused::Store(error)) => Err(error.into()),
        }
    }
}

fn registration_page(
    app: &App,
    visitor: &Visitor,
    event: &Event,
    registration: &Registration,
    flash: Option<String>,
) -> Result<String, Failure> {
    let needs = app
        .read(|rx| registrations::find_needs(rx, registration.id))?
        .unwrap_or_default();
    let is_confirmed = registration.state == RegistrationState::Confirmed;
    let is_over = event.is_over(app.now());
    let is_open = event.registration_state(app.now()) == WindowState::Open;
    let tag = if is_confirmed {
        Tag::new("Confirmed", Tone::Good)
    } else {
        Tag::new("Withdrawn", Tone::Quiet)
    };
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let mut layout = layout(app, visitor, event, "Your registration");
    layout.flash = flash;
    let page = RegistrationPage {
        layout,
        event: view::event_brief(event),
        tag,
        name: registration.name.clone(),
        email: visitor.required()?.person.email.to_string(),
        organisation: registration.organisation.clone(),
        role: registration.role.clone(),
        themes: view::theme_names(&registration.themes),
        listed: registration.listed,
        listing_action: is_confirmed.then(|| Links::listing(&registration.id)),
        attendees_href: is_confirmed.then(|| Links::attendees(&event.slug)),
        form: if registration.listed {
            FormState::new().with("listed", "yes")
        } else {
            FormState::new()
        },
        access_needs: filled(needs.access),
        dietary_needs: filled(needs.dietary),
        programme_href: (event.release > 0).then(|| Links::programme(&event.slug)),
        withdraw_href: (is_confirmed && !is_over).then(|| Links::withdrawal(&registration.id)),
        again_href: (!is_confirmed && is_open)
            .then(|| format!("{}?again=yes", Links::registration(&event.slug))),
    };
    app.html(&page)
}

/// A registration of this visitor, with its event.
pub(super) fn mine(
    app: &App,
    visitor: &Visitor,
    path: &str,
) -> Result<(Registration, Event), Failure> {
    let id: RegistrationId = path.parse().map_err(|_| Failure::NotFound)?;
    let actor = &visitor.required()?.actor;
    app.read(|rx| {
        let registration = registrations::find(rx, id)?;
        let Some(registration) = registration.filter(|mine| permission::may_withdraw(actor, mine))
        else {
            return Ok(None);
        };
        Ok(events::find(rx, registration.event)?.map(|event| (registration, event)))
    })
    .and_then(found)
}

/// `GET /registrations/{id}/withdrawal`: asks once.
pub(crate) async fn ask_withdrawal(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (registration, event) = mine(&app, &visitor, &path)?;
        let back_href = Links::registration(&event.slug);
        if registration.state != RegistrationState::Confirmed || event.is_over(app.now()) {
            return Ok(see_other(&back_href));
        }
        let page = Withdrawal {
            layout: layout(&app, &visitor, &event, "Withdraw your registration"),
            event: view::event_brief(&event),
            action: Links::withdrawal(&registration.id),
            back_href,
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST /registrations/{id}/withdrawal`: gives the place back.
pub(crate) async fn withdraw(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let (registration, event) = mine(&app, &visitor, &path)?;
        let person = visitor.required()?.person.id;
        match marketday_attendance::withdraw(&app.store, &app.surroundings, person, registration.id)
        {
            Ok(()) | Err(WithdrawRefused::AlreadyWithdrawn) => Ok(see_other(&format!(
                "{}?done=withdrawn",
                Links::registration(&event.slug)
            ))),
            Err(WithdrawRefused::Over) => Ok(see_other(&Links::registration(&event.slug))),
            Err(WithdrawRefused::NoSuchRegistration) => Err(Failure::NotFound),
            Err(WithdrawRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}
