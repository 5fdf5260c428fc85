//! The one invented event that every sample letter is about, and the list of all letters.

use super::{
    AddressChanged, AddressLeft, AgendaAdded, AgendaChanged, AgendaRemoved, BookingCancelled,
    BookingChanged, BookingConfirmed, BookingDigest, BookingFacts, BookingHandedOver, CallCloses,
    ClaimWaiting, ComplaintAnswered, ComplaintFiled, ComplaintReceived, ComposedLetter,
    ConfirmCode, Contact, DayReminder, EntryDeclined, EntryDelegated, EventCancelled, EventChanged,
    EventFacts, EventPostponed, EventReinstated, FeedbackReady, FeedbackRequest, Foot,
    LateCancellationAsked, LateCancellationRefused, Letter, LettersFailed, NewsConfirm, NewsEvent,
    NewsWeekly, NoShowNoted, NoShowTakenBack, Nominated, OfferLapsed, OrganiserAdded,
    OrganiserMessage, PasskeyChanged, PersonErased, PlaceToConfirm, PresenterChanged,
    PresenterDeclined, PresenterInvited, PresenterReleased, ProposalAccepted, ProposalClaimed,
    ProposalDeclined, ProposalLapsed, ProposalPlaced, ProposalReceived, ProposalWithdrawn,
    ProviderLinked, ProviderUnlinked, RegistrationConfirmed, RegistrationWithdrawn, ReportReady,
    SignInCode, SlidesDue, SlotFreed, SlotOffered, SwapAsked, SwapDeclined, TestLetter,
    TimeProposed, WaitingEnded, WaitingJoined,
};
use crate::engine::{Engine, RenderError};

/// Every letter composed from its sample, with its folder, in the order of a reader's first day.
pub fn samples(engine: &Engine) -> Result<Vec<(&'static str, ComposedLetter)>, RenderError> {
    Ok(vec![
        one::<SignInCode>(engine)?,
        one::<ConfirmCode>(engine)?,
        one::<BookingConfirmed>(engine)?,
        one::<BookingChanged>(engine)?,
        one::<BookingCancelled>(engine)?,
        one::<RegistrationConfirmed>(engine)?,
        one::<RegistrationWithdrawn>(engine)?,
        one::<PresenterInvited>(engine)?,
        one::<PresenterChanged>(engine)?,
        one::<PresenterReleased>(engine)?,
        one::<PresenterDeclined>(engine)?,
        one::<AgendaAdded>(engine)?,
        one::<AgendaChanged>(engine)?,
        one::<AgendaRemoved>(engine)?,
        one::<EventChanged>(engine)?,
        one::<EventCancelled>(engine)?,
        one::<EventPostponed>(engine)?,
        one::<EventReinstated>(engine)?,
        one::<OrganiserAdded>(engine)?,
        one::<ProviderLinked>(engine)?,
        one::<ProviderUnlinked>(engine)?,
        one::<LateCancellationAsked>(engine)?,
        one::<LateCancellationRefused>(engine)?,
        one::<NoShowNoted>(engine)?,
        one::<NoShowTakenBack>(engine)?,
        one::<EntryDeclined>(engine)?,
        one::<TimeProposed>(engine)?,
        one::<EntryDelegated>(engine)?,
        one::<SwapAsked>(engine)?,
        one::<SwapDeclined>(engine)?,
        one::<BookingHandedOver>(engine)?,
        one::<SlotFreed>(engine)?,
        one::<ClaimWaiting>(engine)?,
        one::<WaitingJoined>(engine)?,
        one::<SlotOffered>(engine)?,
        one::<OfferLapsed>(engine)?,
        one::<WaitingEnded>(engine)?,
        one::<AddressChanged>(engine)?,
        one::<AddressLeft>(engine)?,
        one::<PersonErased>(engine)?,
        one::<PasskeyChanged>(engine)?,
        one::<Nominated>(engine)?,
        one::<ComplaintReceived>(engine)?,
        one::<ComplaintFiled>(engine)?,
        one::<ComplaintAnswered>(engine)?,
        one::<ProposalReceived>(engine)?,
        one::<ProposalClaimed>(engine)?,
        one::<ProposalAccepted>(engine)?,
        one::<ProposalPlaced>(engine)?,
        one::<ProposalDeclined>(engine)?,
        one::<ProposalLapsed>(engine)?,
        one::<ProposalWithdrawn>(engine)?,
        one::<OrganiserMessage>(engine)?,
        one::<DayReminder>(engine)?,
        one::<SlidesDue>(engine)?,
        one::<CallCloses>(engine)?,
        one::<PlaceToConfirm>(engine)?,
        one::<FeedbackRequest>(engine)?,
        one::<ReportReady>(engine)?,
        one::<FeedbackReady>(engine)?,
        one::<BookingDigest>(engine)?,
        one::<NewsConfirm>(engine)?,
        one::<NewsEvent>(engine)?,
        one::<NewsWeekly>(engine)?,
        one::<LettersFailed>(engine)?,
        one::<TestLetter>(engine)?,
    ])
}

/// Where invented letters lead.
pub(super) const SAMPLE_HOME: &str = "https://marketday.example/";

/// The page of the invented event.
pub(super) const SAMPLE_EVENT_LINK: &str =
    "https://marketday.example/events/northern-care-technology-day";

fn one<L: Letter>(engine: &Engine) -> Result<(&'static str, ComposedLetter), RenderError> {
    Ok((L::FOLDER, engine.letter(&L::sample())?))
}

/// The foot of a letter of the operator to an address of which it is not known whose it is.
pub(super) fn stranger_foot() -> Foot {
    Foot {
        letters_link: None,
        ..operator_foot()
    }
}

fn letters_link() -> String {
    let token = "0199a1f27c1e7d7a9f532f0c6a1b4e110123456789abcdef0123456789abcdef";
    format!("https://marketday.example/letters/{token}")
}

pub(super) fn operator_foot() -> Foot {
    Foot {
        letters_link: Some(letters_link()),
        home_link: SAMPLE_HOME.into(),
        contact: Contact {
            name: "the Marketday team".into(),
            email: "help@marketday.example".into(),
        },
    }
}

pub(super) fn organiser_foot() -> Foot {
    Foot {
        letters_link: Some(letters_link()),
        home_link: SAMPLE_HOME.into(),
        contact: Contact {
            name: "Trade North".into(),
            email: "events@tradenorth.example".into(),
        },
    }
}

pub(super) fn event_facts() -> EventFacts {
    EventFacts {
        title: "Northern Care Technology Day".into(),
        when_text: "Thursday 15 October 2026, 9:30am to 4:30pm".into(),
        venue: "The Piece Hall".into(),
        address: "Blackledge, Halifax HX1 1RE".into(),
        access: Some("Step-free from Horton Street. Hearing loops on both stages.".into()),
        link: SAMPLE_EVENT_LINK.into(),
    }
}

pub(super) fn booking_facts() -> BookingFacts {
    BookingFacts {
        pitch_title: "Fewer falls at home with a quiet sensor".into(),
        company: "Steadfoot & Daughters Ltd".into(),
        presenter: Some("Grace Okafor".into()),
        when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
        stage: "Main Hall".into(),
        pitch_minutes: 7,
        questions_minutes: 5,
        link: "https://marketday.example/bookings/0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11".into(),
    }
}
