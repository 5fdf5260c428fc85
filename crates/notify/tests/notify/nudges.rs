//! Nudges: whoever has yet to do something before a deadline is told of it, once at each time, and nobody else.

use crate::given::{Office, beginning, pitch};
use chrono::Duration;
use marketday_booking::proposals::{
    CallText, Decision, ProposeOutcome, ProposeRequest, accept, confirm_place, place_one, propose,
    publish_call, save_call, save_criteria, save_draft,
};
use marketday_booking::set_slides_due;
use marketday_model::call::Weight;
use marketday_model::code::CodeCheck;
use marketday_model::event::Window;
use marketday_model::nudge::{Deadline, Nudge};
use marketday_model::reminder::Reminder;
use marketday_model::{BookingId, Criterion, Instant, ProposalId};
use marketday_notify::nudge_due;
use marketday_scheduling::set_reminders;
use marketday_store::{proposals, slides};
use marketday_testkit::given::{line, prose};
use marketday_testkit::on_each_database;
use std::sync::Barrier;

const ADA: &str = "ada@dripless-ltd.example";

fn nudges(office: &Office) -> usize {
    nudge_due(&office.world.store, &office.world.surroundings).expect("the database answers")
}

/// 5pm in two weeks.
fn deadline() -> Instant {
    beginning() + Duration::days(14) + Duration::hours(7)
}

/// It is the instant at which this nudge is due.
fn it_is_time_for(office: &Office, nudge: Nudge, deadline: Instant) {
    let due = nudge.due_at(&office.event(), deadline);
    office.world.clock.set(due.expect("it has a time"));
}

/// "address: subject" of each letter that leaves now, by address.
fn said(office: &Office) -> Vec<String> {
    let letters = office.delivered();
    let each = letters
        .iter()
        .map(|letter| format!("{}: {}", letter.to.email, letter.subject));
    let mut said: Vec<String> = each.collect();
    said.sort_unstable();
    said
}

fn slides_are_due(office: &Office, at: Option<Instant>) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let (event, organiser) = (office.day.event.id, office.day.organiser.id);
    set_slides_due(store, surroundings, organiser, (event, at)).expect("another deadline");
}

fn slides_came(office: &Office, booking: BookingId) {
    let now = office.world.surroundings.now();
    let came = office
        .world
        .store
        .write(move |tx| slides::receive(tx, booking, now));
    assert!(came.expect("the database answers"));
}

/// An office whose event calls for proposals until then, with a day to confirm places in less than four.
fn calling(office: &Office, closes_at: Instant) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let (event, by) = (office.day.event.id, office.day.organiser.id);
    let curated = [
        "UPDATE slots SET mode = 'curated'",
        "UPDATE released_slots SET mode = 'curated'",
    ];
    store.run_script(&curated).expect("curated slots");
    let text = CallText {
        looked_for: prose("Anything that keeps people at home."),
        window: Window {
            opens_at: None,
            closes_at,
        },
        minimum_scores: 1,
        days_to_confirm: 4,
        company_limit: 1,
    };
    save_call(store, surroundings, by, (event, 0), (text, None)).expect("a call");
    let criterion = Criterion {
        id: surroundings.id(),
        name: "Need".into(),
        guidance: String::new(),
        weight: Weight::new(1).expect("a weight"),
    };
    save_criteria(store, surroundings, by, event, (vec![criterion], None)).expect("criteria");
    publish_call(store, surroundings, by, event).expect("published");
}

fn drafts(office: &Office, email: &str) -> ProposalId {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let (person, id) = (office.world.person(email).id, surroundings.id());
    let ids = (office.day.event.id, id);
    save_draft(store, surroundings, person, ids, "{}".into()).expect("kept");
    id
}

/// Ada proposes what she drafted.
fn proposes(office: &Office, id: ProposalId) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let request = ProposeRequest {
        id,
        event: office.day.event.id,
        company: line("Dripless Ltd"),
        known_company: None,
        website: None,
        company_number: None,
        contact_email: ADA.parse().expect("an address"),
        contact_name: line("Ada Pitcher"),
        phone: None,
        presenter: None,
        pitch: pitch("Leak detection, quietly"),
    };
    let outcome = propose(store, surroundings, request, |_, _| Ok(CodeCheck::Right));
    let ProposeOutcome::Proposed(_) = outcome.expect("taken") else {
        panic!("the code was refused");
    };
}

