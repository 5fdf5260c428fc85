//! Wordings: the subject and the opening that organisers give the standard letters of their event.

use crate::message::{Placeholder, Whom, placeholders};
use crate::notice::NoticeKind;
use crate::reminder::Reminder;
use crate::word::words;
use crate::{EventId, Instant, PersonId, WordingId};

words! {
    /// A letter about an event to somebody who takes part, which organisers may word themselves.
    StandardLetter {
        /// A slot is theirs.
        BookingConfirmed = "booking-confirmed",
        /// Their booking changed.
        BookingChanged = "booking-changed",
        /// Their booking is gone.
        BookingCancelled = "booking-cancelled",
        /// A colleague takes their booking over.
        BookingHandedOver = "booking-handed-over",
        /// The organiser does not cancel their booking late.
        LateCancellationRefused = "late-cancellation-refused",
        /// They did not appear.
        NoShowNoted = "no-show-noted",
        /// That is not noted any more.
        NoShowTakenBack = "no-show-taken-back",
        /// Another company would like to swap slots.
        SwapAsked = "swap-asked",
        /// The other company does not swap.
        SwapDeclined = "swap-declined",
        /// They are on the waiting list.
        WaitingJoined = "waiting-joined",
        /// A slot is kept for them.
        SlotOffered = "slot-offered",
        /// They did not answer in time.
        OfferLapsed = "offer-lapsed",
        /// The waiting list is over.
        WaitingEnded = "waiting-ended",
        /// We have their proposal.
        ProposalReceived = "proposal-received",
        /// It is accepted.
        ProposalAccepted = "proposal-accepted",
        /// A slot waits for them to confirm.
        ProposalPlaced = "proposal-placed",
        /// It is not accepted.
        ProposalDeclined = "proposal-declined",
        /// They did not confirm in time.
        ProposalLapsed = "proposal-lapsed",
        /// They have a place.
        RegistrationConfirmed = "registration-confirmed",
        /// They gave their place back.
        RegistrationWithdrawn = "registration-withdrawn",
        /// They present what another has booked.
        PresenterInvited = "presenter-invited",
        /// What they present changed.
        PresenterChanged = "presenter-changed",
        /// They do not present it any more.
        PresenterReleased = "presenter-released",
        /// Whoever was to present declined in their calendar.
        PresenterDeclined = "presenter-declined",
        /// A session is in their agenda.
        AgendaAdded = "agenda-added",
        /// It is at another time or place.
        AgendaChanged = "agenda-changed",
        /// It is not in their agenda any more.
        AgendaRemoved = "agenda-removed",
        /// The event changed.
        EventChanged = "event-changed",
        /// It has no date for now.
        EventPostponed = "event-postponed",
        /// It is called off.
        EventCancelled = "event-cancelled",
        /// It takes place after all.
        EventReinstated = "event-reinstated",
        /// Their calendar declined, and they are asked whether to cancel.
        EntryDeclined = "entry-declined",
        /// No slides of theirs have come, and the deadline is near.
        SlidesDue = "slides-due",
        /// The call closes, and they have a draft that they have not sent.
        CallCloses = "call-closes",
        /// The slot that is kept for them passes on tomorrow.
        PlaceToConfirm = "place-to-confirm",
        /// The day is a week away.
        ReminderWeek = "reminder-week",
        /// It is tomorrow.
        ReminderDay = "reminder-day",
        /// It is today.
        ReminderMorning = "reminder-morning",
        /// How was it?
        FeedbackRequest = "feedback-request",
    }
}

