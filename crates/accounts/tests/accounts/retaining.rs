//! What has been kept long enough is forgotten by one sweep: exactly at its period it stays, a microsecond later it goes.

use crate::given::{ask, token, type_right};
use chrono::{DateTime, Duration};
use marketday_accounts::{
    NewComplaint, answer_complaint, ask_for_news, complain, foresee_retention, retain,
};
use marketday_model::news::{NewsChoice, NewsPace, NewsTopic};
use marketday_model::privacy::{Periods, Rule};
use marketday_model::registration::Needs;
use marketday_model::{Instant, Region, policy};
use marketday_model::{Registration, RegistrationState, SlidesText};
use marketday_store::{people, registrations, releases, slides, stored_files};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{World, on_each_database};

/// What a sweep would forget by one rule, and what it forgets.
fn swept(world: &World, rule: Rule) -> (i64, i64) {
    let periods = Periods::default();
    let (store, surroundings) = (&world.store, &world.surroundings);
    let of = |all: Vec<(Rule, i64)>| all.into_iter().find(|(r, _)| *r == rule).map(|(_, n)| n);
    let foreseen = foresee_retention(store, surroundings, &periods).expect("a look");
    let forgotten = retain(store, surroundings, &periods).expect("a sweep");
    assert_eq!(foreseen, forgotten, "what was said is what was done");
    (
        of(foreseen).expect("a count"),
        of(forgotten).expect("a count"),
    )
}

/// Nothing at the end of the period, and so much a microsecond later.
fn goes_exactly_after(world: &World, rule: Rule, since: Instant, count: i64) {
    world.clock.set(since + Periods::default().of(rule));
    assert_eq!(swept(world, rule), (0, 0), "{rule} at its period");
    world.clock.advance(Duration::microseconds(1));
    assert_eq!(
        swept(world, rule),
        (count, count),
        "{rule} a microsecond later"
    );
    assert_eq!(swept(world, rule), (0, 0), "{rule} is gone");
}

/// Half past nine in January, and in July.
fn both_halves() -> [Instant; 2] {
    [1_799_744_400, 1_815_382_800].map(|at| DateTime::from_timestamp(at, 0).expect("in range"))
}

#[test]
fn requests_for_codes_and_sign_ins_go_when_their_time_is_over_in_winter_and_in_summer() {
    on_each_database(|database| {
        let world = World::on(database);
        for now in both_halves() {
            world.clock.set(now);
            let request = ask(&world);
            token(type_right(&world, &request));
            goes_exactly_after(&world, Rule::CodeRequests, now, 1);
            goes_exactly_after(&world, Rule::SignIns, now, 1);
        }
    });
}

#[test]
fn requests_for_news_go_a_day_after_they_ran_out_in_winter_and_in_summer() {
    on_each_database(|database| {
        let world = World::on(database);
        let email = "nerys@council.example".parse().expect("an address");
        let topics = [NewsTopic::Region(Region::Wales)];
        let choice = NewsChoice::new(topics, NewsPace::Weekly).expect("something");
        for now in both_halves() {
            world.clock.set(now);
            let (store, surroundings) = (&world.store, &world.surroundings);
            ask_for_news(store, surroundings, &email, choice.clone(), "town hall").expect("asked");
            goes_exactly_after(&world, Rule::NewsRequests, now + policy::NEWS_REQUEST, 1);
        }
    });
}

#[test]
fn access_and_dietary_needs_go_thirty_days_after_the_day() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let person = world.person("dee@council.example");
        let now = world.surroundings.now();
        let registration = Registration {
            id: world.surroundings.id(),
            event: day.event.id,
            person: person.id,
            state: RegistrationState::Confirmed,
            name: "Dee".into(),
            organisation: "Some Council".into(),
            authority: None,
            role: "Commissioner".into(),
            themes: Vec::new(),
            listed: false,
            sequence: 0,
            confirmed_at: now,
            changed_at: now,
            cancelled_at: None,
        };
        let needs = Needs {
            access: "A seat near the front".into(),
            dietary: "Vegan".into(),
        };
        world
            .store
            .write(move |tx| registrations::insert(tx, &registration, &needs))
            .expect("a registration");
        goes_exactly_after(&world, Rule::Needs, day.event.time.end(), 1);
    });
}

