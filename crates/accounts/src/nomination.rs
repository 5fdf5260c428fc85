//! Naming somebody for a seat or a membership, and accepting.

use crate::sign_in::{Draws, renew_within};
use chrono::Duration;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::permission::{Actor, may_manage_members, may_manage_team};
use marketday_model::{
    EmailAddress, Instant, Membership, MembershipState, Nominated, Nomination, NominationId,
    NoticeId, NoticeKind, PersonId, Seat, SeatScope, SignInId, Surroundings, policy,
};
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Rx, Store, StoreError, Tx, events, memberships, nominations, notices, people, sign_ins,
    teams,
};

/// Why nobody is named.
#[derive(Debug, thiserror::Error)]
pub enum NominateRefused {
    /// They have it already.
    #[error("Somebody with this address is there already. Change their role instead")]
    AlreadyThere,
    /// Too many were named by the same person.
    #[error("You have asked many people today. Ask the next tomorrow")]
    TooMany,
    /// The database failed.
    #[error("naming somebody failed")]
    Store(#[from] StoreError),
}

/// Why a nomination is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptRefused {
    /// There is none, or it is for another address.
    #[error("There is nothing here for you to join")]
    NoSuchNomination,
    /// It was accepted, withdrawn, or ran out.
    #[error("You are not asked to join any more. Ask whoever asked you to do it again")]
    Over,
    /// They were signed out meanwhile: nothing was accepted.
    #[error("You were signed out meanwhile. Sign in, and try again")]
    SignedOut,
    /// The database failed.
    #[error("accepting failed")]
    Store(#[from] StoreError),
}

/// Names somebody for a place, and asks them by email. An open nomination of the same address for the same place is
/// withdrawn, so that the newest role counts. The caller has asked whether `by` may decide.
pub fn nominate(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    email: &EmailAddress,
    place: Nominated,
) -> Result<Nomination, NominateRefused> {
    let now = surroundings.now();
    let new = Nomination {
        id: surroundings.id(),
        email: email.clone(),
        place,
        named_by: Some(by),
        made_at: now,
        expires_at: now + policy::NOMINATION,
        accepted_at: None,
        withdrawn_at: None,
    };
    let notice = NewNotice {
        id: surroundings.id::<NoticeId>(),
        kind: NoticeKind::Nominated,
        recipient: Recipient::Nomination(new.id),
        subject: Subject::Nomination(new.id),
        version: 0,
    };
    let note = Note::new(surroundings, by);
    store.write(move |tx| {
        nominations::lock_counts(tx, by, &new.email)?;
        if let Some(person) = people::find_by_email(tx, &new.email)?
            && is_there(tx, person.id, new.place)?
        {
            return Err(NominateRefused::AlreadyThere);
        }
        if nominations::count_named_since(tx, by, now - Duration::days(1))?
            >= policy::NOMINATIONS_PER_DAY
        {
            return Err(NominateRefused::TooMany);
        }
        nominations::withdraw_same(tx, &new, now)?;
        nominations::insert(tx, &new)?;
        notices::enqueue(tx, &notice, now)?;
        note.write(tx, "nomination.make", subject(new.place), role(new.place))?;
        Ok(new.clone())
    })
}

/// What a nomination is about, for the audit trail.
fn subject(place: Nominated) -> Subject {
    match place {
        Nominated::Seat(SeatScope::Event(id), _) => Subject::Event(id),
        Nominated::Seat(SeatScope::Body(id), _) | Nominated::Membership(id, _) => {
            Subject::Organisation(id)
        }
    }
}

fn role(place: Nominated) -> String {
    match place {
        Nominated::Seat(_, role) => role.to_string(),
        Nominated::Membership(_, role) => role.to_string(),
    }
}

fn is_there(tx: &mut Tx<'_>, person: PersonId, place: Nominated) -> Result<bool, StoreError> {
    Ok(match place {
        Nominated::Seat(scope, _) => teams::list_of_person(tx, person)?
            .iter()
            .any(|seat| seat.scope == scope),
        Nominated::Membership(organisation, _) => memberships::list_of_person(tx, person)?
            .iter()
            .any(|tie| tie.organisation == organisation && tie.is_active()),
    })
}

/// Whether a nomination can be accepted: it is open, and whoever named them may still decide about the place. What
/// somebody asked before they were removed lets nobody in.
pub fn still_stands(
    rx: &mut Rx<'_>,
    nomination: &Nomination,
    now: Instant,
) -> Result<bool, StoreError> {
    let Some(person) = nomination.named_by.filter(|_| nomination.is_open(now)) else {
        return Ok(false);
    };
    let by = Actor {
        person,
        memberships: memberships::list_of_person(rx, person)?,
        seats: teams::list_of_person(rx, person)?,
        is_administrator: false,
    };
    Ok(match nomination.place {
        Nominated::Seat(SeatScope::Event(id), _) => {
            events::find(rx, id)?.is_some_and(|event| may_manage_team(&by, &event))
        }
        Nominated::Seat(SeatScope::Body(id), _) | Nominated::Membership(id, _) => {
            may_manage_members(&by, id)
        }
    })
}

/// Accepts a nomination as the person signed in by `sign_in`, whose address it must be for. Returns the token of
/// the sign-in that takes its place: whoever can do more from now on gets a fresh one.
pub fn accept_nomination(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    sign_in: SignInId,
    id: NominationId,
) -> Result<(Nomination, String), AcceptRefused> {
    let draws = Draws::new(surroundings);
    let now = draws.now;
    let (seat_id, tie_id) = (surroundings.id(), surroundings.id());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let found = nominations::find(tx, id)?;
        let who = people::find(tx, person)?.ok_or(AcceptRefused::NoSuchNomination)?;
        let nomination = found
            .filter(|nomination| nomination.email == who.email)
            .ok_or(AcceptRefused::NoSuchNomination)?;
        if !still_stands(tx, &nomination, now)? || !nominations::accept(tx, id, now)? {
            return Err(AcceptRefused::Over);
        }
        match nomination.place {
            Nominated::Seat(scope, role) => {
                let seat = Seat {
                    id: seat_id,
                    person,
                    scope,
                    role,
                    since: now,
                };
                teams::insert(tx, &seat)?;
            }
            Nominated::Membership(organisation, role) => {
                let tie = Membership {
                    id: tie_id,
                    person,
                    organisation,
                    role,
                    state: MembershipState::Active,
                    since: now,
                };
                memberships::insert(tx, &tie)?;
                // A tie that was only claimed is there already: it is in force from now on.
                let ties = memberships::list_of_person(tx, person)?;
                let claimed = ties.iter().find(|tie| tie.organisation == organisation);
                if let Some(claimed) = claimed.filter(|tie| !tie.is_active()) {
                    memberships::grant(tx, claimed.id, role)?;
                }
            }
        }
        let open = sign_ins::list_open(tx, person)?;
        let current = open.into_iter().find(|open| open.id == sign_in);
        let current = current.ok_or(AcceptRefused::SignedOut)?;
        let token = renew_within(tx, current, &draws)?.ok_or(AcceptRefused::SignedOut)?;
        let place = nomination.place;
        note.write(tx, "nomination.accept", subject(place), role(place))?;
        Ok((nomination, token))
    })
}

/// Withdraws a nomination that was not accepted yet; whether it was open. The caller has asked whether `by` may.
pub fn withdraw_nomination(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    nomination: &Nomination,
) -> Result<bool, StoreError> {
    let now = surroundings.now();
    let (id, place) = (nomination.id, nomination.place);
    let note = Note::new(surroundings, by);
    store.write(move |tx| {
        let was_open = nominations::withdraw(tx, id, now)?;
        if was_open {
            note.write(tx, "nomination.withdraw", subject(place), role(place))?;
        }
        Ok(was_open)
    })
}
