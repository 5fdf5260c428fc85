//! The words and rules of the domain, without any input or output.
//!
//! A file a noun. Everything here is a plain value or a pure function: ids, instants, time ranges, states with
//! their transitions, permissions, and the text that people type. To add a noun, add a file, give its states
//! `FromStr` and `Display` (the store keeps them as text), and name it as `docs/concepts.md` does.

pub mod agenda;
pub mod authority;
pub mod bank_holiday;
pub mod booking;
pub mod booking_rules;
pub mod calendar_reply;
pub mod call;
pub mod clock;
pub mod closing;
pub mod code;
pub mod complaint;
pub mod consent;
pub mod days;
pub mod device;
pub mod digest;
pub mod draft_edit;
pub mod duplicates;
pub mod email;
pub mod event;
pub mod feedback;
pub mod id;
pub mod imported_calendar;
pub mod kept_venue;
pub mod late_cancellation;
pub mod message;
pub mod network;
pub mod news;
pub mod no_show;
pub mod nomination;
pub mod notice;
pub mod nudge;
pub mod opening;
pub mod organisation;
pub mod pace;
pub mod passkey;
pub mod permission;
pub mod person;
pub mod personal_feed;
pub mod policy;
pub mod privacy;
pub mod profile;
pub mod programme;
pub mod proposal;
pub mod provider;
pub mod quiet;
pub mod randomness;
pub mod ranking;
pub mod region;
pub mod registration;
pub mod reminder;
pub mod series;
pub mod sign_in;
pub mod slides;
pub mod slot;
pub mod slot_pattern;
pub mod spreadsheet;
pub mod suppression;
pub mod swap;
pub mod team;
pub mod text;
pub mod theme;
pub mod time;
pub mod waiting;
mod word;
pub mod wording;

pub use agenda::AgendaItem;
pub use authority::{Authority, AuthorityType, Nation};
pub use booking::{Booking, BookingState, Claim, Pitch};
pub use booking_rules::{BookingRules, HeldBackFor, WaitingOrder};
pub use calendar_reply::{CalendarAnswer, CalendarReply};
pub use call::{Call, Criterion};
pub use clock::{Clock, FrozenClock, SystemClock};
pub use code::SecretKey;
pub use complaint::Complaint;
pub use consent::{Consent, OptionalLetter};
pub use days::Days;
pub use draft_edit::{DraftEdit, EditKind};
pub use email::EmailAddress;
pub use event::{Event, EventState, Venue};
pub use id::{
    AgendaItemId, AssessmentId, BookingId, CodeRequestId, ComplaintId, ConsentId, CriterionId,
    DocumentId, DraftEditId, EmailChangeId, EventId, ImportedCalendarId, KeptVenueId,
    LateCancellationId, MembershipId, MessageId, NewsRequestId, NewsToldId, NominationId, NoticeId,
    OrganisationId, PasskeyChallengeId, PasskeyId, PersonId, PersonalFeedId, PitchId, ProposalId,
    ProviderAttemptId, ProviderIdentityId, RegistrationId, SeatId, SeriesId, SessionId, SignInId,
    SlidesId, SlotId, StageId, SwapId, VenueId, WaitingId, WordingId,
};
pub use imported_calendar::{ImportProblem, ImportedCalendar, ImportedEntry};
pub use kept_venue::{Facilities, Facility, KeptStage, KeptVenue, OpeningHours, Provision};
pub use late_cancellation::{LateCancellation, LateState};
pub use message::{Message, MessageState};
pub use network::NetworkPrefix;
pub use nomination::{Nominated, Nomination};
pub use notice::{Notice, NoticeKind, NoticeState};
pub use opening::Opening;
pub use organisation::{Organisation, OrganisationKind};
pub use pace::{DomainPace, Pace};
pub use passkey::{Passkey, PasskeyPurpose};
pub use person::{Membership, MembershipState, Person, Role};
pub use personal_feed::{PersonalFeed, PersonalFeedKind};
pub use profile::Profile;
pub use programme::{Release, Session, SessionKind, Stage};
pub use proposal::{Assessment, Proposal, ProposalDraft, ProposalState};
pub use provider::{ProviderAttempt, ProviderIdentity, ProviderName};
pub use randomness::Randomness;
pub use region::Region;
pub use registration::{Registration, RegistrationState};
pub use series::Series;
pub use sign_in::{SignInLimits, Way};
pub use slides::{Slides, SlidesKind, SlidesText};
pub use slot::{Slot, SlotMode};
pub use slot_pattern::SlotPattern;
pub use suppression::{Suppression, WhySuppressed};
pub use swap::{Swap, SwapState};
pub use team::{Seat, SeatScope, TeamRole};
pub use text::{Line, Prose, TextError};
pub use theme::Theme;
pub use time::{Instant, TimeRange};
pub use waiting::{Waiting, WaitingState};
pub use wording::{StandardLetter, Wording, Words};

use std::sync::Arc;

/// The two things that a verb may not fetch for itself: what time it is, and chance.
#[derive(Clone)]
pub struct Surroundings {
    clock: Arc<dyn Clock>,
    randomness: Arc<Randomness>,
}

impl Surroundings {
    /// Surroundings with this clock and this source of chance.
    pub fn new(clock: Arc<dyn Clock>, randomness: Randomness) -> Self {
        Self {
            clock,
            randomness: Arc::new(randomness),
        }
    }

    /// The real clock and the operating system's randomness.
    pub fn real() -> Self {
        Self::new(Arc::new(SystemClock), Randomness::system())
    }

    /// The instant, in UTC, cut to microseconds as the databases keep it.
    pub fn now(&self) -> Instant {
        time::to_micros(self.clock.now())
    }

    /// A fresh id, ordered by time.
    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        T::from(self.randomness.uuid(self.now()))
    }

    /// Fresh ids for things that are read in this order, though they are of the same instant.
    pub fn ids_in_order<const N: usize>(&self) -> [uuid::Uuid; N] {
        let mut ids = std::array::from_fn(|_| self.id());
        ids.sort();
        ids
    }

    /// Any number, each as likely as another.
    pub fn chance(&self) -> u16 {
        self.randomness.chance()
    }

    /// 128 random bits as 32 hexadecimal digits.
    pub fn token(&self) -> String {
        self.randomness.token()
    }
}
