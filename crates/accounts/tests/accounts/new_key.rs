//! What a new `security.key` ends, and what it leaves alone: docs/operating.md promises both.

use crate::given::{ANN, BROWSER, address, ask, at, key, token};
use marketday_accounts::code::TypedCode;
use marketday_accounts::sign_in::SignInOutcome;
use marketday_accounts::{
    ask_code, change_address, find_link, find_signed_in, find_undo, sign_in_proven,
    sign_in_with_code,
};
use marketday_model::code::{CodeCheck, CodePurpose};
use marketday_model::{SecretKey, SignInLimits, Way};
use marketday_testkit::{World, on_each_database};

#[test]
fn a_new_key_ends_codes_and_the_links_of_letters_and_signs_nobody_out() {
    on_each_database(|database| {
        let world = World::on(database);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let new = SecretKey::new([8; 32]);
        let limits = SignInLimits::default();
        let outcome = sign_in_proven(store, surroundings, &address(ANN), Way::Code, &at(BROWSER));
        let cookie = token(outcome.unwrap());
        let ann = find_signed_in(store, surroundings, &limits, &cookie)
            .unwrap()
            .expect("Ann");
        let email = address("ann@home.example");
        let purpose = CodePurpose::NewAddress;
        let asked = ask_code(store, surroundings, purpose, &email, BROWSER, "network").unwrap();
        let typed = |key: &SecretKey, typed: String, purpose, email| TypedCode {
            key: key.clone(),
            purpose,
            email,
            browser: BROWSER.to_owned(),
            typed,
        };
        let code = typed(&key(), key().code(&asked), purpose, email);
        let change = change_address(store, surroundings, ann.person.id, ann.sign_in, code);
        let change = change.unwrap().expect("another address");
        let request = ask(&world);

        // Letters of before: the code, the link beside it, and the link that takes a change of address back.
        let code = typed(
            &new,
            key().code(&request),
            request.purpose,
            request.email.clone(),
        );
        let typed_late = sign_in_with_code(store, surroundings, code, &at(BROWSER)).unwrap();
        assert_eq!(
            typed_late,
            SignInOutcome::Refused(CodeCheck::Wrong { tries_left: 4 })
        );
        let link = key().link_token(&request);
        let found = |key| find_link(store, surroundings, key, request.id, &link).unwrap();
        assert!(found(&new).is_none() && found(&key()).is_some());
        let undo = key().undo_token(change);
        let found = |key| find_undo(store, surroundings, key, change, &undo).unwrap();
        assert!(found(&new).is_none() && found(&key()).is_some());
        // Whoever is signed in stays so: nothing of a sign-in is derived.
        let still = find_signed_in(store, surroundings, &limits, &cookie).unwrap();
        assert_eq!(still.map(|ann| ann.sign_in), Some(ann.sign_in));
    });
}
