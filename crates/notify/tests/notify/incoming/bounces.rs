//! Letters that came back.

use super::samples::{exchange, exim, gmail, postfix};
use super::{bounces_of, suppressed, taken};
use crate::given::Office;
use chrono::Duration;
use marketday_model::WhySuppressed;
use marketday_model::code::{CodePurpose, CodeRequest};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{NoticeKind, SecretKey};
use marketday_notify::incoming::{Ignored, Incoming, Received, receive};
use marketday_store::notices::NewNotice;
use marketday_store::{codes, notices, suppressions};
use marketday_testkit::on_each_database;

const ADA: &str = "ada@dripless-ltd.example";
const NO_SUCH_USER: &str =
    "550 5.1.1 <ada@dripless-ltd.example>: Recipient address rejected: User unknown";

/// A report that is sent to this address.
type Sample = fn(&str) -> String;

#[test]
fn an_address_from_which_a_letter_came_back_for_good_is_not_written_to_any_more() {
    on_each_database(|database| {
        let samples: [(Sample, &str); 4] = [
            (|to| postfix(to, "failed", "5.1.1", NO_SUCH_USER), "5.1.1"),
            (exchange, "5.1.10"),
            (gmail, "5.1.1"),
            (
                |to| exim(to, "Mail delivery failed: returning message to sender"),
                "5.0.0",
            ),
        ];
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let bounces = bounces_of(&office.one_letter());
        for (sample, status) in samples {
            let message = sample(&bounces);
            assert_eq!(taken(&office, &message, (&bounces, "")), Received::Bounced);
            let expected = vec![(WhySuppressed::Bounced, Some(status.to_owned()))];
            assert_eq!(suppressed(&office, ADA), expected);
            // The same report twice changes nothing.
            assert_eq!(taken(&office, &message, (&bounces, "")), Received::Bounced);
            assert_eq!(suppressed(&office, ADA), expected);
            lift(&office, ADA);
        }
        taken(&office, &gmail(&bounces), (&bounces, ""));
        office.retitle(booking, "Leak detection, loudly");
        assert_eq!(office.delivered(), []);
        assert_eq!(
            office.outbox(Subject::Booking(booking)),
            ["booking-confirmed 0 sent 1", "booking-changed 1 dropped 1"]
        );
    });
}

fn lift(office: &Office, email: &str) {
    let email = email.parse().expect("an address");
    let lifted = office
        .world
        .store
        .write(move |tx| suppressions::lift(tx, &email, WhySuppressed::Bounced));
    assert!(lifted.expect("the database answers"));
}

#[test]
fn a_letter_that_only_waits_or_was_given_up_for_now_suppresses_nobody() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let bounces = bounces_of(&office.one_letter());
        for message in [
            postfix(
                &bounces,
                "delayed",
                "4.4.1",
                "connect to mx: Connection timed out",
            ),
            postfix(&bounces, "delayed", "5.1.1", NO_SUCH_USER),
            postfix(&bounces, "failed", "4.4.7", "delivery time expired"),
            postfix(&bounces, "failed", "5", "status is none"),
            postfix(&bounces, "delivered", "2.0.0", "250 ok"),
            exim(
                &bounces,
                "Warning: message 1v5hX2-0001Ab-7Q delayed 24 hours",
            ),
        ] {
            assert_eq!(
                taken(&office, &message, (&bounces, "")),
                Received::Ignored(Ignored::NotForGood)
            );
        }
        assert_eq!(suppressed(&office, ADA), []);
    });
}

#[test]
fn a_forged_bounce_suppresses_nobody() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.deliver();
        let notice = office.notices(Subject::Booking(booking)).remove(0).id;
        let of_another_key = SecretKey::new([8; 32]).bounce_token(notice);
        let of_no_notice = office
            .notifier
            .key
            .bounce_token(office.world.surroundings.id());
        for token in [of_another_key.as_str(), &of_no_notice, "", "0", "é"] {
            let bounces = format!("bounce+{token}@marketday.example");
            let message = postfix(&bounces, "failed", "5.1.1", NO_SUCH_USER);
            assert_eq!(
                taken(&office, &message, (&bounces, "")),
                Received::Ignored(Ignored::Forged),
                "{token}"
            );
        }
        assert_eq!(suppressed(&office, ADA), []);
    });
}

#[test]
fn where_the_mail_server_does_not_say_whom_it_delivers_to_the_headers_do() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let bounces = bounces_of(&office.one_letter());
        let capitals = bounces.to_uppercase();
        let message = format!(
            "Delivered-To: {capitals}\r\n{}",
            gmail("days@marketday.example")
        );
        let incoming = Incoming {
            bytes: message.as_bytes(),
            recipient: None,
            sender: None,
        };
        let received = receive(&office.notifier, &incoming).expect("the database answers");
        assert_eq!(received, Received::Bounced);
        assert_eq!(suppressed(&office, ADA).len(), 1);
    });
}

#[test]
fn a_code_still_goes_to_a_suppressed_address_once_an_hour_and_using_it_ends_that() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let bounces = bounces_of(&office.one_letter());
        taken(&office, &gmail(&bounces), (&bounces, ""));
        ask(&office);
        assert_eq!(office.delivered().len(), 1);
        let second = ask(&office);
        assert_eq!(office.delivered(), []);
        office.later(Duration::minutes(60));
        let third = ask(&office);
        assert_eq!(office.delivered().len(), 1);
        let now = office.world.surroundings.now();
        for code in [second, third] {
            let used = office
                .world
                .store
                .write(move |tx| codes::use_up(tx, code.id, now));
            assert!(used.expect("the database answers"));
        }
        assert_eq!(suppressed(&office, ADA), []);
        office.retitle(booking, "Leak detection, loudly");
        assert_eq!(office.delivered().len(), 1);
    });
}

#[test]
fn every_kind_of_code_still_goes_to_where_letters_came_back_from() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let bounces = bounces_of(&office.one_letter());
        taken(&office, &gmail(&bounces), (&bounces, ""));
        for (purpose, kind) in [
            (CodePurpose::SignIn, NoticeKind::SignInCode),
            (CodePurpose::Booking, NoticeKind::BookingCode),
            (CodePurpose::Proposal, NoticeKind::ProposalCode),
            (CodePurpose::Registration, NoticeKind::RegistrationCode),
        ] {
            office.later(Duration::minutes(60));
            ask_for(&office, purpose, kind);
            assert_eq!(office.delivered().len(), 1, "{kind}");
        }
    });
}

/// Asks for a code for Ada to sign in with.
fn ask(office: &Office) -> CodeRequest {
    ask_for(office, CodePurpose::SignIn, NoticeKind::SignInCode)
}

/// Asks for a code for Ada.
fn ask_for(office: &Office, purpose: CodePurpose, kind: NoticeKind) -> CodeRequest {
    let surroundings = &office.world.surroundings;
    let now = surroundings.now();
    let request = CodeRequest {
        id: surroundings.id(),
        purpose,
        email: ADA.parse().expect("an address"),
        browser: surroundings.token(),
        asked_at: now,
        expires_at: now + Duration::minutes(10),
        used_at: None,
        wrong_tries: 0,
        is_known: false,
        only_for_people: false,
    };
    let notice = NewNotice {
        id: surroundings.id(),
        kind,
        recipient: Recipient::CodeRequest(request.id),
        subject: Subject::CodeRequest(request.id),
        version: 0,
    };
    let asked = request.clone();
    let written = office.world.store.write(move |tx| {
        codes::insert(tx, &asked, "network")?;
        notices::enqueue(tx, &notice, now)
    });
    written.expect("the database answers");
    request
}
