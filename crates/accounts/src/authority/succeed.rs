//! Moving people and registrations from an authority that has ended to the one that took over.

use super::plan::Succession;
use super::report::ties as ties_text;
use chrono::NaiveDate;
use marketday_model::notice::Subject;
use marketday_model::time::LONDON;
use marketday_model::{Authority, Instant, Organisation, OrganisationId, Surroundings};
use marketday_store::{Note, Rx, Store, StoreError, Tx, authorities, merging, revisions};
use std::collections::{HashMap, HashSet};

/// An authority with what is known of it.
pub(super) type Standing = (Organisation, Authority);

/// The day in the United Kingdom.
pub(super) fn today(surroundings: &Surroundings) -> NaiveDate {
    surroundings.now().with_timezone(&LONDON).date_naive()
}

/// Moves what is left on authorities that have ended to those that took over, and says what moved. An authority that
/// ends later is moved by the first call after its last day: the worker calls this every day.
pub fn settle_successions(
    store: &Store,
    surroundings: &Surroundings,
) -> Result<Vec<Succession>, StoreError> {
    let (now, today) = (surroundings.now(), today(surroundings));
    let foreseen = store.read(|rx| {
        let standing = standing(rx)?;
        due(rx, &standing, today)
    })?;
    if foreseen.is_empty() {
        return Ok(foreseen);
    }
    let ids: Vec<uuid::Uuid> = (0..foreseen.len() * 2 + 8)
        .map(|_| surroundings.id())
        .collect();
    store.write(move |tx| {
        let standing = standing(tx)?;
        let moves = due(tx, &standing, today)?;
        carry_out(tx, moves, now, &mut ids.iter().copied())
    })
}

fn standing(rx: &mut Rx<'_>) -> Result<Vec<Standing>, StoreError> {
    let all = authorities::list(rx)?;
    Ok(all
        .into_iter()
        .filter_map(|(organisation, details)| Some((organisation, details?)))
        .collect())
}

/// What moves on `today`: everything that hangs on an authority that has ended and has a successor.
pub(super) fn due(
    rx: &mut Rx<'_>,
    standing: &[Standing],
    today: NaiveDate,
) -> Result<Vec<Succession>, StoreError> {
    successions(rx, standing, &|details| {
        details.ends_on.is_some_and(|last| last < today)
    })
}

/// What moves when these authorities have ended.
pub(super) fn to_come(
    rx: &mut Rx<'_>,
    standing: &[Standing],
    of: &HashSet<OrganisationId>,
) -> Result<Vec<Succession>, StoreError> {
    successions(rx, standing, &|details| of.contains(&details.organisation))
}

fn successions(
    rx: &mut Rx<'_>,
    standing: &[Standing],
    ends: &dyn Fn(&Authority) -> bool,
) -> Result<Vec<Succession>, StoreError> {
    let by_id: HashMap<OrganisationId, &Standing> = standing
        .iter()
        .map(|standing| (standing.0.id, standing))
        .collect();
    let ending = |details: &Authority| ends(details).then_some(details.successor).flatten();
    let from: Vec<OrganisationId> = standing
        .iter()
        .filter(|(_, details)| ending(details).is_some())
        .map(|(organisation, _)| organisation.id)
        .collect();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let ties = merging::count_ties(rx, &from)?;
    let mut moves = Vec::new();
    for id in from {
        let (organisation, details) = by_id[&id];
        let Some(ties) = ties.get(&id).copied().filter(|ties| !ties.is_none()) else {
            continue;
        };
        // Whoever took over may have ended too: then on to the next. There are no circles; the length is a backstop.
        let mut into = details.successor;
        for _ in 0..standing.len() {
            let further = into
                .and_then(|id| by_id.get(&id))
                .and_then(|(_, details)| ending(details));
            if further.is_none() {
                break;
            }
            into = further;
        }
        if let (Some((into, _)), Some(ended_on)) =
            (into.and_then(|id| by_id.get(&id)), details.ends_on)
        {
            moves.push(Succession {
                from: organisation.clone(),
                into: into.clone(),
                ended_on,
                ties,
            });
        }
    }
    moves.sort_by(|a, b| a.from.name.cmp(&b.from.name));
    Ok(moves)
}

/// Moves, and says how much it was in the end.
pub(super) fn carry_out(
    tx: &mut Tx<'_>,
    mut moves: Vec<Succession>,
    now: Instant,
    ids: &mut dyn Iterator<Item = uuid::Uuid>,
) -> Result<Vec<Succession>, StoreError> {
    let all: Vec<OrganisationId> = moves
        .iter()
        .flat_map(|succession| [succession.from.id, succession.into.id])
        .collect();
    merging::lock(tx, &all)?;
    let ties = merging::count_ties(tx, &all)?;
    for succession in &mut moves {
        let Succession { from, into, .. } = &*succession;
        let counted = ties.get(&from.id).copied().unwrap_or_default();
        merging::move_ties(tx, from, into)?;
        let what = ties_text(counted);
        for (subject, detail) in [
            (from.id, format!("to {}: {what}", into.id)),
            (into.id, format!("from {}: {what}", from.id)),
        ] {
            let id = ids
                .next()
                .ok_or(StoreError::Conflict("much was to move".into()))?;
            let subject = Subject::Organisation(subject);
            Note::drawn(id, now).write(tx, "authority.succeed", subject, detail)?;
        }
        succession.ties = counted;
    }
    if !moves.is_empty() {
        revisions::bump_public(tx)?;
    }
    Ok(moves)
}
