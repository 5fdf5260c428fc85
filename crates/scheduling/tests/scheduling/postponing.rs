//! Postponing a day, and letting it take place after all.

use crate::given::{Desk, booked, booking, london, registered, registration, told};
use chrono::{Duration, NaiveDate};
use marketday_model::notice::Subject;
use marketday_model::time::{LONDON, form_date, form_time};
use marketday_model::{BookingState, EventState, Instant, NoticeKind, RegistrationState};
use marketday_scheduling::{
    DateRefused, PostponeRefused, ReinstateRefused, cancel_event, lost_with, postpone_event,
    reinstate_event,
};
use marketday_store::bookings::BookingFilter;
use marketday_store::pools::{self, Pool};
use marketday_store::{audit, bookings, former_entries, registrations};
use marketday_testkit::given::prose;
use marketday_testkit::{World, on_each_database};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn postpone(desk: &Desk<'_>, to: Option<NaiveDate>) -> Result<usize, PostponeRefused> {
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    let what = (prose("The hall is flooded"), to);
    postpone_event(store, surroundings, desk.event, desk.organiser, what)
}

fn reinstate(desk: &Desk<'_>, on: NaiveDate) -> Result<usize, ReinstateRefused> {
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    reinstate_event(store, surroundings, desk.event, desk.organiser, on)
}

fn call_off(desk: &Desk<'_>) {
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    let reason = prose("The hall is flooded");
    cancel_event(store, surroundings, desk.event, desk.organiser, reason).expect("cancelled");
}

fn local(at: Instant) -> (String, String) {
    (form_date(at, LONDON), form_time(at, LONDON))
}

fn dates_told(world: &World, subject: Subject) -> Vec<(u32, String, String)> {
    let noted = world.store.read(|rx| audit::changes_since(rx, subject, 0));
    let dates = noted.expect("the database answers").into_iter();
    dates
        .map(|change| (change.version, change.before, change.after))
        .collect()
}

#[test]
fn without_a_date_everything_stays_and_everyone_is_told_until_a_date_is_set() {
    on_each_database(|database| {
        let world = World::on(database);
        let given = world.published_day(2);
        let desk = Desk::of(&world, &given);
        let company = booked(&world, given.slots[0].id, 1);
        let delegate = registered(&world, desk.event, 1);
        assert_eq!(postpone(&desk, None).unwrap(), 2);
        let event = desk.now();
        assert_eq!(
            (
                event.state,
                event.sequence,
                event.uid_generation,
                event.time
            ),
            (EventState::Postponed, 1, 0, given.event.time)
        );
        assert_eq!(
            event.postpone_reason.as_deref(),
            Some("The hall is flooded")
        );
        assert_eq!(booking(&world, company).state, BookingState::Confirmed);
        assert_eq!(
            registration(&world, delegate).state,
            RegistrationState::Confirmed
        );
        let first = (
            1,
            "Tuesday 2 March 2027".to_owned(),
            "no date yet".to_owned(),
        );
        for subject in [Subject::Booking(company), Subject::Registration(delegate)] {
            assert_eq!(dates_told(&world, subject), std::slice::from_ref(&first));
        }

        world.clock.advance(Duration::days(90));
        assert_eq!(reinstate(&desk, day(2027, 6, 8)).unwrap(), 2);
        let event = desk.now();
        assert_eq!(
            (event.state, event.sequence, event.uid_generation),
            (EventState::Published, 2, 0)
        );
        assert_eq!(
            local(event.time.start()),
            ("2027-06-08".into(), "09:30".into())
        );
        let slot = &desk.released_slots()[0];
        assert_eq!(
            local(slot.times.starts_at),
            ("2027-06-08".into(), "10:00".into())
        );
        // Booking closed on the evening before the day, and does so again.
        assert_eq!(
            local(event.booking.closes_at),
            ("2027-06-07".into(), "09:30".into())
        );
        let second = (
            2,
            "no date yet".to_owned(),
            "Tuesday 8 June 2027".to_owned(),
        );
        for (subject, kind) in [
            (Subject::Booking(company), NoticeKind::BookingConfirmed),
            (
                Subject::Registration(delegate),
                NoticeKind::RegistrationConfirmed,
            ),
        ] {
            assert_eq!(dates_told(&world, subject), [first.clone(), second.clone()]);
            let changed = NoticeKind::EventChanged;
            assert_eq!(
                told(&world, subject),
                [(kind, 0), (changed, 1), (changed, 2)]
            );
        }
    });
}

