//! Whoever presents what another has booked has it in their calendar, for as long as they present it.

use crate::given::{Office, entry_line, keep, pitch};
use chrono::Duration;
use marketday_booking::{BookRequest, Presenter, change_pitch, hand_over};
use marketday_mail::Letter;
use marketday_model::notice::Subject;
use marketday_model::{BookingId, Membership, MembershipState, NoticeKind, PersonId, Role, policy};
use marketday_notify::tell_presenters;
use marketday_store::{bookings, memberships};
use marketday_testkit::given::line;
use marketday_testkit::on_each_database;
use std::sync::Barrier;

const ADA: &str = "ada@dripless-ltd.example";
const GRACE: &str = "grace@stage.example";
const MAY: &str = "may@stage.example";

/// Ada gives her pitch this title and this presenter, or presents herself.
fn presents(office: &Office, booking: BookingId, title: &str, email: Option<&str>) {
    office.later(Duration::minutes(1));
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let presenter = email.map(|email| Presenter {
        name: line(if email == GRACE {
            "Grace Hopper"
        } else {
            "May Fair"
        }),
        email: email.parse().expect("an address"),
    });
    let contact = office.contact(booking);
    let what = (pitch(title), presenter);
    change_pitch(store, surroundings, contact, booking, what).expect("a change");
}

/// Somebody becomes a member of the company of a booking.
fn joins(office: &Office, booking: BookingId, person: PersonId) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let found = store.read(|rx| bookings::find(rx, booking));
    let booking = found.expect("the database answers").expect("a booking");
    let tie = Membership {
        id: surroundings.id(),
        organisation: booking.company,
        person,
        role: Role::Assistant,
        since: surroundings.now(),
        state: MembershipState::Active,
    };
    let written = store.write(move |tx| memberships::insert(tx, &tie));
    written.expect("the database takes it");
}

fn tells(office: &Office) -> usize {
    tell_presenters(&office.world.store, &office.world.surroundings).expect("the database answers")
}

/// "address: subject | entry" of each letter that this brings to a presenter, by address.
fn told(office: &Office) -> (Vec<String>, Vec<Letter>) {
    tells(office);
    office.later(policy::SETTLING);
    let mut letters = office.delivered();
    letters.retain(|letter| letter.to.email != ADA);
    letters.sort_by(|a, b| a.to.email.cmp(&b.to.email));
    let said = letters.iter().map(|letter| {
        format!(
            "{}: {} | {}",
            letter.to.email,
            letter.subject,
            entry_line(letter)
        )
    });
    (said.collect(), letters)
}

/// A booking of Ada's that Grace is to present, of which nobody but Ada was told yet.
fn booked(office: &Office) -> BookingId {
    let booking = office.book(&office.day.slots[0], "Dripless Ltd");
    presents(office, booking, "Leak detection", Some(GRACE));
    office.later(policy::SETTLING);
    office.delivered();
    booking
}

#[test]
fn whoever_is_named_is_invited_and_follows_what_they_present_until_another_does() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = booked(&office);
        let (said, letters) = told(&office);
        let invited = "grace@stage.example: You present at Care Day | REQUEST 1 Leak detection, by Dripless Ltd (Care Day)";
        assert_eq!(said, [invited]);
        let opening = "Hello grace,\n\nAda Pitcher booked a slot for Dripless Ltd at Care Day, and named you as who presents.\n";
        assert!(letters[0].text.starts_with(opening), "{}", letters[0].text);
        assert_eq!((tells(&office), told(&office).0), (0, Vec::new()), "once");

        presents(&office, booking, "Leaks, found", Some(GRACE));
        let (said, changed) = told(&office);
        let expected = "grace@stage.example: What you present has changed: Care Day | REQUEST 2 Leaks, found, by Dripless Ltd (Care Day)";
        assert_eq!(said, [expected]);
        let words = "Title: now Leaks, found\n  (it was Leak detection)\n";
        assert!(changed[0].text.contains(words), "{}", changed[0].text);

        presents(&office, booking, "Leaks, found", Some(MAY));
        let (said, gone) = told(&office);
        assert_eq!(
            said,
            [
                "grace@stage.example: You do not present any more: Care Day | CANCEL 3 Leaks, found, by Dripless Ltd (Care Day)",
                "may@stage.example: You present at Care Day | REQUEST 3 Leaks, found, by Dripless Ltd (Care Day)",
            ]
        );
        assert!(!gone[0].text.contains("May"), "{}", gone[0].text);
        let to_grace = [letters, changed, vec![gone[0].clone()]].concat();
        keep("presenter", &to_grace);
        assert_eq!(tells(&office), 0);
    });
}

