//! Notices: what somebody must be told, before it is a letter.

mod about;

pub use about::About;

use crate::word::words;
use crate::{
    AgendaItemId, BookingId, CodeRequestId, ComplaintId, EmailChangeId, EventId, Instant,
    LateCancellationId, MessageId, NewsRequestId, NewsToldId, NominationId, NoticeId,
    OrganisationId, PasskeyId, PersonId, PersonalFeedId, ProposalId, ProviderIdentityId,
    RegistrationId, SwapId, WaitingId, WordingId,
};

words! {
    /// What a notice tells. To add one: a line here, a row in `about.rs`, a folder in `templates/mail/`, an arm in `notify`.
    NoticeKind {
        /// A code and a link to sign in.
        SignInCode = "sign-in-code",
        /// A code that confirms an address while booking or proposing.
        BookingCode = "booking-code",
        /// The code that confirms their address while they propose.
        ProposalCode = "proposal-code",
        /// A code that confirms an address while registering.
        RegistrationCode = "registration-code",
        /// A slot is theirs.
        BookingConfirmed = "booking-confirmed",
        /// Time, place or pitch of a booking changed.
        BookingChanged = "booking-changed",
        /// A booking is gone.
        BookingCancelled = "booking-cancelled",
        /// A company asks to cancel late, and they decide.
        LateCancellationAsked = "late-cancellation-asked",
        /// The organiser does not cancel their booking.
        LateCancellationRefused = "late-cancellation-refused",
        /// It is noted that they did not appear.
        NoShowNoted = "no-show-noted",
        /// It is not noted any more.
        NoShowTakenBack = "no-show-taken-back",
        /// Another company would like to change slots with them.
        SwapAsked = "swap-asked",
        /// The other company does not change slots with them.
        SwapDeclined = "swap-declined",
        /// A place is theirs.
        RegistrationConfirmed = "registration-confirmed",
        /// They gave their place back.
        RegistrationWithdrawn = "registration-withdrawn",
        /// The event's date, venue or title changed.
        EventChanged = "event-changed",
        /// The event was called off.
        EventCancelled = "event-cancelled",
        /// The event takes place after all, and what they had is theirs again.
        EventReinstated = "event-reinstated",
        /// Their calendar declined, and they are asked whether to cancel.
        EntryDeclined = "entry-declined",
        /// Somebody's calendar proposes another time.
        TimeProposed = "time-proposed",
        /// Somebody's calendar says that another person comes.
        EntryDelegated = "entry-delegated",
        /// Somebody was made an organiser.
        OrganiserAdded = "organiser-added",
        /// A colleague takes a booking over.
        BookingHandedOver = "booking-handed-over",
        /// A slot at their event is free again: its contact was erased.
        SlotFreed = "slot-freed",
        /// They are on the waiting list of an event.
        WaitingJoined = "waiting-joined",
        /// A freed slot is kept for them.
        SlotOffered = "slot-offered",
        /// They did not answer in time, and the slot is offered to the next.
        OfferLapsed = "offer-lapsed",
        /// The waiting list is over, and there was no slot for them.
        WaitingEnded = "waiting-ended",
        /// Somebody booked for their company, and waits for a member to confirm it.
        ClaimWaiting = "claim-waiting",
        /// They were erased: the last letter.
        PersonErased = "person-erased",
        /// A code that shows that a new address is theirs.
        NewAddressCode = "new-address-code",
        /// Their address was changed: to the new one.
        AddressChanged = "address-changed",
        /// Their address was changed: to the old one, with the way back.
        AddressLeft = "address-left",
        /// A passkey can now be used to sign in as them.
        PasskeyAdded = "passkey-added",
        /// A passkey cannot be used any more.
        PasskeyRemoved = "passkey-removed",
        /// Somebody is asked to join a team or an organisation.
        Nominated = "nominated",
        /// We have their complaint about personal data.
        ComplaintReceived = "complaint-received",
        /// A complaint came that they have to answer.
        ComplaintFiled = "complaint-filed",
        /// What came of their complaint.
        ComplaintAnswered = "complaint-answered",
        /// An account at a provider can now be used to sign in as them.
        ProviderLinked = "provider-linked",
        /// An account at a provider cannot be used any more.
        ProviderUnlinked = "provider-unlinked",
        /// We have their proposal.
        ProposalReceived = "proposal-received",
        /// Somebody proposed for their company, and waits for a member to confirm it.
        ProposalClaimed = "proposal-claimed",
        /// Their proposal was accepted; a slot may wait for them already.
        ProposalAccepted = "proposal-accepted",
        /// A slot waits for them to confirm.
        ProposalPlaced = "proposal-placed",
        /// Their proposal was not accepted, and why.
        ProposalDeclined = "proposal-declined",
        /// They did not confirm in time, so their place passed on.
        ProposalLapsed = "proposal-lapsed",
        /// A company took back its accepted proposal: to those who decide.
        ProposalWithdrawn = "proposal-withdrawn",
        /// Letters about their event could not be delivered.
        LettersFailed = "letters-failed",
        /// They present what another has booked.
        PresenterInvited = "presenter-invited",
        /// What they present changed.
        PresenterChanged = "presenter-changed",
        /// They do not present it any more.
        PresenterReleased = "presenter-released",
        /// Whoever was to present their slot declined in their calendar.
        PresenterDeclined = "presenter-declined",
        /// A session is in their agenda.
        AgendaAdded = "agenda-added",
        /// A session in their agenda is at another time or place.
        AgendaChanged = "agenda-changed",
        /// A session is not in their agenda any more.
        AgendaRemoved = "agenda-removed",
        /// Organisers write to those who take part.
        OrganiserMessage = "organiser-message",
        /// The same, to an organiser who tries how it looks.
        MessageTried = "message-tried",
        /// An event's own wording of a letter, to an organiser who tries how it looks.
        WordingTried = "wording-tried",
        /// A day that they take part in is a week away.
        ReminderWeek = "reminder-week",
        /// It is tomorrow.
        ReminderDay = "reminder-day",
        /// It is today.
        ReminderMorning = "reminder-morning",
        /// Slides are due in three days, and theirs have not come.
        SlidesDueSoon = "slides-due-soon",
        /// They are due tomorrow.
        SlidesDueTomorrow = "slides-due-tomorrow",
        /// A call closes in three days, and their draft was not sent.
        CallClosesSoon = "call-closes-soon",
        /// It closes tomorrow.
        CallClosesTomorrow = "call-closes-tomorrow",
        /// The slot that waits for them passes on tomorrow.
        PlaceToConfirm = "place-to-confirm",
        /// How was the day that they took part in?
        FeedbackRequest = "feedback-request",
        /// The records of their day are complete.
        ReportReady = "report-ready",
        /// What those say who took part in their day.
        FeedbackReady = "feedback-ready",
        /// What became of the bookings that they look after, since yesterday.
        BookingDigest = "booking-digest",
        /// Whoever has an address is asked whether they want news.
        NewsConfirm = "news-confirm",
        /// A day that they follow was announced.
        NewsEvent = "news-event",
        /// Days that they follow were announced in the last week.
        NewsWeek = "news-week",
    }
}

