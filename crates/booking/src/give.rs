//! Putting a pitch into a slot that is kept for it: the one way in which a booking comes to be, whoever decided so. Only
//! what a cancelled event took away comes back another way, with the event.

use crate::no_show::find_ban;
use marketday_model::booking::{Hold, KeptFor, Overrule, Refusing};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    BookingId, BookingRules, BookingState, Event, Instant, NoticeId, NoticeKind, OrganisationId,
    PersonId, Pitch, Surroundings, Theme,
};
use marketday_places::{Occupied, keeps_out, occupy, take_company, take_company_beyond};
use marketday_store::audit::Altered;
use marketday_store::bookings::Confirmation;
use marketday_store::notices::NewNotice;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{
    Note, StoreError, Tx, bookings, holds, notices, overrules, pitches, revisions,
};

/// Who will be on stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OnStage {
    /// Who.
    pub(crate) person: PersonId,
    /// Their name.
    pub(crate) name: String,
    /// Their address, where it is not the contact.
    pub(crate) email: Option<String>,
}

/// A pitch, and the slot that is kept for it.
#[derive(Debug)]
pub(crate) struct Giving<'a> {
    /// The event.
    pub(crate) event: &'a Event,
    /// Its rules.
    pub(crate) rules: &'a BookingRules,
    /// The slot, as it is released.
    pub(crate) slot: &'a ReleasedSlot,
    /// The hold that becomes the booking, and under which key it is held: see [`keep`].
    pub(crate) hold: (BookingId, &'a str),
    /// The company.
    pub(crate) company: OrganisationId,
    /// By what it is counted: itself or its group.
    pub(crate) identity: &'a str,
    /// Until when the claim to the company must be confirmed; none if it is settled.
    pub(crate) claim_expires_at: Option<Instant>,
    /// Who is told.
    pub(crate) contact: PersonId,
    /// Who presents.
    pub(crate) on_stage: OnStage,
    /// The pitch, and whether it is stored already.
    pub(crate) pitch: (&'a Pitch, bool),
    /// Who decided so for the event, which lets a curated or held-back slot be theirs; none where the company books.
    pub(crate) given_by: Option<PersonId>,
    /// Why rules are overruled; none where they hold.
    pub(crate) overruled: Option<&'a str>,
    /// Rules that have been overruled before it comes here.
    pub(crate) against: Vec<Refusing>,
}

/// What is drawn before the transaction for one booking.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GivingDraws {
    notice: NoticeId,
    overrule: uuid::Uuid,
    note: Note,
}

impl GivingDraws {
    /// Drawn by chance; `note` is answered for by whoever is named there.
    pub(crate) fn new(surroundings: &Surroundings, note: Note) -> Self {
        Self {
            notice: surroundings.id(),
            overrule: surroundings.id(),
            note,
        }
    }
}

/// Why a pitch is not put into its slot. The transaction must not be committed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GiveRefused {
    /// A rule refuses it.
    #[error("a rule refuses it")]
    Rule(Refusing),
    /// The slot is not kept for it any more.
    #[error("the slot is not kept any more")]
    NotKept,
    /// The database failed.
    #[error("giving the slot failed")]
    Store(#[from] StoreError),
}

/// Keeps a slot under the key of `kept`, and says whether it was free. Follow it with [`give`], at once or before
/// `hold` runs out.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    hold: &Hold,
    key: &str,
    now: Instant,
) -> Result<bool, StoreError> {
    holds::expire_slot(tx, hold.slot, now)?;
    holds::insert(tx, hold, key, key, now)
}

/// The key under which an organiser keeps a slot for the length of a transaction.
pub(crate) fn organisers_key(booking: BookingId) -> String {
    KeptFor::Organiser.key(&booking)
}

/// Makes a hold the confirmed booking of a pitch, counts it, puts its presenter on stage, tells the contact and writes
/// the line of the audit trail.
pub(crate) fn give(
    tx: &mut Tx<'_>,
    giving: &Giving<'_>,
    draws: GivingDraws,
) -> Result<BookingId, GiveRefused> {
    let now = draws.note.at;
    let mut against = giving.against.clone();
    let mut refuse = |rule: Option<Refusing>| match rule {
        Some(rule) if giving.overruled.is_none() => Err(GiveRefused::Rule(rule)),
        Some(rule) => {
            against.push(rule);
            Ok(true)
        }
        None => Ok(false),
    };
    if giving.given_by.is_none() {
        let company = (giving.company, giving.identity);
        let mode = giving.slot.slot.mode;
        refuse(keeps_out(
            tx,
            giving.event,
            giving.rules,
            company,
            mode,
            now,
        )?)?;
    }
    if find_ban(tx, giving.company, giving.event.organiser, now)?.is_some() {
        refuse(Some(Refusing::NoShow))?;
    }
    let limit = take_company(tx, giving.event, giving.rules, giving.identity)?;
    if refuse(limit)? {
        take_company_beyond(tx, giving.event, giving.identity)?;
    }
    let (pitch, is_stored) = giving.pitch;
    if !is_stored {
        pitches::insert(tx, pitch, now)?;
    }
    let (booking, key) = giving.hold;
    let confirmation = Confirmation {
        booking,
        browser: key.to_owned(),
        company: giving.company,
        company_identity: giving.identity.to_owned(),
        claim_expires_at: giving.claim_expires_at,
        contact: giving.contact,
        presenter: giving.on_stage.person,
        presenter_name: giving.on_stage.name.clone(),
        presenter_email: giving.on_stage.email.clone(),
        pitch: pitch.id,
    };
    if !bookings::confirm(tx, &confirmation, now)? {
        return Err(GiveRefused::NotKept);
    }
    let times = &giving.slot.slot.times;
    if occupy(tx, giving.on_stage.person, booking, times)? == Occupied::Busy {
        refuse(Some(Refusing::PresenterBusy))?;
    }
    if let (Some(reason), false) = (giving.overruled, against.is_empty()) {
        let overrule = Overrule {
            id: draws.overrule,
            booking,
            rules: against,
            reason: reason.to_owned(),
            made_by: giving.given_by,
            made_at: now,
        };
        overrules::insert(tx, giving.event.id, &overrule)?;
    }
    tell(tx, giving, booking, draws)?;
    Ok(booking)
}

fn tell(
    tx: &mut Tx<'_>,
    giving: &Giving<'_>,
    booking: BookingId,
    draws: GivingDraws,
) -> Result<(), StoreError> {
    let notice = NewNotice {
        id: draws.notice,
        kind: NoticeKind::BookingConfirmed,
        recipient: Recipient::Person(giving.contact),
        subject: Subject::Booking(booking),
        version: 0,
    };
    notices::enqueue(tx, &notice, draws.note.at)?;
    let pitch = giving.pitch.0;
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
    let by = giving.given_by.unwrap_or(giving.contact);
    draws.note.by(by).write_altered(
        tx,
        "booking.confirm",
        Subject::Booking(booking),
        giving.overruled.unwrap_or_default().to_owned(),
        &altered,
    )?;
    revisions::bump_public(tx)
}
