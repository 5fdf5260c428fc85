//! Letters to those on a waiting list.

use marketday_model::StandardLetter;
use serde::Serialize;

use super::samples::{event_facts, organiser_foot};
use super::{EventFacts, EventLetter, Foot, Letter, Parts};

/// What all of them say.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingFacts {
    /// Who asked.
    pub to_name: String,
    /// The company that waits.
    pub company: String,
    /// What it would pitch.
    pub pitch_title: String,
    /// What it waits for, after "waiting list for": "any slot", "Tuesday 2 March 2027, 10am to 10:12am, Main Hall".
    pub wish_text: String,
    /// The slot that is or was offered: "Tuesday 2 March 2027, 10am to 10:12am".
    pub when_text: Option<String>,
    /// Its stage.
    pub stage: Option<String>,
    /// Until when it is or was offered: "5pm on Friday 6 March 2026".
    pub until_text: Option<String>,
    /// The event.
    pub event: EventFacts,
    /// The absolute https address of the page whose buttons answer.
    pub link: String,
    /// Who sent this.
    pub foot: Foot,
}

impl WaitingFacts {
    fn parts(&mut self) -> Parts<'_> {
        Parts {
            to_name: &mut self.to_name,
            event: &mut self.event,
            foot: &mut self.foot,
            pitch: Some((&mut self.company, &mut self.pitch_title)),
            slot: self.when_text.as_mut().zip(self.stage.as_mut()),
        }
    }
}

fn sample(is_offer: bool) -> WaitingFacts {
    let offered = |text: &str| is_offer.then(|| text.to_owned());
    WaitingFacts {
        to_name: "Tom Okafor".into(),
        company: "Steadfoot & Daughters Ltd".into(),
        pitch_title: "Fewer falls at home with a quiet sensor".into(),
        wish_text: "any slot".into(),
        when_text: offered("Thursday 15 October 2026, 10:30am to 10:42am"),
        stage: offered("Main Hall"),
        until_text: offered("5pm on Thursday 1 October 2026"),
        event: event_facts(),
        link: "https://marketday.example/waiting/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11".into(),
        foot: organiser_foot(),
    }
}

/// They are on the list.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct WaitingJoined(pub WaitingFacts);

impl Letter for WaitingJoined {
    const FOLDER: &'static str = "waiting-joined";

    fn sample() -> Self {
        Self(sample(false))
    }
}

impl EventLetter for WaitingJoined {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::WaitingJoined)
    }

    fn parts(&mut self) -> Parts<'_> {
        self.0.parts()
    }
}

/// A slot is kept for them.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct SlotOffered(pub WaitingFacts);

impl Letter for SlotOffered {
    const FOLDER: &'static str = "slot-offered";

    fn sample() -> Self {
        Self(sample(true))
    }
}

impl EventLetter for SlotOffered {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::SlotOffered)
    }

    fn parts(&mut self) -> Parts<'_> {
        self.0.parts()
    }
}

/// They did not answer in time.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct OfferLapsed(pub WaitingFacts);

impl Letter for OfferLapsed {
    const FOLDER: &'static str = "offer-lapsed";

    fn sample() -> Self {
        Self(sample(true))
    }
}

impl EventLetter for OfferLapsed {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::OfferLapsed)
    }

    fn parts(&mut self) -> Parts<'_> {
        self.0.parts()
    }
}

/// The list is over.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct WaitingEnded(pub WaitingFacts);

impl Letter for WaitingEnded {
    const FOLDER: &'static str = "waiting-ended";

    fn sample() -> Self {
        Self(sample(false))
    }
}

impl EventLetter for WaitingEnded {
    fn standard(&self) -> Option<StandardLetter> {
        Some(StandardLetter::WaitingEnded)
    }

    fn parts(&mut self) -> Parts<'_> {
        self.0.parts()
    }
}
