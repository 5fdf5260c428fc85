//! A notice into a letter, unless it is not true any more.
//!
//! A file a subject. Each loads what the notice is about, says why it is dropped, or picks the letter: whoever was
//! never told that something is theirs is told that first, whatever changed since.

mod account;
mod address;
mod agenda;
mod booking;
mod claim;
mod closing;
mod code;
mod complaint;
mod digest;
mod envelope;
mod facts;
mod failed;
mod freed;
mod late;
mod message;
mod news;
mod nomination;
mod nudge;
mod presenter;
mod proposal;
mod registration;
mod reminder;
mod reply;
mod swap;
mod told;
mod waiting;
mod wording;

use crate::Notifier;
use marketday_calendar::InvitationRefused;
use marketday_mail::Letter;
use marketday_model::notice::Subject;
use marketday_model::{EventId, Notice, NoticeKind};
use marketday_render::RenderError;
use marketday_render::letters::{ComposedLetter, EventLetter};
use marketday_store::StoreError;
use marketday_store::wordings::{self, UsedWords};
use std::fmt;
use std::ops::Deref;

/// What becomes of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Composed {
    /// This letter; the same bytes for a retry, as long as what it tells of stays the same.
    Letter(Box<Letter>),
    /// Nothing, since nobody is told of what is not true any more.
    Dropped(Dropped),
}

/// Why nothing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// What it is about is not there any more.
    SubjectGone,
    /// Its recipient is not there any more, or is not concerned any more.
    RecipientGone,
    /// The code was used, or ran out.
    CodeOver,
    /// The nomination was accepted, withdrawn, or ran out.
    NominationOver,
    /// The complaint was answered already, or not yet.
    ComplaintOver,
    /// It tells of a place that is given up by now.
    NotConfirmed,
    /// It tells of a cancellation that does not stand.
    NotCancelled,
    /// A newer notice, still waiting, tells of the same and of more.
    Newer,
    /// What changed was changed back.
    ChangedBack,
    /// The claim that it asks about was confirmed.
    ClaimSettled,
    /// The request to cancel does not stand as it tells.
    RequestOver,
    /// The proposal to swap does not stand as it tells.
    SwapOver,
    /// Whoever waited does not stand as it tells.
    OfferOver,
    /// Letters to its address came back, or were called unwanted.
    Suppressed,
    /// Its time is over.
    TooLate,
    /// What it asks for is done.
    Done,
    /// Its reader does not want such letters any more.
    NotWanted,
    /// What it tells of does not take place, or is no news any more.
    NoNews,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SubjectGone => "what it is about is gone",
            Self::RecipientGone => "its recipient is gone",
            Self::CodeOver => "the code was used or ran out",
            Self::NominationOver => "the nomination was accepted, withdrawn or ran out",
            Self::ComplaintOver => "the complaint does not stand as it tells",
            Self::NotConfirmed => "the place was given up",
            Self::NotCancelled => "the cancellation does not stand",
            Self::Newer => "a newer notice tells of it",
            Self::ChangedBack => "what changed was changed back",
            Self::ClaimSettled => "the claim was confirmed",
            Self::RequestOver => "the request to cancel does not stand as it tells",
            Self::SwapOver => "the proposal to swap does not stand as it tells",
            Self::TooLate => "its time is over",
            Self::Done => "what it asks for is done",
            Self::NotWanted => "its reader wants no such letters any more",
            Self::NoNews => "what it tells of is no news any more",
            Self::OfferOver => "whoever waited does not stand as it tells",
            Self::Suppressed => "letters to its address came back or were called unwanted",
        })
    }
}

/// Why a letter could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The database failed.
    #[error("the letter's facts could not be read")]
    Store(#[from] StoreError),
    /// A template failed.
    #[error("the letter's template failed")]
    Render(#[from] RenderError),
    /// The calendar entry would confuse its reader.
    #[error("the letter's calendar entry was refused")]
    Invitation(#[from] InvitationRefused),
}

/// Whoever composes, with the words that events have for their letters.
pub(crate) struct Composer<'a> {
    notifier: &'a Notifier,
    words: UsedWords,
}

impl Deref for Composer<'_> {
    type Target = Notifier;

    fn deref(&self) -> &Notifier {
        self.notifier
    }
}

impl Notifier {
    /// Composes the letter of a notice from the state of affairs now.
    pub fn compose(&self, notice: &Notice) -> Result<Composed, ComposeError> {
        self.composer(std::slice::from_ref(notice))?.compose(notice)
    }

    /// Whoever composes the letters of these notices: what their events say in words of their own is read once for all.
    pub(crate) fn composer(&self, notices: &[Notice]) -> Result<Composer<'_>, StoreError> {
        let mut events: Vec<EventId> = notices.iter().filter_map(|notice| notice.event).collect();
        events.sort_unstable();
        events.dedup();
        Ok(Composer {
            notifier: self,
            words: self.store.read(|rx| wordings::list_used(rx, &events))?,
        })
    }
}