impl StandardLetter {
    /// What it is, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::EventPostponed => "Event postponed",
            Self::SlidesDue => "Slides are due",
            Self::CallCloses => "The call closes",
            _ => self.kind().about().title,
        }
    }

    /// Who gets it.
    pub fn whom(self) -> &'static str {
        self.kind().about().whom
    }

    /// What makes it be sent.
    pub fn when(self) -> &'static str {
        match self {
            Self::EventPostponed => "it is postponed, and has no new date yet",
            Self::SlidesDue => {
                "three days and one day before the deadline, at 9am there, unless its organisers choose otherwise"
            }
            Self::CallCloses => {
                "three days and one day before it closes, at 9am there, unless its organisers choose otherwise"
            }
            _ => self.kind().about().when,
        }
    }

    /// The notice that brings it.
    const fn kind(self) -> NoticeKind {
        match self {
            Self::BookingConfirmed => NoticeKind::BookingConfirmed,
            Self::BookingChanged => NoticeKind::BookingChanged,
            Self::BookingCancelled => NoticeKind::BookingCancelled,
            Self::BookingHandedOver => NoticeKind::BookingHandedOver,
            Self::LateCancellationRefused => NoticeKind::LateCancellationRefused,
            Self::NoShowNoted => NoticeKind::NoShowNoted,
            Self::NoShowTakenBack => NoticeKind::NoShowTakenBack,
            Self::SwapAsked => NoticeKind::SwapAsked,
            Self::SwapDeclined => NoticeKind::SwapDeclined,
            Self::WaitingJoined => NoticeKind::WaitingJoined,
            Self::SlotOffered => NoticeKind::SlotOffered,
            Self::OfferLapsed => NoticeKind::OfferLapsed,
            Self::WaitingEnded => NoticeKind::WaitingEnded,
            Self::ProposalReceived => NoticeKind::ProposalReceived,
            Self::ProposalAccepted => NoticeKind::ProposalAccepted,
            Self::ProposalPlaced => NoticeKind::ProposalPlaced,
            Self::ProposalDeclined => NoticeKind::ProposalDeclined,
            Self::ProposalLapsed => NoticeKind::ProposalLapsed,
            Self::RegistrationConfirmed => NoticeKind::RegistrationConfirmed,
            Self::RegistrationWithdrawn => NoticeKind::RegistrationWithdrawn,
            Self::PresenterInvited => NoticeKind::PresenterInvited,
            Self::PresenterChanged => NoticeKind::PresenterChanged,
            Self::PresenterReleased => NoticeKind::PresenterReleased,
            Self::PresenterDeclined => NoticeKind::PresenterDeclined,
            Self::AgendaAdded => NoticeKind::AgendaAdded,
            Self::AgendaChanged => NoticeKind::AgendaChanged,
            Self::AgendaRemoved => NoticeKind::AgendaRemoved,
            Self::EventChanged | Self::EventPostponed => NoticeKind::EventChanged,
            Self::EventCancelled => NoticeKind::EventCancelled,
            Self::EventReinstated => NoticeKind::EventReinstated,
            Self::EntryDeclined => NoticeKind::EntryDeclined,
            Self::SlidesDue => NoticeKind::SlidesDueSoon,
            Self::CallCloses => NoticeKind::CallClosesSoon,
            Self::PlaceToConfirm => NoticeKind::PlaceToConfirm,
            Self::ReminderWeek => NoticeKind::ReminderWeek,
            Self::ReminderDay => NoticeKind::ReminderDay,
            Self::ReminderMorning => NoticeKind::ReminderMorning,
            Self::FeedbackRequest => NoticeKind::FeedbackRequest,
        }
    }

    /// The groups of those who get it.
    pub const fn readers(self) -> &'static [Whom] {
        match self {
            Self::WaitingJoined | Self::SlotOffered | Self::OfferLapsed | Self::WaitingEnded => {
                &[Whom::Waiting]
            }
            Self::ProposalReceived
            | Self::ProposalAccepted
            | Self::ProposalPlaced
            | Self::ProposalDeclined
            | Self::ProposalLapsed
            | Self::CallCloses
            | Self::PlaceToConfirm => &[Whom::Proposed],
            Self::RegistrationConfirmed | Self::RegistrationWithdrawn => &[Whom::Registered],
            Self::AgendaAdded
            | Self::AgendaChanged
            | Self::AgendaRemoved
            | Self::EventChanged
            | Self::EventPostponed
            | Self::EventCancelled
            | Self::EventReinstated
            | Self::EntryDeclined
            | Self::ReminderWeek
            | Self::ReminderDay
            | Self::ReminderMorning
            | Self::FeedbackRequest => &[Whom::Booked, Whom::Registered],
            _ => &[Whom::Booked],
        }
    }

    /// The placeholders that are known of every reader of it.
    pub fn placeholders(self) -> Vec<Placeholder> {
        let has_slot = matches!(
            self,
            Self::SlotOffered | Self::OfferLapsed | Self::ProposalPlaced | Self::PlaceToConfirm
        );
        let readers = match self {
            // They may be of several pitches, or of none yet.
            Self::SlidesDue | Self::CallCloses => Whom::ALL,
            _ => self.readers(),
        };
        let all = Placeholder::ALL.iter().copied();
        all.filter(|one| one.is_known_of(readers) || (has_slot && *one == Placeholder::Slot))
            .collect()
    }
}

