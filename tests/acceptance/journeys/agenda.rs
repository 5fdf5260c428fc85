//! Those who come choose sessions of the programme for themselves, see what is at the same time, and have their agenda in
//! their calendar: by a feed, or by letters.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, Letter, Page, TestApp, spawn_app};
use chrono::Duration;
use marketday_attendance::sweep_agendas;
use marketday_testkit::on_each_database;

const SLUG: &str = "care-day-2027";
const AMINA: &str = "amina@careloop.example";
const RHYS: &str = "rhys.bevan@darlington.example";
const PROGRAMME: &str = "/events/care-day-2027/programme";
const AGENDA: &str = "/events/care-day-2027/agenda";

/// A day with a keynote, a panel at the same time as the pitches, and lunch; and its organiser.
fn a_day(app: &TestApp) -> Browser<'_> {
    app.may_leave_letters();
    let day = app.published_day(4);
    let ines = app.browser();
    ines.signs_in_at_once("organiser@north.example");
    ines.adds_stage(SLUG, "Garden Room");
    for (kind, title, stage, times) in [
        (
            "keynote",
            "What we learnt",
            "Main stage",
            ("09:30", "10:00"),
        ),
        (
            "panel",
            "Buying together",
            "Garden Room",
            ("10:15", "11:15"),
        ),
        ("break", "Lunch", "The whole venue", ("12:00", "13:00")),
    ] {
        ines.adds_session(SLUG, (kind, title, stage), times);
    }
    ines.releases(SLUG);
    app.browser().books(day.slots[2].id, &careloop());
    app.deliver();
    ines
}

fn rhys(app: &TestApp) -> Browser<'_> {
    let rhys = app.browser();
    rhys.registers(SLUG, &delegate());
    app.deliver();
    rhys
}

/// Presses what is shown of a session in the programme.
fn chooses(who: &Browser<'_>, title: &str) -> Page {
    let button = format!("Add to my agenda: {title}");
    let programme = who.visit(PROGRAMME);
    who.follow(who.presses(&programme.form_anywhere(&button), &button))
}

fn takes_out(who: &Browser<'_>, title: &str) -> Page {
    let button = format!("Take out: {title}");
    let agenda = who.visit(AGENDA);
    who.follow(who.presses(&agenda.form_anywhere(&button), &button))
}

/// Whether they want letters of it.
fn wants_letters(who: &Browser<'_>, wanted: bool) -> Page {
    let letters: &[(&str, &str)] = if wanted { &[("letters", "yes")] } else { &[] };
    let chosen = who.post(AGENDA, letters);
    who.follow(chosen)
}

/// Moves a session of the draft, and releases it.
fn moves(ines: &Browser<'_>, title: &str, (start, end): (&str, &str)) {
    let plan = ines.visit("/organise/events/care-day-2027/programme?view=list");
    let page = ines.visit(&plan.link(&format!("Change {title}")));
    let form = page
        .form("Save changes")
        .fill(&[("start_time", start), ("end_time", end)]);
    let saved = ines.presses(&form, "Save changes");
    assert_eq!(saved.status, 303, "{:?}", saved.errors());
    ines.releases(SLUG);
}

/// The letters of the next round to somebody.
fn told(app: &TestApp, email: &str) -> Vec<Letter> {
    let before = app.letters_to(email).len();
    app.deliver();
    app.letters_to(email).split_off(before)
}

/// "subject | entry" of each, by subject.
fn said(letters: &[Letter]) -> Vec<String> {
    let said = letters.iter();
    let mut said: Vec<String> = said
        .map(|letter| format!("{} | {}", letter.subject, letter.entry_line()))
        .collect();
    said.sort();
    said
}

