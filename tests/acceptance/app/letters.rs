//! Letters as they arrived, and keeping them for the checkers.

use super::TestApp;
use mail_parser::{MessageParser, MimeHeaders};
use marketday_calendar::{ReadEvent, read};
use marketday_testkit::smtp::Received;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A letter that came by SMTP.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    /// The one address that it went to.
    pub(crate) to: String,
    /// Its subject.
    pub(crate) subject: String,
    /// Its Message-ID.
    pub(crate) message_id: String,
    /// Its plain text.
    pub(crate) text: String,
    /// Its calendar entry, with the method.
    pub(crate) entry: Option<(String, ReadEvent)>,
    /// As it came.
    pub(crate) data: Vec<u8>,
}

impl Letter {
    /// What was received, read by somebody else's parser.
    pub(crate) fn of(received: &Received) -> Self {
        assert_eq!(received.to.len(), 1, "a letter goes to one person");
        let message = MessageParser::default()
            .parse(&received.data)
            .expect("a letter");
        let calendar = message
            .attachments()
            .find(|part| part.attachment_name() == Some("invite.ics"));
        let entry = calendar.map(|part| {
            let mut calendars = read(part.contents()).expect("a calendar");
            let calendar = calendars.remove(0);
            let event = calendar.events.into_iter().next();
            (calendar.method.expect("a method"), event.expect("an event"))
        });
        Self {
            subject: message.subject().unwrap_or_default().to_owned(),
            message_id: message.message_id().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            to: received.to[0].clone(),
            entry,
            data: received.data.clone(),
        }
    }

    /// The six digits that it carries.
    pub(crate) fn code(&self) -> String {
        let found = self
            .text
            .split_whitespace()
            .find(|word| word.len() == 6 && word.bytes().all(|octet| octet.is_ascii_digit()));
        found
            .unwrap_or_else(|| panic!("no code in {}", self.text))
            .to_owned()
    }

    /// The path of the link into this part of the site.
    pub(crate) fn link(&self, part: &str) -> String {
        let start = format!("{}{part}", super::PUBLIC_URL);
        let found = self
            .text
            .split_whitespace()
            .filter_map(|word| word.strip_prefix(super::PUBLIC_URL))
            .find(|path| path.starts_with(part));
        found
            .unwrap_or_else(|| panic!("no {start} in {}", self.text))
            .to_owned()
    }

    /// "METHOD SEQUENCE SUMMARY" of its calendar entry, or a dash.
    pub(crate) fn entry_line(&self) -> String {
        match &self.entry {
            Some((method, event)) => format!("{method} {} {}", event.sequence, event.summary),
            None => "-".to_owned(),
        }
    }

    /// The UID of its calendar entry.
    pub(crate) fn uid(&self) -> &str {
        &self.entry.as_ref().expect("a calendar entry").1.uid
    }
}

/// Where artefacts go, if they are kept.
pub(crate) fn artefacts() -> Option<PathBuf> {
    std::env::var_os("MARKETDAY_ARTEFACTS").map(PathBuf::from)
}

fn write(path: &Path, octets: &[u8]) {
    let parent = path.parent().expect("a folder");
    std::fs::create_dir_all(parent).expect("a folder for artefacts");
    std::fs::write(path, octets).expect("it is written");
}

impl TestApp {
    /// Keeps every letter until now for the checkers: each alone, and those about one calendar entry to one person as
    /// a conversation.
    pub(crate) fn keep_letters(&self, name: &str) {
        let Some(folder) = artefacts().map(|folder| folder.join("letters")) else {
            return;
        };
        let name = format!("acceptance-{name}-{}", self.database());
        let letters: Vec<Letter> = self.sink.letters().iter().map(Letter::of).collect();
        let mut threads: BTreeMap<(String, String), Vec<&Letter>> = BTreeMap::new();
        for (number, letter) in letters.iter().enumerate() {
            let file = format!("{name}-{:02}.eml", number + 1);
            write(&folder.join("transactional").join(file), &letter.data);
            if letter.entry.is_some() {
                let key = (letter.to.clone(), letter.uid().to_owned());
                threads.entry(key).or_default().push(letter);
            }
        }
        let conversations = threads.into_values().filter(|letters| letters.len() > 1);
        for (number, letters) in conversations.enumerate() {
            let thread = folder
                .join("threads")
                .join(format!("{name}-{}", number + 1));
            for (number, letter) in letters.iter().enumerate() {
                write(&thread.join(format!("{:02}.eml", number + 1)), &letter.data);
            }
        }
    }

    /// Keeps a feed as one person sees it over time for the checkers, each time compared with the time before.
    pub(crate) fn keep_history(&self, name: &str, number: usize, octets: &[u8]) {
        if let Some(folder) = artefacts() {
            let history = format!("acceptance-{name}-{}", self.database());
            let folder = folder.join("feeds").join("histories").join(history);
            write(&folder.join(format!("{number:02}.ics")), octets);
        }
    }

    /// Keeps a feed for the checkers.
    pub(crate) fn keep_feed(&self, name: &str, octets: &[u8]) {
        if let Some(folder) = artefacts() {
            let file = format!("acceptance-{name}-{}.ics", self.database());
            write(&folder.join("feeds").join(file), octets);
        }
    }
}
