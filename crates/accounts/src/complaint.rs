//! Complaints about personal data: making one, and answering it.

use chrono::Duration;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    Complaint, ComplaintId, EmailAddress, EventId, Line, NoticeId, NoticeKind, PersonId, Prose,
    Role, Surroundings, TeamRole, policy,
};
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Rx, Store, StoreError, codes, complaints, events, memberships, notices, teams,
};

/// How many of those who have to answer are told of a new complaint, at most.
const ANSWERERS: usize = 5;

/// What somebody complains of.
#[derive(Debug, Clone)]
pub struct NewComplaint {
    /// Who.
    pub name: Line<120>,
    /// Where they are told.
    pub email: EmailAddress,
    /// The event that it is about; none for the service itself.
    pub event: Option<EventId>,
    /// What happened.
    pub text: Prose<5000>,
    /// The network that it comes from, as it is counted.
    pub network: String,
}

/// Why a complaint is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ComplainRefused {
    /// So many came with this address or from this network that it could be a flood.
    #[error("Many complaints came with this address or from your network in the last hour")]
    TooMany,
    /// The database failed.
    #[error("noting the complaint failed")]
    Store(#[from] StoreError),
}

/// Why a complaint is not answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerRefused {
    /// There is none, or it was answered before.
    #[error("This complaint was answered before")]
    Closed,
    /// The database failed.
    #[error("answering the complaint failed")]
    Store(#[from] StoreError),
}

/// Takes a complaint, acknowledges it by a letter and tells those who have to answer. The same one sent twice within an
/// hour is one. Anybody may complain; that an event is public, the caller has asked.
pub fn complain(
    store: &Store,
    surroundings: &Surroundings,
    new: NewComplaint,
) -> Result<Complaint, ComplainRefused> {
    let now = surroundings.now();
    let complaint = Complaint {
        id: surroundings.id(),
        reference: Complaint::reference_of(&surroundings.token()),
        event: new.event,
        name: new.name.to_string(),
        email: Some(new.email.clone()),
        text: new.text.to_string(),
        made_at: now,
        outcome: None,
        closed_at: None,
    };
    let ids: Vec<NoticeId> = (0..=ANSWERERS).map(|_| surroundings.id()).collect();
    let note = Note::new(surroundings, None);
    store.write(move |tx| {
        codes::lock_counts(tx, &new.email, &new.network)?;
        let since = now - Duration::hours(1);
        if let Some(same) = complaints::find_same(tx, &complaint, since)? {
            return Ok(same);
        }
        let (with_address, from_network) =
            complaints::count_since(tx, &new.email, &new.network, since)?;
        if with_address >= policy::COMPLAINTS_PER_ADDRESS
            || from_network >= policy::COMPLAINTS_PER_NETWORK
        {
            return Err(ComplainRefused::TooMany);
        }
        complaints::insert(tx, &complaint, &new.network)?;
        let complainant = (
            NoticeKind::ComplaintReceived,
            Recipient::Complaint(complaint.id),
        );
        let answerers = answerers(tx, complaint.event)?.into_iter();
        let answerers = answerers
            .take(ANSWERERS)
            .map(|person| (NoticeKind::ComplaintFiled, Recipient::Person(person)));
        for (id, (kind, recipient)) in ids.iter().zip([complainant].into_iter().chain(answerers)) {
            let notice = NewNotice {
                id: *id,
                kind,
                recipient,
                subject: Subject::Complaint(complaint.id),
                version: 0,
            };
            notices::enqueue(tx, &notice, now)?;
        }
        let detail = complaint.reference.clone();
        note.write(
            tx,
            "complaint.make",
            Subject::Complaint(complaint.id),
            detail,
        )?;
        Ok(complaint.clone())
    })
}

/// Who has to answer: the owners of the event's team, or those who run the installation.
fn answerers(rx: &mut Rx<'_>, event: Option<EventId>) -> Result<Vec<PersonId>, StoreError> {
    let Some(event) = event else {
        return teams::list_administrators(rx);
    };
    let Some(event) = events::find(rx, event)? else {
        return Ok(Vec::new());
    };
    let members = memberships::list_active_members(rx, event.organiser)?;
    let owners = members.iter().filter(|tie| tie.role == Role::Owner);
    let mut people: Vec<PersonId> = owners.map(|tie| tie.person).collect();
    let seats = teams::list_of_event(rx, event.id, event.organiser)?;
    let owners = seats.iter().filter(|seat| seat.role == TeamRole::Owner);
    people.extend(owners.map(|seat| seat.person));
    let mut known = std::collections::HashSet::new();
    people.retain(|person| known.insert(*person));
    Ok(people)
}

/// Notes what came of a complaint, which closes it, and has the complainant told by letter. Whether `by` may, the
/// caller has asked.
pub fn answer_complaint(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    id: ComplaintId,
    outcome: Prose<5000>,
) -> Result<(), AnswerRefused> {
    let now = surroundings.now();
    let notice = NewNotice {
        id: surroundings.id(),
        kind: NoticeKind::ComplaintAnswered,
        recipient: Recipient::Complaint(id),
        subject: Subject::Complaint(id),
        version: 1,
    };
    let note = Note::new(surroundings, by);
    store.write(move |tx| {
        if !complaints::close(tx, id, outcome.as_str(), now)? {
            return Err(AnswerRefused::Closed);
        }
        notices::enqueue(tx, &notice, now)?;
        note.write(
            tx,
            "complaint.answer",
            Subject::Complaint(id),
            String::new(),
        )?;
        Ok(())
    })
}
