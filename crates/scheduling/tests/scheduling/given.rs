//! What organisers, companies and delegates do in these tests.

use chrono::NaiveDate;
use marketday_attendance::{RegisterOutcome, RegisterRequest, register};
use marketday_booking::{
    BookOutcome, BookRefused, BookRequest, HoldRefused, HoldRequest, PitchText, Presenter, book,
    hold,
};
use marketday_model::code::CodeCheck;
use marketday_model::notice::Subject;
use marketday_model::slot::SlotLengths;
use marketday_model::time::{LONDON, clock_range, from_local};
use marketday_model::{
    Booking, BookingId, Event, EventId, Instant, Line, NoticeKind, PersonId, Prose, Registration,
    RegistrationId, SessionId, SessionKind, Slot, SlotId, StageId, TimeRange,
};
use marketday_scheduling::{
    EventDetails, SessionText, StageText, add_session, add_stage, apply_slots, plan_slots, release,
};
use marketday_store::releases::ReleasedSession;
use marketday_store::{bookings, events, notices, programme, registrations, releases};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World};

/// An instant in London.
pub(crate) fn london((year, month, day): (i32, u32, u32), hour: u32, minute: u32) -> Instant {
    let local =
        NaiveDate::from_ymd_opt(year, month, day).and_then(|d| d.and_hms_opt(hour, minute, 0));
    from_local(local.expect("a time"), LONDON, None).expect("it exists once")
}

/// A range of times of 2 March 2027, the day of most of these tests.
pub(crate) fn on_the_day(from: (u32, u32), to: (u32, u32)) -> TimeRange {
    let at = |(hour, minute)| london((2027, 3, 2), hour, minute);
    TimeRange::new(at(from), at(to)).expect("a range")
}

/// What the organiser said of an event, to be changed.
pub(crate) fn details(event: &Event) -> EventDetails {
    fn again<const MAX: usize>(text: &str) -> Line<MAX> {
        line(text)
    }
    fn prose_again<const MAX: usize>(text: &str) -> Prose<MAX> {
        prose(text)
    }
    EventDetails {
        title: again(&event.title),
        summary: prose_again(&event.summary),
        region: event.region,
        themes: event.themes.clone(),
        venue: again(&event.venue.name),
        town: again(&event.venue.town),
        address: prose_again(&event.venue.address),
        access: prose_again(&event.venue.access),
        facilities: event.venue.facilities.clone(),
        time: event.time,
        capacity: event.capacity,
        booking: event.booking,
        registration: event.registration,
        company_limit: event.company_limit,
    }
}

/// What is said of a session.
pub(crate) fn session(
    title: &str,
    kind: SessionKind,
    stage: Option<StageId>,
    time: TimeRange,
) -> SessionText {
    SessionText {
        title: line(title),
        description: prose(""),
        chair: None,
        kind,
        stage,
        time,
    }
}

/// An organiser at work on one event.
pub(crate) struct Desk<'a> {
    pub(crate) world: &'a World,
    pub(crate) event: EventId,
    pub(crate) organiser: PersonId,
}

impl<'a> Desk<'a> {
    /// The desk of a day's organiser.
    pub(crate) fn of(world: &'a World, day: &Day) -> Self {
        Self {
            world,
            event: day.event.id,
            organiser: day.organiser.id,
        }
    }

    /// The event as it stands.
    pub(crate) fn now(&self) -> Event {
        let found = self.world.store.read(|rx| events::find(rx, self.event));
        found.expect("the database answers").expect("the event")
    }

    /// Adds a stage.
    pub(crate) fn stage(&self, name: &str) -> StageId {
        let text = StageText {
            name: line(name),
            capacity: None,
            equipment: prose(""),
            access: prose(""),
            opening: None,
        };
        let World {
            store,
            surroundings,
            ..
        } = self.world;
        add_stage(store, surroundings, self.event, self.organiser, text).expect("a stage")
    }

    /// Adds a session.
    pub(crate) fn session(&self, text: SessionText) -> SessionId {
        let World {
            store,
            surroundings,
            ..
        } = self.world;
        let id = surroundings.id();
        add_session(store, surroundings, (self.event, id), self.organiser, text)
            .expect("a session");
        id
    }

    /// Generates the slots of a pitch session, as its preview shows them.
    pub(crate) fn slots(&self, session: SessionId) -> Vec<Slot> {
        let World {
            store,
            surroundings,
            ..
        } = self.world;
        let (lengths, now) = (SlotLengths::DEFAULT, surroundings.now());
        let plan = store
            .read(|rx| plan_slots(rx, self.event, session, lengths, now))
            .expect("a plan");
        let shown = plan.digest();
        let of = (self.event, session);
        apply_slots(store, surroundings, of, self.organiser, lengths, shown).expect("slots");
        let mut slots = self.draft_slots();
        slots.retain(|slot| slot.session == session);
        slots
    }

