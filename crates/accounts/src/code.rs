//! Asking for an emailed code, and checking the one that was typed.

use chrono::Duration;
use marketday_model::code::{CodeCheck, CodePurpose, CodeRequest};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    CodeRequestId, EmailAddress, NoticeId, NoticeKind, SecretKey, Surroundings, policy,
};
use marketday_store::codes::Asked;
use marketday_store::notices::NewNotice;
use marketday_store::{Rx, Store, StoreError, Tx, codes, notices, sign_ins};

/// Why no code is sent.
#[derive(Debug, thiserror::Error)]
pub enum AskRefused {
    /// So many letters to this address were asked for in the last ten minutes that no more go out for now. The link of
    /// the newest one signs in in any browser.
    #[error(
        "We have sent several letters to this address in the last 10 minutes. Open the newest one and use its link, which works in any browser"
    )]
    UseNewest,
    /// So many codes were asked for, for this address or from this network, that no more go out for now.
    #[error(
        "Too many codes were asked for. Sign in first: then you need no code here. Or try again in an hour"
    )]
    TooMany,
    /// The database failed.
    #[error("asking for a code failed")]
    Store(#[from] StoreError),
}

/// Sends a six-digit code to `email`, the same for known and unknown addresses. It works for ten minutes, once, in the
/// browser (by its token's digest) that asked; the link of a sign-in letter works in any browser.
///
/// Strangers cannot shut the address's owner out by asking: whenever no more sign-in letters are sent, one whose link
/// works lies in the mailbox (ADR 0012).
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
        is_known: false,
        only_for_people: false,
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
        let (lately, before) = (now - policy::LETTERS_COUNTED, now - Duration::hours(1));
        let asked = codes::count(tx, &request, &network, lately, before)?;
        let mut request = request.clone();
        request.is_known = sign_ins::is_known_browser(tx, &request.email, &request.browser)?;
        judge(&mut request, asked)?;
        codes::insert(tx, &request, &network)?;
        notices::enqueue(tx, &notice, now)?;
        Ok(request)
    })
}

/// Refuses a request, or says what its letter holds and whether it is sent to everybody.
fn judge(request: &mut CodeRequest, asked: Asked) -> Result<(), AskRefused> {
    let is_sign_in = request.purpose == CodePurpose::SignIn;
    if request.is_known {
        return if asked.in_browser >= policy::LETTERS_PER_KNOWN_BROWSER {
            Err(AskRefused::UseNewest)
        } else {
            Ok(())
        };
    }
    let is_enough = asked.by_strangers >= policy::LETTERS_PER_ADDRESS
        || asked.from_network >= policy::LETTERS_PER_ADDRESS_AND_NETWORK;
    let are_codes_enough = asked.codes >= policy::CODES_PER_ADDRESS;
    let is_network_busy = asked.to_anybody >= policy::LETTERS_PER_NETWORK;
    if !is_sign_in {
        return if is_enough || are_codes_enough || is_network_busy {
            Err(AskRefused::TooMany)
        } else {
            Ok(())
        };
    }
    if is_enough {
        return Err(AskRefused::UseNewest);
    }
    if are_codes_enough {
        request.wrong_tries = policy::CODE_TRIES;
    }
    request.only_for_people = is_network_busy;
    Ok(())
}

const fn kind(purpose: CodePurpose) -> NoticeKind {
    match purpose {
        CodePurpose::SignIn => NoticeKind::SignInCode,
        CodePurpose::Booking => NoticeKind::BookingCode,
        CodePurpose::Proposal => NoticeKind::ProposalCode,
        CodePurpose::Registration => NoticeKind::RegistrationCode,
        CodePurpose::NewAddress => NoticeKind::NewAddressCode,
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
