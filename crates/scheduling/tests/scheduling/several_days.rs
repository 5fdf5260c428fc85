//! Events of several days, and evenings that go on past midnight.

use crate::given::{Desk, details, london, session};
use chrono::{Duration, NaiveDate};
use marketday_model::SessionKind::{Keynote, Panel, Pitch};
use marketday_model::bank_holiday::Division;
use marketday_model::time::{LONDON, form_date, form_time};
use marketday_model::{Event, EventId, Instant, Region, Session, StageId, TimeRange};
use marketday_scheduling::{
    Answers, CopyRefused, EventCopy, EventRefused, Known, ResetPlan, Warning, change_event,
    change_session, copy_event, outlook, plan_reset, postpone_event, remove_session, reset_draft,
    shift,
};
use marketday_store::programme;
use marketday_testkit::given::{line, prose};
use marketday_testkit::{World, on_each_database};

/// From a time of a day of March 2027 to another.
fn march(from: (u32, u32, u32), to: (u32, u32, u32)) -> TimeRange {
    let at = |(day, hour, minute)| london((2027, 3, day), hour, minute);
    TimeRange::new(at(from), at(to)).unwrap()
}

/// Gives the event other hours.
fn hours(desk: &Desk<'_>, time: TimeRange) -> Result<usize, EventRefused> {
    let mut said = details(&desk.now());
    said.time = time;
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    change_event(store, surroundings, desk.event, desk.organiser, said)
}

/// A fair from Tuesday 9:30am to Wednesday 4pm: a dinner, a debate past midnight, and a talk on the second morning.
fn fair(desk: &Desk<'_>, stage: StageId) {
    hours(desk, march((2, 9, 30), (3, 16, 0))).unwrap();
    for (title, time) in [
        ("Dinner", march((2, 20, 0), (2, 22, 0))),
        ("Debate", march((2, 23, 0), (3, 2, 0))),
        ("Talk", march((3, 10, 0), (3, 11, 0))),
    ] {
        desk.session(session(title, Panel, Some(stage), time));
    }
}

fn local(at: Instant) -> String {
    format!("{} {}", form_date(at, LONDON), form_time(at, LONDON))
}

/// The draft of an event: its sessions with their local dates and times.
fn draft(world: &World, event: EventId) -> Vec<String> {
    let sessions = world.store.read(|rx| programme::list_sessions(rx, event));
    let said = |session: Session| {
        let (start, end) = (local(session.time.start()), local(session.time.end()));
        format!("{}: {start} to {end}", session.title)
    };
    sessions.unwrap().into_iter().map(said).collect()
}

#[test]
fn the_rest_of_a_stage_moves_with_the_night_after_it_and_never_the_next_day() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        fair(&desk, day.stage.id);
        desk.release();
        let shift = |(d, hour, minute), minutes| {
            let from = london((2027, 3, d), hour, minute);
            let what = (day.stage.id, from, Duration::minutes(minutes));
            let (store, surroundings) = (&world.store, &world.surroundings);
            shift(store, surroundings, desk.event, desk.organiser, what).unwrap()
        };
        shift((2, 20, 0), 10);
        let talk = "Talk: 2027-03-03 10:00 to 2027-03-03 11:00";
        assert_eq!(
            draft(&world, desk.event),
            [
                "Pitches: 2027-03-02 10:00 to 2027-03-02 10:30",
                "Dinner: 2027-03-02 20:10 to 2027-03-02 22:10",
                "Debate: 2027-03-02 23:10 to 2027-03-03 02:10",
                talk,
            ]
        );
        // After midnight it is the same night: what is under way ends later, and the morning stays.
        shift((3, 0, 30), 20);
        assert_eq!(
            draft(&world, desk.event)[2..],
            ["Debate: 2027-03-02 23:10 to 2027-03-03 02:30", talk]
        );
        shift((3, 9, 0), -15);
        assert_eq!(
            draft(&world, desk.event)[2..],
            [
                "Debate: 2027-03-02 23:10 to 2027-03-03 02:30",
                "Talk: 2027-03-03 09:45 to 2027-03-03 10:45"
            ]
        );
    });
}

