//! Letters: the emails that Marketday sends, one folder of templates and one context struct each.
//!
//! To add one more: make `templates/mail/<kind>/` with `subject.txt`, `body.txt` and `body.html`, give it a struct here
//! that implements [`Letter`], and list it in [`samples`]. Both bodies extend `mail/layout`, hold the same links, each
//! link alone on its line in the plain text, and say who sent the letter, and why, at the foot.

mod account;
mod agenda;
mod bookings;
mod closing;
mod complaints;
mod compose;
mod digest;
mod events;
mod facts;
mod late;
mod message;
mod news;
mod nudges;
mod operating;
mod presenters;
mod proposals;
mod registrations;
mod reminders;
mod replies;
mod samples;
mod swaps;
mod waiting;
mod wording;

pub use account::{
    AddressChanged, AddressLeft, ConfirmCode, Nominated, OrganiserAdded, PasskeyChanged,
    PersonErased, ProviderLinked, ProviderUnlinked, SignInCode,
};
pub use agenda::{AgendaAdded, AgendaChanged, AgendaRemoved, OutOfAgenda, SessionFacts};
pub use bookings::{
    BookingCancelled, BookingChanged, BookingConfirmed, BookingHandedOver, CancelledBy,
    ClaimWaiting, SlotFreed,
};
pub use closing::{FeedbackCount, FeedbackReady, FeedbackRequest, ReportReady};
pub use complaints::{ComplaintAnswered, ComplaintFiled, ComplaintReceived};
pub use compose::{ComposedLetter, Letter};
pub use digest::{BookingDigest, DigestBooking, DigestEvent};
pub use events::{Audience, EventCancelled, EventChanged, EventPostponed, EventReinstated};
pub use facts::{BookingFacts, Change, Contact, EventFacts, Foot};
pub use late::{LateCancellationAsked, LateCancellationRefused, NoShowNoted, NoShowTakenBack};
pub use message::OrganiserMessage;
pub use news::{NewsConfirm, NewsDay, NewsEvent, NewsWeekly};
pub use nudges::{CallCloses, PitchWithoutSlides, PlaceToConfirm, SlidesDue};
pub use operating::{FailedLetter, LettersFailed, TestLetter};
pub use presenters::{
    NotPresenting, PresenterChanged, PresenterDeclined, PresenterInvited, PresenterReleased,
};
pub use proposals::{
    ProposalAccepted, ProposalClaimed, ProposalDeclined, ProposalFacts, ProposalLapsed,
    ProposalPlaced, ProposalReceived, ProposalWithdrawn,
};
pub use registrations::{RegistrationConfirmed, RegistrationWithdrawn};
pub use reminders::DayReminder;
pub use replies::{EntryDeclined, EntryDelegated, EntryFacts, TimeProposed};
pub use samples::samples;
pub use swaps::{SwapAsked, SwapDeclined};
pub use waiting::{OfferLapsed, SlotOffered, WaitingEnded, WaitingFacts, WaitingJoined};
pub use wording::{EventLetter, LetterPreview, Parts};

#[cfg(test)]
mod tests;
