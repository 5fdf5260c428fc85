//! Complaints about personal data.

use chrono::Duration;
use marketday_accounts::{
    AnswerRefused, ComplainRefused, NewComplaint, add_administrator, answer_complaint, complain,
    erase,
};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Complaint, ComplaintId, EventId, NoticeKind, policy};
use marketday_store::{audit, complaints, notices};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;
use std::thread;

fn a_complaint(event: Option<EventId>, n: usize) -> NewComplaint {
    NewComplaint {
        name: line("Dee Holt"),
        email: "dee@council.example".parse().expect("an address"),
        event,
        text: prose(&format!("List {n} hung at the door.")),
        network: "town hall".into(),
    }
}

fn send(world: &World, new: NewComplaint) -> Result<Complaint, ComplainRefused> {
    complain(&world.store, &world.surroundings, new)
}

fn find(world: &World, id: ComplaintId) -> Complaint {
    let found = world.store.read(|rx| complaints::find(rx, id));
    found.expect("the database answers").expect("a complaint")
}

/// Who is told what.
fn told(world: &World, id: ComplaintId) -> Vec<(NoticeKind, Recipient)> {
    let told = world
        .store
        .read(|rx| notices::list(rx, Subject::Complaint(id)))
        .expect("the database answers");
    let mut told: Vec<_> = told.iter().map(|n| (n.kind, n.recipient)).collect();
    told.sort_by_key(|(kind, _)| kind.to_string());
    told
}

fn at_once<T: Send>(deed: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(8);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|n| {
                let (start, deed) = (&start, &deed);
                scope.spawn(move || {
                    start.wait();
                    deed(n)
                })
            })
            .collect();
        let answers = threads.into_iter().map(|t| t.join().expect("an answer"));
        answers.collect()
    })
}

#[test]
fn a_complaint_has_a_reference_and_dates_and_is_told_to_whoever_answers_for_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let admin = "root@operator.example".parse().expect("an address");
        let admin = add_administrator(store, surroundings, &admin).expect("an administrator");
        let about_day = send(&world, a_complaint(Some(day.event.id), 1)).expect("taken");
        let about_service = send(&world, a_complaint(None, 2)).expect("taken");
        for (complaint, answers) in [(&about_day, day.organiser.id), (&about_service, admin.id)] {
            let stored = find(&world, complaint.id);
            assert_eq!(&stored, complaint);
            assert_eq!(stored.reference.len(), "DP-3F9A2C71B0".len());
            assert!(stored.reference.starts_with("DP-"));
            assert_eq!(
                stored.acknowledge_by(),
                surroundings.now() + Duration::days(30)
            );
            assert_eq!(stored.answer_by(), surroundings.now() + Duration::days(30));
            assert_eq!(
                told(&world, complaint.id),
                [
                    (NoticeKind::ComplaintFiled, Recipient::Person(answers)),
                    (
                        NoticeKind::ComplaintReceived,
                        Recipient::Complaint(complaint.id)
                    ),
                ]
            );
        }
        let of_day = world
            .store
            .read(|rx| complaints::list(rx, Some(day.event.id)));
        assert_eq!(of_day.expect("a list"), [about_day]);
        let of_service = world.store.read(|rx| complaints::list(rx, None));
        assert_eq!(of_service.expect("a list"), [about_service]);
    });
}

#[test]
fn the_same_complaint_sent_twice_is_one() {
    on_each_database(|database| {
        let world = World::on(database);
        let first = send(&world, a_complaint(None, 1)).expect("taken");
        let ids = at_once(|_| send(&world, a_complaint(None, 1)).expect("taken").id);
        assert_eq!(ids, [first.id; 8]);
        assert_eq!(told(&world, first.id).len(), 1);
    });
}

