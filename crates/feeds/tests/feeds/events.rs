//! The feeds of events.

use crate::given::{
    agreed, all, another_day, beginning, cancelled, change, feed, lines, local, of_region,
    of_theme, world, written,
};
use chrono::Duration;
use marketday_model::{Event, EventState, Region, Theme};
use marketday_testkit::{World, on_each_database};

/// A winter day in the North East, a summer day in Wales and one that lasts into the hour that comes twice.
fn year(world: &World) -> (Event, Event) {
    let base = Event {
        summary: "# Care\n\nA day about **care**, from [the plan](https://north.example/plan); bring *questions*."
            .into(),
        ..world.published_day(1).event
    };
    change(world, &base);
    let wales = Event {
        region: Region::Wales,
        themes: vec![Theme::Waste, Theme::NetZero],
        ..base.clone()
    };
    let summer = another_day(
        world,
        &wales,
        ("diwrnod-gwastraff", "Diwrnod Gwastraff: ŵy, \\ ; 🧡"),
        (local(2026, 7, 7, 9, 30), 7),
    );
    another_day(
        world,
        &wales,
        ("night-of-ideas", "Night of ideas"),
        (local(2026, 10, 24, 22, 0), 4),
    );
    (base, summer)
}

#[test]
fn subscribers_see_every_public_day_in_winter_and_in_summer_time() {
    on_each_database(|database| {
        let world = world(database);
        year(&world);
        agreed("all-events", &feed(&world, &all()));
    });
}

#[test]
fn a_feed_that_nobody_changed_is_the_same_to_the_byte() {
    on_each_database(|database| {
        let world = world(database);
        year(&world);
        let before = written("unchanged", &feed(&world, &all()));
        world.clock.advance(Duration::hours(5));
        assert_eq!(written("unchanged", &feed(&world, &all())), before);
    });
}

#[test]
fn an_empty_feed_is_still_a_calendar() {
    on_each_database(|database| {
        let world = world(database);
        let empty = feed(&world, &of_theme(Theme::Parking));
        agreed("no-events", &empty);
        assert_eq!(empty.valid_until, Some(beginning() + Duration::days(1)));
    });
}

#[test]
fn a_region_and_a_theme_keep_the_days_that_were_once_theirs() {
    on_each_database(|database| {
        let world = world(database);
        let (_, summer) = year(&world);
        let moved = Event {
            region: Region::SouthWest,
            themes: vec![Theme::Housing],
            ..summer.clone()
        };
        change(&world, &moved);
        let title = format!("0 CONFIRMED {}", summer.title);
        let night = "0 CONFIRMED Night of ideas".to_owned();
        let both = vec![title.clone(), night];
        assert_eq!(lines(&feed(&world, &of_region(Region::Wales))), both);
        assert_eq!(lines(&feed(&world, &of_theme(Theme::Waste))), both);
        assert_eq!(
            lines(&feed(&world, &of_region(Region::SouthWest))),
            std::slice::from_ref(&title)
        );
        assert_eq!(lines(&feed(&world, &of_theme(Theme::Housing))), [title]);
        written("region-wales", &feed(&world, &of_region(Region::Wales)));
        written("theme-waste", &feed(&world, &of_theme(Theme::Waste)));
    });
}

