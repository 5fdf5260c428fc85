//! Nudges: a deadline comes near, and somebody has yet to do what it is for.

use crate::word::words;
use crate::{Event, EventState, Instant, NoticeKind, time};
use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Timelike};

words! {
    /// A deadline of which those are nudged who have yet to do something.
    Deadline {
        /// Until when companies send their slides.
        Slides = "slides",
        /// When the call closes.
        Call = "call",
        /// When a place that waits for its company passes on.
        Place = "place",
    }
}

impl Deadline {
    /// How an organiser chooses it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slides => {
                "Slides, three days and one day before they are due, to those who have sent none"
            }
            Self::Call => {
                "The call for proposals, three days and one day before it closes, to those with a draft"
            }
            Self::Place => "Places to confirm, the day before they pass on, to their companies",
        }
    }
}

words! {
    /// One letter about a deadline that comes near.
    Nudge {
        /// Slides are due in three days.
        SlidesSoon = "slides-soon",
        /// Slides are due tomorrow.
        SlidesLast = "slides-last",
        /// The call closes in three days.
        CallSoon = "call-soon",
        /// The call closes tomorrow.
        CallLast = "call-last",
        /// A place passes on tomorrow.
        PlaceLast = "place-last",
    }
}

impl Nudge {
    /// How far ahead there may be a deadline to nudge of.
    pub const AHEAD: Duration = Duration::days(5);

    /// How late a nudge may be written, as when no worker ran or the deadline was set since: on the same day only, so
    /// that the next one is more than a day away.
    const LATE: Duration = Duration::hours(12);

    /// Of which deadline.
    pub const fn deadline(self) -> Deadline {
        match self {
            Self::SlidesSoon | Self::SlidesLast => Deadline::Slides,
            Self::CallSoon | Self::CallLast => Deadline::Call,
            Self::PlaceLast => Deadline::Place,
        }
    }

    /// The notice that carries it.
    pub const fn kind(self) -> NoticeKind {
        match self {
            Self::SlidesSoon => NoticeKind::SlidesDueSoon,
            Self::SlidesLast => NoticeKind::SlidesDueTomorrow,
            Self::CallSoon => NoticeKind::CallClosesSoon,
            Self::CallLast => NoticeKind::CallClosesTomorrow,
            Self::PlaceLast => NoticeKind::PlaceToConfirm,
        }
    }

    /// The nudge that a notice carries.
    pub fn of(kind: NoticeKind) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.kind() == kind)
    }

    const fn days_before(self) -> i64 {
        match self {
            Self::SlidesSoon | Self::CallSoon => 3,
            Self::SlidesLast | Self::CallLast | Self::PlaceLast => 1,
        }
    }

    /// The day of a deadline by its number: one that moved to another day is another one, and is nudged of again.
    pub fn day_of(event: &Event, deadline: Instant) -> u32 {
        let day = local_day(event, deadline);
        u32::try_from(day.num_days_from_ce()).unwrap_or_default()
    }

    /// When it is sent: at 9am there, so many days before the deadline.
    pub fn due_at(self, event: &Event, deadline: Instant) -> Option<Instant> {
        let day = local_day(event, deadline) - Duration::days(self.days_before());
        let local = day.and_time(NaiveTime::MIN.with_hour(9)?);
        // No clock changes at 9 in the morning; where one ever does, nothing is sent twice or at a wrong time.
        time::from_local(local, event.zone, Some(time::Fold::Earlier)).ok()
    }

    /// Whether it is to be written at `now`.
    pub fn is_due(self, event: &Event, deadline: Instant, now: Instant) -> bool {
        self.is_worth_reading(event, deadline, now)
            && self
                .due_at(event, deadline)
                .is_some_and(|at| at <= now && now < at + Self::LATE)
    }

    /// Whether it can still be sent at `now`: until the deadline, or until the next one comes.
    pub fn is_worth_reading(self, event: &Event, deadline: Instant, now: Instant) -> bool {
        let next = match self {
            Self::SlidesSoon => Self::SlidesLast.due_at(event, deadline),
            Self::CallSoon => Self::CallLast.due_at(event, deadline),
            _ => None,
        };
        event.state == EventState::Published && now < next.unwrap_or(deadline)
    }

    /// Whether whoever was given something at `given` has had a day with it when this is due: else the letter that told
    /// of it is nudge enough.
    pub fn comes_after(due_at: Instant, given: Instant) -> bool {
        given + Duration::days(1) <= due_at
    }
}

