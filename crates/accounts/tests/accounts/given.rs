//! What people do in these tests: ask for a code, type it.

use marketday_accounts::code::TypedCode;
use marketday_accounts::sign_in::{SignInOutcome, sign_in_with_code};
use marketday_accounts::{AskRefused, Browser, ask_code};
use marketday_model::code::{CodeCheck, CodePurpose, CodeRequest};
use marketday_model::{EmailAddress, SecretKey};
use marketday_testkit::World;

/// Ann, whom nobody knows yet.
pub(crate) const ANN: &str = "ann@council.example";
/// The browser that she asks in.
pub(crate) const BROWSER: &str = "browser-of-ann";

/// The key of these tests' installation.
pub(crate) fn key() -> SecretKey {
    SecretKey::new([7; 32])
}

/// An address that is known to be good.
pub(crate) fn address(email: &str) -> EmailAddress {
    email.parse().expect("an address")
}

/// Asks for a sign-in code for this address, from this network.
pub(crate) fn ask_from(
    world: &World,
    email: &str,
    network: &str,
) -> Result<CodeRequest, AskRefused> {
    ask_in(world, email, BROWSER, network)
}

/// The same in this browser.
pub(crate) fn ask_in(
    world: &World,
    email: &str,
    browser: &str,
    network: &str,
) -> Result<CodeRequest, AskRefused> {
    ask_code(
        &world.store,
        &world.surroundings,
        CodePurpose::SignIn,
        &address(email),
        browser,
        network,
    )
}

/// Ann asks for a code.
pub(crate) fn ask(world: &World) -> CodeRequest {
    ask_from(world, ANN, "network-of-ann").expect("a code is sent")
}

/// Types `typed` for `request` in this browser.
pub(crate) fn type_in(
    world: &World,
    request: &CodeRequest,
    browser: &str,
    typed: &str,
) -> SignInOutcome {
    let code = TypedCode {
        key: key(),
        purpose: request.purpose,
        email: request.email.clone(),
        browser: browser.to_owned(),
        typed: typed.to_owned(),
    };
    sign_in_with_code(&world.store, &world.surroundings, code, &at(browser))
        .expect("the database answers")
}

/// This browser, as a sign-in is begun in it.
pub(crate) fn at(browser: &str) -> Browser {
    Browser {
        digest: Some(browser.to_owned()),
        device: "Firefox on Windows".to_owned(),
        signed_in: None,
    }
}

/// Types the right code for `request` in the browser that asked.
pub(crate) fn type_right(world: &World, request: &CodeRequest) -> SignInOutcome {
    type_in(world, request, BROWSER, &key().code(request))
}

/// A code that is not the one of `request`.
pub(crate) fn wrong(request: &CodeRequest) -> String {
    let right: u32 = key().code(request).parse().expect("six digits");
    format!("{:06}", (right + 1) % 1_000_000)
}

/// The token of a browser that was signed in.
pub(crate) fn token(outcome: SignInOutcome) -> String {
    match outcome {
        SignInOutcome::SignedIn { token, .. } => token,
        SignInOutcome::Refused(check) => panic!("it was refused: {check:?}"),
    }
}

/// The answer to a code that does not work, whatever is typed.
pub(crate) const DEAD: SignInOutcome = SignInOutcome::Refused(CodeCheck::Dead);

/// The answer to a wrong code after which so many tries are left.
pub(crate) const fn wrong_with(tries_left: u32) -> SignInOutcome {
    SignInOutcome::Refused(CodeCheck::Wrong { tries_left })
}
