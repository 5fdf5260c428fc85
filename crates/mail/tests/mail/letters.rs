//! What a composed letter looks like.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{TimeZone, Utc};
use marketday_mail::{ComposeError, Letter, Mailbox, Method};

use crate::samples::{invitation, letter, optional_letter};

fn composed(letter: &Letter) -> String {
    String::from_utf8(letter.compose().unwrap()).unwrap()
}

/// The header block with folding undone, each name with all its values.
fn headers(letter: &Letter) -> HashMap<String, Vec<String>> {
    let text = composed(letter);
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let mut headers: HashMap<String, Vec<String>> = HashMap::new();
    for line in head.replace("\r\n ", " ").split("\r\n") {
        let (name, value) = line.split_once(": ").unwrap();
        headers
            .entry(name.to_owned())
            .or_default()
            .push(value.trim().to_owned());
    }
    headers
}

fn header(letter: &Letter, name: &str) -> String {
    let found = headers(letter).remove(name).unwrap_or_default();
    assert_eq!(found.len(), 1, "{name} in {found:?}");
    found.concat()
}

/// The bodies of all base64 parts, decoded.
fn base64_parts(text: &str) -> Vec<Vec<u8>> {
    text.split("Content-Transfer-Encoding: base64\r\n\r\n")
        .skip(1)
        .map(|part| {
            let (body, _) = part.split_once("\r\n--").unwrap();
            STANDARD.decode(body.replace("\r\n", "")).unwrap()
        })
        .collect()
}

#[test]
fn a_letter_has_each_header_once() {
    let expected = [
        ("From", "\"Marketday\" <letters@marketday.example>"),
        ("Reply-To", "\"Ben Osei\" <ben@council.marketday.example>"),
        ("To", "\"Asha Rao\" <asha@example.org>"),
        ("Date", "Mon, 01 Mar 2027 09:30:00 +0000"),
        ("Message-ID", "<notice-1.1@marketday.example>"),
        (
            "Subject",
            "Your pitch at Leeds Care Innovation Day is booked",
        ),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
        (
            "Content-Type",
            "multipart/alternative; boundary=\"notice11marketdayexample.alternative\"",
        ),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), vec![value.to_owned()]));
    assert_eq!(headers(&letter(1)), HashMap::from(expected));
}

#[test]
fn the_same_letter_is_the_same_bytes() {
    for letter in [letter(1), optional_letter(), invitation(Method::Request)] {
        assert_eq!(letter.compose().unwrap(), letter.clone().compose().unwrap());
    }
}

#[test]
fn an_optional_letter_can_be_stopped_with_one_click() {
    let letter = optional_letter();
    assert_eq!(
        header(&letter, "List-Unsubscribe"),
        "<https://marketday.example/unsubscribe/4f1d2c3b5a69788796a5b4c3d2e1f00f>, \
         <mailto:unsubscribe@marketday.example?subject=4f1d2c3b5a69>"
    );
    assert_eq!(
        header(&letter, "List-Unsubscribe-Post"),
        "List-Unsubscribe=One-Click"
    );
    assert_eq!(
        header(&letter, "List-Id"),
        "<events-near-you.marketday.example>"
    );
}

#[test]
fn an_invitation_carries_the_same_entry_to_act_upon_and_to_keep() {
    for method in [Method::Request, Method::Cancel] {
        let letter = invitation(method);
        let text = composed(&letter);
        let ics = letter.invitation.unwrap().ics.into_bytes();
        assert_eq!(base64_parts(&text), [ics.clone(), ics]);
        let parts: Vec<&str> = text
            .split("\r\n")
            .filter(|line| line.starts_with("Content-Type:") || line.contains("Disposition"))
            .collect();
        assert_eq!(
            parts,
            [
                "Content-Type: multipart/mixed; boundary=\"notice81marketdayexample.mixed\"",
                "Content-Type: multipart/alternative;",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Type: text/html; charset=utf-8",
                &format!("Content-Type: text/calendar; method={method}; charset=utf-8"),
                "Content-Type: application/ics; name=\"invite.ics\"",
                "Content-Disposition: attachment; filename=\"invite.ics\"",
            ]
        );
    }
}

#[test]
fn an_entry_that_asks_for_something_else_is_refused() {
    let mut letter = invitation(Method::Request);
    letter.invitation.as_mut().unwrap().method = Method::Cancel;
    let refused = ComposeError::Method("CANCEL".to_owned());
    assert_eq!(letter.compose(), Err(refused));
}