#[test]
fn a_delegate_chooses_sessions_and_sees_what_is_at_the_same_time() {
    on_each_database(|database| {
        let app = spawn_app(database);
        a_day(&app);
        let rhys = rhys(&app);
        assert!(rhys.visit(AGENDA).says("You have chosen nothing yet."));
        let added = chooses(&rhys, "What we learnt");
        assert_eq!(added.flash(), "It is in your agenda.");
        assert!(added.says("Take out of my agenda: What we learnt"));
        chooses(&rhys, "Buying together");
        chooses(&rhys, "Pitches");
        let mine = rhys.visit("/my");
        let agenda = rhys.visit(&mine.link("Your agenda: Care Day"));
        assert_eq!(
            agenda.all(".rows li div"),
            [
                "What we learnt 9:30am to 10am Keynote, Main stage",
                "Pitches 10am to 11am Pitch session, Main stage At the same time: Buying together",
                "Buying together 10:15am to 11:15am Panel, Garden Room At the same time: Pitches",
            ]
        );
        let gone = takes_out(&rhys, "Buying together");
        assert_eq!(gone.flash(), "It is not in your agenda any more.");
        assert!(!gone.says("At the same time"));
        assert_eq!(told(&app, RHYS).len(), 0, "they asked for no letters");
    });
}

#[test]
fn a_company_sees_its_pitch_among_what_it_chose_and_it_is_no_clash_with_its_own_session() {
    on_each_database(|database| {
        let app = spawn_app(database);
        a_day(&app);
        let amina = app.browser();
        amina.signs_in_at_once(AMINA);
        chooses(&amina, "Pitches");
        chooses(&amina, "Buying together");
        let agenda = amina.visit(AGENDA);
        assert_eq!(
            agenda.all(".rows li div"),
            [
                "Pitches 10am to 11am Pitch session, Main stage At the same time: Buying together",
                "Buying together 10:15am to 11:15am Panel, Garden Room At the same time: Pitches, Falls that do not happen",
                "Falls that do not happen 10:30am to 10:42am Your pitch, Main stage At the same time: Buying together",
            ]
        );
    });
}

#[test]
fn an_agenda_is_for_those_who_come() {
    on_each_database(|database| {
        let app = spawn_app(database);
        a_day(&app);
        let stranger = app.browser();
        assert!(!stranger.visit(PROGRAMME).says("my agenda"));
        stranger.signs_in_at_once("nobody@else.example");
        assert!(!stranger.visit(PROGRAMME).says("my agenda"));
        let page = stranger.visit(AGENDA);
        assert!(page.says("An agenda is for those who come."));
        let rhys = rhys(&app);
        let form = rhys
            .visit(PROGRAMME)
            .form_anywhere("Add to my agenda: Lunch");
        let refused = stranger.follow(stranger.post(&form.action, &[]));
        assert_eq!(
            refused.flash(),
            "Nothing was done: an agenda is for those who are registered or have a slot."
        );
        // What another has chosen is not theirs to take out.
        rhys.post(&form.action, &[]);
        stranger.post(&format!("{}/removal", form.action), &[]);
        assert!(rhys.visit(AGENDA).says("Lunch"));
    });
}

#[test]
fn the_calendar_of_an_agenda_holds_exactly_what_was_chosen_and_what_is_pitched() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let amina = app.browser();
        amina.signs_in_at_once(AMINA);
        let feed = amina.makes_feed("agenda", "My phone");
        let pitch = "CONFIRMED Falls that do not happen, by Careloop (Care Day)";
        assert_eq!(app.lines_of(&feed), [pitch]);
        chooses(&amina, "Lunch");
        chooses(&amina, "What we learnt");
        assert_eq!(
            app.lines_of(&feed),
            [pitch, "CONFIRMED Lunch", "CONFIRMED What we learnt"]
        );
        app.keep_feed("own-agenda-sessions", &app.fetches(&feed, &[]).body);
        app.keep_history("own-agenda-sessions", 1, &app.fetches(&feed, &[]).body);
        let keynote = |app: &TestApp| {
            let mut entries = app.entries_of(&feed).into_iter();
            let entry = entries.find(|entry| entry.summary == "What we learnt");
            entry.expect("the keynote")
        };
        let before = keynote(&app);
        app.later(Duration::minutes(1));
        moves(&ines, "What we learnt", ("09:30", "09:55"));
        let after = keynote(&app);
        assert_eq!(after.uid, before.uid);
        assert_eq!((before.sequence, after.sequence), (0, 1));
        app.keep_history("own-agenda-sessions", 2, &app.fetches(&feed, &[]).body);
        takes_out(&amina, "Lunch");
        assert_eq!(app.lines_of(&feed), [pitch, "CONFIRMED What we learnt"]);
    });
}

