//! Calling for proposals: what is looked for, until when, by which criteria.

use marketday_model::event::Window;
use marketday_model::notice::Subject;
use marketday_model::{Call, Criterion, EventId, PersonId, Prose, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, Tx, assessments, calls, events, revisions};

/// What the form of a call says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallText {
    /// What is looked for, in Markdown.
    pub looked_for: Prose<5000>,
    /// When proposals are taken.
    pub window: Window,
    /// How many assessors must have scored a proposal before it has a rank.
    pub minimum_scores: u32,
    /// How many days a company has to confirm its place.
    pub days_to_confirm: u32,
    /// How many live proposals a company may have.
    pub company_limit: u32,
}

/// Why a call or its criteria are not saved.
#[derive(Debug, thiserror::Error)]
pub enum CallRefused {
    /// There is no such event, or it has no call yet.
    #[error("There is no call for proposals yet")]
    NoCall,
    /// Somebody else changed it at the same moment.
    #[error("Somebody else has just changed the call. Look at it, then change it again")]
    Stale,
    /// Assessors have begun to score, so that a change needs a reason.
    #[error("Scoring has begun: say why this changes now. The reason is kept in the history")]
    ScoringBegun,
    /// There is nothing to score by.
    #[error("Add at least one criterion before you publish the call")]
    NoCriteria,
    /// The database failed.
    #[error("saving the call failed")]
    Store(#[from] StoreError),
}

/// Saves the call of an event as it was read at `version` (0 where there was none). Once scoring has begun, how many
/// scores a proposal needs changes with a reason only. Whether `person` may do so is asked before.
pub fn save_call(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, version): (EventId, u32),
    (text, why): (CallText, Option<String>),
) -> Result<(), CallRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let was = calls::find(tx, event)?;
        if was.as_ref().map_or(0, |was| was.version) != version {
            return Err(CallRefused::Stale);
        }
        let call = Call {
            event,
            looked_for: text.looked_for.to_string(),
            window: text.window,
            minimum_scores: text.minimum_scores,
            days_to_confirm: text.days_to_confirm,
            company_limit: text.company_limit,
            version: version + 1,
            published_at: was.as_ref().and_then(|was| was.published_at),
        };
        let altered = differences(was.as_ref(), &call);
        if was.is_some() && altered.is_empty() {
            return Ok(());
        }
        let is_judged = altered.iter().any(|one| one.what == MINIMUM);
        if is_judged && why.is_none() && assessments::has_begun(tx, event)? {
            return Err(CallRefused::ScoringBegun);
        }
        if !calls::save(tx, &call, note.at)? {
            return Err(CallRefused::Stale);
        }
        let why = why.clone().unwrap_or_default();
        note.write_altered(tx, "call.save", Subject::Event(event), why, &altered)?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

const MINIMUM: &str = "Scores needed";

fn differences(was: Option<&Call>, call: &Call) -> Vec<Altered> {
    let moment =
        |at: Option<marketday_model::Instant>| at.map_or(String::new(), |at| at.to_rfc3339());
    let of = |read: &dyn Fn(&Call) -> String| (was.map_or(String::new(), read), read(call));
    let pair = |what: &'static str, (before, after): (String, String)| (what, before, after);
    Altered::list([
        pair("Looked for", of(&|call| call.looked_for.clone())),
        pair("Opens", of(&|call| moment(call.window.opens_at))),
        pair("Closes", of(&|call| moment(Some(call.window.closes_at)))),
        pair(MINIMUM, of(&|call| call.minimum_scores.to_string())),
        pair(
            "Days to confirm",
            of(&|call| call.days_to_confirm.to_string()),
        ),
        pair(
            "Proposals a company",
            of(&|call| call.company_limit.to_string()),
        ),
    ])
}

/// Makes these the criteria of an event, in this order. Once scoring has begun they change with a reason only, and what
/// was scored by a criterion that goes is forgotten. Whether `person` may do so is asked before.
pub fn save_criteria(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
    (criteria, why): (Vec<Criterion>, Option<String>),
) -> Result<(), CallRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let call = calls::find(tx, event)?.ok_or(CallRefused::NoCall)?;
        let was = calls::list_criteria(tx, event)?;
        if was == criteria {
            return Ok(());
        }
        if criteria.is_empty() && call.published_at.is_some() {
            return Err(CallRefused::NoCriteria);
        }
        if why.is_none() && assessments::has_begun(tx, event)? {
            return Err(CallRefused::ScoringBegun);
        }
        calls::replace_criteria(tx, event, &criteria)?;
        let altered = Altered::list([("Criteria", listed(&was), listed(&criteria))]);
        let why = why.clone().unwrap_or_default();
        note.write_altered(tx, "criteria.save", Subject::Event(event), why, &altered)?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

/// `Fit (3), Evidence (1)`.
fn listed(criteria: &[Criterion]) -> String {
    let each = criteria
        .iter()
        .map(|one| format!("{} ({})", one.name, one.weight.get()));
    each.collect::<Vec<_>>().join(", ")
}

/// Lets everybody see the call of an event, and companies answer it. Whether `person` may do so is asked before. A call
/// that is public stays so.
pub fn publish_call(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    event: EventId,
) -> Result<(), CallRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let call = calls::find(tx, event)?.ok_or(CallRefused::NoCall)?;
        if call.published_at.is_some() {
            return Ok(());
        }
        if calls::list_criteria(tx, event)?.is_empty() {
            return Err(CallRefused::NoCriteria);
        }
        publish(tx, call, note)
    })
}

fn publish(tx: &mut Tx<'_>, call: Call, note: Note) -> Result<(), CallRefused> {
    let subject = Subject::Event(call.event);
    let published = Call {
        version: call.version + 1,
        published_at: Some(note.at),
        ..call
    };
    if !calls::save(tx, &published, note.at)? {
        return Err(CallRefused::Stale);
    }
    note.write(tx, "call.publish", subject, String::new())?;
    revisions::bump_public(tx)?;
    Ok(())
}
