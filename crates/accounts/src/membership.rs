//! Memberships: another role, and leaving. They are given by [`crate::nominate`], or by a claim that was confirmed.

use crate::note::Note;
use marketday_model::notice::Subject;
use marketday_model::{Membership, MembershipId, PersonId, Role, Surroundings};
use marketday_store::{Store, StoreError, Tx, memberships, organisations};

/// Why a membership stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum MembershipRefused {
    /// There is no such membership.
    #[error("There is no such member any more")]
    NoSuchMembership,
    /// Nobody would be left to decide.
    #[error("This is the only owner. Make somebody else an owner first")]
    LastOwner,
    /// The database failed.
    #[error("changing the membership failed")]
    Store(#[from] StoreError),
}

/// Gives a member another role. The caller has asked whether `by` may decide.
pub fn change_membership(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    id: MembershipId,
    role: Role,
) -> Result<(), MembershipRefused> {
    let note = Note {
        id: surroundings.id(),
        by: Some(by),
        at: surroundings.now(),
    };
    store.write(move |tx| {
        let tie = locked(tx, id)?;
        if role != Role::Owner {
            keep_an_owner(tx, &tie)?;
        }
        memberships::change_role(tx, id, role)?;
        let detail = format!("{}: {} to {role}", tie.person, tie.role);
        note.write(
            tx,
            "membership.change",
            Subject::Organisation(tie.organisation),
            detail,
        )?;
        Ok(())
    })
}

/// Ends a membership, at once: the next request of that person is answered as to a stranger. Everybody may leave; else
/// the caller has asked whether `by` may decide.
pub fn end_membership(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    id: MembershipId,
) -> Result<(), MembershipRefused> {
    let note = Note {
        id: surroundings.id(),
        by: Some(by),
        at: surroundings.now(),
    };
    store.write(move |tx| {
        let tie = locked(tx, id)?;
        keep_an_owner(tx, &tie)?;
        memberships::delete(tx, id)?;
        let detail = format!("{}: {}", tie.person, tie.role);
        note.write(
            tx,
            "membership.end",
            Subject::Organisation(tie.organisation),
            detail,
        )?;
        Ok(())
    })
}

/// The membership as it stands once nobody else decides about its organisation.
fn locked(tx: &mut Tx<'_>, id: MembershipId) -> Result<Membership, MembershipRefused> {
    let tie = memberships::find(tx, id)?.ok_or(MembershipRefused::NoSuchMembership)?;
    organisations::lock(tx, tie.organisation)?;
    memberships::find(tx, id)?.ok_or(MembershipRefused::NoSuchMembership)
}

fn keep_an_owner(tx: &mut Tx<'_>, tie: &Membership) -> Result<(), MembershipRefused> {
    let is_owner = tie.role == Role::Owner && tie.is_active();
    if is_owner && memberships::count_other_owners(tx, tie)? == 0 {
        return Err(MembershipRefused::LastOwner);
    }
    Ok(())
}
