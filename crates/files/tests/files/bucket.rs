//! A bucket of a store that speaks S3.

use crate::store::{BUCKET, KEY, Mood, REGION, SECRET, Store};
use crate::{id, put, read};
use marketday_files::{FileError, Files, S3Settings, SettingsRefused, UrlStyle};
use std::collections::HashMap;
use std::time::Duration;

fn settings(store: &Store) -> S3Settings {
    S3Settings {
        endpoint: format!("http://{}", store.address).parse().expect("a URL"),
        bucket: BUCKET.to_owned(),
        region: REGION.to_owned(),
        style: UrlStyle::Path,
        key: KEY.to_owned(),
        secret: SECRET.to_owned(),
        patience: Duration::from_secs(20),
    }
}

fn bucket(store: &Store) -> Files {
    Files::in_bucket(&settings(store)).expect("a bucket")
}

#[test]
fn a_file_is_kept_read_and_removed_by_signed_requests() {
    let store = Store::start();
    let files = bucket(&store);
    let long: Vec<u8> = (0..300_000u32).map(|n| (n % 251) as u8).collect();
    put(&files, 1, &long).expect("it is kept");
    assert_eq!(
        store.kept(),
        HashMap::from([(format!("/{BUCKET}/{}", id(1)), long.clone())])
    );
    assert_eq!(read(&files, 1), long);
    files.delete(id(1)).expect("it goes");
    assert_eq!(store.kept(), HashMap::new());
    assert!(matches!(files.get(id(1)), Err(FileError::Missing)));
    files.delete(id(1)).expect("it is gone already");
    assert_eq!(
        store.answered(),
        ["PUT 200", "GET 200", "DELETE 204", "GET 404", "DELETE 204"]
    );
}

#[test]
fn a_wrong_secret_key_or_region_is_refused_by_the_store_and_told() {
    let store = Store::start();
    let right = settings(&store);
    let wrong = [
        S3Settings {
            secret: "another".to_owned(),
            ..right.clone()
        },
        S3Settings {
            key: "AKOTHER".to_owned(),
            ..right.clone()
        },
        S3Settings {
            region: "us-east-1".to_owned(),
            ..right
        },
    ];
    for settings in wrong {
        let files = Files::in_bucket(&settings).expect("a bucket");
        let refused = put(&files, 1, b"x").expect_err("refused");
        assert_eq!(
            refused.to_string(),
            "the store refuses: check its key, its secret and what they may do"
        );
        assert!(matches!(files.get(id(1)), Err(FileError::Refused)));
        assert!(matches!(files.delete(id(1)), Err(FileError::Refused)));
    }
    assert_eq!(store.kept(), HashMap::new());
}

#[test]
fn every_failure_of_the_store_is_told_apart() {
    let store = Store::start();
    let files = bucket(&store);
    store.is(Mood::Status(500));
    assert!(matches!(put(&files, 1, b"x"), Err(FileError::Status(500))));
    assert!(matches!(files.get(id(1)), Err(FileError::Status(500))));
    assert!(matches!(files.delete(id(1)), Err(FileError::Status(500))));
    // It leads nowhere else: a signature is for one address.
    store.is(Mood::Status(307));
    assert!(matches!(put(&files, 1, b"x"), Err(FileError::Status(307))));
    store.is(Mood::Status(404));
    assert!(matches!(put(&files, 1, b"x"), Err(FileError::Missing)));
    files.delete(id(1)).expect("what is not there is gone");
    let address = store.address;
    drop(store);
    let unreachable = put(&files, 1, b"x").expect_err("nobody is there");
    assert!(
        matches!(unreachable, FileError::Unreachable(_)),
        "{unreachable:?} at {address}"
    );
}

#[test]
fn a_store_that_does_not_answer_is_waited_for_no_longer_than_said() {
    let store = Store::start();
    store.is(Mood::Silent);
    let hurried = S3Settings {
        patience: Duration::from_millis(200),
        ..settings(&store)
    };
    let files = Files::in_bucket(&hurried).expect("a bucket");
    assert!(matches!(put(&files, 1, b"x"), Err(FileError::TooSlow)));
    assert!(matches!(files.get(id(1)), Err(FileError::TooSlow)));
    assert!(matches!(files.delete(id(1)), Err(FileError::TooSlow)));
    assert_eq!(store.answered(), ["PUT –", "GET –", "DELETE –"]);
}

#[test]
fn half_a_file_is_not_taken_for_a_whole_one() {
    let store = Store::start();
    let files = bucket(&store);
    put(&files, 1, &[7; 4000]).expect("it is kept");
    store.is(Mood::Half);
    let mut bytes = Vec::new();
    let mut file = files.get(id(1)).expect("it begins");
    assert!(std::io::copy(&mut file, &mut bytes).is_err());
    store.is(Mood::Well);
    let short = files.put(id(2), &mut &b"abc"[..], 4);
    assert!(matches!(short, Err(FileError::Incomplete)), "{short:?}");
    assert_eq!(store.kept().len(), 1);
}

#[test]
fn a_store_is_tried_by_a_file_that_comes_and_goes() {
    let store = Store::start();
    let files = bucket(&store);
    files.probe(id(9)).expect("it works");
    assert_eq!(store.answered(), ["PUT 200", "GET 200", "DELETE 204"]);
    store.is(Mood::Status(403));
    assert!(matches!(files.probe(id(9)), Err(FileError::Refused)));
}

#[test]
fn neither_the_secret_nor_the_key_is_shown() {
    let store = Store::start();
    let settings = settings(&store);
    let files = bucket(&store);
    let shown = format!("{files} {files:?} {settings:?}");
    assert!(!shown.contains(SECRET) && !shown.contains(KEY), "{shown}");
    assert_eq!(
        files.to_string(),
        format!("the bucket {BUCKET} at http://{}", store.address)
    );
}

#[test]
fn a_store_that_cannot_be_is_refused_when_it_is_described() {
    let store = Store::start();
    let elsewhere = S3Settings {
        endpoint: "ftp://files.example".parse().expect("a URL"),
        ..settings(&store)
    };
    assert!(matches!(
        Files::in_bucket(&elsewhere),
        Err(SettingsRefused::Endpoint)
    ));
    let nameless = S3Settings {
        style: UrlStyle::Host,
        bucket: "no such name".to_owned(),
        ..settings(&store)
    };
    assert!(matches!(
        Files::in_bucket(&nameless),
        Err(SettingsRefused::Bucket)
    ));
}
