//! What calendars answer to invitations.

use super::samples::Answer;
use super::taken;
use crate::given::{Office, entry, keep};
use chrono::Duration;
use marketday_booking::{BookRequest, Presenter};
use marketday_mail::Letter;
use marketday_model::calendar_reply::Proposed;
use marketday_model::notice::Subject;
use marketday_model::{BookingState, CalendarAnswer, CalendarReply, policy};
use marketday_notify::incoming::{Ignored, Received};
use marketday_notify::tell_presenters;
use marketday_store::{bookings, calendar_replies};
use marketday_testkit::given::line;
use marketday_testkit::on_each_database;

const ADA: &str = "ada@dripless-ltd.example";

/// A booking whose letter has arrived.
struct Invited {
    office: Office,
    subject: Subject,
    letter: Letter,
    uid: String,
}

impl Invited {
    fn on(database: &marketday_testkit::Database) -> Self {
        let office = Office::on(database);
        let booking = office.book(&office.day.slots[0], "Dripless Ltd");
        let letter = office.one_letter();
        let (_, event) = entry(&letter);
        Self {
            office,
            subject: Subject::Booking(booking),
            letter,
            uid: event.uid,
        }
    }

    fn answer<'a>(&'a self, answer: &'a str, stamp: &'a str) -> Answer<'a> {
        Answer {
            uid: &self.uid,
            attendee: ADA,
            method: "REPLY",
            participation: answer,
            sequence: 0,
            stamp,
        }
    }

    fn take(&self, message: &str) -> Received {
        taken(&self.office, message, (&self.letter.from.email, ADA))
    }

    fn google(&self, answer: &Answer<'_>) -> Received {
        self.take(&answer.of_google(&self.letter.from.email))
    }

    fn noted(&self) -> Option<CalendarReply> {
        let Subject::Booking(booking) = self.subject else {
            panic!("a booking");
        };
        let person = self.office.contact(booking);
        let store = &self.office.world.store;
        store
            .read(|rx| calendar_replies::find(rx, self.subject, person))
            .expect("the database answers")
    }

    fn noted_answer(&self) -> Option<CalendarAnswer> {
        self.noted().map(|reply| reply.answer)
    }
}

#[test]
fn what_google_outlook_and_apple_answer_is_noted_and_the_newest_counts() {
    on_each_database(|database| {
        let invited = Invited::on(database);
        let to = &invited.letter.from.email;
        let google = invited.answer("ACCEPTED", "20251006T100000Z");
        assert_eq!(
            invited.take(&google.of_google(to)),
            Received::Answered(CalendarAnswer::Accepted)
        );
        assert_eq!(invited.noted_answer(), Some(CalendarAnswer::Accepted));
        let outlook = invited.answer("TENTATIVE", "20251006T100100Z");
        assert_eq!(
            invited.take(&outlook.of_outlook(to)),
            Received::Answered(CalendarAnswer::Tentative)
        );
        let apple = invited.answer("ACCEPTED", "20251006T100200Z");
        assert_eq!(
            invited.take(&apple.of_apple(&to.to_uppercase())),
            Received::Answered(CalendarAnswer::Accepted)
        );
        assert_eq!(invited.noted_answer(), Some(CalendarAnswer::Accepted));
        assert_eq!(invited.office.delivered(), [], "nobody is told of it");
    });
}

#[test]
fn an_answer_that_is_older_than_one_that_is_known_or_than_the_entry_is_ignored() {
    on_each_database(|database| {
        let invited = Invited::on(database);
        invited.google(&invited.answer("TENTATIVE", "20251006T100000Z"));
        let stale = Received::Ignored(Ignored::Stale);
        for stamp in [
            "20251006T100000Z",
            "20251006T095959Z",
            "20251008T100000Z",
            "x",
        ] {
            let late = invited.answer("ACCEPTED", stamp);
            assert_eq!(invited.google(&late), stale, "{stamp}");
        }
        let Subject::Booking(booking) = invited.subject else {
            panic!("a booking");
        };
        invited.office.retitle(booking, "Leak detection, loudly");
        invited.office.deliver();
        let to_the_old = invited.answer("ACCEPTED", "20251006T101000Z");
        assert_eq!(invited.google(&to_the_old), stale);
        assert_eq!(invited.noted_answer(), Some(CalendarAnswer::Tentative));
        let to_none_that_was_sent = Answer {
            sequence: 2,
            ..invited.answer("ACCEPTED", "20251006T102000Z")
        };
        let foreign = Received::Ignored(Ignored::Foreign);
        assert_eq!(invited.google(&to_none_that_was_sent), foreign);
        let to_the_new = Answer {
            sequence: 1,
            ..invited.answer("ACCEPTED", "20251006T090000Z")
        };
        assert_eq!(
            invited.google(&to_the_new),
            Received::Answered(CalendarAnswer::Accepted)
        );
    });
}

