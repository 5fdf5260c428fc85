//! Letters on their way, through a real SMTP conversation: nothing is lost, and nothing is told twice as two things.

use crate::given::Office;
use chrono::Duration;
use marketday_mail::{Accepted, Dkim, Letter, Scope, SendError, Transport, open};
use marketday_model::notice::Subject;
use marketday_model::{DomainPace, Notice, NoticeState, Pace, policy};
use marketday_notify::{Composed, Delivered, deliver_due};
use marketday_store::StoreError;
use marketday_store::notices::{self, Due, HandOver, Letters};
use marketday_testkit::on_each_database;
use marketday_testkit::smtp::{Answer, SmtpSink};
use std::collections::HashSet;
use std::num::NonZeroU32;
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
        office.later(policy::retry_delay(1, u16::MAX));
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
        // But the organisers learn of it.
        assert_eq!(round(&office, smtp(&sink).as_mut()).sent, 1);
        let letters = sink.letters();
        assert_eq!(letters.len(), 4);
        assert_eq!(letters[3].to, ["organiser@north.example"]);
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
        for tries in 1..=4 {
            let delivered = round(&office, transport.as_mut());
            assert_eq!((delivered.sent, delivered.retried), (0, 1));
            assert!(delivered.server_down.is_some());
            let notice = office.notices(Subject::Booking(first)).remove(0);
            assert_eq!(notice.state, NoticeState::Pending);
            let wait = notice.next_try_at - office.world.surroundings.now();
            let expected = policy::retry_delay(tries, 0)..=policy::retry_delay(tries, u16::MAX);
            assert!(expected.contains(&wait), "{wait} after {tries}");
            // A moment earlier it is not tried.
            office.later(wait - Duration::seconds(1));
            assert_eq!(round(&office, transport.as_mut()), Delivered::default());
            office.later(Duration::seconds(1));
        }
        // Others that come meanwhile lose no try to the same trouble.
        let others = [1, 2].map(|n| office.book(&office.day.slots[n], &format!("Company {n}")));
        assert_eq!(round(&office, transport.as_mut()).retried, 1);
        let tries = |id| office.notices(Subject::Booking(id)).remove(0).tries;
        assert_eq!(others.map(tries), [0, 0]);
        sink.resume();
        office.later(policy::retry_delay(5, u16::MAX));
        assert_eq!(round(&office, transport.as_mut()).sent, 3);
        assert_eq!(sink.letters().len(), 3);
    });
}

#[test]
fn a_letter_is_given_up_after_four_days_and_the_organisers_are_told_once_an_hour() {
    on_each_database(|database| {
        let office = booked(database, 3);
        let full = SendError::Retry {
            scope: Scope::Letter,
            answer: "452 4.2.2 <ada@company-0.example>: the mailbox is full".into(),
            may_have_arrived: false,
        };
        office.mail.refuse_next(3, &full);
        assert_eq!(office.deliver().retried, 3);
        office.later(Duration::days(4) - Duration::hours(1));
        office.mail.refuse_next(3, &full);
        assert_eq!(office.deliver().retried, 3);
        office.later(Duration::hours(9));
        office.mail.refuse_next(3, &full);
        assert_eq!(office.deliver().failed, 3);
        // What else fails in the same hour is told with them.
        assert_eq!(office.delivered(), []);
        office.later(Duration::hours(1));
        let letter = office.one_letter();
        assert_eq!(letter.to.email, office.day.organiser.email.as_str());
        assert_eq!(letter.subject, "Letters could not be delivered: Care Day");
        assert!(
            letter
                .text
                .contains("3 letters about Care Day could not be delivered"),
            "{}",
            letter.text
        );
        let named = "- Booking confirmed, to Ada Pitcher: 452 4.2.2 <a***@company-0.example>: the mailbox is full";
        assert!(letter.text.contains(named), "{}", letter.text);
        office.later(Duration::days(2));
        assert_eq!(office.delivered(), []);
    });
}

