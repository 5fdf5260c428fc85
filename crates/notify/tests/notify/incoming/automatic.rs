//! Messages that nobody reads: machines are not answered, and people are told whom to write to.

use super::samples::crlf;
use super::{bounces_of, taken};
use crate::given::Office;
use marketday_notify::incoming::{
    Ignored, Incoming, MAX_MESSAGE_OCTETS, Received, Refused, receive,
};
use marketday_testkit::on_each_database;

fn message(headers: &str) -> String {
    crlf(&format!(
        "From: Ada <ada@dripless-ltd.example>\nTo: reply+0@marketday.example\nSubject: Re: Your pitch\nDate: Mon, 6 Oct 2025 10:00:00 +0000\n{headers}\nThank you, I am away until Monday.\n"
    ))
}

#[test]
fn nothing_is_answered_to_a_machine() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let letter = office.one_letter();
        for header in [
            "Auto-Submitted: auto-replied (vacation)\n",
            "Precedence: bulk\n",
            "Precedence: auto_reply\n",
            "X-Auto-Response-Suppress: All\n",
            "X-Autoreply: yes\n",
            "Return-Path: <>\n",
            "List-Id: <news.example>\n",
        ] {
            for address in [letter.from.email.clone(), bounces_of(&letter)] {
                assert_eq!(
                    taken(
                        &office,
                        &message(header),
                        (&address, "ada@dripless-ltd.example")
                    ),
                    Received::Ignored(Ignored::Automatic),
                    "{header}"
                );
            }
        }
        let unmarked = taken(&office, &message(""), (&letter.from.email, ""));
        assert_eq!(unmarked, Received::Ignored(Ignored::Automatic));
        assert_eq!(office.delivered(), []);
    });
}

#[test]
fn a_person_who_writes_to_an_address_that_nobody_reads_is_told_so_by_their_own_mail_server() {
    on_each_database(|database| {
        let office = Office::on(database);
        office.book(&office.day.slots[0], "Dripless Ltd");
        let letter = office.one_letter();
        for header in ["", "Auto-Submitted: no\n"] {
            let to = (letter.from.email.as_str(), "ada@dripless-ltd.example");
            let refused = taken(&office, &message(header), to);
            assert_eq!(refused, Received::Refused(Refused::NobodyReads));
            assert_eq!(
                refused.to_string(),
                "Nobody reads this address. Please write to the organiser, whose address stands at the end of our letter."
            );
        }
        assert_eq!(office.delivered(), []);
    });
}

#[test]
fn what_is_no_message_or_larger_than_ten_mebibytes_is_refused() {
    on_each_database(|database| {
        let office = Office::on(database);
        let refused = |bytes: &[u8]| {
            let incoming = Incoming {
                bytes,
                recipient: None,
                sender: None,
            };
            receive(&office.notifier, &incoming).expect("the database answers")
        };
        assert_eq!(refused(b""), Received::Refused(Refused::Unreadable));
        let mut largest = message("").into_bytes();
        largest.resize(MAX_MESSAGE_OCTETS, b'x');
        assert_eq!(refused(&largest), Received::Refused(Refused::NobodyReads));
        largest.push(b'x');
        assert_eq!(refused(&largest), Received::Refused(Refused::TooLarge));
    });
}