#[test]
fn uid_attendee_and_address_must_agree() {
    on_each_database(|database| {
        let invited = Invited::on(database);
        let foreign = Received::Ignored(Ignored::Foreign);
        let good = || invited.answer("DECLINED", "20251006T100000Z");
        let other = invited
            .office
            .book(&invited.office.day.slots[1], "Quiet Kiln");
        let other_uid = format!("b-{other}@marketday.example");
        let unknown = format!("b-{}@marketday.example", uuid(&invited));
        for answer in [
            Answer {
                attendee: "eve@evil.example",
                ..good()
            },
            Answer {
                uid: &other_uid,
                ..good()
            },
            Answer {
                uid: &unknown,
                ..good()
            },
            Answer {
                uid: "b-1@elsewhere.example",
                ..good()
            },
            Answer {
                method: "REQUEST",
                ..good()
            },
            Answer {
                method: "CANCEL",
                ..good()
            },
            Answer {
                participation: "NEEDS-ACTION",
                ..good()
            },
        ] {
            assert_eq!(invited.google(&answer), foreign);
        }
        let wrong = "reply+0123456789abcdef01234567@marketday.example";
        let message = good().of_google(wrong);
        assert_eq!(taken(&invited.office, &message, (wrong, ADA)), foreign);
        assert_eq!(invited.noted(), None);
    });
}

fn uuid(invited: &Invited) -> marketday_model::BookingId {
    invited.office.world.surroundings.id()
}

#[test]
fn a_decline_asks_by_letter_once_and_cancels_nothing() {
    on_each_database(|database| {
        let invited = Invited::on(database);
        let declined = invited.answer("DECLINED", "20251006T100000Z");
        assert_eq!(
            invited.google(&declined),
            Received::Answered(CalendarAnswer::Declined)
        );
        let letter = invited.office.one_letter();
        keep("entry-declined", std::slice::from_ref(&letter));
        assert_eq!(letter.to.email, ADA);
        assert_eq!(letter.subject, "Cancel your booking? Care Day");
        let Subject::Booking(id) = invited.subject else {
            panic!("a booking");
        };
        let link = format!("https://marketday.example/bookings/{id}");
        assert!(letter.text.contains(&link), "{}", letter.text);
        assert_eq!(letter.invitation, None);
        let store = &invited.office.world.store;
        let booking = store.read(|rx| bookings::find(rx, id));
        let booking = booking.expect("the database answers").expect("a booking");
        assert_eq!(
            (booking.state, booking.sequence),
            (BookingState::Confirmed, 0)
        );

        // However often a calendar changes its mind, she is asked once about this state of the entry.
        for (answer, stamp) in [
            ("ACCEPTED", "20251006T101000Z"),
            ("DECLINED", "20251006T102000Z"),
            ("DECLINED", "20251006T103000Z"),
        ] {
            let answer = invited.answer(answer, stamp);
            assert!(matches!(invited.google(&answer), Received::Answered(_)));
        }
        assert_eq!(invited.office.delivered(), []);
    });
}

#[test]
fn a_presenter_who_declines_cancels_nothing_and_whoever_booked_is_told() {
    on_each_database(|database| {
        let office = Office::on(database);
        let request = BookRequest {
            presenter: Some(Presenter {
                name: line("Grace Hopper"),
                email: "grace@stage.example".parse().expect("an address"),
            }),
            ..office.booking(&office.day.slots[0], "Dripless Ltd")
        };
        let booking = office.book_as(request);
        let ada = office.one_letter();
        tell_presenters(&office.world.store, &office.world.surroundings).expect("it answers");
        office.later(policy::SETTLING);
        let letter = office.one_letter();
        let (_, event) = entry(&letter);
        assert_eq!(
            event.uid,
            entry(&ada).1.uid,
            "it is one entry in every calendar"
        );
        assert_ne!(
            letter.from.email, ada.from.email,
            "each has an address of their own"
        );
        let answer = |attendee, method, participation, stamp| Answer {
            uid: &event.uid,
            attendee,
            method,
            participation,
            sequence: 0,
            stamp,
        };
        let take = |to: &Letter, answer: &Answer<'_>| {
            let message = answer.of_google(&to.from.email);
            taken(&office, &message, (&to.from.email, answer.attendee))
        };
        let grace = "grace@stage.example";
        // What came to one of them is not the other's to answer.
        let foreign = answer(ADA, "REPLY", "DECLINED", "20251006T100000Z");
        assert_eq!(take(&letter, &foreign), Received::Ignored(Ignored::Foreign));
        let declined = answer(grace, "REPLY", "DECLINED", "20251006T100000Z");
        let answered = Received::Answered(CalendarAnswer::Declined);
        assert_eq!(take(&letter, &declined), answered);
        let told = office.one_letter();
        assert_eq!(told.to.email, ADA);
        assert_eq!(told.subject, "Your presenter declined: Care Day");
        let opening = "Hello Ada Pitcher,\n\nGrace Hopper, who was to present your pitch at Care Day, declined";
        assert!(told.text.starts_with(opening), "{}", told.text);
        let found = office.world.store.read(|rx| bookings::find(rx, booking));
        let booking = found.expect("the database answers").expect("a booking");
        assert_eq!(booking.state, BookingState::Confirmed);
        // Another time is the organiser's to answer, whoever of them proposes it.
        let counter = answer(grace, "COUNTER", "TENTATIVE", "20251006T100100Z");
        let answered = Received::Answered(CalendarAnswer::Countered);
        assert_eq!(take(&letter, &counter), answered);
        let told = office.one_letter();
        assert_eq!(told.to.email, office.day.organiser.email.as_str());
        assert!(told.text.contains("Grace Hopper"), "{}", told.text);
    });
}