/// How soon a notice goes out: the first overtake the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Somebody is sitting in front of the page.
    Code = 0,
    /// What came of something that somebody did.
    Answer = 1,
    /// What others changed, and may take back the next minute: it settles first.
    Change = 2,
    /// What goes to many and can wait for its turn.
    Many = 3,
}

impl NoticeKind {
    /// How soon it goes out.
    pub const fn urgency(self) -> Urgency {
        match self {
            Self::SignInCode
            | Self::BookingCode
            | Self::ProposalCode
            | Self::RegistrationCode
            | Self::NewAddressCode => Urgency::Code,
            Self::BookingChanged
            | Self::EventChanged
            | Self::EventCancelled
            | Self::EventReinstated
            | Self::NoShowNoted
            | Self::NoShowTakenBack
            | Self::AgendaAdded
            | Self::AgendaChanged
            | Self::AgendaRemoved
            | Self::PresenterInvited
            | Self::PresenterChanged
            | Self::PresenterReleased
            | Self::LettersFailed => Urgency::Change,
            Self::OrganiserMessage
            | Self::ReminderWeek
            | Self::ReminderDay
            | Self::ReminderMorning
            | Self::SlidesDueSoon
            | Self::SlidesDueTomorrow
            | Self::CallClosesSoon
            | Self::CallClosesTomorrow
            | Self::PlaceToConfirm
            | Self::NewsEvent
            | Self::NewsWeek
            | Self::FeedbackRequest
            | Self::ReportReady
            | Self::FeedbackReady
            | Self::BookingDigest => Urgency::Many,
            _ => Urgency::Answer,
        }
    }
}

