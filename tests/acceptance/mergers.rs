//! Two companies that are one, and those who book meanwhile.

use marketday_accounts::{MergeRefused, merge_organisations};
use marketday_booking::{
    BookRefused, BookRequest, CancelledBy, HoldRequest, PitchText, book, cancel, hold,
};
use marketday_model::code::CodeCheck;
use marketday_model::organisation::identity;
use marketday_model::{BookingId, Organisation, OrganisationKind, SlotId, Theme};
use marketday_store::bookings::{self, BookingFilter, Confirmation};
use marketday_store::pools::{self, Pool};
use marketday_store::{StoreError, events, holds, organisations, pitches};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database, on_each_unguarded_database};
use std::sync::Barrier;

/// Somebody at `company` wants a slot, in a browser of their own.
fn request(slot: SlotId, company: &str, number: Option<&str>) -> BookRequest {
    BookRequest {
        slot,
        browser: format!("browser of {slot}"),
        company: line(company),
        known_company: None,
        website: None,
        company_number: number.map(line),
        contact_email: format!("{slot}@company.example")
            .parse()
            .expect("an address"),
        contact_name: line("Casey"),
        phone: None,
        presenter: None,
        pitch: PitchText {
            title: line("A pitch"),
            summary: prose("What it is about."),
            themes: vec![Theme::Housing],
        },
        of_itself: marketday_booking::OfItself::default(),
    }
}

fn holds(world: &World, request: &BookRequest) {
    let holding = HoldRequest {
        slot: request.slot,
        browser: request.browser.clone(),
        network: format!("network of {}", request.browser),
    };
    hold(&world.store, &world.surroundings, holding).expect("the slot is free");
}

fn books(world: &World, request: BookRequest) -> Result<(), BookRefused> {
    book(&world.store, &world.surroundings, request, |_, _| {
        Ok(CodeCheck::Right)
    })
    .map(|_| ())
}

fn booked(world: &World, slot: SlotId, company: &str, number: Option<&str>) {
    let request = request(slot, company, number);
    holds(world, &request);
    books(world, request).expect("the slot is theirs");
}

fn known(world: &World, name: &str, number: Option<&str>) -> Organisation {
    let identity = identity(name, number);
    let found = world
        .store
        .read(|rx| organisations::find_by_identity(rx, OrganisationKind::Company, &identity));
    found.expect("a look").expect("it is known")
}

fn merge(world: &World, from: &Organisation, into: &Organisation) -> Result<(), MergeRefused> {
    merge_organisations(&world.store, &world.surroundings, None, from.id, into.id).map(|_| ())
}

fn with_limit(world: &World, day: &Day, company_limit: u32) {
    let mut event = day.event.clone();
    event.company_limit = company_limit;
    let updated = world.store.write(move |tx| events::update(tx, &event));
    updated.expect("an event");
}

/// The live bookings of a company at a day, and how many are counted for it.
fn held_and_counted(world: &World, day: &Day, of: &Organisation) -> (Vec<BookingId>, u32) {
    let filter = BookingFilter {
        event: Some(day.event.id),
        ..BookingFilter::default()
    };
    let live = world.store.read(|rx| bookings::list(rx, &filter));
    let theirs = live.expect("a look");
    let theirs = theirs.iter().filter(|booking| booking.company == of.id);
    let pool = Pool::Company(day.event.id, of.identity.clone());
    let counted = world.store.read(|rx| pools::used(rx, &pool));
    (
        theirs.map(|booking| booking.id).collect(),
        counted.expect("a count"),
    )
}

/// Whether a company that was given up still has a live booking, or one is counted for it.
fn is_anything_left(world: &World, day: &Day, of: &Organisation) -> bool {
    let (held, counted) = held_and_counted(world, day, of);
    !held.is_empty() || counted > 0
}

#[test]
fn the_slots_of_a_merged_company_are_the_survivors_and_count_for_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        with_limit(&world, &day, 2);
        booked(&world, day.slots[0].id, "Acme Care", None);
        booked(
            &world,
            day.slots[1].id,
            "Acme Care Limited",
            Some("09876543"),
        );
        let into = known(&world, "Acme Care", None);
        let from = known(&world, "", Some("09876543"));
        merge(&world, &from, &into).expect("a merger");
        assert!(!is_anything_left(&world, &day, &from));
        let (held, counted) = held_and_counted(&world, &day, &into);
        assert_eq!((held.len(), counted), (2, 2));

        // Under the old number or under the name: the survivor has as many as it may.
        for number in [Some("09876543"), None] {
            let third = request(day.slots[2].id, "Acme Care", number);
            holds(&world, &third);
            let refused = books(&world, third);
            assert!(
                matches!(refused, Err(BookRefused::CompanyLimit { limit: 2 })),
                "{refused:?}"
            );
        }
        // Nor for whoever said that they are the one that is gone, before it was.
        let mut fourth = request(day.slots[3].id, "Acme", None);
        fourth.known_company = Some(from.id);
        holds(&world, &fourth);
        let refused = books(&world, fourth);
        assert!(
            matches!(refused, Err(BookRefused::CompanyLimit { limit: 2 })),
            "{refused:?}"
        );
        // What was booked for the one that is gone is cancelled as ever, and another slot can be had.
        let contact = world
            .person(&format!("{}@company.example", day.slots[1].id))
            .id;
        let theirs = world
            .store
            .read(|rx| bookings::list_live(rx, day.event.id, world.surroundings.now()));
        let theirs = theirs.expect("a look");
        let moved = theirs
            .iter()
            .find(|live| live.slot == day.slots[1].id)
            .expect("it is live");
        cancel(
            &world.store,
            &world.surroundings,
            moved.booking,
            CancelledBy::Company(contact),
        )
        .expect("a cancellation");
        books(
            &world,
            request(day.slots[2].id, "Acme Care", Some("09876543")),
        )
        .expect("there is room again");
        let (held, counted) = held_and_counted(&world, &day, &into);
        assert_eq!((held.len(), counted), (2, 2));
    });
}

