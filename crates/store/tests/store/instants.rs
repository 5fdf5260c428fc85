//! Instants as both databases keep them: UTC, cut to microseconds, in order.

use crate::given::{claim, enqueue, notice, notices_about};
use chrono::{DateTime, Duration};
use marketday_model::{Instant, NoticeKind};
use marketday_testkit::{World, on_each_database};

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

#[test]
fn an_instant_comes_back_as_it_was_stored_cut_to_microseconds() {
    on_each_database(|database| {
        let world = World::on(database);
        for (n, (stored, read)) in [
            ("2027-01-12T09:00:00Z", "2027-01-12T09:00:00Z"),
            ("2027-01-12T09:00:00.5Z", "2027-01-12T09:00:00.5Z"),
            ("2027-01-12T09:00:00.000001Z", "2027-01-12T09:00:00.000001Z"),
            (
                "2027-01-12T09:00:00.123456789Z",
                "2027-01-12T09:00:00.123456Z",
            ),
            (
                "2027-01-12T23:59:59.999999999Z",
                "2027-01-12T23:59:59.999999Z",
            ),
            // The hour that British clocks pass twice, and the one that they leave out.
            ("2027-10-31T01:30:00+01:00", "2027-10-31T00:30:00Z"),
            ("2027-10-31T01:30:00+00:00", "2027-10-31T01:30:00Z"),
            ("2027-03-28T01:30:00Z", "2027-03-28T01:30:00Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("2099-12-31T23:59:59Z", "2099-12-31T23:59:59Z"),
        ]
        .into_iter()
        .enumerate()
        {
            let person = world.person(&format!("person{n}@instants.example"));
            let new = notice(&world, &person, NoticeKind::OrganiserAdded, 0);
            enqueue(&world.store, new, at(stored));
            let kept: Vec<_> = notices_about(&world.store, &person)
                .iter()
                .map(|notice| (notice.made_at, notice.next_try_at))
                .collect();
            assert_eq!(kept, [(at(read), at(read))], "{stored}");
        }
    });
}

#[test]
fn the_database_orders_instants_to_the_microsecond() {
    on_each_database(|database| {
        let world = World::on(database);
        for (n, due) in [
            "2027-01-12T09:00:00Z",
            "2027-01-12T09:00:00.5Z",
            "2027-01-12T09:00:00.25Z",
            "2027-01-12T10:00:00.000001Z",
        ]
        .into_iter()
        .enumerate()
        {
            let person = world.person(&format!("person{n}@instants.example"));
            let new = notice(&world, &person, NoticeKind::OrganiserAdded, 0);
            let due = at(due);
            enqueue(&world.store, new, due);
            let until = due + Duration::days(365);
            let early = claim(
                &world.store,
                "early",
                due - Duration::microseconds(1),
                until,
            );
            assert_eq!(early, [], "{due}");
            let ids: Vec<_> = claim(&world.store, "in time", due, until)
                .iter()
                .map(|notice| notice.id)
                .collect();
            assert_eq!(ids, [new.id], "{due}");
        }
    });
}