#[test]
fn whoever_wants_letters_has_each_session_in_their_calendar_and_it_moves_and_leaves_with_the_programme()
 {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let rhys = rhys(&app);
        chooses(&rhys, "What we learnt");
        assert_eq!(
            wants_letters(&rhys, true).flash(),
            "You get a letter of each session, beginning with those that you have chosen."
        );
        chooses(&rhys, "Lunch");
        let first = told(&app, RHYS);
        assert_eq!(
            said(&first),
            [
                "In your agenda: Lunch | REQUEST 0 Lunch",
                "In your agenda: What we learnt | REQUEST 1 What we learnt",
            ]
        );
        assert_ne!(first[0].uid(), first[1].uid(), "a UID each");
        let keynote = first
            .iter()
            .find(|letter| letter.subject.ends_with("learnt"));
        let keynote = keynote.expect("a letter").uid().to_owned();

        app.later(Duration::minutes(1));
        moves(&ines, "What we learnt", ("09:35", "10:00"));
        let moved = told(&app, RHYS);
        assert_eq!(
            said(&moved),
            ["Changed in your agenda: What we learnt | REQUEST 2 What we learnt"]
        );
        assert_eq!(moved[0].uid(), keynote);
        let words = "Time: now 9:35am to 10am\n  (it was 9:30am to 10am)";
        let text = moved[0].text.replace("\r\n", "\n");
        assert!(text.contains(words), "{text}");

        // Taken out of the programme.
        app.later(Duration::minutes(1));
        let plan = ines.visit("/organise/events/care-day-2027/programme?view=list");
        let page = ines.visit(&plan.link("Change What we learnt"));
        let remove = "Remove this session";
        ines.presses(&page.form(remove), remove);
        ines.releases(SLUG);
        let gone = told(&app, RHYS);
        assert_eq!(
            said(&gone),
            ["Out of your agenda: What we learnt | CANCEL 3 Cancelled: What we learnt"]
        );
        assert_eq!(gone[0].uid(), keynote);
        let words = "A session that you had chosen is not in the programme of Care Day any more.";
        assert!(gone[0].text.contains(words), "{}", gone[0].text);
        assert!(!rhys.visit(AGENDA).says("What we learnt"));

        // Taken out of the agenda.
        app.later(Duration::minutes(1));
        takes_out(&rhys, "Lunch");
        assert_eq!(
            said(&told(&app, RHYS)),
            ["Out of your agenda: Lunch | CANCEL 1 Cancelled: Lunch"]
        );
        app.keep_letters("agenda");
    });
}

#[test]
fn what_leaves_the_agenda_with_a_place_or_an_event_leaves_the_calendar_too() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let rhys = rhys(&app);
        let amina = app.browser();
        amina.signs_in_at_once(AMINA);
        for who in [&rhys, &amina] {
            wants_letters(who, true);
            chooses(who, "Lunch");
        }
        app.deliver();
        let sweeps = || {
            sweep_agendas(&app.world.store, &app.world.surroundings).expect("the database answers")
        };
        assert_eq!(sweeps(), 0, "both come");
        app.later(Duration::minutes(1));
        let registration = rhys.visit("/events/care-day-2027/registration");
        rhys.withdraws(&registration);
        assert_eq!((sweeps(), sweeps()), (1, 0), "once");
        assert_eq!(
            said(&told(&app, RHYS)),
            [
                "Out of your agenda: Lunch | CANCEL 1 Cancelled: Lunch",
                "You have withdrawn: Care Day | CANCEL 1 Cancelled: Care Day"
            ]
        );
        assert!(rhys.visit(AGENDA).says("An agenda is for those who come."));
        ines.cancels_event(SLUG, "The hall has flooded.");
        assert_eq!(sweeps(), 1);
        let letters = told(&app, AMINA);
        let lunch = letters
            .iter()
            .find(|letter| letter.subject.ends_with("Lunch"));
        let text = &lunch.expect("a letter").text;
        let words = "Care Day is cancelled, and with it a session";
        assert!(text.contains(words), "{text}");
    });
}

