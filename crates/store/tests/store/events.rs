//! Listing events.

use chrono::Duration;
use marketday_model::{Event, Region, Theme};
use marketday_store::events::{self, EventFilter, feed_of_region, feed_of_theme};
use marketday_store::{Store, StoreError};
use marketday_testkit::{World, on_each_database};

/// The slugs of the events that a filter lets through.
fn slugs(store: &Store, filter: &EventFilter) -> Vec<String> {
    let list = store.read(|rx| events::list(rx, filter)).unwrap();
    list.into_iter().map(|event| event.slug).collect()
}

/// Stores a like of `event`, changed by `change`; its id and venue are its own.
fn another(world: &World, event: &Event, slug: &str, change: impl FnOnce(&mut Event)) -> Event {
    let mut new = Event {
        id: world.surroundings.id(),
        slug: slug.into(),
        ..event.clone()
    };
    new.venue.id = world.surroundings.id();
    change(&mut new);
    let stored = new.clone();
    world
        .store
        .write(move |tx| {
            assert!(events::insert(tx, &stored)?);
            events::update(tx, &stored)?;
            if stored.is_public() {
                events::enter_feeds(tx, &stored)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    new
}

#[test]
fn events_are_found_by_region_theme_feed_organiser_and_date() {
    on_each_database(|database| {
        let world = World::on(database);
        let care = world.published_day(1).event;
        let later = care.time.shifted(Duration::days(30));
        let waste = another(&world, &care, "waste-day-2027", |event| {
            event.region = Region::Wales;
            event.themes = vec![Theme::Waste, Theme::AdultSocialCare];
            event.time = later;
        });
        another(&world, &care, "draft-day-2027", |event| {
            event.state = marketday_model::EventState::Draft;
            event.published_at = None;
        });
        let all = EventFilter::default();
        let public = EventFilter {
            public: true,
            ..all.clone()
        };
        let of = |filter: EventFilter| slugs(&world.store, &filter);
        assert_eq!(of(all.clone()).len(), 3);
        assert_eq!(of(public.clone()), ["care-day-2027", "waste-day-2027"]);
        assert_eq!(
            of(EventFilter {
                region: Some(Region::Wales),
                ..public.clone()
            }),
            ["waste-day-2027"]
        );
        assert_eq!(
            of(EventFilter {
                theme: Some(Theme::AdultSocialCare),
                ..public.clone()
            }),
            ["care-day-2027", "waste-day-2027"]
        );
        assert_eq!(
            of(EventFilter {
                theme: Some(Theme::Waste),
                ..public.clone()
            }),
            ["waste-day-2027"]
        );
        assert_eq!(
            of(EventFilter {
                feeds: vec![vec![feed_of_region(Region::Wales)]],
                ..all.clone()
            }),
            ["waste-day-2027"]
        );
        assert_eq!(
            of(EventFilter {
                organisers: Some(vec![care.organiser]),
                ..public.clone()
            })
            .len(),
            2
        );
        assert_eq!(
            of(EventFilter {
                organisers: Some(Vec::new()),
                ..public.clone()
            }),
            Vec::<String>::new()
        );
        assert_eq!(
            of(EventFilter {
                ends_after: Some(care.time.end()),
                ..public.clone()
            }),
            ["waste-day-2027"]
        );
        assert_eq!(
            of(EventFilter {
                starts_before: Some(waste.time.start()),
                ..public
            }),
            ["care-day-2027"]
        );
    });
}

#[test]
fn an_event_stays_in_the_feeds_that_it_was_once_in() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut event = world.published_day(1).event;
        event.region = Region::Wales;
        event.themes = vec![Theme::Waste];
        let changed = event.clone();
        world
            .store
            .write(move |tx| {
                events::update(tx, &changed)?;
                events::enter_feeds(tx, &changed)
            })
            .unwrap();
        for feed in [
            feed_of_region(Region::NorthEast),
            feed_of_region(Region::Wales),
            feed_of_theme(Theme::AdultSocialCare),
            feed_of_theme(Theme::Waste),
        ] {
            let filter = EventFilter {
                feeds: vec![vec![feed]],
                ..EventFilter::default()
            };
            assert_eq!(slugs(&world.store, &filter), ["care-day-2027"]);
        }
    });
}

#[test]
fn an_event_comes_back_as_it_was_stored() {
    on_each_database(|database| {
        let world = World::on(database);
        let care = world.published_day(1).event;
        let stored = another(&world, &care, "planning-day-2027", |event| {
            event.title = "Planning – “where next?” 🏘️".into();
            event.themes = vec![Theme::ALL[0], Theme::ALL[1]];
            event.booking.opens_at = Some(event.created_at + Duration::microseconds(1));
            event.cancel_reason = Some("Snow\nand ice".into());
        });
        let found = world
            .store
            .read(|rx| {
                Ok::<_, StoreError>((
                    events::find(rx, stored.id)?,
                    events::find_by_slug(rx, "planning-day-2027")?,
                    events::find_by_slug(rx, "no-such-day")?,
                ))
            })
            .unwrap();
        assert_eq!(found, (Some(stored.clone()), Some(stored), None));
    });
}
