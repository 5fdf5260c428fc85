//! Letters a second out of the outbox, against a bare loop that hands the same letters over on the same kind of
//! connection; and a release that is told to thousands.

use crate::arguments::Plan;
use crate::rounds::Comparison;
use crate::table;
use marketday_attendance::{RegisterOutcome, RegisterRequest, register};
use marketday_feeds::FeedSite;
use marketday_mail::{Dkim, Letter, Mailbox, open};
use marketday_model::code::CodeCheck;
use marketday_model::notice::Subject;
use marketday_model::{Event, NoticeState, Pace, SecretKey};
use marketday_notify::{Composed, Notifier, deliver_due};
use marketday_render::{Engine, Links};
use marketday_scheduling::cancel_event;
use marketday_store::{events, notices};
use marketday_testkit::given::prose;
use marketday_testkit::smtp::SmtpSink;
use marketday_testkit::{Database, World};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Confirmations with a calendar entry, then the calling off of a day with thousands of delegates.
pub(crate) fn run(database: &Database, plan: &Plan) {
    let world = World::on(database);
    let event = without_limit(&world, world.published_day(1).event);
    let notifier = notifier(&world);
    table::title(&format!(
        "Letters on {}, against a bare loop over SMTP",
        world.store.url().product()
    ));
    table::head("ours/s", "bare/s");
    let each = plan.letters();
    let mut pairs = Vec::new();
    for round in 0..plan.rounds() {
        registers(&world, &event, round * each, each);
        let letters = composed(&notifier, &event, each);
        let ours = rate(each, || delivers(&notifier));
        let bare = rate(each, || hands_over(&letters));
        pairs.push((ours, bare));
    }
    let found = Comparison::of(&pairs);
    table::line("confirmations, one worker", &found, "");
    let many = plan.delegates();
    let known = plan.rounds() * each;
    registers(&world, &event, known, many.saturating_sub(known));
    delivers(&notifier);
    let organiser = world.person("organiser@north.example").id;
    let began = Instant::now();
    let (store, surroundings) = (&world.store, &world.surroundings);
    cancel_event(store, surroundings, event.id, organiser, prose("No hall.")).expect("called off");
    let told = began.elapsed();
    let sent = rate(many, || delivers(&notifier));
    println!(
        "  a day called off for {many} delegates: written in {:.2} s, then {sent:.0} letters a second",
        told.as_secs_f64()
    );
    let left = world
        .store
        .read(|rx| notices::count(rx, NoticeState::Pending));
    assert_eq!(left.expect("the database answers"), 0);
}

/// The event with a place for everybody.
fn without_limit(world: &World, event: Event) -> Event {
    let event = Event {
        capacity: 1_000_000,
        ..event
    };
    let kept = event.clone();
    let done = world.store.write(move |tx| events::update(tx, &kept));
    done.expect("the database answers");
    event
}

fn notifier(world: &World) -> Notifier {
    let public = "https://marketday.example".parse().expect("an address");
    Notifier {
        store: world.store.clone(),
        surroundings: world.surroundings.clone(),
        key: SecretKey::new([7; 32]),
        engine: Arc::new(Engine::new().expect("the templates load")),
        links: Links::new(&public),
        site: FeedSite::new("https://marketday.example"),
        from: Mailbox::named("Marketday", "days@marketday.example"),
        pace: Pace::UNLIMITED,
    }
}

/// So many delegates register.
fn registers(world: &World, event: &Event, from: usize, count: usize) {
    for number in from..from + count {
        let request = RegisterRequest {
            event: event.id,
            email: format!("delegate{number}@council{}.example", number % 100)
                .parse()
                .expect("an address"),
            name: format!("Delegate {number}").parse().expect("a name"),
            organisation: "Darlington Borough Council".parse().expect("a line"),
            role: "Head of care".parse().expect("a line"),
            themes: Vec::new(),
            access: prose(""),
            dietary: prose(""),
            listed: false,
        };
        let outcome = register(&world.store, &world.surroundings, request, |_, _| {
            Ok(CodeCheck::Right)
        });
        assert!(matches!(
            outcome.expect("a place"),
            RegisterOutcome::Registered(_)
        ));
    }
}

/// The letters that wait, composed before anything is measured.
fn composed(notifier: &Notifier, event: &Event, count: usize) -> Vec<Letter> {
    let waiting = notifier.store.read(|rx| {
        let part = (0, u32::try_from(count).unwrap_or(u32::MAX));
        notices::list_of_event(rx, event.id, notices::Letters::Waiting, part)
    });
    let waiting = waiting.expect("the database answers");
    let letters = waiting.iter().filter_map(|(notice, _)| {
        match notifier.compose(notice).expect("it composes") {
            Composed::Letter(letter) if matches!(notice.subject, Subject::Registration(_)) => {
                Some(*letter)
            }
            _ => None,
        }
    });
    letters.collect()
}

fn delivers(notifier: &Notifier) {
    let sink = SmtpSink::start();
    let url = sink.url().parse().expect("a mail URL");
    let mut transport = open(&url, &Dkim::default()).expect("a transport");
    let stop = AtomicBool::new(false);
    deliver_due(notifier, transport.as_mut(), &stop).expect("the database answers");
}

fn hands_over(letters: &[Letter]) {
    let sink = SmtpSink::start();
    let url = sink.url().parse().expect("a mail URL");
    let mut transport = open(&url, &Dkim::default()).expect("a transport");
    for letter in letters {
        transport.send(letter).expect("it is taken");
    }
}

/// A second.
fn rate(count: usize, job: impl FnOnce()) -> f64 {
    let began = Instant::now();
    job();
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / began.elapsed().as_secs_f64()
}
