//! Passkeys: one challenge, one answer, by the browser that asked; and letters that tell of every change.

use crate::authenticator::Authenticator;
use crate::given::{ANN, BROWSER, address};
use chrono::Duration;
use marketday_accounts::passkey::{
    AddRefused, Answer, Asked, NewPasskey, PasskeySignIn, RelyingParty, RemoveRefused,
    SignInRefused, add, ask_to_add, ask_to_sign_in, dismiss_prompt, remove, sign_in,
};
use marketday_accounts::sign_in::SignInOutcome;
use marketday_accounts::{SignedIn, find_signed_in, forget_used, sign_in_confirmed};
use marketday_model::SignInLimits;
use marketday_model::notice::Subject;
use marketday_model::{NoticeKind, Passkey};
use marketday_store::{audit, passkey_challenges, passkeys};
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};

fn party() -> RelyingParty {
    let public_url = "https://marketday.example".parse().expect("an address");
    RelyingParty::of(&public_url).expect("a good one")
}

fn signed_in_as(world: &World, email: &str) -> SignedIn {
    let outcome = sign_in_confirmed(&world.store, &world.surroundings, &address(email));
    let SignInOutcome::SignedIn { token, .. } = outcome.expect("the database answers") else {
        panic!("refused");
    };
    whose(world, &token)
}

fn whose(world: &World, token: &str) -> SignedIn {
    let found = find_signed_in(
        &world.store,
        &world.surroundings,
        &SignInLimits::default(),
        token,
    );
    found.expect("the database answers").expect("signed in")
}

fn asked_to_add(world: &World, who: &SignedIn) -> Asked {
    ask_to_add(&world.store, &world.surroundings, &party(), who, BROWSER).expect("a challenge")
}

fn adds(world: &World, who: &SignedIn, asked: &Asked, answer: &str) -> Result<Passkey, AddRefused> {
    let new = NewPasskey {
        challenge: asked.challenge,
        browser: BROWSER.into(),
        answer: answer.into(),
        name: line("Work laptop"),
    };
    add(&world.store, &world.surroundings, &party(), who, new)
}

/// Ann and a device with her passkey.
fn ann_with_a_device(world: &World) -> (SignedIn, Authenticator, Passkey) {
    let ann = signed_in_as(world, ANN);
    let mut device = Authenticator::new(1);
    let asked = asked_to_add(world, &ann);
    let passkey = adds(world, &ann, &asked, &device.registers(&asked.json)).expect("added");
    // The trail is read in order.
    world.clock.advance(Duration::seconds(1));
    (ann, device, passkey)
}

fn asked_to_sign_in(world: &World) -> Asked {
    ask_to_sign_in(&world.store, &world.surroundings, &party(), BROWSER).expect("a challenge")
}

fn answers_in(world: &World, browser: &str, asked: &Asked, answer: &str) -> PasskeySignIn {
    let answer = Answer {
        challenge: asked.challenge,
        browser: browser.into(),
        answer: answer.into(),
    };
    let browser = crate::given::at(BROWSER);
    sign_in(
        &world.store,
        &world.surroundings,
        &party(),
        answer,
        &browser,
    )
    .expect("the database answers")
}

fn answers(world: &World, asked: &Asked, answer: &str) -> PasskeySignIn {
    answers_in(world, BROWSER, asked, answer)
}

fn token(outcome: PasskeySignIn) -> String {
    match outcome {
        PasskeySignIn::SignedIn { token, .. } => token,
        PasskeySignIn::Refused(why) => panic!("refused: {why:?}"),
    }
}

const fn refused(why: SignInRefused) -> PasskeySignIn {
    PasskeySignIn::Refused(why)
}

fn trail(world: &World, passkey: &Passkey) -> Vec<(String, String)> {
    let lines = world
        .store
        .read(|rx| audit::list(rx, Subject::Passkey(passkey.id)))
        .expect("the database answers");
    lines
        .into_iter()
        .map(|(what, _, how)| (what, how))
        .collect()
}

#[test]
fn somebody_adds_a_passkey_and_signs_in_with_it_each_time_anew() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, mut device, passkey) = ann_with_a_device(&world);
        assert_eq!(
            (passkey.name.as_str(), passkey.last_used_at),
            ("Work laptop", None)
        );
        world.clock.advance(Duration::hours(1));
        let now = world.surroundings.now();
        let mut sign_ins = vec![ann.sign_in];
        for _ in 0..2 {
            let asked = asked_to_sign_in(&world);
            let token = token(answers(&world, &asked, &device.signs(&asked.json)));
            let signed_in = whose(&world, &token);
            assert_eq!(signed_in.person.id, ann.person.id);
            assert!(!sign_ins.contains(&signed_in.sign_in));
            sign_ins.push(signed_in.sign_in);
        }
        let own = world
            .store
            .read(|rx| passkeys::list_of_person(rx, ann.person.id));
        assert_eq!(
            own.expect("the database answers")[0].last_used_at,
            Some(now)
        );
        assert_eq!(
            trail(&world, &passkey),
            [("passkey.add".into(), String::new())]
        );
    });
}

