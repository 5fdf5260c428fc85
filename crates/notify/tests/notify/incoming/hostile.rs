//! Whatever is sent, reading it ends, and without a panic.

use super::samples::{Answer, complaint, exchange, exim, gmail, postfix};
use marketday_notify::incoming::read_message;
use proptest::prelude::*;
use proptest::sample::Index;

/// Messages as others write them.
fn samples() -> Vec<Vec<u8>> {
    let to = "bounce+0@marketday.example";
    let answer = Answer {
        uid: "b-0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11@marketday.example",
        attendee: "ada@dripless-ltd.example",
        method: "COUNTER",
        participation: "TENTATIVE",
        sequence: 0,
        stamp: "20251006T100000Z",
    };
    let samples = [
        postfix(to, "failed", "5.1.1", "550 no such user"),
        exchange(to),
        gmail(to),
        exim(to, "Mail delivery failed"),
        complaint(to),
        answer.of_google(to),
        answer.of_outlook(to),
        answer.of_apple(to),
    ];
    samples.into_iter().map(String::into_bytes).collect()
}

/// One change of a message: what is cut out, what is put in its place, and what is said twice.
#[derive(Debug, Clone)]
struct Change {
    from: Index,
    to: Index,
    put: Vec<u8>,
    is_twice: bool,
}

fn change() -> impl Strategy<Value = Change> {
    let words: Vec<Vec<u8>> = [
        "\r\n",
        "\n",
        "\r\n\r\n",
        "--",
        "--inner",
        ":",
        ";",
        "\"",
        "<",
        ">",
        "=?utf-8?b?",
        "?=",
        "=",
        "\0",
        "\u{feff}",
        "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n",
        "Content-Type: message/rfc822\r\n\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "BEGIN:VEVENT\r\n",
        "END:VCALENDAR\r\n",
        "DTSTART;TZID=\"",
        "RRULE:",
    ]
    .iter()
    .map(|word| word.as_bytes().to_vec())
    .collect();
    let put = prop_oneof![
        proptest::sample::select(words),
        proptest::collection::vec(any::<u8>(), 0..8),
    ];
    (any::<Index>(), any::<Index>(), put, any::<bool>()).prop_map(|(from, to, put, is_twice)| {
        Change {
            from,
            to,
            put,
            is_twice,
        }
    })
}

fn changed(mut message: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let (from, to) = (
            change.from.index(message.len() + 1),
            change.to.index(message.len() + 1),
        );
        let cut = from.min(to)..from.max(to).min(from.min(to) + 200);
        let mut put = change.put.clone();
        if change.is_twice {
            put.extend_from_slice(&message[cut.clone()]);
            put.extend_from_slice(&message[cut.clone()]);
        }
        message.splice(cut, put);
    }
    message
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_message_that_was_broken_anywhere_brings_the_reader_down_nowhere(
        sample in proptest::sample::select(samples()),
        changes in proptest::collection::vec(change(), 1..12),
    ) {
        let _ = read_message(&changed(sample, &changes));
    }

    #[test]
    fn no_octets_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_message(&bytes);
    }
}
