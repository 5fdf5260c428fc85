//! Publishing a draft.

use crate::given::{Desk, details, hold_as, on_the_day, session};
use marketday_booking::HoldRefused;
use marketday_model::SessionKind::{Keynote, Pitch};
use marketday_model::notice::Subject;
use marketday_model::{Event, EventState};
use marketday_scheduling::{EventDetails, ReleaseRefused, cancel_event, create_event, publish};
use marketday_store::audit;
use marketday_store::events::feed_of_region;
use marketday_store::events::{self, EventFilter};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database};

fn a_draft<'a>(world: &'a World, day: &Day) -> Desk<'a> {
    let text = EventDetails {
        title: line("Waste Day"),
        ..details(&day.event)
    };
    let by = (day.event.organiser, day.organiser.email.to_string());
    let id = world.surroundings.id();
    let (store, surroundings) = (&world.store, &world.surroundings);
    let event = create_event(store, surroundings, id, day.organiser.id, by, text).unwrap();
    Desk {
        event: event.id,
        ..Desk::of(world, day)
    }
}

fn go(desk: &Desk<'_>) -> Result<(), ReleaseRefused> {
    publish(
        &desk.world.store,
        &desk.world.surroundings,
        desk.event,
        desk.organiser,
    )
}

fn public(world: &World) -> Vec<Event> {
    let filter = EventFilter {
        public: true,
        ..EventFilter::default()
    };
    world.store.read(|rx| events::list(rx, &filter)).unwrap()
}

#[test]
fn publishing_makes_release_one_and_the_event_public() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = a_draft(&world, &day);
        desk.session(session(
            "Welcome",
            Keynote,
            None,
            on_the_day((9, 30), (10, 0)),
        ));
        assert_eq!(public(&world).len(), 1);
        go(&desk).unwrap();
        let event = desk.now();
        assert_eq!(
            (
                event.state,
                event.release,
                event.sequence,
                event.published_at
            ),
            (EventState::Published, 1, 0, Some(world.surroundings.now()))
        );
        assert_eq!(
            desk.programme(),
            [("Welcome".into(), 0, "9:30am to 10am".into())]
        );
        assert_eq!(public(&world).len(), 2);
        let filter = EventFilter {
            feeds: vec![vec![feed_of_region(event.region)]],
            ..EventFilter::default()
        };
        let fed = world.store.read(|rx| events::list(rx, &filter)).unwrap();
        assert_eq!(fed.len(), 2);
        // Pressing the button again publishes nothing more.
        go(&desk).unwrap();
        assert_eq!(desk.now(), event);
        let trail = world
            .store
            .read(|rx| audit::list(rx, Subject::Event(desk.event)))
            .unwrap();
        let actions: Vec<_> = trail.iter().map(|(action, ..)| action.as_str()).collect();
        assert_eq!(
            actions
                .iter()
                .filter(|action| **action == "event.publish")
                .count(),
            1
        );
    });
}

#[test]
fn an_empty_programme_a_day_in_the_past_and_a_cancelled_draft_are_not_published() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = a_draft(&world, &day);
        assert!(matches!(go(&desk), Err(ReleaseRefused::NoSessions)));
        desk.session(session(
            "Welcome",
            Keynote,
            None,
            on_the_day((9, 30), (10, 0)),
        ));
        let before = world.surroundings.now();
        world.clock.set(day.event.time.start());
        assert!(matches!(go(&desk), Err(ReleaseRefused::Past)));
        world.clock.set(before);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let told =
            cancel_event(store, surroundings, desk.event, desk.organiser, prose("No")).unwrap();
        assert_eq!(told, 0);
        assert!(matches!(
            go(&desk),
            Err(ReleaseRefused::State(EventState::Cancelled))
        ));
        assert_eq!(public(&world).len(), 1, "a cancelled draft never appears");
        let nothing = Desk {
            event: world.surroundings.id(),
            ..desk
        };
        assert!(matches!(go(&nothing), Err(ReleaseRefused::NoSuchEvent)));
    });
}

#[test]
fn only_released_slots_can_be_taken() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = a_draft(&world, &day);
        let stage = desk.stage("Main stage");
        let pitches = desk.session(session(
            "Pitches",
            Pitch,
            Some(stage),
            on_the_day((10, 0), (11, 0)),
        ));
        let first = desk.slots(pitches);
        let take = |n: usize, slot| hold_as(&world, slot, &format!("browser {n}"));
        assert!(
            matches!(take(1, first[0].id), Err(HoldRefused::NoSuchSlot)),
            "a draft"
        );
        go(&desk).unwrap();
        take(1, first[0].id).unwrap();
        let more = desk.session(session(
            "More",
            Pitch,
            Some(stage),
            on_the_day((11, 0), (12, 0)),
        ));
        let second = desk.slots(more);
        assert!(
            matches!(take(2, second[0].id), Err(HoldRefused::NoSuchSlot)),
            "not released"
        );
        assert_eq!(desk.release(), 0);
        take(2, second[0].id).unwrap();
    });
}