#[test]
fn organisers_are_not_told_of_letters_that_went_out_after_all() {
    on_each_database(|database| {
        let office = booked(database, 1);
        let refused = SendError::GiveUp {
            answer: "550 5.7.1 not today".into(),
        };
        office.mail.refuse_next(1, &refused);
        assert_eq!(office.deliver().failed, 1);
        let failed = office.notices(Subject::Event(office.day.event.id));
        assert_eq!(failed.len(), 1, "{failed:?}");
        let (event, now) = (office.day.event.id, office.world.surroundings.now());
        let letters = office.world.store.write(move |tx| {
            let part = (0, 10);
            let letters = notices::list_of_event(tx, event, Letters::Failed, part)?;
            for (letter, _) in &letters {
                assert!(notices::try_now(tx, letter.id, now)?);
            }
            Ok::<_, StoreError>(letters.len())
        });
        assert_eq!(letters.expect("the database answers"), 1);
        assert_eq!(office.delivered().len(), 1);
        office.later(Duration::hours(1));
        assert_eq!(office.delivered(), []);
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
fn claim_and_die(office: &Office) -> Vec<Notice> {
    let due = Due {
        now: office.world.surroundings.now(),
        pace: office.notifier.pace,
    };
    office
        .world
        .store
        .write(move |tx| notices::claim(tx, "dead", 10, due, due.now + policy::NOTICE_LEASE))
        .expect("the database answers")
}

/// Marks what was claimed so as on its way.
fn begin_and_die(office: &Office, notice: &Notice, domain: &'static str) -> HandOver {
    let due = Due {
        now: office.world.surroundings.now(),
        pace: office.notifier.pace,
    };
    let (id, until) = (notice.id, due.now + policy::HAND_OVER);
    office
        .world
        .store
        .write(move |tx| notices::begin(tx, id, "dead", domain, due, until))
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
        for slot in &office.day.slots {
            let booking = office.booking_in(slot);
            let sent = office.notices(Subject::Booking(booking)).remove(0);
            assert!(!sent.is_uncertain, "nothing had been sent before");
        }
    });
}

#[test]
fn a_letter_that_went_to_another_worker_is_not_sent_by_the_first() {
    on_each_database(|database| {
        let office = booked(database, 1);
        let notice = claim_and_die(&office).remove(0);
        office.later(policy::NOTICE_LEASE);
        assert_eq!(round(&office, &mut office.mail.clone()).sent, 1);
        // It comes back from the dead, and asks before it sends.
        let begun = begin_and_die(&office, &notice, "company-0.example");
        assert_eq!(begun, HandOver::Lost);
    });
}

/// The outbox with limits.
fn paced(office: &mut Office, a_minute: u32, at_once: u32) {
    let number = |n| NonZeroU32::new(n).expect("not zero");
    office.notifier.pace = Pace {
        per_domain: Some(DomainPace {
            a_minute: number(a_minute),
            at_once: number(at_once),
        }),
        ..Pace::UNLIMITED
    };
}

#[test]
fn one_domain_is_sent_so_many_a_minute_and_others_wait_for_nothing() {
    on_each_database(|database| {
        let mut office = Office::with_slots(database, 1);
        for number in 0..5 {
            office.register(&format!("delegate{number}@darlington.example"));
        }
        office.book(&office.day.slots[0], "Dripless Ltd");
        paced(&mut office, 2, 10);
        let mut mail = office.mail.clone();
        let delivered = round(&office, &mut mail);
        assert_eq!((delivered.sent, delivered.waiting), (3, 3));
        assert_eq!(round(&office, &mut mail), Delivered::default());
        office.later(policy::DOMAIN_WINDOW - Duration::seconds(1));
        assert_eq!(round(&office, &mut mail), Delivered::default());
        office.later(Duration::seconds(1));
        let delivered = round(&office, &mut mail);
        assert_eq!((delivered.sent, delivered.waiting), (2, 1));
        office.later(policy::DOMAIN_WINDOW);
        assert_eq!(round(&office, &mut mail).sent, 1);
        let letters = office.letters();
        let to: HashSet<_> = letters.iter().map(|letter| &letter.to.email).collect();
        assert_eq!((letters.len(), to.len()), (6, 6));
    });
}

#[test]
fn waiting_for_its_turn_is_no_try() {
    on_each_database(|database| {
        let mut office = Office::with_slots(database, 1);
        let ids = [0, 1].map(|n| office.register(&format!("delegate{n}@darlington.example")));
        paced(&mut office, 1, 10);
        round(&office, &mut office.mail.clone());
        let mut outbox = ids.map(|id| office.outbox(Subject::Registration(id)).remove(0));
        // Which of the two is first, which are of the same instant, is chance.
        outbox.sort_unstable();
        let expected = [
            "registration-confirmed 0 pending 0",
            "registration-confirmed 0 sent 1",
        ];
        assert_eq!(outbox, expected);
    });
}

#[test]
fn only_so_many_letters_are_on_their_way_to_one_domain_over_all_workers() {
    on_each_database(|database| {
        let mut office = Office::with_slots(database, 1);
        office.register("delegate0@darlington.example");
        paced(&mut office, 100, 1);
        let elsewhere = claim_and_die(&office).remove(0);
        let begun = begin_and_die(&office, &elsewhere, "darlington.example");
        assert_eq!(begun, HandOver::Begun);
        office.register("delegate1@darlington.example");
        let mut mail = office.mail.clone();
        let delivered = round(&office, &mut mail);
        assert_eq!((delivered.sent, delivered.waiting), (0, 1));
        office.later(policy::DOMAIN_BUSY);
        assert_eq!(round(&office, &mut mail).waiting, 1);
        // Whoever had it is dead: its time is over, and both go out.
        office.later(policy::HAND_OVER);
        assert_eq!(round(&office, &mut mail).sent, 2);
    });
}

#[test]
fn eight_workers_together_do_not_send_one_domain_more_than_its_share() {
    on_each_database(|database| {
        let mut office = Office::with_slots(database, 1);
        for number in 0..40 {
            office.register(&format!("delegate{number}@darlington.example"));
        }
        paced(&mut office, 12, 3);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    deliver_due(&office.notifier, &mut office.mail.clone(), &stop)
                        .expect("the database answers")
                });
            }
        });
        let sent = office.letters().len();
        assert!(sent <= 12, "{sent}");
        // Nobody was turned away for good: with time all go out, each once.
        for _ in 0..40 {
            office.later(policy::DOMAIN_WINDOW);
            round(&office, &mut office.mail.clone());
        }
        let letters = office.letters();
        let to: HashSet<_> = letters.iter().map(|letter| &letter.to.email).collect();
        assert_eq!((letters.len(), to.len()), (40, 40));
    });
}

