use super::{
    Audience, BookingCancelled, BookingConfirmed, CancelledBy, ComposedLetter, EventCancelled,
    EventChanged, EventReinstated, Letter, LetterPreview, samples,
};
use crate::engine::Engine;
use crate::links::Links;
use marketday_model::event::Window;
use marketday_model::message::MessageReader;
use marketday_model::time::LONDON;
use marketday_model::{
    Event, EventState, Facilities, Instant, NoticeKind, Randomness, Region, StandardLetter,
    TimeRange, Venue, Words,
};
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

/// Tuesday 2 March 2027 at Dolphin Hall.
fn event() -> Event {
    let at =
        |hour: i64| Instant::from_timestamp(1_803_945_600 + hour * 3600, 0).expect("an instant");
    let id = Randomness::seeded(1).uuid(at(0));
    let window = Window {
        opens_at: None,
        closes_at: at(9),
    };
    Event {
        id: id.into(),
        slug: "care-day-2027".into(),
        state: EventState::Published,
        title: "Care Day".into(),
        summary: String::new(),
        region: Region::ALL[0],
        themes: Vec::new(),
        venue: Venue {
            id: id.into(),
            name: "Dolphin Hall".into(),
            town: "Darlington".into(),
            address: "Horsemarket, DL1 5RP".into(),
            access: String::new(),
            facilities: Facilities::default(),
            kept: None,
        },
        organiser: id.into(),
        organiser_name: "North Exchange".into(),
        contact_email: "organiser@north.example".into(),
        time: TimeRange::new(at(9), at(16)).expect("a range"),
        zone: LONDON,
        capacity: 40,
        booking: window,
        registration: window,
        company_limit: 1,
        release: 1,
        sequence: 0,
        uid_generation: 0,
        published_at: Some(at(0)),
        cancelled_at: None,
        cancel_reason: None,
        postponed_from: None,
        postpone_reason: None,
        reinstated_at: None,
        created_at: at(0),
        changed_at: at(0),
    }
}

/// The letter about an invented event in these words, or in ours.
fn previewed(engine: &Engine, letter: StandardLetter, own: Option<&Words>) -> ComposedLetter {
    let links = Links::new(&"https://days.example/".parse().expect("an address"));
    let event = event();
    let reader = MessageReader {
        name: "Ada Pitcher".into(),
        company: "Dripless Ltd".into(),
        pitch: "Leaks, quietly".into(),
        slot: Some((event.time, "Main Hall".into())),
    };
    let preview = LetterPreview {
        engine,
        links: &links,
        event: &event,
        reader: Some((&reader, letter.readers()[0])),
        own,
        why: None,
    };
    preview.of(letter).expect("it composes")
}

#[test]
fn own_words_take_the_place_of_the_greeting_and_leave_all_that_a_letter_must_hold() {
    let own = Words {
        subject: "Dear {name}: {event}".into(),
        body: "Dear **{name}**,\n\nwe are at {venue} on {date}.".into(),
    };
    let engine = engine();
    for letter in StandardLetter::ALL {
        let standard = previewed(&engine, *letter, None);
        let worded = previewed(&engine, *letter, Some(&own));
        assert_eq!(worded.subject, "Dear Ada Pitcher: Care Day");
        let ours = standard
            .text
            .strip_prefix("Hello Ada Pitcher,\n\n")
            .expect("a greeting")
            .replace("Thank you for your proposal. It has", "Your proposal has");
        let opening =
            "Dear Ada Pitcher,\n\nwe are at Dolphin Hall on Tuesday 2 March 2027, 9am to 4pm.\n\n";
        assert_eq!(worded.text, format!("{opening}{ours}"), "{letter}");
        let links = links_in_html(&standard.html);
        assert_eq!(links_in_html(&worded.html), links, "{letter}");
        assert_eq!(links_in_text(&worded.text), links, "{letter}");
        assert!(
            links
                .iter()
                .all(|link| link.starts_with("https://days.example/")),
            "{letter}: {links:?}"
        );
        assert!(
            worded
                .html
                .contains("<p>Dear <strong>Ada Pitcher</strong>,</p>")
        );
        assert!(!worded.html.contains("Hello"), "{letter}");
    }
}

#[test]
fn every_placeholder_of_a_letter_says_something_in_it() {
    let engine = engine();
    for letter in StandardLetter::ALL {
        for placeholder in letter.placeholders() {
            let own = Words {
                subject: format!("<{{{placeholder}}}>"),
                body: "x".into(),
            };
            let subject = previewed(&engine, *letter, Some(&own)).subject;
            assert!(subject.len() > 2, "{{{placeholder}}} in {letter}");
        }
    }
}

#[test]
fn own_words_hold_no_markup_and_no_header_of_their_author_or_their_reader() {
    let own = Words {
        subject: "{name}\r\nBcc: all@example.org".into(),
        body: "<script>x</script> ![pixel](https://spy.example/p.png) {name}".into(),
    };
    let mut letter = BookingConfirmed::sample();
    letter.to_name = "<b>Tom</b> {link}".into();
    let composed = engine().event_letter(letter, Some(&own));
    let composed = composed.expect("it composes");
    assert_eq!(composed.subject, "<b>Tom</b> {link} Bcc: all@example.org");
    assert!(!composed.html.contains("<script") && !composed.html.contains("<img"));
    assert!(
        composed.html.contains("&lt;b&gt;Tom&lt;/b&gt; {link}"),
        "{}",
        composed.html
    );
}

#[test]
fn what_is_not_certain_yet_is_said_in_our_words() {
    let own = Words {
        subject: "You are on stage".into(),
        body: "Welcome".into(),
    };
    let claim = BookingConfirmed {
        unconfirmed_until: Some("5pm on Friday 6 March 2026".into()),
        ..BookingConfirmed::sample()
    };
    let takes_out = EventReinstated {
        takes_out: true,
        ..EventReinstated::sample()
    };
    let engine = engine();
    let ours = engine.letter(&claim).expect("it composes");
    let worded = engine.event_letter(claim, Some(&own)).expect("it composes");
    assert_eq!(worded, ours);
    let ours = engine.letter(&takes_out).expect("it composes");
    let worded = engine
        .event_letter(takes_out, Some(&own))
        .expect("it composes");
    assert_eq!(worded, ours);
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
