//! Proposals that were submitted. Drafts are rows of the same table, see [`crate::proposal_drafts`].
//!
//! Updates name the state that they come from and tell whether they found it. One slot waits for one proposal, by a
//! unique index; how many live ones a company has is counted in [`Pool::Proposals`].

use crate::columns::{At, Count, MaybeAt, MaybeText, Text, at, int, joined, split};
use crate::connection::{Db, Rx, Tx};
use crate::error::StoreError;
use crate::pools::{self, Pool};
use crate::schema::{organisations, proposals};
use diesel::prelude::*;
use marketday_model::proposal::Place;
use marketday_model::{
    BookingId, Claim, EventId, Instant, OrganisationId, Person, PersonId, Proposal, ProposalId,
    ProposalState, SlotId, Theme,
};

#[derive(Queryable)]
struct Row {
    id: Text<ProposalId>,
    event: Text<EventId>,
    state: Text<ProposalState>,
    company: MaybeText<OrganisationId>,
    identity: Option<String>,
    claim: Text<Claim>,
    contact: Text<PersonId>,
    presenter: MaybeText<PersonId>,
    presenter_name: String,
    presenter_email: Option<String>,
    title: String,
    summary: String,
    themes: String,
    version: Count,
    submitted_at: MaybeAt,
    changed_at: At,
    shortlisted: bool,
    feedback: String,
    decided_by: MaybeText<PersonId>,
    decided_at: MaybeAt,
    why: String,
    slot: MaybeText<SlotId>,
    booking: MaybeText<BookingId>,
    confirm_by: MaybeAt,
}

type Columns = (
    proposals::id,
    proposals::event_id,
    proposals::state,
    proposals::company_id,
    proposals::company_identity,
    proposals::claim,
    proposals::contact_id,
    proposals::presenter_id,
    proposals::presenter_name,
    proposals::presenter_email,
    proposals::title,
    proposals::summary,
    proposals::themes,
    proposals::version,
    proposals::submitted_at,
    proposals::changed_at,
    proposals::shortlisted,
    proposals::feedback,
    proposals::decided_by,
    proposals::decided_at,
    proposals::why,
    proposals::slot_id,
    proposals::booking_id,
    proposals::confirm_by,
);

const COLUMNS: Columns = (
    proposals::id,
    proposals::event_id,
    proposals::state,
    proposals::company_id,
    proposals::company_identity,
    proposals::claim,
    proposals::contact_id,
    proposals::presenter_id,
    proposals::presenter_name,
    proposals::presenter_email,
    proposals::title,
    proposals::summary,
    proposals::themes,
    proposals::version,
    proposals::submitted_at,
    proposals::changed_at,
    proposals::shortlisted,
    proposals::feedback,
    proposals::decided_by,
    proposals::decided_at,
    proposals::why,
    proposals::slot_id,
    proposals::booking_id,
    proposals::confirm_by,
);

fn proposal((row, company_name): (Row, String)) -> Result<Proposal, StoreError> {
    let unreadable = || StoreError::Unreadable {
        table: "proposals",
        value: row.id.0.to_string(),
    };
    let place = match (row.slot.0, row.booking.0, row.confirm_by.0) {
        (Some(slot), Some(booking), Some(confirm_by)) => Some(Place {
            slot,
            booking,
            confirm_by,
        }),
        _ => None,
    };
    Ok(Proposal {
        company: row.company.0.ok_or_else(unreadable)?,
        company_identity: row.identity.clone().ok_or_else(unreadable)?,
        submitted_at: row.submitted_at.0.ok_or_else(unreadable)?,
        id: row.id.0,
        event: row.event.0,
        state: row.state.0,
        company_name,
        claim: row.claim.0,
        contact: row.contact.0,
        presenter: row.presenter.0,
        presenter_name: row.presenter_name,
        presenter_email: row.presenter_email,
        title: row.title,
        summary: row.summary,
        themes: split(&row.themes),
        version: row.version.0,
        changed_at: row.changed_at.0,
        shortlisted: row.shortlisted,
        feedback: row.feedback,
        decided_at: row.decided_at.0,
        decided_by: row.decided_by.0,
        why: row.why,
        place,
    })
}

/// Which proposals a list holds; drafts are never among them.
#[derive(Debug, Clone, Default)]
pub struct ProposalFilter {
    /// Only those to this event.
    pub event: Option<EventId>,
    /// Only those of this contact, or of these companies.
    pub contact: Option<(PersonId, Vec<OrganisationId>)>,
    /// Only those in these states; all where none is named.
    pub states: Vec<ProposalState>,
    /// Only those whose place was to be confirmed by this instant.
    pub confirm_by: Option<Instant>,
}

