//! Reminders of a day, to everybody who takes part in it.

use crate::word::words;
use crate::{Event, EventState, Instant, NoticeKind, time};
use chrono::{Datelike, Duration, NaiveTime, Timelike};

words! {
    /// A reminder of a day.
    Reminder {
        /// Seven days before it.
        Week = "week",
        /// The day before.
        Day = "day",
        /// In the morning of the day.
        Morning = "morning",
    }
}

impl Reminder {
    /// Those that a new event sends.
    pub const USUAL: [Self; 2] = [Self::Week, Self::Day];

    /// How far ahead there may be something to remind of.
    pub const AHEAD: Duration = Duration::days(9);

    /// The day of an event by its number: a day that moved is another one, and is reminded of again.
    pub fn day_of(event: &Event) -> u32 {
        let day = event.time.start().with_timezone(&event.zone).date_naive();
        u32::try_from(day.num_days_from_ce()).unwrap_or_default()
    }

    /// The notice that carries it.
    pub const fn kind(self) -> NoticeKind {
        match self {
            Self::Week => NoticeKind::ReminderWeek,
            Self::Day => NoticeKind::ReminderDay,
            Self::Morning => NoticeKind::ReminderMorning,
        }
    }

    /// The reminder that a notice carries.
    pub fn of(kind: NoticeKind) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.kind() == kind)
    }

    /// How an organiser chooses it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Week => "A week before, at 9am",
            Self::Day => "The day before, at 9am",
            Self::Morning => "On the day, at 7am",
        }
    }

    const fn days_before(self) -> i64 {
        match self {
            Self::Week => 7,
            Self::Day => 1,
            Self::Morning => 0,
        }
    }

    /// When it is sent, in the event's local time; none if the event begins before that.
    pub fn due_at(self, event: &Event) -> Option<Instant> {
        let hour = if self == Self::Morning { 7 } else { 9 };
        let first = event.time.start().with_timezone(&event.zone).date_naive();
        let day = first - Duration::days(self.days_before());
        let local = day.and_time(NaiveTime::MIN.with_hour(hour)?);
        // No clock changes at 7 or 9 in the morning; where one ever does, nothing is sent twice or at a wrong time.
        let at = time::from_local(local, event.zone, Some(time::Fold::Earlier)).ok()?;
        (at < event.time.start()).then_some(at)
    }

    /// Until when it is worth reading: the next one comes then, or the day begins.
    pub fn until(self, event: &Event) -> Instant {
        let next = match self {
            Self::Week => Self::Day.due_at(event),
            Self::Day => Self::Morning.due_at(event),
            Self::Morning => None,
        };
        next.unwrap_or(event.time.start())
    }

    /// Whether it is to be sent at `now`.
    pub fn is_due(self, event: &Event, now: Instant) -> bool {
        event.state == EventState::Published
            && self.due_at(event).is_some_and(|at| at <= now)
            && now < self.until(event)
    }
}

#[cfg(test)]
mod tests;