#[test]
fn a_cancelled_day_stays_marked_for_two_weeks_or_until_it_is_over() {
    on_each_database(|database| {
        let world = world(database);
        let (winter, summer) = year(&world);
        world.clock.set(local(2026, 7, 1, 12, 0));
        change(&world, &cancelled(&world, &summer, "The hall is closed."));
        change(&world, &cancelled(&world, &winter, ""));
        let with_both = feed(&world, &all());
        agreed("cancelled-events", &with_both);
        assert_eq!(
            with_both.valid_until,
            Some(local(2026, 7, 2, 12, 0)),
            "a feed stands for a day at most"
        );
        // Two weeks after its cancellation, long over, the summer day goes.
        let falls_out = local(2026, 7, 15, 12, 0);
        world.clock.set(falls_out - Duration::hours(1));
        let eve = feed(&world, &all());
        assert_eq!(eve.valid_until, Some(falls_out));
        assert_eq!(
            lines(&eve),
            [
                format!("1 CANCELLED Cancelled: {}", summer.title),
                "0 CONFIRMED Night of ideas".into(),
                "1 CANCELLED Cancelled: Care Day".into(),
            ]
        );
        world.clock.set(falls_out);
        assert_eq!(
            lines(&feed(&world, &all())),
            [
                "0 CONFIRMED Night of ideas",
                "1 CANCELLED Cancelled: Care Day"
            ]
        );
        // The winter day stays until a day after its end.
        let end = winter.time.end() + Duration::days(1);
        world.clock.set(end - Duration::seconds(1));
        assert_eq!(
            lines(&feed(&world, &all())),
            ["1 CANCELLED Cancelled: Care Day"]
        );
        world.clock.set(end);
        assert_eq!(lines(&feed(&world, &all())), Vec::<String>::new());
    });
}

#[test]
fn a_postponed_day_keeps_its_date_and_says_so() {
    on_each_database(|database| {
        let world = world(database);
        let (winter, _) = year(&world);
        world.clock.advance(Duration::days(1));
        let postponed = Event {
            state: EventState::Postponed,
            sequence: 1,
            changed_at: world.surroundings.now(),
            ..winter
        };
        change(&world, &postponed);
        let north_east = feed(&world, &of_region(Region::NorthEast));
        assert_eq!(lines(&north_east), ["1 TENTATIVE Postponed: Care Day"]);
        written("postponed", &north_east);
    });
}

#[test]
fn the_window_reaches_from_ninety_days_back_to_eighteen_months_ahead() {
    on_each_database(|database| {
        let world = world(database);
        let winter = world.published_day(1).event;
        let (first, last) = (
            winter.time.start() - Duration::days(548),
            winter.time.end() + Duration::days(90),
        );
        let one = ["0 CONFIRMED Care Day"];
        for (now, expected) in [
            (first - Duration::seconds(1), &one[..0]),
            (first, &one[..]),
            (last - Duration::seconds(1), &one[..]),
            (last, &one[..0]),
        ] {
            world.clock.set(now);
            assert_eq!(lines(&feed(&world, &all())), expected, "{now}");
        }
        world.clock.set(first - Duration::hours(3));
        assert_eq!(feed(&world, &all()).valid_until, Some(first));
    });
}

#[test]
fn drafts_never_appear_even_when_they_are_cancelled() {
    on_each_database(|database| {
        let world = world(database);
        let (winter, _) = year(&world);
        for (slug, state) in [("a", EventState::Draft), ("b", EventState::Cancelled)] {
            let draft = Event {
                state,
                published_at: None,
                ..winter.clone()
            };
            another_day(
                &world,
                &draft,
                (slug, "Secret"),
                (local(2026, 9, 1, 9, 0), 7),
            );
        }
        assert_eq!(
            lines(&feed(&world, &all()))
                .iter()
                .filter(|line| line.contains("Secret"))
                .count(),
            0
        );
    });
}

#[test]
fn a_feed_of_many_days_takes_no_more_queries_than_a_feed_of_one() {
    on_each_database(|database| {
        let world = world(database);
        let base = world.published_day(1).event;
        let count = || {
            let before = world.store.queries();
            let entries = feed(&world, &all()).calendar.entries.len();
            (entries, world.store.queries() - before)
        };
        let one = count();
        for number in 0..30_i64 {
            another_day(
                &world,
                &base,
                (&format!("day-{number}"), "Another day"),
                (local(2026, 5, 1, 9, 0) + Duration::days(number), 7),
            );
        }
        let many = count();
        assert_eq!((one.0, many.0), (1, 31));
        assert_eq!(one.1, many.1);
    });
}
