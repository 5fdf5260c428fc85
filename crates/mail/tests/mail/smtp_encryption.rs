//! Letters over TLS, from the first byte and with STARTTLS.

use std::fs;

use marketday_mail::{Dkim, Scope, SendError, Transport, open};
use marketday_testkit::smtp::{Encryption, SmtpSink};
use tempfile::TempDir;

use crate::samples::{letter, smtp_to};

/// The sink's URL with its certificate trusted and more of a query.
fn trusting(sink: &SmtpSink, folder: &TempDir, query: &str) -> String {
    let pem = folder.path().join("ca.pem");
    fs::write(&pem, sink.certificate_pem()).unwrap();
    format!("{}?ca={}{query}", sink.url(), pem.display())
}

#[test]
fn letters_travel_over_tls_with_a_certificate_that_is_trusted() {
    for (encryption, query) in [
        (Encryption::Implicit, ""),
        (Encryption::StartTls, "&starttls=required"),
    ] {
        let folder = TempDir::new().unwrap();
        let sink = SmtpSink::start_with(encryption);
        let mut smtp = smtp_to(&trusting(&sink, &folder, query));
        smtp.send(&letter(0)).unwrap();
        smtp.send(&letter(1)).unwrap();
        let sent = [letter(0).compose().unwrap(), letter(1).compose().unwrap()];
        assert_eq!(contents_of(&sink), sent);
        assert_eq!(sink.connections(), 1);
        assert!(smtp.probe().unwrap().ends_with("with TLS"));
    }
}

fn contents_of(sink: &SmtpSink) -> Vec<Vec<u8>> {
    let letters = sink.letters().into_iter();
    letters.map(|letter| letter.data).collect()
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_and_the_letter_kept() {
    for (encryption, query) in [
        (Encryption::Implicit, ""),
        (Encryption::StartTls, "?starttls=required"),
    ] {
        let sink = SmtpSink::start_with(encryption);
        let failed = smtp_to(&format!("{}{query}", sink.url())).send(&letter(1));
        let failed = failed.unwrap_err();
        assert!(failed.is_retry());
        assert!(failed.answer().contains("UnknownIssuer"), "{failed}");
        assert_eq!(sink.letters(), []);
    }
}

#[test]
fn opportunistic_encryption_takes_any_certificate_or_none() {
    for encryption in [Encryption::StartTls, Encryption::None] {
        let sink = SmtpSink::start_with(encryption);
        let mut smtp = smtp_to(&format!("{}?starttls=opportunistic", sink.url()));
        smtp.send(&letter(1)).unwrap();
        let found = smtp.probe().unwrap();
        let encrypted = encryption == Encryption::StartTls;
        assert_eq!(found.ends_with("with TLS"), encrypted, "{found}");
    }
}

#[test]
fn a_server_without_starttls_gets_nothing_when_it_is_required() {
    let sink = SmtpSink::start();
    let url = format!("{}?starttls=required", sink.url()).replace("://", "://asha:secret@");
    let expected = SendError::Retry {
        scope: Scope::Server,
        answer: "the server offers no STARTTLS, and starttls=required, at the TLS handshake"
            .to_owned(),
        may_have_arrived: false,
    };
    assert_eq!(smtp_to(&url).send(&letter(1)), Err(expected));
    assert_eq!(sink.credentials_seen(), Vec::<String>::new());
}

#[test]
fn a_server_that_does_not_speak_tls_is_tried_again_later() {
    let sink = SmtpSink::start();
    let url = sink.url().replace("smtp://", "smtps://");
    let failed = smtp_to(&url).send(&letter(1)).unwrap_err();
    assert!(failed.is_retry(), "{failed}");
}

#[test]
fn a_certificate_that_is_missing_or_broken_is_said_at_the_start() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ca.pem");
    let url = format!("smtps://mail.example.org?ca={}", path.display());
    let missing = open(&url.parse().unwrap(), &Dkim::default()).err().unwrap();
    assert_eq!(
        missing.to_string(),
        format!("cannot read the certificate {}", path.display())
    );
    fs::write(
        &path,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    let broken = open(&url.parse().unwrap(), &Dkim::default()).err().unwrap();
    assert_eq!(broken.to_string(), "cannot set up TLS");
}
