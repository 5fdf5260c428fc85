//! The one connection: used again, found closed, opened anew.

use std::time::Duration;

use marketday_mail::Transport;
use marketday_testkit::smtp::{Answer, SmtpSink};

use crate::samples::{letter, smtp, smtp_to};

#[test]
fn a_connection_closed_while_idle_costs_no_letter() {
    let sink = SmtpSink::start();
    let mut smtp = smtp(&sink);
    for number in 0..3 {
        smtp.send(&letter(number)).unwrap();
        sink.hang_up();
    }
    assert_eq!((sink.letters().len(), sink.handed_over()), (3, 3));
    assert_eq!(sink.connections(), 3);
}

#[test]
fn a_connection_closed_after_each_letter_costs_no_letter() {
    let sink = SmtpSink::start();
    sink.next_n(3, Answer::DropAfterAccept);
    let mut smtp = smtp(&sink);
    for number in 0..3 {
        smtp.send(&letter(number)).unwrap();
    }
    assert_eq!((sink.letters().len(), sink.connections()), (3, 3));
}

#[test]
fn a_server_that_says_421_to_an_old_connection_is_connected_to_again_once() {
    let sink = SmtpSink::start();
    let mut smtp = smtp(&sink);
    smtp.send(&letter(0)).unwrap();
    sink.next(Answer::Refuse(421));
    smtp.send(&letter(1)).unwrap();
    assert_eq!((sink.letters().len(), sink.connections()), (2, 2));
}

#[test]
fn a_slow_server_is_waited_for() {
    let sink = SmtpSink::start();
    sink.next(Answer::Slow(Duration::from_millis(20)));
    smtp(&sink).send(&letter(1)).unwrap();
    assert_eq!(sink.letters().len(), 1);
}

#[test]
fn name_and_password_are_decoded_and_sent_once_a_connection() {
    let sink = SmtpSink::start();
    let url = sink
        .url()
        .replace("smtp://", "smtp://asha%40leeds:p%C3%A5ss%3A1@");
    let mut smtp = smtp_to(&url);
    smtp.send(&letter(0)).unwrap();
    smtp.send(&letter(1)).unwrap();
    assert_eq!(
        sink.credentials_seen(),
        ["PLAIN AGFzaGFAbGVlZHMAcMOlc3M6MQ=="]
    );
}

#[test]
fn a_password_that_is_refused_fails_no_letter() {
    let sink = SmtpSink::start();
    let url = sink.url().replace("smtp://", "smtp://asha:wrong@");
    for code in [454, 535] {
        sink.next_credentials(code);
        let failed = smtp_to(&url).send(&letter(1)).unwrap_err();
        assert!(failed.is_retry());
        assert_eq!(failed.answer(), format!("{code} credentials answered"));
    }
    assert_eq!(sink.letters(), []);
}
