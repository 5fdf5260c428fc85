//! The requests that tests begin with: they set only what a test must not care about.

use marketday_attendance::{RegisterOutcome, RegisterRefused, RegisterRequest, register};
use marketday_model::code::CodeCheck;
use marketday_model::{Event, EventId, RegistrationId, Theme};
use marketday_store::events;
use marketday_testkit::World;
use marketday_testkit::given::{line, prose};
use std::sync::Barrier;
use std::thread;

/// The `n`-th delegate wants a place.
pub(crate) fn a_request(event: EventId, n: usize) -> RegisterRequest {
    RegisterRequest {
        event,
        email: format!("delegate{n}@council.example")
            .parse()
            .expect("an address"),
        name: line(&format!("Delegate {n}")),
        organisation: line("Some Council"),
        role: line("Commissioner"),
        themes: vec![Theme::AdultSocialCare],
        access: prose(""),
        dietary: prose(""),
        listed: false,
    }
}

/// Registers a delegate whose address is known to be theirs.
pub(crate) fn send(
    world: &World,
    request: RegisterRequest,
) -> Result<RegistrationId, RegisterRefused> {
    let outcome = register(&world.store, &world.surroundings, request, |_, _| {
        Ok(CodeCheck::Right)
    })?;
    match outcome {
        RegisterOutcome::Registered(id) => Ok(id),
        RegisterOutcome::CodeRefused(check) => panic!("nobody asked for a code: {check:?}"),
    }
}

/// The `n`-th delegate registers.
pub(crate) fn registered(world: &World, event: EventId, n: usize) -> RegistrationId {
    send(world, a_request(event, n)).expect("a place")
}

/// The event with something changed.
pub(crate) fn with(world: &World, event: &Event, change: impl FnOnce(&mut Event)) {
    let mut event = event.clone();
    change(&mut event);
    world
        .store
        .write(move |tx| events::update(tx, &event))
        .expect("the database takes it");
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