fn local_day(event: &Event, deadline: Instant) -> NaiveDate {
    deadline.with_timezone(&event.zone).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::any_event;

    fn london(month: u32, day: u32, hour: u32) -> Instant {
        let date = NaiveDate::from_ymd_opt(2027, month, day).expect("a date");
        let local = date.and_hms_opt(hour, 0, 0).expect("a time");
        time::from_local(local, time::LONDON, None).expect("a time that exists once")
    }

    fn event() -> Event {
        let mut event = any_event();
        event.state = EventState::Published;
        event.zone = time::LONDON;
        event
    }

    #[test]
    fn nudges_come_at_nine_in_the_morning_three_days_and_one_day_before_across_a_clock_change() {
        let event = event();
        // The clocks go forward on 28 March 2027.
        for (deadline, soon, last) in [
            (london(7, 15, 17), london(7, 12, 9), london(7, 14, 9)),
            (london(3, 29, 17), london(3, 26, 9), london(3, 28, 9)),
            // Before nine in the morning it is as many days.
            (london(7, 15, 0), london(7, 12, 9), london(7, 14, 9)),
        ] {
            let due = |nudge: Nudge| nudge.due_at(&event, deadline);
            assert_eq!(due(Nudge::SlidesSoon), Some(soon));
            assert_eq!(due(Nudge::CallSoon), Some(soon));
            for nudge in [Nudge::SlidesLast, Nudge::CallLast, Nudge::PlaceLast] {
                assert_eq!(due(nudge), Some(last));
            }
        }
    }

    #[test]
    fn a_nudge_is_written_on_its_own_day_only_and_never_after_the_deadline() {
        let (event, deadline) = (event(), london(7, 15, 17));
        let is_due = |nudge: Nudge, now| nudge.is_due(&event, deadline, now);
        assert!(!is_due(Nudge::SlidesSoon, london(7, 12, 8)));
        assert!(is_due(Nudge::SlidesSoon, london(7, 12, 9)));
        assert!(is_due(Nudge::SlidesSoon, london(7, 12, 20)));
        // A deadline that is set in the evening is nudged of the day before, and no sooner.
        assert!(!is_due(Nudge::SlidesSoon, london(7, 12, 21)));
        assert!(is_due(Nudge::SlidesLast, london(7, 14, 9)));
        assert!(!is_due(Nudge::SlidesLast, london(7, 15, 17)));
        assert!(!Nudge::SlidesSoon.is_worth_reading(&event, deadline, london(7, 14, 9)));
        assert!(Nudge::SlidesLast.is_worth_reading(&event, deadline, london(7, 15, 16)));
    }

    #[test]
    fn of_an_event_that_is_not_published_nobody_is_nudged() {
        let mut event = event();
        event.state = EventState::Postponed;
        assert!(!Nudge::CallLast.is_due(&event, london(7, 15, 17), london(7, 14, 9)));
    }

    #[test]
    fn whoever_was_given_something_less_than_a_day_before_is_not_nudged() {
        let due = london(7, 14, 9);
        assert!(Nudge::comes_after(due, london(7, 13, 9)));
        assert!(!Nudge::comes_after(due, london(7, 13, 10)));
    }

    #[test]
    fn each_notice_carries_one_nudge() {
        for nudge in Nudge::ALL {
            assert_eq!(Nudge::of(nudge.kind()), Some(*nudge));
        }
        assert_eq!(Nudge::of(NoticeKind::ReminderDay), None);
    }
}