#[test]
fn companies_that_would_hold_too_many_slots_together_are_not_merged_before_one_is_cancelled() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        booked(&world, day.slots[0].id, "Acme Care", None);
        booked(
            &world,
            day.slots[1].id,
            "Acme Care Limited",
            Some("09876543"),
        );
        let into = known(&world, "Acme Care", None);
        let from = known(&world, "", Some("09876543"));
        let refused = merge(&world, &from, &into).expect_err("one slot a company");
        assert_eq!(
            refused.to_string(),
            "Together they would hold too many slots at “Care Day” (2 slots, and one company may hold 1): cancel bookings, or raise the limit there, first"
        );
        assert_eq!(held_and_counted(&world, &day, &from).1, 1, "nothing moved");
        // What is over binds nobody any more.
        world.clock.set(day.event.time.end());
        merge(&world, &from, &into).expect("a merger");
    });
}

#[test]
fn of_a_merger_and_a_booking_at_once_nothing_is_left_with_the_company_that_was_given_up() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(24);
        for (round, slots) in day.slots.chunks(3).enumerate() {
            let (old, new) = (format!("Old {round}"), format!("New {round}"));
            // Both are known, and in every other round the survivor has the one slot that it may have.
            booked(&world, slots[0].id, &old, None);
            let from = known(&world, &old, None);
            let first = held_and_counted(&world, &day, &from).0[0];
            let contact = world.person(&format!("{}@company.example", slots[0].id)).id;
            cancel(
                &world.store,
                &world.surroundings,
                first,
                CancelledBy::Company(contact),
            )
            .expect("a cancellation");
            booked(&world, slots[1].id, &new, None);
            let into = known(&world, &new, None);
            let has_one = round % 2 == 1;
            if !has_one {
                let first = held_and_counted(&world, &day, &into).0[0];
                let contact = world.person(&format!("{}@company.example", slots[1].id)).id;
                cancel(
                    &world.store,
                    &world.surroundings,
                    first,
                    CancelledBy::Company(contact),
                )
                .expect("a cancellation");
            }
            let wanted = request(slots[2].id, &old, None);
            holds(&world, &wanted);
            let start = Barrier::new(2);
            let (merged, is_booked) = std::thread::scope(|scope| {
                let merging = scope.spawn(|| {
                    start.wait();
                    merge(&world, &from, &into)
                });
                let booking = scope.spawn(|| {
                    start.wait();
                    books(&world, wanted)
                });
                (
                    merging.join().expect("an answer"),
                    booking.join().expect("an answer"),
                )
            });
            if has_one {
                // Whoever came second was refused, for the reason that there is.
                match (&merged, &is_booked) {
                    (Ok(()), Err(BookRefused::CompanyLimit { limit: 1 }))
                    | (Err(MergeRefused::OverLimit(_)), Ok(())) => {}
                    other => panic!("{other:?}"),
                }
            } else {
                assert!(
                    merged.is_ok() && is_booked.is_ok(),
                    "{merged:?} {is_booked:?}"
                );
            }
            if merged.is_ok() {
                assert!(!is_anything_left(&world, &day, &from), "round {round}");
            }
            let (held, counted) = held_and_counted(&world, &day, &into);
            assert_eq!((held.len(), counted), (1, 1), "round {round}");
        }
    });
}

#[test]
fn a_booking_that_looks_its_company_up_before_its_transaction_begins_is_left_with_the_one_given_up()
{
    on_each_unguarded_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        booked(&world, day.slots[0].id, "New", None);
        with_limit(&world, &day, 3);
        booked(&world, day.slots[1].id, "Old", None);
        let (from, into) = (known(&world, "Old", None), known(&world, "New", None));
        let wanted = request(day.slots[2].id, "Old", None);
        holds(&world, &wanted);
        let looked = known(&world, "Old", None);
        merge(&world, &from, &into).expect("a merger");
        let (now, person) = (
            world.surroundings.now(),
            world.person("casey@old.example").id,
        );
        let (event, pitch) = (day.event.id, world.surroundings.id());
        world
            .store
            .write(move |tx| {
                let held =
                    holds::find(tx, event, &wanted.browser)?.ok_or(StoreError::Stale("a hold"))?;
                let pitch = marketday_model::booking::Pitch {
                    id: pitch,
                    company: looked.id,
                    title: "A pitch".into(),
                    summary: "Late.".into(),
                    themes: Vec::new(),
                };
                pitches::insert(tx, &pitch, now)?;
                let confirmation = Confirmation {
                    booking: held.booking,
                    browser: wanted.browser.clone(),
                    company: looked.id,
                    company_identity: looked.identity.clone(),
                    claim_expires_at: None,
                    contact: person,
                    presenter: person,
                    presenter_name: "Casey".into(),
                    presenter_email: None,
                    pitch: pitch.id,
                };
                assert!(bookings::confirm(tx, &confirmation, now)?);
                Ok::<_, StoreError>(())
            })
            .expect("a booking without its guard");
        assert!(
            is_anything_left(&world, &day, &from),
            "the race must find what its guard prevents"
        );
    });
}
