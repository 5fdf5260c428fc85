//! Changing slots with another company: asking one, and answering.

use serde::Serialize;

use super::facts::{ID, SlotFacts, below_event, sample_slot, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// Another company's pitch, as the programme shows it.
#[derive(Debug, Clone, Serialize)]
pub struct SwapPick {
    /// The id of its booking, which the button sends; `None` where a proposal waits already.
    pub id: Option<String>,
    /// The proposal that waits.
    pub swap_href: Option<String>,
    /// "10:45am to 10:57am".
    pub time_text: String,
    /// The name of its stage.
    pub stage: String,
    /// The company.
    pub company: String,
    /// The title of its pitch.
    pub pitch_title: String,
}

/// The pitches of one stage on one day.
#[derive(Debug, Clone, Serialize)]
pub struct SwapGroup {
    /// "Main Hall"; "Tuesday 2 March, Main Hall" where there are several days.
    pub heading: String,
    /// The pitches, in order.
    pub picks: Vec<SwapPick>,
}

/// `/bookings/{id}/swap`: whom to ask. Field: `message`; its buttons send `with`.
#[derive(Debug, Clone, Serialize)]
pub struct SwapChoice {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// The slot that the booking has.
    pub slot: SlotFacts,
    /// The title of the pitch.
    pub pitch_title: String,
    /// The pitches of others.
    pub groups: Vec<SwapGroup>,
    /// How many days the other company has to answer.
    pub days: u32,
    /// Where the form goes.
    pub action: String,
    /// The booking.
    pub back_href: String,
}

impl Page for SwapChoice {
    const TEMPLATE: &'static str = "pages/bookings/swap.html";

    fn samples() -> Vec<Sample<Self>> {
        let pick = SwapPick {
            id: Some(ID.into()),
            swap_href: None,
            time_text: "10:45am to 10:57am".into(),
            stage: "Main Hall".into(),
            company: "Lantern Street Works".into(),
            pitch_title: "Street lights that say when they fail".into(),
        };
        let asked = SwapPick {
            id: None,
            swap_href: Some(Links::swap(&ID)),
            time_text: "11am to 11:12am".into(),
            company: "Quiet Kiln".into(),
            ..pick.clone()
        };
        let some = Self {
            layout: below_event(signed_in("Swap slots with another company"))
                .crumb("Your booking", Links::booking(&ID)),
            form: FormState::new(),
            slot: sample_slot(),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            groups: vec![SwapGroup {
                heading: "Main Hall".into(),
                picks: vec![pick, asked],
            }],
            days: 7,
            action: Links::booking_swap(&ID),
            back_href: Links::booking(&ID),
        };
        let wrong = Self {
            form: FormState::new()
                .with("message", "Our train only gets in at noon.")
                .error("with", "They have declined to swap these two slots"),
            ..some.clone()
        };
        let nobody = Self {
            groups: Vec::new(),
            ..some.clone()
        };
        vec![
            Sample::new("some", some),
            Sample::new("wrong", wrong),
            Sample::new("nobody", nobody),
        ]
    }
}

/// One side of a proposal.
#[derive(Debug, Clone, Serialize)]
pub struct SwapSide {
    /// The company.
    pub company: String,
    /// The title of its pitch.
    pub pitch_title: String,
    /// "Thursday 15 October 2026, 10:30am to 10:42am".
    pub when_text: String,
    /// The name of its stage.
    pub stage: String,
}

/// `/swaps/{id}`: a proposal, for both companies. Field: `answer`, `agree`, `decline` or `withdraw`.
#[derive(Debug, Clone, Serialize)]
pub struct SwapPage {
    /// The frame.
    pub layout: Layout,
    /// What is wrong with the answer.
    pub form: FormState,
    /// "Waits for an answer", "Agreed", "Declined".
    pub tag: Tag,
    /// Whoever asks.
    pub from: SwapSide,
    /// Whoever is asked.
    pub to: SwapSide,
    /// What whoever asks says; may be empty.
    pub message: String,
    /// Whether the reader is asked, and can answer.
    pub can_answer: bool,
    /// Whether the reader asks, and can take it back.
    pub can_withdraw: bool,
    /// Until when it can be answered: "5pm on Friday 6 March 2026"; `None` when it is over.
    pub until_text: Option<String>,
    /// What has become of it, when it is over.
    pub outcome: Option<String>,
    /// Where the buttons go.
    pub action: String,
    /// The reader's booking.
    pub booking_href: String,
}

impl Page for SwapPage {
    const TEMPLATE: &'static str = "pages/bookings/swap_answer.html";

    fn samples() -> Vec<Sample<Self>> {
        let asked = Self {
            layout: below_event(signed_in("Swap slots?"))
                .crumb("Your booking", Links::booking(&ID)),
            form: FormState::new(),
            tag: Tag::new("Waits for an answer", Tone::Warn),
            from: SwapSide {
                company: "Lantern Street Works".into(),
                pitch_title: "Street lights that say when they fail".into(),
                when_text: "Thursday 15 October 2026, 2:15pm to 2:27pm".into(),
                stage: "Garden Room".into(),
            },
            to: SwapSide {
                company: "Steadfoot & Daughters Ltd".into(),
                pitch_title: "Fewer falls at home with a quiet sensor".into(),
                when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
                stage: "Main Hall".into(),
            },
            message: "Our train only gets in at noon.\nWould you take the afternoon?".into(),
            can_answer: true,
            can_withdraw: false,
            until_text: Some("5pm on Friday 6 March 2026".into()),
            outcome: None,
            action: Links::swap(&ID),
            booking_href: Links::booking(&ID),
        };
        let wrong = Self {
            form: FormState::new().error("answer", "Choose whether to swap"),
            ..asked.clone()
        };
        let waiting = Self {
            can_answer: false,
            can_withdraw: true,
            ..asked.clone()
        };
        let agreed = Self {
            tag: Tag::new("Agreed", Tone::Good),
            message: String::new(),
            can_answer: false,
            until_text: None,
            outcome: Some("Both have each other’s slot.".into()),
            ..asked.clone()
        };
        vec![
            Sample::new("asked", asked),
            Sample::new("wrong", wrong),
            Sample::new("waiting", waiting),
            Sample::new("agreed", agreed),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<SwapChoice>(engine)?,
        render_samples::<SwapPage>(engine)?,
    ]
    .concat())
}
