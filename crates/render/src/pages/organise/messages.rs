//! Messages of organisers to those who take part.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/messages`
#[derive(Debug, Clone, Serialize)]
pub struct MessageList {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// The messages, the last changed first.
    pub rows: Vec<MessageRow>,
    /// Where one is written.
    pub new_href: String,
}

/// One message in the list.
#[derive(Debug, Clone, Serialize)]
pub struct MessageRow {
    /// Its subject.
    pub subject: String,
    /// Where it is.
    pub href: String,
    /// Where it stands.
    pub state: Tag,
    /// "Companies with a slot, Delegates".
    pub whom_text: String,
    /// "Sent at 5pm on Tuesday 3 March 2026".
    pub when_text: String,
    /// "40 sent, 2 waiting"; none before it is sent.
    pub delivery_text: Option<String>,
}

impl Page for MessageList {
    const TEMPLATE: &'static str = "pages/organise/messages.html";

    fn samples() -> Vec<Sample<Self>> {
        let sent = MessageRow {
            subject: "Before you pitch".into(),
            href: Links::organise_message(SAMPLE_SLUG, &SAMPLE_ID, ""),
            state: Tag::new("Sent", Tone::Good),
            whom_text: "Companies with a slot".into(),
            when_text: "Sent at 5pm on Thursday 1 October 2026".into(),
            delivery_text: Some("18 sent, 1 not delivered".into()),
        };
        let draft = MessageRow {
            subject: "Where to park".into(),
            state: Tag::new("Draft", Tone::Quiet),
            whom_text: "Companies with a slot, Delegates".into(),
            when_text: "Changed at 9am on Friday 2 October 2026".into(),
            delivery_text: None,
            ..sent.clone()
        };
        let some = Self {
            layout: sample_event_layout("Messages"),
            event: sample_header(Section::Letters),
            rows: vec![draft, sent],
            new_href: Links::organise_message_new(SAMPLE_SLUG),
        };
        let none = Self {
            rows: Vec::new(),
            ..some.clone()
        };
        vec![Sample::new("some", some), Sample::new("none", none)]
    }
}

const SAMPLE_ID: &str = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";

/// `/organise/events/{slug}/messages/new` and `…/messages/{message}/text`.
///
/// Fields: `whom` (many), `without_slides`, `themes` (many), `regions` (many), `stage`, `authority`, `subject`, `body`.
#[derive(Debug, Clone, Serialize)]
pub struct MessageForm {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// Where it is sent.
    pub action: String,
    /// The groups.
    pub whom: Vec<Choice>,
    /// The themes.
    pub themes: Vec<Choice>,
    /// The regions.
    pub regions: Vec<Choice>,
    /// The stages.
    pub stages: Vec<Choice>,
    /// The words in braces, and what stands there instead.
    pub placeholders: Vec<PlaceholderHelp>,
}

/// A word in braces.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceholderHelp {
    /// "{name}"
    pub word: String,
    /// "the reader’s name"
    pub about: &'static str,
}

impl Page for MessageForm {
    const TEMPLATE: &'static str = "pages/organise/message_form.html";

    fn samples() -> Vec<Sample<Self>> {
        let blank = Self {
            layout: sample_event_layout("Write a message"),
            event: sample_header(Section::Letters),
            form: FormState::new(),
            action: Links::organise_message_new(SAMPLE_SLUG),
            whom: vec![
                Choice::new("booked", "Companies with a slot"),
                Choice::new("registered", "Delegates"),
            ],
            themes: vec![Choice::new("housing", "Housing")],
            regions: vec![Choice::new(
                "yorkshire-and-the-humber",
                "Yorkshire and The Humber",
            )],
            stages: vec![Choice::new(SAMPLE_ID, "Main Hall")],
            placeholders: vec![PlaceholderHelp {
                word: "{name}".into(),
                about: "the reader’s name",
            }],
        };
        let wrong = Self {
            form: FormState::from_pairs([
                ("whom", "booked"),
                ("subject", "Before you pitch"),
                ("body", "Dear {firstname},"),
            ])
            .error("body", "{firstname} is no placeholder"),
            ..blank.clone()
        };
        vec![Sample::new("blank", blank), Sample::new("wrong", wrong)]
    }
}

