//! Two servers, each a process of its own, share one PostgreSQL database, and people press at both in the same moment.

use crate::browser::{Answer, Browser};
use crate::command::{Heard, Started, start};
use marketday_booking::{
    BookOutcome, BookRequest, CancelledBy, HoldRequest, OfItself, PitchText, WaitOutcome,
    WaitRequest, book, cancel, hold, wait,
};
use marketday_model::booking::{Hold, KeptFor};
use marketday_model::code::{CodeCheck, CodePurpose, digest};
use marketday_model::waiting::{Offer, Wish};
use marketday_model::{Booking, EmailAddress, SecretKey, SlotId, Surroundings, Theme, WaitingId};
use marketday_store::bookings::{self, BookingFilter};
use marketday_store::{StoreError, codes, holds, invariants, waiting};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Database, Day, World};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Barrier;

/// The key that both servers have.
const KEY: SecretKey = SecretKey::new([7; 32]);

/// The database, a day on it, and the two servers.
struct Two {
    world: World,
    day: Day,
    addresses: [SocketAddr; 2],
    _running: [Started; 2],
    _folder: tempfile::TempDir,
}

impl Two {
    /// Both servers on a day with one slot.
    fn on(database: &Database) -> Self {
        let world = World::on(database);
        // The servers' clocks cannot be set.
        world.clock.set(Surroundings::real().now());
        let day = world.day_in_seven_weeks(1);
        let folder = tempfile::tempdir().expect("a folder");
        let (one, other) = (
            serve(folder.path(), &database.url),
            serve(folder.path(), &database.url),
        );
        Self {
            world,
            day,
            addresses: [one.0, other.0],
            _running: [one.1, other.1],
            _folder: folder,
        }
    }

    fn slot(&self) -> SlotId {
        self.day.slots[0].id
    }

    fn booked(&self) -> Vec<Booking> {
        let filter = BookingFilter {
            event: Some(self.day.event.id),
            ..BookingFilter::default()
        };
        let booked = self.world.store.read(|rx| bookings::list(rx, &filter));
        booked.expect("the database answers")
    }

    fn broken(&self) -> Vec<String> {
        let broken = self.world.store.read(invariants::list_broken);
        broken.expect("the database answers")
    }

    /// The code that a browser was sent.
    fn code(&self, browser: &Browser, purpose: CodePurpose, email: &str) -> String {
        let email: EmailAddress = email.parse().expect("an address");
        let browser = digest(browser.token());
        let sent = self
            .world
            .store
            .read(|rx| codes::find_latest(rx, &browser, purpose, &email));
        let sent: Option<_> = sent.expect("the database answers");
        KEY.code(&sent.expect("a code was asked for"))
    }
}

/// Starts a server, and returns where it listens once it does.
fn serve(folder: &Path, database: &str) -> (SocketAddr, Started) {
    let mail = format!("file://{}", folder.join("mail").display());
    let variables = [
        ("MARKETDAY__DATABASE__URL", database),
        ("MARKETDAY__HTTP__BIND", "127.0.0.1:0"),
        ("MARKETDAY__HTTP__TRUSTED_PROXY", "true"),
        ("MARKETDAY__MAIL__URL", mail.as_str()),
        ("MARKETDAY__SECURITY__KEY", &"07".repeat(32)),
        // Where it listens, and nothing that nobody reads: what is not read would stop it.
        ("MARKETDAY__LOG__LEVEL", "warn,marketday=info"),
    ];
    let mut serving = start(
        folder,
        &variables,
        &["serve", "--no-worker"],
        &Heard::Logged,
    );
    let line = serving.line_with("address=");
    let address = line
        .split("address=")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|address| address.parse().ok());
    (address.expect("the port that it got"), serving)
}

/// What each of so many answers that begin at the same moment.
fn at_once<T: Send>(many: usize, deed: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let together = Barrier::new(many);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..many)
            .map(|n| {
                let (together, deed) = (&together, &deed);
                scope.spawn(move || {
                    together.wait();
                    deed(n)
                })
            })
            .collect();
        let ended = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        ended.map(|end| end.expect("an answer")).collect()
    })
}