#[test]
fn notices_and_the_audit_trail_go_when_their_time_is_over() {
    on_each_database(|database| {
        let world = World::on(database);
        let now = world.surroundings.now();
        let id = world.surroundings.id();
        let person = world.person("dee@council.example").id;
        let audit = marketday_store::audit::AuditEntry {
            id,
            at: now,
            person: Some(person),
            action: "test.deed",
            subject: marketday_model::notice::Subject::Person(person),
            detail: String::new(),
        };
        world
            .store
            .write(move |tx| marketday_store::audit::insert(tx, &audit))
            .expect("a line");
        goes_exactly_after(&world, Rule::Audit, now, 1);
    });
}

#[test]
fn a_complaint_goes_six_years_after_its_answer_and_never_before() {
    on_each_database(|database| {
        let world = World::on(database);
        let new = NewComplaint {
            name: line("Dee Holt"),
            email: "dee@council.example".parse().expect("an address"),
            event: None,
            text: prose("A list hung at the door."),
            network: "town hall".into(),
        };
        let (store, surroundings) = (&world.store, &world.surroundings);
        let complaint = complain(store, surroundings, new).expect("taken");
        let answered = surroundings.now() + Duration::days(10 * 365);
        world.clock.set(answered);
        assert_eq!(swept(&world, Rule::Complaints), (0, 0), "it is still open");
        let by = world.person("root@operator.example").id;
        answer_complaint(store, surroundings, by, complaint.id, prose("Taken down."))
            .expect("answered");
        goes_exactly_after(&world, Rule::Complaints, answered, 1);
    });
}

#[test]
fn somebody_who_stays_away_is_erased_and_somebody_who_comes_is_not() {
    on_each_database(|database| {
        let world = World::on(database);
        let now = world.surroundings.now();
        let away = world.person("away@company.example");
        // Ann has signed in and out again since.
        world.clock.set(now + Duration::days(400));
        let request = ask(&world);
        token(type_right(&world, &request));
        let organiser = world.published_day(1).organiser;
        let is_there = |id| {
            let found = world.store.read(|rx| people::find(rx, id));
            found.expect("a look").is_some()
        };
        goes_exactly_after(&world, Rule::People, now, 1);
        assert!(!is_there(away.id));
        assert!(is_there(organiser.id));
        let ann = "ann@council.example".parse().expect("an address");
        let ann = world.store.read(|rx| people::find_by_email(rx, &ann));
        assert!(ann.expect("a look").is_some());
    });
}

#[test]
fn slides_and_what_they_say_go_three_years_after_the_day_and_their_files_with_the_next_sweep() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let (booking, slides) = (
            "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11",
            "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e12",
        );
        let now = "2027-01-12 09:00:00";
        database
            .store
            .run_script(&[
                &format!(
                    "INSERT INTO pitches VALUES ('{slides}', '{}', 'Falls', '', '', '{now}')",
                    day.event.organiser
                ),
                &format!(
                    "INSERT INTO bookings (id, event_id, slot_id, state, claim, company_id, pitch_id, created_at, \
                     confirmed_at, changed_at) VALUES ('{booking}', '{}', '{}', 'confirmed', 'settled', '{}', '{slides}', \
                     '{now}', '{now}', '{now}')",
                    day.event.id, day.slots[0].id, day.event.organiser
                ),
                &format!("INSERT INTO stored_files VALUES ('{slides}', '{now}')"),
                &format!(
                    "INSERT INTO slides VALUES ('{slides}', '{booking}', 1, 'a.pdf', 'application/pdf', 1, '', NULL, '{now}', NULL)"
                ),
                &format!("INSERT INTO slide_texts VALUES ('{booking}', 'One slide', TRUE, '{now}')"),
            ])
            .expect("slides");
        let stray = || {
            let before = world.surroundings.now();
            let stray = world
                .store
                .read(|rx| stored_files::list_stray(rx, before, 9));
            stray.expect("a look")
        };
        assert_eq!(stray(), []);
        goes_exactly_after(&world, Rule::Slides, day.event.time.end(), 1);
        let booking = booking.parse().expect("an id");
        let text = world.store.read(|rx| slides::find_text(rx, booking));
        assert_eq!(text.expect("a look"), SlidesText::default());
        assert_eq!(stray(), [slides.parse().expect("an id")]);
    });
}

#[test]
fn who_chaired_is_forgotten_three_years_after_the_day_in_the_draft_and_in_every_release() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        database
            .store
            .run_script(&["UPDATE released_sessions SET chair = 'Dr Ana Silva'"])
            .expect("a chair");
        goes_exactly_after(&world, Rule::Chairs, day.event.time.end(), 1);
        let sessions = world
            .store
            .read(|rx| releases::list_sessions(rx, day.event.id, 1))
            .expect("the release");
        assert_eq!(sessions[0].session.chair, "");
    });
}
