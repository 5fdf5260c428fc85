//! The daily digest: one letter a person, with all their events at which something happened.

use super::facts::operator_foot;
use super::{ComposeError, Composed, Dropped};
use crate::Notifier;
use marketday_mail::Mailbox;
use marketday_model::digest::Digest;
use marketday_model::notice::Recipient;
use marketday_model::permission::{Actor, may_manage_bookings};
use marketday_model::{Event, EventId, EventState, Notice, OptionalLetter, PersonId, SeatScope};
use marketday_render::letters::{BookingDigest, DigestBooking, DigestEvent};
use marketday_render::{Links, when};
use marketday_store::digests::{Became, BookingNews, Registered};
use marketday_store::events::EventFilter;
use marketday_store::{Rx, StoreError, consents, digests, events, memberships, people, teams};

/// How many bookings of one event are named: the page has them all.
const NAMED: usize = 20;

pub(super) fn compose(
    notifier: &Notifier,
    notice: &Notice,
    id: PersonId,
) -> Result<Composed, ComposeError> {
    let letter = OptionalLetter::BookingDigest;
    if notice.recipient != Recipient::Person(id) {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    }
    notifier.store.read(|rx| {
        let (Some(person), Some(digest)) =
            (people::find(rx, id)?, digests::find(rx, notice.version)?)
        else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        if !consents::may_send_optional(rx, id, letter)? {
            return Ok(Composed::Dropped(Dropped::NotWanted));
        }
        let looked_after = list_events(rx, id, &digest)?;
        let told = tell(rx, notifier, &looked_after, &digest)?;
        if told.is_empty() {
            return Ok(Composed::Dropped(Dropped::ChangedBack));
        }
        let headers = notifier.list_headers(id, letter);
        let words = notifier.engine.letter(&BookingDigest {
            to_name: person.name.clone(),
            events: told,
            stop_link: headers.unsubscribe_url.clone(),
            foot: operator_foot(notifier, Some(id)),
        })?;
        let to = Mailbox::named(person.name, person.email.as_str());
        let about = (notice.id, notice.kind.as_str());
        let mut composed = notifier.letter(about, notice.made_at, to, words);
        composed.optional = Notifier::one_click(headers);
        Ok(Composed::Letter(Box::new(composed)))
    })
}

/// The published events whose bookings somebody looks after and that were not over before, by start.
fn list_events(
    rx: &mut Rx<'_>,
    person: PersonId,
    digest: &Digest,
) -> Result<Vec<Event>, StoreError> {
    let actor = Actor {
        person,
        memberships: memberships::list_of_person(rx, person)?,
        seats: teams::list_of_person(rx, person)?,
        is_administrator: false,
    };
    let mut bodies: Vec<_> = actor
        .memberships
        .iter()
        .map(|tie| tie.organisation)
        .collect();
    let mut seats = Vec::new();
    for seat in &actor.seats {
        match seat.scope {
            SeatScope::Body(id) => bodies.push(id),
            SeatScope::Event(id) => seats.push(id),
        }
    }
    let filter = EventFilter {
        team: Some((bodies, seats)),
        public: true,
        ends_after: Some(digest.since),
        ..EventFilter::default()
    };
    let mut found = events::list(rx, &filter)?;
    found
        .retain(|event| event.state == EventState::Published && may_manage_bookings(&actor, event));
    Ok(found)
}

/// What happened at each of them, those left out at which nothing did.
fn tell(
    rx: &mut Rx<'_>,
    notifier: &Notifier,
    all: &[Event],
    digest: &Digest,
) -> Result<Vec<DigestEvent>, ComposeError> {
    let ids: Vec<EventId> = all.iter().map(|event| event.id).collect();
    let bookings = digests::list_bookings(rx, &ids, digest)?;
    let registered = digests::count_registrations(rx, &ids, digest)?;
    let waiting = digests::count_waiting(rx, &ids, digest)?;
    let told = all.iter().filter_map(|event| {
        let of_event: Vec<&BookingNews> = bookings
            .iter()
            .filter(|one| one.event == event.id)
            .collect();
        let registered = registered.get(&event.id).copied().unwrap_or_default();
        let (waiting, any_joined) = waiting.get(&event.id).copied().unwrap_or_default();
        let is_quiet = of_event.is_empty() && registered.new == 0 && registered.cancelled == 0;
        if is_quiet && !any_joined {
            return None;
        }
        let link = |path: &str| notifier.links.absolute(path);
        Some(DigestEvent {
            title: event.title.clone(),
            when_text: when::range(event.time, event.zone),
            more: of_event.len().saturating_sub(NAMED),
            bookings: of_event
                .iter()
                .take(NAMED)
                .map(|one| booking(one))
                .collect(),
            registered_text: registered_text(registered),
            waiting_text: (waiting > 0).then(|| waiting_text(waiting)),
            bookings_link: link(&Links::organise_bookings(&event.slug)),
        })
    });
    Ok(told.collect())
}

fn booking(news: &BookingNews) -> DigestBooking {
    DigestBooking {
        became: match news.became {
            Became::New => "New",
            Became::Moved => "Moved",
            Became::Cancelled => "Cancelled",
        }
        .to_owned(),
        company: news.company.clone(),
        title: news.title.clone(),
    }
}

/// "40 delegates are registered: 3 new, 1 cancelled."
fn registered_text(registered: Registered) -> String {
    let all = match registered.all {
        0 => "No delegates are registered".to_owned(),
        1 => "1 delegate is registered".to_owned(),
        all => format!("{all} delegates are registered"),
    };
    match (registered.new, registered.cancelled) {
        (0, 0) => format!("{all}."),
        (new, 0) => format!("{all}: {new} new."),
        (0, gone) => format!("{all}: {gone} cancelled."),
        (new, gone) => format!("{all}: {new} new, {gone} cancelled."),
    }
}

fn waiting_text(waiting: usize) -> String {
    if waiting == 1 {
        "1 company is on the waiting list.".to_owned()
    } else {
        format!("{waiting} companies are on the waiting list.")
    }
}
