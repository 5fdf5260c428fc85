//! News of market days, to those who asked for it; and the letter that asks whether they did.

use super::facts::{event_facts, operator_foot};
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::news::{NewsChoice, NewsWeek, is_news};
use marketday_model::notice::Recipient;
use marketday_model::time::LONDON;
use marketday_model::{
    Event, EventId, NewsRequestId, NewsToldId, Notice, OptionalLetter, Person, PersonId,
};
use marketday_render::letters::{ComposedLetter, NewsConfirm, NewsDay, NewsEvent, NewsWeekly};
use marketday_render::{Links, when};
use marketday_store::{Rx, StoreError, consents, events, news, people};

/// Asks whoever has an address whether they want news. Nothing in it was typed by anybody but that address.
pub(super) fn confirm(
    notifier: &Notifier,
    notice: &Notice,
    id: NewsRequestId,
) -> Result<Composed, ComposeError> {
    let now = notifier.surroundings.now();
    let found = notifier.store.read(|rx| news::find_request(rx, id))?;
    let Some(request) = found else {
        return Ok(Composed::Dropped(Dropped::SubjectGone));
    };
    if !request.is_open(now) || request.confirmed_at.is_some() {
        return Ok(Composed::Dropped(Dropped::CodeOver));
    }
    let token = notifier.key.news_token(id);
    let letter = NewsConfirm {
        topics: names(&request.choice),
        pace_text: request.choice.pace.name().to_owned(),
        link: notifier
            .links
            .absolute(&Links::news_confirmation(&id, &token)),
        expires_text: when::moment(request.expires_at, LONDON),
        foot: operator_foot(notifier, None),
    };
    let words = notifier.engine.letter(&letter)?;
    let to = Mailbox::new(request.email.as_str());
    Ok(notifier.about_account(notice, to, words))
}

/// Tells of one event, unless it was called off since or they want to hear of it no more.
pub(super) fn event(
    notifier: &Notifier,
    notice: &Notice,
    id: NewsToldId,
) -> Result<Composed, ComposeError> {
    notifier.store.read(|rx| {
        let Some((_, event)) = news::find_told(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let (person, choice) = match reader(rx, notice)? {
            Ok(reader) => reader,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let Some(day) = days(notifier, rx, &[event], &choice)?.pop() else {
            return Ok(Composed::Dropped(Dropped::NoNews));
        };
        let letter = NewsEvent {
            to_name: person.name.clone(),
            day,
            topics_text: names(&choice).join(", "),
            stop_link: stop_link(notifier, person.id),
            foot: operator_foot(notifier, Some(person.id)),
        };
        let words = notifier.engine.letter(&letter)?;
        Ok(optional(notifier, notice, person, words))
    })
}

/// Tells of a week's events that still take place.
pub(super) fn week(notifier: &Notifier, notice: &Notice) -> Result<Composed, ComposeError> {
    let Some(week) = NewsWeek::of(notice.version) else {
        return Ok(Composed::Dropped(Dropped::SubjectGone));
    };
    notifier.store.read(|rx| {
        let (person, choice) = match reader(rx, notice)? {
            Ok(reader) => reader,
            Err(dropped) => return Ok(Composed::Dropped(dropped)),
        };
        let events = news::list_told(rx, person.id, week.number())?;
        let days = days(notifier, rx, &events, &choice)?;
        if days.is_empty() {
            return Ok(Composed::Dropped(Dropped::NoNews));
        }
        let letter = NewsWeekly {
            to_name: person.name.clone(),
            days,
            topics_text: names(&choice).join(", "),
            stop_link: stop_link(notifier, person.id),
            foot: operator_foot(notifier, Some(person.id)),
        };
        let words = notifier.engine.letter(&letter)?;
        Ok(optional(notifier, notice, person, words))
    })
}

/// Who reads it and what they follow, if they still want news.
fn reader(
    rx: &mut Rx<'_>,
    notice: &Notice,
) -> Result<Result<(Person, NewsChoice), Dropped>, StoreError> {
    let Recipient::Person(id) = notice.recipient else {
        return Ok(Err(Dropped::RecipientGone));
    };
    let Some(person) = people::find(rx, id)? else {
        return Ok(Err(Dropped::RecipientGone));
    };
    if !consents::may_send_optional(rx, id, OptionalLetter::EventNews)? {
        return Ok(Err(Dropped::NotWanted));
    }
    let choice = news::find(rx, id)?;
    Ok(choice
        .map(|choice| (person, choice))
        .ok_or(Dropped::NotWanted))
}

/// Those of these events that are still news to whoever follows this, in the order in which they take place.
fn days(
    notifier: &Notifier,
    rx: &mut Rx<'_>,
    ids: &[EventId],
    choice: &NewsChoice,
) -> Result<Vec<NewsDay>, StoreError> {
    let now = notifier.surroundings.now();
    let mut events = events::list_by_ids(rx, ids)?;
    events.retain(|event| is_news(event, now) && choice.wants(event));
    events.sort_by_key(|event| (event.time.start(), event.id));
    Ok(events.iter().map(|event| day(notifier, event)).collect())
}

fn day(notifier: &Notifier, event: &Event) -> NewsDay {
    let themes: Vec<&str> = event.themes.iter().map(|theme| theme.name()).collect();
    NewsDay {
        event: event_facts(notifier, event),
        organiser: event.organiser_name.clone(),
        region: event.region.name().to_owned(),
        themes_text: themes.join(", "),
    }
}

fn names(choice: &NewsChoice) -> Vec<String> {
    let names = choice.topics().iter().map(|topic| topic.name().to_owned());
    names.collect()
}

fn stop_link(notifier: &Notifier, person: PersonId) -> String {
    let list = notifier.list_headers(person, OptionalLetter::EventNews);
    list.unsubscribe_url
}

/// A letter that can be stopped.
fn optional(
    notifier: &Notifier,
    notice: &Notice,
    person: Person,
    words: ComposedLetter,
) -> Composed {
    let list = notifier.list_headers(person.id, OptionalLetter::EventNews);
    let to = Mailbox::named(person.name, person.email.as_str());
    let (id, kind) = (notice.id, notice.kind.as_str());
    let mut letter = notifier.letter((id, kind), notice.made_at, to, words);
    letter.optional = Notifier::one_click(list);
    Composed::Letter(Box::new(letter))
}
