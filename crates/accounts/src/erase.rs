//! Erasing a person: what will happen, and doing it.
//!
//! What they did stays to be counted, under a nobody who takes their place. Their name and address are kept apart in a
//! farewell until their calendar has been told and they have been told; then nothing of them is left.

use crate::erase_proposals;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::{
    Booking, BookingState, Claim, Event, EventId, Instant, Membership, NoticeKind, OrganisationId,
    Person, PersonId, Proposal, Registration, RegistrationState, Role, Surroundings,
};
use marketday_places::{PlaceDraws, free_booking, free_registration, leave_lists_of, occupy};
use marketday_store::audit::Change;
use marketday_store::bookings::BookingFilter;
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, audit, bookings, complaints, erasure, events, memberships,
    notices, organisations, people, presenter_ticks, registrations, releases, revisions,
};
use std::collections::HashMap;

/// Why somebody is not erased. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EraseRefused {
    /// There is no such person (any more).
    #[error("There is no such person")]
    NoSuchPerson,
    /// They are the last owner of an organisation with other members: they must make one of those an owner first.
    #[error("You are the last owner of an organisation that has other members")]
    LastOwner(Vec<OrganisationId>),
    /// The database failed.
    #[error("erasing failed")]
    Store(#[from] StoreError),
}

/// What an erasure does, before it is done.
#[derive(Debug, Clone, Default)]
pub struct Foreseen {
    /// Bookings still to come that are cancelled.
    pub cancelled: Vec<Booking>,
    /// Bookings still to come that a colleague takes over, and who.
    pub handed_over: Vec<(Booking, Person)>,
    /// Bookings that somebody else made and that they were to present.
    pub presented: Vec<Booking>,
    /// Proposals that are still to come to something, each with the colleague who takes it over; without one it is
    /// withdrawn.
    pub proposals: Vec<(Proposal, Option<Person>)>,
    /// Registrations still to come that are withdrawn.
    pub withdrawn: Vec<Registration>,
    /// How many bookings and registrations stay, counted, without them.
    pub counted: usize,
    /// Organisations that are left without an owner, since they have no other member.
    pub ownerless: Vec<OrganisationId>,
    /// Organisations that must have another owner first.
    pub to_hand_over: Vec<OrganisationId>,
    /// How many of their complaints wait for an outcome, which they could not be told any more.
    pub open_complaints: i64,
}

/// What an erasure of this person would do now. The same number of queries, however much there is.
pub fn foresee_erasure(
    rx: &mut Rx<'_>,
    person: PersonId,
    now: Instant,
) -> Result<Foreseen, StoreError> {
    let all = Involved::read(rx, person)?;
    let mut foreseen = Foreseen::default();
    for booking in all.made {
        if booking.state != BookingState::Confirmed || !is_ahead(&all.events, booking.event, now) {
            foreseen.counted += 1;
        } else if let Some(heir) = heir(&all.members, &all.heirs, &booking, person) {
            foreseen.handed_over.push((booking, heir.clone()));
        } else {
            foreseen.cancelled.push(booking);
        }
    }
    for booking in all.presented {
        if is_ahead(&all.events, booking.event, now) {
            foreseen.presented.push(booking);
        } else {
            foreseen.counted += 1;
        }
    }
    for registration in all.registrations {
        let is_live = registration.state == RegistrationState::Confirmed;
        if is_live && is_ahead(&all.events, registration.event, now) {
            foreseen.withdrawn.push(registration);
        } else {
            foreseen.counted += 1;
        }
    }
    for organisation in all.owned {
        let mut others = all
            .members
            .iter()
            .filter(|tie| tie.organisation == organisation && tie.person != person);
        match (others.clone().next(), others.any(|o| o.role == Role::Owner)) {
            (None, _) => foreseen.ownerless.push(organisation),
            (Some(_), false) => foreseen.to_hand_over.push(organisation),
            (Some(_), true) => {}
        }
    }
    foreseen.proposals = erase_proposals::foresee(rx, person, now)?;
    if let Some(person) = people::find(rx, person)? {
        foreseen.open_complaints = complaints::count_open_of(rx, &person.email)?;
    }
    Ok(foreseen)
}

