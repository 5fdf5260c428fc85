//! Booking a held slot: the path to read first.

use crate::hold::{HoldRefused, bookable};
use marketday_model::booking::Pitch;
use marketday_model::code::CodeCheck;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::organisation::{identity, speaks_for};
use marketday_model::{
    BookingId, BookingState, EmailAddress, Event, Instant, Line, Membership, MembershipId,
    MembershipState, NoticeId, NoticeKind, Organisation, OrganisationId, OrganisationKind, Person,
    PersonId, PitchId, Prose, Role, SlotId, Surroundings, Theme, policy,
};
use marketday_places::{Occupied, free_slots, occupy};
use marketday_store::audit::Altered;
use marketday_store::bookings::Confirmation;
use marketday_store::notices::NewNotice;
use marketday_store::pools::Pool;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{
    Note, Store, StoreError, Tx, bookings, events, holds, memberships, notices, organisations,
    people, pitches, pools, revisions,
};

/// What a pitch says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PitchText {
    /// Its title.
    pub title: Line<120>,
    /// What it is about.
    pub summary: Prose<2000>,
    /// Its themes.
    pub themes: Vec<Theme>,
}

/// Who will be on stage, where it is not the contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presenter {
    /// Their name.
    pub name: Line<120>,
    /// Their address, by which the same person is known at another stage.
    pub email: EmailAddress,
}

/// Everything that the booking form asks.
#[derive(Debug, Clone)]
pub struct BookRequest {
    /// The slot that the browser holds.
    pub slot: SlotId,
    /// The digest of the browser's token.
    pub browser: String,
    /// The company's name.
    pub company: Line<120>,
    /// The known company that whoever books has said it is, whatever they typed.
    pub known_company: Option<OrganisationId>,
    /// Its web address.
    pub website: Option<Line<200>>,
    /// Its Companies House number.
    pub company_number: Option<Line<8>>,
    /// Who books: their address, which the check shows to be theirs.
    pub contact_email: EmailAddress,
    /// Their name.
    pub contact_name: Line<120>,
    /// Their telephone number, for the organiser on the day.
    pub phone: Option<Line<40>>,
    /// Who presents, if it is not the contact.
    pub presenter: Option<Presenter>,
    /// The pitch.
    pub pitch: PitchText,
}

/// How a booking went that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookOutcome {
    /// The slot is theirs; the same answer if the form is sent twice.
    Booked(BookingId),
    /// The typed code was not the right one; the hold stands.
    CodeRefused(CodeCheck),
}

