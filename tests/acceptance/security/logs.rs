//! Nothing that lets somebody in, and nobody's address, is in a line of the log or on a page of an error.

use crate::app::people::{careloop, delegate};
use crate::app::{Browser, Page, TestApp, spawn_app};
use marketday_testkit::smtp::Answer;
use marketday_testkit::{Database, on_each_database};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// Everything that this process logs from now on, at the most talkative level of ours.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    /// Begins to listen. Once a process: its tests run on both databases with it.
    fn listen() -> Self {
        let lines = Self::default();
        tracing_subscriber::fmt()
            .with_env_filter("info,actix=debug,lettre=debug,diesel=debug,marketday=trace")
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            // The six digits of its microseconds are now and then those of a code.
            .without_time()
            .with_writer(lines.clone())
            .try_init()
            .expect("nobody else listens in this process");
        lines
    }

    fn text(&self) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&lines).into_owned()
    }
}

const AMINA: &str = "amina@careloop.example";
const RHYS: &str = "rhys.bevan@darlington.example";
const ORGANISER: &str = "organiser@north.example";
const SAM: &str = "sam@careloop.example";
const GONE: &str = "gone@nowhere.example";
const DEE: &str = "dee@council.example";
const EVE: &str = "eve@careloop.example";

/// What must be in no line, and what it is.
#[derive(Default)]
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn add(&mut self, what: &'static str, secret: impl Into<String>) {
        self.0.push((what, secret.into()));
    }

    /// What a browser is known by, and what its forms carry.
    fn of_browser(&mut self, browser: &Browser<'_>) {
        self.add("a form's token", browser.csrf());
        for name in ["browser", "sign-in"] {
            if let Some(value) = browser.cookie(name) {
                self.add("a cookie", value);
            }
        }
    }

    /// What was in the letters until now: codes, the last part of links, and all addresses.
    fn of_letters(&mut self, app: &TestApp) {
        for email in [AMINA, RHYS, ORGANISER, SAM, GONE, DEE, EVE] {
            self.add("an address", email);
            for letter in app.letters_to(email) {
                for word in letter.text.split_whitespace() {
                    if word.len() == 6 && word.bytes().all(|octet| octet.is_ascii_digit()) {
                        self.add("a code", word);
                    }
                    if let Some((_, path)) = word.split_once("/sign-in/link/") {
                        let token = path.split('/').nth(1).expect("a token");
                        self.add("a link's token", token);
                    }
                    if let Some((_, id)) = word.split_once("/nominations/") {
                        self.add("a nomination's link", id);
                    }
                }
            }
        }
    }

    fn are_not_in(&self, log: &str) {
        for line in log.lines() {
            for (what, secret) in &self.0 {
                let is_there = match *what {
                    "a code" => stands_alone(line, secret),
                    _ => line.contains(secret),
                };
                assert!(!is_there, "{what} ({secret}) is in: {line}");
            }
        }
    }
}

/// Whether six digits are there, other than within a longer word: they can be part of any id.
fn stands_alone(line: &str, digits: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric();
    line.match_indices(digits).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + digits.len()..]);
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

/// Signs in by the link of a letter.
fn follows_a_link(app: &TestApp, browser: &Browser<'_>, email: &str) {
    browser.asks_to_sign_in(email);
    let link = app.next_letter_to(email).link("/sign-in/link/");
    let page = browser.visit(&format!("{link}?next=/my"));
    browser.presses(&page.form("Sign in"), "Sign in");
    // Once more: it has been used.
    assert_eq!(browser.get(&link).status, 410);
}

