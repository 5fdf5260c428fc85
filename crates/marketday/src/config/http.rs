//! `[http]`: how pages are served.

use super::ConfigError;
use super::values::Values;
use std::net::SocketAddr;
use url::Url;

/// How pages are served.
#[derive(Debug, Clone)]
pub struct Http {
    /// Where to listen.
    pub bind: SocketAddr,
    /// The address under which people reach it: scheme, host and port only.
    pub public_url: Url,
    /// How many threads serve, 1 to 64.
    pub workers: usize,
    /// Whether the last entry of `X-Forwarded-For` is believed: only behind a proxy that sets it.
    pub trusted_proxy: bool,
    follows_bind: bool,
}

/// The number of workers where nobody says one: as many as there are processors.
fn processors() -> usize {
    std::thread::available_parallelism().map_or(2, |n| n.get().min(64))
}

impl Http {
    pub(super) fn read(values: &mut Values) -> Result<Self, ConfigError> {
        let bind = values.take("http.bind", "127.0.0.1:8080", bind, ToString::to_string)?;
        let follows_bind = !values.has("http.public_url");
        if follows_bind && bind.ip().is_unspecified() {
            return Err(ConfigError::of_key(
                "http.public_url",
                "must be set where http.bind listens on every address: the one that people use",
            ));
        }
        let public_url = values.take(
            "http.public_url",
            &format!("http://{bind}"),
            public_url,
            |url| url.origin().ascii_serialization(),
        )?;
        let workers = values.take("http.workers", &processors().to_string(), workers, |n| {
            i64::from(*n)
        })?;
        let trusted_proxy = values.take("http.trusted_proxy", "false", truth, |truth| *truth)?;
        Ok(Self {
            bind,
            public_url,
            workers: workers.into(),
            trusted_proxy,
            follows_bind,
        })
    }

    /// The public address of a server that was bound to `address`: port 0 is known only then.
    pub fn public_url_at(&self, address: SocketAddr) -> Url {
        let mut url = self.public_url.clone();
        if self.follows_bind {
            // An http:// address takes every port.
            let _ = url.set_port(Some(address.port()));
        }
        url
    }

    /// The public host, as it stands in Message-IDs and greetings.
    pub fn host(&self) -> &str {
        self.public_url.host_str().unwrap_or("localhost")
    }
}

fn bind(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "must be an address and a port, like 127.0.0.1:8080 or [::]:80")
}

fn public_url(text: &str) -> Result<Url, &'static str> {
    let url: Url = text
        .parse()
        .map_err(|_| "must be an address, like https://days.example.org")?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() || !is_bare {
        return Err("must be http:// or https:// with a host and nothing behind it");
    }
    Ok(url)
}

fn workers(text: &str) -> Result<u8, &'static str> {
    text.parse()
        .ok()
        .filter(|n| (1..=64).contains(n))
        .ok_or("must be a whole number from 1 to 64")
}

fn truth(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "must be true or false")
}