/// Accepts a proposal, keeps the first slot for it, and says when that passes on.
fn is_placed(office: &Office, id: ProposalId) -> Instant {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let by = office.day.organiser.id;
    let decision = Decision {
        why: prose("There is no other."),
        ..Decision::default()
    };
    accept(store, surroundings, by, id, decision).expect("accepted");
    place_one(store, surroundings, by, (id, office.day.slots[0].id)).expect("placed");
    let found = store.read(|rx| proposals::find(rx, id));
    let proposal = found.expect("the database answers").expect("it is there");
    proposal.place.expect("a place").confirm_by
}

#[test]
fn whoever_has_sent_no_slides_is_told_three_days_and_one_day_before_they_are_due() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let sent = office.book(&office.day.slots[1], "Careloop Ltd");
        office.register("bo@darlington.example");
        office.delivered();
        let due = deadline();
        slides_are_due(&office, Some(due));
        slides_came(&office, sent);
        assert_eq!(nudges(&office), 0);
        for nudge in [Nudge::SlidesSoon, Nudge::SlidesLast] {
            it_is_time_for(&office, nudge, due);
            assert_eq!((nudges(&office), nudges(&office)), (1, 0), "once");
            assert_eq!(
                said(&office),
                ["ada@dripless-ltd.example: Your slides are due: Care Day"]
            );
        }
        office.world.clock.set(due);
        assert_eq!(nudges(&office), 0);
    });
}

#[test]
fn the_letter_leads_to_the_page_that_takes_the_slides() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        let due = deadline();
        slides_are_due(&office, Some(due));
        it_is_time_for(&office, Nudge::SlidesLast, due);
        assert_eq!(nudges(&office), 1);
        let letter = office.one_letter();
        for words in [
            "They are taken until 5pm on Monday 20 October 2025.".to_owned(),
            "Leak detection, quietly, by Dripless Ltd".to_owned(),
            format!("Send the slides:\nhttps://marketday.example/bookings/{booking}/slides"),
        ] {
            assert!(letter.text.contains(&words), "{words}: {}", letter.text);
        }
        assert_eq!((letter.invitation, letter.optional), (None, None));
    });
}

#[test]
fn whoever_sent_their_slides_meanwhile_is_not_told_to() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        let due = deadline();
        slides_are_due(&office, Some(due));
        it_is_time_for(&office, Nudge::SlidesLast, due);
        assert_eq!(nudges(&office), 1);
        slides_came(&office, booking);
        assert_eq!(office.delivered(), []);
    });
}

#[test]
fn a_deadline_that_moved_meanwhile_is_told_of_at_its_own_time() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        let due = deadline();
        slides_are_due(&office, Some(due));
        it_is_time_for(&office, Nudge::SlidesLast, due);
        assert_eq!(nudges(&office), 1);
        let later = due + Duration::days(7);
        slides_are_due(&office, Some(later));
        assert_eq!(office.delivered(), []);
        it_is_time_for(&office, Nudge::SlidesLast, later);
        assert_eq!(nudges(&office), 1);
        assert_eq!(
            said(&office),
            ["ada@dripless-ltd.example: Your slides are due: Care Day"]
        );
    });
}

#[test]
fn a_deadline_that_is_set_in_the_evening_is_not_told_of_before_its_next_time() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        let due = deadline();
        it_is_time_for(&office, Nudge::SlidesSoon, due);
        office.later(Duration::hours(12));
        slides_are_due(&office, Some(due));
        assert_eq!(nudges(&office), 0);
        it_is_time_for(&office, Nudge::SlidesLast, due);
        assert_eq!(nudges(&office), 1);
    });
}

#[test]
fn the_organisers_choose_of_which_deadlines_people_are_told() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.delivered();
        let due = deadline();
        slides_are_due(&office, Some(due));
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let (event, by) = (office.day.event.id, office.day.organiser.id);
        let usual = Reminder::USUAL.to_vec();
        let but_slides = (usual.clone(), vec![Deadline::Call, Deadline::Place]);
        set_reminders(store, surroundings, by, event, but_slides).expect("chosen");
        it_is_time_for(&office, Nudge::SlidesSoon, due);
        assert_eq!(nudges(&office), 0);
        let slides = (usual, vec![Deadline::Slides]);
        set_reminders(store, surroundings, by, event, slides).expect("chosen");
        assert_eq!(nudges(&office), 1);
    });
}