/// The ways of everybody, the wrong ones too.
fn everybody_does_something(app: &TestApp, secrets: &mut Secrets) {
    let day = app.published_day(2);
    let people = [(); 5].map(|()| app.browser());
    let [amina, rhys, organiser, sam, dee] = &people;
    amina.books(day.slots[0].id, &careloop());
    rhys.registers("care-day-2027", &delegate());
    follows_a_link(app, organiser, ORGANISER);
    let members = amina.visit("/my").link("Members of Careloop");
    let form = amina.visit(&members).form("Ask them");
    let form = form.fill(&[("email", SAM), ("role", "member")]);
    amina.presses(&form, "Ask them");
    let link = app.next_letter_to(SAM).link("/nominations/");
    assert_eq!(sam.get(&link).status, 401);
    sam.signs_in(SAM);
    secrets.of_browser(sam);
    sam.presses(&sam.visit(&link).form("Join"), "Join");
    let form = dee.visit("/privacy/complaint").form("Send the complaint");
    let typed = [
        ("name", "Dee"),
        ("email", DEE),
        ("text", "You wrote to me."),
    ];
    dee.presses(&form.fill(&typed), "Send the complaint");

    // What is wrong: a code, an address, a token, a path, a header, a query that is a person's.
    let page = dee.asks_to_sign_in(DEE);
    dee.presses(&page.form("Sign in").fill(&[("code", "000000")]), "Sign in");
    dee.asks_to_sign_in(&format!("{DEE} and more"));
    let stale = [("csrf", secrets.0[0].1.as_str()), ("email", DEE)];
    let body = crate::app::encoded(stale.into_iter()).into_bytes();
    assert_eq!(dee.post_bytes("/sign-in", &[], body).status, 403);
    for path in [
        format!("/nothing/{DEE}?email={DEE}"),
        format!("/sign-in?next=/{DEE}"),
    ] {
        let agent = [("User-Agent", DEE), ("Referer", DEE), ("Host", DEE)];
        dee.send(crate::app::Sent {
            path: &path,
            headers: &agent[..2],
            ..Default::default()
        });
    }

    // A mail server that refuses, and repeats whom.
    app.sink.for_recipient(GONE, Answer::Refuse(550));
    app.browser().asks_to_sign_in(GONE);
    app.sink.for_recipient(DEE, Answer::RefuseContent(451));
    app.deliver();
    app.sink.forget();
    app.later(chrono::Duration::hours(1));
    app.deliver();
    for browser in &people {
        secrets.of_browser(browser);
    }
    secrets.of_letters(app);
}

/// The lines about signing in and out after the first `skipped` octets: level, route, what is said, and with it the
/// number of the request, which each has.
fn of_sign_ins(log: &str, skipped: usize) -> Vec<String> {
    let ours = |line: &&str| {
        ["signed in way=", "not signed in", "signed out"]
            .iter()
            .any(|said| line.contains(said))
    };
    let lines = log[skipped..].lines().filter(ours);
    lines
        .map(|line| {
            let (_, line) = line.split_once(' ').expect("an instant");
            let (level, line) = line.trim_start().split_once(' ').expect("a level");
            let (number, line) = line
                .strip_prefix("request{number=")
                .and_then(|line| line.split_once(' '))
                .expect("a number");
            assert_eq!(number.len(), 36, "{number}");
            let (span, said) = line.split_once("}: ").expect("a span");
            let (_, route) = span.split_once("route=").expect("a route");
            let (_, said) = said.split_once(": ").expect("a module");
            format!("{level} {} {said}", route.trim_matches('"'))
        })
        .collect()
}

/// Somebody signs in and out by each way that needs no other party, rightly and wrongly.
fn comes_and_goes(app: &TestApp) -> Vec<String> {
    let (here, there) = (app.browser(), app.browser());
    let page = here.asks_to_sign_in(EVE);
    let code = app.next_letter_to(EVE).code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let form = page.form("Sign in");
    here.presses(&form.clone().fill(&[("code", wrong)]), "Sign in");
    let form = form.fill(&[("code", &code)]);
    here.presses(&form, "Sign in");
    here.presses(&form, "Sign in");
    let eve = app.world.person(EVE).id;
    there.asks_to_sign_in(EVE);
    let link = app.next_letter_to(EVE).link("/sign-in/link/");
    let form = there.visit(&link).form("Sign in");
    there.presses(&form, "Sign in");
    there.presses(&form, "Sign in");
    let answer = [("challenge", "none"), ("credential", "{}")];
    there.post("/sign-in/passkey", &answer);
    let form = here.visit("/my/sign-ins").form("Sign out A browser");
    here.presses(&form, "Sign out A browser");
    here.post("/my/sign-ins", &[("action", "others")]);
    here.post("/sign-out", &[]);
    here.signs_in(EVE);
    let all = "Sign out everywhere, here as well";
    here.presses(&here.visit("/my/sign-ins").form(all), all);
    here.signs_in(EVE);
    let form = here.visit("/my/data/erasure").form("Erase my data");
    here.presses(&form, "Erase my data");
    let link_route = "/sign-in/link/{id}/{token}";
    vec![
        "WARN /sign-in/code not signed in way=code why=\"wrong\"".to_owned(),
        format!("INFO /sign-in/code signed in way=code person={eve}"),
        "WARN /sign-in/code not signed in way=code why=\"dead\"".to_owned(),
        format!("INFO {link_route} signed in way=link person={eve}"),
        format!("WARN {link_route} not signed in way=link why=\"dead\""),
        "WARN /sign-in/passkey not signed in way=passkey why=\"no challenge\"".to_owned(),
        format!("INFO /my/sign-ins/{{id}}/end signed out person={eve} which=\"there\""),
        format!("INFO /my/sign-ins signed out person={eve} which=\"elsewhere\""),
        format!("INFO /sign-out signed out person={eve} which=\"here\""),
        format!("INFO /sign-in/code signed in way=code person={eve}"),
        format!("INFO /my/sign-ins signed out person={eve} which=\"everywhere\""),
        format!("INFO /sign-in/code signed in way=code person={eve}"),
        format!("INFO /my/data/erasure signed out person={eve} which=\"erased\""),
    ]
}