#[test]
fn one_address_and_one_network_send_only_so_many_an_hour_even_at_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let since = world.surroundings.now();
        let answers = at_once(|n| send(&world, a_complaint(None, n)));
        let taken = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(i64::try_from(taken), Ok(policy::COMPLAINTS_PER_ADDRESS));
        let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(
            refused
                .clone()
                .all(|r| matches!(r, ComplainRefused::TooMany))
        );
        let from = |n: i64, network: &str| {
            let mut new = a_complaint(None, 1);
            new.email = format!("person{n}@council.example")
                .parse()
                .expect("an address");
            new.network = network.into();
            send(&world, new)
        };
        for n in policy::COMPLAINTS_PER_ADDRESS..policy::COMPLAINTS_PER_NETWORK {
            from(n, "town hall").expect("taken");
        }
        assert!(matches!(
            from(90, "town hall"),
            Err(ComplainRefused::TooMany)
        ));
        from(91, "library").expect("another network");
        world.clock.set(since + Duration::hours(1));
        from(92, "town hall").expect("an hour later");
        send(&world, a_complaint(None, 99)).expect("an hour later");
    });
}

#[test]
fn counting_before_the_transaction_would_let_more_through_than_an_hour_takes() {
    on_each_database(|database| {
        let world = World::on(database);
        let counted = Barrier::new(8);
        let taken = at_once(|n| {
            let new = a_complaint(None, n);
            let now = world.surroundings.now();
            let since = now - Duration::hours(1);
            let (with_address, _) = world
                .store
                .read(|rx| complaints::count_since(rx, &new.email, &new.network, since))
                .expect("a count");
            counted.wait();
            let complaint = Complaint {
                id: world.surroundings.id(),
                reference: Complaint::reference_of(&world.surroundings.token()),
                event: None,
                name: new.name.to_string(),
                email: Some(new.email),
                text: new.text.to_string(),
                made_at: now,
                outcome: None,
                closed_at: None,
            };
            let may = with_address < policy::COMPLAINTS_PER_ADDRESS;
            world
                .store
                .write(move |tx| complaints::insert(tx, &complaint, "town hall"))
                .expect("it is stored");
            may
        });
        assert_eq!(taken, [true; 8], "each of them saw room for three");
    });
}

#[test]
fn a_complaint_is_answered_once_and_its_complainant_told_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let complaint = send(&world, a_complaint(Some(day.event.id), 1)).expect("taken");
        let later = world.surroundings.now() + Duration::days(2);
        world.clock.set(later);
        let answers = at_once(|n| {
            let outcome = prose(&format!("Answer {n}"));
            let (store, surroundings) = (&world.store, &world.surroundings);
            answer_complaint(store, surroundings, day.organiser.id, complaint.id, outcome)
        });
        let first = answers.iter().position(Result::is_ok).expect("one answer");
        let closed = answers
            .iter()
            .filter(|a| matches!(a, Err(AnswerRefused::Closed)));
        assert_eq!(closed.count(), 7);
        let stored = find(&world, complaint.id);
        assert_eq!(stored.closed_at, Some(later));
        assert_eq!(stored.outcome, Some(format!("Answer {first}")));
        let kinds: Vec<_> = told(&world, complaint.id)
            .iter()
            .map(|(kind, _)| *kind)
            .collect();
        assert_eq!(
            kinds,
            [
                NoticeKind::ComplaintAnswered,
                NoticeKind::ComplaintFiled,
                NoticeKind::ComplaintReceived
            ]
        );
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Complaint(complaint.id)))
            .expect("the database answers");
        let trail: Vec<(&str, Option<&str>)> = trail
            .iter()
            .map(|(action, by, _)| (action.as_str(), by.as_deref()))
            .collect();
        let organiser = day.organiser.id.to_string();
        assert_eq!(
            trail,
            [
                ("complaint.make", None),
                ("complaint.answer", Some(organiser.as_str()))
            ]
        );
    });
}

#[test]
fn an_erased_complainant_is_not_named_any_more_and_what_they_said_stays() {
    on_each_database(|database| {
        let world = World::on(database);
        let dee = world.person("dee@council.example");
        let mut new = a_complaint(None, 1);
        new.text = prose("You wrote to dee@council.example without being asked.");
        let complaint = send(&world, new).expect("taken");
        let foreseen = world
            .store
            .read(|rx| marketday_accounts::foresee_erasure(rx, dee.id, world.surroundings.now()));
        assert_eq!(foreseen.expect("a look").open_complaints, 1);
        erase(&world.store, &world.surroundings, dee.id).expect("erased");
        let stored = find(&world, complaint.id);
        assert_eq!((stored.name.as_str(), stored.email.clone()), ("", None));
        assert_eq!(stored.text, "You wrote to  without being asked.");
        assert!(stored.is_open());
    });
}