#[test]
fn whoever_has_a_draft_is_told_before_the_call_closes_unless_they_send_it() {
    on_each_database(|database| {
        let office = Office::on(database);
        let closes_at = deadline();
        calling(&office, closes_at);
        let draft = drafts(&office, ADA);
        drafts(&office, "cy@careloop.example");
        for nudge in [Nudge::CallSoon, Nudge::CallLast] {
            it_is_time_for(&office, nudge, closes_at);
            assert_eq!((nudges(&office), nudges(&office)), (2, 0), "once");
            if nudge == Nudge::CallLast {
                break;
            }
            assert_eq!(
                said(&office),
                [
                    "ada@dripless-ltd.example: Your draft has not been sent: Care Day",
                    "cy@careloop.example: Your draft has not been sent: Care Day"
                ]
            );
        }
        proposes(&office, draft);
        assert_eq!(
            said(&office),
            [
                "ada@dripless-ltd.example: We have your proposal: Care Day",
                "cy@careloop.example: Your draft has not been sent: Care Day"
            ]
        );
    });
}

#[test]
fn a_company_is_told_the_day_before_its_place_passes_on_unless_it_confirms() {
    on_each_database(|database| {
        let office = Office::on(database);
        let closes_at = deadline();
        calling(&office, closes_at);
        let id = drafts(&office, ADA);
        proposes(&office, id);
        let confirm_by = is_placed(&office, id);
        office.delivered();
        it_is_time_for(&office, Nudge::PlaceLast, confirm_by);
        assert_eq!((nudges(&office), nudges(&office)), (1, 0), "once");
        let letter = office.one_letter();
        assert_eq!(letter.subject, "Your slot still waits for you: Care Day");
        for words in [
            "Confirm it by 10am on Friday 10 October 2025,".to_owned(),
            format!("https://marketday.example/proposals/{id}"),
        ] {
            assert!(letter.text.contains(&words), "{words}: {}", letter.text);
        }
    });
}

#[test]
fn a_company_that_has_confirmed_or_was_just_told_of_its_place_is_not_told_again() {
    on_each_database(|database| {
        let office = Office::on(database);
        let closes_at = deadline();
        calling(&office, closes_at);
        let id = drafts(&office, ADA);
        proposes(&office, id);
        let confirm_by = is_placed(&office, id);
        office.delivered();
        it_is_time_for(&office, Nudge::PlaceLast, confirm_by);
        assert_eq!(nudges(&office), 1);
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let contact = office.world.person(ADA).id;
        confirm_place(store, surroundings, contact, id).expect("confirmed");
        assert_eq!(
            said(&office),
            ["ada@dripless-ltd.example: Your pitch slot is booked: Care Day"]
        );
    });
    on_each_database(|database| {
        let office = Office::on(database);
        let closes_at = deadline();
        calling(&office, closes_at);
        let id = drafts(&office, ADA);
        proposes(&office, id);
        let confirm_by = is_placed(&office, id);
        let placed_late = format!(
            "UPDATE proposals SET changed_at = '{}'",
            (confirm_by - Duration::days(2)).format("%Y-%m-%d %H:%M:%S%.6f")
        );
        let script = [placed_late.as_str()];
        office.world.store.run_script(&script).expect("placed late");
        it_is_time_for(&office, Nudge::PlaceLast, confirm_by);
        assert_eq!(nudges(&office), 0);
    });
}

#[test]
fn eight_workers_that_nudge_at_once_nudge_everybody_once() {
    on_each_database(|database| {
        let office = Office::with_slots(database, 6);
        for (number, slot) in office.day.slots.iter().enumerate() {
            office.book(slot, &format!("Company {number}"));
        }
        office.delivered();
        let due = deadline();
        slides_are_due(&office, Some(due));
        it_is_time_for(&office, Nudge::SlidesSoon, due);
        let start = Barrier::new(8);
        let told: usize = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        nudges(&office)
                    })
                })
                .collect();
            let ended = workers.into_iter();
            ended.map(|worker| worker.join().expect("it ends")).sum()
        });
        assert_eq!(told, 6);
        assert_eq!(office.delivered().len(), 6);
    });
}
