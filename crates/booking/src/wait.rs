//! Waiting for a slot: joining the list of an event, and what becomes of an offer.

use crate::book::{PitchText, Presenter, pitch};
use crate::give::{GiveRefused, Giving, GivingDraws, give};
use crate::party::{Party, PartyDraws, admit, ask_members};
use marketday_model::booking::{KeptFor, Refusing};
use marketday_model::code::CodeCheck;
use marketday_model::event::WindowState;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::waiting::Wish;
use marketday_model::{
    BookingId, BookingRules, EmailAddress, Event, EventId, Instant, Line, MembershipState,
    NoticeId, NoticeKind, OrganisationId, PersonId, PitchId, SlotMode, Surroundings, Waiting,
    WaitingId, WaitingState, policy,
};
use marketday_places::{
    enter_line, free_slots, give_up, has_its_share, keeps_out, offer_freed, take_offer,
};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::releases::ReleasedSlot;
use marketday_store::waiting::WaitingFilter;
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, acting_by_itself, booking_rules, company_groups, events,
    memberships, notices, organisations, pitches, releases, waiting,
};

/// Everything that the form of a waiting list asks.
#[derive(Debug, Clone)]
pub struct WaitRequest {
    /// At which event.
    pub event: EventId,
    /// What is wanted.
    pub wish: Wish,
    /// The company's name.
    pub company: Line<120>,
    /// The known company that whoever asks has said it is, whatever they typed.
    pub known_company: Option<OrganisationId>,
    /// Its web address.
    pub website: Option<Line<200>>,
    /// Its Companies House number.
    pub company_number: Option<Line<8>>,
    /// Who asks: their address, which the check shows to be theirs.
    pub contact_email: EmailAddress,
    /// Their name.
    pub contact_name: Line<120>,
    /// Their telephone number.
    pub phone: Option<Line<40>>,
    /// Who would present, if it is not the contact.
    pub presenter: Option<Presenter>,
    /// The pitch.
    pub pitch: PitchText,
}

impl WaitRequest {
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

/// How joining a list went that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitOutcome {
    /// They are on it; the same answer if the form is sent twice.
    Joined(WaitingId),
    /// The typed code was not the right one.
    CodeRefused(CodeCheck),
}

/// Why nobody joins the list. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum WaitRefused {
    /// There is no such event, or no such slot at it.
    #[error("There is no such slot any more")]
    NoSuchSlot,
    /// Booking is not open, so nothing will be offered.
    #[error("Booking is not open")]
    NotOpen(WindowState),
    /// There is a slot that they can have at once.
    #[error("A slot is free. Book it now, there is nothing to wait for")]
    Free(Box<ReleasedSlot>),
    /// The organiser gives what they want.
    #[error("The organiser decides who has this slot")]
    NotOffered,
    /// It is held back for others.
    #[error("These slots are kept for companies that {whom}")]
    HeldBack {
        /// For whom: "are based in Wales".
        whom: String,
    },
    /// The company has as many slots as it may.
    #[error("This company already has as many slots as it may")]
    HasItsShare,
    /// The database failed.
    #[error("joining the waiting list failed")]
    Store(#[from] StoreError),
}

/// What is drawn before the transaction.
#[derive(Clone, Copy)]
struct Draws {
    id: WaitingId,
    party: PartyDraws,
    pitch: PitchId,
    notice: NoticeId,
    note: Note,
}

