//! The requests that tests begin with: they set only what a test must not care about.

use marketday_booking::{
    BookOutcome, BookRefused, BookRequest, CancelledBy, HoldRefused, HoldRequest, PitchText,
    Presenter, book, cancel, hold,
};
use marketday_model::booking::Hold;
use marketday_model::code::CodeCheck;
use marketday_model::slot::SlotLengths;
use marketday_model::{
    Booking, BookingId, EventId, Line, Session, SessionKind, Slot, SlotId, Theme,
};
use marketday_scheduling::{
    SessionText, StageText, add_session, add_stage, apply_slots, plan_slots, release,
};
use marketday_store::bookings::{self, BookingFilter};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World};
use std::sync::Barrier;
use std::thread;

/// What the `n`-th company says of its pitch.
pub(crate) fn a_pitch(n: usize) -> PitchText {
    PitchText {
        title: line(&format!("Pitch {n}")),
        summary: prose("What it is about."),
        themes: vec![Theme::AdultSocialCare],
    }
}

/// The `n`-th company, in its own browser, with a contact of its own, wants this slot.
pub(crate) fn a_request(slot: SlotId, n: usize) -> BookRequest {
    BookRequest {
        slot,
        browser: format!("browser {n}"),
        company: line(&format!("Company {n}")),
        known_company: None,
        website: None,
        company_number: None,
        contact_email: format!("contact@company{n}.example")
            .parse()
            .expect("an address"),
        contact_name: line(&format!("Contact {n}")),
        phone: None,
        presenter: None,
        pitch: a_pitch(n),
        of_itself: marketday_booking::OfItself::default(),
    }
}

/// The same presenter, whoever names them.
pub(crate) fn pat() -> Presenter {
    Presenter {
        name: line("Pat Presenter"),
        email: "pat@speakers.example".parse().expect("an address"),
    }
}

/// The `n`-th company takes hold of a slot.
pub(crate) fn hold_as(world: &World, slot: SlotId, n: usize) -> Result<Hold, HoldRefused> {
    let request = HoldRequest {
        slot,
        browser: format!("browser {n}"),
        network: format!("network {n}"),
    };
    hold(&world.store, &world.surroundings, request)
}

/// Books what is held, for a contact whose address is known to be theirs.
pub(crate) fn confirm(world: &World, request: BookRequest) -> Result<BookOutcome, BookRefused> {
    book(&world.store, &world.surroundings, request, |_, _| {
        Ok(CodeCheck::Right)
    })
}

/// Holds and books as `request` says.
pub(crate) fn book_as(world: &World, request: BookRequest) -> Result<BookingId, BookRefused> {
    let holding = HoldRequest {
        slot: request.slot,
        browser: request.browser.clone(),
        network: format!("network of {}", request.browser),
    };
    hold(&world.store, &world.surroundings, holding).expect("the slot is free");
    confirm(world, request).map(id)
}

/// The `n`-th company books a slot.
pub(crate) fn booked(world: &World, slot: SlotId, n: usize) -> BookingId {
    book_as(world, a_request(slot, n)).expect("the slot is theirs")
}

/// The booking of an outcome.
pub(crate) fn id(outcome: BookOutcome) -> BookingId {
    match outcome {
        BookOutcome::Booked(id) => id,
        BookOutcome::CodeRefused(check) => panic!("the code was refused: {check:?}"),
    }
}

/// A booking as it stands.
pub(crate) fn find(world: &World, id: BookingId) -> Booking {
    let found = world.store.read(|rx| bookings::find(rx, id));
    found
        .expect("the database answers")
        .expect("the booking is there")
}

/// A company gives its slot back.
pub(crate) fn cancelled(world: &World, id: BookingId) {
    let by = CancelledBy::Company(find(world, id).contact);
    cancel(&world.store, &world.surroundings, id, by).expect("it can be cancelled");
}

/// The confirmed bookings of an event.
pub(crate) fn confirmed(world: &World, event: EventId) -> Vec<Booking> {
    let filter = BookingFilter {
        event: Some(event),
        ..BookingFilter::default()
    };
    world
        .store
        .read(|rx| bookings::list(rx, &filter))
        .expect("the database answers")
}

/// A second stage of the day with a pitch session and slots at the same times as the first, released.
pub(crate) fn a_second_stage(world: &World, day: &Day) -> Vec<Slot> {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let (event, organiser) = (day.event.id, day.organiser.id);
    let text = StageText {
        name: line("Second stage"),
        capacity: None,
        equipment: prose(""),
        access: prose(""),
        opening: None,
    };
    let stage = add_stage(store, surroundings, event, organiser, text).expect("a stage");
    let session = Session {
        id: surroundings.id(),
        stage: Some(stage),
        ..day.session.clone()
    };
    let text = SessionText {
        title: line("More pitches"),
        description: prose(""),
        chair: None,
        kind: SessionKind::Pitch,
        stage: session.stage,
        time: session.time,
    };
    add_session(store, surroundings, (event, session.id), organiser, text).expect("a session");
    let (lengths, now) = (SlotLengths::DEFAULT, surroundings.now());
    let plan = store
        .read(|rx| plan_slots(rx, event, session.id, lengths, now))
        .expect("slots fit");
    let shown = plan.digest();
    let of = (event, session.id);
    apply_slots(store, surroundings, of, organiser, lengths, shown).expect("slots are made");
    release(
        store,
        surroundings,
        event,
        organiser,
        (prose("Second stage"), None),
    )
    .expect("a release");
    let slots = store
        .read(|rx| marketday_store::programme::list_slots(rx, event))
        .expect("the database answers");
    slots
        .into_iter()
        .filter(|slot| slot.stage == stage)
        .collect()
}

/// What each of so many threads answers that begin at the same moment; each is given its number.
pub(crate) fn at_once<T: Send>(threads: usize, deed: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|n| {
                let (start, deed) = (&start, &deed);
                scope.spawn(move || {
                    start.wait();
                    deed(n)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|t| t.join().expect("an answer"))
            .collect()
    })
}

/// A company's name.
pub(crate) fn company(name: &str) -> Line<120> {
    line(name)
}
