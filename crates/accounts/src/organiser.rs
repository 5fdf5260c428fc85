//! Making somebody an organiser.

use marketday_model::notice::{Recipient, Subject};
use marketday_model::organisation::identity;
use marketday_model::{
    EmailAddress, Line, Membership, MembershipState, NoticeKind, Organisation, OrganisationKind,
    Person, Role, Surroundings,
};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, memberships, notices, organisations, people};

/// Makes the person with this address an owner of the organising body called `body`, both made if they are new, and
/// tells them. Doing it twice changes nothing more.
pub fn add_organiser(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
    name: &Line<120>,
    body: &Line<120>,
) -> Result<(Person, Organisation), StoreError> {
    let now = surroundings.now();
    let (person_id, membership_id, notice_id) =
        (surroundings.id(), surroundings.id(), surroundings.id());
    let note = Note::new(surroundings, None);
    let new_body = Organisation {
        id: surroundings.id(),
        kind: OrganisationKind::OrganisingBody,
        name: body.to_string(),
        identity: identity(body.as_str(), None),
        website: None,
        company_number: None,
        gss: None,
        region: None,
    };
    let (email, name) = (email.clone(), name.clone());
    store.write(move |tx| {
        let person = people::find_or_insert(tx, person_id, &email, name.as_str(), None, now)?;
        let body = organisations::find_or_insert(tx, &new_body, now)?;
        let membership = Membership {
            id: membership_id,
            person: person.id,
            organisation: body.id,
            role: Role::Owner,
            state: MembershipState::Active,
            since: now,
        };
        memberships::insert(tx, &membership)?;
        let notice = NewNotice {
            id: notice_id,
            kind: NoticeKind::OrganiserAdded,
            recipient: Recipient::Person(person.id),
            subject: Subject::Person(person.id),
            version: 0,
        };
        notices::enqueue(tx, &notice, now)?;
        note.write(
            tx,
            "organiser.add",
            Subject::Person(person.id),
            body.name.clone(),
        )?;
        Ok((person, body))
    })
}
