//! Letters after a day: how it was, and what is ready.

use crate::days::evening_day;
use crate::word::words;
use crate::{Event, EventState, Instant, NoticeKind, time};
use chrono::{Duration, NaiveTime, Timelike};

words! {
    /// A letter after a day.
    Closing {
        /// Whoever took part is asked how it was.
        Feedback = "feedback",
        /// The team is told that its records are complete.
        Report = "report",
        /// The team is told what those say who were asked.
        Answers = "answers",
    }
}

impl Closing {
    /// How far back there may be a day of which a letter is due.
    pub const BACK: Duration = Duration::days(6);

    /// How late it may be written, if no worker ran at its time.
    const LATE: Duration = Duration::days(1);

    /// The notice that carries it.
    pub const fn kind(self) -> NoticeKind {
        match self {
            Self::Feedback => NoticeKind::FeedbackRequest,
            Self::Report => NoticeKind::ReportReady,
            Self::Answers => NoticeKind::FeedbackReady,
        }
    }

    /// The letter that a notice carries.
    pub fn of(kind: NoticeKind) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.kind() == kind)
    }

    const fn days_after(self) -> i64 {
        match self {
            Self::Feedback | Self::Report => 1,
            Self::Answers => 4,
        }
    }

    /// When it is sent: at 9am there, the morning after the event's last day, or three days later.
    pub fn due_at(self, event: &Event) -> Option<Instant> {
        // The night belongs to the evening before; an end at midnight, to the day that ends then.
        let last = evening_day(event.time.end() - Duration::microseconds(1), event.zone);
        let day = last + Duration::days(self.days_after());
        let local = day.and_time(NaiveTime::MIN.with_hour(9)?);
        // No clock changes at 9 in the morning; where one ever does, nothing is sent twice or at a wrong time.
        time::from_local(local, event.zone, Some(time::Fold::Earlier)).ok()
    }

    /// Whether it is to be written at `now`.
    pub fn is_due(self, event: &Event, now: Instant) -> bool {
        event.has_taken_place(now)
            && self
                .due_at(event)
                .is_some_and(|at| at <= now && now < at + Self::LATE)
    }
}

impl Event {
    /// Whether it took place and is over.
    pub fn has_taken_place(&self, now: Instant) -> bool {
        matches!(self.state, EventState::Published | EventState::Completed) && self.is_over(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TimeRange;
    use crate::event::any_event;
    use chrono::NaiveDate;

    fn london(day: u32, hour: u32) -> Instant {
        let date = NaiveDate::from_ymd_opt(2027, 7, day).expect("a date");
        let local = date.and_hms_opt(hour, 0, 0).expect("a time");
        time::from_local(local, time::LONDON, None).expect("a time that exists once")
    }

    fn event(start: Instant, end: Instant) -> Event {
        let mut event = any_event();
        event.state = EventState::Published;
        event.zone = time::LONDON;
        event.time = TimeRange::new(start, end).expect("a range");
        event
    }

    #[test]
    fn letters_come_the_morning_after_the_last_day_and_three_days_later() {
        let day = event(london(15, 10), london(15, 17));
        // The hours after midnight belong to the evening before.
        let evening = event(london(15, 18), london(16, 1));
        let several = event(london(14, 10), london(15, 17));
        for event in [day, evening, several] {
            assert_eq!(Closing::Feedback.due_at(&event), Some(london(16, 9)));
            assert_eq!(Closing::Report.due_at(&event), Some(london(16, 9)));
            assert_eq!(Closing::Answers.due_at(&event), Some(london(19, 9)));
        }
    }

    #[test]
    fn a_letter_is_written_on_its_day_and_of_a_day_that_took_place() {
        let mut event = event(london(15, 10), london(15, 17));
        let is_due = |event: &Event, now| Closing::Feedback.is_due(event, now);
        assert!(!is_due(&event, london(16, 8)));
        assert!(is_due(&event, london(16, 9)));
        assert!(is_due(&event, london(17, 8)));
        assert!(!is_due(&event, london(17, 9)));
        event.state = EventState::Cancelled;
        assert!(!is_due(&event, london(16, 9)));
    }
}
