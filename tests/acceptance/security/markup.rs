//! Markup, template syntax and header lines in every name and text: on every page, in every letter and feed they are
//! shown as they were typed, and are nothing else. What is hostile is written past the forms, as nothing checked it.

use super::routes::READ;
use super::town::Town;
use crate::app::{Page, TestApp, spawn_app};
use mail_parser::MessageParser;
use marketday_calendar::read;
use marketday_testkit::{Database, on_each_database};
use scraper::{Html, Selector};

/// Closes an attribute and an element, and comes with a template's sum, an address that runs and a header's line.
pub(super) const LINE: &str = "\"'></title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7007007*11 }}{% raw %}%0d%0aBcc: evil";

/// The same with real line ends.
pub(super) const PROSE: &str = "\"'></textarea><script>alert(1)</script><svg onload=alert(1)>{{ 7007007*11 }}\nBcc: evil@evil.example\nEND:VEVENT\n<a href=\"javascript:alert(1)\">x</a> [x](javascript:alert(1))";

/// Every column that holds a line that somebody typed.
const LINES: &[&str] = &[
    "messages.subject",
    "messages.authority",
    "letter_wordings.subject",
    "letter_wordings.used_subject",
    "overrules.reason",
    "organisations.name",
    "people.name",
    "people.phone",
    "venues.name",
    "series.name",
    "kept_venues.name",
    "kept_venues.town",
    "kept_venues.step_free_note",
    "kept_venues.hearing_loop_note",
    "kept_venues.quiet_room_note",
    "venues.step_free_note",
    "venues.hearing_loop_note",
    "venues.quiet_room_note",
    "kept_stages.name",
    "imported_calendars.name",
    "personal_feeds.name",
    "imported_calendars.last_answer",
    "imported_entries.title",
    "imported_entries.location",
    "venues.town",
    "events.title",
    "stages.name",
    "stages.access",
    "sessions.title",
    "sessions.chair",
    "released_sessions.chair",
    "released_sessions.title",
    "released_sessions.stage_name",
    "released_slots.stage_name",
    "releases.note",
    "pitches.title",
    "criteria.name",
    "proposals.title",
    "proposals.presenter_name",
    "assessments.conflict",
    "slides.file_name",
    "registrations.name",
    "registrations.organisation",
    "registrations.role",
    "complaints.name",
    "company_documents.name",
    "events.cancel_reason",
    "events.postpone_reason",
];

/// Every column that holds several.
const PROSES: &[&str] = &[
    "booking_rules.rule_text",
    "venues.address",
    "venues.access",
    "events.summary",
    "series.description",
    "kept_venues.address",
    "kept_venues.access",
    "kept_venues.directions",
    "kept_venues.transport",
    "venues.directions",
    "venues.transport",
    "kept_stages.equipment",
    "kept_stages.access",
    "imported_calendars.problems",
    "stages.equipment",
    "sessions.description",
    "session_notes.note",
    "messages.body",
    "letter_wordings.body",
    "letter_wordings.used_body",
    "feedback.better",
    "booking_notes.note",
    "swaps.message",
    "late_cancellations.reason",
    "late_cancellations.answer",
    "released_sessions.description",
    "pitches.summary",
    "calls.looked_for",
    "criteria.guidance",
    "proposals.summary",
    "proposals.feedback",
    "proposals.why",
    "assessments.comment",
    "slide_texts.summary",
    "registration_needs.access",
    "registration_needs.dietary",
    "complaints.text",
    "company_profiles.products",
];

pub(super) fn poison(database: &Database) {
    let quoted = |text: &str| text.replace('\'', "''");
    let lines = LINES.iter().map(|column| (column, LINE));
    let statements: Vec<String> = lines
        .chain(PROSES.iter().map(|column| (column, PROSE)))
        .map(|(column, text)| {
            let (table, column) = column.split_once('.').expect("a column");
            format!(
                "UPDATE {table} SET {column} = '{}' WHERE {column} IS NOT NULL",
                quoted(text)
            )
        })
        .collect();
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    database
        .store
        .run_script(&statements)
        .expect("it is written");
}

/// What stands in a document that we did not write.
pub(super) fn alien(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let all = Selector::parse("*").expect("a selector");
    let mut found = Vec::new();
    for element in document.select(&all) {
        let (name, value) = (element.value().name(), element.value());
        let source = value.attr("src").unwrap_or_default();
        let is_ours = match name {
            "script" => {
                source.starts_with("/assets/") && element.text().all(|t| t.trim().is_empty())
            }
            "img" => source.starts_with("/assets/"),
            "iframe" | "object" | "embed" | "svg" | "base" | "link" | "meta" => {
                matches!(name, "link" | "meta")
                    && value
                        .attr("http-equiv")
                        .is_none_or(|kind| kind == "Content-Type")
            }
            _ => true,
        };
        if !is_ours {
            found.push(format!("<{name}>"));
        }
        for (attribute, value) in value.attrs() {
            let runs = value.trim_start().to_lowercase();
            if attribute.starts_with("on")
                || ["javascript:", "data:", "vbscript:"]
                    .iter()
                    .any(|scheme| runs.starts_with(scheme))
            {
                found.push(format!("{name} {attribute}={value}"));
            }
        }
    }
    for wrong in ["<script>alert", "<img src=x", "<svg onload", "77077077"] {
        if html.contains(wrong) {
            found.push(wrong.to_owned());
        }
    }
    found
}