words! {
    /// Where a notice stands.
    NoticeState {
        /// Waiting to be sent.
        Pending = "pending",
        /// Claimed by a worker.
        Sending = "sending",
        /// Handed over.
        Sent = "sent",
        /// Given up after the last try, or refused for good.
        Failed = "failed",
        /// No longer true when its turn came.
        Dropped = "dropped",
    }
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// A person, at the address they have then.
    Person(PersonId),
    /// Whoever asked for a code, at the address they gave.
    CodeRequest(CodeRequestId),
    /// Whoever was named for a seat or a membership, at the address that was given.
    Nomination(NominationId),
    /// Whoever complained, at the address they gave.
    Complaint(ComplaintId),
    /// The address that somebody had before this change.
    OldAddress(EmailChangeId),
    /// Whoever asked for news, at the address they gave.
    NewsRequest(NewsRequestId),
}

impl std::fmt::Display for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::CodeRequest(id) => write!(f, "code-request:{id}"),
            Self::Nomination(id) => write!(f, "nomination:{id}"),
            Self::Complaint(id) => write!(f, "complaint:{id}"),
            Self::OldAddress(id) => write!(f, "old-address:{id}"),
            Self::NewsRequest(id) => write!(f, "news-request:{id}"),
        }
    }
}

/// What the notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A request for a code.
    CodeRequest(CodeRequestId),
    /// A booking.
    Booking(BookingId),
    /// A registration.
    Registration(RegistrationId),
    /// A company on a waiting list.
    Waiting(WaitingId),
    /// An event as a whole.
    Event(EventId),
    /// A person.
    Person(PersonId),
    /// A passkey.
    Passkey(PasskeyId),
    /// A nomination.
    Nomination(NominationId),
    /// An organisation.
    Organisation(OrganisationId),
    /// A complaint.
    Complaint(ComplaintId),
    /// An account at a provider.
    ProviderIdentity(ProviderIdentityId),
    /// A change of address.
    EmailChange(EmailChangeId),
    /// A proposal to swap slots.
    Swap(SwapId),
    /// A proposal.
    Proposal(ProposalId),
    /// A request to cancel late.
    LateCancellation(LateCancellationId),
    /// A message of organisers.
    Message(MessageId),
    /// A personal feed.
    PersonalFeed(PersonalFeedId),
    /// An event's own wording of a letter.
    Wording(WordingId),
    /// A request for news.
    NewsRequest(NewsRequestId),
    /// That somebody was told of a new event.
    News(NewsToldId),
    /// A session in somebody's agenda.
    AgendaItem(AgendaItemId),
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CodeRequest(id) => write!(f, "code-request:{id}"),
            Self::Booking(id) => write!(f, "booking:{id}"),
            Self::Registration(id) => write!(f, "registration:{id}"),
            Self::Waiting(id) => write!(f, "waiting:{id}"),
            Self::Event(id) => write!(f, "event:{id}"),
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Passkey(id) => write!(f, "passkey:{id}"),
            Self::Nomination(id) => write!(f, "nomination:{id}"),
            Self::Complaint(id) => write!(f, "complaint:{id}"),
            Self::Organisation(id) => write!(f, "organisation:{id}"),
            Self::ProviderIdentity(id) => write!(f, "provider-identity:{id}"),
            Self::EmailChange(id) => write!(f, "email-change:{id}"),
            Self::Swap(id) => write!(f, "swap:{id}"),
            Self::Proposal(id) => write!(f, "proposal:{id}"),
            Self::LateCancellation(id) => write!(f, "late-cancellation:{id}"),
            Self::Message(id) => write!(f, "message:{id}"),
            Self::PersonalFeed(id) => write!(f, "personal-feed:{id}"),
            Self::Wording(id) => write!(f, "wording:{id}"),
            Self::NewsRequest(id) => write!(f, "news-request:{id}"),
            Self::News(id) => write!(f, "news:{id}"),
            Self::AgendaItem(id) => write!(f, "agenda-item:{id}"),
        }
    }
}

/// A recipient or subject that is not written as `noun:id`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no recipient or subject")]
pub struct UnknownReference(String);

