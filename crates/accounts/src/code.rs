//! Asking for an emailed code, and checking the one that was typed.

use chrono::Duration;
use marketday_model::code::{CodeCheck, CodePurpose, CodeRequest};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    CodeRequestId, EmailAddress, NoticeId, NoticeKind, SecretKey, Surroundings, policy,
};
use marketday_store::notices::NewNotice;
use marketday_store::{Rx, Store, StoreError, Tx, codes, notices};

/// Why no code is sent.
#[derive(Debug, thiserror::Error)]
pub enum AskRefused {
    /// So many codes went to this address, or were asked for from this network, that no more go out for now. Codes
    /// already sent still work.
    #[error("Too many codes were asked for. Use the newest one you have, or try again in an hour")]
    TooMany,
    /// The database failed.
    #[error("asking for a code failed")]
    Store(#[from] StoreError),
}

/// Sends a six-digit code to `email`, the same for known and unknown addresses. It works for ten minutes, once, in the
/// browser (by its token's digest) that asked.
pub fn ask_code(
    store: &Store,
    surroundings: &Surroundings,
    purpose: CodePurpose,
    email: &EmailAddress,
    browser: &str,
    network: &str,
) -> Result<CodeRequest, AskRefused> {
    let now = surroundings.now();
    let request = CodeRequest {
        id: surroundings.id::<CodeRequestId>(),
        purpose,
        email: email.clone(),
        browser: browser.to_owned(),
        asked_at: now,
        expires_at: now + policy::CODE,
        used_at: None,
        wrong_tries: 0,
    };
    let notice = NewNotice {
        id: surroundings.id::<NoticeId>(),
        kind: kind(purpose),
        recipient: Recipient::CodeRequest(request.id),
        subject: Subject::CodeRequest(request.id),
        version: 0,
    };
    let network = network.to_owned();
    store.write(move |tx| {
        codes::lock_counts(tx, &request.email, &network)?;
        let (to_address, from_network) = codes::count_since(
            tx,
            purpose,
            &request.email,
            &network,
            now - Duration::hours(1),
        )?;
        if to_address >= policy::CODES_PER_ADDRESS || from_network >= policy::CODES_PER_NETWORK {
            return Err(AskRefused::TooMany);
        }
        codes::insert(tx, &request, &network)?;
        notices::enqueue(tx, &notice, now)?;
        Ok(request.clone())
    })
}

const fn kind(purpose: CodePurpose) -> NoticeKind {
    match purpose {
        CodePurpose::SignIn => NoticeKind::SignInCode,
        CodePurpose::Booking => NoticeKind::BookingCode,
        CodePurpose::Registration => NoticeKind::RegistrationCode,
    }
}

/// A typed code, and everything that it must agree with.
#[derive(Debug, Clone)]
pub struct TypedCode {
    /// The key of this installation.
    pub key: SecretKey,
    /// What the code is for.
    pub purpose: CodePurpose,
    /// Where it was sent.
    pub email: EmailAddress,
    /// The digest of the token of the browser in which it is typed.
    pub browser: String,
    /// What was typed.
    pub typed: String,
}

/// Checks a typed code inside the caller's transaction, which must be kept whatever the answer: a right code is used
/// up, a wrong one is counted.
pub fn check_code(
    tx: &mut Tx<'_>,
    code: &TypedCode,
    now: marketday_model::Instant,
) -> Result<CodeCheck, StoreError> {
    let Some(request) = codes::find_latest(tx, &code.browser, code.purpose, &code.email)? else {
        return Ok(CodeCheck::Dead);
    };
    // Guesses made at once are counted one after the other, else each would be the first.
    codes::lock(tx, request.id)?;
    let Some(request) = codes::find(tx, request.id)? else {
        return Ok(CodeCheck::Dead);
    };
    if !request.is_open(now) {
        return Ok(CodeCheck::Dead);
    }
    if code.key.is_code(&request, &code.typed) {
        return Ok(if codes::use_up(tx, request.id, now)? {
            CodeCheck::Right
        } else {
            CodeCheck::Dead
        });
    }
    codes::count_wrong_try(tx, request.id)?;
    let tries_left = policy::CODE_TRIES.saturating_sub(request.wrong_tries + 1);
    Ok(if tries_left == 0 {
        CodeCheck::Dead
    } else {
        CodeCheck::Wrong { tries_left }
    })
}

/// Whether this very code was typed rightly before, in the same browser and in its ten minutes: then the same form was
/// sent twice, and its second answer may be that of the first. It never signs anybody in.
pub fn is_repeated(
    rx: &mut Rx<'_>,
    code: &TypedCode,
    now: marketday_model::Instant,
) -> Result<bool, StoreError> {
    let request = codes::find_latest(rx, &code.browser, code.purpose, &code.email)?;
    Ok(request.is_some_and(|request| {
        request.used_at.is_some()
            && now < request.expires_at
            && code.key.is_code(&request, &code.typed)
    }))
}