/// How often what is hostile is shown, in text and in values of fields, as it was typed.
pub(super) fn shown(page: &Page) -> usize {
    let text = page.text();
    text.matches("&lt;script&gt;alert(1)&lt;").count()
}

/// Visits every address, and returns at how many of them something hostile was shown.
fn walk(app: &TestApp, town: &Town<'_>) -> Vec<&'static str> {
    let mut shown_at = Vec::new();
    let stranger = app.browser();
    for &(row, ..) in READ {
        let path = town.address(row);
        // Whoever else is let in somewhere sees what one of these sees.
        let people = [
            "the company",
            "the delegate",
            "the organiser",
            "the administrator",
            "whoever is asked to join",
        ];
        let people = people.iter().map(|who| town.browser(who));
        let people = people.chain([&stranger]);
        let pages: Vec<Page> = people.map(|browser| browser.get(&path)).collect();
        for page in &pages {
            assert!(
                page.status < 500 || row == "/readyz",
                "{path}: {}",
                page.status
            );
            let kind = page.header("content-type").unwrap_or_default();
            if kind.starts_with("text/html") {
                assert_eq!(alien(&page.text()), Vec::<String>::new(), "{path}");
            } else if kind.starts_with("text/calendar") {
                let read = read(&page.body).unwrap_or_else(|error| panic!("{path}: {error:?}"));
                let ends = read
                    .iter()
                    .map(|calendar| calendar.events.len())
                    .sum::<usize>();
                let text = page.text();
                assert_eq!(
                    text.lines().filter(|line| *line == "END:VEVENT").count(),
                    ends
                );
                assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{path}");
            }
        }
        if pages.iter().any(|page| shown(page) > 0) {
            shown_at.push(row);
        }
    }
    shown_at
}

/// Everybody does what makes letters.
fn makes_letters(town: &Town<'_>) {
    let (amina, organiser) = (town.browser("the company"), town.browser("the organiser"));
    let team = town.address("/organise/events/{slug}/team");
    let form = organiser.visit(&team).form("Ask them").fill(&[
        ("email", "new@north.example"),
        ("role", "editor"),
        ("reach", "event"),
    ]);
    organiser.presses(&form, "Ask them");
    let members = town.address("/organisations/{id}/members");
    let form = amina.visit(&members).form("Ask them");
    let form = form.fill(&[("email", "new@careloop.example"), ("role", "member")]);
    amina.presses(&form, "Ask them");
    let complaint = town.address("/organise/events/{slug}/complaints/{complaint}");
    let button = "Send the answer and close";
    let form = organiser.visit(&complaint).form(button);
    organiser.presses(&form.fill(&[("outcome", PROSE)]), button);
    let form = amina.visit("/privacy/complaint").form("Send the complaint");
    let typed = [
        ("name", LINE),
        ("email", "amina@careloop.example"),
        ("text", PROSE),
    ];
    let typed =
        typed.map(|(name, value)| (name, if name == "name" { &value[..60] } else { value }));
    assert_eq!(
        amina
            .presses(&form.fill(&typed), "Send the complaint")
            .status,
        200
    );
    organiser.cancels_event("care-day-2027", "<script>alert(1)</script>{{ 7007007*11 }}");
}

#[test]
fn markup_in_any_name_or_text_is_shown_as_it_was_typed_on_every_page() {
    on_each_database(|database| {
        let app = spawn_app(database);
        app.may_leave_letters();
        let town = Town::of(&app);
        poison(database);
        let shown_at = walk(&app, &town);
        // It was there to be seen: nearly every page shows something of it.
        assert!(shown_at.len() > 30, "{shown_at:?}");
    });
}

#[test]
fn markup_in_any_name_or_text_is_shown_as_it_was_typed_in_every_letter() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let before = app.sink.letters().len();
        poison(database);
        makes_letters(&town);
        app.deliver();
        let letters = app.sink.letters().split_off(before);
        assert!(letters.len() >= 6, "{}", letters.len());
        for letter in &letters {
            let message = MessageParser::default()
                .parse(&letter.data)
                .expect("a letter");
            let subject = message.subject().unwrap_or_default();
            assert!(
                message.bcc().is_none() && message.cc().is_none(),
                "{subject}"
            );
            assert_eq!(
                message.to().map(|to| to.iter().count()),
                Some(1),
                "{subject}"
            );
            let html = message.body_html(0).expect("a part of HTML");
            let html = html.replace("{{ 7007007*11 }}", "");
            assert_eq!(alien(&html), Vec::<String>::new(), "{subject}");
            let text = message.body_text(0).expect("a part of text");
            assert!(
                !text.contains("77077077") && !subject.contains("77077077"),
                "{subject}"
            );
        }
        let all: Vec<String> = letters
            .iter()
            .map(|letter| {
                let message = MessageParser::default()
                    .parse(&letter.data)
                    .expect("a letter");
                message.body_html(0).unwrap_or_default().into_owned()
            })
            .collect();
        let shown = all
            .iter()
            .filter(|html| html.contains("&lt;script&gt;"))
            .count();
        assert!(shown >= 5, "{shown} of {}", all.len());
    });
}
