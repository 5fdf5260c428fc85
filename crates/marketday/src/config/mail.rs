//! `[mail]`: how letters leave.

use super::values::Values;
use super::{ConfigError, Http};
use marketday_mail::{MailUrl, Mailbox};
use marketday_model::EmailAddress;

/// How letters leave.
#[derive(Debug, Clone)]
pub struct Mail {
    /// `smtp://`, `smtps://` or `file:///folder`.
    pub url: MailUrl,
    /// Who letters come from: a mailbox that the operator reads. Its domain is that of reply addresses.
    pub from: Mailbox,
}

impl Mail {
    pub(super) fn read(values: &mut Values, http: &Http) -> Result<Self, ConfigError> {
        let folder = std::env::current_dir()
            .unwrap_or_default()
            .join("data/mail");
        let default = format!("file://{}", folder.display());
        let url = values.take(
            "mail.url",
            &default,
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

    /// The URL for a transport that greets as `host`.
    pub fn transport_url(&self, host: &str) -> MailUrl {
        self.url.clone().with_hello(host)
    }
}

/// `Name <address>` or an address alone.
fn mailbox(text: &str) -> Result<Mailbox, String> {
    let (name, address) = match text.split_once('<') {
        Some((name, rest)) => (
            Some(name.trim().trim_matches('"')),
            rest.trim_end_matches('>'),
        ),
        None => (None, text),
    };
    let address: EmailAddress = address
        .parse()
        .map_err(|error| format!("{error}; write an address, or Name <address>"))?;
    Ok(match name.filter(|name| !name.is_empty()) {
        Some(name) => Mailbox::named(name, address.as_str()),
        None => Mailbox::new(address.as_str()),
    })
}