#[test]
fn with_a_date_the_day_moves_there_at_once_at_the_same_local_times() {
    on_each_database(|database| {
        let world = World::on(database);
        let given = world.published_day(2);
        let desk = Desk::of(&world, &given);
        let company = booked(&world, given.slots[0].id, 1);
        // Over the change to summer time.
        assert_eq!(postpone(&desk, Some(day(2027, 4, 6))).unwrap(), 1);
        let event = desk.now();
        assert_eq!((event.state, event.release), (EventState::Published, 2));
        assert_eq!(event.postponed_from, Some(given.event.time.start()));
        assert_eq!(
            local(event.time.end()),
            ("2027-04-06".into(), "16:00".into())
        );
        assert_eq!(
            dates_told(&world, Subject::Booking(company)),
            [(
                1,
                "Tuesday 2 March 2027".into(),
                "Tuesday 6 April 2027".into()
            )]
        );
        assert!(matches!(
            postpone(&desk, Some(day(2027, 4, 6))),
            Err(PostponeRefused::SameDate)
        ));
        assert!(matches!(
            postpone(&desk, Some(day(2026, 4, 6))),
            Err(PostponeRefused::Date(DateRefused::Past))
        ));
        assert_eq!(desk.now().sequence, 1, "what was refused changed nothing");
    });
}

#[test]
fn a_cancelled_day_begins_anew_with_everyone_who_was_in_it_and_is_still_there() {
    on_each_database(|database| {
        let world = World::on(database);
        let given = world.published_day(4);
        let desk = Desk::of(&world, &given);
        let companies = [1, 2].map(|n| booked(&world, given.slots[n].id, n));
        let delegate = registered(&world, desk.event, 1);
        // This one left before, and stays away.
        let left = booked(&world, given.slots[3].id, 3);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let contact = booking(&world, left).contact;
        marketday_booking::cancel(
            store,
            surroundings,
            left,
            marketday_booking::CancelledBy::Company(contact),
        )
        .unwrap();
        world.clock.advance(Duration::minutes(1));
        call_off(&desk);
        let cancelled = desk.now();
        let lost = world.store.read(|rx| lost_with(rx, &cancelled)).unwrap();
        assert_eq!((lost.bookings.len(), lost.registrations.len()), (2, 1));

        world.clock.advance(Duration::hours(1));
        assert_eq!(reinstate(&desk, day(2027, 3, 2)).unwrap(), 3);
        let event = desk.now();
        assert_eq!(
            (
                event.state,
                event.sequence,
                event.uid_generation,
                event.release
            ),
            (EventState::Published, 2, 1, 1)
        );
        assert_eq!((event.cancelled_at, event.cancel_reason), (None, None));
        let filter = BookingFilter {
            event: Some(desk.event),
            ..BookingFilter::default()
        };
        let live = world.store.read(|rx| bookings::list(rx, &filter)).unwrap();
        // They are of one instant, so in no order.
        let slots: std::collections::HashSet<_> = live.iter().map(|booking| booking.slot).collect();
        assert_eq!(slots, [given.slots[1].id, given.slots[2].id].into());
        assert_eq!(live.len(), 2);
        for again in &live {
            assert!(!companies.contains(&again.id), "another id, so another UID");
            assert_eq!(
                (again.sequence, again.confirmed_at),
                (0, surroundings.now())
            );
            assert_eq!(
                told(&world, Subject::Booking(again.id)),
                [(NoticeKind::EventReinstated, 0)]
            );
        }
        let places = world
            .store
            .read(|rx| registrations::list_confirmed(rx, desk.event))
            .unwrap();
        assert!(places.len() == 1 && places[0].id != delegate && !places[0].listed);
        for (pool, used) in [
            (Pool::Registrations(desk.event), 1),
            (Pool::Company(desk.event, "name:company 1".into()), 1),
            (Pool::Company(desk.event, "name:company 3".into()), 0),
        ] {
            assert_eq!(
                world.store.read(|rx| pools::used(rx, &pool)).unwrap(),
                used,
                "{pool:?}"
            );
        }
        let former = world
            .store
            .read(|rx| former_entries::list(rx, std::slice::from_ref(&desk.now())))
            .unwrap();
        assert_eq!(former.len(), 1);
        assert_eq!(
            (
                former[0].uid_generation,
                former[0].sequence,
                former[0].cancelled_at
            ),
            (0, 1, cancelled.cancelled_at)
        );
    });
}

#[test]
fn a_day_that_takes_place_or_was_never_seen_is_not_reinstated() {
    on_each_database(|database| {
        let world = World::on(database);
        let given = world.published_day(1);
        let desk = Desk::of(&world, &given);
        assert!(matches!(
            reinstate(&desk, day(2027, 3, 2)),
            Err(ReinstateRefused::State(EventState::Published))
        ));
        call_off(&desk);
        assert!(matches!(
            reinstate(&desk, day(2026, 3, 2)),
            Err(ReinstateRefused::Date(DateRefused::Past))
        ));
        // 9:30am exists on every day; what begins at half past one does not on this one.
        assert!(reinstate(&desk, day(2027, 3, 28)).is_ok());
        world.clock.set(london((2027, 3, 28), 17, 0));
        assert!(matches!(postpone(&desk, None), Err(PostponeRefused::Over)));
    });
}
