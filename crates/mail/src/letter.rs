//! What a letter is: who, to whom, about what, and the calendar entry that it may carry.

use std::fmt;

use chrono::{DateTime, Utc};

/// One person or desk with an email address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name to show, in any script; line breaks in it become spaces.
    pub name: Option<String>,
    /// The address, ASCII only, such as `asha@example.org`.
    pub email: String,
}

impl Mailbox {
    /// A mailbox with an address only.
    pub fn new(email: impl Into<String>) -> Self {
        Self {
            name: None,
            email: email.into(),
        }
    }

    /// A mailbox with a name to show.
    pub fn named(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            email: email.into(),
        }
    }
}

/// One letter to one person. Equal letters compose into equal bytes, so a retry is the same message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it tells, in the outbox's word for it, such as `booking-confirmed`: a channel with templates of its own picks
    /// one by it.
    pub kind: String,
    /// The sender, in the header. With an invitation it must be the entry's `ORGANIZER`.
    pub from: Mailbox,
    /// The address in the envelope, where bounces go (RFC 5321, section 3.6.3), when not that of `from`.
    pub envelope_from: Option<String>,
    /// Where answers go, when not to `from`.
    pub reply_to: Option<Mailbox>,
    /// The only recipient.
    pub to: Mailbox,
    /// The Message-ID without its brackets, at our public domain; the same for each retry.
    pub message_id: String,
    /// When the letter was written, UTC; the same for each retry.
    pub date: DateTime<Utc>,
    /// The subject, in any script; line breaks in it become spaces.
    pub subject: String,
    /// The body as plain text, with any line ends.
    pub text: String,
    /// The body as a whole HTML page, with the same links as `text`.
    pub html: String,
    /// How to stop letters of this kind; on every letter that is not needed for a booking, registration or sign-in.
    pub optional: Option<ListHeaders>,
    /// The calendar entry that the letter carries.
    pub invitation: Option<Invitation>,
    /// Where a calendar with that entry can be had, for a channel that carries none.
    pub calendar_link: Option<String>,
}

/// The List headers of an optional letter (RFC 2369, RFC 2919, RFC 8058).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListHeaders {
    /// The list's name as a host name, without brackets, such as `events-near-you.marketday.example`.
    pub list_id: String,
    /// An `https://` address that unsubscribes at one POST, with no email address in it.
    pub unsubscribe_url: String,
    /// A `mailto:` address that unsubscribes too.
    pub unsubscribe_mailto: String,
}

/// A calendar entry sent by email (RFC 6047).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What the entry asks for; equal to `METHOD` in `ics`.
    pub method: Method,
    /// The whole VCALENDAR, sent byte for byte.
    pub ics: String,
}

/// What an invitation asks of the calendar that reads it (RFC 5546, section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Put the entry in, or bring it up to date.
    Request,
    /// Take the entry out.
    Cancel,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        })
    }
}
