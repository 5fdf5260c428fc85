//! Each kind of letter that no conversation shows: whom it reaches and what it says.

use crate::given::{Office, agreed, entry_line, keep};
use chrono::Duration;
use mail_parser::MessageParser;
use marketday_accounts::{add_organiser, ask_code};
use marketday_booking::{confirm_claim, refuse_claim, sweep};
use marketday_mail::Letter;
use marketday_model::code::{CodePurpose, CodeRequest};
use marketday_model::notice::Subject;
use marketday_model::{BookingId, NoticeKind, PersonId, Surroundings, policy};
use marketday_notify::{Composed, Dropped};
use marketday_store::{Store, StoreError, codes};
use marketday_testkit::given::line;
use marketday_testkit::on_each_database;

/// How a member answers a claim.
type Answer = fn(&Store, &Surroundings, PersonId, BookingId) -> Result<bool, StoreError>;

fn ask(office: &Office, purpose: CodePurpose) -> CodeRequest {
    let email = "ada@dripless.example".parse().expect("an address");
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    ask_code(store, surroundings, purpose, &email, "browser", "network").expect("a code")
}

#[test]
fn a_sign_in_letter_holds_a_code_and_a_link_to_the_page_that_signs_in() {
    on_each_database(|database| {
        let office = Office::on(database);
        let request = ask(&office, CodePurpose::SignIn);
        let letter = office.one_letter();
        keep("sign-in-code", std::slice::from_ref(&letter));
        let key = &office.notifier.key;
        assert!(letter.text.contains(&key.code(&request)));
        let link = format!(
            "\nhttps://marketday.example/sign-in/link/{}/{}\n",
            request.id,
            key.link_token(&request)
        );
        assert!(letter.text.contains(&link), "{}", letter.text);
        assert_eq!(letter.subject, "Your Marketday sign-in code");
        assert_eq!(letter.from, office.notifier.from);
        assert_eq!(letter.to.email, "ada@dripless.example");
    });
}

#[test]
fn the_codes_of_a_booking_a_proposal_and_a_registration_say_what_they_are_for() {
    on_each_database(|database| {
        let office = Office::on(database);
        for (purpose, name, what_for) in [
            (
                CodePurpose::Booking,
                "booking-code",
                "to confirm your pitch slot.",
            ),
            (
                CodePurpose::Proposal,
                "proposal-code",
                "to confirm your proposal.",
            ),
            (
                CodePurpose::Registration,
                "registration-code",
                "to confirm your registration.",
            ),
        ] {
            let request = ask(&office, purpose);
            let letter = office.one_letter();
            keep(name, std::slice::from_ref(&letter));
            assert!(letter.text.contains(&office.notifier.key.code(&request)));
            assert!(letter.text.contains(what_for));
        }
    });
}

#[test]
fn a_code_that_ran_out_or_was_used_is_not_sent_any_more() {
    on_each_database(|database| {
        let office = Office::on(database);
        let late = ask(&office, CodePurpose::SignIn);
        office.later(policy::CODE);
        let used = ask(&office, CodePurpose::Booking);
        let now = office.world.surroundings.now();
        office
            .world
            .store
            .write(move |tx| codes::use_up(tx, used.id, now))
            .expect("it was unused");
        for id in [late.id, used.id] {
            let notice = office.notices(Subject::CodeRequest(id)).remove(0);
            assert_eq!(
                office.compose(&notice),
                Composed::Dropped(Dropped::CodeOver)
            );
        }
        assert_eq!(office.deliver().dropped, 2);
        assert_eq!(office.letters(), []);
    });
}

#[test]
fn codes_overtake_letters_that_nobody_waits_for() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.later(Duration::seconds(10));
        ask(&office, CodePurpose::SignIn);
        let subjects: Vec<_> = office.delivered().into_iter().map(|l| l.subject).collect();
        assert_eq!(
            subjects,
            [
                "Your Marketday sign-in code",
                "Your pitch slot is booked: Care Day"
            ]
        );
    });
}

#[test]
fn a_new_organiser_is_welcomed() {
    on_each_database(|database| {
        let office = Office::on(database);
        let email = "priya@north.example".parse().expect("an address");
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        add_organiser(
            store,
            surroundings,
            &email,
            &line("Priya Nair"),
            &line("North Exchange"),
        )
        .expect("an organiser");
        let letter = office.one_letter();
        keep("organiser-added", std::slice::from_ref(&letter));
        agreed("organiser-added", &letter.text);
    });
}

#[test]
fn a_booking_for_a_known_company_says_until_when_it_must_be_confirmed_and_that_nobody_did() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        office.deliver();
        let event = office.day.event.id;
        let raised = move |tx: &mut marketday_store::Tx<'_>| {
            let found = marketday_store::events::find(tx, event)?;
            let mut event = found.ok_or(StoreError::Stale("the event"))?;
            event.company_limit = 2;
            marketday_store::events::update(tx, &event)
        };
        office.world.store.write(raised).expect("a higher limit");
        let mut request = office.booking(&office.day.slots[1], "Dripless Ltd");
        request.contact_email = "stranger@elsewhere.example".parse().expect("an address");
        request.contact_name = line("Sam Stranger");
        office.book_as(request);
        let letters = office.delivered();
        let to = |email: &str| {
            let mut theirs = letters.iter().filter(|letter| letter.to.email == email);
            theirs.next().expect("a letter").clone()
        };
        assert_eq!(letters.len(), 2);
        let claimed = to("stranger@elsewhere.example");
        assert_eq!(claimed.subject, "Your pitch slot is kept for you: Care Day");
        let asked = to("ada@dripless-ltd.example");
        assert_eq!(asked.subject, "Did Sam Stranger book for Dripless Ltd?");
        assert_eq!(asked.invitation, None, "it is not the member's pitch");
        office.later(policy::CLAIM);
        sweep(&office.world.store, &office.world.surroundings).expect("a sweep");
        let lapsed = office.one_letter();
        let letters = [claimed, asked, lapsed];
        keep("claim", &letters);
        agreed("claim-waiting", &letters[1].text);
        agreed("claim-lapsed", &letters[2].text);
        assert!(entry_line(&letters[2]).starts_with("CANCEL 1 "));
    });
}

