//! Mail that comes in: bounces, complaints, unsubscribing, and what calendars answer to invitations.
//!
//! [`read_message`] says what a message is; what it proves decides what is done. An address of ours holds a token that
//! only its letter's recipient knows, so that a forged message does nothing. **Nothing is ever answered to a message**:
//! where a letter follows, it goes to somebody whom we know, once for each state of what it is about.

mod bounce;
mod reply;
mod unsubscribe;

pub use marketday_incoming::{Content, MAX_MESSAGE_OCTETS, ReadMessage, read_message};

use crate::Notifier;
use marketday_model::CalendarAnswer;
use marketday_store::StoreError;
use std::fmt;

/// A message as a mail server hands it over.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The message (RFC 5322).
    pub bytes: &'a [u8],
    /// The address that it was delivered to; where the server does not say, the headers do.
    pub recipient: Option<&'a str>,
    /// The sender in the envelope, empty for a bounce; where the server does not say, the headers do.
    pub sender: Option<&'a str>,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// A letter came back for good: its address is not written to any more.
    Bounced,
    /// A letter was called unwanted: letters that nobody needs go there no more.
    Complained,
    /// Somebody wants no more letters of a kind.
    Unsubscribed,
    /// A calendar answered, and it was noted.
    Answered(CalendarAnswer),
    /// Nothing had to be done.
    Ignored(Ignored),
    /// It is not taken, and its sender may be told why.
    Refused(Refused),
}

/// Why nothing had to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ignored {
    /// Its token is not one of ours, or what it is about is gone.
    Forged,
    /// The letter only waits, or was given up without being refused for good.
    NotForGood,
    /// A machine wrote it, and it says nothing that we read.
    Automatic,
    /// The answer to an invitation that is not ours, or of somebody who was not invited.
    Foreign,
    /// A newer answer is known, or a newer state of the entry.
    Stale,
    /// What it is about is over or cancelled.
    Over,
}

/// Why a message is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is larger than what is looked at.
    TooLarge,
    /// It is no message.
    Unreadable,
    /// A person wrote it, and nobody reads this address.
    NobodyReads,
}

impl fmt::Display for Refused {
    /// What the sender reads in the bounce of their own mail server.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "The message is larger than 10 MiB and was not read.",
            Self::Unreadable => "This is not a message.",
            Self::NobodyReads => {
                "Nobody reads this address. Please write to the organiser, whose address stands at the end of our letter."
            }
        })
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ignored = match self {
            Self::Bounced => return f.write_str("bounced: its address is not written to any more"),
            Self::Complained => return f.write_str("called unwanted: noted"),
            Self::Unsubscribed => return f.write_str("unsubscribed"),
            Self::Answered(answer) => return write!(f, "calendar answered: {answer}"),
            Self::Refused(refused) => return refused.fmt(f),
            Self::Ignored(ignored) => ignored,
        };
        f.write_str(match ignored {
            Ignored::Forged => "ignored: its address is not one of ours",
            Ignored::NotForGood => "ignored: a letter waits, or was not refused for good",
            Ignored::Automatic => "ignored: a machine wrote it",
            Ignored::Foreign => "ignored: it answers no invitation of ours",
            Ignored::Stale => "ignored: a newer answer or state is known",
            Ignored::Over => "ignored: what it answers is over",
        })
    }
}

/// An address of ours, by what it is for, with the token in it.
enum Ours {
    Bounce(String),
    Unsubscribe(String),
    Reply(String),
}

impl Ours {
    fn read(address: &str, domain: &str) -> Option<Self> {
        let (local, of) = address.rsplit_once('@')?;
        if !of.eq_ignore_ascii_case(domain) {
            return None;
        }
        // Some mail servers write addresses in capitals.
        let local = local.to_ascii_lowercase();
        let (purpose, token) = local.split_once('+')?;
        let token = token.to_owned();
        match purpose {
            "bounce" => Some(Self::Bounce(token)),
            "unsubscribe" => Some(Self::Unsubscribe(token)),
            "reply" => Some(Self::Reply(token)),
            _ => None,
        }
    }
}

/// Takes a message, and does what it proves should be done.
///
/// # Errors
///
/// When the database fails: let the mail server try again.
pub fn receive(notifier: &Notifier, incoming: &Incoming<'_>) -> Result<Received, StoreError> {
    if incoming.bytes.len() > MAX_MESSAGE_OCTETS {
        return Ok(Received::Refused(Refused::TooLarge));
    }
    let Some(message) = read_message(incoming.bytes) else {
        return Ok(Received::Refused(Refused::Unreadable));
    };
    let domain = notifier.mail_domain();
    let ours = match incoming.recipient {
        Some(recipient) => Ours::read(recipient, domain),
        None => message
            .recipients
            .iter()
            .find_map(|recipient| Ours::read(recipient, domain)),
    };
    // A feedback loop writes to wherever it was registered.
    if let Content::Complaint { senders } = &message.content {
        return bounce::complained(notifier, senders);
    }
    let is_automatic = message.is_automatic || incoming.sender.is_some_and(str::is_empty);
    match ours {
        Some(Ours::Bounce(token)) => bounce::bounced(notifier, &token, &message.content),
        Some(Ours::Unsubscribe(token)) => unsubscribe::unsubscribed(notifier, &token),
        Some(Ours::Reply(token)) => match &message.content {
            Content::Calendar { method, events } => {
                reply::answered(notifier, &token, method, events)
            }
            _ => Ok(unread(is_automatic)),
        },
        None => Ok(unread(is_automatic)),
    }
}

/// A message that says nothing that we read. Its sender is told by their own mail server, unless they are a machine.
fn unread(is_automatic: bool) -> Received {
    if is_automatic {
        Received::Ignored(Ignored::Automatic)
    } else {
        Received::Refused(Refused::NobodyReads)
    }
}