#[test]
fn an_agenda_comes_back_with_its_event_for_those_who_have_their_place_again() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let rhys = rhys(&app);
        wants_letters(&rhys, true);
        for title in ["Lunch", "What we learnt", "Buying together"] {
            chooses(&rhys, title);
        }
        takes_out(&rhys, "What we learnt");
        let first = told(&app, RHYS);
        let uids: Vec<&str> = first.iter().map(Letter::uid).collect();
        app.later(Duration::minutes(1));
        ines.cancels_event(SLUG, "The hall has flooded.");
        sweep_agendas(&app.world.store, &app.world.surroundings).expect("the database answers");
        app.deliver();
        app.later(Duration::minutes(1));
        ines.reinstates(SLUG);
        let back = told(&app, RHYS);
        assert_eq!(
            said(&back),
            [
                "In your agenda: Buying together | REQUEST 0 Buying together",
                "In your agenda: Lunch | REQUEST 0 Lunch",
                "It takes place after all: Care Day | REQUEST 0 Care Day",
            ]
        );
        assert!(
            back.iter().all(|letter| !uids.contains(&letter.uid())),
            "calendars have cancelled the former ones"
        );
        let agenda = rhys.visit(AGENDA);
        assert!(agenda.says("Lunch") && agenda.says("Buying together"));
        assert!(!agenda.says("What we learnt"));
    });
}

#[test]
fn whoever_wants_letters_no_more_has_their_calendar_emptied_and_their_agenda_kept() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let rhys = rhys(&app);
        wants_letters(&rhys, true);
        chooses(&rhys, "Lunch");
        assert_eq!(told(&app, RHYS).len(), 1);
        app.later(Duration::minutes(1));
        assert_eq!(
            wants_letters(&rhys, false).flash(),
            "You get no letters of your agenda. What came by them leaves your calendar."
        );
        let gone = told(&app, RHYS);
        assert_eq!(gone[0].subject, "Out of your agenda: Lunch");
        assert!(
            gone[0].entry_line().starts_with("CANCEL 1 "),
            "{}",
            gone[0].entry_line()
        );
        assert!(gone[0].text.contains("It stays in your agenda."));
        assert!(rhys.visit(AGENDA).says("Lunch"));
        app.later(Duration::minutes(1));
        moves(&ines, "Lunch", ("12:30", "13:30"));
        assert_eq!(told(&app, RHYS).len(), 0);
        // And once more: it comes back under the same UID, above all that was said of it.
        wants_letters(&rhys, true);
        let back = told(&app, RHYS);
        assert_eq!(said(&back), ["In your agenda: Lunch | REQUEST 3 Lunch"]);
        assert_eq!(back[0].uid(), gone[0].uid());
    });
}

#[test]
fn a_session_that_was_added_and_taken_out_before_the_letter_went_is_never_told() {
    on_each_database(|database| {
        let app = spawn_app(database);
        a_day(&app);
        let rhys = rhys(&app);
        wants_letters(&rhys, true);
        chooses(&rhys, "Lunch");
        takes_out(&rhys, "Lunch");
        assert_eq!(told(&app, RHYS).len(), 0);
    });
}

#[test]
fn a_new_venue_and_a_new_date_reach_what_is_in_an_agenda_once() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let ines = a_day(&app);
        let rhys = rhys(&app);
        wants_letters(&rhys, true);
        chooses(&rhys, "Lunch");
        app.deliver();
        app.later(Duration::minutes(1));
        ines.changes_event(SLUG, &[("venue_name", "The Forum"), ("date", "2027-03-09")]);
        let letters = told(&app, RHYS);
        assert_eq!(
            said(&letters),
            [
                "Changed in your agenda: Lunch | REQUEST 1 Lunch",
                "The event has changed: Care Day | REQUEST 1 Care Day"
            ]
        );
        let lunch = letters
            .iter()
            .find(|letter| letter.subject.ends_with("Lunch"));
        let lunch = &lunch.expect("a letter").text;
        assert!(
            lunch.contains("When: Tuesday 9 March 2027, midday to 1pm"),
            "{lunch}"
        );
        assert!(lunch.contains("Where: The Forum, "), "{lunch}");
    });
}
