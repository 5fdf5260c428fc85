//! The address of a calendar, as an organiser types it or a server leads on to it.

use crate::Reach;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use url::{Host, Url};

/// The longest that is kept.
const LONGEST: usize = 2_000;

/// Where a calendar is fetched from: https, or `http` at what the operator named. It may itself be a secret, so it says
/// no more of itself than its host.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

/// Why an address is none to fetch a calendar from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefused {
    /// It is no address at all.
    #[error("Enter the address in full, like https://sector.example/calendar.ics")]
    NoAddress,
    /// It is too long.
    #[error("The address must be 2,000 characters or fewer")]
    TooLong,
    /// It is not https.
    #[error("The address must begin with https:// or webcal://")]
    NotHttps,
    /// A name and password stand in it.
    #[error("The address must not hold a name and password")]
    HasPassword,
    /// It has a port.
    #[error("The address must not name a port other than 443")]
    OtherPort,
    /// It is not on the public internet.
    #[error("The address must be on the public internet")]
    NotPublic,
}

impl Address {
    /// What somebody typed; `webcal` is https by another name.
    pub fn parse(text: &str, reach: &Reach) -> Result<Self, AddressRefused> {
        let text = text.trim();
        let webcal = text
            .get(..9)
            .filter(|start| start.eq_ignore_ascii_case("webcal://"))
            .or_else(|| {
                let start = text.get(..10)?;
                start.eq_ignore_ascii_case("webcals://").then_some(start)
            });
        let text = match webcal {
            Some(start) => format!("https://{}", &text[start.len()..]),
            None => text.to_owned(),
        };
        if text.len() > LONGEST {
            return Err(AddressRefused::TooLong);
        }
        let url = text.parse().map_err(|_| AddressRefused::NoAddress)?;
        Self::of(url, reach)
    }

    /// What `location` leads on to from here.
    pub(crate) fn join(&self, location: &str, reach: &Reach) -> Result<Self, AddressRefused> {
        let url = self.0.join(location);
        Self::of(url.map_err(|_| AddressRefused::NoAddress)?, reach)
    }

    fn of(mut url: Url, reach: &Reach) -> Result<Self, AddressRefused> {
        let host = url.host().ok_or(AddressRefused::NoAddress)?;
        let port = url.port_or_known_default().unwrap_or(0);
        let ip: Option<IpAddr> = match host {
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
            Host::Domain(_) => None,
        };
        let address = ip.map(|ip| SocketAddr::new(ip, port));
        let is_inside = address.is_some_and(|address| reach.is_inside(address));
        if !(url.scheme() == "https" || url.scheme() == "http" && is_inside) {
            return Err(AddressRefused::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressRefused::HasPassword);
        }
        if port != 443 && !is_inside {
            return Err(AddressRefused::OtherPort);
        }
        let is_public = match host {
            // A name without a dot is one of the own network.
            Host::Domain(name) => name.trim_end_matches('.').contains('.'),
            _ => address.is_some_and(|address| reach.allows(address)),
        };
        if !is_public {
            return Err(AddressRefused::NotPublic);
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// In full.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The server.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.host())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> AddressRefused {
        Address::parse(text, &Reach::default()).expect_err(text)
    }

    #[test]
    fn https_and_webcal_are_addresses() {
        let address = |text: &str| {
            let address = Address::parse(text, &Reach::default()).expect(text);
            (address.as_str().to_owned(), address.host().to_owned())
        };
        let expected = (
            "https://sector.example/a%20b.ics?key=1".to_owned(),
            "sector.example".to_owned(),
        );
        for text in [
            " https://sector.example/a b.ics?key=1#top ",
            "webcal://sector.example/a b.ics?key=1",
            "WEBCALS://Sector.example:443/a b.ics?key=1",
        ] {
            assert_eq!(address(text), expected, "{text}");
        }
        let secret = Address::parse("https://sector.example/secret", &Reach::default()).unwrap();
        assert_eq!(format!("{secret:?}"), "Address(sector.example)");
    }

    #[test]
    fn an_address_that_leads_elsewhere_than_the_public_internet_is_refused() {
        for (text, expected) in [
            ("", AddressRefused::NoAddress),
            ("sector.example/a.ics", AddressRefused::NoAddress),
            ("mailto:a@b.example", AddressRefused::NoAddress),
            ("file:///etc/passwd", AddressRefused::NoAddress),
            ("ftp://sector.example/", AddressRefused::NotHttps),
            ("http://sector.example/", AddressRefused::NotHttps),
            ("http://127.0.0.1/", AddressRefused::NotHttps),
            ("https://a:b@sector.example/", AddressRefused::HasPassword),
            ("https://a@sector.example/", AddressRefused::HasPassword),
            ("https://sector.example:8443/", AddressRefused::OtherPort),
            ("https://sector.example:80/", AddressRefused::OtherPort),
            ("https://localhost/", AddressRefused::NotPublic),
            ("https://intranet./", AddressRefused::NotPublic),
            ("https://127.0.0.1/", AddressRefused::NotPublic),
            ("https://2130706433/", AddressRefused::NotPublic),
            ("https://0x7f.1/", AddressRefused::NotPublic),
            ("https://0177.0.0.1/", AddressRefused::NotPublic),
            ("https://169.254.169.254/latest", AddressRefused::NotPublic),
            ("https://[::1]/", AddressRefused::NotPublic),
            ("https://[::ffff:10.0.0.1]/", AddressRefused::NotPublic),
        ] {
            assert_eq!(refused(text), expected, "{text}");
        }
        let long = format!("https://sector.example/{}", "a".repeat(LONGEST));
        assert_eq!(refused(&long), AddressRefused::TooLong);
    }
}
