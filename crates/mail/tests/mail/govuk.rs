//! Letters through a stand-in for GOV.UK Notify that checks what it is sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{TimeZone, Utc};
use hmac::{Hmac, KeyInit, Mac};
use marketday_mail::{
    Accepted, GovUkKey, GovUkNotify, GovUkTemplates, Letter, Method, Scope, SendError, Transport,
};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::samples::{invitation, letter, optional_letter};

const SERVICE: &str = "26785a09-ab16-4eb0-8407-a37497a57506";
const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const OF_BOOKINGS: &str = "217a419e-6a7d-482a-9596-718b889dffce";
const OF_ALL: &str = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";

/// What the service was asked: the first line, the authorisation, and the body.
struct Asked {
    line: String,
    bearer: String,
    body: Value,
}

/// Answers one request each with these, and hands on what was asked.
fn service(answers: Vec<(&'static str, Value)>) -> (GovUkNotify, Receiver<Asked>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (tell, asked) = channel();
    std::thread::spawn(move || {
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let (mut bearer, mut length) = (String::new(), 0);
            loop {
                let mut header = String::new();
                reader.read_line(&mut header).unwrap();
                let Some((name, value)) = header.trim().split_once(": ") else {
                    break;
                };
                match name.to_ascii_lowercase().as_str() {
                    "authorization" => value.clone_into(&mut bearer),
                    "content-length" => length = value.parse().unwrap(),
                    _ => {}
                }
            }
            let mut sent = vec![0; length];
            reader.read_exact(&mut sent).unwrap();
            let request = Asked {
                line: line.trim().to_owned(),
                bearer,
                body: serde_json::from_slice(&sent).unwrap_or(Value::Null),
            };
            let text = body.to_string();
            let length = text.len();
            write!(stream, "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}").unwrap();
            tell.send(request).unwrap();
        }
    });
    let templates: GovUkTemplates = format!("booking-confirmed={OF_BOOKINGS} *={OF_ALL}")
        .parse()
        .unwrap();
    let key = format!("days-live-{SERVICE}-{SECRET}").parse().unwrap();
    let now = || Utc.with_ymd_and_hms(2027, 3, 1, 9, 30, 0).unwrap();
    (
        GovUkNotify::new(base.parse().unwrap(), key, templates, now),
        asked,
    )
}

/// What a token claims, if the secret signed it (RFC 7515, section 5.2).
fn claims(bearer: &str) -> (Value, Value) {
    let token = bearer.strip_prefix("Bearer ").expect("a bearer");
    let (signed, signature) = token.rsplit_once('.').expect("a signature");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    mac.verify_slice(&signature)
        .expect("signed with the secret");
    let (header, claims) = signed.split_once('.').expect("two parts");
    let read = |part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    (read(header), read(claims))
}

fn created() -> (&'static str, Value) {
    (
        "201 Created",
        json!({"id": "bfb50d92-100d-4b8b-b559-14fa3b091cda"}),
    )
}

#[test]
fn a_letter_fills_the_template_of_its_kind_and_the_request_is_signed() {
    let (mut channel, asked) = service(vec![created()]);
    let sent = Letter {
        calendar_link: Some("https://marketday.example/events/care-day/calendar.ics".to_owned()),
        ..invitation(Method::Request)
    };
    let accepted = channel.send(&sent).unwrap();
    assert_eq!(
        accepted,
        Accepted {
            answer: "201 bfb50d92-100d-4b8b-b559-14fa3b091cda".to_owned()
        }
    );
    let asked = asked.recv().unwrap();
    assert_eq!(asked.line, "POST /v2/notifications/email HTTP/1.1");
    assert_eq!(
        claims(&asked.bearer),
        (
            json!({"typ": "JWT", "alg": "HS256"}),
            json!({"iss": SERVICE, "iat": 1_803_893_400})
        )
    );
    assert_eq!(
        asked.body,
        json!({
            "email_address": "asha@example.org",
            "template_id": OF_BOOKINGS,
            "reference": sent.message_id,
            "personalisation": {
                "subject": sent.subject,
                "message": sent.text,
                "calendar": "https://marketday.example/events/care-day/calendar.ics",
            },
        })
    );
}

#[test]
fn an_optional_letter_can_be_stopped_with_one_click_and_another_kind_fills_the_other_template() {
    let (mut channel, asked) = service(vec![created()]);
    let letter = Letter {
        kind: "event-news".to_owned(),
        ..optional_letter()
    };
    channel.send(&letter).unwrap();
    let body = asked.recv().unwrap().body;
    assert_eq!(body["template_id"], OF_ALL);
    assert_eq!(
        body["one_click_unsubscribe_url"],
        letter.optional.unwrap().unsubscribe_url
    );
    assert_eq!(body["personalisation"]["calendar"], "");
}