/// A copy that begins on another date.
fn copy(world: &World, source: &Event, date: (i32, u32, u32)) -> Result<Event, CopyRefused> {
    let said = EventCopy {
        title: line("The fair again"),
        date: NaiveDate::from_ymd_opt(date.0, date.1, date.2).unwrap(),
        venue: None,
        description: true,
        programme: true,
        answers: Answers::new(),
    };
    let (store, surroundings) = (&world.store, &world.surroundings);
    let id: EventId = surroundings.id();
    let by = (surroundings.id(), "priya@north.example".to_owned());
    copy_event(store, surroundings, (source.id, id), by, said)
}

#[test]
fn each_session_of_a_copy_is_on_its_own_day_across_both_clock_changes() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        fair(&desk, day.stage.id);
        for (date, first, second, debate) in [
            ((2027, 3, 27), "2027-03-27", "2027-03-28", 2),
            ((2027, 10, 30), "2027-10-30", "2027-10-31", 4),
        ] {
            let made = copy(&world, &desk.now(), date).unwrap();
            assert_eq!(
                [made.time.start(), made.time.end()].map(local),
                [format!("{first} 09:30"), format!("{second} 16:00")]
            );
            assert_eq!(
                draft(&world, made.id),
                [
                    format!("Pitches: {first} 10:00 to {first} 10:30"),
                    format!("Dinner: {first} 20:00 to {first} 22:00"),
                    format!("Debate: {first} 23:00 to {second} 02:00"),
                    format!("Talk: {second} 10:00 to {second} 11:00"),
                ]
            );
            let sessions = world.store.read(|rx| programme::list_sessions(rx, made.id));
            let length = sessions.unwrap()[2].time.length();
            assert_eq!(length, Duration::hours(debate), "the hours that it lasts");
        }
        // A debate that ends within the hour that is left out is said, and not moved by a guess.
        let late = march((3, 0, 30), (3, 1, 30));
        desk.session(session("Encore", Keynote, None, late));
        let refused = copy(&world, &desk.now(), (2027, 3, 27));
        let Err(CopyRefused::Doubtful(doubtful)) = refused else {
            panic!("it was guessed");
        };
        assert_eq!(doubtful[0].what, "The end of “Encore”");
        assert_eq!(doubtful.len(), 1);
    });
}

fn go_back(desk: &Desk<'_>, number: u32) -> ResetPlan {
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    let event = desk.now();
    let now = surroundings.now();
    let planned = store.read(|rx| plan_reset(rx, &event, number, now));
    let done = reset_draft(store, surroundings, desk.event, desk.organiser, number).unwrap();
    assert_eq!(planned.unwrap(), done, "what was shown is what was done");
    done
}

#[test]
fn a_fair_that_is_postponed_and_reset_keeps_each_session_on_its_own_day() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        fair(&desk, day.stage.id);
        let sessions = store.read(|rx| programme::list_sessions(rx, desk.event));
        let find = |title: &str| {
            sessions
                .as_ref()
                .unwrap()
                .iter()
                .find(|s| s.title == title)
                .unwrap()
                .id
        };
        // Release 2 has nothing on the first day.
        for title in ["Pitches", "Dinner", "Debate"] {
            let ids = (desk.event, find(title));
            remove_session(store, surroundings, ids, desk.organiser).unwrap();
        }
        desk.release();
        let to = NaiveDate::from_ymd_opt(2027, 3, 27);
        let what = (prose("The hall is flooded"), to);
        postpone_event(store, surroundings, desk.event, desk.organiser, what).unwrap();
        let moved = ["Talk: 2027-03-28 10:00 to 2027-03-28 11:00"];
        assert_eq!(draft(&world, desk.event), moved);
        assert_eq!(
            go_back(&desk, 2),
            ResetPlan::default(),
            "it is like it already"
        );
        assert_eq!(draft(&world, desk.event), moved);
        // A day on, it would still fit into the fair, on the wrong day.
        let event = desk.now();
        let by = Duration::days(1);
        hours(
            &desk,
            TimeRange::new(event.time.start() + by, event.time.end() + by).unwrap(),
        )
        .unwrap();
        assert_eq!(go_back(&desk, 2), ResetPlan::default(), "it moved along");
        assert_eq!(
            draft(&world, desk.event),
            ["Talk: 2027-03-29 10:00 to 2027-03-29 11:00"]
        );
    });
}

