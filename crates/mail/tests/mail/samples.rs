//! Letters for tests: a plain one, an optional one and one with an invitation, each whole.

use std::time::Duration;

use chrono::{TimeZone, Utc};
use marketday_mail::{
    Invitation, Letter, ListHeaders, MailUrl, Mailbox, Method, Patience, Smtp, SmtpServer,
};
use marketday_testkit::smtp::SmtpSink;

/// A booking letter to Asha, the `number`th of its kind.
pub(crate) fn letter(number: usize) -> Letter {
    Letter {
        kind: "booking-confirmed".to_owned(),
        from: Mailbox::named("Marketday", "letters@marketday.example"),
        envelope_from: None,
        reply_to: Some(Mailbox::named("Ben Osei", "ben@council.marketday.example")),
        to: Mailbox::named("Asha Rao", "asha@example.org"),
        message_id: format!("notice-{number}.1@marketday.example"),
        date: Utc.with_ymd_and_hms(2027, 3, 1, 9, 30, 0).unwrap(),
        subject: "Your pitch at Leeds Care Innovation Day is booked".to_owned(),
        text: "Your pitch is booked for 10:20.\n\nSee it: https://marketday.example/my\n"
            .to_owned(),
        html: "<!doctype html>\n<html lang=\"en-GB\"><head><title>Booked</title></head><body>\n\
               <p>Your pitch is booked for 10:20.</p>\n\
               <p><a href=\"https://marketday.example/my\">See your booking</a></p>\n\
               </body></html>\n"
            .to_owned(),
        optional: None,
        invitation: None,
        calendar_link: None,
    }
}

/// A letter that Asha can stop.
pub(crate) fn optional_letter() -> Letter {
    let stop = "https://marketday.example/unsubscribe/4f1d2c3b5a69788796a5b4c3d2e1f00f";
    Letter {
        subject: "A new market information day in Yorkshire and The Humber".to_owned(),
        text: format!("A new day is planned near you.\n\nUnsubscribe: {stop}\n"),
        html: format!(
            "<!doctype html>\n<html lang=\"en-GB\"><body><p>A new day is planned near you.</p>\n\
             <p><a href=\"{stop}\">Unsubscribe</a></p></body></html>\n"
        ),
        optional: Some(ListHeaders {
            list_id: "events-near-you.marketday.example".to_owned(),
            unsubscribe_url: stop.to_owned(),
            unsubscribe_mailto: "mailto:unsubscribe@marketday.example?subject=4f1d2c3b5a69"
                .to_owned(),
        }),
        ..letter(7)
    }
}

/// A letter that carries a calendar entry.
pub(crate) fn invitation(method: Method) -> Letter {
    let mut letter = letter(8);
    letter.from = Mailbox::named("Marketday", "reply+8c1f@marketday.example");
    letter.invitation = Some(Invitation {
        method,
        ics: ics(method),
    });
    letter
}

fn ics(method: Method) -> String {
    let (status, sequence) = match method {
        Method::Request => ("CONFIRMED", 0),
        Method::Cancel => ("CANCELLED", 1),
    };
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Marketday//Marketday 0.1//EN",
        "CALSCALE:GREGORIAN",
        &format!("METHOD:{method}"),
        "BEGIN:VEVENT",
        "UID:0195f0c2-booking@marketday.example",
        "DTSTAMP:20270301T093000Z",
        "DTSTART:20270318T102000Z",
        "DTEND:20270318T103200Z",
        "SUMMARY:Your pitch: Falls\\, foreseen – Café Sensors",
        "DESCRIPTION:See https://marketday.example/my",
        "URL:https://marketday.example/my",
        "ORGANIZER;CN=Marketday:mailto:reply+8c1f@marketday.example",
        "ATTENDEE;CN=Asha Rao;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:asha@example.o",
        " rg",
        &format!("SEQUENCE:{sequence}"),
        &format!("STATUS:{status}"),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    .join("\r\n")
}

/// The server behind a mail URL.
pub(crate) fn server(url: &str) -> SmtpServer {
    match url.parse() {
        Ok(MailUrl::Smtp(server)) => server,
        other => panic!("{url} is not a mail server: {other:?}"),
    }
}

/// A transport to `sink`, which gives up waiting early enough for a test.
pub(crate) fn smtp(sink: &SmtpSink) -> Smtp {
    smtp_to(&sink.url())
}

/// A transport to the server at `url`.
pub(crate) fn smtp_to(url: &str) -> Smtp {
    let patience = Patience {
        connect: Duration::from_secs(5),
        command: Duration::from_secs(5),
        acceptance: Duration::from_secs(5),
    };
    Smtp::new(server(url)).unwrap().with_patience(patience)
}
