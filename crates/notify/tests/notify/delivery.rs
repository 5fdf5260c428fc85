//! Letters on their way, through a real SMTP conversation: nothing is lost, and nothing is told twice as two things.

use crate::given::Office;
use chrono::Duration;
use marketday_mail::{Accepted, Dkim, Letter, SendError, Transport, open};
use marketday_model::notice::Subject;
use marketday_model::{NoticeState, policy};
use marketday_notify::{Composed, Delivered, deliver_due};
use marketday_store::notices;
use marketday_testkit::on_each_database;
use marketday_testkit::smtp::{Answer, SmtpSink};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

fn smtp(sink: &SmtpSink) -> Box<dyn Transport> {
    open(&sink.url().parse().expect("a mail URL"), &Dkim::default()).expect("a transport")
}

fn round(office: &Office, transport: &mut dyn Transport) -> Delivered {
    let stop = AtomicBool::new(false);
    deliver_due(&office.notifier, transport, &stop).expect("the database answers")
}

/// An office with this many companies booked, one notice each.
fn booked(database: &marketday_testkit::Database, companies: u32) -> Office {
    let office = Office::with_slots(database, companies);
    for (number, slot) in office.day.slots.iter().enumerate() {
        office.book(slot, &format!("Company {number}"));
    }
    office
}

#[test]
fn a_letter_arrives_through_smtp_as_it_was_composed() {
    on_each_database(|database| {
        let (office, sink) = (booked(database, 1), SmtpSink::start());
        let sent = round(&office, smtp(&sink).as_mut());
        assert_eq!((sent.sent, sent.server_down), (1, None));
        let received = sink.letters().remove(0);
        assert_eq!(received.to, ["ada@company-0.example"]);
        assert!(
            received.from.starts_with("bounce+") && received.from.ends_with("@marketday.example")
        );
        let text = received.text();
        assert!(text.contains("Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n"));
    });
}

#[test]
fn a_letter_whose_answer_was_lost_goes_out_again_as_the_same_message() {
    on_each_database(|database| {
        let (office, sink) = (booked(database, 1), SmtpSink::start());
        let mut transport = smtp(&sink);
        sink.next(Answer::KeepWithoutAnswer);
        let first = round(&office, transport.as_mut());
        assert_eq!((first.sent, first.retried), (0, 1));
        office.later(policy::retry_delay(1));
        assert_eq!(round(&office, transport.as_mut()).sent, 1);
        let letters = sink.letters();
        assert_eq!(letters.len(), 2);
        assert_eq!(letters[0].data, letters[1].data);
    });
}

#[test]
fn a_letter_that_is_refused_for_good_fails_alone() {
    on_each_database(|database| {
        let (office, sink) = (booked(database, 4), SmtpSink::start());
        sink.for_recipient("ada@company-1.example", Answer::Refuse(550));
        let delivered = round(&office, smtp(&sink).as_mut());
        let expected = Delivered {
            sent: 3,
            failed: 1,
            ..Delivered::default()
        };
        assert_eq!(delivered, expected);
        office.later(Duration::days(4));
        assert_eq!(round(&office, smtp(&sink).as_mut()), Delivered::default());
        assert_eq!(sink.letters().len(), 3);
    });
}

#[test]
fn a_refusal_is_kept_without_the_address() {
    on_each_database(|database| {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let refused = SendError::GiveUp {
            answer: "550 5.1.1 <ada@dripless-ltd.example>: no such user".into(),
        };
        office.mail.refuse_next(1, &refused);
        assert_eq!(office.deliver().failed, 1);
        let notice = office.notices(Subject::Booking(booking)).remove(0);
        assert_eq!(notice.state, NoticeState::Failed);
        let answer = "550 5.1.1 <a***@dripless-ltd.example>: no such user";
        assert_eq!(notice.last_answer.as_deref(), Some(answer));
    });
}

#[test]
fn while_the_server_is_down_letters_wait_longer_and_longer_and_go_out_when_it_returns() {
    on_each_database(|database| {
        let (office, sink) = (Office::with_slots(database, 3), SmtpSink::start());
        let first = office.book(&office.day.slots[0], "Company 0");
        let mut transport = smtp(&sink);
        sink.pause();
        let mut waits = Vec::new();
        for _ in 0..4 {
            let delivered = round(&office, transport.as_mut());
            assert_eq!((delivered.sent, delivered.retried), (0, 1));
            assert!(delivered.server_down.is_some());
            let notice = office.notices(Subject::Booking(first)).remove(0);
            assert_eq!(notice.state, NoticeState::Pending);
            let wait = notice.next_try_at - office.world.surroundings.now();
            waits.push(wait.num_seconds());
            // A moment earlier it is not tried.
            office.later(wait - Duration::seconds(1));
            assert_eq!(round(&office, transport.as_mut()), Delivered::default());
            office.later(Duration::seconds(1));
        }
        assert_eq!(waits, [15, 30, 60, 120]);
        // Others that come meanwhile lose no try to the same trouble.
        let others = [1, 2].map(|n| office.book(&office.day.slots[n], &format!("Company {n}")));
        assert_eq!(round(&office, transport.as_mut()).retried, 1);
        let tries = |id| office.notices(Subject::Booking(id)).remove(0).tries;
        assert_eq!(others.map(tries), [0, 0]);
        sink.resume();
        office.later(policy::retry_delay(5));
        assert_eq!(round(&office, transport.as_mut()).sent, 3);
        assert_eq!(sink.letters().len(), 3);
    });
}

