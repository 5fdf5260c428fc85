//! Moving the rest of a stage on the day.

use crate::given::{Desk, booked, booking, on_the_day, session, told};
use chrono::Duration;
use marketday_model::SessionKind::{Keynote, Pitch};
use marketday_model::notice::Subject;
use marketday_model::{Instant, NoticeKind, Slot, StageId};
use marketday_scheduling::{ReleaseRefused, shift};
use marketday_testkit::{World, on_each_database};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn shift_by(
    desk: &Desk<'_>,
    stage: StageId,
    from: Instant,
    minutes: i64,
) -> Result<usize, ReleaseRefused> {
    let World {
        store,
        surroundings,
        ..
    } = desk.world;
    let what = (stage, from, Duration::minutes(minutes));
    shift(store, surroundings, desk.event, desk.organiser, what)
}

fn starts(slots: &[Slot]) -> Vec<Instant> {
    slots.iter().map(|slot| slot.times.starts_at).collect()
}

#[test]
fn a_shift_moves_the_rest_of_one_stage_and_tells_only_those_who_moved() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let desk = Desk::of(&world, &day);
        let (main, loft) = (day.stage.id, desk.stage("Loft"));
        desk.session(session(
            "Talk",
            Keynote,
            Some(main),
            on_the_day((11, 0), (12, 0)),
        ));
        let beside = desk.session(session("Beside", Pitch, Some(loft), day.session.time));
        let beside = desk.slots(beside);
        desk.release();
        let done = booked(&world, day.slots[0].id, 1);
        let moved = booked(&world, day.slots[2].id, 2);
        let elsewhere = booked(&world, beside[2].id, 3);
        let from = day.slots[1].times.starts_at;
        assert_eq!(shift_by(&desk, main, from, 10).unwrap(), 1);
        let by = Duration::minutes(10);
        let mut slots = desk.released_slots();
        slots.retain(|slot| slot.stage == main);
        let mut expected = starts(&day.slots);
        for start in &mut expected[1..] {
            *start += by;
        }
        assert_eq!(starts(&slots), expected);
        let line =
            |title: &str, sequence, time: &str| (title.to_owned(), sequence, time.to_owned());
        let mut programme = desk.programme();
        programme.sort();
        assert_eq!(
            programme,
            [
                line("Beside", 0, "10am to 11am"),
                line("Pitches", 1, "10am to 11:10am"),
                line("Talk", 1, "11:10am to 12:10pm"),
            ]
        );
        let sequences = [done, moved, elsewhere].map(|id| booking(&world, id).sequence);
        assert_eq!(sequences, [0, 1, 0]);
        assert_eq!(
            told(&world, Subject::Booking(moved)),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingChanged, 1)
            ]
        );
    });
}

#[test]
fn a_shift_and_its_way_back_leave_every_time_as_it_was_and_every_sequence_higher() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let desk = Desk::of(&world, &day);
        desk.session(session(
            "Talk",
            Keynote,
            Some(day.stage.id),
            on_the_day((11, 0), (12, 0)),
        ));
        desk.release();
        let id = booked(&world, day.slots[2].id, 1);
        let (before, from) = (desk.released(), day.slots[1].times.starts_at);
        for minutes in [10, -10] {
            world.clock.advance(Duration::minutes(1));
            assert_eq!(shift_by(&desk, day.stage.id, from, minutes).unwrap(), 1);
        }
        let after = desk.released();
        let sessions = |items: &[marketday_store::releases::ReleasedSession]| {
            items
                .iter()
                .map(|item| item.session.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(sessions(&after), sessions(&before));
        assert_eq!(
            (desk.released_slots(), desk.draft_slots()),
            (day.slots.clone(), day.slots.clone())
        );
        assert_eq!(
            after.iter().map(|item| item.sequence).collect::<Vec<_>>(),
            [2, 2]
        );
        assert_eq!(booking(&world, id).sequence, 2);
        assert_eq!(
            told(&world, Subject::Booking(id)),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingChanged, 1),
                (NoticeKind::BookingChanged, 2)
            ]
        );
    });
}

#[test]
fn a_shift_of_nothing_is_refused_and_makes_no_release() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let after_all = day.event.time.end();
        assert!(matches!(
            shift_by(&desk, day.stage.id, after_all, 10),
            Err(ReleaseRefused::NothingNew)
        ));
        let empty = desk.stage("Loft");
        assert!(matches!(
            shift_by(&desk, empty, day.event.time.start(), 10),
            Err(ReleaseRefused::NothingNew)
        ));
        assert!(matches!(
            shift_by(&desk, day.stage.id, day.event.time.start(), 0),
            Err(ReleaseRefused::NothingNew)
        ));
        assert_eq!(desk.now().release, 1);
    });
}

#[test]
fn whatever_is_delayed_and_brought_forward_again_is_where_it_was_and_its_sequence_higher() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(6);
        let desk = Desk::of(&world, &day);
        let times = on_the_day((11, 30), (12, 0));
        desk.session(session("Talk", Keynote, Some(day.stage.id), times));
        desk.release();
        booked(&world, day.slots[5].id, 1);
        let first = day.slots[0].times.starts_at;
        let times = || {
            let sessions = desk.released().into_iter();
            let sessions: Vec<_> = sessions.map(|item| item.session).collect();
            (sessions, desk.released_slots(), desk.draft_slots())
        };
        let sequences = || desk.released().into_iter().map(|item| item.sequence);
        let config = Config {
            cases: 6,
            failure_persistence: None,
            ..Config::default()
        };
        let delays = (0i64..75, 1i64..=90);
        let run = TestRunner::new(config).run(&delays, |(begins, minutes)| {
            let from = first + Duration::minutes(begins);
            let (before, sequences_before) = (times(), sequences());
            let sequences_before: Vec<u32> = sequences_before.collect();
            for by in [minutes, -minutes] {
                world.clock.advance(Duration::minutes(1));
                prop_assert!(shift_by(&desk, day.stage.id, from, by).is_ok());
            }
            prop_assert_eq!(times(), before);
            // Each item is on this stage and ends after whatever is delayed begins.
            let raised: Vec<u32> = sequences_before.iter().map(|it| it + 2).collect();
            prop_assert_eq!(sequences().collect::<Vec<_>>(), raised);
            Ok(())
        });
        run.expect("it holds for every delay");
    });
}
