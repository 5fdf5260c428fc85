//! Signed letters, checked by a verifier that is not ours.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::time::Instant;

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::{
    AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt,
};
use marketday_mail::{Dkim, DkimKey, DkimKeyError, Letter, Method, Smtp, Transport, open};
use marketday_testkit::smtp::SmtpSink;
use tempfile::TempDir;

use crate::samples::{invitation, letter, optional_letter, server};

const RSA: &str = include_str!("keys/rsa.pem");
const ED25519: &str = include_str!("keys/ed25519.pem");

fn key(selector: &str, pem: &str) -> DkimKey {
    DkimKey::from_pem(selector, pem).expect("a key")
}

fn both() -> Dkim {
    Dkim::new(
        "marketday.example",
        [key("rsa2027", RSA), key("ed2027", ED25519)],
    )
}

/// The TXT records of a domain, without a network.
struct Published(HashMap<String, Txt>);

impl Published {
    fn by(dkim: &Dkim) -> Self {
        let record = |key: &DkimKey| {
            let name = format!("{}.", key.record_name(dkim.domain()));
            let parsed = DomainKey::parse(key.record().as_bytes()).expect("a record of a key");
            (name, Txt::from(parsed))
        };
        Self(dkim.keys().map(record).collect())
    }
}

impl ResolverCache<Box<str>, Txt> for Published {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let found = self.0.iter().find(|(known, _)| {
            let known: Box<str> = known.as_str().into();
            Borrow::<Q>::borrow(&known) == name
        });
        found.map(|(_, record)| record.clone())
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

/// What the verifier makes of each signature of a message.
fn verdicts(message: &[u8], published: &Published) -> Vec<DkimResult> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let verifier =
            MessageAuthenticator::new(ResolverConfig::default(), ResolverOpts::default()).unwrap();
        let parsed = AuthenticatedMessage::parse(message).expect("a message");
        let checked = verifier
            .verify_dkim(Parameters::from(&parsed).with_txt_cache(published))
            .await;
        checked.iter().map(|one| one.result().clone()).collect()
    })
}

fn signed_headers(message: &[u8]) -> Vec<String> {
    let text = String::from_utf8(message.to_vec()).unwrap();
    let (_, rest) = text.split_once(" h=").expect("a signature");
    let (names, _) = rest.split_once(';').expect("its end");
    let names = names.replace("\r\n  ", "");
    names.split(':').map(str::to_owned).collect()
}

#[test]
fn a_letter_signed_with_both_keys_passes_with_both() {
    let dkim = both();
    let published = Published::by(&dkim);
    for letter in [
        letter(1),
        optional_letter(),
        invitation(Method::Request),
        Letter {
            subject: "Siân’s  pitch: Fälle, vorhergesehen – 🎉 ".repeat(4),
            text: "a  \n\tb\t c \n\n \n\n".to_owned(),
            ..letter(2)
        },
    ] {
        let message = dkim.compose(&letter).unwrap();
        assert_eq!(
            verdicts(&message, &published),
            [DkimResult::Pass, DkimResult::Pass],
            "{}",
            String::from_utf8_lossy(&message)
        );
    }
}

#[test]
fn whoever_changes_a_header_the_body_or_adds_a_header_breaks_both_signatures() {
    let dkim = both();
    let published = Published::by(&dkim);
    let message = String::from_utf8(dkim.compose(&optional_letter()).unwrap()).unwrap();
    for (was, is) in [
        ("From: \"Marketday\"", "From: \"Marketdays\""),
        ("unsubscribe@marketday", "unsubscribe@elsewhere"),
        ("Subject: ", "Subject: Re: "),
        ("A new day is planned", "No new day is planned"),
        ("\r\nTo: ", "\r\nReply-To: thief@example.net\r\nTo: "),
        ("\r\nTo: ", "\r\nFrom: thief@example.net\r\nTo: "),
    ] {
        let changed = message.replacen(was, is, 1);
        assert_ne!(changed, message, "{was}");
        let found = verdicts(changed.as_bytes(), &published);
        let is_broken = |verdict: &DkimResult| *verdict != DkimResult::Pass;
        assert!(
            found.len() == 2 && found.iter().all(is_broken),
            "{was}: {found:?}"
        );
    }
}