    /// Releases the draft; how many are told.
    pub(crate) fn release(&self) -> usize {
        let World {
            store,
            surroundings,
            ..
        } = self.world;
        let note = prose("As announced");
        release(
            store,
            surroundings,
            self.event,
            self.organiser,
            (note, None),
        )
        .expect("a release")
    }

    /// The slots of the draft.
    pub(crate) fn draft_slots(&self) -> Vec<Slot> {
        let slots = self
            .world
            .store
            .read(|rx| programme::list_slots(rx, self.event));
        slots.expect("the database answers")
    }

    /// The slots of the current release.
    pub(crate) fn released_slots(&self) -> Vec<Slot> {
        let number = self.now().release;
        let slots = self
            .world
            .store
            .read(|rx| releases::list_slots(rx, self.event, number));
        slots
            .expect("the database answers")
            .into_iter()
            .map(|slot| slot.slot)
            .collect()
    }

    /// The sessions of the current release, those taken out among them.
    pub(crate) fn released(&self) -> Vec<ReleasedSession> {
        let number = self.now().release;
        let sessions = self
            .world
            .store
            .read(|rx| releases::list_sessions(rx, self.event, number));
        sessions.expect("the database answers")
    }

    /// The titles of the current release with SEQUENCE and local times, by start.
    pub(crate) fn programme(&self) -> Vec<(String, u32, String)> {
        let item = |item: ReleasedSession| {
            (
                item.session.title,
                item.sequence,
                clock_range(item.session.time, LONDON),
            )
        };
        self.released().into_iter().map(item).collect()
    }
}

/// The `n`-th company tries to book a slot, with this presenter if not its contact.
pub(crate) fn book_as(
    world: &World,
    slot: SlotId,
    n: usize,
    presenter: Option<Presenter>,
) -> Result<BookingId, BookRefused> {
    let browser = format!("browser {n} for {slot}");
    let (store, surroundings) = (&world.store, &world.surroundings);
    hold_as(world, slot, &browser).expect("the slot is free");
    let request = BookRequest {
        slot,
        browser,
        company: line(&format!("Company {n}")),
        known_company: None,
        website: None,
        company_number: None,
        contact_email: format!("contact@company{n}.example")
            .parse()
            .expect("an address"),
        contact_name: line(&format!("Contact {n}")),
        phone: None,
        presenter,
        pitch: PitchText {
            title: line("A pitch"),
            summary: prose("About it."),
            themes: Vec::new(),
        },
        of_itself: marketday_booking::OfItself::default(),
    };
    match book(store, surroundings, request, |_, _| Ok(CodeCheck::Right))? {
        BookOutcome::Booked(id) => Ok(id),
        BookOutcome::CodeRefused(check) => panic!("nobody asked for a code: {check:?}"),
    }
}

/// Takes hold of a slot in this browser.
pub(crate) fn hold_as(world: &World, slot: SlotId, browser: &str) -> Result<(), HoldRefused> {
    let request = HoldRequest {
        slot,
        browser: browser.into(),
        network: format!("network of {browser}"),
    };
    hold(&world.store, &world.surroundings, request).map(drop)
}

/// The `n`-th company books a slot.
pub(crate) fn booked(world: &World, slot: SlotId, n: usize) -> BookingId {
    book_as(world, slot, n, None).expect("a booking")
}

/// The `n`-th delegate registers.
pub(crate) fn registered(world: &World, event: EventId, n: usize) -> RegistrationId {
    let request = RegisterRequest {
        event,
        email: format!("delegate{n}@council.example")
            .parse()
            .expect("an address"),
        name: line(&format!("Delegate {n}")),
        organisation: line("Some Council"),
        role: line("Commissioner"),
        themes: Vec::new(),
        access: prose(""),
        dietary: prose(""),
        listed: false,
    };
    match register(&world.store, &world.surroundings, request, |_, _| {
        Ok(CodeCheck::Right)
    }) {
        Ok(RegisterOutcome::Registered(id)) => id,
        other => panic!("no place: {other:?}"),
    }
}

/// A booking as it stands.
pub(crate) fn booking(world: &World, id: BookingId) -> Booking {
    let found = world.store.read(|rx| bookings::find(rx, id));
    found.expect("the database answers").expect("the booking")
}

/// A registration as it stands.
pub(crate) fn registration(world: &World, id: RegistrationId) -> Registration {
    let found = world.store.read(|rx| registrations::find(rx, id));
    found
        .expect("the database answers")
        .expect("the registration")
}

/// What was told about something, with the SEQUENCE told of.
pub(crate) fn told(world: &World, subject: Subject) -> Vec<(NoticeKind, u32)> {
    let list = world.store.read(|rx| notices::list(rx, subject));
    let list = list.expect("the database answers");
    list.iter()
        .map(|notice| (notice.kind, notice.version))
        .collect()
}