#[test]
fn nobody_is_asked_about_a_claim_that_is_answered_or_gone_when_the_letter_would_go_out() {
    on_each_database(|database| {
        let office = Office::on(database);
        let first = office.book(&office.day.slots[0], "Dripless Ltd");
        office.deliver();
        let ada = office.contact(first);
        office.cancel(first, None);
        office.deliver();
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        for (slot, answer, dropped) in [
            (0, refuse_claim as Answer, Dropped::NotConfirmed),
            (1, confirm_claim, Dropped::ClaimSettled),
        ] {
            let mut request = office.booking(&office.day.slots[slot], "Dripless Ltd");
            request.contact_email = "stranger@elsewhere.example".parse().expect("an address");
            let claim = office.book_as(request);
            let notices = office.notices(Subject::Booking(claim));
            let asked = notices.iter().find(|n| n.kind == NoticeKind::ClaimWaiting);
            let asked = asked.expect("a notice to Ada");
            assert!(matches!(office.compose(asked), Composed::Letter(_)));
            assert!(answer(store, surroundings, ada, claim).expect("the database answers"));
            assert_eq!(office.compose(asked), Composed::Dropped(dropped));
        }
    });
}

#[test]
fn a_company_is_told_why_the_organiser_cancelled_its_booking() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        office.deliver();
        office.cancel(booking, Some("The afternoon is now a round table."));
        let letter = office.one_letter();
        keep(
            "booking-cancelled-by-organiser",
            std::slice::from_ref(&letter),
        );
        agreed("booking-cancelled-by-organiser", &letter.text);
    });
}

#[test]
fn names_and_titles_in_any_script_arrive_as_they_were_typed() {
    on_each_database(|database| {
        let office = Office::on(database);
        let mut request = office.booking(&office.day.slots[0], "Zażółć & Söhne, \"GmbH\"");
        request.contact_email = "zoe@soehne.example".parse().expect("an address");
        request.contact_name = line("Zoë \"Zed\" O’Neil; a:b,");
        request.pitch = crate::given::pitch("Ŵy a llaeth: 🧡, \\ ; ATTENDEE:eve@example.org");
        office.book_as(request);
        let letter = office.one_letter();
        keep("any-script", std::slice::from_ref(&letter));
        let bytes = letter.compose().expect("it composes");
        let parsed = MessageParser::default()
            .parse(&bytes)
            .expect("it can be read");
        assert_eq!(
            parsed.subject(),
            Some("Your pitch slot is booked: Care Day")
        );
        let to = parsed.to().and_then(|to| to.first()).expect("a recipient");
        assert_eq!(to.address(), Some("zoe@soehne.example"));
        let (_, event) = crate::given::entry(&letter);
        assert_eq!(
            event.summary,
            "Ŵy a llaeth: 🧡, \\ ; ATTENDEE:eve@example.org, by Zażółć & Söhne, \"GmbH\" (Care Day)"
        );
        assert_eq!(event.attendees.len(), 1);
    });
}

#[test]
fn a_test_letter_says_how_it_was_sent() {
    on_each_database(|database| {
        let office = Office::on(database);
        let to = "ops@council.example".parse().expect("an address");
        let letter = office.notifier.test_letter(&to, "smtp://mail.example:587");
        let letter = letter.expect("it composes");
        keep("test-letter", std::slice::from_ref(&letter));
        agreed("test-letter", &letter.text);
    });
}

#[test]
fn every_kind_of_letter_is_kept_for_the_checkers_as_it_is_sent_in_winter_and_in_summer() {
    on_each_database(|database| {
        let office = Office::on(database);
        let samples = marketday_render::letters::samples(&office.notifier.engine);
        let samples = samples.expect("each sample composes");
        assert!(
            samples
                .iter()
                .any(|(kind, _)| *kind == "proposal-withdrawn")
        );
        for (half, date) in [
            ("winter", "2027-01-15T12:00:00Z"),
            ("summer", "2027-07-15T12:00:00Z"),
        ] {
            office.world.clock.set(date.parse().expect("an instant"));
            let to = "ops@council.example".parse().expect("an address");
            let sent = office.notifier.test_letter(&to, "smtp://mail.example:587");
            let sent = sent.expect("it composes");
            for (kind, words) in &samples {
                let letter = Letter {
                    subject: words.subject.clone(),
                    text: words.text.clone(),
                    html: words.html.clone(),
                    ..sent.clone()
                };
                keep(
                    &format!("kind-{kind}-{half}"),
                    std::slice::from_ref(&letter),
                );
            }
        }
    });
}
