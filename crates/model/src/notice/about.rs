//! What each notice is, in the words of those who read its letters: the one table behind the organisers' page and
//! `docs/notices.md`.

use super::{NoticeKind, Urgency};

/// What a kind of notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What its letter is, in a few words: "Booking confirmed".
    pub title: &'static str,
    /// Who gets it.
    pub whom: &'static str,
    /// What makes it be sent.
    pub when: &'static str,
    /// The folder of its templates below `templates/mail/`.
    pub folder: &'static str,
}

/// A kind of notice, what its letter is, who gets it, and what makes it be sent.
type Row = (NoticeKind, &'static str, &'static str, &'static str);

/// Every kind, in the order in which it is listed.
const ROWS: &[Row] = &[
    (
        NoticeKind::SignInCode,
        "Code to sign in",
        "whoever asks for it",
        "somebody asks to sign in",
    ),
    (
        NoticeKind::BookingCode,
        "Code to confirm a booking",
        "whoever books, waits or proposes without being signed in",
        "they send the form",
    ),
    (
        NoticeKind::RegistrationCode,
        "Code to confirm a registration",
        "whoever registers without being signed in",
        "they send the form",
    ),
    (
        NoticeKind::NewAddressCode,
        "Code for a new address",
        "the new address",
        "somebody changes the address that they sign in with",
    ),
    (
        NoticeKind::BookingConfirmed,
        "Booking confirmed",
        "the contact of the booking",
        "a slot becomes theirs",
    ),
    (
        NoticeKind::BookingChanged,
        "Booking changed",
        "the contact of the booking",
        "its time, stage or pitch changes",
    ),
    (
        NoticeKind::BookingCancelled,
        "Booking cancelled",
        "the contact of the booking",
        "it is cancelled, by whomever",
    ),
    (
        NoticeKind::BookingHandedOver,
        "Booking handed over",
        "the contact before",
        "a colleague takes the booking over",
    ),
    (
        NoticeKind::LateCancellationAsked,
        "A company asks to cancel late",
        "those who look after the event's bookings",
        "a company asks after the cut-off",
    ),
    (
        NoticeKind::LateCancellationRefused,
        "Late cancellation refused",
        "the contact of the booking",
        "the organiser refuses",
    ),
    (
        NoticeKind::NoShowNoted,
        "Noted as not there",
        "the contact of the booking",
        "the organiser notes that nobody appeared",
    ),
    (
        NoticeKind::NoShowTakenBack,
        "No longer noted as not there",
        "the contact of the booking",
        "the organiser takes that back",
    ),
    (
        NoticeKind::SwapAsked,
        "A company asks to swap slots",
        "the contact of the other booking",
        "a company asks",
    ),
    (
        NoticeKind::SwapDeclined,
        "Swap declined",
        "the contact who asked",
        "the other company declines",
    ),
    (
        NoticeKind::SlotFreed,
        "A slot is free again",
        "an owner of the organising body",
        "a booking ends because its contact was erased",
    ),
    (
        NoticeKind::ClaimWaiting,
        "Somebody booked for your company",
        "members of the company, ten at most",
        "somebody who is not one of them books in its name",
    ),
    (
        NoticeKind::WaitingJoined,
        "On the waiting list",
        "the contact who joined",
        "they join",
    ),
    (
        NoticeKind::SlotOffered,
        "A slot is kept for you",
        "the contact who waits",
        "a slot that fits comes free and they are first",
    ),
    (
        NoticeKind::OfferLapsed,
        "Offer run out",
        "the contact who waits",
        "they did not answer in time",
    ),
    (
        NoticeKind::WaitingEnded,
        "The waiting list is over",
        "everybody who still waits",
        "booking closes, or the event is called off",
    ),
    (
        NoticeKind::ProposalReceived,
        "Proposal received",
        "the contact",
        "they send it",
    ),
    (
        NoticeKind::ProposalClaimed,
        "Somebody proposed for your company",
        "members of the company",
        "somebody who is not one of them proposes in its name",
    ),
    (
        NoticeKind::ProposalAccepted,
        "Proposal accepted",
        "the contact",
        "the organisers accept it",
    ),
    (
        NoticeKind::ProposalPlaced,
        "A slot waits for your proposal",
        "the contact",
        "it is given a slot",
    ),
    (
        NoticeKind::ProposalDeclined,
        "Proposal declined",
        "the contact",
        "the organisers decline it, with their feedback",
    ),
    (
        NoticeKind::ProposalLapsed,
        "Place passed on",
        "the contact",
        "they did not confirm in time",
    ),
    (
        NoticeKind::RegistrationConfirmed,
        "Registered",
        "the delegate",
        "a place is theirs",
    ),
    (
        NoticeKind::RegistrationWithdrawn,
        "Registration cancelled",
        "the delegate",
        "they give their place back",
    ),
    (
        NoticeKind::EventChanged,
        "Event changed",
        "everybody with a booking or a registration",
        "its date, venue or title changes, or it is postponed",
    ),
    (
        NoticeKind::EventCancelled,
        "Event called off",
        "everybody with a booking or a registration",
        "it is called off",
    ),
    (
        NoticeKind::EventReinstated,
        "Event takes place after all",
        "everybody who had a booking or a registration",
        "it is reinstated",
    ),
    (
        NoticeKind::PresenterInvited,
        "Invitation to present",
        "whoever was named as the presenter of a booking by its contact",
        "they are named, or the claim to the company is confirmed",
    ),
    (
        NoticeKind::PresenterChanged,
        "What you present changed",
        "the presenter of a booking, where that is not its contact",
        "its time, stage or pitch changes, or the event",
    ),
    (
        NoticeKind::PresenterReleased,
        "You do not present any more",
        "whoever was the presenter of a booking",
        "another presents it, or it is cancelled, by whomever",
    ),
    (
        NoticeKind::PresenterDeclined,
        "Your presenter declined",
        "the contact of the booking",
        "the calendar of whoever was to present it declines",
    ),
    (
        NoticeKind::AgendaAdded,
        "Session in your agenda",
        "whoever wants letters of their agenda",
        "they choose a session of the programme, or to have these letters",
    ),
    (
        NoticeKind::AgendaChanged,
        "Session in your agenda changed",
        "whoever wants letters of their agenda",
        "a release moves the session, or the event changes",
    ),
    (
        NoticeKind::AgendaRemoved,
        "Session out of your agenda",
        "whoever wants letters of their agenda",
        "it is taken out of the agenda or the programme, or the event is called off; or they want these letters no more",
    ),
    (
        NoticeKind::LettersFailed,
        "Letters could not be delivered",
        "owners and editors of the event",
        "letters about it were given up; once a day at most",
    ),
    (
        NoticeKind::ProposalCode,
        "Code to confirm a proposal",
        "whoever proposes without being signed in",
        "they send the form",
    ),
    (
        NoticeKind::ProposalWithdrawn,
        "An accepted proposal was taken back",
        "those who decide about proposals",
        "its company takes it back",
    ),
    (
        NoticeKind::EntryDeclined,
        "You declined the entry: cancel?",
        "whoever declined it in their calendar",
        "their calendar answers so; nothing is cancelled by itself",
    ),
    (
        NoticeKind::EntryDelegated,
        "Somebody else is to come",
        "those who look after the event",
        "a calendar answers that its owner sends somebody else",
    ),
    (
        NoticeKind::TimeProposed,
        "Another time is proposed",
        "those who look after the event",
        "a calendar answers with another time",
    ),
    (
        NoticeKind::OrganiserMessage,
        "Message of the organisers",
        "whom the organisers chose of those who take part",
        "they send it, or the time comes that they set",
    ),
    (
        NoticeKind::MessageTried,
        "Test of a message",
        "the organiser who asks for it",
        "they ask for it",
    ),
    (
        NoticeKind::WordingTried,
        "Test of an event’s own wording",
        "the organiser who asks for it",
        "they ask for it; it is the letter whose wording they try",
    ),
    (
        NoticeKind::ReminderWeek,
        "Reminder: in a week",
        "everybody who takes part, one letter a person",
        "seven days before the event, at 9am there, unless its organisers choose otherwise",
    ),
    (
        NoticeKind::ReminderDay,
        "Reminder: tomorrow",
        "everybody who takes part, one letter a person",
        "the day before, at 9am there, unless its organisers choose otherwise",
    ),
    (
        NoticeKind::ReminderMorning,
        "Reminder: today",
        "everybody who takes part, one letter a person",
        "on the day at 7am there, if its organisers choose so",
    ),
    (
        NoticeKind::SlidesDueSoon,
        "Slides are due in three days",
        "contacts and presenters of bookings without slides, one letter a person",
        "three days before the deadline, at 9am there, unless its organisers choose otherwise",
    ),
    (
        NoticeKind::SlidesDueTomorrow,
        "Slides are due tomorrow",
        "contacts and presenters of bookings without slides, one letter a person",
        "the day before the deadline, at 9am there, unless its organisers choose otherwise",
    ),
    (
        NoticeKind::CallClosesSoon,
        "The call closes in three days",
        "whoever has a draft that they have not sent",
        "three days before it closes, at 9am there, unless its organisers choose otherwise",
    ),
    (
        NoticeKind::CallClosesTomorrow,
        "The call closes tomorrow",
        "whoever has a draft that they have not sent",
        "the day before it closes, at 9am there, unless its organisers choose otherwise",
    ),
    (
        NoticeKind::PlaceToConfirm,
        "A slot still waits to be confirmed",
        "the contact of the proposal",
        "the day before it passes on, at 9am there, unless its organisers choose otherwise or it was given less than a day before",
    ),
    (
        NoticeKind::BookingDigest,
        "Bookings since yesterday",
        "those who look after bookings, one letter for all their events, unless they switch it off (optional letter)",
        "at 8am in London, if anything happened since the last one",
    ),
    (
        NoticeKind::FeedbackRequest,
        "How was the day?",
        "whoever took part and agreed to be asked (optional letter)",
        "the morning after the event's last day, at 9am there",
    ),
    (
        NoticeKind::ReportReady,
        "After the day",
        "those who look after the event's bookings",
        "the morning after the event's last day, at 9am there",
    ),
    (
        NoticeKind::FeedbackReady,
        "What people say of the day",
        "those who look after the event's bookings",
        "three days later, at 9am there, if anybody answered",
    ),
    (
        NoticeKind::NewsConfirm,
        "News: are you sure?",
        "the address that was typed",
        "somebody asks for news of market days without being signed in",
    ),
    (
        NoticeKind::NewsEvent,
        "News: a new market day",
        "whoever agreed to news of its region or of one of its themes, at once",
        "an event is published for the first time; not sent if it is called off before",
    ),
    (
        NoticeKind::NewsWeek,
        "News: the new market days of a week",
        "whoever agreed to news of their regions or themes, weekly",
        "on Monday at 8am in London, if an event was published for the first time in the last seven days and is still to come",
    ),
    (
        NoticeKind::OrganiserAdded,
        "You are an organiser",
        "the organiser",
        "the operator adds them",
    ),
    (
        NoticeKind::Nominated,
        "You are asked to join",
        "the address that was named",
        "somebody names them for a team or an organisation",
    ),
    (
        NoticeKind::AddressChanged,
        "Address changed",
        "the new address",
        "the change is confirmed",
    ),
    (
        NoticeKind::AddressLeft,
        "Address left, with the way back",
        "the old address",
        "the change is confirmed",
    ),
    (
        NoticeKind::PasskeyAdded,
        "Passkey added",
        "its owner",
        "it is added",
    ),
    (
        NoticeKind::PasskeyRemoved,
        "Passkey removed",
        "its owner",
        "it is removed",
    ),
    (
        NoticeKind::ProviderLinked,
        "Provider added",
        "the person",
        "they can sign in by it",
    ),
    (
        NoticeKind::ProviderUnlinked,
        "Provider removed",
        "the person",
        "they cannot any more",
    ),
    (
        NoticeKind::PersonErased,
        "You were erased",
        "the person, as the last letter",
        "their data was erased",
    ),
    (
        NoticeKind::ComplaintReceived,
        "Complaint received",
        "whoever complained",
        "we have it",
    ),
    (
        NoticeKind::ComplaintFiled,
        "A complaint to answer",
        "owners of the event, or administrators",
        "somebody complains about personal data",
    ),
    (
        NoticeKind::ComplaintAnswered,
        "Complaint answered",
        "whoever complained",
        "it was answered",
    ),
];

impl NoticeKind {
    /// What it is.
    ///
    /// # Panics
    ///
    /// Never: a test finds a kind without a row.
    pub fn about(self) -> About {
        let row = ROWS.iter().find(|(kind, ..)| *kind == self);
        let (_, title, whom, when) = row.expect("every kind has a row");
        About {
            title,
            whom,
            when,
            folder: self.folder(),
        }
    }

    const fn folder(self) -> &'static str {
        match self {
            Self::BookingCode
            | Self::ProposalCode
            | Self::RegistrationCode
            | Self::NewAddressCode => "confirm-code",
            Self::OrganiserMessage | Self::MessageTried => "message",
            // Whichever letter is tried: this one stands for them all.
            Self::WordingTried => "booking-confirmed",
            Self::PasskeyAdded | Self::PasskeyRemoved => "passkey-changed",
            Self::ReminderWeek | Self::ReminderDay | Self::ReminderMorning => "reminder",
            Self::SlidesDueSoon | Self::SlidesDueTomorrow => "slides-due",
            Self::CallClosesSoon | Self::CallClosesTomorrow => "call-closes",
            other => other.as_str(),
        }
    }
}

impl Urgency {
    /// How soon that is, in words.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Code => "at once, before all others",
            Self::Answer => "at once",
            Self::Change => "after a minute in which it can be taken back",
            Self::Many => "after all others",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_notice_has_one_row() {
        let mut listed: Vec<NoticeKind> = ROWS.iter().map(|(kind, ..)| *kind).collect();
        listed.sort_unstable();
        let mut all = NoticeKind::ALL.to_vec();
        all.sort_unstable();
        assert_eq!(listed, all);
    }
}