#[test]
fn slots_move_with_their_session_into_the_night_of_a_clock_change() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let night = |day| {
            let (start, end) = ((2027, 10, day), (2027, 10, day + 1));
            TimeRange::new(london(start, 23, 0), london(end, 2, 0)).unwrap()
        };
        remove_session(
            &world.store,
            &world.surroundings,
            (desk.event, day.session.id),
            desk.organiser,
        )
        .unwrap();
        let fair = (london((2027, 10, 29), 9, 0), london((2027, 10, 31), 16, 0));
        hours(&desk, TimeRange::new(fair.0, fair.1).unwrap()).unwrap();
        let text = |time| session("Night pitches", Pitch, Some(day.stage.id), time);
        let id = desk.session(text(night(29)));
        let before: Vec<Instant> = desk
            .slots(id)
            .iter()
            .map(|slot| slot.times.starts_at)
            .collect();
        let (store, surroundings) = (&world.store, &world.surroundings);
        let ids = (desk.event, id);
        change_session(
            store,
            surroundings,
            ids,
            desk.organiser,
            (text(night(30)), None),
        )
        .unwrap();
        let after = desk
            .draft_slots()
            .into_iter()
            .map(|slot| slot.times.starts_at);
        let a_day_on = before.into_iter().map(|start| start + Duration::days(1));
        assert!(after.eq(a_day_on));
    });
}

#[test]
fn a_fair_is_not_made_shorter_than_what_is_on_at_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        fair(&desk, day.stage.id);
        let refused = hours(&desk, march((2, 9, 30), (3, 10, 30)));
        assert!(matches!(refused, Err(EventRefused::ProgrammeOutside)));
        assert_eq!(desk.now().time, march((2, 9, 30), (3, 16, 0)));
    });
}

#[test]
fn the_calendar_is_looked_at_for_every_day_and_no_night_is_sat_through() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let time =
            |from: Instant, hours| TimeRange::new(from, from + Duration::hours(hours)).unwrap();
        let over_easter = Event {
            time: time(london((2027, 3, 27), 9, 0), 55),
            region: Region::London,
            ..day.event.clone()
        };
        let of = |event: &Event, sessions: &[Session]| {
            let stages = std::slice::from_ref(&day.stage);
            outlook(event, (stages, sessions, &[]), &Known::default())
        };
        assert_eq!(
            of(&over_easter, &[]),
            [
                Warning::ClockChange {
                    day: Some("Sunday 28 March".into())
                },
                Warning::BankHoliday {
                    day: Some("Monday 29 March".into()),
                    name: "Easter Monday".into(),
                    division: Division::EnglandAndWales,
                },
            ]
        );
        let fair = Event {
            time: march((2, 9, 0), (3, 16, 0)),
            ..day.event.clone()
        };
        let on = |title: &str, time| Session {
            id: world.surroundings.id(),
            title: title.into(),
            kind: Keynote,
            time,
            ..day.session.clone()
        };
        let evening = on("Evening", march((2, 21, 0), (2, 22, 0)));
        let morning = on("Morning", march((3, 9, 0), (3, 10, 0)));
        assert_eq!(of(&fair, &[evening.clone(), morning]), []);
        let debate = on("Debate", march((2, 22, 5), (3, 0, 30)));
        assert_eq!(
            of(&fair, &[evening, debate]),
            [Warning::NoBreak {
                stage: day.stage.name.clone(),
                times: "Tuesday 2 March, 9pm to 12:30am".into(),
            }]
        );
        // Another event on the second day only.
        let other = Event {
            id: world.surroundings.id(),
            title: "Drains Day".into(),
            time: march((3, 10, 0), (3, 12, 0)),
            ..day.event.clone()
        };
        let known = Known {
            others: std::slice::from_ref(&other),
            ..Known::default()
        };
        assert_eq!(
            outlook(&fair, (&[], &[], &[]), &known),
            [Warning::OtherDay {
                title: "Drains Day".into(),
                slug: other.slug.clone(),
                region: other.region,
            }]
        );
    });
}