/// Puts a company on the waiting list of an event, and tells its contact. `check` says whether the contact's address is
/// theirs, as for [`crate::book()`].
pub fn wait(
    store: &Store,
    surroundings: &Surroundings,
    request: WaitRequest,
    check: impl Fn(&mut Tx<'_>, Instant) -> Result<CodeCheck, StoreError> + Send + 'static,
) -> Result<WaitOutcome, WaitRefused> {
    let draws = Draws {
        id: surroundings.id(),
        party: PartyDraws::new(surroundings),
        pitch: surroundings.id(),
        notice: surroundings.id(),
        note: Note::new(surroundings, None),
    };
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let now = draws.note.at;
        events::lock_shared(tx, request.event)?;
        match check(tx, now)? {
            CodeCheck::Right => {}
            refused => return Ok(WaitOutcome::CodeRefused(refused)),
        }
        let event = events::find(tx, request.event)?.filter(Event::is_public);
        let event = event.ok_or(WaitRefused::NoSuchSlot)?;
        let state = event.booking_state(now);
        if state != WindowState::Open {
            return Err(WaitRefused::NotOpen(state));
        }
        offer_freed(tx, &surroundings, event.id, now)?;
        let admitted = admit(tx, &request.party(), &draws.party)?;
        let filter = WaitingFilter {
            event: Some(event.id),
            live: true,
            ..WaitingFilter::default()
        };
        let there = waiting::list(tx, &filter)?;
        if let Some(known) = there.iter().find(|one| one.company == admitted.company.id) {
            return Ok(WaitOutcome::Joined(known.id));
        }
        let rules = booking_rules::find(tx, event.id)?;
        let company = (admitted.company.id, admitted.identity.as_str());
        may_wait(tx, &event, &rules, company, request.wish, now)?;
        let pitch = pitch(&request.pitch, draws.pitch, admitted.company.id);
        pitches::insert(tx, &pitch, now)?;
        let new = Waiting {
            id: draws.id,
            event: event.id,
            company: admitted.company.id,
            company_name: admitted.company.name,
            contact: Some(admitted.contact.id),
            presenter: Some(admitted.on_stage.person),
            presenter_name: admitted.on_stage.name,
            presenter_email: admitted.on_stage.email,
            pitch,
            wish: request.wish,
            state: WaitingState::Waiting,
            joined_at: now,
            offer: None,
            ended_at: None,
        };
        if !waiting::insert(tx, &new)? {
            // A colleague was faster by a moment: the second run finds the company on the list.
            return Err(StoreError::Conflict("the waiting list".into()).into());
        }
        joined(tx, &new, admitted.contact.id, &draws)?;
        // A slot that was freed since this began is theirs, if they are the first whom it fits.
        offer_freed(tx, &surroundings, event.id, now)?;
        Ok(WaitOutcome::Joined(new.id))
    })
}

/// Whether a company has something to wait for.
fn may_wait(
    rx: &mut Rx<'_>,
    event: &Event,
    rules: &BookingRules,
    (company, identity): (OrganisationId, &str),
    wish: Wish,
    now: Instant,
) -> Result<(), WaitRefused> {
    if has_its_share(rx, event, rules, identity)?.is_some() {
        return Err(WaitRefused::HasItsShare);
    }
    let mode = match wish {
        Wish::Any => SlotMode::Open,
        Wish::Mode(mode) => mode,
        Wish::Slot(slot) => {
            let slot = releases::find_slot(rx, slot)?
                .filter(|slot| slot.slot.event == event.id && now < slot.slot.times.starts_at);
            slot.ok_or(WaitRefused::NoSuchSlot)?.slot.mode
        }
    };
    match keeps_out(rx, event, rules, (company, identity), mode, now)? {
        None => {}
        Some(Refusing::HeldBack) => {
            return Err(WaitRefused::HeldBack {
                whom: rules.held_back_text(event),
            });
        }
        Some(_) => return Err(WaitRefused::NotOffered),
    }
    let mut open = Vec::new();
    for mode in SlotMode::ALL {
        if keeps_out(rx, event, rules, (company, identity), *mode, now)?.is_none() {
            open.push(*mode);
        }
    }
    let slots = free_slots(rx, event, now)?.slots.into_iter();
    let mut theirs = slots
        .filter(|slot| wish.fits(slot.slot.id, slot.slot.mode) && open.contains(&slot.slot.mode));
    theirs
        .next()
        .map_or(Ok(()), |slot| Err(WaitRefused::Free(Box::new(slot))))
}

fn joined(
    tx: &mut Tx<'_>,
    new: &Waiting,
    contact: PersonId,
    draws: &Draws,
) -> Result<(), StoreError> {
    let notice = NewNotice {
        id: draws.notice,
        kind: NoticeKind::WaitingJoined,
        recipient: Recipient::Person(contact),
        subject: Subject::Waiting(new.id),
        version: 0,
    };
    notices::enqueue(tx, &notice, draws.note.at)?;
    let altered = Altered::list([
        ("State", String::new(), new.state.to_string()),
        ("Title", String::new(), new.pitch.title.clone()),
    ]);
    let subject = Subject::Waiting(new.id);
    draws
        .note
        .by(contact)
        .write_altered(tx, "waiting.join", subject, String::new(), &altered)
}

