//! An event's own wording of the standard letters.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, MessagePreview, PlaceholderHelp, SavedFact, Section};
use crate::engine::{Page, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/wordings`
#[derive(Debug, Clone, Serialize)]
pub struct WordingList {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// The standard letters.
    pub rows: Vec<WordingRow>,
}

/// One letter in the list.
#[derive(Debug, Clone, Serialize)]
pub struct WordingRow {
    /// "Booking confirmed"
    pub title: String,
    /// Where its wording is.
    pub href: String,
    /// "the contact and the presenter of the booking"
    pub whom: String,
    /// "a slot becomes theirs"
    pub when: String,
    /// Whose words it has.
    pub state: Tag,
}

impl Page for WordingList {
    const TEMPLATE: &'static str = "pages/organise/wordings.html";

    fn samples() -> Vec<Sample<Self>> {
        let own = WordingRow {
            title: "Booking confirmed".into(),
            href: Links::organise_wording(SAMPLE_SLUG, &SAMPLE_LETTER, ""),
            whom: "the contact and the presenter of the booking".into(),
            when: "a slot becomes theirs".into(),
            state: Tag::new("Own wording", Tone::Good),
        };
        let ours = WordingRow {
            title: "Registered".into(),
            whom: "the delegate".into(),
            when: "a place is theirs".into(),
            state: Tag::new("Standard", Tone::Quiet),
            ..own.clone()
        };
        let list = Self {
            layout: sample_event_layout("Wording of letters"),
            event: sample_header(Section::Letters),
            rows: vec![own, ours],
        };
        vec![Sample::new("list", list)]
    }
}

const SAMPLE_LETTER: &str = "booking-confirmed";

/// `/organise/events/{slug}/wordings/{letter}`: how a letter reads, and giving it words of one's own.
#[derive(Debug, Clone, Serialize)]
pub struct WordingPage {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Whose words it has.
    pub state: Tag,
    /// "It goes to the delegate. What makes it be sent: a place is theirs."
    pub about: String,
    /// What letters say until the saved words are used; none where nothing waits to be used.
    pub waiting_text: Option<String>,
    /// Where its words are written.
    pub text_href: String,
    /// How some of its readers get it, in the words that were saved last.
    pub previews: Vec<MessagePreview>,
    /// What can be done with words of one's own; none where there are none.
    pub deeds: Option<WordingDeeds>,
    /// The hidden field `seen`.
    pub form: FormState,
}

/// What can be done with words of one's own.
#[derive(Debug, Clone, Serialize)]
pub struct WordingDeeds {
    /// Sends the letter to whoever presses.
    pub try_action: String,
    /// Gives it to letters; none where they have it.
    pub use_action: Option<String>,
    /// Goes back to the standard wording.
    pub remove_action: String,
}

impl Page for WordingPage {
    const TEMPLATE: &'static str = "pages/organise/wording.html";

    fn samples() -> Vec<Sample<Self>> {
        let at = |what: &str| Links::organise_wording(SAMPLE_SLUG, &SAMPLE_LETTER, what);
        let saved = Self {
            layout: sample_event_layout("Booking confirmed"),
            event: sample_header(Section::Letters),
            state: Tag::new("Own wording", Tone::Good),
            about: "It goes to the delegate. What makes it be sent: a place is theirs.".into(),
            waiting_text: Some("What you saved last is not used yet.".into()),
            text_href: at("text"),
            previews: vec![MessagePreview {
                name: "Tom Okafor".into(),
                subject: "You are on stage at Northern Care Technology Day".into(),
                text: "Dear Tom Okafor,\n\nwe look forward to your pitch.".into(),
            }],
            deeds: Some(WordingDeeds {
                try_action: at("trial"),
                use_action: Some(at("use")),
                remove_action: at("removal"),
            }),
            form: FormState::from_pairs([("seen", "0199a1f2:2")]),
        };
        let standard = Self {
            state: Tag::new("Standard", Tone::Quiet),
            waiting_text: None,
            deeds: None,
            form: FormState::new(),
            ..saved.clone()
        };
        let wrong = Self {
            form: FormState::from_pairs([("seen", "0199a1f2:3")])
                .error("", "Somebody else changed this wording while you did"),
            ..saved.clone()
        };
        vec![
            Sample::new("saved", saved),
            Sample::new("standard", standard),
            Sample::new("wrong", wrong),
        ]
    }
}

/// `/organise/events/{slug}/wordings/{letter}/text`
///
/// Fields: `seen` (hidden), `subject`, `body`.
#[derive(Debug, Clone, Serialize)]
pub struct WordingForm {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// Where it is sent.
    pub action: String,
    /// What somebody else saved meanwhile, where it differs; mostly empty.
    pub meanwhile: Vec<SavedFact>,
    /// The words in braces, and what stands there instead.
    pub placeholders: Vec<PlaceholderHelp>,
    /// The letter in our words.
    pub standard: MessagePreview,
}

impl Page for WordingForm {
    const TEMPLATE: &'static str = "pages/organise/wording_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let blank = Self {
            layout: sample_event_layout("Wording of “Booking confirmed”"),
            event: sample_header(Section::Letters),
            form: FormState::from_pairs([("seen", "")]),
            action: Links::organise_wording(SAMPLE_SLUG, &SAMPLE_LETTER, "text"),
            meanwhile: Vec::new(),
            placeholders: vec![PlaceholderHelp {
                word: "{name}".into(),
                about: "the reader’s name",
            }],
            standard: MessagePreview {
                name: "Tom Okafor".into(),
                subject: "Your pitch slot is booked: Northern Care Technology Day".into(),
                text: "Hello Tom Okafor,".into(),
            },
        };
        let wrong = Self {
            form: FormState::from_pairs([
                ("seen", "0199a1f2:2"),
                ("subject", "You are on stage"),
                ("body", "Dear {firstname},"),
            ])
            .error("body", "{firstname} is no placeholder of this letter"),
            meanwhile: vec![SavedFact::new("Subject", "Welcome on stage".to_owned())],
            ..blank.clone()
        };
        vec![Sample::new("blank", blank), Sample::new("wrong", wrong)]
    }
}
