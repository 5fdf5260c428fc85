//! Importing calendars of others, on both databases, from a real server on this machine.

mod fetching;
mod given;

use chrono::{DateTime, Duration, TimeZone, Utc};
use given::{Scene, calendar};
use marketday_imports::{Address, ask_now, import_address, remove};
use marketday_model::ImportedCalendar;
use marketday_model::imported_calendar::MOST_CALENDARS;
use marketday_store::{StoreError, imported_calendars};
use marketday_testkit::{World, on_each_database};

/// When something is in March 2027.
fn in_march(day: u32, hour: u32, second: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2027, 3, day, hour, 0, second).unwrap()
}

#[test]
fn a_calendar_is_asked_for_by_one_worker_and_again_when_the_first_was_lost() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let id = scene.imports();
        let now = scene.world.surroundings.now();
        let claim = |calendar: ImportedCalendar| {
            let until = now + Duration::minutes(10);
            let store = &scene.world.store;
            let claimed: Result<bool, StoreError> =
                store.write(move |tx| imported_calendars::claim(tx, &calendar, until));
            claimed.expect("the database answers")
        };
        let listed = scene.calendar(id);
        assert!(claim(listed.clone()));
        assert!(!claim(listed));
        assert_eq!(scene.fetches(), 0);
        scene.world.clock.advance(Duration::minutes(10));
        assert_eq!(scene.fetches(), 1);
    });
}

#[test]
fn somebody_who_asks_for_it_now_has_it_fetched_but_not_twice_within_a_minute() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let id = scene.imports();
        scene.fetches();
        let asks = || {
            let world = &scene.world;
            ask_now(&world.store, &world.surroundings, &scene.calendar(id))
                .expect("it is asked for");
            scene.fetches()
        };
        assert_eq!(asks(), 0);
        scene.world.clock.advance(Duration::minutes(1));
        assert_eq!(asks(), 1);
    });
}

#[test]
fn a_file_is_read_once_with_its_problems_and_what_is_over_is_forgotten() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let bad = "BEGIN:VEVENT\r\nSUMMARY:Bad\r\nEND:VEVENT\r\nEND:VCALENDAR";
        let file = calendar(&["Roads", "Bridges"]).replace("END:VCALENDAR", bad);
        let id = scene.imports_file(file.as_bytes()).expect("it is imported");
        let kept = scene.calendar(id);
        assert_eq!((kept.address, kept.next_fetch), (None, None));
        let problems: Vec<_> = kept
            .problems
            .iter()
            .map(|problem| (problem.line, problem.why.as_str()))
            .collect();
        assert_eq!(
            problems,
            [
                (15, "“Bad” has no UID"),
                (15, "“Bad” has no start, so it was left out")
            ]
        );
        assert_eq!(scene.titles(id), ["Roads", "Bridges"]);
        scene.world.clock.set(in_march(3, 11, 1));
        assert_eq!(scene.fetches(), 0);
        assert_eq!(scene.titles(id), ["Bridges"]);
        let refused = scene.imports_file(b"no calendar").expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "The file is no calendar that can be read"
        );
    });
}

#[test]
fn a_body_imports_twenty_calendars_at_most_and_forgets_what_it_removes() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let file = calendar(&["Roads"]);
        let imports = || scene.imports_file(file.as_bytes());
        let ids: Vec<_> = (0..MOST_CALENDARS)
            .map(|_| imports().expect("it is imported"))
            .collect();
        assert_eq!(
            imports().expect_err("one too many").to_string(),
            "An organisation imports 20 calendars at most. Remove one first"
        );
        let World {
            store,
            surroundings,
            ..
        } = &scene.world;
        let by = scene.day.organiser.id;
        remove(store, surroundings, by, scene.calendar(ids[0])).expect("it is removed");
        assert_eq!(scene.titles(ids[0]), Vec::<String>::new());
        imports().expect("there is room");
    });
}

#[test]
fn a_form_sent_twice_imports_one_calendar() {
    on_each_database(|database| {
        let scene = Scene::of(database);
        let new = scene.new_calendar();
        let address = Address::parse("https://sector.example/a.ics", &scene.reach);
        let address = address.expect("an address");
        let World {
            store,
            surroundings,
            ..
        } = &scene.world;
        for _ in 0..2 {
            let by = scene.day.organiser.id;
            import_address(store, surroundings, by, new.clone(), &address).expect("one");
        }
        let count = store.read(|rx| imported_calendars::count(rx, new.body));
        assert_eq!(count.expect("the database answers"), 1);
    });
}