/// The page of an error: its number is in the log, and nothing of the inside is on it.
fn is_our_fault_under_a_number(page: &Page, log: &str) {
    assert_eq!(page.status, 500, "{}", page.path);
    assert_eq!(page.heading(), "Something went wrong on our side");
    let text = page.text();
    let main = page.one("main");
    let number = main
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() == 10 && word.bytes().all(|b| b.is_ascii_hexdigit()));
    let number = number.unwrap_or_else(|| panic!("no number in {main}"));
    let lines: Vec<&str> = log.lines().filter(|line| line.contains(number)).collect();
    assert_eq!(lines.len(), 1, "the number stands in one line");
    assert!(lines[0].contains("code_requests"), "{}", lines[0]);
    for inside in [
        "code_requests",
        "no such table",
        "relation",
        "SELECT",
        "select ",
        "diesel",
        "marketday_",
        "crates/",
        ".rs",
        "Error(",
        "panicked",
    ] {
        assert!(!text.contains(inside), "{inside} is on {}", page.path);
    }
}

/// What is asked for while a table is gone.
fn everything_fails(app: &TestApp, database: &Database, lines: &Lines, secrets: &mut Secrets) {
    let amina = app.browser();
    amina.asks_to_sign_in(AMINA);
    let letter = app.next_letter_to(AMINA);
    let form = amina.visit("/sign-in").form("Send me a code");
    let link = letter.link("/sign-in/link/");
    let rename = "ALTER TABLE code_requests RENAME TO somewhere_else";
    database.store.run_script(&[rename]).expect("it is renamed");
    let asked = amina.presses(&form.fill(&[("email", AMINA)]), "Send me a code");
    is_our_fault_under_a_number(&asked, &lines.text());
    is_our_fault_under_a_number(&amina.get(&link), &lines.text());
    let checked = amina.post(
        "/sign-in/code",
        &[("email", AMINA), ("code", &letter.code())],
    );
    is_our_fault_under_a_number(&checked, &lines.text());
    secrets.of_browser(&amina);
    secrets.of_letters(app);
}

#[test]
fn no_line_of_the_log_and_no_error_holds_an_address_a_code_or_a_token() {
    let lines = Lines::listen();
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let mut secrets = Secrets::default();
        let stranger = app.browser();
        stranger.visit("/sign-in");
        secrets.of_browser(&stranger);
        let before = lines.text().len();
        let expected = comes_and_goes(&app);
        assert_eq!(of_sign_ins(&lines.text(), before), expected);
        everybody_does_something(&app, &mut secrets);
        everything_fails(&app, database, &lines, &mut secrets);
        let kinds = |kind| secrets.0.iter().filter(|(what, _)| *what == kind).count();
        for kind in [
            "an address",
            "a code",
            "a link's token",
            "a cookie",
            "a form's token",
            "a nomination's link",
        ] {
            assert!(kinds(kind) > 0, "{kind}");
        }
        let log = lines.text();
        // It was listening: letters, refusals and failures are there.
        for line in [
            "letter sent",
            "letter not sent",
            "a request failed",
            "refused",
        ] {
            assert!(log.contains(line), "{line}");
        }
        secrets.are_not_in(&log);
    });
}