/// Sixty-four browsers press the button of one slot, every other at the other server.
fn all_press(two: &Two) -> Vec<(Browser, Answer)> {
    let path = format!("/slots/{}/hold", two.slot());
    let browsers: Vec<Browser> = (0..64)
        .map(|n| {
            let mut browser = Browser::new(n);
            browser.visit(
                two.addresses[n % 2],
                &format!("/slots/{}/booking", two.slot()),
            );
            browser
        })
        .collect();
    let addresses = two.addresses;
    at_once(64, |n| {
        let mut browser = browsers[n].clone();
        let answer = browser.post(addresses[n % 2], &KEY, &path, "");
        (browser, answer)
    })
}

#[test]
fn of_sixty_four_at_two_servers_one_has_the_slot_and_a_double_click_at_both_is_one_booking() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let two = Two::on(&database);
    let (had, refused): (Vec<_>, Vec<_>) = all_press(&two)
        .into_iter()
        .partition(|(_, answer)| answer.status == 303);
    assert_eq!((had.len(), refused.len()), (1, 63));
    for (_, answer) in &refused {
        assert_eq!(answer.status, 409, "{}", answer.text);
        assert!(answer.text.contains("This day is full"), "{}", answer.text);
    }
    let mut founder = had[0].0.clone();
    let path = format!("/slots/{}/booking", two.slot());
    let typed = "company=Careloop&contact_name=Amina+Yusuf&email=amina%40careloop.example\
                 &pitch_title=Fewer+falls&pitch_summary=Sensors+that+notice.&themes=waste&action=book";
    // What was held at one server is booked at the other.
    let asked = founder.post(two.addresses[1], &KEY, &path, typed);
    assert_eq!(asked.status, 200, "{}", asked.text);
    let code = two.code(&founder, CodePurpose::Booking, "amina@careloop.example");
    let typed = format!("{typed}&code={code}");
    let addresses = two.addresses;
    let answers = at_once(8, |n| {
        let mut window = founder.clone();
        let answer = window.post(addresses[n % 2], &KEY, &path, &typed);
        (answer.status, answer.location)
    });
    let different: BTreeSet<_> = answers.into_iter().collect();
    let booked = two.booked();
    assert_eq!(booked.len(), 1);
    let leads_to = format!("/bookings/{}", booked[0].id);
    let answer = different.first().expect("answers");
    assert!(
        different.len() == 1
            && answer.0 == 303
            && answer
                .1
                .as_ref()
                .is_some_and(|path| path.starts_with(&leads_to)),
        "{different:?}"
    );
    assert_eq!(two.broken(), Vec::<String>::new());
}

#[test]
fn without_the_unique_index_the_same_sixty_four_at_two_servers_all_have_the_slot() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let two = Two::on(&database);
    let guard = "DROP INDEX bookings_one_live_a_slot";
    two.world.store.run_script(&[guard]).expect("it is dropped");
    let had = all_press(&two).into_iter();
    assert_eq!(had.filter(|(_, answer)| answer.status == 303).count(), 64);
    let slot = format!("a slot has more than one live booking: {}", two.slot());
    assert_eq!(two.broken(), [slot]);
}

fn a_pitch() -> PitchText {
    PitchText {
        title: line("A pitch"),
        summary: prose("What it is about."),
        themes: vec![Theme::AdultSocialCare],
    }
}

fn contact(n: usize) -> String {
    format!("contact@company{n}.example")
}

impl Two {
    /// The one slot is booked, `waiting` companies wait, and the slot is given back: the first is offered it.
    fn with_an_offer(&self, waiting: usize) -> Vec<WaitingId> {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let holding = HoldRequest {
            slot: self.slot(),
            browser: "browser 0".into(),
            network: "network 0".into(),
        };
        hold(store, surroundings, holding).expect("the slot is free");
        let request = BookRequest {
            slot: self.slot(),
            browser: "browser 0".into(),
            company: line("Company 0"),
            known_company: None,
            website: None,
            company_number: None,
            contact_email: contact(0).parse().expect("an address"),
            contact_name: line("Contact"),
            phone: None,
            presenter: None,
            pitch: a_pitch(),
            of_itself: OfItself::default(),
        };
        let booked = book(store, surroundings, request, |_, _| Ok(CodeCheck::Right));
        assert!(matches!(booked, Ok(BookOutcome::Booked(_))), "{booked:?}");
        let line = (1..=waiting).map(|n| self.waits(n)).collect();
        let booking = self.booked().remove(0);
        let by = CancelledBy::Company(booking.contact);
        cancel(store, surroundings, booking.id, by).expect("it is given back");
        line
    }

