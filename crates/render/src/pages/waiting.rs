//! Waiting for a slot: joining the list of an event, and one's own place on it.

use serde::Serialize;

use super::facts::{EventBrief, ID, SLUG, below_event, sample_event, sample_themes, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Link, Tag, Tone};
use crate::links::Links;

/// The form that puts a company on the waiting list. Fields: `wish`, `company`, `website`, `company_number`,
/// `contact_name`, `phone`, and those of a pitch; `same_company` as for a booking.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingForm {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// What was typed.
    pub form: FormState,
    /// Where it is sent.
    pub action: String,
    /// What can be waited for: any slot, held-back ones, one slot.
    pub wishes: Vec<Choice>,
    /// How many companies wait: "3 companies wait already."
    pub waiting_text: String,
    /// By what rule slots are offered.
    pub rule_text: String,
    /// The themes.
    pub themes: Vec<Choice>,
    /// The address that letters go to.
    pub email: String,
    /// Asks whether a known company is the one that was typed.
    pub known: Option<KnownCompany>,
}

/// A company that is known, like the one that was typed.
#[derive(Debug, Clone, Serialize)]
pub struct KnownCompany {
    /// Its name.
    pub name: String,
    /// Its Companies House number.
    pub number: Option<String>,
    /// What the button says that it is the same.
    pub yes: String,
    /// What the other says.
    pub no: String,
}

impl Page for WaitingForm {
    const TEMPLATE: &'static str = "pages/waiting/form.html";

    fn samples() -> Vec<Sample<Self>> {
        let empty = Self {
            layout: below_event(signed_in("Join the waiting list")),
            event: sample_event(),
            form: FormState::new().with("wish", ""),
            action: Links::join_waiting(SLUG),
            wishes: vec![
                Choice::new("", "Any slot"),
                Choice::new(
                    ID,
                    "Thursday 15 October 2026, 10:30am to 10:42am, Main Hall",
                ),
            ],
            waiting_text: "2 companies wait already.".into(),
            rule_text: "When a slot is free it is offered to the first whom it fits.".into(),
            themes: sample_themes(),
            email: "tom@steadfoot.example".into(),
            known: None,
        };
        let wrong = Self {
            form: FormState::new().error("company", "Enter company name"),
            ..empty.clone()
        };
        let asked = Self {
            known: Some(KnownCompany {
                name: "Steadfoot & Daughters Ltd".into(),
                number: Some("01234567".into()),
                yes: format!("yes-{ID}"),
                no: format!("no-{ID}"),
            }),
            ..empty.clone()
        };
        vec![
            Sample::new("empty", empty),
            Sample::new("wrong", wrong),
            Sample::new("asked", asked),
        ]
    }
}

/// Somebody's own place on a waiting list.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingPlace {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// "Waiting", "Offered".
    pub state: Tag,
    /// What that means: "You are number 2 of those who could be offered what you want."
    pub text: String,
    /// The company.
    pub company: String,
    /// What it would pitch.
    pub pitch_title: String,
    /// What it waits for.
    pub wish_text: String,
    /// Since when.
    pub since_text: String,
    /// The slot that is kept.
    pub offer: Option<OfferFacts>,
    /// Where it leaves the list; none once it is off it.
    pub leave_action: Option<String>,
    /// What can be done now, once it is over: the booking, or joining again.
    pub next: Option<Link>,
    /// A refusal of what was just pressed.
    pub refused: Option<String>,
}

/// A slot that is kept for them.
#[derive(Debug, Clone, Serialize)]
pub struct OfferFacts {
    /// "Thursday 15 October 2026, 10:30am to 10:42am".
    pub when_text: String,
    /// Its stage.
    pub stage: String,
    /// "5pm on Thursday 1 October 2026".
    pub until_text: String,
    /// Where it is taken.
    pub accept_action: String,
}

impl Page for WaitingPlace {
    const TEMPLATE: &'static str = "pages/waiting/place.html";

    fn samples() -> Vec<Sample<Self>> {
        let waiting = Self {
            layout: below_event(signed_in("Your place on the waiting list")),
            event: sample_event(),
            state: Tag::new("Waiting", Tone::Warn),
            text: "You are number 2 of those who could be offered what you want.".into(),
            company: "Steadfoot & Daughters Ltd".into(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            wish_text: "Any slot".into(),
            since_text: "10:12am on Tuesday 3 March 2026".into(),
            offer: None,
            leave_action: Some(Links::waiting_leaving(&ID)),
            next: None,
            refused: None,
        };
        let offered = Self {
            state: Tag::new("A slot is kept for you", Tone::Good),
            text: "Take it in time, or it goes to the next on the list.".into(),
            offer: Some(OfferFacts {
                when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
                stage: "Main Hall".into(),
                until_text: "5pm on Thursday 1 October 2026".into(),
                accept_action: Links::waiting_acceptance(&ID),
            }),
            ..waiting.clone()
        };
        let lapsed = Self {
            state: Tag::new("Not answered in time", Tone::Quiet),
            text: "The slot went to the next on the list.".into(),
            leave_action: None,
            next: Some(Link::new("Join the list again", Links::join_waiting(SLUG))),
            refused: Some("This offer is over".into()),
            ..waiting.clone()
        };
        vec![
            Sample::new("waiting", waiting),
            Sample::new("offered", offered),
            Sample::new("lapsed", lapsed),
        ]
    }
}

pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let mut all = render_samples::<WaitingForm>(engine)?;
    all.extend(render_samples::<WaitingPlace>(engine)?);
    Ok(all)
}
