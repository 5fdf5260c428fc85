//! `[calendars]`: where calendars of others may be fetched from.

use super::ConfigError;
use super::values::Values;
use std::net::SocketAddr;

/// The addresses inside the operator's own network, apart from the public internet.
pub(super) fn read(values: &mut Values) -> Result<Vec<SocketAddr>, ConfigError> {
    values.take("calendars.inside", "", addresses, |addresses| {
        let texts: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        texts.join(", ")
    })
}

fn addresses(text: &str) -> Result<Vec<SocketAddr>, &'static str> {
    let texts = text
        .split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let addresses: Result<Vec<SocketAddr>, _> = texts.map(str::parse).collect();
    addresses.map_err(|_| "must be addresses with ports, like 10.1.2.3:443, [fd12::5]:8080")
}