/// The proposals of `filter`, in the order in which they were submitted.
pub fn list(rx: &mut Rx<'_>, filter: &ProposalFilter) -> Result<Vec<Proposal>, StoreError> {
    let mut query = proposals::table
        .inner_join(organisations::table)
        .filter(proposals::state.ne(ProposalState::Draft.as_str()))
        .order((proposals::submitted_at, proposals::id))
        .select((COLUMNS, organisations::name))
        .into_boxed();
    if let Some(event) = filter.event {
        query = query.filter(proposals::event_id.eq(event.to_string()));
    }
    if let Some((contact, companies)) = &filter.contact {
        let companies: Vec<String> = companies.iter().map(ToString::to_string).collect();
        query = query.filter(
            proposals::contact_id
                .eq(contact.to_string())
                .or(proposals::company_id.eq_any(companies)),
        );
    }
    if !filter.states.is_empty() {
        let states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
        query = query.filter(proposals::state.eq_any(states));
    }
    if let Some(instant) = filter.confirm_by {
        query = query.filter(proposals::confirm_by.le(at(instant)));
    }
    let rows: Vec<(Row, String)> = query.load(rx.db())?;
    rows.into_iter().map(proposal).collect()
}

/// The submitted proposal with this id.
pub fn find(rx: &mut Rx<'_>, id: ProposalId) -> Result<Option<Proposal>, StoreError> {
    let row: Option<(Row, String)> = proposals::table
        .inner_join(organisations::table)
        .filter(proposals::id.eq(id.to_string()))
        .filter(proposals::state.ne(ProposalState::Draft.as_str()))
        .select((COLUMNS, organisations::name))
        .get_result(rx.db())
        .optional()?;
    row.map(proposal).transpose()
}

/// Keeps a proposal as it is until the transaction ends. On SQLite the one writer already sees to it.
pub fn lock(tx: &mut Tx<'_>, id: ProposalId) -> Result<(), StoreError> {
    if let Db::Pg(c) = tx.db() {
        let _: Option<String> = proposals::table
            .find(id.to_string())
            .select(proposals::id)
            .for_update()
            .first(c)
            .optional()?;
    }
    Ok(())
}

/// Stores a submitted proposal, and says whether there was none with its id.
pub fn insert(tx: &mut Tx<'_>, new: &Proposal) -> Result<bool, StoreError> {
    let row = (
        (
            proposals::id.eq(new.id.to_string()),
            proposals::event_id.eq(new.event.to_string()),
            proposals::state.eq(new.state.as_str()),
            proposals::typed.eq(""),
            proposals::company_id.eq(new.company.to_string()),
            proposals::company_identity.eq(&new.company_identity),
            proposals::claim.eq(new.claim.as_str()),
            proposals::contact_id.eq(new.contact.to_string()),
            proposals::presenter_id.eq(new.presenter.map(|id| id.to_string())),
            proposals::presenter_name.eq(&new.presenter_name),
            proposals::presenter_email.eq(&new.presenter_email),
        ),
        (
            proposals::title.eq(&new.title),
            proposals::summary.eq(&new.summary),
            proposals::themes.eq(joined(&new.themes)),
            proposals::version.eq(int(new.version)),
            proposals::submitted_at.eq(at(new.submitted_at)),
            proposals::changed_at.eq(at(new.changed_at)),
            proposals::shortlisted.eq(new.shortlisted),
            proposals::feedback.eq(&new.feedback),
            proposals::why.eq(&new.why),
        ),
    );
    tx.insert_if_free(|db| {
        diesel::insert_into(proposals::table)
            .values(row)
            .execute(db)
    })
}

/// What a company may change of its proposal until the call closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalText {
    /// Who would be on stage.
    pub presenter: PersonId,
    /// Their name.
    pub presenter_name: String,
    /// Their address, where it is not the contact.
    pub presenter_email: Option<String>,
    /// The pitch's title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Its themes.
    pub themes: Vec<Theme>,
}