#[test]
fn what_is_cancelled_or_moves_with_its_event_leaves_or_moves_in_the_presenters_calendar_too() {
    on_each_database(|database| {
        let office = Office::on(database);
        booked(&office);
        told(&office);
        office.change_event(|event| event.title = line("Care and Repair Day"));
        let (said, _) = told(&office);
        let expected = "grace@stage.example: What you present has changed: Care and Repair Day | REQUEST 2 Leak detection, by Dripless Ltd (Care and Repair Day)";
        assert_eq!(said, [expected]);
        office.later(Duration::minutes(1));
        office.call_off("Snow");
        let (said, letters) = told(&office);
        let expected = "grace@stage.example: You do not present any more: Care and Repair Day | CANCEL 3 Cancelled: Leak detection, by Dripless Ltd (Care and Repair Day)";
        assert_eq!(said, [expected]);
        let words =
            "Care and Repair Day is cancelled, and with it the pitch that you were to present.";
        assert!(letters[0].text.contains(words), "{}", letters[0].text);
        // What is given back begins anew.
        office.later(Duration::minutes(1));
        office.reinstate();
        let (said, again) = told(&office);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].contains("You present at Care and Repair Day | REQUEST 0 "),
            "{}",
            said[0]
        );
        assert_ne!(again[0].invitation, letters[0].invitation);
    });
}

#[test]
fn whoever_was_named_and_not_told_yet_when_another_was_never_hears_of_it() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = booked(&office);
        assert_eq!(tells(&office), 1);
        presents(&office, booking, "Leak detection", None);
        assert_eq!(told(&office).0, [""; 0]);
    });
}

#[test]
fn a_presenter_who_takes_the_booking_over_keeps_it_in_their_calendar() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = booked(&office);
        told(&office);
        let grace = office.world.person(GRACE).id;
        joins(&office, booking, grace);
        office.later(Duration::minutes(1));
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        let contact = office.contact(booking);
        hand_over(store, surroundings, contact, (booking, grace)).expect("handed over");
        let kinds: Vec<NoticeKind> = {
            tells(&office);
            let to_grace = office.notices(Subject::Booking(booking)).into_iter();
            to_grace.map(|notice| notice.kind).collect()
        };
        assert!(!kinds.contains(&NoticeKind::PresenterReleased), "{kinds:?}");
    });
}

#[test]
fn no_booking_writes_to_more_than_ten_presenters_a_day_and_what_is_left_waits_for_the_next() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = booked(&office);
        let mut told = 0;
        for turn in 0..12 {
            let title = format!("Pitch number {turn}");
            presents(&office, booking, &title, Some([GRACE, MAY][turn % 2]));
            told += usize::from(tells(&office) > 0);
        }
        let kinds = |wanted: NoticeKind| {
            let all = office.notices(Subject::Booking(booking)).into_iter();
            all.filter(|notice| notice.kind == wanted).count()
        };
        let limit = usize::try_from(policy::PRESENTER_LETTERS_PER_DAY).expect("a few");
        assert_eq!(kinds(NoticeKind::PresenterInvited), limit, "{told} rounds");
        office.later(Duration::days(1));
        assert_eq!(tells(&office), 1, "whoever presents by now");
        assert_eq!(kinds(NoticeKind::PresenterInvited), limit + 1);
    });
}

#[test]
fn nobodys_bookings_invite_more_than_twenty_people_a_day() {
    on_each_database(|database| {
        let office = Office::with_slots(database, 22);
        let ada = office.book(&office.day.slots[21], "Dripless Ltd");
        let contact = office.contact(ada);
        for (number, slot) in office.day.slots[..21].iter().enumerate() {
            let request = BookRequest {
                presenter: Some(Presenter {
                    name: line("Somebody"),
                    email: format!("n{number}@stage.example")
                        .parse()
                        .expect("an address"),
                }),
                ..office.booking(slot, &format!("Company {number}"))
            };
            office.book_as(request);
        }
        let statement = format!("UPDATE bookings SET contact_id = '{contact}'");
        office.world.store.run_script(&[&statement]).expect("hers");
        let limit = usize::try_from(policy::PRESENTERS_PER_DAY).expect("a few");
        assert_eq!((tells(&office), tells(&office)), (limit, 0));
        office.later(Duration::days(1) + Duration::minutes(1));
        assert_eq!(tells(&office), 1, "the rest");
    });
}

#[test]
fn however_many_look_at_once_one_invites() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = booked(&office);
        let start = Barrier::new(8);
        let told: usize = std::thread::scope(|scope| {
            let all: Vec<_> = (0..8)
                .map(|_| {
                    let (office, start) = (&office, &start);
                    scope.spawn(move || {
                        start.wait();
                        tells(office)
                    })
                })
                .collect();
            all.into_iter()
                .map(|one| one.join().expect("an answer"))
                .sum()
        });
        assert_eq!(told, 1);
        let notices = office.notices(Subject::Booking(booking));
        let invited = notices
            .iter()
            .filter(|notice| notice.kind == NoticeKind::PresenterInvited);
        assert_eq!(invited.count(), 1);
    });
}