    fn waits(&self, n: usize) -> WaitingId {
        self.world.clock.advance(chrono::Duration::milliseconds(1));
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let request = WaitRequest {
            event: self.day.event.id,
            wish: Wish::Any,
            company: line(&format!("Company {n}")),
            known_company: None,
            website: None,
            company_number: None,
            contact_email: contact(n).parse().expect("an address"),
            contact_name: line("Contact"),
            phone: None,
            presenter: None,
            pitch: a_pitch(),
        };
        let joined = wait(store, surroundings, request, |_, _| Ok(CodeCheck::Right));
        match joined {
            Ok(WaitOutcome::Joined(id)) => id,
            other => panic!("nobody keeps it off the list: {other:?}"),
        }
    }

    /// The browser in which a company's contact is signed in, at both servers.
    fn signed_in(&self, n: usize) -> Browser {
        let mut browser = Browser::new(n);
        browser.visit(self.addresses[0], "/sign-in");
        let email = contact(n).replace('@', "%40");
        let asked = browser.post(
            self.addresses[0],
            &KEY,
            "/sign-in",
            &format!("email={email}"),
        );
        assert_eq!(asked.status, 200, "{}", asked.text);
        let code = self.code(&browser, CodePurpose::SignIn, &contact(n));
        let typed = format!("email={email}&code={code}&action=sign-in");
        let signed_in = browser.post(self.addresses[0], &KEY, "/sign-in/code", &typed);
        assert_eq!(signed_in.status, 303, "{}", signed_in.text);
        browser
    }

    /// Each presses to take the offer of an entry, every other at the other server, and whom it led to a booking.
    fn all_take(&self, pressing: &[(Browser, WaitingId)]) -> Vec<(u16, Option<String>)> {
        let addresses = self.addresses;
        at_once(pressing.len(), |n| {
            let (mut browser, id) = pressing[n].clone();
            let path = format!("/waiting/{id}/acceptance");
            let answer = browser.post(addresses[n % 2], &KEY, &path, "");
            (answer.status, answer.location)
        })
    }
}

#[test]
fn an_offer_that_is_taken_at_two_servers_at_once_is_one_booking_and_every_answer_leads_to_it() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let two = Two::on(&database);
    let line = two.with_an_offer(2);
    let browser = two.signed_in(1);
    let pressing: Vec<_> = (0..8).map(|_| (browser.clone(), line[0])).collect();
    let answers: BTreeSet<_> = two.all_take(&pressing).into_iter().collect();
    let booked = two.booked();
    assert_eq!(booked.len(), 1);
    let leads_to = format!("/bookings/{}?done=booked", booked[0].id);
    assert_eq!(answers, BTreeSet::from([(303, Some(leads_to))]));
    assert_eq!(booked[0].company_name, "Company 1");
    assert_eq!(two.broken(), Vec::<String>::new());
}

#[test]
fn without_the_unique_indexes_a_slot_that_is_offered_twice_is_booked_at_both_servers() {
    let Some(database) = Database::postgres() else {
        return;
    };
    let two = Two::on(&database);
    let line = two.with_an_offer(2);
    let guards = [
        "DROP INDEX bookings_one_live_a_slot",
        "DROP INDEX waiting_entries_one_offer_a_slot",
    ];
    two.world
        .store
        .run_script(&guards)
        .expect("they are dropped");
    // The second is offered the same slot, which both indexes keep from coming about.
    let (second, now) = (line[1], two.world.surroundings.now());
    let hold = Hold {
        booking: two.world.surroundings.id(),
        event: two.day.event.id,
        slot: two.slot(),
        expires_at: now + chrono::Duration::hours(1),
        is_extended: false,
    };
    let offer = Offer {
        slot: hold.slot,
        hold: hold.booking,
        made_at: now,
        until: hold.expires_at,
    };
    let offered = two.world.store.write(move |tx| {
        let key = KeptFor::Offer.key(&second);
        let is_held = holds::insert(tx, &hold, &key, &key, now)?;
        Ok::<_, StoreError>(is_held && waiting::offer(tx, second, &offer)?)
    });
    assert!(offered.expect("it writes"), "nothing guards the slot");
    let pressing = [(two.signed_in(1), line[0]), (two.signed_in(2), line[1])];
    let answers = two.all_take(&pressing);
    assert!(
        answers.iter().all(|(status, _)| *status == 303),
        "{answers:?}"
    );
    assert_eq!(two.booked().len(), 2);
    assert!(!two.broken().is_empty(), "and the check finds it");
}