#[test]
fn names_and_subjects_in_any_script_travel_as_ascii() {
    let mut letter = letter(1);
    letter.subject = "Gwahoddiad: Diwrnod Gofal Cymru – Llŷn, 18 Mawrth".to_owned();
    letter.to.name = Some("Siân Ŵyn O'Néill-Pryce of the Llŷn Peninsula Partnership".to_owned());
    letter.text = "Croeso i bawb – mae’n dda eich gweld. ".repeat(40);
    let text = composed(&letter);
    assert!(text.is_ascii());
    let longest = text.split("\r\n").map(str::len).max();
    assert_eq!(longest.filter(|length| *length > 78), None);
    assert!(header(&letter, "Subject").contains("=?utf-8?"));
    assert!(header(&letter, "To").ends_with("<asha@example.org>"));
}

#[test]
fn lines_end_in_crlf_and_stay_within_limits_whatever_was_written() {
    let mut letter = letter(1);
    letter.text = format!("one\rtwo\r\nthree\nfour\0{}", "x".repeat(5_000));
    letter.subject = "y".repeat(10_000);
    letter.from.name = Some("n".repeat(10_000));
    let text = composed(&letter);
    assert_eq!(
        text.replace("\r\n", "").matches(['\r', '\n', '\0']).count(),
        0
    );
    assert!(text.split("\r\n").all(|line| line.len() <= 998));
}

#[test]
fn a_subject_with_line_breaks_adds_no_header() {
    let mut letter = letter(1);
    letter.subject = "Hello\r\nBcc: everyone@example.org\r\n\r\nBuy now".to_owned();
    assert_eq!(
        header(&letter, "Subject"),
        "Hello Bcc: everyone@example.org Buy now"
    );
    assert_eq!(headers(&letter).len(), 9);
}

#[test]
fn a_name_with_line_breaks_adds_no_header() {
    let mut letter = letter(1);
    letter.to.name = Some("Asha\r\nBcc: everyone@example.org".to_owned());
    assert_eq!(
        header(&letter, "To"),
        "\"Asha Bcc: everyone@example.org\" <asha@example.org>"
    );
    assert_eq!(headers(&letter).len(), 9);
}

#[test]
fn a_name_of_nothing_is_left_out() {
    let mut letter = letter(1);
    letter.to.name = Some(" \r\n ".to_owned());
    assert_eq!(header(&letter, "To"), "asha@example.org");
}

#[test]
fn an_address_that_could_end_its_line_is_refused() {
    for email in [
        "asha@example.org\r\nBcc: everyone@example.org",
        "asha@example.org\n",
        "asha@example.org, everyone@example.org",
        "asha@example.org> SIZE=1 <b@example.org",
        "\"asha rao\"@example.org",
        "siân@example.org",
        "asha",
        "",
    ] {
        let mut letter = letter(1);
        letter.to = Mailbox::new(email);
        let refused = ComposeError::Address {
            header: "To",
            email: email.to_owned(),
        };
        assert_eq!(letter.compose(), Err(refused));
    }
}

#[test]
fn a_message_id_that_could_end_its_line_is_refused() {
    for id in [
        "<a@b.example>",
        "a@b\r\nBcc: c@d",
        "a b@c",
        "a@",
        "@b",
        "a",
        "a@b@c",
    ] {
        let mut letter = letter(1);
        letter.message_id = id.to_owned();
        assert_eq!(
            letter.compose(),
            Err(ComposeError::MessageId(id.to_owned()))
        );
    }
}

#[test]
fn a_link_to_unsubscribe_is_https_and_mailto() {
    for url in [
        "http://marketday.example/u",
        "https://",
        "https://a/\r\nX: y",
        "https://a/>",
    ] {
        let mut letter = optional_letter();
        letter.optional.as_mut().unwrap().unsubscribe_url = url.to_owned();
        assert!(letter.compose().is_err(), "{url}");
    }
    for mailto in ["stop@marketday.example", "mailto:a b", "https://a"] {
        let mut letter = optional_letter();
        letter.optional.as_mut().unwrap().unsubscribe_mailto = mailto.to_owned();
        assert!(letter.compose().is_err(), "{mailto}");
    }
}

#[test]
fn a_letter_without_subject_or_with_an_impossible_date_is_refused() {
    let mut nameless = letter(1);
    nameless.subject = "\r\n".to_owned();
    assert_eq!(nameless.compose(), Err(ComposeError::NoSubject));
    for year in [1969, 10_000] {
        let mut ancient = letter(1);
        ancient.date = Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
        let refused = ComposeError::Date(ancient.date.to_string());
        assert_eq!(ancient.compose(), Err(refused));
    }
}

#[test]
fn a_boundary_written_into_the_text_ends_no_part() {
    let mut letter = letter(1);
    letter.text = "--notice11marketdayexample.alternative--\nhidden\n".to_owned();
    assert_eq!(
        header(&letter, "Content-Type"),
        "multipart/alternative; boundary=\"notice11marketdayexample_.alternative\""
    );
}
