//! Letters through a real SMTP conversation.

use std::time::Duration;

use marketday_mail::{Accepted, Method, Transport};
use marketday_testkit::smtp::{Received, SmtpSink};

use crate::samples::{invitation, letter, smtp};

#[test]
fn a_letter_arrives_byte_for_byte() {
    let sink = SmtpSink::start();
    let letter = invitation(Method::Request);
    let accepted = smtp(&sink).send(&letter);
    assert_eq!(
        accepted,
        Ok(Accepted {
            answer: "250 2.0.0 Ok: kept".to_owned()
        })
    );
    let arrived = Received {
        from: "reply+8c1f@marketday.example".to_owned(),
        to: vec!["asha@example.org".to_owned()],
        data: letter.compose().unwrap(),
    };
    assert_eq!(sink.wait_for(1, Duration::from_secs(5)), [arrived]);
}

#[test]
fn lines_that_begin_with_a_dot_arrive_as_written() {
    let sink = SmtpSink::start();
    let mut letter = letter(1);
    letter.text = ".\n..\n.hidden\nQUIT\n.\n".to_owned();
    smtp(&sink).send(&letter).unwrap();
    assert_eq!(sink.letters()[0].data, letter.compose().unwrap());
    assert!(
        sink.letters()[0]
            .text()
            .contains("\r\n.\r\n..\r\n.hidden\r\n")
    );
}

#[test]
fn twenty_letters_travel_on_one_connection() {
    let sink = SmtpSink::start();
    let mut smtp = smtp(&sink);
    for number in 0..20 {
        smtp.send(&letter(number)).unwrap();
    }
    let arrived: Vec<Vec<u8>> = sink.letters().into_iter().map(|kept| kept.data).collect();
    let sent: Vec<Vec<u8>> = (0..20).map(|n| letter(n).compose().unwrap()).collect();
    assert_eq!(arrived, sent);
    assert_eq!(sink.connections(), 1);
}

#[test]
fn a_letter_that_cannot_be_composed_is_given_up_without_a_connection() {
    let sink = SmtpSink::start();
    let mut letter = letter(1);
    letter.to.email = "asha@example.org\r\nRCPT TO:<b@example.org>".to_owned();
    let refused = smtp(&sink).send(&letter).unwrap_err();
    assert!(!refused.is_retry());
    assert_eq!(sink.connections(), 0);
}

#[test]
fn a_probe_says_who_answers_and_sends_nothing() {
    let sink = SmtpSink::start();
    let found = smtp(&sink).probe().unwrap();
    let address = sink.url().replace("smtp://", "");
    assert_eq!(
        found,
        format!("sink.marketday.example answers on {address}, without TLS")
    );
    assert_eq!((sink.connections(), sink.letters().len()), (1, 0));
}
