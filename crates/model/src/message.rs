//! Messages: what organisers write to those who take part in an event, and the words in braces that differ by reader.

use crate::word::words;
use crate::{EventId, Instant, MessageId, PersonId, Region, StageId, Theme, TimeRange};

words! {
    /// Where a message stands.
    MessageState {
        /// Being written.
        Draft = "draft",
        /// To be sent at its time.
        Scheduled = "scheduled",
        /// Handed to the outbox.
        Sent = "sent",
    }
}

words! {
    /// Who takes part in an event, and how.
    Whom {
        /// Contacts of companies that have a slot.
        Booked = "booked",
        /// Contacts of companies on the waiting list.
        Waiting = "waiting",
        /// Contacts of proposals that were sent in and not declined, and have no slot yet.
        Proposed = "proposed",
        /// Delegates.
        Registered = "registered",
    }
}

impl Whom {
    /// How an organiser chooses them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Booked => "Companies with a slot",
            Self::Waiting => "Companies on the waiting list",
            Self::Proposed => "Companies with a proposal and no slot yet",
            Self::Registered => "Delegates",
        }
    }
}

/// To whom a message goes: everybody of one of the groups who passes all that is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audience {
    /// The groups, in the order of [`Whom::ALL`].
    pub whom: Vec<Whom>,
    /// Of companies with a slot, only those that sent no slides yet.
    pub without_slides: bool,
    /// Only those with one of these themes; all where none is named.
    pub themes: Vec<Theme>,
    /// Only those whose company or authority is in one of these regions; all where none is named.
    pub regions: Vec<Region>,
    /// Only those with a slot on this stage.
    pub stage: Option<StageId>,
    /// Only delegates from where the name holds this; all where it is empty.
    pub authority: String,
}

/// What letters say of whoever takes part and reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageReader {
    /// Their name.
    pub name: String,
    /// Their company, or where they come from.
    pub company: String,
    /// The title of their pitch; empty if they have none.
    pub pitch: String,
    /// When it is, and on which stage.
    pub slot: Option<(TimeRange, String)>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// To those who take part in this event.
    pub event: EventId,
    /// Its subject, with placeholders.
    pub subject: String,
    /// Its text, Markdown with placeholders.
    pub body: String,
    /// To whom it goes.
    pub audience: Audience,
    /// Where it stands.
    pub state: MessageState,
    /// Who wrote it; none where they were erased.
    pub made_by: Option<PersonId>,
    /// When it was last changed.
    pub changed_at: Instant,
    /// When it is to be sent.
    pub send_at: Option<Instant>,
    /// When it was handed to the outbox.
    pub sent_at: Option<Instant>,
}

words! {
    /// A word that a message writes in braces, and that differs by reader.
    Placeholder {
        /// The reader's name.
        Name = "name",
        /// The title of the event.
        Event = "event",
        /// When it is.
        Date = "date",
        /// Where it is.
        Venue = "venue",
        /// The address of its page.
        Link = "link",
        /// The reader's company.
        Company = "company",
        /// The title of their pitch.
        Pitch = "pitch",
        /// When and on which stage it is.
        Slot = "slot",
    }
}

impl Placeholder {
    /// What stands there instead.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Name => "the reader’s name",
            Self::Event => "the title of the event",
            Self::Date => "its date and times",
            Self::Venue => "its venue",
            Self::Link => "the address of its page",
            Self::Company => "the reader’s company",
            Self::Pitch => "the title of their pitch",
            Self::Slot => "the time and stage of their pitch",
        }
    }

    /// Whether it is known of every reader in these groups.
    pub fn is_known_of(self, whom: &[Whom]) -> bool {
        let knows = |whom: &Whom| match self {
            Self::Company | Self::Pitch => *whom != Whom::Registered,
            Self::Slot => *whom == Whom::Booked,
            _ => true,
        };
        whom.iter().all(knows)
    }
}

/// A word in braces that stands for nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{{{0}}} is no placeholder")]
pub struct UnknownPlaceholder(pub String);

/// A piece of a text.
enum Piece<'a> {
    Text(&'a str),
    Word(&'a str),
}

/// The text in pieces: words in braces, and what stands between them.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let word = |from: &'_ str| -> Option<usize> {
            let end = from.find('}')?;
            let inner = &from[1..end];
            let is_word = !inner.is_empty()
                && inner.len() <= 30
                && inner
                    .bytes()
                    .all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-');
            is_word.then_some(end)
        };
        if rest.starts_with('{')
            && let Some(end) = word(rest)
        {
            let (found, after) = rest.split_at(end + 1);
            rest = after;
            return Some(Piece::Word(&found[1..end]));
        }
        let from = usize::from(rest.starts_with('{'));
        let next = rest[from..].find('{').map_or(rest.len(), |at| at + from);
        let (found, after) = rest.split_at(next);
        rest = after;
        Some(Piece::Text(found))
    })
}

/// The placeholders of a text, in order.
///
/// # Errors
///
/// The first word in braces that is none.
pub fn placeholders(text: &str) -> Result<Vec<Placeholder>, UnknownPlaceholder> {
    let words = pieces(text).filter_map(|piece| match piece {
        Piece::Word(word) => Some(word),
        Piece::Text(_) => None,
    });
    words
        .map(|word| {
            word.parse()
                .map_err(|_| UnknownPlaceholder(word.to_owned()))
        })
        .collect()
}

/// The text with each placeholder replaced; what is none stays as it is.
pub fn filled(text: &str, value: impl Fn(Placeholder) -> String) -> String {
    pieces(text)
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Word(word) => match word.parse() {
                Ok(placeholder) => value(placeholder),
                Err(_) => format!("{{{word}}}"),
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_replaced() {
        let text = "Dear {name}, your pitch {pitch} is at {slot}. {braces stay} {} {";
        assert_eq!(
            placeholders(text),
            Ok(vec![
                Placeholder::Name,
                Placeholder::Pitch,
                Placeholder::Slot
            ])
        );
        let filled = filled(text, |placeholder| placeholder.as_str().to_uppercase());
        assert_eq!(
            filled,
            "Dear NAME, your pitch PITCH is at SLOT. {braces stay} {} {"
        );
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_replaced_again() {
        assert_eq!(filled("{name}", |_| "{link}".to_owned()), "{link}");
    }

    #[test]
    fn a_word_that_stands_for_nothing_is_named() {
        assert_eq!(
            placeholders("Dear {firstname}"),
            Err(UnknownPlaceholder("firstname".to_owned()))
        );
    }

    #[test]
    fn what_is_not_known_of_every_reader_is_told() {
        use Whom::{Booked, Registered, Waiting};
        assert!(Placeholder::Slot.is_known_of(&[Booked]));
        assert!(!Placeholder::Slot.is_known_of(&[Booked, Waiting]));
        assert!(Placeholder::Company.is_known_of(&[Booked, Waiting]));
        assert!(!Placeholder::Company.is_known_of(&[Booked, Registered]));
        assert!(Placeholder::Name.is_known_of(Whom::ALL));
    }
}