/// Everything that a person has a part in.
struct Involved {
    made: Vec<Booking>,
    presented: Vec<Booking>,
    registrations: Vec<Registration>,
    events: HashMap<EventId, Event>,
    /// The organisations that they own.
    owned: Vec<OrganisationId>,
    /// The active members of those, and of the companies that they booked for; oldest first.
    members: Vec<Membership>,
    heirs: HashMap<PersonId, Person>,
}

impl Involved {
    fn read(rx: &mut Rx<'_>, person: PersonId) -> Result<Self, StoreError> {
        let made = BookingFilter {
            contact: Some(person),
            cancelled: true,
            ..BookingFilter::default()
        };
        let presented = BookingFilter {
            presenter: Some(person),
            ..BookingFilter::default()
        };
        let made = bookings::list(rx, &made)?;
        let presented = bookings::list(rx, &presented)?;
        let registrations = registrations::list_of_person(rx, person)?;
        let booked = made.iter().chain(&presented).map(|booking| booking.event);
        let ids: Vec<EventId> = booked
            .chain(registrations.iter().map(|r| r.event))
            .collect();
        let events = events::list_by_ids(rx, &ids)?;
        let owned: Vec<OrganisationId> = memberships::list_of_person(rx, person)?
            .iter()
            .filter(|tie| tie.is_active() && tie.role == Role::Owner)
            .map(|tie| tie.organisation)
            .collect();
        let companies = made.iter().map(|booking| booking.company);
        let organisations: Vec<_> = companies.chain(owned.iter().copied()).collect();
        let members = memberships::list_active_members_of(rx, &organisations)?;
        let ids: Vec<PersonId> = members.iter().map(|tie| tie.person).collect();
        let heirs = people::list(rx, &ids)?;
        Ok(Self {
            made,
            presented,
            registrations,
            events: events.into_iter().map(|event| (event.id, event)).collect(),
            owned,
            members,
            heirs: heirs.into_iter().map(|heir| (heir.id, heir)).collect(),
        })
    }
}

pub(crate) fn is_ahead(events: &HashMap<EventId, Event>, id: EventId, now: Instant) -> bool {
    events.get(&id).is_some_and(|event| !event.is_over(now))
}

/// The colleague who takes a booking over: the oldest other active member of its company.
fn heir<'a>(
    members: &[Membership],
    people: &'a HashMap<PersonId, Person>,
    booking: &Booking,
    person: PersonId,
) -> Option<&'a Person> {
    if booking.claim != Claim::Settled {
        return None;
    }
    let other = members
        .iter()
        .find(|tie| tie.organisation == booking.company && tie.person != person)?;
    people.get(&other.person)
}

/// What is drawn before the transaction.
#[derive(Clone)]
struct Draws {
    now: Instant,
    nobody: PersonId,
    note: Note,
    ids: Vec<uuid::Uuid>,
    /// For slots that waited for their proposals and pass on.
    places: Vec<PlaceDraws>,
}

impl Draws {
    fn new(surroundings: &Surroundings, steps: usize) -> Self {
        Self {
            now: surroundings.now(),
            nobody: surroundings.id(),
            note: Note::new(surroundings, None),
            ids: (0..steps * (ORGANISERS + 2) + 2)
                .map(|_| surroundings.id())
                .collect(),
            places: (0..steps)
                .map(|_| PlaceDraws::new(surroundings, None))
                .collect(),
        }
    }
}

/// Erases a person, and has their calendar and themselves told. Whether it is they who ask, and that they have just
/// shown it, the caller sees to.
pub fn erase(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
) -> Result<(), EraseRefused> {
    erase_with(store, surroundings, person, true)
}

/// Erases somebody who has not been here for long: nobody is told.
pub(crate) fn forget_person(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
) -> Result<(), EraseRefused> {
    erase_with(store, surroundings, person, false)
}

