//! Merging two organisations that turned out to be one. Both histories stay, and the old identity leads to the
//! survivor, so that whoever books under it later finds the survivor.

use crate::authority::ties_text;
use marketday_model::notice::Subject;
use marketday_model::{
    Instant, Organisation, OrganisationId, OrganisationKind, PersonId, Surroundings,
};
use marketday_store::merging::{self, Counted, Ties};
use marketday_store::{Note, Rx, Store, StoreError, Tx, authorities, organisations, revisions};

/// Why two organisations are not merged. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum MergeRefused {
    /// One of the two does not exist.
    #[error("There is no organisation {0}")]
    NoSuchOrganisation(OrganisationId),
    /// Both are the same.
    #[error("An organisation cannot be merged into itself")]
    Same,
    /// One is a company and the other is not, and so on.
    #[error("They are not of one kind: {0} and {1}")]
    OtherKind(OrganisationKind, OrganisationKind),
    /// One of them was merged before.
    #[error("{name} was merged into another organisation before: take that one, {into}")]
    AlreadyMerged {
        /// Its name.
        name: String,
        /// Into which.
        into: OrganisationId,
    },
    /// Both are in the list of authorities, each with a code of its own.
    #[error(
        "Both are in the list of authorities ({0} and {1}): import a list in which one ends and the other takes over"
    )]
    BothListed(String, String),
    /// Together they would hold more slots of a day to come than one company may.
    #[error("{}", over_limit(.0))]
    OverLimit(Vec<Counted>),
    /// The database failed.
    #[error("merging failed")]
    Store(#[from] StoreError),
}

fn over_limit(events: &[Counted]) -> String {
    let events: Vec<String> = events
        .iter()
        .map(|event| {
            format!(
                "“{}” ({} slots, and one company may hold {})",
                event.title, event.together, event.limit
            )
        })
        .collect();
    format!(
        "Together they would hold too many slots at {}: cancel bookings, or raise the limit there, first",
        events.join(" and ")
    )
}

/// What a merger does, before it is done.
#[derive(Debug, Clone)]
pub struct Merger {
    /// The one that is given up.
    pub from: Organisation,
    /// The one that stays.
    pub into: Organisation,
    /// What moves.
    pub ties: Ties,
}

impl Merger {
    /// "3 people and 12 bookings"; "nothing" for none.
    pub fn what_moves(&self) -> String {
        ties_text(self.ties)
    }
}

/// What merging these two would do now, or why it would be refused.
pub fn foresee_merger(
    rx: &mut Rx<'_>,
    from: OrganisationId,
    into: OrganisationId,
    now: Instant,
) -> Result<Merger, MergeRefused> {
    if from == into {
        return Err(MergeRefused::Same);
    }
    let mut find = |id| -> Result<Organisation, MergeRefused> {
        let found = organisations::find(rx, id)?.ok_or(MergeRefused::NoSuchOrganisation(id))?;
        match organisations::find_merged_into(rx, id)? {
            None => Ok(found),
            Some(into) => Err(MergeRefused::AlreadyMerged {
                name: found.name,
                into,
            }),
        }
    };
    let (from, into) = (find(from)?, find(into)?);
    if from.kind != into.kind {
        return Err(MergeRefused::OtherKind(from.kind, into.kind));
    }
    if let (Some(one), Some(other)) = (
        authorities::find(rx, from.id)?,
        authorities::find(rx, into.id)?,
    ) {
        return Err(MergeRefused::BothListed(one.code, other.code));
    }
    let mut shared = merging::list_shared(rx, (&from, &into), now)?;
    shared.retain(|event| event.together > event.limit);
    if !shared.is_empty() {
        return Err(MergeRefused::OverLimit(shared));
    }
    let ties = merging::count_ties(rx, &[from.id])?;
    let ties = ties.get(&from.id).copied().unwrap_or_default();
    Ok(Merger { from, into, ties })
}

/// Merges `from` into `into`: members, pitches, bookings with what they count for, registrations, events and seats.
/// `by` is the administrator; none on the command line. Whether they are one is asked before.
pub fn merge_organisations(
    store: &Store,
    surroundings: &Surroundings,
    by: Option<PersonId>,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Merger, MergeRefused> {
    let now = surroundings.now();
    let notes = [Note::new(surroundings, by), Note::new(surroundings, by)];
    store.write(move |tx| {
        // Whoever books for one of them now is done before this looks, or finds the survivor afterwards.
        merging::lock(tx, &[from, into])?;
        let merger = foresee_merger(tx, from, into, now)?;
        merging::move_ties(tx, &merger.from, &merger.into)?;
        merging::merge(tx, &merger.from, &merger.into, now)?;
        note(tx, &merger, notes)?;
        revisions::bump_public(tx)?;
        Ok(merger)
    })
}

fn note(tx: &mut Tx<'_>, merger: &Merger, notes: [Note; 2]) -> Result<(), StoreError> {
    let Merger { from, into, .. } = merger;
    let moved = merger.what_moves();
    let lines = [
        (from.id, format!("into {}: {moved}", into.id)),
        (into.id, format!("from {}: {moved}", from.id)),
    ];
    for ((subject, detail), note) in lines.into_iter().zip(notes) {
        let subject = Subject::Organisation(subject);
        note.write(tx, "organisation.merge", subject, detail)?;
    }
    Ok(())
}
