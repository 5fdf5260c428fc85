//! Booking a held slot: the path to read first.

use crate::give::{GiveRefused, Giving, GivingDraws, give};
use crate::hold::{HoldRefused, bookable};
use crate::no_show::find_ban;
use crate::party::{Admitted, Party, PartyDraws, admit, ask_members};
use marketday_model::booking::{Pitch, Refusing};
use marketday_model::code::CodeCheck;
use marketday_model::no_show::Ban;
use marketday_model::notice::Subject;
use marketday_model::profile::SizeBand;
use marketday_model::{
    BookingId, BookingRules, EmailAddress, Event, Instant, Line, NoticeKind, OrganisationId,
    PitchId, Profile, Prose, Region, SlotId, Surroundings, Theme,
};
use marketday_places::free_slots;
use marketday_store::audit::Altered;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{Note, Store, StoreError, Tx, bookings, events, holds, profiles};

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
    /// What the company says of itself where the slot is held back; kept in its profile if that says nothing yet.
    pub of_itself: OfItself,
}

/// What a company says of itself, as held-back slots ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfItself {
    /// Its home region.
    pub region: Option<Region>,
    /// How many people work for it.
    pub size: Option<SizeBand>,
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
    #[error("The time for which the slot was kept is over")]
    HoldRanOut {
        /// Whether the same slot is still free.
        still_free: bool,
        /// The nearest other free slots.
        nearest: Vec<ReleasedSlot>,
    },
    /// The company, or the group that it belongs to, holds as many live bookings at this event as it may.
    #[error("This company already holds as many slots at this day as it may ({limit})")]
    CompanyLimit {
        /// How many it may hold.
        limit: u32,
    },
    /// It holds as many in the series as it may.
    #[error("This company already holds as many slots in this series of days as it may ({limit})")]
    SeriesLimit {
        /// How many it may hold.
        limit: u32,
    },
    /// The slot is held back, and not for this company.
    #[error(
        "This slot is kept for companies that {whom}. If that is so of yours, say where it is based and how many people work for it"
    )]
    HeldBack {
        /// For whom: "are based in Wales".
        whom: String,
    },
    /// The company did not appear at an earlier day.
    #[error("{0}")]
    NoShow(Box<Ban>),
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
    giving: GivingDraws,
    profile: Note,
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
        giving: GivingDraws::new(surroundings, Note::new(surroundings, None)),
        profile: Note::new(surroundings, None),
    };
    store.write(move |tx| {
        events::lock_shared_by_slot(tx, request.slot)?;
        holds::lock(tx, request.slot, &request.browser)?;
        if let Some(booked) = bookings::find_confirmed_from(tx, request.slot, &request.browser)? {
            return Ok(BookOutcome::Booked(booked));
        }
        let (event, slot, rules, booking) = held(tx, &request, draws.now)?;
        match check(tx, draws.now)? {
            CodeCheck::Right => {}
            refused => return Ok(BookOutcome::CodeRefused(refused)),
        }
        let party = request.party();
        let admitted = admit(tx, &party, &draws.party)?;
        if admitted.claim_expires_at.is_none() {
            keep_of_itself(tx, &admitted, request.of_itself, draws.profile)?;
        }
        let pitch = pitch(&request.pitch, draws.pitch, admitted.company.id);
        let giving = Giving {
            event: &event,
            rules: &rules,
            slot: &slot,
            hold: (booking, &request.browser),
            company: admitted.company.id,
            identity: &admitted.identity,
            claim_expires_at: admitted.claim_expires_at,
            contact: admitted.contact.id,
            on_stage: admitted.on_stage,
            pitch: (&pitch, false),
            given_by: None,
            overruled: None,
            against: Vec::new(),
        };
        match give(tx, &giving, draws.giving) {
            Ok(_) => {}
            Err(GiveRefused::NotKept) => return Err(ran_out(tx, &event, &slot, draws.now)?),
            Err(GiveRefused::Store(error)) => return Err(error.into()),
            Err(GiveRefused::Rule(rule)) => {
                let ban = find_ban(tx, admitted.company.id, event.organiser, draws.now)?;
                return Err(match ban.filter(|_| rule == Refusing::NoShow) {
                    Some(ban) => BookRefused::NoShow(Box::new(ban)),
                    None => against(rule, &event, &rules),
                });
            }
        }
        if admitted.claim_expires_at.is_some() {
            let subject = Subject::Booking(booking);
            let kind = NoticeKind::ClaimWaiting;
            ask_members(tx, kind, subject, admitted.company.id, &draws.party)?;
        }
        Ok(BookOutcome::Booked(booking))
    })
}

/// Keeps what somebody who speaks for a company says of it, where its profile is silent: a company that is new here has
/// no other way to say for which held-back slots it is.
fn keep_of_itself(
    tx: &mut Tx<'_>,
    admitted: &Admitted,
    says: OfItself,
    note: Note,
) -> Result<(), StoreError> {
    let Some(was) = profiles::find(tx, admitted.company.id)? else {
        return Ok(());
    };
    let new = Profile {
        version: was.version + 1,
        region: was.region.or(says.region),
        size: was.size.or(says.size),
        ..was.clone()
    };
    if (new.region, new.size) == (was.region, was.size) {
        return Ok(());
    }
    profiles::update(tx, &new, &admitted.company.identity, note.at)?;
    let text = |size: Option<SizeBand>| size.map_or("", SizeBand::text).to_owned();
    let name = |region: Option<Region>| region.map_or("", Region::name).to_owned();
    let altered = Altered::list([
        ("Nation or region", name(was.region), name(new.region)),
        ("Size", text(was.size), text(new.size)),
    ]);
    note.by(admitted.contact.id).write_altered(
        tx,
        "profile.change",
        Subject::Organisation(new.organisation),
        String::new(),
        &altered,
    )
}

/// Which refusal a rule makes where a company books by itself.
fn against(rule: Refusing, event: &Event, rules: &BookingRules) -> BookRefused {
    match rule {
        Refusing::CompanyLimit => BookRefused::CompanyLimit {
            limit: event.company_limit,
        },
        Refusing::SeriesLimit => BookRefused::SeriesLimit {
            limit: rules.series_limit.unwrap_or(event.company_limit),
        },
        Refusing::PresenterBusy => BookRefused::PresenterBusy,
        Refusing::HeldBack => BookRefused::HeldBack {
            whom: rules.held_back_text(event),
        },
        Refusing::Given | Refusing::FirstCome | Refusing::Window | Refusing::NoShow => {
            BookRefused::NotBookable(Box::new(HoldRefused::NotOffered))
        }
    }
}

/// The event and slot, and the booking that the browser's hold becomes.
fn held(
    tx: &mut Tx<'_>,
    request: &BookRequest,
    now: Instant,
) -> Result<(Event, ReleasedSlot, BookingRules, BookingId), BookRefused> {
    let (event, slot, rules) =
        bookable(tx, request.slot, now).map_err(|refused| match refused {
            HoldRefused::Store(error) => BookRefused::Store(error),
            refused => BookRefused::NotBookable(Box::new(refused)),
        })?;
    match holds::find(tx, event.id, &request.browser)? {
        Some(hold) if hold.slot == request.slot && now < hold.expires_at => {
            Ok((event, slot, rules, hold.booking))
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

/// The pitch of a company with this text.
pub(crate) fn pitch(text: &PitchText, id: PitchId, company: OrganisationId) -> Pitch {
    Pitch {
        id,
        company,
        title: text.title.to_string(),
        summary: text.summary.to_string(),
        themes: text.themes.clone(),
    }
}