#[test]
fn an_answer_from_another_site_is_refused() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, mut device, _) = ann_with_a_device(&world);
        device.origin = "https://marketday.example.evil.example".into();
        let asked = asked_to_sign_in(&world);
        let answer = device.signs(&asked.json);
        assert_eq!(
            answers(&world, &asked, &answer),
            refused(SignInRefused::Wrong)
        );
        let mut phished = Authenticator::new(2);
        phished.origin.clone_from(&device.origin);
        let asked = asked_to_add(&world, &ann);
        let answer = phished.registers(&asked.json);
        let added = adds(&world, &ann, &asked, &answer);
        assert!(matches!(added, Err(AddRefused::Wrong)), "{added:?}");
    });
}

#[test]
fn an_answer_to_another_challenge_is_refused() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, mut device, _) = ann_with_a_device(&world);
        let (first, second) = (asked_to_sign_in(&world), asked_to_sign_in(&world));
        let answer = device.signs(&first.json);
        assert_eq!(
            answers(&world, &second, &answer),
            refused(SignInRefused::Wrong)
        );
        let (first, second) = (asked_to_add(&world, &ann), asked_to_add(&world, &ann));
        let answer = Authenticator::new(2).registers(&first.json);
        let added = adds(&world, &ann, &second, &answer);
        assert!(matches!(added, Err(AddRefused::Wrong)), "{added:?}");
    });
}

#[test]
fn another_browser_or_person_cannot_answer_and_takes_nothing_from_whoever_asked() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, mut device, _) = ann_with_a_device(&world);
        let asked = asked_to_sign_in(&world);
        let answer = device.signs(&asked.json);
        let elsewhere = answers_in(&world, "another browser", &asked, &answer);
        assert_eq!(elsewhere, refused(SignInRefused::NoChallenge));
        token(answers(&world, &asked, &answer));

        let ben = signed_in_as(&world, "ben@council.example");
        let asked = asked_to_add(&world, &ann);
        let answer = Authenticator::new(2).registers(&asked.json);
        let added = adds(&world, &ben, &asked, &answer);
        assert!(matches!(added, Err(AddRefused::NoChallenge)), "{added:?}");
        adds(&world, &ann, &asked, &answer).expect("added");
    });
}

#[test]
fn a_challenge_is_answered_once_also_by_two_at_the_same_time() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, mut device, _) = ann_with_a_device(&world);
        let asked = asked_to_sign_in(&world);
        let answer = device.signs(&asked.json);
        let outcomes: Vec<PasskeySignIn> = std::thread::scope(|scope| {
            let answering = || answers(&world, &asked, &answer);
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(answering)).collect();
            let outcomes = threads.into_iter().map(|t| t.join().expect("a thread"));
            outcomes.collect()
        });
        let is_in = |outcome: &&PasskeySignIn| matches!(outcome, PasskeySignIn::SignedIn { .. });
        assert_eq!(outcomes.iter().filter(is_in).count(), 1, "{outcomes:?}");
        let none = refused(SignInRefused::NoChallenge);
        assert_eq!(outcomes.iter().filter(|o| **o == none).count(), 7);

        let asked = asked_to_add(&world, &ann);
        let answer = Authenticator::new(2).registers(&asked.json);
        adds(&world, &ann, &asked, &answer).expect("added");
        let again = adds(&world, &ann, &asked, &answer);
        assert!(matches!(again, Err(AddRefused::NoChallenge)), "{again:?}");
    });
}

#[test]
fn a_challenge_can_be_answered_for_five_minutes_and_is_then_forgotten() {
    on_each_database(|database| {
        let world = World::on(database);
        let (_, mut device, _) = ann_with_a_device(&world);
        let start = world.surroundings.now();
        let (late, in_time) = (asked_to_sign_in(&world), asked_to_sign_in(&world));
        let late_answer = device.signs(&late.json);
        let answer = device.signs(&in_time.json);
        world.clock.set(start + Duration::minutes(5));
        let outcome = answers(&world, &late, &late_answer);
        assert_eq!(outcome, refused(SignInRefused::NoChallenge));
        world
            .clock
            .set(start + Duration::minutes(5) - Duration::microseconds(1));
        token(answers(&world, &in_time, &answer));
        world.clock.set(start + Duration::minutes(5));
        forget_used(&world.store, &world.surroundings, &SignInLimits::default())
            .expect("the database answers");
        let left = world
            .store
            .read(|rx| passkey_challenges::find(rx, late.challenge));
        assert_eq!(left.expect("the database answers"), None);
    });
}