#[test]
fn from_and_the_list_headers_are_signed() {
    let message = both().compose(&optional_letter()).unwrap();
    let expected = "From Reply-To To Subject Date Message-ID Auto-Submitted List-Id List-Unsubscribe \
                    List-Unsubscribe-Post MIME-Version Content-Type From Reply-To To Subject Date";
    assert_eq!(signed_headers(&message).join(" "), expected);
}

#[test]
fn a_retry_has_the_same_signatures_and_without_keys_there_are_none() {
    let dkim = both();
    assert_eq!(
        dkim.compose(&letter(3)).unwrap(),
        both().compose(&letter(3)).unwrap()
    );
    assert_eq!(
        Dkim::default().compose(&letter(3)).unwrap(),
        letter(3).compose().unwrap()
    );
}

#[test]
fn lines_of_a_signature_are_short() {
    let message = both().compose(&letter(1)).unwrap();
    let text = String::from_utf8(message).unwrap();
    let (signatures, _) = text.split_once("From: ").unwrap();
    let longest = signatures.split("\r\n").map(str::len).max();
    assert!(longest <= Some(78), "{signatures}");
}

#[test]
fn what_a_server_and_a_folder_are_given_is_signed() {
    let dkim = both();
    let published = Published::by(&dkim);
    let sink = SmtpSink::start();
    let mut smtp = Smtp::new(server(&sink.url()))
        .unwrap()
        .signing(dkim.clone());
    smtp.send(&invitation(Method::Cancel)).unwrap();
    let arrived = &sink.letters()[0].data;
    assert_eq!(
        verdicts(arrived, &published),
        [DkimResult::Pass, DkimResult::Pass]
    );

    let folder = TempDir::new().unwrap();
    let url = format!("file://{}", folder.path().display());
    let mut files = open(&url.parse().unwrap(), &dkim).unwrap();
    files.send(&letter(1)).unwrap();
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap();
    let kept = std::fs::read(file.unwrap().path()).unwrap();
    assert_eq!(
        verdicts(&kept, &published),
        [DkimResult::Pass, DkimResult::Pass]
    );
}

#[test]
fn the_record_to_publish_holds_the_public_key_as_openssl_prints_it() {
    let public: String = include_str!("keys/rsa.pub.pem")
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let rsa = key("rsa2027", RSA);
    assert_eq!(rsa.record(), format!("v=DKIM1; k=rsa; p={public}"));
    assert_eq!(
        rsa.record_name("marketday.example"),
        "rsa2027._domainkey.marketday.example"
    );
    let same = key("rsa2027", include_str!("keys/rsa-pkcs1.pem"));
    assert_eq!(same.record(), rsa.record());
    let public = include_str!("keys/ed25519.pub.txt").trim();
    assert_eq!(
        key("ed2027", ED25519).record(),
        format!("v=DKIM1; k=ed25519; p={public}")
    );
}

#[test]
fn a_key_that_nobody_would_trust_is_refused() {
    let refused = |selector, pem| DkimKey::from_pem(selector, pem).err();
    assert_eq!(
        refused("a", include_str!("keys/too-short.pem")),
        Some(DkimKeyError::Unsuitable)
    );
    let public = include_str!("keys/rsa.pub.pem");
    assert_eq!(refused("a", public), Some(DkimKeyError::NotPem));
    assert_eq!(refused("a", &RSA[..200]), Some(DkimKeyError::NotPem));
    for selector in ["", "a b", "a;b", "-a", "a.", "é"] {
        assert_eq!(refused(selector, RSA), Some(DkimKeyError::Selector));
    }
    let shown = format!("{:?}", both());
    assert!(
        shown.contains("rsa2027") && !shown.contains("PRIVATE"),
        "{shown}"
    );
}