impl Composer<'_> {
    /// A letter about an event, in the words of its own where it has some.
    fn event_letter<L: EventLetter>(
        &self,
        event: EventId,
        letter: L,
    ) -> Result<ComposedLetter, RenderError> {
        let own = letter
            .standard()
            .and_then(|one| self.words.get(&(event, one)));
        self.engine.event_letter(letter, own)
    }

    /// Composes the letter of a notice from the state of affairs now.
    pub(crate) fn compose(&self, notice: &Notice) -> Result<Composed, ComposeError> {
        use NoticeKind::{
            AddressChanged, AddressLeft, AgendaAdded, AgendaChanged, AgendaRemoved,
            BookingCancelled, BookingChanged, BookingCode, BookingConfirmed, BookingDigest,
            BookingHandedOver, CallClosesSoon, CallClosesTomorrow, ClaimWaiting, ComplaintAnswered,
            ComplaintFiled, ComplaintReceived, EntryDeclined, EntryDelegated, EventCancelled,
            EventChanged, EventReinstated, FeedbackReady, FeedbackRequest, LateCancellationAsked,
            LateCancellationRefused, LettersFailed, MessageTried, NewAddressCode, NewsConfirm,
            NewsEvent, NewsWeek, NoShowNoted, NoShowTakenBack, Nominated, OfferLapsed,
            OrganiserAdded, OrganiserMessage, PasskeyAdded, PasskeyRemoved, PersonErased,
            PlaceToConfirm, PresenterChanged, PresenterDeclined, PresenterInvited,
            PresenterReleased, ProposalAccepted, ProposalClaimed, ProposalCode, ProposalDeclined,
            ProposalLapsed, ProposalPlaced, ProposalReceived, ProposalWithdrawn, ProviderLinked,
            ProviderUnlinked, RegistrationCode, RegistrationConfirmed, RegistrationWithdrawn,
            ReminderDay, ReminderMorning, ReminderWeek, ReportReady, SignInCode, SlidesDueSoon,
            SlidesDueTomorrow, SlotFreed, SlotOffered, SwapAsked, SwapDeclined, TimeProposed,
            WaitingEnded, WaitingJoined, WordingTried,
        };
        match (notice.kind, notice.subject) {
            (
                SignInCode | BookingCode | ProposalCode | RegistrationCode | NewAddressCode,
                Subject::CodeRequest(id),
            ) => code::compose(self, notice, id),
            (AddressChanged | AddressLeft, Subject::EmailChange(id)) => {
                address::compose(self, notice, id)
            }
            (
                BookingConfirmed | BookingChanged | BookingCancelled | BookingHandedOver
                | EventChanged | EventCancelled | EventReinstated,
                Subject::Booking(id),
            ) => booking::compose(self, notice, id),
            (
                RegistrationConfirmed
                | RegistrationWithdrawn
                | EventChanged
                | EventCancelled
                | EventReinstated,
                Subject::Registration(id),
            ) => registration::compose(self, notice, id),
            (
                EntryDeclined | TimeProposed | EntryDelegated,
                Subject::Booking(_) | Subject::Registration(_),
            ) => reply::compose(self, notice),
            (PersonErased, Subject::Person(id)) => account::erased(self, notice, id),
            (ClaimWaiting, Subject::Booking(id)) => claim::compose(self, notice, id),
            (WaitingJoined | SlotOffered | OfferLapsed | WaitingEnded, Subject::Waiting(id)) => {
                waiting::compose(self, notice, id)
            }
            (SlotFreed, Subject::Booking(id)) => freed::compose(self, notice, id),
            (LateCancellationAsked | LateCancellationRefused, Subject::LateCancellation(id)) => {
                late::compose(self, notice, id)
            }
            (
                PresenterInvited | PresenterChanged | PresenterReleased | PresenterDeclined,
                Subject::Booking(id),
            ) => presenter::compose(self, notice, id),
            (NoShowNoted | NoShowTakenBack, Subject::Booking(id)) => {
                late::no_show(self, notice, id)
            }
            (SwapAsked | SwapDeclined, Subject::Swap(id)) => swap::compose(self, notice, id),
            (Nominated, Subject::Nomination(id)) => nomination::compose(self, notice, id),
            (ComplaintReceived | ComplaintFiled | ComplaintAnswered, Subject::Complaint(id)) => {
                complaint::compose(self, notice, id)
            }
            (
                ProposalReceived | ProposalClaimed | ProposalAccepted | ProposalPlaced
                | ProposalDeclined | ProposalLapsed | ProposalWithdrawn | PlaceToConfirm,
                Subject::Proposal(id),
            ) => proposal::compose(self, notice, id),
            (ReminderWeek | ReminderDay | ReminderMorning, Subject::Event(id)) => {
                reminder::compose(self, notice, id)
            }
            (
                SlidesDueSoon | SlidesDueTomorrow | CallClosesSoon | CallClosesTomorrow,
                Subject::Event(id),
            ) => nudge::compose(self, notice, id),
            (BookingDigest, Subject::Person(id)) => digest::compose(self, notice, id),
            (FeedbackRequest | ReportReady | FeedbackReady, Subject::Event(id)) => {
                closing::compose(self, notice, id)
            }
            (OrganiserMessage | MessageTried, Subject::Message(id)) => {
                message::compose(self, notice, id)
            }
            (AgendaAdded | AgendaChanged | AgendaRemoved, Subject::AgendaItem(id)) => {
                agenda::compose(self, notice, id)
            }
            (WordingTried, Subject::Wording(id)) => wording::compose(self, notice, id),
            (NewsConfirm, Subject::NewsRequest(id)) => news::confirm(self, notice, id),
            (NewsEvent, Subject::News(id)) => news::event(self, notice, id),
            (NewsWeek, Subject::Person(_)) => news::week(self, notice),
            (LettersFailed, Subject::Event(id)) => failed::compose(self, notice, id),
            (OrganiserAdded, Subject::Person(id)) => account::compose(self, notice, id),
            (PasskeyAdded | PasskeyRemoved, Subject::Passkey(_)) => account::passkey(self, notice),
            (ProviderLinked, Subject::ProviderIdentity(id)) => {
                account::provider_linked(self, notice, id)
            }
            (ProviderUnlinked, Subject::ProviderIdentity(_)) => {
                account::provider_unlinked(self, notice)
            }
            // A notice of a later version of the product, about something that this one cannot tell of.
            _ => Ok(Composed::Dropped(Dropped::SubjectGone)),
        }
    }
}