#[test]
fn a_removed_passkey_signs_nobody_in_and_only_its_person_removes_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, mut device, passkey) = ann_with_a_device(&world);
        let ben = signed_in_as(&world, "ben@council.example");
        let removes = |who: &SignedIn| {
            remove(&world.store, &world.surroundings, who, passkey.id)
                .expect("the database answers")
        };
        assert!(!removes(&ben));
        assert!(removes(&ann));
        assert!(!removes(&ann));
        let asked = asked_to_sign_in(&world);
        let answer = device.signs(&asked.json);
        assert_eq!(
            answers(&world, &asked, &answer),
            refused(SignInRefused::Unknown)
        );
        let said: Vec<String> = trail(&world, &passkey)
            .into_iter()
            .map(|(what, _)| what)
            .collect();
        assert_eq!(said, ["passkey.add", "passkey.remove"]);
    });
}

#[test]
fn a_passkey_is_removed_only_soon_after_signing_in() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, _, passkey) = ann_with_a_device(&world);
        world.clock.advance(Duration::minutes(15));
        let late = remove(&world.store, &world.surroundings, &ann, passkey.id);
        assert!(matches!(late, Err(RemoveRefused::NotFresh)), "{late:?}");
        let left = world
            .store
            .read(|rx| passkeys::list_of_person(rx, ann.person.id));
        assert_eq!(left.expect("the database answers").len(), 1);
        let again = signed_in_as(&world, ANN);
        let removed = remove(&world.store, &world.surroundings, &again, passkey.id);
        assert!(removed.expect("they signed in again"));
    });
}

#[test]
fn a_counter_that_goes_back_is_refused_and_noted() {
    on_each_database(|database| {
        let world = World::on(database);
        let (_, mut device, passkey) = ann_with_a_device(&world);
        let mut copy = device.clone();
        let asked = asked_to_sign_in(&world);
        token(answers(&world, &asked, &device.signs(&asked.json)));
        let asked = asked_to_sign_in(&world);
        let outcome = answers(&world, &asked, &copy.signs(&asked.json));
        assert_eq!(outcome, refused(SignInRefused::CounterWentBack));
        let said = trail(&world, &passkey);
        assert_eq!(
            said[1],
            ("passkey.refuse".into(), "its sign counter went back".into())
        );
        let asked = asked_to_sign_in(&world);
        token(answers(&world, &asked, &device.signs(&asked.json)));
    });
}

#[test]
fn a_passkey_is_added_only_soon_after_signing_in_and_only_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, device, _) = ann_with_a_device(&world);
        let asked = asked_to_add(&world, &ann);
        let answer = device.clone().registers(&asked.json);
        let again = adds(&world, &ann, &asked, &answer);
        // Its device was told not to.
        assert!(matches!(again, Err(AddRefused::Wrong)), "{again:?}");
        let ben = signed_in_as(&world, "ben@council.example");
        let asked = asked_to_add(&world, &ben);
        let answer = device.clone().registers(&asked.json);
        let others = adds(&world, &ben, &asked, &answer);
        assert!(matches!(others, Err(AddRefused::Known)), "{others:?}");
        world.clock.advance(Duration::minutes(15));
        let late = ask_to_add(&world.store, &world.surroundings, &party(), &ann, BROWSER);
        assert!(matches!(late, Err(AddRefused::NotFresh)), "{late:?}");
    });
}

#[test]
fn a_person_is_told_of_every_passkey_added_and_removed() {
    on_each_database(|database| {
        let world = World::on(database);
        let (ann, _, passkey) = ann_with_a_device(&world);
        remove(&world.store, &world.surroundings, &ann, passkey.id).expect("removed");
        let notices = world
            .store
            .read(|rx| marketday_store::notices::list(rx, Subject::Passkey(passkey.id)));
        let mut kinds: Vec<NoticeKind> = notices
            .expect("the database answers")
            .into_iter()
            .map(|notice| notice.kind)
            .collect();
        kinds.sort_by_key(ToString::to_string);
        assert_eq!(
            kinds,
            [NoticeKind::PasskeyAdded, NoticeKind::PasskeyRemoved]
        );
    });
}

#[test]
fn whoever_has_a_passkey_or_said_no_is_not_asked_for_one() {
    on_each_database(|database| {
        let world = World::on(database);
        let is_asked = |who: &SignedIn| {
            let person = who.person.id;
            let asked = world.store.read(|rx| passkeys::is_to_be_asked(rx, person));
            asked.expect("the database answers")
        };
        let ben = signed_in_as(&world, "ben@council.example");
        assert!(is_asked(&ben));
        for _ in 0..2 {
            dismiss_prompt(&world.store, &world.surroundings, ben.person.id).expect("noted");
        }
        assert!(!is_asked(&ben));
        let (ann, ..) = ann_with_a_device(&world);
        assert!(!is_asked(&ann));
    });
}