/// Gives a submitted proposal another text, and says whether it still stood at `version`.
pub fn update(
    tx: &mut Tx<'_>,
    id: ProposalId,
    version: u32,
    text: &ProposalText,
    now: Instant,
) -> Result<bool, StoreError> {
    let submitted = proposals::table
        .filter(proposals::id.eq(id.to_string()))
        .filter(proposals::state.eq(ProposalState::Submitted.as_str()))
        .filter(proposals::version.eq(int(version)));
    let updated = diesel::update(submitted)
        .set((
            proposals::presenter_id.eq(text.presenter.to_string()),
            proposals::presenter_name.eq(&text.presenter_name),
            proposals::presenter_email.eq(&text.presenter_email),
            proposals::title.eq(&text.title),
            proposals::summary.eq(&text.summary),
            proposals::themes.eq(joined(&text.themes)),
            proposals::version.eq(proposals::version + 1),
            proposals::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(updated == 1)
}

/// Takes a proposal from the state in which it was read to another, and says whether it still stood there.
pub fn move_on(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    to: ProposalState,
    now: Instant,
) -> Result<bool, StoreError> {
    if proposal.state.to(to).is_err() {
        return Ok(false);
    }
    let from = proposals::table
        .filter(proposals::id.eq(proposal.id.to_string()))
        .filter(proposals::state.eq(proposal.state.as_str()));
    let moved = diesel::update(from)
        .set((
            proposals::state.eq(to.as_str()),
            proposals::version.eq(proposals::version + 1),
            proposals::changed_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(moved == 1)
}

/// Notes who accepted or declined a proposal, what its company is told and why it was so.
pub fn note_decision(
    tx: &mut Tx<'_>,
    id: ProposalId,
    by: PersonId,
    (feedback, why): (&str, &str),
    now: Instant,
) -> Result<(), StoreError> {
    diesel::update(proposals::table.find(id.to_string()))
        .set((
            proposals::decided_by.eq(by.to_string()),
            proposals::decided_at.eq(at(now)),
            proposals::feedback.eq(feedback),
            proposals::why.eq(why),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Puts a proposal on the short list or takes it off, and says whether that changed anything.
pub fn shortlist(tx: &mut Tx<'_>, id: ProposalId, listed: bool) -> Result<bool, StoreError> {
    let other = proposals::table
        .filter(proposals::id.eq(id.to_string()))
        .filter(proposals::state.ne(ProposalState::Draft.as_str()))
        .filter(proposals::shortlisted.eq(!listed));
    let changed = diesel::update(other)
        .set(proposals::shortlisted.eq(listed))
        .execute(tx.db())?;
    Ok(changed == 1)
}

/// Gives an accepted proposal a slot to confirm, and says whether it was accepted and the slot waits for no other.
pub fn allocate(
    tx: &mut Tx<'_>,
    id: ProposalId,
    place: &Place,
    now: Instant,
) -> Result<bool, StoreError> {
    let accepted = proposals::table
        .filter(proposals::id.eq(id.to_string()))
        .filter(proposals::state.eq(ProposalState::Accepted.as_str()));
    let to = (
        proposals::state.eq(ProposalState::Allocated.as_str()),
        proposals::version.eq(proposals::version + 1),
        proposals::changed_at.eq(at(now)),
        proposals::slot_id.eq(place.slot.to_string()),
        proposals::booking_id.eq(place.booking.to_string()),
        proposals::confirm_by.eq(at(place.confirm_by)),
    );
    let mut allocated = 0;
    let is_free = tx.insert_if_free(|db| {
        allocated = diesel::update(accepted).set(to).execute(db)?;
        Ok(allocated)
    })?;
    Ok(is_free && allocated == 1)
}

/// Gives a proposal of somebody who goes another contact, who also presents it if they were to.
pub fn hand_over(
    tx: &mut Tx<'_>,
    id: ProposalId,
    was: PersonId,
    heir: &Person,
) -> Result<(), StoreError> {
    diesel::update(proposals::table.find(id.to_string()))
        .set(proposals::contact_id.eq(heir.id.to_string()))
        .execute(tx.db())?;
    let presented = proposals::table
        .filter(proposals::id.eq(id.to_string()))
        .filter(proposals::presenter_id.eq(was.to_string()));
    diesel::update(presented)
        .set((
            proposals::presenter_id.eq(heir.id.to_string()),
            proposals::presenter_name.eq(&heir.name),
            proposals::presenter_email.eq(None::<String>),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Settles the claim of a proposal, and says whether it was open.
pub fn settle_claim(tx: &mut Tx<'_>, id: ProposalId) -> Result<bool, StoreError> {
    let claimed = proposals::table
        .filter(proposals::id.eq(id.to_string()))
        .filter(proposals::claim.eq(Claim::Unconfirmed.as_str()));
    let settled = diesel::update(claimed)
        .set(proposals::claim.eq(Claim::Settled.as_str()))
        .execute(tx.db())?;
    Ok(settled == 1)
}

const LIVE: [&str; 4] = ["submitted", "accepted", "allocated", "confirmed"];

/// Counts the live proposals of a company under another identity from now on.
pub(crate) fn recount_company(
    tx: &mut Tx<'_>,
    company: OrganisationId,
    was: &str,
    identity: &str,
) -> Result<(), StoreError> {
    let theirs = proposals::table
        .filter(proposals::company_id.eq(company.to_string()))
        .filter(proposals::company_identity.eq(was));
    let counts: Vec<(Text<EventId>, i64)> = theirs
        .clone()
        .filter(proposals::state.eq_any(LIVE))
        .group_by(proposals::event_id)
        .select((proposals::event_id, diesel::dsl::count_star()))
        .order(proposals::event_id)
        .load(tx.db())?;
    for (event, some) in counts {
        let of = |identity: &str| Pool::Proposals(event.0, identity.to_owned());
        let some = u32::try_from(some).unwrap_or(u32::MAX);
        pools::move_some(tx, &of(was), &of(identity), some)?;
    }
    diesel::update(theirs)
        .set(proposals::company_identity.eq(identity))
        .execute(tx.db())?;
    Ok(())
}
