//! The state of affairs before a test of a feed begins, and its bytes afterwards.

use chrono::{DateTime, Duration, NaiveDate};
use marketday_booking::{BookOutcome, BookRequest, HoldRequest, PitchText, book, hold};
use marketday_calendar::write_feed;
use marketday_feeds::{Chosen, Feed, FeedSite, Part, events_feed, programme_feed};
use marketday_model::code::CodeCheck;
use marketday_model::time::{LONDON, from_local};
use marketday_model::{BookingId, Event, EventState, Instant, Region, Slot, Theme, TimeRange};
use marketday_store::{StoreError, events};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Database, World};
use std::path::PathBuf;

/// Monday 6 October 2025, 9am UTC: lies in the past of every checker that reads these feeds.
pub(crate) fn beginning() -> Instant {
    DateTime::from_timestamp(1_759_741_200, 0).expect("an instant in range")
}

pub(crate) fn world(database: &Database) -> World {
    let world = World::on(database);
    world.clock.set(beginning());
    world
}

pub(crate) fn site() -> FeedSite {
    FeedSite::new("https://marketday.example")
}

pub(crate) fn local(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Instant {
    let time =
        NaiveDate::from_ymd_opt(year, month, day).and_then(|day| day.and_hms_opt(hour, minute, 0));
    from_local(time.expect("a time"), LONDON, None).expect("it exists once")
}

/// Stores a public event like `base` with another address, title and time.
pub(crate) fn another_day(
    world: &World,
    base: &Event,
    (slug, title): (&str, &str),
    (start, hours): (Instant, i64),
) -> Event {
    let mut event = Event {
        id: world.surroundings.id(),
        slug: slug.into(),
        title: title.into(),
        time: TimeRange::new(start, start + Duration::hours(hours)).expect("a day"),
        release: 0,
        ..base.clone()
    };
    event.venue.id = world.surroundings.id();
    let stored = event.clone();
    world
        .store
        .write(move |tx| {
            events::insert(tx, &stored)?;
            events::update(tx, &stored)?;
            events::enter_feeds(tx, &stored)
        })
        .expect("an event");
    event
}

/// Overwrites an event, as a verb would.
pub(crate) fn change(world: &World, event: &Event) {
    let event = event.clone();
    world
        .store
        .write(move |tx| {
            events::update(tx, &event)?;
            events::enter_feeds(tx, &event)
        })
        .expect("an event");
}

pub(crate) fn cancelled(world: &World, event: &Event, reason: &str) -> Event {
    let now = world.surroundings.now();
    Event {
        state: EventState::Cancelled,
        sequence: event.sequence + 1,
        cancelled_at: Some(now),
        cancel_reason: Some(reason.into()),
        changed_at: now,
        ..event.clone()
    }
}

/// The feed of events now.
pub(crate) fn feed(world: &World, chosen: &Chosen) -> Feed {
    let now = world.surroundings.now();
    world
        .store
        .read(|rx| events_feed(rx, &site(), chosen, now))
        .expect("the database answers")
        .expect("a feed")
}

/// Every event.
pub(crate) fn all() -> Chosen {
    Chosen::default()
}

/// The events of a region.
pub(crate) fn of_region(region: Region) -> Chosen {
    Chosen {
        region: Some(region),
        ..Chosen::default()
    }
}

/// The events with a theme.
pub(crate) fn of_theme(theme: Theme) -> Chosen {
    Chosen {
        theme: Some(theme),
        ..Chosen::default()
    }
}

/// The feed of an event's programme now, from what the database holds of the event.
pub(crate) fn programme(world: &World, slug: &str) -> Feed {
    part_of(world, slug, Part::default())
}

/// The feed of a part of it.
pub(crate) fn part_of(world: &World, slug: &str, part: Part) -> Feed {
    let now = world.surroundings.now();
    world
        .store
        .read(|rx| {
            let event = events::find_by_slug(rx, slug)?.expect("an event");
            programme_feed(rx, &site(), &event, part, now)
        })
        .expect("the database answers")
        .expect("a feed")
}

/// "SEQUENCE STATUS SUMMARY" of each entry, by start.
pub(crate) fn lines(feed: &Feed) -> Vec<String> {
    let mut entries = feed.calendar.entries.clone();
    entries.sort_by(|a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
    entries
        .iter()
        .map(|entry| {
            format!(
                "{} {} {}",
                entry.sequence,
                entry.status.word(),
                entry.summary
            )
        })
        .collect()
}

/// Books a slot for a company.
pub(crate) fn booked(world: &World, slot: &Slot, company: &str, title: &str) -> BookingId {
    let browser = world.surroundings.token();
    let wanted = HoldRequest {
        slot: slot.id,
        browser: browser.clone(),
        network: "192.0.2.1".into(),
    };
    hold(&world.store, &world.surroundings, wanted).expect("a hold");
    let request = BookRequest {
        slot: slot.id,
        browser,
        company: line(company),
        known_company: None,
        website: None,
        company_number: None,
        contact_email: format!("ada@{}.example", marketday_model::text::slug(company))
            .parse()
            .expect("an address"),
        contact_name: line("Ada Pitcher"),
        phone: None,
        presenter: None,
        pitch: PitchText {
            title: line(title),
            summary: prose("Finds leaks; saves water, money.\nBring questions."),
            themes: vec![Theme::AdultSocialCare, Theme::Waste],
        },
        of_itself: marketday_booking::OfItself::default(),
    };
    let outcome = book(&world.store, &world.surroundings, request, |_, _| {
        Ok::<_, StoreError>(CodeCheck::Right)
    });
    let BookOutcome::Booked(id) = outcome.expect("a booking") else {
        panic!("the code was refused");
    };
    id
}

/// The bytes that subscribers get, kept for the checkers where `MARKETDAY_ARTEFACTS` names a folder.
pub(crate) fn written(name: &str, feed: &Feed) -> String {
    let bytes = write_feed(&feed.calendar);
    if let Some(folder) = std::env::var_os("MARKETDAY_ARTEFACTS") {
        let folder = PathBuf::from(folder).join("feeds");
        std::fs::create_dir_all(&folder).expect("a folder for feeds");
        std::fs::write(folder.join(format!("{name}.ics")), &bytes).expect("a feed is written");
    }
    String::from_utf8(bytes).expect("a feed is UTF-8")
}

/// Compares a feed with what was last agreed, its ids left out.
pub(crate) fn agreed(name: &str, feed: &Feed) {
    let text = written(name, feed)
        .replace("\r\n ", "")
        .replace("\r\n", "\n");
    insta::with_settings!({filters => vec![
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
    ]}, { insta::assert_snapshot!(name.to_owned(), text) });
}
