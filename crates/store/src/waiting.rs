//! Companies on waiting lists, and what is offered to them.

use crate::columns::{At, MaybeAt, MaybeText, Text, at};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::pitches::{PITCH, PitchColumns, PitchRow};
use crate::schema::{organisations, pitches, waiting_entries};
use diesel::prelude::*;
use marketday_model::waiting::{Offer, Wish};
use marketday_model::{
    BookingId, EventId, Instant, OrganisationId, PersonId, Pitch, SlotId, SlotMode, Waiting,
    WaitingId, WaitingState,
};

#[derive(Queryable)]
struct Row {
    id: Text<WaitingId>,
    event: Text<EventId>,
    company: Text<OrganisationId>,
    contact: MaybeText<PersonId>,
    presenter: MaybeText<PersonId>,
    presenter_name: String,
    presenter_email: Option<String>,
    mode: MaybeText<SlotMode>,
    slot: MaybeText<SlotId>,
    state: Text<WaitingState>,
    joined_at: At,
    offered_slot: MaybeText<SlotId>,
    hold: MaybeText<BookingId>,
    offered_at: MaybeAt,
    offer_until: MaybeAt,
    ended_at: MaybeAt,
}

type Columns = (
    (
        waiting_entries::id,
        waiting_entries::event_id,
        waiting_entries::company_id,
        waiting_entries::contact_id,
        waiting_entries::presenter_id,
        waiting_entries::presenter_name,
        waiting_entries::presenter_email,
        waiting_entries::mode,
        waiting_entries::slot_id,
        waiting_entries::state,
        waiting_entries::joined_at,
        waiting_entries::offered_slot_id,
        waiting_entries::hold_id,
        waiting_entries::offered_at,
        waiting_entries::offer_until,
        waiting_entries::ended_at,
    ),
    PitchColumns,
    organisations::name,
);

const COLUMNS: Columns = (
    (
        waiting_entries::id,
        waiting_entries::event_id,
        waiting_entries::company_id,
        waiting_entries::contact_id,
        waiting_entries::presenter_id,
        waiting_entries::presenter_name,
        waiting_entries::presenter_email,
        waiting_entries::mode,
        waiting_entries::slot_id,
        waiting_entries::state,
        waiting_entries::joined_at,
        waiting_entries::offered_slot_id,
        waiting_entries::hold_id,
        waiting_entries::offered_at,
        waiting_entries::offer_until,
        waiting_entries::ended_at,
    ),
    PITCH,
    organisations::name,
);

fn waiting((row, pitch, company_name): (Row, PitchRow, String)) -> Waiting {
    let wish = match (row.slot.0, row.mode.0) {
        (Some(slot), _) => Wish::Slot(slot),
        (None, Some(mode)) => Wish::Mode(mode),
        (None, None) => Wish::Any,
    };
    let offer = match (
        row.offered_slot.0,
        row.hold.0,
        row.offered_at.0,
        row.offer_until.0,
    ) {
        (Some(slot), Some(hold), Some(made_at), Some(until)) => Some(Offer {
            slot,
            hold,
            made_at,
            until,
        }),
        _ => None,
    };
    Waiting {
        id: row.id.0,
        event: row.event.0,
        company: row.company.0,
        company_name,
        contact: row.contact.0,
        presenter: row.presenter.0,
        presenter_name: row.presenter_name,
        presenter_email: row.presenter_email,
        pitch: Pitch::from(pitch),
        wish,
        state: row.state.0,
        joined_at: row.joined_at.0,
        offer,
        ended_at: row.ended_at.0,
    }
}

/// Which of those who wait or waited a list holds.
#[derive(Debug, Clone, Default)]
pub struct WaitingFilter {
    /// Only those of this event.
    pub event: Option<EventId>,
    /// Only those of this contact, or of these companies.
    pub of: Option<(PersonId, Vec<OrganisationId>)>,
    /// Only those still on a list.
    pub live: bool,
}

/// Those of `filter`, by when they asked.
pub fn list(rx: &mut Rx<'_>, filter: &WaitingFilter) -> Result<Vec<Waiting>, StoreError> {
    let mut query = waiting_entries::table
        .inner_join(pitches::table)
        .inner_join(organisations::table)
        .select(COLUMNS)
        .order((waiting_entries::joined_at, waiting_entries::id))
        .into_boxed();
    if let Some(event) = filter.event {
        query = query.filter(waiting_entries::event_id.eq(event.to_string()));
    }
    if let Some((contact, companies)) = &filter.of {
        let companies: Vec<String> = companies.iter().map(ToString::to_string).collect();
        query = query.filter(
            waiting_entries::contact_id
                .eq(contact.to_string())
                .or(waiting_entries::company_id.eq_any(companies)),
        );
    }
    if filter.live {
        query = query.filter(waiting_entries::state.eq_any(["waiting", "offered"]));
    }
    let rows = query.load(rx.db())?;
    Ok(rows.into_iter().map(waiting).collect())
}

