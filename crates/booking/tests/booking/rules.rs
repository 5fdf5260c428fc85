//! The rules that an organiser sets: how long a slot is held, for whom it is held back, how many a company has in a
//! series and a group together, and who may overrule them.

use crate::given::{a_pitch, a_request, book_as, booked, company, confirm, confirmed, hold_as};
use chrono::Duration;
use marketday_booking::{
    BookRefused, ExtendRefused, GiveRequest, GiveSlotRefused, HoldRefused, MoveRequest, MovedBy,
    extend_hold, give_slot, move_booking,
};
use marketday_model::booking::Refusing;
use marketday_model::profile::SizeBand;
use marketday_model::{BookingRules, HeldBackFor, SlotId, SlotMode};
use marketday_scheduling::{release, set_rules, set_slot_mode};
use marketday_store::{company_groups, organisations, overrules, profiles};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database};

fn set(world: &World, day: &Day, rules: BookingRules) {
    let (store, surroundings) = (&world.store, &world.surroundings);
    set_rules(store, surroundings, day.event.id, day.organiser.id, rules).unwrap();
}

/// A day whose first slot is in this mode.
fn a_day(world: &World, slots: u32, mode: SlotMode) -> Day {
    with_mode(world, world.published_day(slots), mode)
}

fn with_mode(world: &World, day: Day, mode: SlotMode) -> Day {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let (event, organiser) = (day.event.id, day.organiser.id);
    set_slot_mode(
        store,
        surroundings,
        event,
        organiser,
        (day.slots[0].id, mode),
    )
    .unwrap();
    release(store, surroundings, event, organiser, (prose("Ours"), None)).unwrap();
    day
}

/// What the `n`-th company says of itself.
fn says(world: &World, n: usize, size: SizeBand) {
    let now = world.surroundings.now();
    let identity = marketday_model::organisation::identity(&format!("Company {n}"), None);
    world
        .store
        .write(move |tx| {
            let kind = marketday_model::OrganisationKind::Company;
            let known = organisations::find_by_identity(tx, kind, &identity)?.expect("the company");
            let mut profile = profiles::find(tx, known.id)?.expect("a company has a profile");
            profile.size = Some(size);
            profile.version += 1;
            profiles::update(tx, &profile, &known.identity, now)
        })
        .unwrap();
}

fn a_gift(slot: SlotId, n: usize, reason: Option<&str>) -> GiveRequest {
    let request = a_request(slot, n);
    GiveRequest {
        slot,
        company: request.company,
        known_company: None,
        company_number: None,
        contact_email: request.contact_email,
        contact_name: request.contact_name,
        presenter: None,
        pitch: a_pitch(n),
        overruled: reason.map(line),
    }
}

fn gives(
    world: &World,
    day: &Day,
    gift: GiveRequest,
) -> Result<marketday_model::BookingId, GiveSlotRefused> {
    let (store, surroundings) = (&world.store, &world.surroundings);
    give_slot(store, surroundings, day.event.id, day.organiser.id, gift)
}

#[test]
fn a_slot_is_held_as_long_as_the_rules_say_and_once_for_as_long_again() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let rules = BookingRules {
            hold_minutes: 15,
            ..BookingRules::default()
        };
        set(&world, &day, rules);
        let slot = day.slots[0].id;
        let hold = hold_as(&world, slot, 1).unwrap();
        assert_eq!(
            hold.expires_at,
            world.surroundings.now() + Duration::minutes(15)
        );
        world.clock.advance(Duration::minutes(14));
        let extend = |n: usize| {
            extend_hold(
                &world.store,
                &world.surroundings,
                slot,
                format!("browser {n}"),
            )
        };
        assert!(
            matches!(extend(2), Err(ExtendRefused::NotHeld)),
            "of another"
        );
        let longer = extend(1).unwrap();
        assert_eq!(
            longer.expires_at,
            world.surroundings.now() + Duration::minutes(15)
        );
        assert!(matches!(extend(1), Err(ExtendRefused::Extended)));
        world.clock.advance(Duration::minutes(14));
        confirm(&world, a_request(slot, 1)).unwrap();
        // What ran out is not extended.
        hold_as(&world, day.slots[1].id, 3).unwrap();
        world.clock.advance(Duration::minutes(15));
        let slot = day.slots[1].id;
        let late = extend_hold(
            &world.store,
            &world.surroundings,
            slot,
            "browser 3".to_owned(),
        );
        assert!(matches!(late, Err(ExtendRefused::NotHeld)));
    });
}

