//! Who asks for passkeys: this installation, under its public address.

use std::sync::Arc;
use url::{Host, Url};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// This installation as browsers and devices know it.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    pub(super) webauthn: Arc<Webauthn>,
}

impl RelyingParty {
    /// The relying party behind a public address: its id is the host, its origin the address without a path. None
    /// where browsers take no passkeys: an address that is a number, or that is neither https nor this very machine.
    /// A number that is this machine counts as `localhost`, which is where a developer tries it.
    pub fn of(public_url: &Url) -> Option<Self> {
        let is_loopback = match public_url.host()? {
            Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        if public_url.scheme() != "https" && !is_loopback {
            return None;
        }
        let mut origin = public_url.clone();
        if is_loopback && public_url.domain().is_none() {
            origin.set_host(Some("localhost")).ok()?;
        }
        origin.set_path("");
        let id = origin.domain()?.to_owned();
        let builder = WebauthnBuilder::new(&id, &origin).ok()?;
        let webauthn = builder.rp_name("Marketday").build().ok()?;
        Some(Self {
            webauthn: Arc::new(webauthn),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::RelyingParty;

    fn origin(public_url: &str) -> Option<String> {
        let party = RelyingParty::of(&public_url.parse().expect("an address"))?;
        let origins = party.webauthn.get_allowed_origins();
        assert_eq!(origins.len(), 1);
        Some(origins[0].origin().ascii_serialization())
    }

    #[test]
    fn the_public_address_decides_where_passkeys_work() {
        for (public_url, expected) in [
            (
                "https://marketday.example",
                Some("https://marketday.example"),
            ),
            (
                "https://days.example:8443/x",
                Some("https://days.example:8443"),
            ),
            ("http://localhost:8080", Some("http://localhost:8080")),
            ("http://127.0.0.1:8080", Some("http://localhost:8080")),
            ("http://[::1]:8080", Some("http://localhost:8080")),
            ("http://marketday.example", None),
            ("https://192.0.2.7", None),
            ("http://192.0.2.7", None),
        ] {
            assert_eq!(origin(public_url).as_deref(), expected, "{public_url}");
        }
    }
}
