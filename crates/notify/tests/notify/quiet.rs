//! Quiet hours: what can wait is not sent at night, and is there in the morning.

use crate::given::Office;
use chrono::{Duration, NaiveDate};
use marketday_accounts::{LetterChoices, choose_letters};
use marketday_mail::Letter;
use marketday_model::notice::Subject;
use marketday_model::quiet::{Quiet, QuietHours, ZONES};
use marketday_model::reminder::Reminder;
use marketday_model::time::{LONDON, from_local};
use marketday_model::{Instant, PersonId};
use marketday_notify::{deliver_due, remind_due};
use marketday_scheduling::set_reminders;
use marketday_testkit::{Database, on_each_database};
use std::sync::atomic::AtomicBool;

const BO: &str = "bo@darlington.example";

fn local((year, month, day): (i32, u32, u32), (hour, minute): (u32, u32)) -> Instant {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let local = date.and_hms_opt(hour, minute, 0).expect("a time");
    from_local(local, LONDON, None).expect("it exists once")
}

/// The letters that leave at this very instant.
fn leave_at(office: &Office, at: Instant) -> Vec<Letter> {
    office.world.clock.set(at);
    let before = office.letters().len();
    let stop = AtomicBool::new(false);
    deliver_due(&office.notifier, &mut office.mail.clone(), &stop).expect("the database answers");
    office.letters().split_off(before)
}

/// A day on this date, to which Bo comes and knows it.
fn office_on(database: &Database, (year, month, day): (i32, u32, u32)) -> (Office, PersonId) {
    let office = Office::on(database);
    let registration = office.register(BO);
    office.delivered();
    let bo = office.delegate(registration);
    let start = local((year, month, day), (9, 30));
    let statement = format!(
        "UPDATE events SET starts_at = '{}', ends_at = '{}'",
        start.format("%Y-%m-%d %H:%M:%S"),
        (start + Duration::hours(6)).format("%Y-%m-%d %H:%M:%S")
    );
    office.world.store.run_script(&[&statement]).expect("moved");
    (office, bo)
}

fn sends(office: &Office, reminders: &[Reminder]) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let (event, organiser) = (office.day.event.id, office.day.organiser.id);
    let chosen = (reminders.to_vec(), Vec::new());
    set_reminders(store, surroundings, organiser, event, chosen).expect("chosen");
}

fn reminds_at(office: &Office, at: Instant) -> usize {
    office.world.clock.set(at);
    remind_due(&office.world.store, &office.world.surroundings).expect("the database answers")
}

fn chooses(office: &Office, person: PersonId, quiet: Quiet) {
    let choices = LetterChoices {
        quiet: Some(quiet),
        ..LetterChoices::default()
    };
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    choose_letters(store, surroundings, person, choices, "/my/letters").expect("kept");
}

fn hours(from: u32, to: u32) -> Quiet {
    Quiet {
        hours: Some(QuietHours::new(from, to).expect("hours")),
        ..Quiet::default()
    }
}

/// "state tries next try" of the reminders.
fn outbox(office: &Office) -> Vec<(String, u32, Instant)> {
    let notices = office.notices(Subject::Event(office.day.event.id));
    let of = notices.iter();
    of.map(|notice| (notice.state.to_string(), notice.tries, notice.next_try_at))
        .collect()
}

#[test]
fn what_can_wait_waits_from_nine_at_night_to_seven_in_winter_in_summer_and_when_clocks_change() {
    // The week's reminder is a week before the day, and the worker was away until the evening.
    for (day, evening, morning) in [
        ((2027, 1, 21), (2027, 1, 14), (2027, 1, 15)),
        ((2027, 7, 22), (2027, 7, 15), (2027, 7, 16)),
        ((2027, 4, 3), (2027, 3, 27), (2027, 3, 28)),
        ((2027, 11, 6), (2027, 10, 30), (2027, 10, 31)),
    ] {
        on_each_database(|database| {
            let (office, _) = office_on(database, day);
            assert_eq!(reminds_at(&office, local(evening, (20, 59))), 1);
            let nine = local(evening, (21, 0));
            let seven = local(morning, (7, 0));
            assert_eq!(leave_at(&office, nine), [], "{evening:?}");
            assert_eq!(outbox(&office), [("pending".to_owned(), 0, seven)]);
            for minutes in [1, 240, 300, 360, 420, 480, 539] {
                assert_eq!(leave_at(&office, nine + Duration::minutes(minutes)), []);
            }
            assert_eq!(leave_at(&office, seven - Duration::minutes(1)), []);
            assert_eq!(leave_at(&office, seven).len(), 1, "{morning:?}");
        });
    }
}

