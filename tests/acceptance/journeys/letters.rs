//! Somebody chooses which letters they want that they do not need.

use crate::app::people::delegate;
use crate::app::{Page, TestApp, Witness, spawn_app};
use chrono::Duration;
use marketday_model::OptionalLetter;
use marketday_model::notice::Subject;
use marketday_store::{audit, consents, people};
use marketday_testkit::on_each_database;

const ORGANISER: &str = "organiser@north.example";
const RHYS: &str = "rhys.bevan@darlington.example";

/// What somebody ticks who would like news.
const NEWS: [(&str, &str); 2] = [("event-news", "yes"), ("news_themes", "waste")];

/// For how many kinds of letters the box is ticked.
fn ticked(page: &Page) -> usize {
    page.all("main input[type=checkbox][value=yes][checked]")
        .len()
}

#[test]
fn nothing_is_ticked_until_somebody_ticks_it_and_one_click_takes_it_back() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let my = rhys.visit("/my");
        let path = my.link("Choose which letters you want");
        assert_eq!(path, "/my/letters");
        let page = rhys.visit(&path);
        assert_eq!(page.all("main input[type=checkbox][value=yes]").len(), 2);
        assert_eq!(ticked(&page), 0, "registering ticks nothing");

        let form = page.form("Save").fill(&NEWS);
        let saved = rhys.presses(&form, "Save");
        saved.leads_to("/my/letters?done=letters-saved");
        let page = rhys.follow(saved);
        assert_eq!(page.flash(), "Your choice has been saved.");
        assert_eq!(ticked(&page), 1);
        assert!(
            page.says("You agreed at 10:02am on Monday 6 October 2025, on the page /my/letters.")
        );

        let mut form = page.form("Save");
        form.fields.retain(|(name, _)| name != "event-news");
        let page = rhys.follow(rhys.presses(&form, "Save"));
        assert_eq!(ticked(&page), 0);
        assert!(!page.says("You agreed"));
        assert_eq!(app.browser().get("/my/letters").status, 401);
    });
}

#[test]
fn one_click_of_a_mail_program_stops_a_kind_of_letters_without_a_sign_in_or_a_token_of_a_browser() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let form = rhys.visit("/my/letters").form("Save");
        let form = form.fill(&NEWS).fill(&[("feedback-request", "yes")]);
        rhys.presses(&form, "Save");
        let list = app.list_headers("rhys.bevan@darlington.example", OptionalLetter::EventNews);
        let (_, path) = list
            .unsubscribe_url
            .rsplit_once("/unsubscribe/")
            .expect("a path");
        let path = format!("/unsubscribe/{path}");

        // A scanner that follows the link stops nothing.
        let asked = app.browser().visit(&path);
        assert_eq!(asked.heading(), "Get no more of these letters?");
        assert!(asked.says(OptionalLetter::EventNews.wording()));
        assert_eq!(ticked(&rhys.visit("/my/letters")), 2);

        for _ in 0..2 {
            let program = app.browser();
            let done = program.post_bytes(&path, &[], b"List-Unsubscribe=One-Click".to_vec());
            assert_eq!(done.status, 200);
            assert_eq!(done.heading(), "You get no more of these letters");
            assert_eq!(ticked(&rhys.visit("/my/letters")), 1);
        }
        let forged = path.replace("/unsubscribe/0", "/unsubscribe/1");
        let program = app.browser();
        assert_eq!(program.post_bytes(&forged, &[], Vec::new()).status, 404);
        assert_eq!(program.get(&forged).status, 404);
    });
}

