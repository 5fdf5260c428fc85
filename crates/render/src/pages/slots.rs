//! The slots of an event, and taking one: the list, the offer to hold, the form, and what happens when it is gone.

use serde::Serialize;

use super::facts::{
    EventBrief, ID, SLUG, SlotFacts, below_event, sample_event, sample_slot, sample_themes,
    signed_in, visitor,
};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Link};
use crate::links::Links;

/// All slots of an event. It is cached for everyone, so it holds no form.
#[derive(Debug, Clone, Serialize)]
pub struct SlotList {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// "9 of 24 slots are free."
    pub free_text: String,
    /// "2 of them are kept for companies that are based in Wales."
    pub held_back_text: Option<String>,
    /// "The organiser decides who has 3 more."
    pub given_text: Option<String>,
    /// When booking opens or closes, or why there is none now.
    pub window_text: Option<String>,
    /// Where a company joins the waiting list; `None` while a slot is free, or booking is not open.
    pub waiting_href: Option<String>,
    /// By what rules slots are given, a sentence or two each.
    pub rules: Vec<String>,
    /// The stages in the organiser's order, those without slots left out.
    pub stages: Vec<StageSlots>,
}

/// The slots of one stage.
#[derive(Debug, Clone, Serialize)]
pub struct StageSlots {
    /// The stage's name.
    pub name: String,
    /// Its pitch sessions, in order.
    pub sessions: Vec<SessionSlots>,
}

/// The slots of one pitch session.
#[derive(Debug, Clone, Serialize)]
pub struct SessionSlots {
    /// The session's title.
    pub title: String,
    /// "10:30am to 12:30pm".
    pub time_text: String,
    /// Its slots, in order.
    pub slots: Vec<SlotLine>,
}

/// One slot in the list.
#[derive(Debug, Clone, Serialize)]
pub struct SlotLine {
    /// "10:30am to 10:42am".
    pub time_text: String,
    /// Whether it can be had.
    pub state: SlotState,
    /// Where it is booked, when it is free and booking is open.
    pub href: Option<String>,
    /// Who pitches there, once that is public.
    pub company: Option<String>,
}

/// Whether a slot can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// It can be booked.
    Free,
    /// Somebody is filling in its form.
    Held,
    /// It is booked.
    Taken,
    /// It can be booked by some companies.
    HeldBack,
    /// The organiser decides who has it.
    Given,
}

impl Page for SlotList {
    const TEMPLATE: &'static str = "pages/slots/list.html";

    fn samples() -> Vec<Sample<Self>> {
        let line = |time: &str, state, href: Option<String>, company: Option<&str>| SlotLine {
            time_text: time.into(),
            state,
            href,
            company: company.map(Into::into),
        };
        let open = Self {
            layout: below_event(Layout::new("Pitch slots")),
            event: sample_event(),
            free_text: "3 of 5 slots are free.".into(),
            held_back_text: Some("1 of them is kept for companies that are based in Wales.".into()),
            given_text: Some("The organiser decides who has 1 more.".into()),
            window_text: Some("Booking closes at 5pm on Thursday 1 October 2026.".into()),
            waiting_href: None,
            rules: vec!["A company has one slot at most.".into()],
            stages: vec![StageSlots {
                name: "Main Hall".into(),
                sessions: vec![SessionSlots {
                    title: "Pitches: living well at home".into(),
                    time_text: "10:30am to 11:30am".into(),
                    slots: vec![
                        line(
                            "10:30am to 10:42am",
                            SlotState::Taken,
                            None,
                            Some("Steadfoot & Daughters Ltd"),
                        ),
                        line(
                            "10:45am to 10:57am",
                            SlotState::Free,
                            Some(Links::slot_booking(&ID)),
                            None,
                        ),
                        line("11am to 11:12am", SlotState::Held, None, None),
                        line(
                            "11:15am to 11:27am",
                            SlotState::Free,
                            Some(Links::slot_booking(&ID)),
                            None,
                        ),
                        line(
                            "11:30am to 11:42am",
                            SlotState::HeldBack,
                            Some(Links::slot_booking(&ID)),
                            None,
                        ),
                        line("11:45am to 11:57am", SlotState::Given, None, None),
                    ],
                }],
            }],
        };
        let none = Self {
            free_text: "There are no slots yet.".into(),
            held_back_text: None,
            given_text: None,
            window_text: None,
            waiting_href: Some(Links::join_waiting(SLUG)),
            stages: vec![],
            ..open.clone()
        };
        vec![Sample::new("open", open), Sample::new("none", none)]
    }
}