/// Why an offer is not taken.
#[derive(Debug, thiserror::Error)]
pub enum OfferRefused {
    /// There is no such entry on a list.
    #[error("There is no such offer")]
    NoSuchOffer,
    /// The offer is over: it was not answered in time, declined, or the list ended.
    #[error("This offer is over")]
    Over(WaitingState),
    /// A rule refuses it now.
    #[error("This slot cannot be booked any more: {}", .0.text())]
    Against(Refusing),
    /// The database failed.
    #[error("taking the offer failed")]
    Store(#[from] StoreError),
}

/// Books the slot that is offered to a company; of two who press at once both are told of the one booking. Whether
/// `person` may act for it is asked before.
pub fn accept_offer(
    store: &Store,
    surroundings: &Surroundings,
    id: WaitingId,
    person: PersonId,
) -> Result<BookingId, OfferRefused> {
    let now = surroundings.now();
    let draws = GivingDraws::new(surroundings, Note::new(surroundings, person));
    let party_draws = PartyDraws::new(surroundings);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let Some(one) = current(tx, id)? else {
            return Err(OfferRefused::NoSuchOffer);
        };
        let (offer, contact) = match (one.state, one.offer, one.contact) {
            (WaitingState::Accepted, Some(offer), _) => return Ok(offer.hold),
            (WaitingState::Offered, Some(offer), Some(contact)) => (offer, contact),
            (state, _, _) => return Err(OfferRefused::Over(state)),
        };
        // Whoever is late finds it over, whether the sweep has been there or not.
        if offer.until <= now {
            return Err(OfferRefused::Over(WaitingState::Lapsed));
        }
        let event = events::find(tx, one.event)?.ok_or(OfferRefused::NoSuchOffer)?;
        let slot = releases::find_slot(tx, offer.slot)?;
        let slot = slot.ok_or(OfferRefused::Over(WaitingState::Ended))?;
        if event.booking_state(now) != WindowState::Open || slot.slot.times.starts_at <= now {
            return Err(OfferRefused::Against(Refusing::Window));
        }
        let rules = booking_rules::find(tx, event.id)?;
        organisations::lock(tx, one.company)?;
        let company = organisations::find(tx, one.company)?.ok_or(OfferRefused::NoSuchOffer)?;
        let identity = company_groups::find_counted_identity(tx, &company)?;
        let is_member = memberships::list_of_person(tx, contact)?
            .iter()
            .any(|tie| tie.organisation == company.id && tie.state == MembershipState::Active);
        let giving = Giving {
            event: &event,
            rules: &rules,
            slot: &slot,
            hold: (offer.hold, &KeptFor::Offer.key(&one.id)),
            company: company.id,
            identity: &identity,
            claim_expires_at: (!is_member).then(|| now + policy::CLAIM),
            contact,
            on_stage: crate::give::OnStage {
                person: one.presenter.unwrap_or(contact),
                name: one.presenter_name.clone(),
                email: one.presenter_email.clone(),
            },
            pitch: (&one.pitch, true),
            given_by: None,
            overruled: None,
            against: Vec::new(),
        };
        match give(tx, &giving, draws) {
            Ok(_) => {}
            Err(GiveRefused::Rule(rule)) => return Err(OfferRefused::Against(rule)),
            Err(GiveRefused::NotKept) => return Err(OfferRefused::Over(WaitingState::Lapsed)),
            Err(GiveRefused::Store(error)) => return Err(error.into()),
        }
        if !take_offer(tx, &surroundings, &one, person, now)? {
            return Err(StoreError::Stale("an offer").into());
        }
        if !is_member {
            let subject = Subject::Booking(offer.hold);
            let kind = NoticeKind::ClaimWaiting;
            ask_members(tx, kind, subject, company.id, &party_draws)?;
        }
        Ok(offer.hold)
    })
}

/// Declines what is offered to a company, or takes it off the list, and says whether it was on it. What it gives up is
/// offered to the next at once. Whether `person` may act for it is asked before.
pub fn leave_list(
    store: &Store,
    surroundings: &Surroundings,
    id: WaitingId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let now = surroundings.now();
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let Some(one) = current(tx, id)? else {
            return Ok(false);
        };
        let is_left = give_up(tx, &surroundings, &one, Some(person), now)?;
        offer_freed(tx, &surroundings, one.event, now)?;
        Ok(is_left)
    })
}

/// An entry as it is, kept so until the transaction ends. Locks go from the event to the line to the entry, always.
fn current(tx: &mut Tx<'_>, id: WaitingId) -> Result<Option<Waiting>, StoreError> {
    let Some(one) = waiting::find(tx, id)? else {
        return Ok(None);
    };
    events::lock_shared(tx, one.event)?;
    enter_line(tx, one.event)?;
    waiting::lock(tx, id)?;
    waiting::find(tx, id)
}

/// Offers what is free at every event where somebody waits, and ends the offers and lists that are over. Returns how
/// many slots were offered.
pub fn sweep_waiting(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    acting_by_itself(|| {
        let now = surroundings.now();
        let mut offered = 0;
        for event in store.read(waiting::list_events)? {
            let surroundings = surroundings.clone();
            offered += store.write(move |tx| {
                events::lock_shared(tx, event)?;
                offer_freed(tx, &surroundings, event, now)
            })?;
        }
        Ok(offered)
    })
}
