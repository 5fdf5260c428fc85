//! Changing one's email address, and taking the change back from the old one.

use crate::code::{TypedCode, check_code};
use marketday_model::code::CodeCheck;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    EmailChangeId, Instant, NoticeId, NoticeKind, PersonId, SecretKey, SignInId, Surroundings,
    policy,
};
use marketday_store::email_changes::EmailChange;
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Store, StoreError, email_changes, notices, passkeys, people, personal_feeds, providers,
    sign_ins,
};

/// Why an address was not changed. But for the code, nothing was.
#[derive(Debug, thiserror::Error)]
pub enum AddressRefused {
    /// The code was not accepted.
    #[error("the code was not accepted")]
    Code(CodeCheck),
    /// Somebody here has this address already. Only said to whoever has shown that it is theirs.
    #[error("There is an account with this address already. Sign out and sign in with it")]
    Taken,
    /// The link was used, is too old, or never was one.
    #[error("This link does not work any more")]
    Dead,
    /// There is no such person (any more).
    #[error("There is no such person")]
    NoSuchPerson,
    /// The database failed.
    #[error("changing the address failed")]
    Store(#[from] StoreError),
}

/// How an attempt to change an address went: refused codes are an answer, since they must be counted.
enum Tried {
    Done(Option<EmailChangeId>),
    Refused(CodeCheck),
    Taken,
}

/// Gives a person the address for which a code was typed, tells both addresses, and ends every other sign-in. Returns
/// the change; none if it is their address already. That `sign_in` is fresh is the caller's to check.
pub fn change_address(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    sign_in: SignInId,
    code: TypedCode,
) -> Result<Option<EmailChangeId>, AddressRefused> {
    let draws = Draws::new(surroundings);
    let tried = store.write(move |tx| {
        let now = draws.now;
        match check_code(tx, &code, now)? {
            CodeCheck::Right => {}
            refused => return Ok(Tried::Refused(refused)),
        }
        let Some(before) = people::find(tx, person)? else {
            return Err(AddressRefused::NoSuchPerson);
        };
        if before.email == code.email {
            return Ok(Tried::Done(None));
        }
        if !email_changes::give_address(tx, person, &code.email)? {
            return Ok(Tried::Taken);
        }
        let change = EmailChange {
            id: draws.change,
            person,
            old: before.email,
            new: code.email.clone(),
            made_at: now,
            undone_at: None,
        };
        email_changes::insert(tx, &change)?;
        sign_ins::end_all(tx, person, Some(sign_in), now)?;
        for (id, kind, recipient) in [
            (
                draws.notices[0],
                NoticeKind::AddressChanged,
                Recipient::Person(person),
            ),
            (
                draws.notices[1],
                NoticeKind::AddressLeft,
                Recipient::OldAddress(change.id),
            ),
        ] {
            let notice = NewNotice {
                id,
                kind,
                recipient,
                subject: Subject::EmailChange(change.id),
                version: 0,
            };
            notices::enqueue(tx, &notice, now)?;
        }
        let note = draws.note.by(person);
        let subject = Subject::Person(person);
        note.write(tx, "person.change-address", subject, String::new())?;
        Ok(Tried::Done(Some(change.id)))
    })?;
    match tried {
        Tried::Done(change) => Ok(change),
        Tried::Refused(check) => Err(AddressRefused::Code(check)),
        Tried::Taken => Err(AddressRefused::Taken),
    }
}

/// The change that a letter's link takes back, if it still can; nothing is changed by looking.
pub fn find_undo(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    id: EmailChangeId,
    token: &str,
) -> Result<Option<EmailChange>, StoreError> {
    let now = surroundings.now();
    let change = store.read(|rx| email_changes::find(rx, id))?;
    Ok(change.filter(|change| can_be_undone(change, now) && key.is_undo_token(id, token)))
}

fn can_be_undone(change: &EmailChange, now: Instant) -> bool {
    change.undone_at.is_none() && now < change.made_at + policy::UNDO_ADDRESS
}

/// Gives a person the address back that the link was sent to, ends every sign-in, and removes the passkeys and the
/// accounts at providers and personal feeds that were added since, or by the sign-in that changed it.
pub fn undo_address(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    id: EmailChangeId,
    token: &str,
) -> Result<PersonId, AddressRefused> {
    let draws = Draws::new(surroundings);
    let (key, token) = (key.clone(), token.to_owned());
    store.write(move |tx| {
        let now = draws.now;
        let change = email_changes::find(tx, id)?.filter(|change| can_be_undone(change, now));
        let Some(change) = change.filter(|_| key.is_undo_token(id, &token)) else {
            return Err(AddressRefused::Dead);
        };
        if !email_changes::undo(tx, &change, now)? {
            return Err(AddressRefused::Dead);
        }
        if !email_changes::give_address(tx, change.person, &change.old)? {
            return Err(AddressRefused::Taken);
        }
        sign_ins::end_all(tx, change.person, None, now)?;
        // Only a sign-in as fresh as this could change the address, and what it added before is as little theirs.
        let since = change.made_at - policy::FRESH_SIGN_IN;
        passkeys::delete_made_since(tx, change.person, since)?;
        providers::delete_linked_since(tx, change.person, since)?;
        personal_feeds::delete_renewed_since(tx, change.person, since)?;
        let subject = Subject::Person(change.person);
        draws
            .note
            .write(tx, "person.undo-address", subject, String::new())?;
        Ok(change.person)
    })
}

/// What is drawn before the transaction.
#[derive(Clone, Copy)]
struct Draws {
    now: Instant,
    change: EmailChangeId,
    notices: [NoticeId; 2],
    note: Note,
}

impl Draws {
    fn new(surroundings: &Surroundings) -> Self {
        Self {
            now: surroundings.now(),
            change: surroundings.id(),
            notices: [surroundings.id(), surroundings.id()],
            note: Note::new(surroundings, None),
        }
    }
}
