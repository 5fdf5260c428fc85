//! What each release changed: the public history of a programme.

use crate::diff::{DiffItem, Programme, booked, differences};
use marketday_model::{Event, Release};
use marketday_store::{Rx, StoreError, releases};
use std::collections::BTreeMap;

/// A release, and how it differs from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRelease {
    /// The release.
    pub release: Release,
    /// Its differences; of the first one none, since everything in it is new.
    pub items: Vec<DiffItem>,
}

/// Every release of an event, newest first. Four queries, however many releases, sessions and slots there are.
pub fn change_log(rx: &mut Rx<'_>, event: &Event) -> Result<Vec<LoggedRelease>, StoreError> {
    let mut programmes: BTreeMap<u32, Programme> = BTreeMap::new();
    for (number, session) in releases::list_sessions_ever(rx, event.id)? {
        programmes.entry(number).or_default().sessions.push(session);
    }
    for (number, slot) in releases::list_slots_ever(rx, event.id)? {
        programmes.entry(number).or_default().slots.push(slot);
    }
    let booked = booked(rx, event.id)?;
    let mut log = Vec::new();
    let mut before: Option<Programme> = None;
    for release in releases::list(rx, event.id)? {
        let programme = programmes.remove(&release.number).unwrap_or_default();
        let items = before.as_ref().map_or_else(Vec::new, |before| {
            differences(event.days(), before, &programme, &booked)
        });
        log.push(LoggedRelease { release, items });
        before = Some(programme);
    }
    log.reverse();
    Ok(log)
}
