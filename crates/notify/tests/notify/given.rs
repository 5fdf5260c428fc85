//! A day with an outbox, the verbs that fill it, and what arrives.

use chrono::{DateTime, Duration};
use marketday_attendance::{RegisterOutcome, RegisterRequest, register};
use marketday_booking::{
    BookOutcome, BookRequest, CancelledBy, HoldRequest, PitchText, book, cancel, change_pitch, hold,
};
use marketday_calendar::{ReadEvent, read};
use marketday_feeds::FeedSite;
use marketday_mail::{Letter, Mailbox, Memory};
use marketday_model::code::CodeCheck;
use marketday_model::notice::Subject;
use marketday_model::{
    BookingId, Event, Instant, Notice, PersonId, RegistrationId, SecretKey, Slot, Theme,
};
use marketday_notify::{Composed, Delivered, Notifier, deliver_due};
use marketday_render::{Engine, Links};
use marketday_scheduling::{EventDetails, cancel_event, change_event, reinstate_event};
use marketday_store::{StoreError, bookings, events, notices, registrations};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Database, Day, World};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Monday 6 October 2025, 9am UTC: lies in the past of every checker that reads these letters.
pub(crate) fn beginning() -> Instant {
    DateTime::from_timestamp(1_759_741_200, 0).expect("an instant in range")
}

/// A published day and everything that tells of it.
pub(crate) struct Office {
    pub(crate) world: World,
    pub(crate) day: Day,
    pub(crate) notifier: Notifier,
    pub(crate) mail: Memory,
}

impl Office {
    /// A day with this many slots.
    pub(crate) fn with_slots(database: &Database, slots: u32) -> Self {
        let world = World::on(database);
        world.clock.set(beginning());
        let day = world.published_day(slots);
        let public = "https://marketday.example".parse().expect("an address");
        let notifier = Notifier {
            store: world.store.clone(),
            surroundings: world.surroundings.clone(),
            key: SecretKey::new([7; 32]),
            engine: Arc::new(Engine::new().expect("the templates load")),
            links: Links::new(&public),
            site: FeedSite::new("https://marketday.example"),
            from: Mailbox::named("Marketday", "days@marketday.example"),
            pace: marketday_model::Pace::UNLIMITED,
        };
        Self {
            world,
            day,
            notifier,
            mail: Memory::new(),
        }
    }

    pub(crate) fn on(database: &Database) -> Self {
        Self::with_slots(database, 2)
    }

    pub(crate) fn later(&self, by: Duration) {
        self.world.clock.advance(by);
    }

    /// Delivers what is due, a minute later.
    pub(crate) fn deliver(&self) -> Delivered {
        self.later(Duration::minutes(1));
        let stop = AtomicBool::new(false);
        deliver_due(&self.notifier, &mut self.mail.clone(), &stop).expect("the database answers")
    }

    /// Delivers what is due and returns the letters of this round.
    pub(crate) fn delivered(&self) -> Vec<Letter> {
        let before = self.mail.delivered().len();
        self.deliver();
        self.letters().split_off(before)
    }

    /// The one letter of this round.
    pub(crate) fn one_letter(&self) -> Letter {
        let mut letters = self.delivered();
        assert_eq!(letters.len(), 1, "{letters:#?}");
        letters.remove(0)
    }

    pub(crate) fn letters(&self) -> Vec<Letter> {
        let kept = self.mail.delivered();
        kept.into_iter().map(|kept| kept.letter).collect()
    }

    /// The notices about something, oldest first.
    pub(crate) fn notices(&self, subject: Subject) -> Vec<Notice> {
        self.world
            .store
            .read(|rx| notices::list(rx, subject))
            .expect("the database answers")
    }

    /// "kind version state tries" of each notice about something.
    pub(crate) fn outbox(&self, subject: Subject) -> Vec<String> {
        self.notices(subject)
            .iter()
            .map(|n| format!("{} {} {} {}", n.kind, n.version, n.state, n.tries))
            .collect()
    }