#[test]
fn only_a_letter_that_the_service_finds_wrong_is_given_up() {
    let error = |status: &'static str, error: &str, message: &str| {
        let body = json!({"status_code": 0, "errors": [{"error": error, "message": message}]});
        (status, body)
    };
    let (mut channel, _asked) = service(vec![
        error(
            "400 Bad Request",
            "BadRequestError",
            "Missing personalisation: name",
        ),
        error(
            "403 Forbidden",
            "AuthError",
            "Error: Your system clock must be accurate to within 30 seconds",
        ),
        error(
            "429 Too Many Requests",
            "RateLimitError",
            "Exceeded rate limit",
        ),
        error(
            "500 Internal Server Error",
            "Exception",
            "Internal server error",
        ),
        ("502 Bad Gateway", Value::Null),
    ]);
    let mut send = || channel.send(&letter(1)).unwrap_err();
    assert_eq!(
        send(),
        SendError::GiveUp {
            answer: "GOV.UK Notify answered 400 BadRequestError: Missing personalisation: name"
                .to_owned()
        }
    );
    for status in ["403", "429", "500", "502"] {
        let refused = send();
        let is_for_now = matches!(&refused, SendError::Retry { scope: Scope::Server, answer, may_have_arrived: false } if answer.starts_with(&format!("GOV.UK Notify answered {status} ")));
        assert!(is_for_now, "{refused:?}");
    }
    // Nobody answers any more.
    assert!(matches!(
        send(),
        SendError::Retry {
            scope: Scope::Server,
            may_have_arrived: true,
            ..
        }
    ));
}

#[test]
fn a_kind_without_a_template_waits_for_one_and_is_not_asked_about() {
    let base = "http://127.0.0.1:1".parse().unwrap();
    let key = format!("k-{SERVICE}-{SECRET}").parse().unwrap();
    let templates = format!("event-news={OF_ALL}").parse().unwrap();
    let now = || Utc.with_ymd_and_hms(2027, 3, 1, 9, 30, 0).unwrap();
    let mut channel = GovUkNotify::new(base, key, templates, now);
    let refused = channel.send(&letter(1)).unwrap_err();
    assert_eq!(
        refused,
        SendError::Retry {
            scope: Scope::Letter,
            answer:
                "GOV.UK Notify has no template for booking-confirmed: set govuk_notify.templates"
                    .to_owned(),
            may_have_arrived: false,
        }
    );
}

#[test]
fn a_probe_looks_whether_every_template_is_there() {
    let listed = |ids: &[&str]| {
        let templates: Vec<Value> = ids.iter().map(|id| json!({"id": id})).collect();
        ("200 OK", json!({"templates": templates}))
    };
    let (mut channel, asked) = service(vec![listed(&[OF_ALL, OF_BOOKINGS]), listed(&[OF_ALL])]);
    assert_eq!(
        channel.probe().as_deref(),
        Ok("GOV.UK Notify answers, with 2 templates")
    );
    let asked = asked.recv().unwrap();
    assert_eq!(asked.line, "GET /v2/templates?type=email HTTP/1.1");
    assert_eq!(claims(&asked.bearer).1["iss"], SERVICE);
    let missing = channel.probe().unwrap_err();
    assert_eq!(
        missing.answer(),
        format!(
            "GOV.UK Notify knows no template {OF_BOOKINGS}, which is to be that of booking-confirmed"
        )
    );
}

#[test]
fn keys_and_templates_are_read_and_a_key_is_never_shown() {
    let key: GovUkKey = format!("a-name-with-hyphens-{SERVICE}-{SECRET}")
        .parse()
        .unwrap();
    assert_eq!(format!("{key:?}"), "GovUkKey(…)");
    for bad in [
        "",
        "name",
        SECRET,
        &format!("n-{SERVICE}-{}", &SECRET[1..]),
        &"é".repeat(60),
    ] {
        assert!(bad.parse::<GovUkKey>().is_err(), "{bad}");
    }
    for bad in [
        "booking-confirmed",
        "x=1",
        "=217a419e-6a7d-482a-9596-718b889dffce",
    ] {
        assert!(bad.parse::<GovUkTemplates>().is_err(), "{bad}");
    }
}
