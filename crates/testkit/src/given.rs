//! Builders: the state of affairs before a test begins. They write straight through the store, so that a test of one
//! verb does not depend on the others, and set only what a test must not care about.

use crate::database::Database;
use chrono::{DateTime, Duration, NaiveDate};
use marketday_model::event::Window;
use marketday_model::organisation::identity;
use marketday_model::slot::{SlotLengths, generate};
use marketday_model::time::LONDON;
use marketday_model::{
    EmailAddress, Event, EventId, EventState, FrozenClock, Instant, Line, Membership,
    MembershipState, Organisation, OrganisationKind, Person, Prose, Randomness, Region, Release,
    Role, Session, SessionKind, Slot, SlotMode, Stage, Surroundings, Theme, TimeRange, Venue,
};
use marketday_store::audit_trail::Filter;
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{
    Store, StoreError, audit_trail, events, memberships, organisations, people, programme, releases,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many worlds this process has made.
static WORLDS: AtomicU64 = AtomicU64::new(0);

/// Tuesday 12 January 2027, 9am: when every test begins unless it says otherwise.
///
/// # Panics
/// Never: the instant is in range.
pub fn now() -> Instant {
    DateTime::from_timestamp(1_799_744_400, 0).expect("an instant in range")
}

/// A store with a clock that stands still and repeatable chance.
pub struct World {
    /// The database.
    pub store: Store,
    /// The clock and chance that verbs are given.
    pub surroundings: Surroundings,
    /// The clock, to be moved.
    pub clock: Arc<FrozenClock>,
}

/// A published day with everything that hangs on it.
pub struct Day {
    /// The event.
    pub event: Event,
    /// Its organiser, an owner of the organising body.
    pub organiser: Person,
    /// Its one stage.
    pub stage: Stage,
    /// Its one pitch session.
    pub session: Session,
    /// Its slots, in the current release.
    pub slots: Vec<Slot>,
}

impl World {
    /// What the audit trail says of an event (its bookings and registrations included) that was done by such an action
    /// and is now otherwise, each as `Title: before > after`.
    ///
    /// # Panics
    /// If the database fails.
    pub fn altered(&self, event: EventId, action: &str) -> Vec<String> {
        let filter = Filter {
            event: Some(event),
            ..Filter::default()
        };
        let lines = self.store.read(|rx| audit_trail::list(rx, &filter, 1000));
        let lines = lines.expect("the database answers").into_iter();
        lines
            .filter(|line| line.action == action)
            .flat_map(|line| line.altered)
            .map(|one| format!("{}: {} > {}", one.what, one.before, one.after))
            .collect()
    }

    /// A world on this database.
    pub fn on(database: &Database) -> Self {
        let clock = Arc::new(FrozenClock::at(now()));
        // A seed of its own for each, so that two worlds on one database never draw the same id.
        let seed = WORLDS.fetch_add(1, Ordering::Relaxed);
        let surroundings = Surroundings::new(clock.clone(), Randomness::seeded(seed));
        Self {
            store: database.store.clone(),
            surroundings,
            clock,
        }
    }

    /// Somebody with this address, named after it.
    ///
    /// # Panics
    /// If the database fails.
    pub fn person(&self, email: &str) -> Person {
        let email: EmailAddress = email.parse().expect("an address");
        let (id, now) = (self.surroundings.id(), self.surroundings.now());
        let name = email
            .as_str()
            .split('@')
            .next()
            .unwrap_or_default()
            .to_owned();
        self.store
            .write(move |tx| people::find_or_insert(tx, id, &email, &name, None, now))
            .expect("a person")
    }

    /// An organiser and their organising body.
    ///
    /// # Panics
    /// If the database fails.
    pub fn organiser(&self, email: &str) -> (Person, Organisation) {
        let person = self.person(email);
        let body = Organisation {
            id: self.surroundings.id(),
            kind: OrganisationKind::OrganisingBody,
            name: "North Exchange".into(),
            identity: identity("North Exchange", None),
            website: None,
            company_number: None,
            gss: None,
            region: None,
        };
        let (membership_id, now, person_id) =
            (self.surroundings.id(), self.surroundings.now(), person.id);
        let body = self
            .store
            .write(move |tx| {
                let body = organisations::find_or_insert(tx, &body, now)?;
                let membership = Membership {
                    id: membership_id,
                    person: person_id,
                    organisation: body.id,
                    role: Role::Owner,
                    state: MembershipState::Active,
                    since: now,
                };
                memberships::insert(tx, &membership)?;
                Ok::<_, StoreError>(body)
            })
            .expect("an organising body");
        (person, body)
    }

    /// A published day on Tuesday 2 March 2027, 9:30am to 4pm in Darlington, with one stage, one pitch session from
    /// 10am that is as long as its `slots` slots need, and everything open.
    ///
    /// # Panics
    /// If the database fails, or more than 24 slots are asked for.
    pub fn published_day(&self, slots: u32) -> Day {
        self.published_day_at("care-day-2027", march_2(), slots)
    }

    /// The same day in seven weeks by the clock of this world: for a clock that cannot be set.
    ///
    /// # Panics
    /// If the database fails, or more than 24 slots are asked for.
    pub fn day_in_seven_weeks(&self, slots: u32) -> Day {
        let date = self.surroundings.now().date_naive() + Duration::weeks(7);
        self.published_day_at("care-day-2027", date, slots)
    }

    /// Another such day of the same organising body, at another address: `care-day-2027-2`.
    pub fn another_day(&self, number: usize, slots: u32) -> Day {
        self.published_day_at(&format!("care-day-2027-{number}"), march_2(), slots)
    }

    fn published_day_at(&self, slug: &str, date: NaiveDate, slots: u32) -> Day {
        assert!(slots <= 24, "the day is over at 4pm");
        let (organiser, body) = self.organiser("organiser@north.example");
        let now = self.surroundings.now();
        let at = |hour: u32, minute: u32| {
            let local = date.and_hms_opt(hour, minute, 0).expect("a time");
            marketday_model::time::from_local(local, LONDON, None).expect("it exists once")
        };
        let event = self.event(
            slug,
            &body,
            &organiser,
            TimeRange::new(at(9, 30), at(16, 0)).expect("a day"),
            now,
        );
        let stage = Stage {
            id: self.surroundings.id(),
            event: event.id,
            name: "Main stage".into(),
            capacity: Some(120),
            equipment: String::new(),
            access: "Step-free".into(),
            opening: None,
            position: 0,
        };
        let length = Duration::minutes(i64::from(slots.max(1)) * 15);
        let session = Session {
            id: self.surroundings.id(),
            event: event.id,
            stage: Some(stage.id),
            kind: SessionKind::Pitch,
            title: "Pitches".into(),
            description: String::new(),
            chair: String::new(),
            time: TimeRange::new(at(10, 0), at(10, 0) + length).expect("a session"),
        };
        let slots: Vec<Slot> = generate(session.time, SlotLengths::DEFAULT, &[])
            .into_iter()
            .take(slots as usize)
            .map(|times| Slot {
                id: self.surroundings.id(),
                event: event.id,
                session: session.id,
                stage: stage.id,
                times,
                mode: SlotMode::Open,
            })
            .collect();
        let day = Day {
            event,
            organiser,
            stage,
            session,
            slots,
        };
        self.insert(&day);
        day
    }

    fn event(
        &self,
        slug: &str,
        body: &Organisation,
        organiser: &Person,
        time: TimeRange,
        now: Instant,
    ) -> Event {
        Event {
            id: self.surroundings.id(),
            slug: slug.into(),
            state: EventState::Published,
            title: "Care Day".into(),
            summary: "A day about **care**.".into(),
            region: Region::NorthEast,
            themes: vec![Theme::AdultSocialCare],
            venue: Venue {
                id: self.surroundings.id(),
                name: "Dolphin Hall".into(),
                town: "Darlington".into(),
                address: "Horsemarket\nDarlington\nDL1 5RP".into(),
                access: "Step-free throughout.".into(),
                facilities: marketday_model::Facilities::default(),
                kept: None,
            },
            organiser: body.id,
            organiser_name: body.name.clone(),
            contact_email: organiser.email.to_string(),
            time,
            zone: LONDON,
            capacity: 100,
            booking: Window {
                opens_at: None,
                closes_at: time.start() - Duration::days(1),
            },
            registration: Window {
                opens_at: None,
                closes_at: time.start() - Duration::days(1),
            },
            company_limit: 1,
            release: 1,
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

    fn insert(&self, day: &Day) {
        let (event, stage, session, slots) = (
            day.event.clone(),
            day.stage.clone(),
            day.session.clone(),
            day.slots.clone(),
        );
        let (organiser, now) = (day.organiser.id, self.surroundings.now());
        self.store
            .write(move |tx| {
                events::insert(tx, &event)?;
                programme::insert_stage(tx, &stage)?;
                programme::insert_session(tx, &session)?;
                programme::insert_slots(tx, &slots)?;
                let released = ReleasedSession {
                    session: session.clone(),
                    stage_name: Some(stage.name.clone()),
                    sequence: 0,
                    changed_at: now,
                    removed_at: None,
                };
                let slots: Vec<_> = slots
                    .iter()
                    .map(|slot| ReleasedSlot {
                        slot: slot.clone(),
                        stage_name: stage.name.clone(),
                        stage_position: 0,
                    })
                    .collect();
                let release = Release {
                    event: event.id,
                    number: 1,
                    note: "First programme".into(),
                    made_at: now,
                    event_starts_at: Some(event.time.start()),
                };
                releases::insert(tx, &release, Some(organiser), &[released], &slots)?;
                events::update(tx, &event)?;
                events::enter_feeds(tx, &event)
            })
            .expect("a published day");
    }
}

/// The date of every day that a test does not choose.
fn march_2() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, 2).expect("a date")
}

/// A line of text that is known to be good.
///
/// # Panics
/// If it is not.
pub fn line<const MAX: usize>(text: &str) -> Line<MAX> {
    text.parse().expect("a line")
}

/// Prose that is known to be good.
///
/// # Panics
/// If it is not.
pub fn prose<const MAX: usize>(text: &str) -> Prose<MAX> {
    text.parse().expect("prose")
}