/// The one with this id.
pub fn find(rx: &mut Rx<'_>, id: WaitingId) -> Result<Option<Waiting>, StoreError> {
    let row = waiting_entries::table
        .inner_join(pitches::table)
        .inner_join(organisations::table)
        .filter(waiting_entries::id.eq(id.to_string()))
        .select(COLUMNS)
        .get_result(rx.db())
        .optional()?;
    Ok(row.map(waiting))
}

/// Whether anybody is on the list of an event.
pub fn is_anybody(rx: &mut Rx<'_>, event: EventId) -> Result<bool, StoreError> {
    let one: Option<String> = waiting_entries::table
        .filter(waiting_entries::event_id.eq(event.to_string()))
        .filter(waiting_entries::state.eq_any(["waiting", "offered"]))
        .select(waiting_entries::id)
        .first(rx.db())
        .optional()?;
    Ok(one.is_some())
}

/// The events on whose lists somebody is.
pub fn list_events(rx: &mut Rx<'_>) -> Result<Vec<EventId>, StoreError> {
    let ids: Vec<Text<EventId>> = waiting_entries::table
        .filter(waiting_entries::state.eq_any(["waiting", "offered"]))
        .select(waiting_entries::event_id)
        .distinct()
        .order(waiting_entries::event_id)
        .load(rx.db())?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Puts a company on a list, and says whether it was not on it yet.
pub fn insert(tx: &mut Tx<'_>, new: &Waiting) -> Result<bool, StoreError> {
    let (mode, slot) = match new.wish {
        Wish::Any => (None, None),
        Wish::Mode(mode) => (Some(mode.as_str()), None),
        Wish::Slot(slot) => (None, Some(slot.to_string())),
    };
    let row = (
        waiting_entries::id.eq(new.id.to_string()),
        waiting_entries::event_id.eq(new.event.to_string()),
        waiting_entries::company_id.eq(new.company.to_string()),
        waiting_entries::contact_id.eq(new.contact.map(|id| id.to_string())),
        waiting_entries::presenter_id.eq(new.presenter.map(|id| id.to_string())),
        waiting_entries::presenter_name.eq(&new.presenter_name),
        waiting_entries::presenter_email.eq(&new.presenter_email),
        waiting_entries::pitch_id.eq(new.pitch.id.to_string()),
        waiting_entries::mode.eq(mode),
        waiting_entries::slot_id.eq(slot),
        waiting_entries::state.eq(new.state.as_str()),
        waiting_entries::joined_at.eq(at(new.joined_at)),
    );
    tx.insert_if_free(|db| {
        on_each!(db, |c| diesel::insert_into(waiting_entries::table)
            .values(row)
            .execute(c))
    })
}

/// Keeps the row of one as it is until the transaction ends. On SQLite the one writer already sees to it.
pub fn lock(tx: &mut Tx<'_>, id: WaitingId) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = waiting_entries::table
            .find(id.to_string())
            .select(waiting_entries::id)
            .for_update()
            .first(c)
            .optional()?;
    }
    Ok(())
}

/// Offers a slot to one who waits, and says whether they still waited and it was offered to nobody else.
pub fn offer(tx: &mut Tx<'_>, id: WaitingId, offer: &Offer) -> Result<bool, StoreError> {
    let waits = waiting_entries::table
        .filter(waiting_entries::id.eq(id.to_string()))
        .filter(waiting_entries::state.eq(WaitingState::Waiting.as_str()));
    let update = diesel::update(waits).set((
        waiting_entries::state.eq(WaitingState::Offered.as_str()),
        waiting_entries::offered_slot_id.eq(offer.slot.to_string()),
        waiting_entries::hold_id.eq(offer.hold.to_string()),
        waiting_entries::offered_at.eq(at(offer.made_at)),
        waiting_entries::offer_until.eq(at(offer.until)),
    ));
    let mut rows = 0;
    let is_free = tx.insert_if_free(|db| {
        rows = update.execute(db)?;
        Ok(rows)
    })?;
    Ok(is_free && rows == 1)
}

/// Takes one off the list, from `state` to `next`, and says whether it stood there.
pub fn end(
    tx: &mut Tx<'_>,
    id: WaitingId,
    (state, next): (WaitingState, WaitingState),
    now: Instant,
) -> Result<bool, StoreError> {
    let there = waiting_entries::table
        .filter(waiting_entries::id.eq(id.to_string()))
        .filter(waiting_entries::state.eq(state.as_str()));
    let ended = diesel::update(there)
        .set((
            waiting_entries::state.eq(next.as_str()),
            waiting_entries::ended_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(ended == 1)
}