#[test]
fn by_the_link_of_any_letter_to_them_somebody_chooses_their_letters_and_nothing_else() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let letters = app.letters_to(RHYS);
        let [code, confirmed] = &letters[..] else {
            panic!("a code and a confirmation: {}", letters.len());
        };
        // Whose the address is was not known when the code was sent.
        assert!(!code.text.contains("/letters/"), "{}", code.text);
        let link = confirmed.link("/letters/");

        let mut witness = Witness::of(database);
        let before = witness.look();
        let reader = app.browser();
        let page = reader.visit(&link);
        assert_eq!(page.heading(), "Letters that you can do without");
        assert_eq!(witness.look(), before, "looking changes nothing");
        assert!(page.says("r***@darlington.example"));
        assert!(!page.text().contains(RHYS) && !page.text().contains("Rhys"));
        assert_eq!(ticked(&page), 0);

        let form = page.form("Save").fill(&NEWS);
        let page = reader.follow(reader.presses(&form, "Save"));
        assert_eq!(page.flash(), "Your choice has been saved.");
        assert_eq!(ticked(&page), 1);
        assert_eq!(reader.get("/my").status, 401, "nobody is signed in by it");
        let own = rhys.visit("/my/letters");
        assert_eq!(ticked(&own), 1);
        assert!(own.says("on the page /letters."), "{}", own.text());

        let mut form = page.form("Save");
        form.fields.retain(|(name, _)| name != "event-news");
        reader.presses(&form, "Save");
        assert_eq!(ticked(&rhys.visit("/my/letters")), 0);
        let trail: Vec<(String, String)> = audit_of(&app, RHYS);
        let expected = [
            ("consent.give", "event-news on /letters"),
            ("consent.withdraw", "event-news"),
        ];
        assert_eq!(
            trail,
            expected.map(|(did, what)| (did.to_owned(), what.to_owned()))
        );
    });
}

#[test]
fn the_link_of_somebody_erased_and_a_forged_one_say_plainly_that_there_is_nothing_to_choose() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let letters = app.letters_to(RHYS);
        let link = letters.last().expect("a letter").link("/letters/");
        let reader = app.browser();
        let form = reader.visit(&link).form("Save");
        let forged = link.replace("/letters/0", "/letters/1");
        assert_eq!(reader.get(&forged).status, 404);
        assert_eq!(reader.post(&forged, &[("event-news", "yes")]).status, 404);

        let erasure = rhys.visit("/my/data/erasure").form("Erase my data");
        rhys.presses(&erasure, "Erase my data");
        let mut witness = Witness::of(database);
        let before = witness.look();
        let form = form.fill(&[("event-news", "yes")]);
        for page in [reader.get(&link), reader.presses(&form, "Save")] {
            assert_eq!(page.status, 410);
            assert_eq!(page.heading(), "This link does not work any more");
        }
        assert_eq!(witness.look(), before);
        app.deliver();
    });
}

#[test]
fn somebody_sets_their_quiet_hours_and_organisers_see_that_letters_wait_for_their_end() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let rhys = app.browser();
        rhys.registers("care-day-2027", &delegate());
        app.deliver();
        let letters = app.letters_to(RHYS);
        let link = letters.last().expect("a letter").link("/letters/");
        let reader = app.browser();
        let form = reader.visit(&link).form("Save");
        let fields = ["quiet", "quiet_from", "quiet_to", "quiet_zone"];
        let usual = fields.map(|name| form.value(name).expect("a choice").to_owned());
        assert_eq!(usual, ["hours", "21", "7", "Europe/London"]);
        let same = form.clone().fill(&[("quiet_from", "7")]);
        reader.presses(&same, "Save").is_refused_with(&[(
            "quiet_to",
            "Choose another hour to end than to begin, or letters at any time",
        )]);
        let form = form.fill(&[("quiet_from", "9"), ("quiet_to", "12")]);
        let saved = reader.follow(reader.presses(&form, "Save"));
        assert_eq!(saved.flash(), "Your choice has been saved.");
        let kept = saved.form("Save");
        let kept = fields.map(|name| kept.value(name).expect("a choice").to_owned());
        assert_eq!(kept, ["hours", "9", "12", "Europe/London"]);

        // It is ten in the morning.
        let ines = app.browser();
        ines.signs_in_at_once("organiser@north.example");
        let typed = [
            ("whom", "registered"),
            ("subject", "Parking"),
            ("body", "There is none."),
        ];
        let path = "/organise/events/care-day-2027/messages/new";
        let written = ines.follow(ines.post(path, &typed));
        ines.presses(&written.form("Send now"), "Send now");
        let before = app.letters_to(RHYS).len();
        app.deliver();
        assert_eq!(app.letters_to(RHYS).len(), before);
        let waiting = ines.visit("/organise/events/care-day-2027/letters?show=waiting");
        let row = waiting.one("tbody tr");
        for words in [
            "Message of the organisers to Rhys Bevan",
            "Waiting Tried next at midday on Monday 6 October 2025",
            "Not tried yet",
        ] {
            assert!(row.contains(words), "{words}: {row}");
        }
        app.later(Duration::hours(2));
        assert_eq!(app.next_letter_to(RHYS).subject, "Parking");
    });
}