/// A free slot, and a button that keeps it while the form is filled in.
#[derive(Debug, Clone, Serialize)]
pub struct SlotOffer {
    /// The frame.
    pub layout: Layout,
    /// The slot.
    pub slot: SlotFacts,
    /// Where the hold is asked for.
    pub hold_action: String,
    /// How long it is kept, in minutes.
    pub hold_minutes: u32,
    /// For which companies it is, where it is not for all: "are based in Wales".
    pub held_back_for: Option<String>,
}

impl Page for SlotOffer {
    const TEMPLATE: &'static str = "pages/slots/offer.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: below_event(visitor("Book a pitch slot")),
            slot: sample_slot(),
            hold_action: Links::slot_hold(&ID),
            hold_minutes: 10,
            held_back_for: None,
        };
        let held_back = Self {
            held_back_for: Some("are based in Wales".into()),
            ..page.clone()
        };
        vec![
            Sample::new("free", page),
            Sample::new("held-back", held_back),
        ]
    }
}

/// The form of a held slot. Its fields: `company`, `website`, `company_number`, `contact_name`, `email`, `phone`,
/// `presenter_name`, `presenter_email`, `pitch_title`, `pitch_summary`, `themes`, what was answered to
/// [`SameCompany`] in `same_company`, and in the second step `code`. Its buttons send `action=book` or `action=resend`.
#[derive(Debug, Clone, Serialize)]
pub struct SlotForm {
    /// The frame.
    pub layout: Layout,
    /// The slot.
    pub slot: SlotFacts,
    /// Where the form goes.
    pub action: String,
    /// Until when the slot is kept.
    pub hold: HoldFacts,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// The themes to choose from.
    pub themes: Vec<Choice>,
    /// What a held-back slot asks besides; `None` where it is for everybody.
    pub held_back: Option<HeldBackQuestion>,
    /// The address of whoever is signed in, who needs no code and no email field.
    pub signed_in_as: Option<String>,
    /// The address that a code was sent to, which makes this the second step.
    pub code_sent_to: Option<String>,
}

/// Asks a company whether a held-back slot is for it. Fields: `region`, `size`.
#[derive(Debug, Clone, Serialize)]
pub struct HeldBackQuestion {
    /// For which companies the slot is: "are based in Wales".
    pub whom: String,
    /// The regions.
    pub regions: Vec<Choice>,
    /// The sizes.
    pub sizes: Vec<Choice>,
}

/// Until when a slot is kept.
#[derive(Debug, Clone, Serialize)]
pub struct HoldFacts {
    /// "10:12am".
    pub until_text: String,
    /// For machines: "2026-03-03T10:12:00+00:00".
    pub until_at: String,
    /// The seconds left when the page was made, which the count-down starts from: a visitor's clock may be wrong.
    pub seconds_left: u32,
    /// "9 minutes left", when the page was made.
    pub left_text: String,
    /// Where more time is asked for; none once it has been given.
    pub extend_action: Option<String>,
}

fn sample_hold() -> HoldFacts {
    HoldFacts {
        until_text: "10:12am".into(),
        until_at: "2026-03-03T10:12:00+00:00".into(),
        seconds_left: 600,
        left_text: "10 minutes left".into(),
        extend_action: Some(Links::slot_hold_extension(&ID)),
    }
}

impl Page for SlotForm {
    const TEMPLATE: &'static str = "pages/slots/form.html";

    fn samples() -> Vec<Sample<Self>> {
        let empty = Self {
            layout: below_event(visitor("Book a pitch slot")),
            slot: sample_slot(),
            action: Links::slot_booking(&ID),
            hold: sample_hold(),
            form: FormState::new(),
            themes: sample_themes(),
            held_back: None,
            signed_in_as: None,
            code_sent_to: None,
        };
        let filled = FormState::new()
            .with("company", "Steadfoot & Daughters Ltd")
            .with("contact_name", "Tom Okafor")
            .with("email", "tom@steadfoot.example")
            .with("pitch_title", "Fewer falls at home with a quiet sensor")
            .with("themes", "adult-social-care")
            .with("themes", "public-health");
        let wrong = Self {
            form: filled
                .clone()
                .error("email", "Enter an email address, like name@example.com")
                .error(
                    "pitch_summary",
                    "Say in a few sentences what you will pitch",
                ),
            ..empty.clone()
        };
        let code = Self {
            form: filled.error(
                "code",
                "That is not the code we sent. You have 4 more tries",
            ),
            code_sent_to: Some("tom@steadfoot.example".into()),
            ..empty.clone()
        };
        let signed_in = Self {
            layout: below_event(signed_in("Book a pitch slot")),
            signed_in_as: Some("tom@steadfoot.example".into()),
            ..empty.clone()
        };
        let held_back = Self {
            held_back: Some(HeldBackQuestion {
                whom: "are based in Wales, or have fewer than 50 people".into(),
                regions: vec![Choice::new("wales", "Wales")],
                sizes: vec![Choice::new("small", "10 to 49 people")],
            }),
            ..empty.clone()
        };
        vec![
            Sample::new("held-back", held_back),
            Sample::new("held", empty),
            Sample::new("wrong", wrong),
            Sample::new("code-sent", code),
            Sample::new("signed-in", signed_in),
        ]
    }
}