impl std::str::FromStr for Recipient {
    type Err = UnknownReference;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownReference(text.to_owned());
        match text.split_once(':').ok_or_else(unknown)? {
            ("person", id) => id.parse().map(Self::Person).map_err(|_| unknown()),
            ("code-request", id) => id.parse().map(Self::CodeRequest).map_err(|_| unknown()),
            ("nomination", id) => id.parse().map(Self::Nomination).map_err(|_| unknown()),
            ("complaint", id) => id.parse().map(Self::Complaint).map_err(|_| unknown()),
            ("old-address", id) => id.parse().map(Self::OldAddress).map_err(|_| unknown()),
            ("news-request", id) => id.parse().map(Self::NewsRequest).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

impl std::str::FromStr for Subject {
    type Err = UnknownReference;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownReference(text.to_owned());
        match text.split_once(':').ok_or_else(unknown)? {
            ("code-request", id) => id.parse().map(Self::CodeRequest).map_err(|_| unknown()),
            ("booking", id) => id.parse().map(Self::Booking).map_err(|_| unknown()),
            ("registration", id) => id.parse().map(Self::Registration).map_err(|_| unknown()),
            ("waiting", id) => id.parse().map(Self::Waiting).map_err(|_| unknown()),
            ("event", id) => id.parse().map(Self::Event).map_err(|_| unknown()),
            ("person", id) => id.parse().map(Self::Person).map_err(|_| unknown()),
            ("passkey", id) => id.parse().map(Self::Passkey).map_err(|_| unknown()),
            ("nomination", id) => id.parse().map(Self::Nomination).map_err(|_| unknown()),
            ("complaint", id) => id.parse().map(Self::Complaint).map_err(|_| unknown()),
            ("organisation", id) => id.parse().map(Self::Organisation).map_err(|_| unknown()),
            ("provider-identity", id) => id
                .parse()
                .map(Self::ProviderIdentity)
                .map_err(|_| unknown()),
            ("email-change", id) => id.parse().map(Self::EmailChange).map_err(|_| unknown()),
            ("swap", id) => id.parse().map(Self::Swap).map_err(|_| unknown()),
            ("proposal", id) => id.parse().map(Self::Proposal).map_err(|_| unknown()),
            ("message", id) => id.parse().map(Self::Message).map_err(|_| unknown()),
            ("late-cancellation", id) => id
                .parse()
                .map(Self::LateCancellation)
                .map_err(|_| unknown()),
            ("personal-feed", id) => id.parse().map(Self::PersonalFeed).map_err(|_| unknown()),
            ("agenda-item", id) => id.parse().map(Self::AgendaItem).map_err(|_| unknown()),
            ("wording", id) => id.parse().map(Self::Wording).map_err(|_| unknown()),
            ("news-request", id) => id.parse().map(Self::NewsRequest).map_err(|_| unknown()),
            ("news", id) => id.parse().map(Self::News).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

/// One thing that one recipient must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id, which also decides the Message-ID of its letter.
    pub id: NoticeId,
    /// What it tells.
    pub kind: NoticeKind,
    /// Whom.
    pub recipient: Recipient,
    /// Of what.
    pub subject: Subject,
    /// The state of the subject that it tells of: its SEQUENCE, or the generation of a code.
    pub version: u32,
    /// Where it stands.
    pub state: NoticeState,
    /// How often it was tried.
    pub tries: u32,
    /// When it was written.
    pub made_at: Instant,
    /// Not before then.
    pub next_try_at: Instant,
    /// When it was handed over.
    pub sent_at: Option<Instant>,
    /// What the mail server last said.
    pub last_answer: Option<String>,
    /// The event that it is about, if any.
    pub event: Option<EventId>,
    /// Whether an earlier try may have arrived, its answer lost: it is then repeated as the same message.
    pub is_uncertain: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Randomness;
    use chrono::DateTime;

    #[test]
    fn recipients_and_subjects_are_read_back_as_written() {
        let id = Randomness::seeded(1).uuid(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let recipient = Recipient::Person(id.into());
        assert_eq!(recipient.to_string().parse(), Ok(recipient));
        let subject = Subject::Registration(id.into());
        assert_eq!(subject.to_string().parse(), Ok(subject));
        let recipient = Recipient::NewsRequest(id.into());
        assert_eq!(recipient.to_string().parse(), Ok(recipient));
        for subject in [Subject::NewsRequest(id.into()), Subject::News(id.into())] {
            assert_eq!(subject.to_string().parse(), Ok(subject));
        }
        assert!("event".parse::<Subject>().is_err() && "place:1".parse::<Recipient>().is_err());
    }
}
