use super::{
    Audience, BookingCancelled, BookingConfirmed, CancelledBy, ComposedLetter, EventCancelled,
    EventChanged, Letter, samples,
};
use crate::engine::Engine;
use marketday_model::NoticeKind;
use std::fmt::Write as _;

fn engine() -> Engine {
    Engine::new().expect("the templates load")
}

fn shown(letter: &ComposedLetter) -> String {
    format!(
        "Subject: {}\n\n{}\n=====\n\n{}",
        letter.subject, letter.text, letter.html
    )
}

/// The web addresses in a plain text, as a mail program finds them.
fn links_in_text(text: &str) -> Vec<String> {
    let mut links: Vec<String> = text
        .split(|c: char| c.is_whitespace() || "<>\"')".contains(c))
        .filter(|word| word.starts_with("https://") || word.starts_with("http://"))
        .map(str::to_owned)
        .collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// The web addresses that an HTML document leads to.
fn links_in_html(html: &str) -> Vec<String> {
    let mut links: Vec<String> = html
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| !link.starts_with("mailto:"))
        .map(|link| link.replace("&amp;", "&"))
        .collect();
    links.sort_unstable();
    links.dedup();
    links
}

#[test]
fn every_letter_reads_as_it_was_last_agreed() {
    for (folder, letter) in samples(&engine()).expect("every letter composes") {
        insta::assert_snapshot!(folder, shown(&letter));
    }
}

#[test]
fn plain_text_and_html_hold_the_same_links() {
    for (folder, letter) in samples(&engine()).expect("every letter composes") {
        assert_eq!(
            links_in_text(&letter.text),
            links_in_html(&letter.html),
            "{folder}"
        );
    }
}

#[test]
fn every_letter_is_small_and_loads_nothing() {
    for (folder, letter) in samples(&engine()).expect("every letter composes") {
        assert!(letter.html.len() < 60 * 1024, "{folder}");
        // With its name it is one line of at most 78 (RFC 5322, section 2.1.1).
        assert!(
            "Subject: ".len() + letter.subject.chars().count() <= 78,
            "{folder}"
        );
        assert!(!letter.subject.contains('\n'), "{folder}");
        for tag in [
            "<img", "<script", "<link", "<form", "<table", "@import", "url(",
        ] {
            assert!(!letter.html.contains(tag), "{folder} holds {tag}");
        }
    }
}

