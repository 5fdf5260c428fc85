//! The feed of one event's programme.

use crate::given::{agreed, booked, lines, programme, world, written};
use chrono::Duration;
use marketday_model::{Prose, SessionKind, TimeRange};
use marketday_scheduling::{
    SessionText, add_session, cancel_event, release, remove_session, shift,
};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database};

const SLUG: &str = "care-day-2027";

/// A day of two slots, the first booked, with a keynote for everybody.
fn day(world: &World) -> Day {
    let day = world.published_day(2);
    let keynote = SessionText {
        title: line("Opening: what we learnt, and what it cost"),
        description: prose("Three councils speak;\nthen questions."),
        chair: Some(line("Dr Ana Silva")),
        kind: SessionKind::Keynote,
        stage: None,
        time: TimeRange::new(
            day.event.time.start(),
            day.event.time.start() + Duration::minutes(30),
        )
        .expect("a session"),
    };
    add_session(
        &world.store,
        &world.surroundings,
        (day.event.id, world.surroundings.id()),
        day.organiser.id,
        keynote,
    )
    .expect("a session");
    release_now(world, &day);
    booked(
        world,
        &day.slots[0],
        "Dripless Ltd",
        "Leak detection, quietly",
    );
    day
}

fn release_now(world: &World, day: &Day) {
    world.clock.advance(Duration::minutes(1));
    let note: Prose<500> = prose("Next");
    release(
        &world.store,
        &world.surroundings,
        day.event.id,
        day.organiser.id,
        (note, None),
    )
    .expect("a release");
}

#[test]
fn subscribers_see_an_entry_a_session_and_one_a_booked_pitch() {
    on_each_database(|database| {
        let world = world(database);
        day(&world);
        let feed = programme(&world, SLUG);
        agreed("programme", &feed);
        assert_eq!(feed.valid_until, None, "time alone changes nothing in it");
    });
}

#[test]
fn a_shift_on_the_day_moves_the_pitches_behind_it_and_raises_their_sequence() {
    on_each_database(|database| {
        let world = world(database);
        let day = day(&world);
        world.clock.advance(Duration::minutes(1));
        let from = day.slots[0].times.starts_at;
        shift(
            &world.store,
            &world.surroundings,
            day.event.id,
            day.organiser.id,
            (day.stage.id, from, Duration::minutes(10)),
        )
        .expect("a shift");
        let feed = programme(&world, SLUG);
        assert_eq!(
            lines(&feed),
            [
                "0 CONFIRMED Opening: what we learnt, and what it cost",
                "1 CONFIRMED Leak detection, quietly, by Dripless Ltd (Care Day)",
                "1 CONFIRMED Pitches",
            ]
        );
        let pitch = feed
            .calendar
            .entries
            .iter()
            .find(|entry| entry.uid.starts_with("b-"));
        let pitch = pitch.expect("the pitch is there");
        assert_eq!(
            (pitch.start, pitch.end, pitch.changed),
            (
                from + Duration::minutes(10),
                from + Duration::minutes(22),
                world.surroundings.now()
            )
        );
    });
}

#[test]
fn a_cancelled_booking_and_a_removed_session_stay_marked_until_a_day_after_their_end() {
    on_each_database(|database| {
        let world = world(database);
        let day = day(&world);
        let second = booked(&world, &day.slots[1], "Acme Care", "Fewer falls");
        world.clock.advance(Duration::days(1));
        marketday_booking::cancel(
            &world.store,
            &world.surroundings,
            second,
            marketday_booking::CancelledBy::Company(day.organiser.id),
        )
        .expect("a cancellation");
        let keynote = programme(&world, SLUG)
            .calendar
            .entries
            .iter()
            .find(|entry| entry.summary.starts_with("Opening"))
            .and_then(|entry| {
                entry
                    .uid
                    .strip_prefix("s-")?
                    .split('@')
                    .next()?
                    .parse()
                    .ok()
            })
            .expect("the keynote is there");
        remove_session(
            &world.store,
            &world.surroundings,
            (day.event.id, keynote),
            day.organiser.id,
        )
        .expect("a removal");
        release_now(&world, &day);
        let feed = programme(&world, SLUG);
        agreed("programme-with-cancelled", &feed);
        let keynote_end = day.event.time.start() + Duration::minutes(30);
        assert_eq!(feed.valid_until, Some(keynote_end + Duration::days(1)));
        world.clock.set(keynote_end + Duration::days(1));
        let later = programme(&world, SLUG);
        let pitch_end = day.slots[1].times.ends_at;
        assert_eq!(later.valid_until, Some(pitch_end + Duration::days(1)));
        assert_eq!(later.calendar.entries.len(), 3);
        world.clock.set(pitch_end + Duration::days(1));
        let last = programme(&world, SLUG);
        assert_eq!((last.calendar.entries.len(), last.valid_until), (2, None));
    });
}

#[test]
fn a_cancelled_day_cancels_everything_in_it() {
    on_each_database(|database| {
        let world = world(database);
        let day = day(&world);
        world.clock.advance(Duration::days(1));
        cancel_event(
            &world.store,
            &world.surroundings,
            day.event.id,
            day.organiser.id,
            prose("The hall is closed."),
        )
        .expect("a cancellation");
        let feed = programme(&world, SLUG);
        written("programme-cancelled", &feed);
        let mut found = lines(&feed);
        found.sort();
        assert_eq!(
            found,
            [
                "1 CANCELLED Cancelled: Leak detection, quietly, by Dripless Ltd (Care Day)",
                "1 CANCELLED Cancelled: Opening: what we learnt, and what it cost",
                "1 CANCELLED Cancelled: Pitches",
            ]
        );
        let now = world.surroundings.now();
        assert!(
            feed.calendar
                .entries
                .iter()
                .all(|entry| entry.changed == now)
        );
    });
}

#[test]
fn a_programme_of_many_pitches_takes_no_more_queries_than_one_of_two() {
    on_each_database(|database| {
        let world = world(database);
        let day = world.published_day(20);
        let count = || {
            let before = world.store.queries();
            let entries = programme(&world, SLUG).calendar.entries.len();
            (entries, world.store.queries() - before)
        };
        booked(&world, &day.slots[0], "Company 0", "A pitch");
        let one = count();
        for (number, slot) in day.slots.iter().enumerate().skip(1) {
            booked(&world, slot, &format!("Company {number}"), "A pitch");
        }
        let many = count();
        assert_eq!((one.0, many.0), (2, 21));
        assert_eq!(one.1, many.1);
    });
}
