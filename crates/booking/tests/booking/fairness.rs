//! The fairness record: who asked when, and why each was accepted or not.

use crate::given::{a_pitch, a_request, booked, cancelled, find, hold_as};
use crate::given_proposals::Called;
use crate::waiting::{a_full_day, accepts, entry, leaves, waits};
use chrono::Duration;
use marketday_booking::proposals::{
    Decision, confirm_place, declare_conflict, decline, place_one, shortlist, sweep_places,
};
use marketday_booking::{CancelledBy, GiveRequest, cancel, give_slot, sweep_waiting};
use marketday_model::waiting::Wish;
use marketday_model::{BookingRules, ProposalState, SlotId};
use marketday_scheduling::{
    Asked, FairnessRecord, Judged, Waited, Way, fairness_record, fairness_rows, set_rules,
};
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
        let way = match one.way {
            Way::Booking => "Booking",
            Way::Proposal(_) => "Proposal",
            Way::Waiting(_) => "Waiting",
        };
        format!("{} {way} {:?}: {}", one.company, one.outcome, one.why)
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
            feedback: prose("Come back with figures."),
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
                "Company 1 Proposal Accepted: Rank 1: mark 5.00 of 5 by 2 assessors",
                "Company 2 Proposal Declined: Come back with figures. Rank 2: mark 2.00 of 5 by 2 assessors. \
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
        let some = format!("{some:?}").to_lowercase();
        for unsaid in ["of 5 by", "rank 1", "mark {", "score(", "ann@"] {
            assert!(!some.contains(unsaid), "{unsaid}");
        }
    });
}

fn judged(record: &FairnessRecord, n: usize) -> &Judged {
    let Way::Proposal(judged) = &record.asked[n].way else {
        panic!("a proposal");
    };
    judged
}

#[test]
fn a_proposal_says_what_each_assessor_gave_who_decided_and_what_became_of_its_place() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 2);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let by = called.day.organiser.id;
        let one = called.proposed(1);
        for (name, scores) in [
            ("ann@assessors.example", [5, 4]),
            ("bea@assessors.example", [3, 2]),
        ] {
            called.score(one, called.world.person(name).id, scores);
            called.world.clock.advance(Duration::minutes(1));
        }
        shortlist(store, surroundings, by, (one, true)).expect("listed");
        called.accepted(one);
        called.world.clock.advance(Duration::minutes(1));
        let late = called.proposed_and_accepted(2, 3);
        place_one(store, surroundings, by, (one, called.slot(0))).expect("placed");
        place_one(store, surroundings, by, (late, called.slot(1))).expect("placed");
        called.world.clock.advance(Duration::minutes(1));
        let confirmed_at = surroundings.now();
        confirm_place(store, surroundings, called.find(one).contact, one).expect("confirmed");
        called.world.clock.advance(Duration::days(8));
        assert_eq!(sweep_places(store, surroundings).expect("swept"), 1);

        let all = record(&called.world, &called.day, true);
        let first = judged(&all, 0);
        let mark = |mark: &Option<_>| {
            mark.map_or("-".to_owned(), |mark: marketday_model::ranking::Mark| {
                mark.to_string()
            })
        };
        assert_eq!(
            (first.rank, mark(&first.mark), first.scored_by),
            (Some(1), "3.75".to_owned(), 2)
        );
        let means: Vec<(&str, String)> = first
            .means
            .iter()
            .map(|(name, of)| (name.as_str(), mark(of)))
            .collect();
        assert_eq!(
            means,
            [("Need", "4.00".to_owned()), ("Evidence", "3.00".to_owned())]
        );
        let given: Vec<(Vec<u32>, String)> = first
            .assessors
            .iter()
            .map(|one| {
                (
                    one.scores
                        .iter()
                        .filter_map(|(_, score)| Some(score.as_ref()?.get()))
                        .collect(),
                    mark(&one.mark),
                )
            })
            .collect();
        assert_eq!(
            given,
            [
                (vec![5, 4], "4.75".to_owned()),
                (vec![3, 2], "2.75".to_owned())
            ]
        );
        let name = called.world.person("ann@assessors.example").name;
        assert_eq!(first.assessors[0].name, Some(name));
        assert!(
            first.shortlisted
                && first.decided_by.as_deref() == Some(called.day.organiser.name.as_str())
        );
        assert_eq!(
            (first.state, first.answered_at),
            (ProposalState::Confirmed, Some(confirmed_at))
        );
        let second = judged(&all, 1);
        assert!(!second.shortlisted);
        assert_eq!(
            second.confirm_by,
            called.find(late).place.map(|place| place.confirm_by)
        );
        assert_eq!(
            (second.state, second.answered_at),
            (ProposalState::Lapsed, Some(surroundings.now()))
        );
        let some = record(&called.world, &called.day, false);
        let first = judged(&some, 0);
        assert_eq!(
            (first.rank, first.mark, first.decided_by.as_deref()),
            (None, None, None)
        );
        assert!(first.means.is_empty() && first.assessors.is_empty() && first.shortlisted);
    });
}

#[test]
fn whoever_waits_stands_with_what_they_wanted_and_what_came_of_each_offer() {
    on_each_database(|database| {
        let world = World::on(database);
        let (day, bookings) = a_full_day(&world, 3);
        let all = [1, 2, 3, 4, 5].map(|n| waits(&world, &day, n));
        for booking in bookings {
            cancelled(&world, booking);
        }
        let offered_at = world.surroundings.now();
        accepts(&world, all[0]).expect("theirs");
        leaves(&world, all[1]).expect("declined");
        world.clock.advance(Duration::hours(25));
        sweep_waiting(&world.store, &world.surroundings).expect("swept");
        let record_now = record(&world, &day, true);
        let told: Vec<String> = told(&record_now).split_off(3);
        let expected = [
            "Company 1 Waiting Accepted: Its company took the offer",
            "Company 2 Waiting GivenUp: Its company declined the offer",
            "Company 3 Waiting Lapsed: Its company did not answer the offer in time",
            "Company 4 Waiting Lapsed: Its company did not answer the offer in time",
            "Company 1 Booking Accepted: First on the waiting list for whom the slot was",
            "Company 5 Waiting Open: A slot is offered to its company",
        ];
        assert_eq!(told, expected);
        let third = &record_now.asked[5];
        let Way::Waiting(Waited {
            wish,
            wished,
            offer,
        }) = &third.way
        else {
            panic!("{third:?}");
        };
        assert_eq!((*wish, wished, &third.slot), (Wish::Any, &None, &None));
        let (offer, slot) = offer.clone().expect("an offer");
        assert_eq!(
            (offer.made_at, offer.until),
            (offered_at, offered_at + Duration::hours(24))
        );
        assert_eq!(
            slot,
            Some(("Main stage".to_owned(), day.slots[2].times.starts_at))
        );
        assert_eq!(third.decided_at, entry(&world, all[2]).ended_at);
        assert_eq!(
            record_now.asked[3].slot,
            Some(("Main stage".to_owned(), day.slots[0].times.starts_at))
        );
        assert_eq!(
            third.contact.as_ref().map(|(name, _)| name.as_str()),
            Some("Contact 3")
        );
        let step = record_now
            .steps
            .iter()
            .find(|step| step.action == "waiting.lapse");
        assert_eq!(step.map(|step| step.company.as_str()), Some("Company 3"));
        assert!(!format!("{:?}", record(&world, &day, false)).contains("Contact 3"));
    });
}