/// Asks whether a company that is known already is the one that was typed. Its buttons send `same_company`.
#[derive(Debug, Clone, Serialize)]
pub struct SameCompany {
    /// The frame.
    pub layout: Layout,
    /// The slot.
    pub slot: SlotFacts,
    /// Until when it is kept.
    pub hold: HoldFacts,
    /// The company that is known.
    pub company: String,
    /// Its Companies House number.
    pub company_number: Option<String>,
    /// Where it is at home: "Wales".
    pub region: Option<String>,
    /// Where the buttons go.
    pub action: String,
    /// What the one says that it is.
    pub yes: String,
    /// What the other says.
    pub no: String,
    /// What was typed, sent along as hidden fields with either button.
    pub form: FormState,
}

impl Page for SameCompany {
    const TEMPLATE: &'static str = "pages/slots/same_company.html";

    fn samples() -> Vec<Sample<Self>> {
        let numbered = Self {
            layout: below_event(visitor("Is this your company?")),
            slot: sample_slot(),
            hold: sample_hold(),
            company: "Steadfoot & Daughters Ltd".into(),
            company_number: Some("01234567".into()),
            region: Some("North East".into()),
            action: Links::slot_booking(&ID),
            yes: format!("yes-{ID}"),
            no: format!("no-{ID}"),
            form: FormState::new()
                .with("company", "steadfoot and daughters")
                .with("themes", "housing"),
        };
        let named = Self {
            company_number: None,
            region: None,
            ..numbered.clone()
        };
        vec![
            Sample::new("numbered", numbered),
            Sample::new("named", named),
        ]
    }
}

/// A slot that cannot be had any more: taken, held by another, or its hold ran out; and what can.
#[derive(Debug, Clone, Serialize)]
pub struct SlotRefused {
    /// The frame.
    pub layout: Layout,
    /// The slot that was asked for.
    pub slot: SlotFacts,
    /// "Somebody else has just taken this slot".
    pub heading: String,
    /// What happened, and that nothing typed was lost if that is so.
    pub text: String,
    /// Free slots nearest in time, each a button that holds it.
    pub nearest: Vec<SlotChoice>,
    /// Where a company joins the waiting list for the slot; `None` where there is nothing to wait for.
    pub waiting_href: Option<String>,
    /// Other events with free slots.
    pub other_days: Vec<Link>,
    /// What was typed, sent along as hidden fields with each button so that nothing is lost.
    pub form: FormState,
}

/// A free slot offered instead.
#[derive(Debug, Clone, Serialize)]
pub struct SlotChoice {
    /// "10:45am to 10:57am".
    pub time_text: String,
    /// The name of its stage.
    pub stage: String,
    /// Where its hold is asked for.
    pub hold_action: String,
}

impl Page for SlotRefused {
    const TEMPLATE: &'static str = "pages/slots/refused.html";

    fn samples() -> Vec<Sample<Self>> {
        let choice = |time: &str| SlotChoice {
            time_text: time.into(),
            stage: "Main Hall".into(),
            hold_action: Links::slot_hold(&ID),
        };
        let taken = Self {
            layout: below_event(visitor("This slot is taken")),
            slot: sample_slot(),
            heading: "Somebody else has taken this slot".into(),
            text: "It was booked while your form was open. What you typed is kept: choose another slot and it will be there.".into(),
            nearest: vec![choice("10:45am to 10:57am"), choice("11:15am to 11:27am")],
            waiting_href: Some(format!("{}?slot={ID}", Links::join_waiting(SLUG))),
            other_days: vec![Link::new("Nothing Wasted: Circular Councils Wales, Tuesday 3 November 2026", Links::slots("nothing-wasted"))],
            form: FormState::new().with("company", "Steadfoot & Daughters Ltd").with("themes", "housing"),
        };
        let full = Self {
            heading: "Every slot is taken".into(),
            text: "The last slot has just been booked.".into(),
            nearest: vec![],
            other_days: vec![],
            form: FormState::new(),
            ..taken.clone()
        };
        vec![Sample::new("taken", taken), Sample::new("full", full)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<SlotList>(engine)?,
        render_samples::<SlotOffer>(engine)?,
        render_samples::<SlotForm>(engine)?,
        render_samples::<SameCompany>(engine)?,
        render_samples::<SlotRefused>(engine)?,
    ]
    .concat())
}