#[test]
fn a_letter_is_given_up_after_its_last_try() {
    on_each_database(|database| {
        let (office, sink) = (Office::on(database), SmtpSink::start());
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        sink.for_recipient("ada@dripless-ltd.example", Answer::Refuse(451));
        let mut transport = smtp(&sink);
        for _ in 1..policy::NOTICE_TRIES {
            assert_eq!(round(&office, transport.as_mut()).retried, 1);
            office.later(Duration::hours(6));
        }
        assert_eq!(round(&office, transport.as_mut()).failed, 1);
        assert_eq!(
            office.outbox(Subject::Booking(booking)),
            [format!(
                "booking-confirmed 0 failed {}",
                policy::NOTICE_TRIES
            )]
        );
    });
}

#[test]
fn two_workers_share_the_work_and_send_nothing_twice() {
    on_each_database(|database| {
        let office = booked(database, 24);
        let stop = AtomicBool::new(false);
        let sent: usize = std::thread::scope(|scope| {
            let workers = [(); 2].map(|()| {
                scope.spawn(|| {
                    deliver_due(&office.notifier, &mut office.mail.clone(), &stop)
                        .expect("the database answers")
                        .sent
                })
            });
            workers
                .map(|worker| worker.join().expect("it ends"))
                .iter()
                .sum()
        });
        let letters = office.letters();
        let ids: HashSet<_> = letters.iter().map(|letter| &letter.message_id).collect();
        assert_eq!((sent, letters.len(), ids.len()), (24, 24, 24));
    });
}

/// Claims what is due as a worker would that never comes back.
fn claim_and_die(office: &Office) -> Vec<marketday_model::Notice> {
    let now = office.world.surroundings.now();
    office
        .world
        .store
        .write(move |tx| notices::claim(tx, "dead", 10, now, now + policy::NOTICE_LEASE))
        .expect("the database answers")
}

#[test]
fn what_a_dead_worker_had_claimed_goes_out_once_its_lease_is_over() {
    on_each_database(|database| {
        let office = booked(database, 3);
        assert_eq!(claim_and_die(&office).len(), 3);
        assert_eq!(
            round(&office, &mut office.mail.clone()),
            Delivered::default()
        );
        office.later(policy::NOTICE_LEASE);
        assert_eq!(round(&office, &mut office.mail.clone()).sent, 3);
    });
}

#[test]
fn a_worker_that_died_between_sending_and_marking_repeats_the_same_message() {
    on_each_database(|database| {
        let office = booked(database, 1);
        let notice = claim_and_die(&office).remove(0);
        let Composed::Letter(letter) = office.compose(&notice) else {
            panic!("it was dropped");
        };
        office.mail.clone().send(&letter).expect("it is taken");
        office.later(policy::NOTICE_LEASE);
        assert_eq!(round(&office, &mut office.mail.clone()).sent, 1);
        let kept = office.mail.delivered();
        assert_eq!(kept.len(), 2);
        assert_eq!(kept[0].bytes, kept[1].bytes);
    });
}

/// A transport during whose first letter the worker is told to stop, or much time passes.
struct Interrupted<'a> {
    office: &'a Office,
    stop: &'a AtomicBool,
    takes: Duration,
}

impl Transport for Interrupted<'_> {
    fn send(&mut self, letter: &Letter) -> Result<Accepted, SendError> {
        self.stop.store(self.takes.is_zero(), Ordering::Release);
        self.office.later(self.takes);
        self.office.mail.clone().send(letter)
    }

    fn probe(&mut self) -> Result<String, SendError> {
        Ok("ready".to_owned())
    }
}

#[test]
fn a_worker_that_is_told_to_stop_gives_back_what_it_has_not_sent() {
    on_each_database(|database| {
        let office = booked(database, 3);
        let stop = AtomicBool::new(false);
        let mut transport = Interrupted {
            office: &office,
            stop: &stop,
            takes: Duration::zero(),
        };
        let delivered = deliver_due(&office.notifier, &mut transport, &stop).expect("it ends");
        assert_eq!(delivered.sent, 1);
        // Another takes over at once, without waiting for a lease.
        let rest = round(&office, &mut office.mail.clone());
        assert_eq!(rest.sent, 2);
    });
}

#[test]
fn a_slow_server_does_not_make_a_worker_send_what_another_may_have_claimed() {
    on_each_database(|database| {
        let office = booked(database, 3);
        let stop = AtomicBool::new(false);
        let mut transport = Interrupted {
            office: &office,
            stop: &stop,
            takes: policy::NOTICE_LEASE * 3 / 4,
        };
        let delivered = deliver_due(&office.notifier, &mut transport, &stop).expect("it ends");
        assert_eq!((delivered.sent, delivered.retried), (3, 0));
        let ids: HashSet<_> = office.letters().into_iter().map(|l| l.message_id).collect();
        assert_eq!((office.letters().len(), ids.len()), (3, 3));
    });
}
