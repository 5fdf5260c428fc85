//! By what rules an event gives its slots: setting them, and publishing them.

use marketday_model::notice::Subject;
use marketday_model::{BookingRules, Event, EventId, PersonId, Surroundings};
use marketday_places::offer_freed;
use marketday_store::audit::Altered;
use marketday_store::{Note, Rx, Store, StoreError, booking_rules, events, revisions, series};

/// Why the rules stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum RulesRefused {
    /// There is no such event.
    #[error("There is no such event any more")]
    NoSuchEvent,
    /// The database failed.
    #[error("saving the rules failed")]
    Store(#[from] StoreError),
}

/// Sets the rules of an event. What is booked already stays booked; what changed stands in the audit trail, and so in
/// the fairness record. Whether `person` may do so is asked before.
pub fn set_rules(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    rules: BookingRules,
) -> Result<(), RulesRefused> {
    let note = Note::new(surroundings, person);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        events::lock(tx, event)?;
        let event = events::find(tx, event)?.ok_or(RulesRefused::NoSuchEvent)?;
        let before = booking_rules::find(tx, event.id)?;
        if before == rules {
            return Ok(());
        }
        booking_rules::set(tx, event.id, &rules)?;
        let pairs = before
            .said(event.days())
            .into_iter()
            .zip(rules.said(event.days()));
        let altered: Vec<Altered> = pairs
            .filter(|((_, before), (_, after))| before != after)
            .map(|((what, before), (_, after))| Altered {
                what: what.to_owned(),
                before,
                after,
            })
            .collect();
        let names = Altered::names(&altered);
        note.write_altered(
            tx,
            "rules.change",
            Subject::Event(event.id),
            names,
            &altered,
        )?;
        offer_freed(tx, &surroundings, event.id, note.at)?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

/// The rules of an event as everybody reads them.
pub fn published_rules(rx: &mut Rx<'_>, event: &Event) -> Result<Vec<String>, StoreError> {
    let rules = booking_rules::find(rx, event.id)?;
    let is_in_series =
        rules.series_limit.is_some() && series::find_of_event(rx, event.id)?.is_some();
    Ok(rules.published(event, is_in_series))
}