/// Why a slot is not booked. Nothing was changed, and the hold stands where it had not run out.
#[derive(Debug, thiserror::Error)]
pub enum BookRefused {
    /// There is no such slot in the current programme, or booking is closed.
    #[error("This slot cannot be booked")]
    NotBookable(#[source] Box<HoldRefused>),
    /// The hold ran out, or there never was one.
    #[error("The slot was kept for ten minutes, and they are over")]
    HoldRanOut {
        /// Whether the same slot is still free.
        still_free: bool,
        /// The nearest other free slots.
        nearest: Vec<ReleasedSlot>,
    },
    /// The company holds as many live bookings at this event as it may.
    #[error("This company already holds as many slots at this day as it may ({limit})")]
    CompanyLimit {
        /// How many it may hold.
        limit: u32,
    },
    /// The presenter is on another stage at the time.
    #[error("The presenter is already on stage at this time")]
    PresenterBusy,
    /// The database failed.
    #[error("booking the slot failed")]
    Store(#[from] StoreError),
}

/// What is drawn before the transaction.
#[derive(Clone, Copy)]
struct Draws {
    now: Instant,
    contact: PersonId,
    presenter: PersonId,
    company: OrganisationId,
    membership: MembershipId,
    pitch: PitchId,
    notice: NoticeId,
    claim_notices: [NoticeId; policy::CLAIM_LETTERS],
    note: Note,
}

/// Books the slot that the browser holds.
///
/// `check` runs inside the transaction and says whether the contact's address is theirs: for somebody signed in with
/// it, always [`CodeCheck::Right`]; else by the code that they typed.
pub fn book(
    store: &Store,
    surroundings: &Surroundings,
    request: BookRequest,
    check: impl Fn(&mut Tx<'_>, Instant) -> Result<CodeCheck, StoreError> + Send + 'static,
) -> Result<BookOutcome, BookRefused> {
    let draws = Draws {
        now: surroundings.now(),
        contact: surroundings.id(),
        presenter: surroundings.id(),
        company: surroundings.id(),
        membership: surroundings.id(),
        pitch: surroundings.id(),
        notice: surroundings.id(),
        claim_notices: std::array::from_fn(|_| surroundings.id()),
        note: Note::new(surroundings, None),
    };
    store.write(move |tx| {
        events::lock_shared_by_slot(tx, request.slot)?;
        holds::lock(tx, request.slot, &request.browser)?;
        if let Some(booked) = bookings::find_confirmed_from(tx, request.slot, &request.browser)? {
            return Ok(BookOutcome::Booked(booked));
        }
        let (event, slot, booking) = held(tx, &request, draws.now)?;
        match check(tx, draws.now)? {
            CodeCheck::Right => {}
            refused => return Ok(BookOutcome::CodeRefused(refused)),
        }
        let contact = contact(tx, &request, &draws)?;
        let (company, claim_expires_at) = company(tx, &request, &contact, &draws)?;
        if !pools::take(
            tx,
            &Pool::Company(event.id, company.identity.clone()),
            event.company_limit,
        )? {
            return Err(BookRefused::CompanyLimit {
                limit: event.company_limit,
            });
        }
        let presenter = presenter(tx, &request, &contact, &draws)?;
        let pitch = pitch(&request.pitch, draws.pitch, company.id);
        pitches::insert(tx, &pitch, draws.now)?;
        let confirmation = Confirmation {
            booking,
            browser: request.browser.clone(),
            company: company.id,
            company_identity: company.identity,
            claim_expires_at,
            contact: contact.id,
            presenter: presenter.id,
            presenter_name: request
                .presenter
                .as_ref()
                .map_or(&request.contact_name, |p| &p.name)
                .to_string(),
            presenter_email: request.presenter.as_ref().map(|p| p.email.to_string()),
            pitch: pitch.id,
        };
        if !bookings::confirm(tx, &confirmation, draws.now)? {
            return Err(ran_out(tx, &event, &slot, draws.now)?);
        }
        if occupy(tx, presenter.id, booking, &slot.slot.times)? == Occupied::Busy {
            return Err(BookRefused::PresenterBusy);
        }
        tell(tx, booking, contact.id, &pitch, &draws)?;
        if claim_expires_at.is_some() {
            ask_members(tx, booking, company.id, &draws)?;
        }
        Ok(BookOutcome::Booked(booking))
    })
}

/// The event and slot, and the booking that the browser's hold becomes.
fn held(
    tx: &mut Tx<'_>,
    request: &BookRequest,
    now: Instant,
) -> Result<(Event, ReleasedSlot, BookingId), BookRefused> {
    let (event, slot) = bookable(tx, request.slot).map_err(|refused| match refused {
        HoldRefused::Store(error) => BookRefused::Store(error),
        refused => BookRefused::NotBookable(Box::new(refused)),
    })?;
    match holds::find(tx, event.id, &request.browser)? {
        Some(hold) if hold.slot == request.slot && now < hold.expires_at => {
            Ok((event, slot, hold.booking))
        }
        _ => Err(ran_out(tx, &event, &slot, now)?),
    }
}

fn ran_out(
    tx: &mut Tx<'_>,
    event: &Event,
    slot: &ReleasedSlot,
    now: Instant,
) -> Result<BookRefused, StoreError> {
    let free = free_slots(tx, event, now)?;
    Ok(BookRefused::HoldRanOut {
        still_free: free.contains(slot.slot.id),
        nearest: free.nearest(slot.slot.times.starts_at, 3),
    })
}

fn contact(tx: &mut Tx<'_>, request: &BookRequest, draws: &Draws) -> Result<Person, StoreError> {
    let phone = request.phone.as_ref().map(Line::as_str);
    people::find_or_insert(
        tx,
        draws.contact,
        &request.contact_email,
        request.contact_name.as_str(),
        phone,
        draws.now,
    )
}

fn presenter(
    tx: &mut Tx<'_>,
    request: &BookRequest,
    contact: &Person,
    draws: &Draws,
) -> Result<Person, StoreError> {
    match &request.presenter {
        None => Ok(contact.clone()),
        Some(named) => people::find_or_insert(
            tx,
            draws.presenter,
            &named.email,
            named.name.as_str(),
            None,
            draws.now,
        ),
    }
}

/// The company, and until when the contact's claim to it must be confirmed. Whoever names a new company is its owner;
/// naming a known one is a claim, unless its web address speaks for the first who makes it.
fn company(
    tx: &mut Tx<'_>,
    request: &BookRequest,
    contact: &Person,
    draws: &Draws,
) -> Result<(Organisation, Option<Instant>), StoreError> {
    let number = request.company_number.as_ref().map(Line::as_str);
    let new = Organisation {
        id: draws.company,
        kind: OrganisationKind::Company,
        name: request.company.to_string(),
        identity: identity(request.company.as_str(), number),
        website: request.website.as_ref().map(ToString::to_string),
        company_number: number.map(ToOwned::to_owned),
        gss: None,
        region: None,
    };
    let chosen = match request.known_company {
        Some(id) => organisations::find_survivor(tx, id)?,
        None => None,
    };
    let known = match chosen.filter(|chosen| chosen.kind == OrganisationKind::Company) {
        Some(chosen) => chosen,
        None => organisations::find_or_insert(tx, &new, draws.now)?,
    };
    // Whoever changes its profile now would change by what its bookings are counted.
    organisations::lock(tx, known.id)?;
    let company = organisations::find(tx, known.id)?.ok_or(StoreError::Stale("an organisation"))?;
    let ties = memberships::list_of_person(tx, contact.id)?;
    if ties
        .iter()
        .any(|tie| tie.organisation == company.id && tie.is_active())
    {
        return Ok((company, None));
    }
    let is_first = memberships::count_active(tx, company.id)? == 0;
    let is_new = company.id == new.id;
    let settled = is_new
        || is_first
            && company
                .website
                .as_ref()
                .is_some_and(|site| speaks_for(&contact.email, site));
    let membership = Membership {
        id: draws.membership,
        person: contact.id,
        organisation: company.id,
        role: if settled { Role::Owner } else { Role::Member },
        state: if settled {
            MembershipState::Active
        } else {
            MembershipState::Claimed
        },
        since: draws.now,
    };
    memberships::insert(tx, &membership)?;
    if settled {
        memberships::activate(tx, contact.id, company.id)?;
    }
    Ok((company, (!settled).then(|| draws.now + policy::CLAIM)))
}

fn pitch(text: &PitchText, id: PitchId, company: OrganisationId) -> Pitch {
    Pitch {
        id,
        company,
        title: text.title.to_string(),
        summary: text.summary.to_string(),
        themes: text.themes.clone(),
    }
}

fn tell(
    tx: &mut Tx<'_>,
    booking: BookingId,
    contact: PersonId,
    pitch: &Pitch,
    draws: &Draws,
) -> Result<(), StoreError> {
    let notice = NewNotice {
        id: draws.notice,
        kind: NoticeKind::BookingConfirmed,
        recipient: Recipient::Person(contact),
        subject: Subject::Booking(booking),
        version: 0,
    };
    notices::enqueue(tx, &notice, draws.now)?;
    let altered = Altered::list([
        (
            "State",
            BookingState::Held.to_string(),
            BookingState::Confirmed.to_string(),
        ),
        ("Title", String::new(), pitch.title.clone()),
        ("Summary", String::new(), pitch.summary.clone()),
        ("Themes", String::new(), Theme::names(&pitch.themes)),
    ]);
    draws.note.by(contact).write_altered(
        tx,
        "booking.confirm",
        Subject::Booking(booking),
        String::new(),
        &altered,
    )?;
    revisions::bump_public(tx)
}

/// Asks those who decide for the company whether the booking was made for it. Who is not told by a letter still finds
/// it among their bookings.
fn ask_members(
    tx: &mut Tx<'_>,
    booking: BookingId,
    company: OrganisationId,
    draws: &Draws,
) -> Result<(), StoreError> {
    let members = memberships::list_active_members(tx, company)?;
    let deciding = members.iter().filter(|tie| tie.role != Role::Assistant);
    for (member, id) in deciding.zip(draws.claim_notices) {
        let notice = NewNotice {
            id,
            kind: NoticeKind::ClaimWaiting,
            recipient: Recipient::Person(member.person),
            subject: Subject::Booking(booking),
            version: 0,
        };
        notices::enqueue(tx, &notice, draws.now)?;
    }
    Ok(())
}
