//! Booking a held slot: the path to read first.

use crate::hold::{HoldRefused, bookable};
use crate::party::{Party, PartyDraws, ask_members, company, contact, presenter};
use marketday_model::booking::Pitch;
use marketday_model::code::CodeCheck;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    BookingId, BookingState, EmailAddress, Event, Instant, Line, NoticeId, NoticeKind,
    OrganisationId, PersonId, PitchId, Prose, SlotId, Surroundings, Theme,
};
use marketday_places::{Occupied, free_slots, occupy};
use marketday_store::audit::Altered;
use marketday_store::bookings::Confirmation;
use marketday_store::notices::NewNotice;
use marketday_store::pools::Pool;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{
    Note, Store, StoreError, Tx, bookings, events, holds, notices, pitches, pools, revisions,
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

impl BookRequest {
    fn party(&self) -> Party<'_> {
        Party {
            company: &self.company,
            known_company: self.known_company,
            website: self.website.as_ref(),
            company_number: self.company_number.as_ref(),
            contact_email: &self.contact_email,
            contact_name: &self.contact_name,
            phone: self.phone.as_ref(),
            presenter: self.presenter.as_ref(),
        }
    }
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
    party: PartyDraws,
    pitch: PitchId,
    notice: NoticeId,
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
        party: PartyDraws::new(surroundings),
        pitch: surroundings.id(),
        notice: surroundings.id(),
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
        let party = request.party();
        let contact = contact(tx, &party, &draws.party)?;
        let (company, claim_expires_at) = company(tx, &party, &contact, &draws.party)?;
        if !pools::take(
            tx,
            &Pool::Company(event.id, company.identity.clone()),
            event.company_limit,
        )? {
            return Err(BookRefused::CompanyLimit {
                limit: event.company_limit,
            });
        }
        let presenter = presenter(tx, &party, &contact, &draws.party)?;
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
            let subject = Subject::Booking(booking);
            let kind = NoticeKind::ClaimWaiting;
            ask_members(tx, kind, subject, company.id, &draws.party)?;
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