    /// What a notice would be now.
    pub(crate) fn compose(&self, notice: &Notice) -> Composed {
        self.notifier.compose(notice).expect("it composes")
    }

    /// Books a slot for a company whose contact is `ada@<company>.example`.
    pub(crate) fn book(&self, slot: &Slot, company: &str) -> BookingId {
        let request = self.booking(slot, company);
        self.book_as(request)
    }

    /// Everything that a booking needs; the slot is held.
    pub(crate) fn booking(&self, slot: &Slot, company: &str) -> BookRequest {
        let browser = self.world.surroundings.token();
        let wanted = HoldRequest {
            slot: slot.id,
            browser: browser.clone(),
            network: "192.0.2.1".into(),
        };
        hold(&self.world.store, &self.world.surroundings, wanted).expect("a hold");
        let address = format!("ada@{}.example", marketday_model::text::slug(company));
        BookRequest {
            slot: slot.id,
            browser,
            company: line(company),
            known_company: None,
            website: None,
            company_number: None,
            contact_email: address.parse().expect("an address"),
            contact_name: line("Ada Pitcher"),
            phone: None,
            presenter: None,
            pitch: pitch("Leak detection, quietly"),
            of_itself: marketday_booking::OfItself::default(),
        }
    }

    pub(crate) fn book_as(&self, request: BookRequest) -> BookingId {
        let surroundings = &self.world.surroundings;
        let outcome = book(&self.world.store, surroundings, request, |_, _| {
            Ok::<_, StoreError>(CodeCheck::Right)
        });
        let BookOutcome::Booked(id) = outcome.expect("a booking") else {
            panic!("the code was refused");
        };
        id
    }

    pub(crate) fn contact(&self, id: BookingId) -> PersonId {
        let found = self.world.store.read(|rx| bookings::find(rx, id));
        found
            .expect("the database answers")
            .expect("a booking")
            .contact
    }

    pub(crate) fn retitle(&self, id: BookingId, title: &str) {
        let person = self.contact(id);
        self.later(Duration::minutes(1));
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        change_pitch(store, surroundings, person, id, (pitch(title), None)).expect("a change");
    }

    pub(crate) fn cancel(&self, id: BookingId, by: Option<&str>) {
        self.later(Duration::minutes(1));
        let by = match by {
            None => CancelledBy::Company(self.contact(id)),
            Some(reason) => CancelledBy::Organiser(self.day.organiser.id, reason.to_owned()),
        };
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        cancel(store, surroundings, id, by).expect("a cancellation");
    }

    /// The live booking of a slot.
    pub(crate) fn booking_in(&self, slot: &Slot) -> BookingId {
        let now = self.world.surroundings.now();
        let found = self
            .world
            .store
            .read(|rx| bookings::find_live(rx, slot.id, now));
        let live = found.expect("the database answers");
        live.expect("a booking").booking
    }

    /// The organiser calls the day off.
    pub(crate) fn call_off(&self, why: &str) {
        self.later(Duration::minutes(1));
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let (event, organiser) = (self.day.event.id, self.day.organiser.id);
        cancel_event(store, surroundings, event, organiser, prose(why)).expect("called off");
    }

    /// The organiser reinstates the day on its date.
    pub(crate) fn reinstate(&self) {
        self.later(Duration::minutes(1));
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let event = self.event();
        let date = event.time.start().with_timezone(&event.zone).date_naive();
        reinstate_event(store, surroundings, event.id, self.day.organiser.id, date)
            .expect("reinstated");
    }

    /// Registers a delegate called Bo Delegate.
    pub(crate) fn register(&self, email: &str) -> RegistrationId {
        let request = RegisterRequest {
            event: self.day.event.id,
            email: email.parse().expect("an address"),
            name: line("Bo Delegate"),
            organisation: line("Darlington Borough Council"),
            role: line("Head of care"),
            themes: vec![Theme::AdultSocialCare],
            access: prose(""),
            dietary: prose(""),
            listed: true,
        };
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let outcome = register(store, surroundings, request, |_, _| Ok(CodeCheck::Right));
        let RegisterOutcome::Registered(id) = outcome.expect("a place") else {
            panic!("the code was refused");
        };
        id
    }

