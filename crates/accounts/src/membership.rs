//! Memberships: another role, and leaving. They are given by [`crate::nominate`], or by a claim that was confirmed.

use marketday_model::notice::Subject;
use marketday_model::{Membership, MembershipId, PersonId, Role, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, Tx, memberships, organisations};

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
    let note = Note::new(surroundings, by);
    store.write(move |tx| {
        let tie = locked(tx, id)?;
        if role != Role::Owner {
            keep_an_owner(tx, &tie)?;
        }
        memberships::change_role(tx, id, role)?;
        let altered = Altered::list([("Role", tie.role.to_string(), role.to_string())]);
        let (subject, whose) = (
            Subject::Organisation(tie.organisation),
            tie.person.to_string(),
        );
        note.write_altered(tx, "membership.change", subject, whose, &altered)?;
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
    let note = Note::new(surroundings, by);
    store.write(move |tx| {
        let tie = locked(tx, id)?;
        keep_an_owner(tx, &tie)?;
        memberships::delete(tx, id)?;
        let altered = Altered::list([("Role", tie.role.to_string(), String::new())]);
        let (subject, whose) = (
            Subject::Organisation(tie.organisation),
            tie.person.to_string(),
        );
        note.write_altered(tx, "membership.end", subject, whose, &altered)?;
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
