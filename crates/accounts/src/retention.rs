//! Forgetting what has been kept long enough: every rule of retention, in one sweep.

use crate::erase::{EraseRefused, forget_person};
use marketday_model::Surroundings;
use marketday_model::privacy::{Periods, Rule};
use marketday_store::{Store, StoreError, retention};

/// How many people one sweep erases at most: the rest follow with the next.
const PEOPLE: u32 = 500;

/// What a sweep would forget now, by rule. Nothing is changed.
pub fn foresee_retention(
    store: &Store,
    surroundings: &Surroundings,
    periods: &Periods,
) -> Result<Vec<(Rule, i64)>, StoreError> {
    let now = surroundings.now();
    store.read(|rx| {
        Rule::ALL
            .iter()
            .map(|rule| Ok((*rule, retention::count(rx, *rule, now - periods.of(*rule))?)))
            .collect()
    })
}

/// Forgets what every rule finds, and returns how much of each. What is exactly as old as its period still stays.
pub fn retain(
    store: &Store,
    surroundings: &Surroundings,
    periods: &Periods,
) -> Result<Vec<(Rule, i64)>, StoreError> {
    let now = surroundings.now();
    let mut forgotten = Vec::new();
    for rule in Rule::ALL {
        let before = now - periods.of(*rule);
        let count = if *rule == Rule::People {
            forget_people(store, surroundings, before)?
        } else {
            store.write(move |tx| retention::forget(tx, *rule, before))?
        };
        forgotten.push((*rule, i64::try_from(count).unwrap_or(i64::MAX)));
    }
    Ok(forgotten)
}

fn forget_people(
    store: &Store,
    surroundings: &Surroundings,
    before: marketday_model::Instant,
) -> Result<usize, StoreError> {
    let people = store.read(|rx| retention::list_people(rx, before, PEOPLE))?;
    let mut count = 0;
    for person in people {
        match forget_person(store, surroundings, person) {
            Ok(()) => count += 1,
            Err(EraseRefused::NoSuchPerson | EraseRefused::LastOwner(_)) => {}
            Err(EraseRefused::Store(error)) => return Err(error),
        }
    }
    Ok(count)
}
