//! Registering for an event, the registration itself, and withdrawing it.

use serde::Serialize;

use super::facts::{
    EventBrief, ID, SLUG, below_event, sample_event, sample_themes, signed_in, visitor,
};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;

/// The form to register. Its fields: `name`, `email`, `organisation`, `role`, `themes`, `access_needs`,
/// `dietary_needs`, `listed` (`yes` when ticked), and in the second step `code`. Its buttons send `action=register` or
/// `action=resend`.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationForm {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// "42 of 120 places are left."
    pub places_text: String,
    /// Where the form goes.
    pub action: String,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// The themes to choose from.
    pub themes: Vec<Choice>,
    /// Names of authorities, offered while the organisation is typed; any other may be typed too.
    pub authorities: Vec<String>,
    /// The organiser's name, who sees access and dietary needs.
    pub organiser: String,
    /// The address of whoever is signed in, who needs no code and no email field.
    pub signed_in_as: Option<String>,
    /// The address that a code was sent to, which makes this the second step.
    pub code_sent_to: Option<String>,
}

impl Page for RegistrationForm {
    const TEMPLATE: &'static str = "pages/registrations/form.html";

    fn samples() -> Vec<Sample<Self>> {
        let empty = Self {
            layout: below_event(visitor("Register")),
            event: sample_event(),
            places_text: "42 of 120 places are left.".into(),
            action: Links::registration(SLUG),
            form: FormState::new(),
            themes: sample_themes(),
            authorities: vec![
                "Calderdale Metropolitan Borough Council".into(),
                "Leeds City Council".into(),
            ],
            organiser: "Trade North".into(),
            signed_in_as: None,
            code_sent_to: None,
        };
        let filled = FormState::new()
            .with("name", "Aisha Rahman")
            .with("email", "aisha.rahman@calderdale.example")
            .with("organisation", "Calderdale Metropolitan Borough Council")
            .with("role", "Head of commissioning")
            .with("themes", "housing")
            .with("access_needs", "A seat near the front");
        let wrong = Self {
            form: filled
                .clone()
                .error("name", "Enter your name")
                .error("email", "Enter an email address, like name@example.com"),
            ..empty.clone()
        };
        let code = Self {
            form: filled,
            code_sent_to: Some("aisha.rahman@calderdale.example".into()),
            ..empty.clone()
        };
        let known = Self {
            layout: below_event(signed_in("Register")),
            signed_in_as: Some("tom@steadfoot.example".into()),
            ..empty.clone()
        };
        vec![
            Sample::new("empty", empty),
            Sample::new("wrong", wrong),
            Sample::new("code-sent", code),
            Sample::new("signed-in", known),
        ]
    }
}

/// Why nobody can register now: full, closed, not open yet, cancelled.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationClosed {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// "Every place is taken".
    pub heading: String,
    /// What that means, and what to do.
    pub text: String,
    /// Other events that can be registered for.
    pub other_days: Vec<Link>,
}

impl Page for RegistrationClosed {
    const TEMPLATE: &'static str = "pages/registrations/closed.html";

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            layout: below_event(visitor("Register")),
            event: sample_event(),
            heading: "Every place is taken".into(),
            text:
                "All 120 places have been taken. A place that is withdrawn can be had here again."
                    .into(),
            other_days: vec![Link::new(
                "Nothing Wasted: Circular Councils Wales, Tuesday 3 November 2026",
                Links::event("nothing-wasted"),
            )],
        };
        let early = Self {
            heading: "Registration has not opened yet".into(),
            text: "It opens at 9am on Monday 3 August 2026.".into(),
            other_days: vec![],
            ..full.clone()
        };
        vec![Sample::new("full", full), Sample::new("not-open", early)]
    }
}

/// A registration, for whoever made it.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationPage {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// "Confirmed", "Withdrawn".
    pub tag: Tag,
    /// The delegate's name.
    pub name: String,
    /// Their email address.
    pub email: String,
    /// Their authority or organisation.
    pub organisation: String,
    /// Their role there.
    pub role: String,
    /// The names of their themes.
    pub themes: Vec<String>,
    /// Whether they are in the attendee list.
    pub listed: bool,
    /// Where they change that; `None` when they have no place any more.
    pub listing_action: Option<String>,
    /// The attendee list; `None` likewise.
    pub attendees_href: Option<String>,
    /// What is ticked in that form: `listed`.
    pub form: FormState,
    /// What they need for access; `None` when nothing was said or it was deleted.
    pub access_needs: Option<String>,
    /// What they eat; `None` when nothing was said or it was deleted.
    pub dietary_needs: Option<String>,
    /// The programme; `None` before its first release.
    pub programme_href: Option<String>,
    /// Where it is withdrawn; `None` when it cannot be.
    pub withdraw_href: Option<String>,
    /// Where to register again, after a withdrawal; `None` when that is not possible.
    pub again_href: Option<String>,
}

impl Page for RegistrationPage {
    const TEMPLATE: &'static str = "pages/registrations/registration.html";

    fn samples() -> Vec<Sample<Self>> {
        let confirmed = Self {
            layout: Layout {
                flash: Some(
                    "You are registered. We have emailed you an invitation for your calendar."
                        .into(),
                ),
                ..below_event(signed_in("Your registration"))
            },
            event: sample_event(),
            tag: Tag::new("Confirmed", Tone::Good),
            name: "Aisha Rahman".into(),
            email: "aisha.rahman@calderdale.example".into(),
            organisation: "Calderdale Metropolitan Borough Council".into(),
            role: "Head of commissioning".into(),
            themes: vec!["Housing".into()],
            listed: true,
            listing_action: Some(Links::listing(&ID)),
            attendees_href: Some(Links::attendees(SLUG)),
            form: FormState::new().with("listed", "yes"),
            access_needs: Some("A seat near the front".into()),
            dietary_needs: None,
            programme_href: Some(Links::programme(SLUG)),
            withdraw_href: Some(Links::withdrawal(&ID)),
            again_href: None,
        };
        let withdrawn = Self {
            tag: Tag::new("Withdrawn", Tone::Quiet),
            listed: false,
            listing_action: None,
            attendees_href: None,
            form: FormState::new(),
            access_needs: None,
            withdraw_href: None,
            again_href: Some(Links::registration(SLUG)),
            ..confirmed.clone()
        };
        vec![
            Sample::new("confirmed", confirmed),
            Sample::new("withdrawn", withdrawn),
        ]
    }
}

/// Asks once before a registration is withdrawn.
#[derive(Debug, Clone, Serialize)]
pub struct Withdrawal {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// Where the button goes.
    pub action: String,
    /// The registration.
    pub back_href: String,
}

impl Page for Withdrawal {
    const TEMPLATE: &'static str = "pages/registrations/withdrawal.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: below_event(signed_in("Withdraw your registration")),
            event: sample_event(),
            action: Links::withdrawal(&ID),
            back_href: Links::registration(SLUG),
        };
        vec![Sample::new("asked", page)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<RegistrationForm>(engine)?,
        render_samples::<RegistrationClosed>(engine)?,
        render_samples::<RegistrationPage>(engine)?,
        render_samples::<Withdrawal>(engine)?,
    ]
    .concat())
}
