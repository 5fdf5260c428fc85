//! What the sink has been given and what it has been told to answer, shared with the test.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Answer;

/// A letter that the sink has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The address in `MAIL FROM`, without brackets.
    pub from: String,
    /// The addresses in `RCPT TO`, without brackets.
    pub to: Vec<String>,
    /// The content as it was composed: CRLF line ends, dot-stuffing undone.
    pub data: Vec<u8>,
}

impl Received {
    /// The content as text, with what is not UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.data).into_owned()
    }
}

#[derive(Debug, Default)]
struct Papers {
    letters: Vec<Received>,
    handed_over: usize,
    connections: usize,
    credentials: Vec<String>,
    greetings: VecDeque<u16>,
    credential_answers: VecDeque<u16>,
    next: VecDeque<Answer>,
    by_recipient: HashMap<String, Answer>,
}

/// The shared state, with a bell that rings for each accepted letter.
#[derive(Debug, Default)]
pub(super) struct Desk {
    papers: Mutex<Papers>,
    bell: Condvar,
}

impl Desk {
    fn papers(&self) -> MutexGuard<'_, Papers> {
        self.papers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn letters(&self) -> Vec<Received> {
        self.papers().letters.clone()
    }

    pub(super) fn wait_for(&self, count: usize, timeout: Duration) -> Vec<Received> {
        let waiting = |papers: &mut Papers| papers.letters.len() < count;
        let (papers, _) = self
            .bell
            .wait_timeout_while(self.papers(), timeout, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        papers.letters.clone()
    }

    pub(super) fn connections(&self) -> usize {
        self.papers().connections
    }

    pub(super) fn handed_over(&self) -> usize {
        self.papers().handed_over
    }

    pub(super) fn credentials_seen(&self) -> Vec<String> {
        self.papers().credentials.clone()
    }

    pub(super) fn queue(&self, count: usize, answer: Answer) {
        self.papers().next.extend((0..count).map(|_| answer));
    }

    pub(super) fn set_for(&self, recipient: &str, answer: Answer) {
        let recipient = recipient.to_ascii_lowercase();
        self.papers().by_recipient.insert(recipient, answer);
    }

    pub(super) fn forget(&self) {
        let mut papers = self.papers();
        papers.next.clear();
        papers.by_recipient.clear();
        papers.greetings.clear();
        papers.credential_answers.clear();
    }

    pub(super) fn queue_greeting(&self, code: u16) {
        self.papers().greetings.push_back(code);
    }

    pub(super) fn queue_credentials(&self, code: u16) {
        self.papers().credential_answers.push_back(code);
    }

    /// Counts a connection in and says with which code to greet it.
    pub(super) fn greet(&self) -> u16 {
        let mut papers = self.papers();
        papers.connections += 1;
        papers.greetings.pop_front().unwrap_or(220)
    }

    /// Notes what `AUTH` carried and says with which code to answer it.
    pub(super) fn check_credentials(&self, argument: &str) -> u16 {
        let mut papers = self.papers();
        papers.credentials.push(argument.to_owned());
        papers.credential_answers.pop_front().unwrap_or(235)
    }

    /// The answer for a letter to `recipient`: its own, else the next in the queue, else acceptance.
    pub(super) fn answer_for(&self, recipient: &str) -> Answer {
        let mut papers = self.papers();
        let own = papers.by_recipient.get(&recipient.to_ascii_lowercase());
        match own.copied() {
            Some(answer) => answer,
            None => papers.next.pop_front().unwrap_or(Answer::Accept),
        }
    }

    pub(super) fn count_content(&self) {
        self.papers().handed_over += 1;
    }

    pub(super) fn keep(&self, letter: Received) {
        self.papers().letters.push(letter);
        self.bell.notify_all();
    }
}
