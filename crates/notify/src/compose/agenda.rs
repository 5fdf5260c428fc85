//! Letters about a session in somebody's own agenda.

use super::envelope::Enclosed;
use super::facts::{event_facts, organiser_foot};
use super::told::{Told, changes_since, told};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_calendar::Method;
use marketday_feeds::agenda_entry;
use marketday_model::notice::Recipient;
use marketday_model::{AgendaItem, AgendaItemId, Event, EventState, Notice, NoticeKind, Person};
use marketday_render::letters::{
    AgendaAdded, AgendaChanged, AgendaRemoved, Change, ComposedLetter, OutOfAgenda, SessionFacts,
};
use marketday_render::{Links, when};
use marketday_store::releases::ReleasedSession;
use marketday_store::{Rx, agenda, events, people, releases};

/// An item with everything that a letter about it says.
struct Chosen {
    item: AgendaItem,
    session: ReleasedSession,
    event: Event,
    person: Person,
    wants_letters: bool,
    told: Told,
}

pub(super) fn compose(
    composer: &Composer<'_>,
    notice: &Notice,
    id: AgendaItemId,
) -> Result<Composed, ComposeError> {
    composer.store.read(|rx| {
        let chosen = match load(rx, notice, id)? {
            Ok(chosen) => chosen,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let (written, method) = if notice.kind == NoticeKind::AgendaRemoved {
            (removed(composer, &chosen)?, Method::Cancel)
        } else {
            (news(composer, rx, notice, &chosen)?, Method::Request)
        };
        let words = match written {
            Ok(words) => words,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let Chosen {
            item,
            session,
            event,
            person,
            ..
        } = &chosen;
        let enclosed = Enclosed {
            entry: agenda_entry(&composer.site, event, item, session),
            method,
        };
        composer.about_event(notice, event, person, words, Some(enclosed))
    })
}

fn load(
    rx: &mut Rx<'_>,
    notice: &Notice,
    id: AgendaItemId,
) -> Result<Result<Chosen, Dropped>, ComposeError> {
    let Some(item) = agenda::find(rx, id)? else {
        return Ok(Err(Dropped::SubjectGone));
    };
    if notice.recipient != Recipient::Person(item.person) {
        return Ok(Err(Dropped::RecipientGone));
    }
    let Some(person) = people::find(rx, item.person)? else {
        return Ok(Err(Dropped::RecipientGone));
    };
    let session = releases::find_sessions_ever(rx, &[item.session])?.pop();
    let event = events::find(rx, item.event)?;
    let (Some(session), Some(event)) = (session, event) else {
        return Ok(Err(Dropped::SubjectGone));
    };
    Ok(Ok(Chosen {
        told: told(rx, notice)?,
        wants_letters: agenda::wants_letters(rx, item.event, item.person)?,
        item,
        session,
        event,
        person,
    }))
}

type Written = Result<ComposedLetter, Dropped>;

/// Why it is not in their calendar; none while it is.
fn out_of_agenda(chosen: &Chosen) -> Option<OutOfAgenda> {
    if chosen.event.state == EventState::Cancelled {
        Some(OutOfAgenda::Event)
    } else if chosen.session.removed_at.is_some() {
        Some(OutOfAgenda::Programme)
    } else if chosen.item.removed_at.is_some() {
        Some(OutOfAgenda::Agenda)
    } else if chosen.wants_letters {
        None
    } else {
        Some(OutOfAgenda::Letters)
    }
}

/// It is in their agenda, or changed.
fn news(
    composer: &Composer<'_>,
    rx: &mut Rx<'_>,
    notice: &Notice,
    chosen: &Chosen,
) -> Result<Written, ComposeError> {
    if out_of_agenda(chosen).is_some() {
        return Ok(Err(Dropped::NotConfirmed));
    }
    if chosen.told.newer_waits && chosen.item.sequence != notice.version {
        return Ok(Err(Dropped::Newer));
    }
    Ok(Ok(match chosen.told.version {
        None => added(composer, chosen)?,
        Some(version) => match changes_since(rx, notice, version)? {
            None => return Ok(Err(Dropped::ChangedBack)),
            // They chose anew what had not left their calendar.
            Some(changes) if changes.is_empty() && notice.kind == NoticeKind::AgendaAdded => {
                return Ok(Err(Dropped::ChangedBack));
            }
            Some(changes) => changed(composer, chosen, changes)?,
        },
    }))
}

fn session_facts(chosen: &Chosen) -> SessionFacts {
    SessionFacts {
        title: chosen.session.session.title.clone(),
        when_text: when::range(chosen.session.session.time, chosen.event.zone),
        stage: chosen.session.stage_name.clone(),
    }
}

fn agenda_link(composer: &Composer<'_>, chosen: &Chosen) -> String {
    composer.links.absolute(&Links::agenda(&chosen.event.slug))
}

fn added(composer: &Composer<'_>, chosen: &Chosen) -> Result<ComposedLetter, ComposeError> {
    let letter = AgendaAdded {
        to_name: chosen.person.name.clone(),
        session: session_facts(chosen),
        event: event_facts(composer, &chosen.event),
        agenda_link: agenda_link(composer, chosen),
        foot: organiser_foot(composer, &chosen.event, chosen.person.id),
    };
    Ok(composer.event_letter(chosen.event.id, letter)?)
}

fn changed(
    composer: &Composer<'_>,
    chosen: &Chosen,
    changes: Vec<Change>,
) -> Result<ComposedLetter, ComposeError> {
    let letter = AgendaChanged {
        to_name: chosen.person.name.clone(),
        session: session_facts(chosen),
        event: event_facts(composer, &chosen.event),
        changes,
        agenda_link: agenda_link(composer, chosen),
        foot: organiser_foot(composer, &chosen.event, chosen.person.id),
    };
    Ok(composer.event_letter(chosen.event.id, letter)?)
}

/// It leaves their calendar, where it is in it.
fn removed(composer: &Composer<'_>, chosen: &Chosen) -> Result<Written, ComposeError> {
    let Some(reason) = out_of_agenda(chosen) else {
        return Ok(Err(Dropped::NotCancelled));
    };
    if !chosen.told.may_have_entry {
        return Ok(Err(Dropped::ChangedBack));
    }
    let letter = AgendaRemoved {
        to_name: chosen.person.name.clone(),
        session: session_facts(chosen),
        event: event_facts(composer, &chosen.event),
        reason,
        foot: organiser_foot(composer, &chosen.event, chosen.person.id),
    };
    Ok(Ok(composer.event_letter(chosen.event.id, letter)?))
}
