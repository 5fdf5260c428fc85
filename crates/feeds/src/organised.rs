//! What is open at the events that somebody helps to run, and when any of it last changed.

use marketday_model::{Event, EventId, Instant};
use marketday_store::{Rx, StoreError, bookings, registrations, releases};
use std::collections::HashMap;

/// What is open at an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Open {
    /// Slots that companies book.
    pub(crate) slots: u32,
    /// How many of them are booked.
    pub(crate) booked: u32,
    /// How many places are taken.
    pub(crate) registered: u32,
    /// When any of these last changed; none if never.
    pub(crate) changed: Option<Instant>,
}

/// The same of several events. Five queries, however many there are.
pub(crate) struct Figures {
    slots: HashMap<EventId, u32>,
    booked: HashMap<EventId, u32>,
    registered: HashMap<EventId, u32>,
    changes: HashMap<EventId, Instant>,
}

impl Figures {
    /// The figures of these events.
    pub(crate) fn of(rx: &mut Rx<'_>, events: &[Event]) -> Result<Self, StoreError> {
        let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
        let mut changes: HashMap<EventId, Instant> = HashMap::new();
        let all = [
            bookings::list_last_changes(rx, &ids)?,
            registrations::list_last_changes(rx, &ids)?,
            releases::list_last_made(rx, &ids)?,
        ];
        for (id, at) in all.into_iter().flatten() {
            let latest = changes.entry(id).or_insert(at);
            *latest = at.max(*latest);
        }
        Ok(Self {
            slots: releases::count_offered_slots(rx, &ids)?
                .into_iter()
                .collect(),
            booked: bookings::count_confirmed(rx, &ids)?.into_iter().collect(),
            registered: registrations::count_confirmed(rx, &ids)?
                .into_iter()
                .collect(),
            changes,
        })
    }

    /// What is open at one of them.
    pub(crate) fn open_at(&self, event: &Event) -> Open {
        let of = |counts: &HashMap<EventId, u32>| counts.get(&event.id).copied().unwrap_or(0);
        Open {
            slots: of(&self.slots),
            booked: of(&self.booked),
            registered: of(&self.registered),
            changed: self.changes.get(&event.id).copied(),
        }
    }
}
