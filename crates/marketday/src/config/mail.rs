//! `[mail]`: how letters leave.

use super::values::{Shown, Values};
use super::{ConfigError, Database, Http};
use chrono::Duration;
use marketday_mail::{Dkim, DkimKey, GovUkKey, GovUkNotify, GovUkTemplates, MailUrl, Mailbox};
use marketday_model::{DomainPace, EmailAddress, Pace, Surroundings, policy};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::os::unix::fs::PermissionsExt;
use url::Url;

/// How letters leave.
#[derive(Debug, Clone)]
pub struct Mail {
    /// `smtp://`, `smtps://` or `file:///folder`.
    pub url: MailUrl,
    /// Who letters come from: a mailbox that the operator reads. Its domain is that of reply addresses.
    pub from: Mailbox,
    /// The keys that letters are signed with.
    pub dkim: Dkim,
    /// How fast they leave.
    pub pace: Pace,
    /// GOV.UK Notify, which letters leave by in the place of `url`.
    pub govuk: Option<GovUk>,
}

/// How to reach GOV.UK Notify.
#[derive(Debug, Clone)]
pub struct GovUk {
    base: Url,
    key: GovUkKey,
    templates: GovUkTemplates,
}

impl GovUk {
    /// The channel, by the clock of these surroundings.
    pub fn channel(&self, surroundings: &Surroundings) -> GovUkNotify {
        let clock = surroundings.clone();
        let (base, key) = (self.base.clone(), self.key.clone());
        GovUkNotify::new(base, key, self.templates.clone(), move || clock.now())
    }
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
        let dkim = dkim(values, &from)?;
        let govuk = govuk(values)?;
        let pace = pace(values)?;
        Ok(Self {
            url,
            from,
            dkim,
            pace,
            govuk,
        })
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

/// GOV.UK Notify, if it has a key.
fn govuk(values: &mut Values) -> Result<Option<GovUk>, ConfigError> {
    if !values.has("govuk_notify.key") {
        return Ok(None);
    }
    Ok(Some(GovUk {
        key: values.take("govuk_notify.key", "", str::parse::<GovUkKey>, |_| "***")?,
        base: values.take(
            "govuk_notify.url",
            "https://api.notifications.service.gov.uk",
            str::parse::<Url>,
            ToString::to_string,
        )?,
        templates: values.take(
            "govuk_notify.templates",
            "",
            |text| match text {
                "" => Err(
                    "must be set: kind=id, several with a space between, `*` for every other kind"
                        .to_owned(),
                ),
                text => text
                    .parse::<GovUkTemplates>()
                    .map_err(|error| error.to_string()),
            },
            ToString::to_string,
        )?,
    }))
}

/// The keys for the domain of `from`. Whoever reads them writes letters in our name, so nobody but their owner and a group
/// may.
fn dkim(values: &mut Values, from: &Mailbox) -> Result<Dkim, ConfigError> {
    let domain = from.email.rsplit_once('@').map_or("", |(_, domain)| domain);
    let text = values.take(
        "mail.dkim_keys",
        "",
        |text| {
            let pairs = text.split_whitespace().map(|pair| {
                let (selector, file) = pair
                    .split_once('=')
                    .ok_or("must be selector=file, several with a space between")?;
                dkim_key(selector, file)
            });
            pairs
                .collect::<Result<Vec<_>, String>>()
                .map(|keys| (text.to_owned(), keys))
        },
        |(text, _)| match text.as_str() {
            "" => Shown::Instead("none: letters are not signed here".to_owned()),
            text => Shown::from(text),
        },
    )?;
    Ok(Dkim::new(domain, text.1))
}

fn dkim_key(selector: &str, file: &str) -> Result<DkimKey, String> {
    let refused = |what: String| format!("{file}: {what}");
    let pem = std::fs::read_to_string(file).map_err(|error| refused(error.to_string()))?;
    let metadata = std::fs::metadata(file).map_err(|error| refused(error.to_string()))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o027 != 0 {
        return Err(refused(format!(
            "others can read or change it (mode {mode:o}): chmod 640 it"
        )));
    }
    DkimKey::from_pem(selector, &pem).map_err(|error| refused(error.to_string()))
}

fn pace(values: &mut Values) -> Result<Pace, ConfigError> {
    let domain = DomainPace::default();
    let settling: u32 = values.take(
        "mail.settling_seconds",
        &policy::SETTLING.num_seconds().to_string(),
        |text| number(text, 0..=3600),
        |n| i64::from(*n),
    )?;
    let mut limit = |key: &str, default: NonZeroU32, most: u32| {
        values.take(
            key,
            &default.to_string(),
            |text| {
                let n = number(text, 1..=most)?;
                NonZeroU32::new(n).ok_or_else(|| "must not be 0".to_owned())
            },
            |n| i64::from(n.get()),
        )
    };
    Ok(Pace {
        settling: Duration::seconds(i64::from(settling)),
        per_domain: Some(DomainPace {
            a_minute: limit("mail.domain_a_minute", domain.a_minute, 100_000)?,
            at_once: limit("mail.domain_at_once", domain.at_once, 1_000)?,
        }),
    })
}

fn number(text: &str, range: RangeInclusive<u32>) -> Result<u32, String> {
    let number = text.parse().ok().filter(|n| range.contains(n));
    number.ok_or_else(|| {
        let (least, most) = range.into_inner();
        format!("must be a whole number from {least} to {most}")
    })
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
