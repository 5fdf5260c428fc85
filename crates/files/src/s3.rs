//! Files in a bucket of an S3-compatible store: one signed request each, without leading on, without trying again.

use crate::{FileError, SettingsRefused};
use rusty_s3::actions::S3Action;
use rusty_s3::{BucketError, Credentials};
use std::fmt;
use std::io::{self, ErrorKind, Read, Take};
use std::time::Duration;
use ureq::http::header::CONTENT_LENGTH;
use ureq::http::{Response, Uri};
use ureq::{Agent, Body, SendBody};
use url::Url;
use uuid::Uuid;

/// How a bucket is named in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UrlStyle {
    /// `https://store/bucket/file`, which every store understands.
    #[default]
    Path,
    /// `https://bucket.store/file`, which AWS prefers.
    Host,
}

/// How a store is reached, and who we are there.
#[derive(Clone)]
pub struct S3Settings {
    /// The address of the store.
    pub endpoint: Url,
    /// The bucket.
    pub bucket: String,
    /// The region, as the store calls it.
    pub region: String,
    /// How the bucket is named in addresses.
    pub style: UrlStyle,
    /// Who we are.
    pub key: String,
    /// What proves it.
    pub secret: String,
    /// How long the store may take over one file.
    pub patience: Duration,
}

impl fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Settings")
            .field("endpoint", &self.endpoint.as_str())
            .field("bucket", &self.bucket)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

/// How long a signed address is good for: longer than any request takes to arrive, shorter than anybody could use it
/// who found it in a log of the store.
const GOOD_FOR: Duration = Duration::from_mins(5);

const USER_AGENT: &str = concat!("Marketday/", env!("CARGO_PKG_VERSION"), " (files)");

/// A bucket, and who we are there.
pub(crate) struct Bucket {
    place: rusty_s3::Bucket,
    credentials: Credentials,
    agent: Agent,
    shown: String,
}

impl Bucket {
    pub(crate) fn of(settings: &S3Settings) -> Result<Self, SettingsRefused> {
        let style = match settings.style {
            UrlStyle::Path => rusty_s3::UrlStyle::Path,
            UrlStyle::Host => rusty_s3::UrlStyle::VirtualHost,
        };
        let (name, region) = (settings.bucket.clone(), settings.region.clone());
        let place = rusty_s3::Bucket::new(settings.endpoint.clone(), style, name, region);
        let place = place.map_err(|error| match error {
            BucketError::ParseError(_) => SettingsRefused::Bucket,
            BucketError::UnsupportedScheme | BucketError::MissingHost => SettingsRefused::Endpoint,
        })?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A signature is for one address.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(settings.patience))
            .user_agent(USER_AGENT)
            .build();
        Ok(Self {
            shown: format!(
                "the bucket {} at {}",
                settings.bucket,
                settings.endpoint.origin().ascii_serialization()
            ),
            credentials: Credentials::new(settings.key.clone(), settings.secret.clone()),
            place,
            agent: config.into(),
        })
    }

    pub(crate) fn put(&self, id: Uuid, bytes: &mut dyn Read, size: u64) -> Result<(), FileError> {
        let name = id.to_string();
        let action = self.place.put_object(Some(&self.credentials), &name);
        let mut whole = Exactly(bytes.take(size));
        let request = self
            .agent
            .put(address(&action)?)
            .header(CONTENT_LENGTH, size);
        let answer = request.send(SendBody::from_reader(&mut whole));
        if answer.is_err() && whole.0.limit() > 0 && whole.is_over()? {
            return Err(FileError::Incomplete);
        }
        checked(answer).map(drop)
    }

    pub(crate) fn get(&self, id: Uuid) -> Result<Box<dyn Read + Send>, FileError> {
        let name = id.to_string();
        let action = self.place.get_object(Some(&self.credentials), &name);
        let answer = checked(self.agent.get(address(&action)?).call())?;
        Ok(Box::new(answer.into_body().into_reader()))
    }

    pub(crate) fn delete(&self, id: Uuid) -> Result<(), FileError> {
        let name = id.to_string();
        let action = self.place.delete_object(Some(&self.credentials), &name);
        match checked(self.agent.delete(address(&action)?).call()) {
            Ok(_) | Err(FileError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// A reader that breaks off where it ends too early: else the store would wait for the rest.
struct Exactly<R>(Take<R>);

impl<R: Read> Exactly<R> {
    fn is_over(&mut self) -> Result<bool, FileError> {
        let read = self.0.read(&mut [0]).map_err(FileError::Broken)?;
        Ok(read == 0)
    }
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 if self.0.limit() > 0 && !into.is_empty() => Err(ErrorKind::UnexpectedEof.into()),
            read => Ok(read),
        }
    }
}

fn address<'a>(action: &impl S3Action<'a>) -> Result<Uri, FileError> {
    let signed = action.sign(GOOD_FOR);
    signed
        .as_str()
        .parse()
        .map_err(|error: ureq::http::uri::InvalidUri| {
            FileError::Unreachable(Box::new(ureq::Error::Http(error.into())))
        })
}

/// The answer of a store, if it did what it was asked.
fn checked(answer: Result<Response<Body>, ureq::Error>) -> Result<Response<Body>, FileError> {
    let answer = answer.map_err(|error| match error {
        ureq::Error::Timeout(_) | ureq::Error::BodyStalled => FileError::TooSlow,
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            FileError::TooSlow
        }
        other => FileError::Unreachable(Box::new(other)),
    })?;
    match answer.status().as_u16() {
        200 | 204 => Ok(answer),
        401 | 403 => Err(FileError::Refused),
        404 => Err(FileError::Missing),
        other => Err(FileError::Status(other)),
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}