/// What the audit trail says of somebody's consents.
fn audit_of(app: &TestApp, email: &str) -> Vec<(String, String)> {
    let email = email.parse().expect("an address");
    let found = app.world.store.read(|rx| {
        let person = people::find_by_email(rx, &email)?.expect("a person");
        audit::list(rx, Subject::Person(person.id))
    });
    let lines = found.expect("the database answers").into_iter();
    let lines = lines.filter(|(action, ..)| action.starts_with("consent."));
    let mut lines: Vec<_> = lines.map(|(action, _, detail)| (action, detail)).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn whoever_has_a_part_in_a_team_takes_the_tick_of_the_digest_away_and_nobody_else_is_asked_about_it()
 {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        app.published_day(1);
        let ines = app.browser();
        ines.signs_in_at_once(ORGANISER);
        let page = ines.visit("/my/letters");
        assert_eq!(page.form("Save").value("booking-digest"), Some("yes"));
        assert!(page.says("It comes with your part in a team, unless you take the tick away."));
        assert!(!page.says("You agreed"), "nobody asked her");

        let mut without = page.form("Save");
        without.fields.retain(|(name, _)| name != "booking-digest");
        let off = ines.follow(ines.presses(&without, "Save"));
        assert_eq!(off.flash(), "Your choice has been saved.");
        assert_eq!(ticked(&off), 0);
        assert!(!gets_digest(&app, ORGANISER));
        // Saving what is so already changes nothing.
        ines.presses(&without, "Save");
        let on = off.form("Save").fill(&[("booking-digest", "yes")]);
        assert_eq!(ticked(&ines.follow(ines.presses(&on, "Save"))), 1);
        let list = app.list_headers(ORGANISER, OptionalLetter::BookingDigest);
        let (_, token) = list
            .unsubscribe_url
            .rsplit_once('/')
            .expect("the path of a token");
        let (program, path) = (app.browser(), format!("/unsubscribe/{token}"));
        program.post_bytes(&path, &[], b"List-Unsubscribe=One-Click".to_vec());
        assert_eq!(ticked(&ines.visit("/my/letters")), 0);
        let expected = [
            ("consent.give", "booking-digest on /my/letters"),
            ("consent.withdraw", "booking-digest"),
            ("consent.withdraw", "booking-digest"),
        ];
        assert_eq!(
            audit_of(&app, ORGANISER),
            expected.map(|(did, what)| (did.to_owned(), what.to_owned()))
        );

        let bo = app.browser();
        bo.signs_in_at_once("bo@else.example");
        let page = bo.visit("/my/letters");
        assert!(!page.text().contains("booking-digest"));
        let form = page.form("Save");
        bo.presses(&form, "Save");
        assert!(
            gets_digest(&app, "bo@else.example"),
            "once he has a part in a team"
        );
    });
}

/// Whether somebody has not switched the digest off.
fn gets_digest(app: &TestApp, email: &str) -> bool {
    let email = email.parse().expect("an address");
    let wants = app.world.store.read(|rx| {
        let person = people::find_by_email(rx, &email)?.expect("a person");
        consents::may_send_optional(rx, person.id, OptionalLetter::BookingDigest)
    });
    wants.expect("the database answers")
}
