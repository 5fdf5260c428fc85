//! What would keep the reader busy is not read.

use marketday_incoming::read_message;

#[test]
fn parts_and_messages_within_each_other_are_read_up_to_a_depth() {
    let part = "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\n";
    let letter = "Content-Type: message/rfc822\r\n\r\n";
    for (inner, some, many) in [(part, 5_000, 20_000), (letter, 200, 20_000)] {
        let message = |times| format!("From: a@b.example\r\n{}", inner.repeat(times));
        assert!(read_message(message(some).as_bytes()).is_some());
        assert_eq!(read_message(message(many).as_bytes()), None);
    }
}

#[test]
fn what_would_be_looked_through_again_and_again_is_not_read() {
    // For each of these the parser goes to the end of the line, and back.
    let subject = "From: a@b.example\r\nSubject: ";
    let kind = "From: a@b.example\r\nContent-Type: text/plain";
    let words = [
        (subject, "=?ab?q?x "),
        (subject, "=?ab?q?x\r\n "),
        (kind, ";a*1=b"),
        (kind, ";a*=utf-8'en'b"),
    ];
    for (before, word) in words {
        let message = |times| format!("{before}{}\r\n\r\n", word.repeat(times));
        assert!(read_message(message(1_000).as_bytes()).is_some());
        assert_eq!(read_message(message(500_000).as_bytes()), None, "{word:?}");
    }
    // Lines of their own cost nothing.
    let many = "Subject: =?utf-8?q?a?=\r\n".repeat(100_000);
    assert!(read_message(format!("From: a@b.example\r\n{many}\r\n").as_bytes()).is_some());
}
