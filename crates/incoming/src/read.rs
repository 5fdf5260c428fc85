//! What a message is, before anybody decides whether to believe it. Nothing here looks anything up.

use crate::report::{Fields, fields};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use marketday_calendar::{ReadEvent, read as read_calendar};

/// The largest message that is looked at, in octets.
pub const MAX_MESSAGE_OCTETS: usize = 10 * 1024 * 1024;

/// The most addresses of one message that are looked at.
const MAX_ADDRESSES: usize = 100;

/// A message as it was read. Nothing in it is to be believed before it is checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadMessage {
    /// Whom its headers name as the one that it was delivered to, the likeliest first.
    pub recipients: Vec<String>,
    /// Whether a machine wrote it: nobody waits for an answer, and none must be sent.
    pub is_automatic: bool,
    /// What it holds.
    pub content: Content,
}

/// What a message holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A letter came back, or waits (RFC 3464).
    Bounce {
        /// Whether it was given up and the last status is a permanent one, such as `5.1.1` (RFC 3463).
        failed_for_good: Option<String>,
    },
    /// Somebody called a letter unwanted (RFC 5965).
    Complaint {
        /// Where the letter's bounces would have gone, wherever the report says so.
        senders: Vec<String>,
    },
    /// What a calendar answers to an invitation (RFC 6047).
    Calendar {
        /// METHOD in capitals.
        method: String,
        /// The events, in their order.
        events: Vec<ReadEvent>,
    },
    /// Something else: words, most likely.
    Other,
}

/// The most words that can begin a message within a message: the parser goes one step of the stack deeper for each.
const MAX_NESTED: usize = 200;

/// How much may have to be looked through again and again, in octets: some seconds.
const MAX_WORK: usize = 2_000_000_000;

/// Reads a message; none if it is none.
pub fn read_message(bytes: &[u8]) -> Option<ReadMessage> {
    if nested_at_most(bytes) > MAX_NESTED || work_at_most(bytes) > MAX_WORK {
        return None;
    }
    // The parser asserts, in builds for development, what some broken messages do not keep.
    let parsed = std::panic::catch_unwind(|| MessageParser::default().parse(bytes));
    let message = parsed.ok().flatten()?;
    if message.headers().is_empty() {
        return None;
    }
    let content = content(&message);
    let is_report = matches!(content, Content::Bounce { .. } | Content::Complaint { .. });
    Some(ReadMessage {
        recipients: recipients(&message),
        is_automatic: is_report || is_automatic(&message),
        content,
    })
}

/// How deep messages may lie within messages: `message/rfc822`, `message/global`, and what lies in a `multipart/digest`.
fn nested_at_most(bytes: &[u8]) -> usize {
    let is_word = |window: &&[u8]| {
        [b"rfc822", b"global", b"digest"]
            .iter()
            .any(|word| window.eq_ignore_ascii_case(*word))
    };
    bytes.windows(6).filter(is_word).count()
}

/// What the parser may have to look through: for each word in code (RFC 2047) and for each parameter in pieces or in
/// another character set (RFC 2231) the rest of its line with all folds, and for each boundary the rest of the message.
fn work_at_most(bytes: &[u8]) -> usize {
    let is_word = |pair: &&[u8]| matches!(**pair, [b'=', b'?'] | [b'*', b'0'..=b'9' | b'=']);
    let (mut work, mut length, mut words) = (0, 0, 0);
    for line in bytes.split(|octet| *octet == b'\n') {
        if !matches!(line, [b' ' | b'\t', ..]) {
            work += length * words;
            (length, words) = (0, 0);
        }
        length += line.len();
        words += line.windows(2).filter(is_word).count();
    }
    let is_boundary = |window: &&[u8]| window.eq_ignore_ascii_case(b"boundary");
    let boundaries = bytes.windows(8).filter(is_boundary).count();
    work + length * words + boundaries * bytes.len()
}

fn content(message: &Message<'_>) -> Content {
    let part = |subtype| {
        let mut parts = message.parts.iter();
        parts.find(|part| part.is_content_type("message", subtype))
    };
    if let Some(report) = part("feedback-report") {
        return complaint(message, report);
    }
    if let Some(report) = part("delivery-status") {
        return bounce(&fields(&text(report)));
    }
    if let Some(bounce) = exim(message) {
        return bounce;
    }
    calendar(message).unwrap_or(Content::Other)
}

fn text(part: &MessagePart<'_>) -> String {
    String::from_utf8_lossy(part.contents()).into_owned()
}