#[test]
fn at_one_minute_to_nine_it_still_leaves() {
    on_each_database(|database| {
        let (office, _) = office_on(database, (2027, 1, 21));
        let evening = local((2027, 1, 14), (20, 59));
        assert_eq!(reminds_at(&office, evening), 1);
        assert_eq!(leave_at(&office, evening).len(), 1);
    });
}

#[test]
fn the_reminder_of_the_morning_is_there_at_seven_also_after_a_night_of_changing_clocks() {
    for day in [(2027, 1, 21), (2027, 7, 22), (2027, 3, 28), (2027, 10, 31)] {
        on_each_database(|database| {
            let (office, _) = office_on(database, day);
            sends(&office, &[Reminder::Morning]);
            let seven = local(day, (7, 0));
            assert_eq!(reminds_at(&office, seven - Duration::minutes(1)), 0);
            assert_eq!(reminds_at(&office, seven), 1);
            let letters = leave_at(&office, seven);
            assert_eq!(letters.len(), 1, "{day:?}");
            assert_eq!(letters[0].subject, "Today: Care Day");
        });
    }
}

#[test]
fn somebody_chooses_other_hours_or_none() {
    on_each_database(|database| {
        let (office, bo) = office_on(database, (2027, 1, 21));
        chooses(&office, bo, hours(18, 9));
        let evening = local((2027, 1, 14), (18, 0));
        assert_eq!(reminds_at(&office, evening), 1);
        assert_eq!(leave_at(&office, evening), []);
        assert_eq!(leave_at(&office, local((2027, 1, 15), (8, 59))), []);
        assert_eq!(leave_at(&office, local((2027, 1, 15), (9, 0))).len(), 1);

        let never = Quiet {
            hours: None,
            ..Quiet::default()
        };
        chooses(&office, bo, never);
        sends(&office, &[Reminder::Day]);
        let night = local((2027, 1, 20), (23, 30));
        assert_eq!(reminds_at(&office, night), 1);
        assert_eq!(leave_at(&office, night).len(), 1);
    });
}

#[test]
fn a_reminder_that_would_come_too_late_after_the_quiet_hours_does_not_wait_for_them() {
    on_each_database(|database| {
        let (office, bo) = office_on(database, (2027, 1, 21));
        sends(&office, &[Reminder::Morning]);
        // The day begins at half past nine.
        chooses(&office, bo, hours(21, 10));
        let seven = local((2027, 1, 21), (7, 0));
        assert_eq!(reminds_at(&office, seven), 1);
        assert_eq!(leave_at(&office, seven).len(), 1);
    });
}

#[test]
fn what_somebody_did_themselves_is_answered_at_night_as_well() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.world.clock.set(local((2027, 1, 14), (23, 30)));
        office.register(BO);
        let letters = leave_at(&office, local((2027, 1, 14), (23, 31)));
        assert_eq!(letters.len(), 1);
    });
}

#[test]
fn the_clock_is_that_which_its_reader_chose_in_summer_and_in_winter() {
    for (day, before) in [
        ((2027, 1, 21), (2027, 1, 15)),
        ((2027, 7, 22), (2027, 7, 16)),
    ] {
        on_each_database(|database| {
            let (office, bo) = office_on(database, day);
            let (zone, name) = ZONES[4];
            assert_eq!(name, "Eastern Europe");
            let quiet = Quiet {
                zone,
                ..Quiet::default()
            };
            chooses(&office, bo, quiet);
            // Five in London is seven in Athens.
            let five = local(before, (5, 0));
            assert_eq!(reminds_at(&office, five - Duration::minutes(1)), 1);
            assert_eq!(leave_at(&office, five - Duration::minutes(1)), []);
            assert_eq!(leave_at(&office, five).len(), 1);
        });
    }
}

#[test]
fn eight_workers_at_night_send_nothing_and_try_nothing() {
    on_each_database(|database| {
        let (office, _) = office_on(database, (2027, 1, 21));
        assert_eq!(reminds_at(&office, local((2027, 1, 14), (22, 0))), 1);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let stop = AtomicBool::new(false);
                    deliver_due(&office.notifier, &mut office.mail.clone(), &stop)
                        .expect("the database answers")
                });
            }
        });
        let seven = local((2027, 1, 15), (7, 0));
        assert_eq!(outbox(&office), [("pending".to_owned(), 0, seven)]);
        assert_eq!(leave_at(&office, seven).len(), 1);
    });
}