    pub(crate) fn delegate(&self, id: RegistrationId) -> PersonId {
        let found = self.world.store.read(|rx| registrations::find(rx, id));
        found
            .expect("the database answers")
            .expect("a registration")
            .person
    }

    /// The event as it is now.
    pub(crate) fn event(&self) -> Event {
        let id = self.day.event.id;
        let found = self.world.store.read(|rx| events::find(rx, id));
        found.expect("the database answers").expect("an event")
    }

    /// Changes the event's details.
    pub(crate) fn change_event(&self, change: impl FnOnce(&mut EventDetails)) {
        self.later(Duration::minutes(1));
        let event = self.event();
        let mut details = EventDetails {
            title: line(&event.title),
            summary: prose(&event.summary),
            region: event.region,
            themes: event.themes,
            venue: line(&event.venue.name),
            town: line(&event.venue.town),
            address: prose(&event.venue.address),
            access: prose(&event.venue.access),
            facilities: event.venue.facilities.clone(),
            time: event.time,
            capacity: event.capacity,
            booking: event.booking,
            registration: event.registration,
            company_limit: event.company_limit,
        };
        change(&mut details);
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        change_event(
            store,
            surroundings,
            event.id,
            self.day.organiser.id,
            details,
        )
        .expect("a change");
    }
}

pub(crate) fn pitch(title: &str) -> PitchText {
    PitchText {
        title: line(title),
        summary: prose("Finds leaks; saves water, money.\nBring questions."),
        themes: vec![Theme::AdultSocialCare],
    }
}

/// The one event of a letter's calendar entry, with its method.
pub(crate) fn entry(letter: &Letter) -> (String, ReadEvent) {
    let invitation = letter.invitation.as_ref().expect("an invitation");
    let mut calendars = read(invitation.ics.as_bytes()).expect("it can be read");
    assert_eq!(calendars.len(), 1);
    let calendar = calendars.remove(0);
    assert_eq!(calendar.events.len(), 1);
    let method = calendar.method.expect("a method");
    let event = calendar.events.into_iter().next();
    (method, event.expect("one event"))
}

/// "METHOD SEQUENCE SUMMARY" of a letter's calendar entry, or a dash.
pub(crate) fn entry_line(letter: &Letter) -> String {
    if letter.invitation.is_none() {
        return "-".to_owned();
    }
    let (method, event) = entry(letter);
    format!("{method} {} {}", event.sequence, event.summary)
}

/// Keeps letters for the checkers where `MARKETDAY_ARTEFACTS` names a folder: each alone, and all as a conversation.
pub(crate) fn keep(name: &str, letters: &[Letter]) {
    let Some(folder) = std::env::var_os("MARKETDAY_ARTEFACTS") else {
        return;
    };
    let folder = PathBuf::from(folder).join("letters");
    let write = |path: PathBuf, letter: &Letter| {
        let parent = path.parent().expect("a folder");
        std::fs::create_dir_all(parent).expect("a folder for letters");
        std::fs::write(&path, letter.compose().expect("it composes")).expect("it is written");
    };
    for (number, letter) in letters.iter().enumerate() {
        let alone = if letters.len() == 1 {
            format!("{name}.eml")
        } else {
            format!("{name}-{}.eml", number + 1)
        };
        write(folder.join("transactional").join(alone), letter);
        if letters.len() > 1 {
            let file = format!("{:02}.eml", number + 1);
            write(folder.join("threads").join(name).join(file), letter);
        }
    }
}

/// A text with its ids, addresses for replies and links to the choice of letters left out.
pub(crate) fn agreed(name: &str, text: &str) {
    insta::with_settings!({filters => vec![
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[id]"),
        (r"reply\+[0-9a-f]{24}@", "reply+[token]@"),
        (r"/letters/[0-9a-f]{64}", "/letters/[token]"),
    ]}, { insta::assert_snapshot!(name.to_owned(), text) });
}