#[test]
fn the_folders_are_exactly_the_letters_that_exist() {
    let engine = engine();
    let mut expected: Vec<String> = samples(&engine)
        .expect("every letter composes")
        .iter()
        .map(|(folder, _)| format!("mail/{folder}/subject.txt"))
        .collect();
    expected.sort_unstable();
    let found: Vec<String> = engine
        .template_names()
        .into_iter()
        .filter(|name| name.starts_with("mail/") && name.ends_with("subject.txt"))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_claim_says_until_when_it_must_be_confirmed() {
    let letter = BookingConfirmed {
        unconfirmed_until: Some("5pm on Friday 6 March 2026".into()),
        ..BookingConfirmed::sample()
    };
    let letter = engine().letter(&letter).expect("it composes");
    insta::assert_snapshot!("booking-confirmed-claim", shown(&letter));
}

#[test]
fn a_cancelled_booking_says_who_cancelled_it() {
    let first_lines = [
        CancelledBy::You,
        CancelledBy::Organiser,
        CancelledBy::Event,
        CancelledBy::Lapse,
        CancelledBy::Refusal,
    ]
    .map(|cancelled_by| {
        let letter = BookingCancelled {
            cancelled_by,
            reason: None,
            other_slots_link: None,
            ..BookingCancelled::sample()
        };
        let letter = engine().letter(&letter).expect("it composes");
        assert_eq!(links_in_text(&letter.text), links_in_html(&letter.html));
        letter.text.lines().nth(2).map(str::to_owned)
    });
    assert_eq!(
        first_lines.map(Option::unwrap_or_default),
        [
            "Your pitch slot at Northern Care Technology Day is cancelled, as you asked.",
            "The organiser has cancelled your pitch slot at Northern Care Technology Day.",
            "Northern Care Technology Day is cancelled, and your pitch slot with it.",
            "Your pitch slot at Northern Care Technology Day is cancelled, because nobody confirmed in time that you speak for Steadfoot & Daughters Ltd.",
            "Your pitch slot at Northern Care Technology Day is cancelled, because somebody at Steadfoot & Daughters Ltd said that you do not speak for it. If you do, ask a colleague there to book, or to add you.",
        ]
    );
}

#[test]
fn companies_are_told_of_their_slot_and_delegates_of_their_place() {
    let engine = engine();
    let changed = EventChanged {
        audience: Audience::Company,
        ..EventChanged::sample()
    };
    let cancelled = EventCancelled {
        audience: Audience::Company,
        reason: None,
        ..EventCancelled::sample()
    };
    insta::assert_snapshot!(
        "event-changed-company",
        engine.letter(&changed).expect("it composes").text
    );
    insta::assert_snapshot!(
        "event-cancelled-company",
        engine.letter(&cancelled).expect("it composes").text
    );
}

#[test]
fn markup_in_a_title_stays_text() {
    let mut letter = BookingConfirmed::sample();
    letter.booking.pitch_title = "<a href=\"https://evil.example\">Free</a>".into();
    letter.event.title = "A day\r\nBcc: all@example.org".into();
    let letter = engine().letter(&letter).expect("it composes");
    assert!(
        letter
            .html
            .contains("&lt;a href=&quot;https://evil.example&quot;&gt;Free&lt;/a&gt;")
    );
    assert_eq!(
        letter.subject,
        "Your pitch slot is booked: A day Bcc: all@example.org"
    );
}

/// `docs/notices.md` as the product has it: every notice, and what its letter reads like.
fn notices_document() -> String {
    let samples = samples(&engine()).expect("every letter composes");
    let mut text = String::from(NOTICES_HEAD);
    for kind in NoticeKind::ALL {
        let about = kind.about();
        let folder = about.folder;
        let subject = samples.iter().find(|(name, _)| *name == folder);
        let (_, sample) = subject.unwrap_or_else(|| panic!("{folder} has no sample"));
        writeln!(
            text,
            "| {title} (`{kind}`) | {whom} | {when} | {soon} | [{subject}](#{folder}) |",
            title = about.title,
            whom = about.whom,
            when = about.when,
            soon = kind.urgency().said(),
            subject = sample.subject.replace('|', "\\|"),
        )
        .expect("a string takes it");
    }
    text.push_str("\n## Samples\n");
    for (folder, letter) in &samples {
        write!(
            text,
            "\n### {folder}\n\nSubject: {}\n\n```text\n{}\n```\n",
            letter.subject,
            letter.text.trim_end()
        )
        .expect("a string takes it");
    }
    text
}

const NOTICES_HEAD: &str = "# Notices

What people are told: every letter that Marketday sends, to whom and when. A test writes this page and keeps it true
(`MARKETDAY_UPDATE_DOCS=1 cargo nextest run --workspace -E 'test(notices_are_listed)'`).

None of these letters is optional unless it says so: each follows from what somebody did or has here. A letter is checked
again when it is sent, and dropped if it is not true any more. The letter to try the mail server with (`marketday mail
test`) is no notice; its sample is below.

| letter | who gets it | what makes it be sent | how soon | sample |
| --- | --- | --- | --- | --- |
";

#[test]
fn notices_are_listed_as_they_are_sent() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/notices.md");
    let expected = notices_document();
    if std::env::var_os("MARKETDAY_UPDATE_DOCS").is_some() {
        std::fs::write(&path, &expected).expect("docs/ can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == expected,
        "docs/notices.md is out of date: MARKETDAY_UPDATE_DOCS=1 cargo nextest run --workspace -E 'test(notices_are_listed)' writes it anew"
    );
}
