//! Where a fetch may go: the public internet, and what the operator names.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The only port on the public internet.
const PORT: u16 = 443;

/// Where a fetch may go besides the public internet: named by the operator, by address and port.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    inside: Vec<SocketAddr>,
}

impl Reach {
    /// The public internet, and these.
    pub fn new(inside: Vec<SocketAddr>) -> Self {
        Self { inside }
    }

    /// Whether this is one that the operator named.
    pub(crate) fn is_inside(&self, address: SocketAddr) -> bool {
        self.inside.contains(&address)
    }

    /// Whether a connection may be made there.
    pub(crate) fn allows(&self, address: SocketAddr) -> bool {
        self.is_inside(address) || address.port() == PORT && is_public(address.ip())
    }
}

/// Whether an address is of the public internet (the IANA registries of special purposes). What wraps an address of
/// version 4 in one of version 6 is no way around.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// What is not of the public internet in version 4: the first address, and how many of its bits count.
const SPECIAL: [(Ipv4Addr, u32); 15] = [
    // "This network" and loopback.
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Private.
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Behind a carrier's translation.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // Link-local, where clouds tell machines their secrets.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Protocols, the 6to4 relay, benchmarks.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, and what is kept for later.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let lies_in = |(first, bits): &(Ipv4Addr, u32)| {
        (address.to_bits() ^ first.to_bits()).leading_zeros() >= *bits
    };
    !SPECIAL.iter().any(lies_in)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Teredo and other protocols, documentation, 6to4: the last wraps any address of version 4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // All else that is handed out, which leaves out loopback, mapped, translated, link-local, unique local and
        // multicast addresses.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_special_address_is_reached() {
        let reach = Reach::default();
        for special in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.254",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.254",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.254",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            let ip: IpAddr = special.parse().expect(special);
            assert!(!reach.allows((ip, 443).into()), "{special}");
        }
        for public in [
            "1.1.1.1",
            "9.9.9.9",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.0.1",
            "223.255.255.254",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860::8888",
        ] {
            let ip: IpAddr = public.parse().expect(public);
            assert!(reach.allows((ip, 443).into()), "{public}");
            assert!(!reach.allows((ip, 80).into()), "{public}");
            assert!(!reach.allows((ip, 22).into()), "{public}");
        }
    }

    #[test]
    fn the_operator_names_what_else_is_reached_by_address_and_port() {
        let reach = Reach::new(vec!["10.1.2.3:8080".parse().expect("an address")]);
        let allows = |address: &str| reach.allows(address.parse().expect("an address"));
        assert!(allows("10.1.2.3:8080"));
        assert!(!allows("10.1.2.3:443"));
        assert!(!allows("10.1.2.4:8080"));
        assert!(!allows("[::ffff:10.1.2.3]:8080"));
    }
}