fn erase_with(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    is_told: bool,
) -> Result<(), EraseRefused> {
    // As many ids as there is to do now, and some more: what is booked meanwhile needs its own.
    let now = surroundings.now();
    let foreseen = store.read(|rx| foresee_erasure(rx, person, now))?;
    let steps = foreseen.cancelled.len()
        + foreseen.handed_over.len()
        + foreseen.presented.len()
        + foreseen.proposals.len()
        + foreseen.withdrawn.len();
    let draws = Draws::new(surroundings, steps + 16);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let found = erasure::lock(tx, person)?.ok_or(EraseRefused::NoSuchPerson)?;
        if found.email.domain() == ERASED_DOMAIN {
            return Err(EraseRefused::NoSuchPerson);
        }
        lock_owned(tx, person)?;
        let foreseen = foresee_erasure(tx, person, draws.now)?;
        if is_told && !foreseen.to_hand_over.is_empty() {
            return Err(EraseRefused::LastOwner(foreseen.to_hand_over));
        }
        let mut ids = draws.ids.iter().copied();
        let mut next = || {
            ids.next()
                .ok_or(StoreError::Conflict("much was booked".into()))
        };
        erasure::insert_nobody(tx, draws.nobody, draws.now)?;
        erasure::drop_notices(tx, person)?;
        let mut letters = give_up(tx, &foreseen, &found, draws.now, &mut next)?;
        let all = (draws.now, &mut next);
        erase_proposals::give_up(tx, &foreseen.proposals, person, &draws.places, all)?;
        leave_lists_of(tx, &surroundings, person, draws.now)?;
        erasure::delete_details(tx, &found)?;
        erasure::move_to_nobody(tx, &found, draws.nobody)?;
        replace_contact(tx, &found)?;
        erasure::delete_person(tx, &found)?;
        if is_told {
            erasure::insert_farewell(tx, draws.nobody, &found, draws.now)?;
            letters.push((NoticeKind::PersonErased, Subject::Person(draws.nobody), 0));
            for (kind, subject, version) in letters {
                let notice = NewNotice {
                    id: next()?.into(),
                    kind,
                    recipient: Recipient::Person(draws.nobody),
                    subject,
                    version,
                };
                notices::enqueue(tx, &notice, draws.now)?;
            }
        }
        let note = if is_told {
            draws.note.by(person)
        } else {
            draws.note
        };
        let subject = Subject::Person(draws.nobody);
        note.write(tx, "person.erase", subject, String::new())?;
        erasure::forget_networks(tx, person)?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

/// Keeps out whoever else decides about who owns what this person owns. In order, so that two who are erased at once do
/// not wait for each other.
fn lock_owned(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    let ties = memberships::list_of_person(tx, person)?;
    let owned = ties.into_iter().filter(|tie| tie.role == Role::Owner);
    let mut owned: Vec<OrganisationId> = owned.map(|tie| tie.organisation).collect();
    owned.sort();
    owned
        .into_iter()
        .try_for_each(|id| organisations::lock(tx, id))
}

type Letter = (NoticeKind, Subject, u32);

/// Gives up what is still to come, tells those who stay, and says what the person is to be told.
fn give_up(
    tx: &mut Tx<'_>,
    foreseen: &Foreseen,
    person: &Person,
    now: Instant,
    next: &mut impl FnMut() -> Result<uuid::Uuid, StoreError>,
) -> Result<Vec<Letter>, StoreError> {
    let mut letters = Vec::new();
    for (booking, heir) in &foreseen.handed_over {
        events::lock_shared(tx, booking.event)?;
        bookings::lock(tx, booking.id)?;
        let Some(booking) = bookings::find(tx, booking.id)?
            .filter(|booking| booking.state == BookingState::Confirmed)
        else {
            continue;
        };
        if erasure::find_presenter(tx, booking.id)? == Some(person.id) {
            present(tx, &booking, person, heir)?;
        }
        erasure::update_contact(tx, booking.id, heir.id)?;
        tell(tx, &booking, heir, now, next)?;
        letters.push((
            NoticeKind::BookingHandedOver,
            Subject::Booking(booking.id),
            booking.sequence + 1,
        ));
    }
    for booking in &foreseen.presented {
        events::lock_shared(tx, booking.event)?;
        bookings::lock(tx, booking.id)?;
        let (Some(booking), Some(contact)) = (
            bookings::find(tx, booking.id)?,
            people::find(tx, booking.contact)?,
        ) else {
            continue;
        };
        present(tx, &booking, person, &contact)?;
        let change = Change {
            version: booking.sequence + 1,
            what: "Presenter".into(),
            before: String::new(),
            after: contact.name.clone(),
        };
        audit::insert_change(tx, next()?, Subject::Booking(booking.id), &change, now)?;
        tell(tx, &booking, &contact, now, next)?;
    }
    for booking in &foreseen.cancelled {
        events::lock_shared(tx, booking.event)?;
        bookings::lock(tx, booking.id)?;
        let current = bookings::find(tx, booking.id)?;
        if let Some(booking) = current
            && free_booking(tx, &booking, None, now)?
        {
            letters.push((
                NoticeKind::BookingCancelled,
                Subject::Booking(booking.id),
                booking.sequence + 1,
            ));
            tell_organisers(tx, &booking, person, now, next)?;
        }
    }
    for registration in &foreseen.withdrawn {
        events::lock_shared(tx, registration.event)?;
        let current = registrations::find(tx, registration.id)?;
        if let Some(registration) = current
            && free_registration(tx, &registration, now)?
        {
            letters.push((
                NoticeKind::RegistrationWithdrawn,
                Subject::Registration(registration.id),
                registration.sequence + 1,
            ));
        }
    }
    Ok(letters)
}

/// Puts `stand_in` on the stage of a booking in the place of `person`. Whether they can be there is theirs to settle.
fn present(
    tx: &mut Tx<'_>,
    booking: &Booking,
    person: &Person,
    stand_in: &Person,
) -> Result<(), StoreError> {
    debug_assert_ne!(person.id, stand_in.id);
    bookings::update_presenter(tx, booking.id, stand_in.id, &stand_in.name, None)?;
    presenter_ticks::delete(tx, booking.id)?;
    if let Some(slot) = releases::find_slot(tx, booking.slot)? {
        occupy(tx, stand_in.id, booking.id, &slot.slot.times)?;
    }
    Ok(())
}

/// Raises the SEQUENCE of a booking and tells its contact.
fn tell(
    tx: &mut Tx<'_>,
    booking: &Booking,
    contact: &Person,
    now: Instant,
    next: &mut impl FnMut() -> Result<uuid::Uuid, StoreError>,
) -> Result<(), StoreError> {
    bookings::touch(tx, booking.id, booking.sequence, now)?;
    let notice = NewNotice {
        id: next()?.into(),
        kind: NoticeKind::BookingChanged,
        recipient: Recipient::Person(contact.id),
        subject: Subject::Booking(booking.id),
        version: booking.sequence + 1,
    };
    notices::enqueue(tx, &notice, now)
}

/// How many owners of an organising body are told of a freed slot, at most.
const ORGANISERS: usize = 5;

/// Tells the owners of the organising body that a slot is free again.
fn tell_organisers(
    tx: &mut Tx<'_>,
    booking: &Booking,
    person: &Person,
    now: Instant,
    next: &mut impl FnMut() -> Result<uuid::Uuid, StoreError>,
) -> Result<(), StoreError> {
    let Some(event) = events::find(tx, booking.event)? else {
        return Ok(());
    };
    let members = memberships::list_active_members(tx, event.organiser)?;
    let owners = members
        .into_iter()
        .filter(|tie| tie.role == Role::Owner && tie.person != person.id);
    for owner in owners.take(ORGANISERS) {
        let notice = NewNotice {
            id: next()?.into(),
            kind: NoticeKind::SlotFreed,
            recipient: Recipient::Person(owner.person),
            subject: Subject::Booking(booking.id),
            version: booking.sequence + 1,
        };
        notices::enqueue(tx, &notice, now)?;
    }
    Ok(())
}

/// Gives the events whose contact they were that of another member of the organising body.
fn replace_contact(tx: &mut Tx<'_>, person: &Person) -> Result<(), StoreError> {
    for body in erasure::list_contact_of(tx, &person.email)? {
        let members = memberships::list_active_members(tx, body)?;
        let other = members.into_iter().find(|tie| tie.person != person.id);
        let other = other.map_or(Ok(None), |tie| people::find(tx, tie.person))?;
        let with = other.map_or_else(
            || format!("nobody@{ERASED_DOMAIN}"),
            |other| other.email.to_string(),
        );
        erasure::replace_contact(tx, body, &person.email, &with)?;
    }
    Ok(())
}
