//! What follows for a company that did not appear, where the organiser has published that something does.

use crate::time::long_date;
use crate::{Event, Instant};
use chrono::Months;

/// A company may not book at days of an organising body for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    /// At which event it did not appear.
    pub event: String,
    /// When that was: "Tuesday 2 March 2027".
    pub date_text: String,
    /// Until when it may not book.
    pub until: Instant,
    /// The same as people read it: "2 June 2027".
    pub until_text: String,
    /// Whose days.
    pub organiser: String,
    /// Whom to ask.
    pub contact: String,
}

impl Ban {
    /// What follows from not appearing at `event`, whose rules say so many months; nothing where they say none, or where
    /// it is over at `now`.
    pub fn of(event: &Event, months: u32, now: Instant) -> Option<Self> {
        let end = event.time.end();
        let until = end.checked_add_months(Months::new(months))?;
        (months > 0 && now < until).then(|| Self {
            event: event.title.clone(),
            date_text: long_date(event.time.start(), event.zone),
            until,
            until_text: long_date(until, event.zone),
            organiser: event.organiser_name.clone(),
            contact: event.contact_email.clone(),
        })
    }
}

impl std::fmt::Display for Ban {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "This company did not appear at {} on {}, so it cannot book at days of {} until {}. If that is wrong, write \
             to {}",
            self.event, self.date_text, self.organiser, self.until_text, self.contact
        )
    }
}
