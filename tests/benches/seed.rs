//! What is measured against: days with 200 slots on two stages, and days that are only an event. Straight through the
//! store, since making them is not what is measured.

use chrono::{Duration, NaiveDate};
use marketday_model::booking::Hold;
use marketday_model::event::Window;
use marketday_model::organisation::identity;
use marketday_model::slot::{SlotLengths, SlotMode, generate};
use marketday_model::time::{LONDON, from_local};
use marketday_model::{
    Event, EventState, Instant, Organisation, OrganisationKind, Person, Pitch, Region, Release,
    Session, SessionKind, Slot, Stage, Theme, TimeRange, Venue, policy,
};
use marketday_store::bookings::Confirmation;
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{
    StoreError, bookings, events, holds, organisations, pitches, programme, releases,
};
use marketday_testkit::World;

/// Who organises every day.
pub(crate) struct Organisers {
    person: Person,
    body: Organisation,
}

/// A published day with its slots.
pub(crate) struct Day {
    /// The event.
    pub(crate) event: Event,
    /// Its slots, stage by stage.
    pub(crate) slots: Vec<Slot>,
}

/// Which slots are booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Booked {
    /// The first, the third and so on.
    EveryOther,
    /// All of them.
    All,
}

/// The organisers of every day.
pub(crate) fn organisers(world: &World) -> Organisers {
    let (person, body) = world.organiser("organiser@north.example");
    Organisers { person, body }
}

/// How many dates there are: days beyond them share theirs, so that a feed holds every one.
const DATES: u32 = 200;

/// An instant on the `number`th day, every other date from 20 January 2027.
fn at(number: u32, hour: u32, minute: u32) -> Instant {
    let first = NaiveDate::from_ymd_opt(2027, 1, 20).expect("a date");
    let local =
        (first + Duration::days(2 * i64::from(number % DATES))).and_hms_opt(hour, minute, 0);
    from_local(local.expect("a time"), LONDON, None).expect("a time in the day exists once")
}

fn draft(world: &World, by: &Organisers, number: u32) -> Event {
    let now = world.surroundings.now();
    let time = TimeRange::new(at(number, 8, 30), at(number, 18, 0)).expect("a day");
    let window = Window {
        opens_at: None,
        closes_at: time.start(),
    };
    let pick = |length: usize| number as usize % length;
    let theme = Theme::ALL[pick(Theme::ALL.len())];
    let region = Region::ALL[pick(Region::ALL.len())];
    Event {
        id: world.surroundings.id(),
        slug: format!("market-day-{number}"),
        state: EventState::Published,
        title: format!("{} Market Information Day {number}", region.name()),
        summary: "A day on which small companies show **councils** what they have made.\n\n"
            .repeat(6),
        region,
        themes: vec![theme],
        venue: Venue {
            id: world.surroundings.id(),
            name: "Dolphin Hall".into(),
            town: "Darlington".into(),
            address: "Horsemarket\nDarlington\nDL1 5RP".into(),
            access: "Step-free throughout, with an induction loop on both stages.".into(),
            facilities: marketday_model::Facilities::default(),
            kept: None,
        },
        organiser: by.body.id,
        organiser_name: by.body.name.clone(),
        contact_email: by.person.email.to_string(),
        time,
        zone: LONDON,
        capacity: 400,
        booking: window,
        registration: window,
        company_limit: 1,
        release: 0,
        sequence: 0,
        uid_generation: 0,
        published_at: Some(now),
        cancelled_at: None,
        cancel_reason: None,
        postponed_from: None,
        postpone_reason: None,
        reinstated_at: None,
        created_at: now,
        changed_at: now,
    }
}

/// A published event without a programme.
pub(crate) fn event(world: &World, by: &Organisers, number: u32) {
    let event = draft(world, by, number);
    world
        .store
        .write(move |tx| {
            events::insert(tx, &event)?;
            events::update(tx, &event)?;
            events::enter_feeds(tx, &event)
        })
        .expect("an event");
}

/// A published day with 200 slots of 5 minutes.
pub(crate) fn day(world: &World, by: &Organisers, number: u32) -> Day {
    day_of(world, by, number, 50)
}

/// A published day with two stages, each with `slots` slots of 5 minutes before and after a break: 50 at most.
pub(crate) fn day_of(world: &World, by: &Organisers, number: u32, slots: u32) -> Day {
    let per_session = slots;
    let event = Event {
        release: 1,
        ..draft(world, by, number)
    };
    let mut sessions = vec![
        session(
            world,
            &event,
            SessionKind::Keynote,
            None,
            at(number, 8, 30),
            30,
        ),
        session(
            world,
            &event,
            SessionKind::Break,
            None,
            at(number, 13, 10),
            30,
        ),
    ];
    let (mut stages, mut slots) = (Vec::new(), Vec::new());
    for position in 0..2 {
        let stage = Stage {
            id: world.surroundings.id(),
            event: event.id,
            name: ["Main stage", "Garden room"][position as usize].into(),
            capacity: Some(120),
            equipment: String::new(),
            access: "Step-free".into(),
            opening: None,
            position,
        };
        for start in [at(number, 9, 0), at(number, 13, 40)] {
            let pitches = session(
                world,
                &event,
                SessionKind::Pitch,
                Some(&stage),
                start,
                5 * per_session,
            );
            let lengths = SlotLengths::new(3, 2, 0, 5).expect("lengths that make sense");
            slots.extend(
                generate(pitches.time, lengths, &[])
                    .into_iter()
                    .map(|times| Slot {
                        id: world.surroundings.id(),
                        event: event.id,
                        session: pitches.id,
                        stage: stage.id,
                        times,
                        mode: SlotMode::Open,
                    }),
            );
            sessions.push(pitches);
        }
        stages.push(stage);
    }
    insert(world, by, &event, &stages, &sessions, &slots);
    Day { event, slots }
}

