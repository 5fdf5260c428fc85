//! Personal feeds as people make and read them.

use crate::app::{Browser, Page, Sent, TestApp};
use marketday_calendar::{ReadEvent, read};

impl Browser<'_> {
    /// Makes a personal feed, and returns its address as a path.
    pub(crate) fn makes_feed(&self, kind: &str, name: &str) -> String {
        let page = self.visit("/my/calendars");
        let form = page
            .form("Make the calendar")
            .fill(&[("kind", kind), ("name", name)]);
        let made = self.presses(&form, "Make the calendar");
        assert_eq!((made.status, made.heading().as_str()), (200, name));
        shown_address(&made, name)
    }
}

/// The secret address that a page shows once, as a path.
pub(crate) fn shown_address(page: &Page, name: &str) -> String {
    let address = page.link(&format!("Address of the feed for {name}"));
    let path = address.strip_prefix("https://marketday.example");
    path.expect("an address of ours").to_owned()
}

impl TestApp {
    /// A feed as a calendar program fetches it.
    pub(crate) fn fetches(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        self.browser().send(Sent {
            path,
            headers,
            ..Sent::default()
        })
    }

    /// What is in a feed.
    pub(crate) fn entries_of(&self, path: &str) -> Vec<ReadEvent> {
        let feed = self.fetches(path, &[]);
        assert_eq!(feed.status, 200, "{path}");
        let mut calendars = read(&feed.body).expect("a calendar");
        calendars.remove(0).events
    }

    /// "STATUS SUMMARY" of each entry of a feed, by their words.
    pub(crate) fn lines_of(&self, path: &str) -> Vec<String> {
        let entries = self.entries_of(path).into_iter();
        let mut lines: Vec<String> = entries
            .map(|entry| {
                let status = entry.status.map_or("", marketday_calendar::Status::word);
                format!("{status} {}", entry.summary)
            })
            .collect();
        lines.sort();
        lines
    }
}
