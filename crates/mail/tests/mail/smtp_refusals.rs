//! Every way in which a server can fail us, and what becomes of the letter.

use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use marketday_mail::{Patience, Scope, SendError, Smtp, Transport};
use marketday_testkit::smtp::{Answer, SmtpSink};

use crate::samples::{letter, server, smtp, smtp_to};

fn retry(scope: Scope, answer: &str) -> SendError {
    SendError::Retry {
        scope,
        answer: answer.to_owned(),
        may_have_arrived: false,
    }
}

/// The letter went over whole, and nothing was heard of it.
fn uncertain(answer: &str) -> SendError {
    SendError::Retry {
        scope: Scope::Server,
        answer: answer.to_owned(),
        may_have_arrived: true,
    }
}

fn give_up(answer: &str) -> SendError {
    SendError::GiveUp {
        answer: answer.to_owned(),
    }
}

#[test]
fn a_refusal_is_judged_by_its_code() {
    let sink = SmtpSink::start();
    let mut smtp = smtp(&sink);
    let cases = [
        (
            450,
            retry(Scope::Letter, "450 4.0.0 Refused as the test asked"),
        ),
        (
            452,
            retry(Scope::Letter, "452 4.0.0 Refused as the test asked"),
        ),
        (
            421,
            retry(Scope::Server, "421 4.0.0 Refused as the test asked"),
        ),
        (550, give_up("550 5.0.0 Refused as the test asked")),
        (554, give_up("554 5.0.0 Refused as the test asked")),
        (
            530,
            retry(Scope::Server, "530 5.0.0 Refused as the test asked"),
        ),
    ];
    for (code, expected) in cases {
        for answer in [Answer::Refuse(code), Answer::RefuseContent(code)] {
            // Twice, since a 421 to a letter on an old connection is first taken for its end.
            sink.next_n(2, answer);
            assert_eq!(smtp.send(&letter(1)), Err(expected.clone()), "{answer:?}");
            sink.forget();
        }
    }
    assert_eq!(sink.letters(), []);
}

#[test]
fn a_permanent_refusal_fails_that_letter_only() {
    let sink = SmtpSink::start();
    sink.for_recipient("gone@example.org", Answer::Refuse(550));
    let mut smtp = smtp(&sink);
    let mut to_gone = letter(1);
    to_gone.to.email = "gone@example.org".to_owned();
    smtp.send(&letter(0)).unwrap();
    assert_eq!(
        smtp.send(&to_gone),
        Err(give_up("550 5.0.0 Refused as the test asked"))
    );
    smtp.send(&letter(2)).unwrap();
    assert_eq!((sink.letters().len(), sink.connections()), (2, 1));
}

#[test]
fn a_server_that_refuses_connections_is_tried_again_later() {
    let sink = SmtpSink::start();
    let mut smtp = smtp(&sink);
    smtp.send(&letter(0)).unwrap();
    sink.pause();
    for _ in 0..3 {
        let address = sink.url().replace("smtp://", "");
        let refused = TcpStream::connect(&address).unwrap_err();
        let expected = format!("{address}: {refused}, while connecting");
        assert_eq!(smtp.send(&letter(1)), Err(retry(Scope::Server, &expected)));
    }
    sink.resume();
    smtp.send(&letter(1)).unwrap();
    assert_eq!((sink.letters().len(), sink.connections()), (2, 2));
}

#[test]
fn a_greeting_that_refuses_everybody_fails_no_letter() {
    let sink = SmtpSink::start();
    for code in [421, 554] {
        sink.next_greeting(code);
        let expected = format!("{code} sink.marketday.example ESMTP");
        assert_eq!(
            smtp(&sink).send(&letter(1)),
            Err(retry(Scope::Server, &expected))
        );
    }
}

#[test]
fn a_connection_dropped_before_the_content_is_tried_again_later() {
    let sink = SmtpSink::start();
    sink.next(Answer::DropBeforeContent);
    let failed = smtp(&sink).send(&letter(1));
    let expected = "response error: incomplete response, at RCPT TO";
    assert_eq!(failed, Err(retry(Scope::Server, expected)));
    assert_eq!(sink.handed_over(), 0);
}

#[test]
fn a_connection_dropped_after_the_content_is_never_sent_again_by_itself() {
    for answer in [Answer::DropBeforeAccept, Answer::KeepWithoutAnswer] {
        let sink = SmtpSink::start();
        let mut smtp = smtp(&sink);
        smtp.send(&letter(0)).unwrap();
        sink.next(answer);
        let failed = smtp.send(&letter(1));
        let expected = "response error: incomplete response, after the content";
        assert_eq!(failed, Err(uncertain(expected)));
        assert_eq!((sink.handed_over(), sink.connections()), (2, 1));
        // The worker's retry is the same message.
        smtp.send(&letter(1)).unwrap();
        let last = sink.letters().pop().unwrap();
        assert_eq!(last.data, letter(1).compose().unwrap());
    }
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for_for_ever() {
    let sink = SmtpSink::start();
    sink.next(Answer::Slow(Duration::from_hours(1)));
    let mut smtp = Smtp::new(server(&sink.url()))
        .unwrap()
        .with_patience(Patience {
            acceptance: Duration::from_millis(50),
            ..Patience::default()
        });
    let failed = smtp.send(&letter(1));
    let expected = "no answer within 0.05 s, after the content";
    assert_eq!(failed, Err(uncertain(expected)));
    assert_eq!(sink.letters(), []);
}

#[test]
fn a_server_that_does_not_greet_is_not_waited_for_for_ever() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", silent.local_addr().unwrap());
    let patience = Patience {
        command: Duration::from_millis(50),
        ..Patience::default()
    };
    let mut smtp = Smtp::new(server(&url)).unwrap().with_patience(patience);
    let expected = "no answer within 0.05 s, at the greeting";
    assert_eq!(smtp.send(&letter(1)), Err(retry(Scope::Server, expected)));
}

#[test]
fn a_host_that_does_not_exist_is_tried_again_later() {
    let failed = smtp_to("smtp://mail.invalid:25")
        .send(&letter(1))
        .unwrap_err();
    assert!(failed.is_retry(), "{failed}");
}
