//! `[files]`: where the files lie that people send in.

use super::values::{Shown, Values};
use super::{ConfigError, Database};
use marketday_files::{Files, LARGEST, S3Settings, UrlStyle};
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// How long a store may take over one file.
const PATIENCE: Duration = Duration::from_mins(1);

const MEGABYTE: u64 = 1024 * 1024;

/// The store of files: a bucket, a folder, or the folder `files` beside an SQLite database. With PostgreSQL there is none
/// unless one is configured, since every instance must reach it.
pub(super) fn read(values: &mut Values, database: &Database) -> Result<Files, ConfigError> {
    let is_bucket = values.has("files.s3_endpoint");
    if is_bucket && values.has("files.folder") {
        return Err(ConfigError::of_key(
            "files.folder",
            "files lie in a folder or in an S3-compatible store: set this or files.s3_endpoint",
        ));
    }
    let beside = database.folder().filter(|_| !is_bucket);
    let beside = beside.map_or_else(String::new, |folder| {
        folder.join("files").display().to_string()
    });
    let folder = values.take("files.folder", &beside, folder, |folder| match folder {
        Some(folder) => Shown::from(folder.display().to_string()),
        None if is_bucket => Shown::Instead("none: files lie in a bucket".to_owned()),
        None => Shown::Instead("none: no slides are taken".to_owned()),
    })?;
    let bucket = bucket(values, is_bucket)?;
    let megabytes = (LARGEST / MEGABYTE).to_string();
    let largest = values.take("files.largest_mb", &megabytes, megabytes_of, |most| *most)?;
    let files = match (bucket, folder) {
        (Some(settings), _) => Files::in_bucket(&settings)
            .map_err(|error| ConfigError::of_key("files.s3_endpoint", error))?,
        (None, Some(folder)) => Files::in_folder(folder),
        (None, None) => Files::nowhere(),
    };
    Ok(files.with_largest(u64::from(largest) * MEGABYTE))
}

fn bucket(values: &mut Values, is_bucket: bool) -> Result<Option<S3Settings>, ConfigError> {
    if !is_bucket {
        return Ok(None);
    }
    for (key, what) in [
        (
            "files.s3_bucket",
            "must be set: the bucket in which files lie",
        ),
        (
            "files.s3_key",
            "must be set: the access key of Marketday at the store",
        ),
        ("files.s3_secret", "must be set: the secret of files.s3_key"),
    ] {
        if !values.has(key) {
            return Err(ConfigError::of_key(key, what));
        }
    }
    let word = |text: &str| {
        let is_word = (1..=200).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_graphic());
        is_word
            .then(|| text.to_owned())
            .ok_or("must be 1 to 200 letters, digits and signs without spaces")
    };
    let hidden = |_: &String| Shown::from("***");
    Ok(Some(S3Settings {
        endpoint: values.take("files.s3_endpoint", "", endpoint, ToString::to_string)?,
        bucket: values.take("files.s3_bucket", "", word, String::clone)?,
        region: values.take("files.s3_region", "us-east-1", word, String::clone)?,
        style: values.take("files.s3_style", "path", style, |style| match style {
            UrlStyle::Path => "path",
            UrlStyle::Host => "host",
        })?,
        key: values.take("files.s3_key", "", word, hidden)?,
        secret: values.take("files.s3_secret", "", word, hidden)?,
        patience: PATIENCE,
    }))
}

fn folder(text: &str) -> Result<Option<PathBuf>, &'static str> {
    match text {
        "" => Ok(None),
        text if text.chars().any(char::is_control) => Err("must be the path of a folder"),
        text => Ok(Some(text.into())),
    }
}

fn endpoint(text: &str) -> Result<Url, &'static str> {
    let what = "must be the address of the store, like https://s3.eu-west-2.amazonaws.com, without a name or a password";
    let url = Url::parse(text).map_err(|_| what)?;
    let is_plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    let is_web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    (is_web && is_plain).then_some(url).ok_or(what)
}

fn style(text: &str) -> Result<UrlStyle, &'static str> {
    match text {
        "path" => Ok(UrlStyle::Path),
        "host" => Ok(UrlStyle::Host),
        _ => Err("must be path (https://store/bucket) or host (https://bucket.store)"),
    }
}

fn megabytes_of(text: &str) -> Result<u32, &'static str> {
    text.parse()
        .ok()
        .filter(|most| (1..=200).contains(most))
        .ok_or("must be a whole number of MB from 1 to 200")
}
