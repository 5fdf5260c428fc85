//! `[mail]`: how letters leave.

use super::values::Values;
use super::{ConfigError, Database, Http};
use marketday_mail::{MailUrl, Mailbox};
use marketday_model::EmailAddress;
use std::net::IpAddr;

/// How letters leave.
#[derive(Debug, Clone)]
pub struct Mail {
    /// `smtp://`, `smtps://` or `file:///folder`.
    pub url: MailUrl,
    /// Who letters come from: a mailbox that the operator reads. Its domain is that of reply addresses.
    pub from: Mailbox,
}

impl Mail {
    pub(super) fn read(
        values: &mut Values,
        database: &Database,
        http: &Http,
    ) -> Result<Self, ConfigError> {
        let default = default_url(database);
        if default.is_none() && !values.has("mail.url") {
            return Err(ConfigError::of_key(
                "mail.url",
                "is required with PostgreSQL: smtp://host:25, smtps://user:password@host, or file:///folder for a trial",
            ));
        }
        let url = values.take(
            "mail.url",
            &default.unwrap_or_default(),
            str::parse::<MailUrl>,
            ToString::to_string,
        )?;
        if matches!(url, MailUrl::Smtp(_)) && !values.has("mail.from") {
            return Err(ConfigError::of_key(
                "mail.from",
                "must be set where letters leave by SMTP: an address that somebody reads",
            ));
        }
        let host = if http.host().contains('.') && http.public_url.domain().is_some() {
            http.host()
        } else {
            "marketday.invalid"
        };
        let from = values.take(
            "mail.from",
            &format!("Marketday <days@{host}>"),
            mailbox,
            |from| match &from.name {
                Some(name) => format!("{name} <{}>", from.email),
                None => from.email.clone(),
            },
        )?;
        Ok(Self { url, from })
    }

    /// The URL for a transport that greets as `host`, if that is a name: an address would have to be a literal
    /// (RFC 5321, section 4.1.3), which the transport makes by itself.
    pub fn transport_url(&self, host: &str) -> MailUrl {
        let url = self.url.clone();
        if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
            url
        } else {
            url.with_hello(host)
        }
    }
}

/// Files beside an SQLite database, so that a trial needs no mail server.
fn default_url(database: &Database) -> Option<String> {
    let folder = std::path::absolute(database.folder()?.join("mail")).ok()?;
    Some(MailUrl::Folder(folder).to_string())
}

/// `Name <address>` or an address alone.
fn mailbox(text: &str) -> Result<Mailbox, String> {
    let (name, address) = match text.split_once('<') {
        Some((name, rest)) => {
            let address = rest
                .strip_suffix('>')
                .ok_or("write an address, or Name <address>")?;
            (name.trim().trim_matches('"').trim(), address)
        }
        None => ("", text),
    };
    let address: EmailAddress = address
        .parse()
        .map_err(|error| format!("{error}; write an address, or Name <address>"))?;
    if name.chars().any(char::is_control) {
        return Err("the name must be on one line".to_owned());
    }
    Ok(if name.is_empty() {
        Mailbox::new(address.as_str())
    } else {
        Mailbox::named(name, address.as_str())
    })
}
