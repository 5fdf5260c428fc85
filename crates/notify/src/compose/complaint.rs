//! The letters about a complaint: that it came, to its complainant and to those who answer, and what came of it.

use super::facts::{operator_foot, stranger_foot};
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::notice::Recipient;
use marketday_model::permission::{self, Actor};
use marketday_model::time::LONDON;
use marketday_model::{Complaint, ComplaintId, Event, Notice, NoticeKind, Person, PersonId};
use marketday_render::letters::{ComplaintAnswered, ComplaintFiled, ComplaintReceived};
use marketday_render::{Links, when};
use marketday_store::{Rx, StoreError, complaints, events, memberships, people, teams};

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: ComplaintId,
) -> Result<Composed, ComposeError> {
    let found = notifier.store.read(|rx| {
        let Some(complaint) = complaints::find(rx, id)? else {
            return Ok::<_, ComposeError>(None);
        };
        let event = match complaint.event {
            Some(event) => events::find(rx, event)?,
            None => None,
        };
        Ok(Some((complaint, event)))
    })?;
    let Some((complaint, event)) = found else {
        return Ok(Composed::Dropped(Dropped::SubjectGone));
    };
    match (notice.kind, notice.recipient) {
        (NoticeKind::ComplaintFiled, Recipient::Person(person)) => {
            filed(notifier, notice, &complaint, event.as_ref(), person)
        }
        (
            NoticeKind::ComplaintReceived | NoticeKind::ComplaintAnswered,
            Recipient::Complaint(_),
        ) => told(notifier, notice, &complaint, event.as_ref()),
        _ => Ok(Composed::Dropped(Dropped::RecipientGone)),
    }
}

/// To the complainant. An erased one has no address any more.
fn told(
    notifier: &Notifier,
    notice: &Notice,
    complaint: &Complaint,
    event: Option<&Event>,
) -> Result<Composed, ComposeError> {
    let Some(email) = &complaint.email else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    let foot = event.map_or_else(
        || operator_foot(notifier, None),
        |event| stranger_foot(notifier, event),
    );
    let controller = foot.contact.name.clone();
    let reference = complaint.reference.clone();
    let made_text = when::moment(complaint.made_at, LONDON);
    let (words, to) = if notice.kind == NoticeKind::ComplaintReceived {
        let letter = ComplaintReceived {
            reference,
            made_text,
            controller,
            answer_by_text: when::date(complaint.answer_by(), LONDON),
            foot,
        };
        // Nobody has confirmed this address: not even the name that was typed goes to it.
        let to = Mailbox::new(email.as_str());
        (notifier.engine.letter(&letter)?, to)
    } else {
        let Some(outcome) = complaint.outcome.clone() else {
            return Ok(Composed::Dropped(Dropped::ComplaintOver));
        };
        let letter = ComplaintAnswered {
            to_name: complaint.name.clone(),
            reference,
            made_text,
            controller,
            outcome,
            foot,
        };
        let to = Mailbox::named(complaint.name.as_str(), email.as_str());
        (notifier.engine.letter(&letter)?, to)
    };
    let mut letter = notifier.letter((notice.id, notice.kind.as_str()), notice.made_at, to, words);
    letter.reply_to = event
        .map(|event| Mailbox::named(event.organiser_name.as_str(), event.contact_email.as_str()));
    Ok(Composed::Letter(Box::new(letter)))
}

/// To somebody who has to answer, unless they do not any more.
fn filed(
    notifier: &Notifier,
    notice: &Notice,
    complaint: &Complaint,
    event: Option<&Event>,
    id: PersonId,
) -> Result<Composed, ComposeError> {
    if !complaint.is_open() {
        return Ok(Composed::Dropped(Dropped::ComplaintOver));
    }
    let answers = |actor: &Actor| match event {
        Some(event) => permission::may_answer_complaints(actor, event),
        None => permission::may_answer_for_service(actor),
    };
    let found = notifier.store.read(|rx| answerer(rx, id))?;
    let Some((person, _)) = found.filter(|(_, actor)| answers(actor)) else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    let path = match event {
        Some(event) => Links::organise_complaint(&event.slug, &complaint.id),
        None => Links::administer_complaint(&complaint.id),
    };
    let letter = ComplaintFiled {
        to_name: person.name.clone(),
        reference: complaint.reference.clone(),
        about: event.map_or_else(|| "this service".to_owned(), |event| event.title.clone()),
        answer_by_text: when::date(complaint.answer_by(), LONDON),
        link: notifier.links.absolute(&path),
        foot: operator_foot(notifier, Some(person.id)),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::named(person.name, person.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

fn answerer(rx: &mut Rx<'_>, id: PersonId) -> Result<Option<(Person, Actor)>, StoreError> {
    let Some(person) = people::find(rx, id)? else {
        return Ok(None);
    };
    let actor = Actor {
        person: id,
        memberships: memberships::list_of_person(rx, id)?,
        seats: teams::list_of_person(rx, id)?,
        is_administrator: teams::list_administrators(rx)?.contains(&id),
    };
    Ok(Some((person, actor)))
}
