use super::*;
use crate::TimeRange;
use chrono::NaiveDate;

fn london(year: i32, month: u32, day: u32, hour: u32) -> Instant {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let local = date.and_hms_opt(hour, 0, 0).expect("a time");
    time::from_local(local, time::LONDON, None).expect("a time that exists once")
}

fn event(start: Instant) -> Event {
    let mut event = crate::event::any_event();
    event.state = EventState::Published;
    event.zone = time::LONDON;
    event.time = TimeRange::new(start, start + Duration::hours(7)).expect("a range");
    event
}

#[test]
fn reminders_come_in_the_morning_in_summer_and_in_winter_and_across_both_clock_changes() {
    for (start, week, day, morning) in [
        (
            london(2027, 7, 15, 10),
            london(2027, 7, 8, 9),
            london(2027, 7, 14, 9),
            london(2027, 7, 15, 7),
        ),
        (
            london(2027, 1, 14, 10),
            london(2027, 1, 7, 9),
            london(2027, 1, 13, 9),
            london(2027, 1, 14, 7),
        ),
        // The clocks go forward on 28 March 2027 and back on 31 October 2027.
        (
            london(2027, 3, 29, 10),
            london(2027, 3, 22, 9),
            london(2027, 3, 28, 9),
            london(2027, 3, 29, 7),
        ),
        (
            london(2027, 11, 1, 10),
            london(2027, 10, 25, 9),
            london(2027, 10, 31, 9),
            london(2027, 11, 1, 7),
        ),
    ] {
        let event = event(start);
        let due = Reminder::ALL.iter().map(|one| one.due_at(&event));
        assert_eq!(
            due.collect::<Vec<_>>(),
            [Some(week), Some(day), Some(morning)]
        );
    }
}

#[test]
fn a_reminder_is_sent_until_the_next_one_comes_or_the_day_begins() {
    let event = event(london(2027, 7, 15, 10));
    let second = Duration::seconds(1);
    for (reminder, from, until) in [
        (
            Reminder::Week,
            london(2027, 7, 8, 9),
            london(2027, 7, 14, 9),
        ),
        (
            Reminder::Day,
            london(2027, 7, 14, 9),
            london(2027, 7, 15, 7),
        ),
        (
            Reminder::Morning,
            london(2027, 7, 15, 7),
            london(2027, 7, 15, 10),
        ),
    ] {
        let is_due = |at| reminder.is_due(&event, at);
        let edges = [from - second, from, until - second, until].map(is_due);
        assert_eq!(edges, [false, true, true, false], "{reminder}");
    }
}

#[test]
fn a_day_that_begins_before_seven_has_no_reminder_in_its_morning() {
    let event = event(london(2027, 7, 15, 6));
    assert_eq!(Reminder::Morning.due_at(&event), None);
    assert!(Reminder::Day.is_due(&event, london(2027, 7, 15, 5)));
    assert!(!Reminder::Day.is_due(&event, london(2027, 7, 15, 6)));
}

#[test]
fn nobody_is_reminded_of_a_day_that_does_not_take_place() {
    for state in [
        EventState::Draft,
        EventState::Postponed,
        EventState::Cancelled,
    ] {
        let event = Event {
            state,
            ..event(london(2027, 7, 15, 10))
        };
        assert!(!Reminder::Day.is_due(&event, london(2027, 7, 14, 12)));
    }
}

#[test]
fn every_reminder_is_carried_by_a_notice_of_its_own() {
    for reminder in Reminder::ALL {
        assert_eq!(Reminder::of(reminder.kind()), Some(*reminder));
    }
    assert_eq!(Reminder::of(NoticeKind::BookingChanged), None);
}
