//! The fairness record: who asked when, and why each was accepted or not.

use crate::given::{a_pitch, a_request, booked, find, hold_as};
use crate::given_proposals::Called;
use chrono::Duration;
use marketday_booking::proposals::{Decision, declare_conflict, decline, place_one};
use marketday_booking::{CancelledBy, GiveRequest, cancel, give_slot};
use marketday_model::{BookingRules, SlotId};
use marketday_scheduling::{Asked, FairnessRecord, fairness_record, fairness_rows, set_rules};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database};

fn record(world: &World, day: &Day, sees_people: bool) -> FairnessRecord {
    let event = world
        .store
        .read(|rx| marketday_store::events::find(rx, day.event.id));
    let event = event.expect("the database answers").expect("the event");
    let rows = world
        .store
        .read(|rx| fairness_rows(rx, &event, sees_people))
        .expect("the database answers");
    fairness_record(&rows)
}

fn gives(world: &World, day: &Day, slot: SlotId, n: usize, reason: &str) {
    let request = a_request(slot, n);
    let gift = GiveRequest {
        slot,
        company: request.company,
        known_company: None,
        company_number: None,
        contact_email: request.contact_email,
        contact_name: request.contact_name,
        presenter: None,
        pitch: a_pitch(n),
        overruled: Some(line(reason)),
    };
    let (store, surroundings) = (&world.store, &world.surroundings);
    give_slot(store, surroundings, day.event.id, day.organiser.id, gift).expect("it is given");
}

/// Company, way, outcome and why of each.
fn told(record: &FairnessRecord) -> Vec<String> {
    let told = |one: &Asked| {
        format!(
            "{} {:?} {:?}: {}",
            one.company, one.way, one.outcome, one.why
        )
    };
    record.asked.iter().map(told).collect()
}

#[test]
fn everybody_who_asked_stands_in_the_order_in_which_they_did_with_what_came_of_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(4);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let minute = Duration::minutes(1);
        let one = booked(&world, day.slots[0].id, 1);
        world.clock.advance(minute);
        let two = booked(&world, day.slots[1].id, 2);
        world.clock.advance(minute);
        gives(
            &world,
            &day,
            day.slots[2].id,
            3,
            "Nobody else speaks of kilns",
        );
        world.clock.advance(minute);
        let by = CancelledBy::Company(find(&world, one).contact);
        cancel(store, surroundings, one, by).expect("cancelled");
        let by = CancelledBy::Organiser(day.organiser.id, "It was booked twice".into());
        cancel(store, surroundings, two, by).expect("cancelled");
        hold_as(&world, day.slots[3].id, 4).expect("held");
        world.clock.advance(Duration::hours(1));
        booked(&world, day.slots[3].id, 5);
        let all = record(&world, &day, true);
        assert_eq!(
            told(&all),
            [
                "Company 1 Booking GivenUp: Its company gave the slot up",
                "Company 2 Booking Cancelled: It was booked twice",
                "Company 3 Booking Accepted: Given by the organiser, against a rule: Nobody else speaks of kilns",
                "Company 5 Booking Accepted: First to ask for a free slot",
            ]
        );
        let first = &all.asked[0];
        assert_eq!(first.at, find(&world, one).confirmed_at);
        assert_eq!(first.decided_at, Some(first.at + minute * 3));
        assert_eq!(
            first.slot,
            Some(("Main stage".to_owned(), day.slots[0].times.starts_at))
        );
        assert_eq!(
            first.contact,
            Some((
                "Contact 1".to_owned(),
                "contact@company1.example".to_owned()
            ))
        );
        assert_eq!(all.holds_ended, 1);
        let [overruled] = &all.overruled[..] else {
            panic!("one overrule");
        };
        assert_eq!(
            (overruled.company.as_str(), overruled.reason.as_str()),
            ("Company 3", "Nobody else speaks of kilns")
        );
        assert_eq!(overruled.rules, ["First come, first served"]);
        assert_eq!(overruled.by.as_deref(), Some(day.organiser.name.as_str()));
    });
}

#[test]
fn whoever_does_not_see_contacts_reads_of_companies_alone() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        booked(&world, day.slots[0].id, 1);
        gives(&world, &day, day.slots[1].id, 2, "Local");
        let all = format!("{:?}", record(&world, &day, true));
        let some = format!("{:?}", record(&world, &day, false));
        for personal in ["Contact 1", "company2.example"] {
            assert!(all.contains(personal), "{personal}");
            assert!(!some.contains(personal), "{personal}: {some}");
        }
        assert!(some.contains("Company 1") && some.contains("Local"));
        assert_eq!(record(&world, &day, false).overruled[0].by, None);
    });
}

#[test]
fn a_change_of_the_rule_is_among_the_steps_with_what_it_was() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let rules = BookingRules {
            hold_minutes: 15,
            ..BookingRules::default()
        };
        let (store, surroundings) = (&world.store, &world.surroundings);
        set_rules(store, surroundings, day.event.id, day.organiser.id, rules).expect("set");
        world.clock.advance(Duration::minutes(1));
        booked(&world, day.slots[0].id, 1);
        let record = record(&world, &day, true);
        assert!(
            record.rules[1].starts_with("A slot is kept for 15 minutes"),
            "{:?}",
            record.rules
        );
        let steps: Vec<(&str, &str)> = record
            .steps
            .iter()
            .map(|step| (step.action.as_str(), step.company.as_str()))
            .collect();
        assert_eq!(
            steps,
            [("rules.change", ""), ("booking.confirm", "Company 1")]
        );
        assert_eq!(record.steps[0].altered.len(), 1);
        let (_, before, after) = &record.steps[0].altered[0];
        assert!(
            before.contains("10") && after.contains("15"),
            "{before} {after}"
        );
        // What is pitched decides nothing.
        assert_eq!(record.steps[1].altered, []);
    });
}

#[test]
fn proposals_stand_with_their_marks_and_why_each_was_accepted_or_not() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let by = called.day.organiser.id;
        let good = called.proposed_and_accepted(1, 5);
        called.world.clock.advance(Duration::minutes(1));
        let bad = called.proposed(2);
        called.marked(bad, 2);
        let partial = called.world.person("cid@assessors.example").id;
        let conflict = line("A customer of mine");
        declare_conflict(store, surroundings, partial, bad, conflict).expect("declared");
        let decision = Decision {
            feedback: prose("Come back with figures"),
            ..Decision::default()
        };
        decline(store, surroundings, by, bad, decision).expect("declined");
        called.world.clock.advance(Duration::minutes(1));
        let open = called.proposed(3);
        place_one(store, surroundings, by, (good, called.slot(0))).expect("placed");
        let all = record(&called.world, &called.day, true);
        assert_eq!(
            told(&all),
            [
                "Company 1 Proposal Accepted: Mark 5.00 of 5 by 2 assessors",
                "Company 2 Proposal Declined: Come back with figures. Mark 2.00 of 5 by 2 assessors. \
                 1 assessor left out for a conflict of interest",
                "Company 3 Proposal Open: No mark: scored by 0 assessors",
            ]
        );
        assert_eq!(all.asked[2].decided_at, None);
        assert_eq!(all.asked[2].at, called.find(open).submitted_at);
        assert_eq!(
            all.deciding[1],
            "Criteria: Need (weighs 3), Evidence (weighs 1)."
        );
        let whole = format!("{all:?}");
        for unsaid in ["A customer of mine", "cid@", "Look at the second page"] {
            assert!(!whole.contains(unsaid), "{unsaid}");
        }
        let some = record(&called.world, &called.day, false);
        assert!(!format!("{some:?}").contains("Mark "));
    });
}
