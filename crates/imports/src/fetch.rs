//! Asking for a calendar over HTTP: within limits of time, size and leading on, and nowhere but where it may.

use crate::{Address, AddressRefused, Reach};
use flate2::read::MultiGzDecoder;
use marketday_calendar::MAX_IMPORT_OCTETS;
use std::io::Read;
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::{HeaderMap, Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};

/// How long an answer may take, with all that it leads on to.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often it may lead on.
const REDIRECTS: usize = 3;

/// The longest `ETag` and `Last-Modified` that are kept and sent again.
const LONGEST_HEADER: usize = 500;

const USER_AGENT: &str = concat!(
    "Marketday/",
    env!("CARGO_PKG_VERSION"),
    " (calendar import)"
);

/// What is known of the last answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fetched {
    /// It is as it was.
    Unchanged,
    /// A file.
    File(Vec<u8>, Known),
}

/// Why there is no answer, as organisers read it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchFailed {
    /// A server leads elsewhere than it may.
    #[error("The server leads on to an address that is not fetched: {0}")]
    LedAstray(#[source] AddressRefused),
    /// It leads on without end.
    #[error("The server leads on from address to address without end")]
    LedOn,
    /// The name is of something that is not on the public internet.
    #[error("The address leads to a server that is not on the public internet")]
    NotPublic,
    /// Nobody knows the name.
    #[error("The server was not found")]
    NotFound,
    /// It is too slow.
    #[error("The server took too long to answer")]
    TooSlow,
    /// It is too large.
    #[error("The file is larger than 2 MB")]
    TooLarge,
    /// It comes in a form that was not asked for.
    #[error("The server sent the file in a form that cannot be read")]
    Encoded,
    /// It refuses.
    #[error("The server answered with the error {0}")]
    Status(u16),
    /// Anything else: no connection, a bad certificate, an answer that is no HTTP.
    #[error("The server could not be reached")]
    Unreachable(#[source] Box<ureq::Error>),
}

impl From<ureq::Error> for FetchFailed {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::HostNotFound => Self::NotFound,
            ureq::Error::Timeout(_) | ureq::Error::BodyStalled => Self::TooSlow,
            ureq::Error::BodyExceedsLimit(_) => Self::TooLarge,
            ureq::Error::Other(other) if other.is::<NotPublic>() => Self::NotPublic,
            other => Self::Unreachable(Box::new(other)),
        }
    }
}

/// Asks for the calendar at an address, which is as `known` was.
pub(crate) fn fetch(
    address: &Address,
    known: &Known,
    reach: &Reach,
) -> Result<Fetched, FetchFailed> {
    let mut address = address.clone();
    let begun = Instant::now();
    for _ in 0..=REDIRECTS {
        let left = PATIENCE
            .checked_sub(begun.elapsed())
            .filter(|left| !left.is_zero())
            .ok_or(FetchFailed::TooSlow)?;
        let answer = ask(&address, known, reach, left)?;
        let status = answer.status().as_u16();
        match status {
            200 => return file(answer),
            304 if *known != Known::default() => return Ok(Fetched::Unchanged),
            301 | 302 | 303 | 307 | 308 => {
                let location = text(answer.headers(), &header::LOCATION);
                let location = location.ok_or(FetchFailed::Status(status))?;
                address = address
                    .join(&location, reach)
                    .map_err(FetchFailed::LedAstray)?;
            }
            _ => return Err(FetchFailed::Status(status)),
        }
    }
    Err(FetchFailed::LedOn)
}