/// `/organise/events/{slug}/messages/{message}`: what it says, who gets it, and sending it.
///
/// Fields of the form that sends it later: `send_date`, `send_time`.
#[derive(Debug, Clone, Serialize)]
pub struct MessagePage {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Where it stands.
    pub state: Tag,
    /// When it was sent, or is to be.
    pub when_text: Option<String>,
    /// What of it does not fit its readers: mostly nothing.
    pub warnings: Vec<String>,
    /// Who gets it.
    pub readers: Vec<MessageReaderRow>,
    /// How three of them read it.
    pub previews: Vec<MessagePreview>,
    /// How many letters stand how; none before it is sent.
    pub delivery_text: Option<String>,
    /// Where its text is changed; none once it is sent or to be sent.
    pub text_href: Option<String>,
    /// Where it is tried, sent and deleted; none once it is.
    pub deeds: Option<MessageDeeds>,
    /// Where it is stopped; none for a draft and where nothing is left to stop.
    pub stop_action: Option<String>,
    /// What was typed.
    pub form: FormState,
    /// Questions about a time that exists twice; mostly empty.
    pub twice: Vec<TwiceQuestion>,
}

/// What can be done with a draft.
#[derive(Debug, Clone, Serialize)]
pub struct MessageDeeds {
    /// Sends it to whoever presses.
    pub try_action: String,
    /// Sends it, now or later.
    pub send_action: String,
    /// Deletes it.
    pub remove_action: String,
}

/// One reader.
#[derive(Debug, Clone, Serialize)]
pub struct MessageReaderRow {
    /// Their name.
    pub name: String,
    /// Their company or authority.
    pub organisation: String,
    /// Their address.
    pub email: String,
}

/// How one reads it.
#[derive(Debug, Clone, Serialize)]
pub struct MessagePreview {
    /// Who.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The text, as mail programs show it that show no HTML.
    pub text: String,
}

impl Page for MessagePage {
    const TEMPLATE: &'static str = "pages/organise/message.html";

    fn samples() -> Vec<Sample<Self>> {
        let at = |what: &str| Links::organise_message(SAMPLE_SLUG, &SAMPLE_ID, what);
        let draft = Self {
            layout: sample_event_layout("Before you pitch"),
            event: sample_header(Section::Letters),
            state: Tag::new("Draft", Tone::Quiet),
            when_text: None,
            warnings: vec!["{slot} is empty for those who have no slot".into()],
            readers: vec![MessageReaderRow {
                name: "Tom Okafor".into(),
                organisation: "Steadfoot & Daughters Ltd".into(),
                email: "tom@steadfoot.example".into(),
            }],
            previews: vec![MessagePreview {
                name: "Tom Okafor".into(),
                subject: "Before you pitch".into(),
                text: "Dear Tom Okafor,\n\nplease bring your slides.".into(),
            }],
            delivery_text: None,
            text_href: Some(at("text")),
            deeds: Some(MessageDeeds {
                try_action: at("trial"),
                send_action: at("sending"),
                remove_action: at("removal"),
            }),
            stop_action: None,
            form: FormState::new(),
            twice: Vec::new(),
        };
        let sent = Self {
            state: Tag::new("Sent", Tone::Good),
            when_text: Some("Sent at 5pm on Thursday 1 October 2026".into()),
            warnings: Vec::new(),
            delivery_text: Some("1 sent".into()),
            text_href: None,
            deeds: None,
            stop_action: Some(at("stop")),
            ..draft.clone()
        };
        let nobody = Self {
            readers: Vec::new(),
            previews: Vec::new(),
            form: FormState::new().error("send_date", "Nobody would get it"),
            ..draft.clone()
        };
        vec![
            Sample::new("draft", draft),
            Sample::new("sent", sent),
            Sample::new("nobody", nobody),
        ]
    }
}