/// One group of fields is about the message, each other one about a recipient, of whom our letters have one.
fn bounce(groups: &[Fields]) -> Content {
    let failed_for_good = groups.iter().find_map(|group| {
        let has_failed = group
            .value("Action")
            .is_some_and(|action| action.trim().eq_ignore_ascii_case("failed"));
        let status = group.value("Status").and_then(status)?;
        (has_failed && status.starts_with('5')).then_some(status)
    });
    Content::Bounce { failed_for_good }
}

/// `5.1.1`, without the remark that may follow.
fn status(value: &str) -> Option<String> {
    let word = value.split_whitespace().next()?;
    let numbers: Vec<&str> = word.split('.').collect();
    let is_number = |number: &&str| {
        (1..=3).contains(&number.len()) && number.bytes().all(|octet| octet.is_ascii_digit())
    };
    let is_status = numbers.len() == 3 && numbers.iter().all(is_number);
    is_status.then(|| word.to_owned())
}

/// Exim before 4.88 wrote no report, but names in a header whom it gave up; a mere delay has another subject.
fn exim(message: &Message<'_>) -> Option<Content> {
    message.header_raw("X-Failed-Recipients")?;
    let subject = message.subject().unwrap_or_default();
    let is_delay = subject.starts_with("Warning:") || subject.contains("delayed");
    Some(Content::Bounce {
        failed_for_good: (!is_delay).then(|| "5.0.0".to_owned()),
    })
}

fn complaint(message: &Message<'_>, report: &MessagePart<'_>) -> Content {
    let mut senders: Vec<String> = fields(&text(report))
        .iter()
        .flat_map(|group| group.values("Original-Mail-From"))
        .flat_map(addresses)
        .collect();
    for part in &message.parts {
        match &part.body {
            PartType::Message(letter) => {
                senders.extend(
                    letter
                        .header_raw("Return-Path")
                        .into_iter()
                        .flat_map(addresses),
                );
            }
            _ if part.is_content_type("text", "rfc822-headers") => {
                let headers = fields(&text(part));
                let paths = headers.iter().flat_map(|group| group.values("Return-Path"));
                senders.extend(paths.flat_map(addresses));
            }
            _ => {}
        }
    }
    senders.truncate(MAX_ADDRESSES);
    Content::Complaint { senders }
}

/// The first part that is a calendar, wherever it stands: clients put it inline, as a file, or in both ways.
fn calendar(message: &Message<'_>) -> Option<Content> {
    let is_calendar = |part: &&MessagePart<'_>| {
        part.is_content_type("text", "calendar") || part.is_content_type("application", "ics")
    };
    message.parts.iter().filter(is_calendar).find_map(|part| {
        let calendars = read_calendar(part.contents()).ok()?;
        let calendar = calendars.into_iter().next()?;
        Some(Content::Calendar {
            method: calendar.method.unwrap_or_default(),
            events: calendar.events,
        })
    })
}

/// Mail servers note whom they deliver to; only where they do not, the sender's word is taken.
fn recipients(message: &Message<'_>) -> Vec<String> {
    let names = ["X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc"];
    let mut found: Vec<String> = names
        .iter()
        .flat_map(|name| {
            message
                .headers_raw()
                .filter(|(raw, _)| raw.eq_ignore_ascii_case(name))
        })
        .flat_map(|(_, value)| addresses(value))
        .collect();
    found.truncate(MAX_ADDRESSES);
    found
}

/// Whatever looks like an address in a header.
fn addresses(value: &str) -> Vec<String> {
    value
        .split(|c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()".contains(c))
        .filter(|word| word.contains('@') && word.len() <= 254)
        .take(MAX_ADDRESSES)
        .map(str::to_owned)
        .collect()
}

/// Whether a machine wrote it, by any of the signs that machines give (RFC 3834, section 2).
fn is_automatic(message: &Message<'_>) -> bool {
    let header = |name: &'static str| {
        let value = message.header_raw(name).unwrap_or_default();
        value.trim().to_ascii_lowercase()
    };
    let auto_submitted = header("Auto-Submitted");
    let from = header("From");
    header("Return-Path") == "<>"
        || !(auto_submitted.is_empty() || auto_submitted.starts_with("no"))
        || ["bulk", "junk", "list", "auto_reply"].contains(&header("Precedence").as_str())
        || [
            "X-Auto-Response-Suppress",
            "X-Autoreply",
            "X-Autorespond",
            "List-Id",
        ]
        .iter()
        .any(|name| !header(name).is_empty())
        || from.contains("mailer-daemon@")
        || from.contains("postmaster@")
        || message.is_content_type("multipart", "report")
}