impl From<Reminder> for StandardLetter {
    fn from(reminder: Reminder) -> Self {
        match reminder {
            Reminder::Week => Self::ReminderWeek,
            Reminder::Day => Self::ReminderDay,
            Reminder::Morning => Self::ReminderMorning,
        }
    }
}

/// The subject and the opening of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// One line, with placeholders.
    pub subject: String,
    /// What stands before the facts of the letter: Markdown with placeholders.
    pub body: String,
}

/// An event's own wording of a standard letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Its id.
    pub id: WordingId,
    /// Of letters about this event.
    pub event: EventId,
    /// Of this one.
    pub letter: StandardLetter,
    /// As it was last saved, to be looked at and tried.
    pub saved: Words,
    /// As letters have it; none while they have ours.
    pub used: Option<Words>,
    /// Counts up with each change.
    pub version: u32,
    /// Who changed it last; none where they were erased.
    pub changed_by: Option<PersonId>,
    /// When.
    pub changed_at: Instant,
}

impl Wording {
    /// Whether what was saved is what letters have.
    pub fn is_used(&self) -> bool {
        self.used.as_ref() == Some(&self.saved)
    }
}

/// A word in braces that stands for nothing in a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{{{word}}} is no placeholder of this letter: use {}, or take it out", listed(*.letter))]
pub struct UnknownInLetter {
    /// The word.
    pub word: String,
    /// The letter.
    pub letter: StandardLetter,
}

/// "{name}, {event} or {link}"
fn listed(letter: StandardLetter) -> String {
    let known = letter.placeholders();
    let words: Vec<String> = known.iter().map(|one| format!("{{{one}}}")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// Checks the words in braces of a text for a letter.
///
/// # Errors
///
/// The first that stands for nothing in it.
pub fn check(letter: StandardLetter, text: &str) -> Result<(), UnknownInLetter> {
    let unknown = |word: String| UnknownInLetter { word, letter };
    let used = placeholders(text).map_err(|error| unknown(error.0))?;
    let known = letter.placeholders();
    match used.into_iter().find(|one| !known.contains(one)) {
        Some(one) => Err(unknown(one.to_string())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_braces_that_a_letter_cannot_fill_is_named_with_those_that_it_can() {
        use StandardLetter::{BookingConfirmed, RegistrationConfirmed};
        let text = "Dear {name}, you pitch {pitch} at {slot}.";
        assert_eq!(check(BookingConfirmed, text), Ok(()));
        let refused = check(RegistrationConfirmed, text).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "{pitch} is no placeholder of this letter: use {name}, {event}, {date}, {venue} or {link}, or take it out"
        );
        let refused = check(BookingConfirmed, "Dear {firstname}").unwrap_err();
        assert_eq!(refused.word, "firstname");
    }

    #[test]
    fn every_letter_says_what_it_is() {
        for letter in StandardLetter::ALL {
            assert!(!letter.title().is_empty() && letter.placeholders().len() >= 5);
        }
        assert_eq!(StandardLetter::EventPostponed.title(), "Event postponed");
        assert_eq!(
            StandardLetter::ProposalPlaced.placeholders().last(),
            Some(&Placeholder::Slot)
        );
    }
}
