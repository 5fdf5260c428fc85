//! `[http]`: how pages are served.

use super::ConfigError;
use super::values::Values;
use marketday_render::Links;
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
}

impl Http {
    pub(super) fn read(values: &mut Values) -> Result<Self, ConfigError> {
        let bind = values.take("http.bind", "127.0.0.1:8080", bind, ToString::to_string)?;
        let public_url = values.take(
            "http.public_url",
            &format!("http://{bind}"),
            public_url,
            |url| url.origin().ascii_serialization(),
        )?;
        let workers = values.take("http.workers", "2", workers, ToString::to_string)?;
        let trusted_proxy =
            values.take("http.trusted_proxy", "false", truth, ToString::to_string)?;
        Ok(Self {
            bind,
            public_url,
            workers,
            trusted_proxy,
        })
    }

    /// Addresses below the public one.
    pub fn links(&self) -> Links {
        Links::new(&self.public_url)
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

fn workers(text: &str) -> Result<usize, &'static str> {
    text.parse()
        .ok()
        .filter(|n| (1..=64).contains(n))
        .ok_or("must be a whole number from 1 to 64")
}

fn truth(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "must be true or false")
}
