//! Proposals that are still being written: one a person and event, by a unique index.

use crate::columns::{At, Text, at};
use crate::connection::{Rx, Tx};
use crate::error::StoreError;
use crate::schema::proposals;
use diesel::prelude::*;
use marketday_model::{Claim, EventId, PersonId, ProposalDraft, ProposalId, ProposalState};

type Row = (Text<ProposalId>, Text<EventId>, Text<PersonId>, String, At);

const COLUMNS: (
    proposals::id,
    proposals::event_id,
    proposals::contact_id,
    proposals::typed,
    proposals::changed_at,
) = (
    proposals::id,
    proposals::event_id,
    proposals::contact_id,
    proposals::typed,
    proposals::changed_at,
);

fn draft((id, event, contact, typed, changed_at): Row) -> ProposalDraft {
    ProposalDraft {
        id: id.0,
        event: event.0,
        contact: contact.0,
        typed,
        changed_at: changed_at.0,
    }
}

/// The drafts of a person, or only the one to an event, oldest first.
pub fn list(
    rx: &mut Rx<'_>,
    contact: PersonId,
    event: Option<EventId>,
) -> Result<Vec<ProposalDraft>, StoreError> {
    let mut theirs = proposals::table
        .filter(proposals::contact_id.eq(contact.to_string()))
        .filter(proposals::state.eq(ProposalState::Draft.as_str()))
        .order(proposals::id)
        .select(COLUMNS)
        .into_boxed();
    if let Some(event) = event {
        theirs = theirs.filter(proposals::event_id.eq(event.to_string()));
    }
    let rows: Vec<Row> = theirs.load(rx.db())?;
    Ok(rows.into_iter().map(draft).collect())
}

/// Keeps a draft over the one that its person has at the event, if there is one.
pub fn save(tx: &mut Tx<'_>, new: &ProposalDraft) -> Result<(), StoreError> {
    let theirs = proposals::table
        .filter(proposals::event_id.eq(new.event.to_string()))
        .filter(proposals::contact_id.eq(new.contact.to_string()))
        .filter(proposals::state.eq(ProposalState::Draft.as_str()));
    let saved = diesel::update(theirs)
        .set((
            proposals::typed.eq(&new.typed),
            proposals::changed_at.eq(at(new.changed_at)),
        ))
        .execute(tx.db())?;
    if saved > 0 {
        return Ok(());
    }
    let row = (
        (
            proposals::id.eq(new.id.to_string()),
            proposals::event_id.eq(new.event.to_string()),
            proposals::state.eq(ProposalState::Draft.as_str()),
            proposals::typed.eq(&new.typed),
            proposals::claim.eq(Claim::Settled.as_str()),
            proposals::contact_id.eq(new.contact.to_string()),
            proposals::presenter_name.eq(""),
            proposals::title.eq(""),
        ),
        (
            proposals::summary.eq(""),
            proposals::themes.eq(""),
            proposals::version.eq(0),
            proposals::changed_at.eq(at(new.changed_at)),
            proposals::shortlisted.eq(false),
            proposals::feedback.eq(""),
            proposals::why.eq(""),
        ),
    );
    // Of two that are saved at once the first stays: they say the same.
    tx.insert_if_free(|db| {
        diesel::insert_into(proposals::table)
            .values(row)
            .execute(db)
    })?;
    Ok(())
}

/// Takes a person's draft away, and says whether it was there.
pub fn delete(tx: &mut Tx<'_>, id: ProposalId, contact: PersonId) -> Result<bool, StoreError> {
    let draft = proposals::table
        .filter(proposals::id.eq(id.to_string()))
        .filter(proposals::contact_id.eq(contact.to_string()))
        .filter(proposals::state.eq(ProposalState::Draft.as_str()));
    Ok(diesel::delete(draft).execute(tx.db())? == 1)
}