#[test]
fn whoever_accepts_before_the_letter_leaves_is_not_asked() {
    on_each_database(|database| {
        let invited = Invited::on(database);
        invited.google(&invited.answer("DECLINED", "20251006T100000Z"));
        invited.google(&invited.answer("ACCEPTED", "20251006T100001Z"));
        assert_eq!(invited.office.delivered(), []);
    });
}

#[test]
fn a_proposed_time_and_a_delegation_are_told_to_the_organiser() {
    on_each_database(|database| {
        let invited = Invited::on(database);
        let counter = Answer {
            method: "COUNTER",
            ..invited.answer("TENTATIVE", "20251006T100000Z")
        };
        assert_eq!(
            invited.google(&counter),
            Received::Answered(CalendarAnswer::Countered)
        );
        let at = |text: &str| text.parse().expect("an instant");
        assert_eq!(
            invited.noted().and_then(|reply| reply.proposed),
            Some(Proposed {
                starts_at: at("2027-01-12T12:00:00Z"),
                ends_at: Some(at("2027-01-12T12:15:00Z")),
            })
        );
        let letter = invited.office.one_letter();
        keep("time-proposed", std::slice::from_ref(&letter));
        assert_eq!(letter.to.email, invited.office.day.organiser.email.as_str());
        assert_eq!(
            letter.subject,
            "Ada Pitcher proposes another time: Care Day"
        );
        assert!(
            letter
                .text
                .contains("Proposed: Tuesday 12 January 2027, midday to 12:15pm"),
            "{}",
            letter.text
        );
        invited.office.later(Duration::minutes(1));
        let delegated = invited.answer("DELEGATED", "20251006T101500Z");
        assert_eq!(
            invited.google(&delegated),
            Received::Answered(CalendarAnswer::Delegated)
        );
        let letter = invited.office.one_letter();
        keep("entry-delegated", std::slice::from_ref(&letter));
        assert_eq!(letter.to.email, invited.office.day.organiser.email.as_str());
        assert_eq!(
            letter.subject,
            "Ada Pitcher may send somebody else: Care Day"
        );
    });
}

#[test]
fn an_answer_about_a_booking_that_was_cancelled_is_ignored() {
    on_each_database(|database| {
        let invited = Invited::on(database);
        let Subject::Booking(booking) = invited.subject else {
            panic!("a booking");
        };
        invited.office.cancel(booking, None);
        invited.office.deliver();
        let answer = Answer {
            sequence: 1,
            ..invited.answer("ACCEPTED", "20251006T100000Z")
        };
        assert_eq!(invited.google(&answer), Received::Ignored(Ignored::Over));
    });
}

#[test]
fn a_delegate_who_declines_is_asked_about_their_registration() {
    on_each_database(|database| {
        let office = Office::on(database);
        let registration = office.register("bo@darlington.example");
        let letter = office.one_letter();
        let (_, event) = entry(&letter);
        let answer = Answer {
            uid: &event.uid,
            attendee: "BO@Darlington.example",
            method: "REPLY",
            participation: "DECLINED",
            sequence: 0,
            stamp: "20251006T100000Z",
        };
        let message = answer.of_outlook(&letter.from.email);
        assert_eq!(
            taken(
                &office,
                &message,
                (&letter.from.email, "bo@darlington.example")
            ),
            Received::Answered(CalendarAnswer::Declined)
        );
        let letter = office.one_letter();
        assert_eq!(letter.subject, "Cancel your registration? Care Day");
        let person = office.delegate(registration);
        let noted = office
            .world
            .store
            .read(|rx| calendar_replies::list(rx, &[Subject::Registration(registration)]));
        let noted = noted.expect("the database answers");
        assert_eq!(
            noted
                .iter()
                .map(|reply| (reply.person, reply.answer))
                .collect::<Vec<_>>(),
            [(person, CalendarAnswer::Declined)]
        );
    });
}