fn session(
    world: &World,
    event: &Event,
    kind: SessionKind,
    stage: Option<&Stage>,
    start: Instant,
    minutes: u32,
) -> Session {
    let time = TimeRange::new(start, start + Duration::minutes(i64::from(minutes)));
    Session {
        id: world.surroundings.id(),
        event: event.id,
        stage: stage.map(|stage| stage.id),
        kind,
        title: kind.name().to_owned(),
        description: String::new(),
        chair: String::new(),
        time: time.expect("a session ends after it starts"),
    }
}

fn insert(
    world: &World,
    by: &Organisers,
    event: &Event,
    stages: &[Stage],
    sessions: &[Session],
    slots: &[Slot],
) {
    let now = world.surroundings.now();
    let stage_of = |id| stages.iter().find(|stage| Some(stage.id) == id);
    let released_sessions: Vec<_> = sessions
        .iter()
        .map(|session| ReleasedSession {
            session: session.clone(),
            stage_name: stage_of(session.stage).map(|stage| stage.name.clone()),
            sequence: 0,
            changed_at: now,
            removed_at: None,
        })
        .collect();
    let released_slots: Vec<_> = slots
        .iter()
        .filter_map(|slot| {
            let stage = stage_of(Some(slot.stage))?;
            Some(ReleasedSlot {
                slot: slot.clone(),
                stage_name: stage.name.clone(),
                stage_position: stage.position,
            })
        })
        .collect();
    let release = Release {
        event: event.id,
        number: 1,
        note: "First programme".into(),
        made_at: now,
        event_starts_at: Some(event.time.start()),
    };
    let (event, by) = (event.clone(), by.person.id);
    let (stages, sessions, slots) = (stages.to_vec(), sessions.to_vec(), slots.to_vec());
    world
        .store
        .write(move |tx| {
            events::insert(tx, &event)?;
            for stage in &stages {
                programme::insert_stage(tx, stage)?;
            }
            for session in &sessions {
                programme::insert_session(tx, session)?;
            }
            programme::insert_slots(tx, &slots)?;
            releases::insert(tx, &release, Some(by), &released_sessions, &released_slots)?;
            events::update(tx, &event)?;
            events::enter_feeds(tx, &event)
        })
        .expect("a published day");
}

/// Books slots of a day, each by a company of its own.
pub(crate) fn book(world: &World, day: &Day, which: Booked) {
    let step = if which == Booked::All { 1 } else { 2 };
    for (number, slot) in day.slots.iter().enumerate().step_by(step) {
        book_one(world, number, slot);
    }
}

fn book_one(world: &World, number: usize, slot: &Slot) {
    let now = world.surroundings.now();
    let contact = world.person(&format!("founder{number}@company{number}.example"));
    let name = format!("Company {number} Systems Limited");
    let company = Organisation {
        id: world.surroundings.id(),
        kind: OrganisationKind::Company,
        identity: identity(&name, None),
        name,
        website: None,
        company_number: None,
        gss: None,
        region: None,
    };
    let pitch = Pitch {
        id: world.surroundings.id(),
        company: company.id,
        title: format!("Fewer missed bins, and how {number} councils got there"),
        summary: "What we do, for whom, and what it has saved them in the first year. ".repeat(6),
        themes: vec![Theme::ALL[number % Theme::ALL.len()]],
    };
    let hold = Hold {
        booking: world.surroundings.id(),
        event: slot.event,
        slot: slot.id,
        expires_at: now + policy::HOLD,
        is_extended: false,
    };
    let confirmation = Confirmation {
        booking: hold.booking,
        browser: world.surroundings.token(),
        company: company.id,
        company_identity: company.identity.clone(),
        claim_expires_at: None,
        contact: contact.id,
        presenter: contact.id,
        presenter_name: contact.name,
        presenter_email: None,
        pitch: pitch.id,
    };
    world
        .store
        .write(move |tx| {
            organisations::find_or_insert(tx, &company, now)?;
            holds::insert(tx, &hold, &confirmation.browser, "network", now)?;
            pitches::insert(tx, &pitch, now)?;
            bookings::confirm(tx, &confirmation, now)?;
            Ok::<_, StoreError>(())
        })
        .expect("a booking");
}