#[test]
fn a_held_back_slot_is_booked_by_those_it_is_for_and_by_everybody_from_its_time_on() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = a_day(&world, 3, SlotMode::HeldBack);
        let slot = day.slots[0].id;
        let opens = world.surroundings.now() + Duration::hours(2);
        let rules = BookingRules {
            held_back_for: vec![HeldBackFor::Small],
            small_is: SizeBand::Small,
            held_back_until: Some(opens),
            ..BookingRules::default()
        };
        set(&world, &day, rules);
        let refused = book_as(&world, a_request(slot, 1));
        let Err(BookRefused::HeldBack { whom }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(whom, "have fewer than 50 people");
        assert_eq!(confirmed(&world, day.event.id).len(), 0, "nothing was kept");
        world.clock.advance(Duration::minutes(10));
        // Whoever says so of itself has it.
        let elsewhere = world.another_day(2, 5);
        booked(&world, elsewhere.slots[4].id, 2);
        says(&world, 2, SizeBand::Micro);
        booked(&world, slot, 2);
        let other = with_mode(&world, world.another_day(3, 1), SlotMode::HeldBack);
        let rules = BookingRules {
            held_back_for: vec![HeldBackFor::Local],
            held_back_until: Some(opens),
            ..BookingRules::default()
        };
        set(&world, &other, rules);
        let refused = book_as(&world, a_request(other.slots[0].id, 3));
        assert!(
            matches!(refused, Err(BookRefused::HeldBack { .. })),
            "{refused:?}"
        );
        world.clock.advance(Duration::hours(2));
        booked(&world, other.slots[0].id, 3);
    });
}

#[test]
fn a_company_that_is_new_here_says_of_itself_what_a_held_back_slot_asks() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = a_day(&world, 2, SlotMode::HeldBack);
        let slot = day.slots[0].id;
        let rules = BookingRules {
            held_back_for: vec![HeldBackFor::Small],
            ..BookingRules::default()
        };
        set(&world, &day, rules);
        let says = |n, size| {
            let mut request = a_request(slot, n);
            request.of_itself.size = Some(size);
            request
        };
        let refused = book_as(&world, says(1, SizeBand::Large));
        assert!(
            matches!(refused, Err(BookRefused::HeldBack { .. })),
            "{refused:?}"
        );
        let told = confirm(&world, says(1, SizeBand::Micro))
            .map(crate::given::id)
            .unwrap();
        let company = crate::given::find(&world, told).company;
        let profile = world
            .store
            .read(|rx| profiles::find(rx, company))
            .unwrap()
            .unwrap();
        assert_eq!((profile.size, profile.version), (Some(SizeBand::Micro), 1));
    });
}

#[test]
fn whoever_only_claims_to_speak_for_a_company_says_nothing_in_its_profile() {
    on_each_database(|database| {
        let world = World::on(database);
        let elsewhere = world.another_day(2, 5);
        booked(&world, elsewhere.slots[4].id, 1);
        let day = a_day(&world, 2, SlotMode::HeldBack);
        let rules = BookingRules {
            held_back_for: vec![HeldBackFor::Small],
            ..BookingRules::default()
        };
        set(&world, &day, rules);
        let mut stranger = a_request(day.slots[0].id, 9);
        stranger.company = company("Company 1");
        stranger.of_itself.size = Some(SizeBand::Micro);
        let refused = book_as(&world, stranger);
        assert!(
            matches!(refused, Err(BookRefused::HeldBack { .. })),
            "{refused:?}"
        );
    });
}

#[test]
fn a_held_back_slot_without_a_rule_for_whom_is_the_organisers_to_give() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = a_day(&world, 2, SlotMode::HeldBack);
        let refused = hold_as(&world, day.slots[0].id, 1);
        assert!(
            matches!(refused, Err(HoldRefused::NotOffered)),
            "{refused:?}"
        );
        let gift = gives(&world, &day, a_gift(day.slots[0].id, 1, None)).unwrap();
        assert_eq!(confirmed(&world, day.event.id)[0].id, gift);
        let all = world
            .store
            .read(|rx| overrules::list(rx, day.event.id))
            .unwrap();
        assert_eq!(all, [], "no rule was against it");
    });
}

