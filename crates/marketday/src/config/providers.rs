//! `[[sign_in.provider]]`: whose accounts can be used to sign in.

use super::ConfigError;
use super::values::{Shown, Values};
use marketday_accounts::ProviderSettings;
use marketday_accounts::provider::{ClientSecret, HAS_PROVIDERS};
use marketday_model::ProviderName;
use url::Url;

/// Where the settings of providers stand, each below its id.
const BELOW: &str = "sign_in.provider";

/// The providers, by their ids.
pub(super) fn read(values: &mut Values) -> Result<Vec<ProviderSettings>, ConfigError> {
    let ids = values.names_below(BELOW);
    if !ids.is_empty() && !HAS_PROVIDERS {
        return Err(ConfigError::of_file(
            "[[sign_in.provider]]: this build has no OpenID Connect: build with --features openid",
        ));
    }
    ids.iter().map(|id| provider(values, id)).collect()
}

fn provider(values: &mut Values, id: &str) -> Result<ProviderSettings, ConfigError> {
    let key = |name: &str| format!("{BELOW}.{id}.{name}");
    for (name, what) in [
        (
            "label",
            "must be set: what stands on the button after “Sign in with”",
        ),
        (
            "issuer",
            "must be set: the provider's address as it names itself, like https://login.example.org",
        ),
        (
            "client_id",
            "must be set: what Marketday is called at the provider",
        ),
    ] {
        if !values.has(&key(name)) {
            return Err(ConfigError::of_key(&key(name), what));
        }
    }
    let name: ProviderName = id
        .replace('_', "-")
        .parse()
        .map_err(|error| ConfigError::of_key(&format!("{BELOW}.{id}"), error))?;
    Ok(ProviderSettings {
        name,
        label: values.take(&key("label"), "", |text| line(text, 60), String::clone)?,
        issuer: values.take(&key("issuer"), "", issuer, String::clone)?,
        client_id: values.take(&key("client_id"), "", |text| line(text, 500), String::clone)?,
        client_secret: values.take(&key("client_secret"), "", secret, |secret| match secret {
            Some(_) => Shown::from("***"),
            None => Shown::Instead("none: a public client".to_owned()),
        })?,
        domains: values.take(&key("domains"), "", domains, Vec::clone)?,
        authority: values.take(
            &key("authority"),
            "",
            optional,
            |authority| match authority {
                Some(authority) => Shown::from(authority.as_str()),
                None => Shown::Instead("none".to_owned()),
            },
        )?,
        scopes: values.take(&key("scopes"), "email profile", scopes, Vec::clone)?,
    })
}

fn line(text: &str, most: usize) -> Result<String, String> {
    let is_line =
        !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
    is_line
        .then(|| text.to_owned())
        .ok_or_else(|| format!("must be one line of 1 to {most} characters"))
}

fn optional(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        Ok(None)
    } else {
        line(text, 120).map(Some)
    }
}

fn secret(text: &str) -> Result<Option<ClientSecret>, String> {
    if text.is_empty() {
        Ok(None)
    } else {
        line(text, 500).map(|secret| Some(ClientSecret::new(secret)))
    }
}

/// Kept as it was written: it must be what the provider calls itself, to the letter.
fn issuer(text: &str) -> Result<String, &'static str> {
    let url: Url = text
        .parse()
        .map_err(|_| "must be an address, like https://login.example.org")?;
    let is_bare = url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let is_local = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_local;
    if is_bare && is_safe && url.host_str().is_some() {
        Ok(text.to_owned())
    } else {
        Err(
            "must be https:// (or http:// on this machine), without a name, a query or what is behind a #",
        )
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|word| !word.is_empty())
}

fn domains(text: &str) -> Result<Vec<String>, String> {
    let domain = |word: &str| {
        let domain = word.trim_start_matches('@').to_ascii_lowercase();
        // The rules for domains are those of addresses.
        let is_domain = format!("a@{domain}")
            .parse::<marketday_model::EmailAddress>()
            .is_ok();
        is_domain.then_some(domain).ok_or_else(|| {
            format!("{word} is no domain: write what follows the @ of its addresses, like darlington.gov.uk")
        })
    };
    words(text).map(domain).collect()
}

fn scopes(text: &str) -> Result<Vec<String>, String> {
    // RFC 6749, section 3.3.
    let is_scope = |word: &str| {
        word.bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
    };
    match words(text).find(|word| !is_scope(word)) {
        Some(word) => Err(format!("{word} is no scope")),
        None => Ok(words(text)
            .filter(|word| *word != "openid")
            .map(ToOwned::to_owned)
            .collect()),
    }
}

#[cfg(test)]
mod tests;