fn ask(
    address: &Address,
    known: &Known,
    reach: &Reach,
    left: Duration,
) -> Result<Response<Body>, FetchFailed> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(16 * 1024)
        // A proxy would look names up itself.
        .proxy(None)
        .timeout_global(Some(left))
        .user_agent(USER_AGENT)
        .accept("text/calendar, */*;q=0.1")
        .accept_encoding("gzip")
        .build();
    let resolver = Checked {
        reach: reach.clone(),
        names: DefaultResolver::default(),
    };
    let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
    let mut request = agent.get(address.as_str());
    if let Some(etag) = &known.etag {
        request = request.header(header::IF_NONE_MATCH, etag);
    }
    if let Some(date) = &known.last_modified {
        request = request.header(header::IF_MODIFIED_SINCE, date);
    }
    Ok(request.call()?)
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

fn file(answer: Response<Body>) -> Result<Fetched, FetchFailed> {
    let (parts, mut body) = answer.into_parts();
    let short = |name| text(&parts.headers, &name).filter(|value| value.len() <= LONGEST_HEADER);
    let known = Known {
        etag: short(header::ETAG),
        last_modified: short(header::LAST_MODIFIED),
    };
    let encoding = text(&parts.headers, &header::CONTENT_ENCODING).unwrap_or_default();
    let most = MAX_IMPORT_OCTETS as u64;
    let sent = body.with_config().limit(most).read_to_vec()?;
    let bytes = match encoding.trim().to_ascii_lowercase().as_str() {
        "" | "identity" => sent,
        // Unpacked no further than a file may be large.
        "gzip" | "x-gzip" => {
            let mut bytes = Vec::new();
            MultiGzDecoder::new(sent.as_slice())
                .take(most + 1)
                .read_to_end(&mut bytes)
                .map_err(|_| FetchFailed::Encoded)?;
            bytes
        }
        _ => return Err(FetchFailed::Encoded),
    };
    if bytes.len() > MAX_IMPORT_OCTETS {
        return Err(FetchFailed::TooLarge);
    }
    Ok(Fetched::File(bytes, known))
}

/// A name is not of the public internet.
#[derive(Debug, thiserror::Error)]
#[error("the name leads elsewhere than to the public internet")]
struct NotPublic;

/// Looks names up and checks what it finds: what was checked is what is connected to, so a name that changes what it
/// stands for gains nothing.
#[derive(Debug)]
struct Checked<R> {
    reach: Reach,
    names: R,
}

impl<R: Resolver> Resolver for Checked<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        if found.iter().all(|address| self.reach.allows(*address)) {
            Ok(found)
        } else {
            Err(ureq::Error::Other(Box::new(NotPublic)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;

    /// Knows what it was told.
    #[derive(Debug)]
    struct Told(Vec<SocketAddr>);

    impl Resolver for Told {
        fn resolve(
            &self,
            _: &Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let mut found = self.empty();
            self.0.iter().for_each(|address| found.push(*address));
            Ok(found)
        }
    }

    fn resolved(addresses: &[&str]) -> Result<Vec<SocketAddr>, FetchFailed> {
        let addresses = addresses
            .iter()
            .map(|address| address.parse().expect("an address"));
        let resolver = Checked {
            reach: Reach::default(),
            names: Told(addresses.collect()),
        };
        let uri = Uri::from_static("https://sector.example/");
        let timeout = NextTimeout {
            after: ureq::unversioned::transport::time::Duration::NotHappening,
            reason: ureq::Timeout::Global,
            ..NextTimeout::default()
        };
        let found = resolver.resolve(&uri, &Config::default(), timeout)?;
        Ok(found.iter().copied().collect())
    }

    #[test]
    fn a_name_that_stands_for_anything_private_is_not_connected_to() {
        let public = ["1.1.1.1:443", "[2606:4700::1111]:443"];
        assert_eq!(resolved(&public).expect("both").len(), 2);
        for other in [
            "127.0.0.1:443",
            "10.0.0.1:443",
            "[::ffff:1.1.1.1]:443",
            "169.254.169.254:443",
            "1.1.1.1:80",
        ] {
            let refused = resolved(&["1.1.1.1:443", other]).expect_err(other);
            assert!(matches!(refused, FetchFailed::NotPublic), "{other}");
        }
    }
}