#[test]
fn an_organiser_overrules_with_a_reason_that_is_kept_and_not_without() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        booked(&world, day.slots[0].id, 1);
        let refused = gives(&world, &day, a_gift(day.slots[1].id, 1, None));
        assert!(
            matches!(refused, Err(GiveSlotRefused::Against(Refusing::FirstCome))),
            "{refused:?}"
        );
        let reason = "Their first pitch was cut short by the fire alarm";
        let booking = gives(&world, &day, a_gift(day.slots[1].id, 1, Some(reason))).unwrap();
        let all = world
            .store
            .read(|rx| overrules::list(rx, day.event.id))
            .unwrap();
        let said: Vec<_> = all
            .iter()
            .map(|one| {
                (
                    one.booking,
                    one.rules.as_slice(),
                    one.reason.as_str(),
                    one.made_by,
                )
            })
            .collect();
        let rules: &[Refusing] = &[Refusing::FirstCome, Refusing::CompanyLimit];
        assert_eq!(said, [(booking, rules, reason, Some(day.organiser.id))]);
        assert_eq!(confirmed(&world, day.event.id).len(), 2);
        // Who has a slot already keeps it, whatever the reason.
        let taken = gives(&world, &day, a_gift(day.slots[1].id, 2, Some(reason)));
        assert!(matches!(taken, Err(GiveSlotRefused::Taken)), "{taken:?}");
    });
}

/// The rules that were overruled, and for which booking.
fn overruled(world: &World, day: &Day) -> Vec<(marketday_model::BookingId, Vec<Refusing>, String)> {
    let all = world.store.read(|rx| overrules::list(rx, day.event.id));
    let all = all.expect("the database answers").into_iter();
    all.map(|one| (one.booking, one.rules, one.reason))
        .collect()
}

#[test]
fn a_held_back_slot_goes_to_another_company_only_for_a_reason_given_or_moved() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let held_back = [
            "UPDATE slots SET mode = 'held-back'",
            "UPDATE released_slots SET mode = 'held-back'",
        ];
        world.store.run_script(&held_back).unwrap();
        let rules = BookingRules {
            held_back_for: vec![HeldBackFor::Small],
            ..BookingRules::default()
        };
        set(&world, &day, rules);
        let [small, large, free] = [0, 1, 2].map(|n: usize| day.slots[n].id);
        let refused = gives(&world, &day, a_gift(large, 1, None));
        assert!(
            matches!(refused, Err(GiveSlotRefused::Against(Refusing::HeldBack))),
            "{refused:?}"
        );
        assert_eq!(confirmed(&world, day.event.id), []);
        let reason = "No small company asked";
        let given = gives(&world, &day, a_gift(large, 1, Some(reason))).unwrap();
        let mut says = a_request(small, 2);
        says.of_itself.size = Some(SizeBand::Micro);
        let booked = book_as(&world, says).unwrap();
        let one = (given, vec![Refusing::HeldBack], reason.to_owned());
        assert_eq!(overruled(&world, &day), std::slice::from_ref(&one));
        let moves = |booking, to, reason: &str| {
            world.clock.advance(Duration::minutes(1));
            let request = MoveRequest {
                booking,
                to,
                by: MovedBy::Organiser(day.organiser.id, reason.to_owned()),
                browser: "browser of the organiser".into(),
            };
            move_booking(&world.store, &world.surroundings, request).unwrap();
        };
        moves(booked, free, "It is small wherever it is");
        assert_eq!(
            overruled(&world, &day),
            std::slice::from_ref(&one),
            "no rule was against it"
        );
        moves(given, small, "The lift");
        let two = (given, vec![Refusing::HeldBack], "The lift".to_owned());
        assert_eq!(overruled(&world, &day), [one.clone(), two.clone()]);
        world.clock.set(day.event.booking.closes_at);
        moves(booked, large, "The lift again");
        let three = (booked, vec![Refusing::Window], "The lift again".to_owned());
        assert_eq!(overruled(&world, &day), [one, two, three]);
    });
}

#[test]
fn companies_of_one_group_count_as_one() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(3);
        let elsewhere = world.another_day(2, 5);
        for n in 0..2 {
            booked(&world, elsewhere.slots[n + 3].id, n);
        }
        for n in 0..2 {
            let identity = marketday_model::organisation::identity(&format!("Company {n}"), None);
            world
                .store
                .write(move |tx| {
                    let kind = marketday_model::OrganisationKind::Company;
                    let known = organisations::find_by_identity(tx, kind, &identity)?;
                    company_groups::set_parent(tx, known.expect("the company").id, Some("01234567"))
                })
                .unwrap();
        }
        booked(&world, day.slots[0].id, 0);
        let refused = book_as(&world, a_request(day.slots[1].id, 1));
        assert!(
            matches!(refused, Err(BookRefused::CompanyLimit { limit: 1 })),
            "{refused:?}"
        );
        // The one above them all is of the group as well.
        let mut parent = a_request(day.slots[2].id, 7);
        parent.company_number = Some("01234567".parse().unwrap());
        let refused = book_as(&world, parent);
        assert!(
            matches!(refused, Err(BookRefused::CompanyLimit { limit: 1 })),
            "{refused:?}"
        );
    });
}
