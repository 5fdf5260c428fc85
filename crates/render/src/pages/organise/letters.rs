//! The letters of an event, and how they stand.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header};
use super::{EventHeader, Section};
use crate::engine::{Page, Sample};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// `/organise/events/{slug}/letters`: what people are told, and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct EventLetters {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Where organisers write to those who take part.
    pub messages_href: String,
    /// Where standard letters are worded.
    pub wordings_href: String,
    /// Where it is chosen which reminders are sent.
    pub reminders_href: String,
    /// Which letters there are, by how they stand.
    pub picks: Vec<LetterPick>,
    /// What the list holds: "Not delivered".
    pub caption: String,
    /// The letters, the newest first.
    pub rows: Vec<LetterRow>,
    /// Where the next older are.
    pub older_href: Option<String>,
    /// Where the next newer are.
    pub newer_href: Option<String>,
}

/// A way to pick letters.
#[derive(Debug, Clone, Serialize)]
pub struct LetterPick {
    /// "Not delivered (3)".
    pub text: String,
    /// Where they are.
    pub href: String,
    /// Whether these are shown.
    pub is_current: bool,
}

/// One letter.
#[derive(Debug, Clone, Serialize)]
pub struct LetterRow {
    /// What it tells: "Booking confirmed".
    pub title: String,
    /// To whom.
    pub whom: String,
    /// How it stands.
    pub state: Tag,
    /// Since when it is to be sent, and for how long that is: "10:12am on Tuesday 3 March 2026, 2 hours ago".
    pub made_text: String,
    /// When it was sent, or when it is tried next.
    pub when_text: Option<String>,
    /// How often it was tried: "Tried 3 times".
    pub tries_text: String,
    /// What the mail server last said.
    pub answer: Option<String>,
    /// Whether an earlier try may have arrived.
    pub is_uncertain: bool,
    /// Where it is tried now; none once nothing can be done.
    pub now_action: Option<String>,
    /// Where it is dropped.
    pub drop_action: Option<String>,
}

impl Page for EventLetters {
    const TEMPLATE: &'static str = "pages/organise/letters.html";

    fn samples() -> Vec<Sample<Self>> {
        let pick = |text: &str, show: &str, is_current| LetterPick {
            text: text.into(),
            href: Links::organise_letters_that(SAMPLE_SLUG, show, 1),
            is_current,
        };
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let failed = LetterRow {
            title: "Event changed".into(),
            whom: "Tom Okafor".into(),
            state: Tag::new("Not delivered", Tone::Bad),
            made_text: "10:12am on Tuesday 3 March 2026, 4 days ago".into(),
            when_text: Some("Given up at 10:20am on Saturday 7 March 2026".into()),
            tries_text: "Tried 24 times".into(),
            answer: Some("452 4.2.2 <t***@steadfoot.example>: the mailbox is full".into()),
            is_uncertain: false,
            now_action: Some(Links::organise_letter(SAMPLE_SLUG, &id, "now")),
            drop_action: Some(Links::organise_letter(SAMPLE_SLUG, &id, "drop")),
        };
        let waiting = LetterRow {
            title: "Registered".into(),
            whom: "Rhys Beck".into(),
            state: Tag::new("Waiting", Tone::Warn),
            made_text: "10:12am on Saturday 7 March 2026, 3 minutes ago".into(),
            when_text: Some("Tried next at 10:16am on Saturday 7 March 2026".into()),
            tries_text: "Tried once".into(),
            answer: Some("no answer within 120 seconds after the content".into()),
            is_uncertain: true,
            ..failed.clone()
        };
        let sent = LetterRow {
            state: Tag::new("Sent", Tone::Good),
            when_text: Some("Sent at 10:12am on Tuesday 3 March 2026".into()),
            tries_text: "Tried once".into(),
            answer: None,
            now_action: None,
            drop_action: None,
            ..failed.clone()
        };
        let list = Self {
            layout: sample_event_layout("Letters"),
            event: sample_header(Section::Letters),
            messages_href: Links::organise_messages(SAMPLE_SLUG),
            wordings_href: Links::organise_wordings(SAMPLE_SLUG),
            reminders_href: Links::organise_reminders(SAMPLE_SLUG),
            picks: vec![
                pick("Not delivered (1)", "failed", true),
                pick("Waiting (1)", "waiting", false),
                pick("Sent (112)", "sent", false),
                pick("Dropped (0)", "dropped", false),
            ],
            caption: "Not delivered".into(),
            rows: vec![failed, waiting],
            older_href: None,
            newer_href: None,
        };
        let pages = Self {
            rows: vec![sent],
            caption: "Sent".into(),
            older_href: Some(Links::organise_letters_that(SAMPLE_SLUG, "sent", 3)),
            newer_href: Some(Links::organise_letters_that(SAMPLE_SLUG, "sent", 1)),
            ..list.clone()
        };
        let none = Self {
            rows: Vec::new(),
            ..list.clone()
        };
        vec![
            Sample::new("list", list),
            Sample::new("pages", pages),
            Sample::new("none", none),
        ]
    }
}