#[test]
fn a_change_that_is_taken_back_within_a_minute_is_never_told() {
    on_each_database(|database| {
        let mut office = booked(database, 1);
        office.delivered();
        office.notifier.pace = Pace {
            settling: Duration::minutes(2),
            ..Pace::UNLIMITED
        };
        let booking = office.booking_in(&office.day.slots[0]);
        office.retitle(booking, "Leaks, and how to hear them");
        assert_eq!(office.delivered(), [], "it settles");
        // Back to what it was: there is nothing to tell any more.
        office.retitle(booking, "Leak detection, quietly");
        office.later(Duration::minutes(5));
        assert_eq!(office.delivered(), []);
        let states: Vec<_> = office.outbox(Subject::Booking(booking));
        assert_eq!(
            states,
            [
                "booking-confirmed 0 sent 1",
                "booking-changed 1 dropped 1",
                "booking-changed 2 dropped 1"
            ]
        );
    });
}

#[test]
fn whoever_was_to_be_told_of_a_day_called_off_by_mistake_reads_that_it_takes_place() {
    on_each_database(|database| {
        let mut office = booked(database, 1);
        office.register("bo@darlington.example");
        office.delivered();
        office.notifier.pace = Pace {
            settling: Duration::minutes(2),
            ..Pace::UNLIMITED
        };
        office.call_off("The wrong day.");
        assert_eq!(office.delivered(), [], "it settles");
        office.reinstate();
        office.later(Duration::minutes(5));
        let letters = office.delivered();
        let mut said: Vec<_> = letters
            .iter()
            .map(|letter| (letter.to.email.as_str(), letter.subject.as_str()))
            .collect();
        said.sort_unstable();
        // The entry that their calendars hold goes, and a new one comes.
        let subject = "It takes place after all: Care Day";
        let expected = [
            ("ada@company-0.example", subject),
            ("ada@company-0.example", subject),
            ("bo@darlington.example", subject),
            ("bo@darlington.example", subject),
        ];
        assert_eq!(said, expected);
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
        let begun = begin_and_die(&office, &notice, "company-0.example");
        assert_eq!(begun, HandOver::Begun);
        office.mail.clone().send(&letter).expect("it is taken");
        // A slow server is given more time than a claim is.
        office.later(policy::NOTICE_LEASE);
        assert_eq!(
            round(&office, &mut office.mail.clone()),
            Delivered::default()
        );
        office.later(policy::HAND_OVER - policy::NOTICE_LEASE);
        assert_eq!(round(&office, &mut office.mail.clone()).sent, 1);
        let sent = office.notices(notice.subject).remove(0);
        assert!(sent.is_uncertain, "it may have arrived twice");
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
