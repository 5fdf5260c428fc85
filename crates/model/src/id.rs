//! Identifiers: one newtype a noun, so that a slot's id cannot stand where an event's is meant.

/// Declares id newtypes over a `UUIDv7` (RFC 9562, section 5.7), written in lower-case hyphenated form.
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(uuid::Uuid);

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self { Self(id) }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self { id.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.hyphenated().fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )+};
}

ids! {
    /// A person.
    PersonId,
    /// A company, an authority or an organising body.
    OrganisationId,
    /// A person's tie to an organisation.
    MembershipId,
    /// A market information day.
    EventId,
    /// Where an event happens.
    VenueId,
    /// A calendar of others that an organising body imports.
    ImportedCalendarId,
    /// A place at the venue where one thing happens at a time.
    StageId,
    /// An item of the programme.
    SessionId,
    /// A bookable length of time.
    SlotId,
    /// What a company wants to present.
    PitchId,
    /// A pitch in a slot.
    BookingId,
    /// A proposal to swap slots.
    SwapId,
    /// A version of a booking's slides.
    SlidesId,
    /// A request to cancel late.
    LateCancellationId,
    /// A delegate's place.
    RegistrationId,
    /// A session in somebody's agenda.
    AgendaItemId,
    /// Something that organisers write to those who take part.
    MessageId,
    /// An event's own wording of a standard letter.
    WordingId,
    /// A request for news by somebody who is not signed in.
    NewsRequestId,
    /// That somebody was told of a new event.
    NewsToldId,
    /// Something that somebody must be told.
    NoticeId,
    /// Being signed in, in one browser.
    SignInId,
    /// A request for an emailed code.
    CodeRequestId,
    /// A seat in the team of an event or of an organising body.
    SeatId,
    /// A change of somebody's email address.
    EmailChangeId,
    /// A passkey that somebody signs in with.
    PasskeyId,
    /// A challenge that a passkey has to answer.
    PasskeyChallengeId,
    /// Somebody named for a seat or a membership.
    NominationId,
    /// A venue that a body keeps.
    KeptVenueId,
    /// A calendar behind a secret address.
    PersonalFeedId,
    /// A company on a waiting list.
    WaitingId,
    /// A series of events.
    SeriesId,
    /// A consent to letters that nobody needs.
    ConsentId,
    /// A document of a company.
    DocumentId,
    /// A complaint about personal data.
    ComplaintId,
    /// An account at a provider that signs somebody in.
    ProviderIdentityId,
    /// A browser that was sent to a provider.
    ProviderAttemptId,
    /// Something that an organiser did with the draft of a programme.
    DraftEditId,
    /// A pitch that a company proposes to an event.
    ProposalId,
    /// Something by which proposals are scored.
    CriterionId,
    /// What one assessor makes of one proposal.
    AssessmentId,
}
