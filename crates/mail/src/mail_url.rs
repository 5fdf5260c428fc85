//! Where letters go, written as a URL: `smtp://`, `smtps://` or `file:///folder`.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use url::{Host, Url};

/// A transport and where it leads. Written out, it hides the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailUrl {
    /// A mail server.
    Smtp(SmtpServer),
    /// A folder of `.eml` files.
    Folder(PathBuf),
}

/// A mail server and how to speak with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpServer {
    /// Host name or IP address, without brackets.
    pub host: String,
    /// TCP port; when not given, 25 for `smtp://` and 465 for `smtps://`.
    pub port: u16,
    /// Whether and when TLS begins; the query `starttls=required|opportunistic|none`.
    pub security: Security,
    /// Name and password, sent only over verified TLS or to this machine itself.
    pub credentials: Option<Credentials>,
    /// The name to say in `EHLO`, the query `hello=`; without one, our own address as a literal.
    pub hello: Option<String>,
    /// A PEM file with one more certificate to trust, the query `ca=`.
    pub ca: Option<PathBuf>,
}

/// Whether and when TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Never: `starttls=none`, and what is meant for `smtp://` to this machine itself.
    Plain,
    /// With `STARTTLS` where the server offers it, with any certificate (RFC 7435); for `smtp://` without a password.
    Opportunistic,
    /// With `STARTTLS` and a certificate that is verified, or not at all; for `smtp://` with a password.
    Required,
    /// From the first byte, with a certificate that is verified (RFC 8314): `smtps://`.
    Implicit,
}

/// A name and a password at the mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The name.
    pub user: String,
    /// The password; never shown.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = format_args!("***");
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .field("password", &masked)
            .finish()
    }
}

/// Why a mail URL was refused. No message repeats the URL, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailUrlError {
    /// Not a URL at all.
    #[error("is not a URL: {0}")]
    Malformed(#[from] url::ParseError),
    /// A scheme that names no transport.
    #[error("has the unknown scheme {0:?}, expected smtp://, smtps:// or file:///")]
    UnknownScheme(String),
    /// A server without a host.
    #[error("names no mail server, expected something like smtp://mail.example.org:25")]
    NoHost,
    /// A path after the server.
    #[error("has a path after the mail server, expected none")]
    UnexpectedPath,
    /// A folder that is not an absolute path on this machine.
    #[error("names no folder, expected something like file:///var/lib/marketday/mail")]
    NoFolder,
    /// A query that means nothing here.
    #[error("has the unknown query {0:?}, expected starttls, hello or ca")]
    UnknownQuery(String),
    /// A value of `starttls` that means nothing, or stands with `smtps://`.
    #[error("has starttls={0:?}, expected required, opportunistic or none, and only with smtp://")]
    StartTls(String),
    /// A name for `EHLO` that is not a host name.
    #[error("has hello={0:?}, expected a host name")]
    Hello(String),
    /// A name without a password, or the other way round.
    #[error("has a user without a password or a password without a user")]
    HalfCredentials,
    /// Percent-encoding that is not UTF-8.
    #[error("has a user or password that is not UTF-8")]
    NotUtf8,
    /// A password that anyone on the way could read.
    #[error("would send its password where others can read it, use smtps:// or starttls=required")]
    PasswordInClear,
}

impl MailUrl {
    /// Says `name` in `EHLO`, unless the URL has a name of its own.
    #[must_use]
    pub fn with_hello(mut self, name: &str) -> Self {
        if let Self::Smtp(server) = &mut self
            && is_host_name(name)
        {
            server.hello.get_or_insert_with(|| name.to_owned());
        }
        self
    }
}

impl FromStr for MailUrl {
    type Err = MailUrlError;

    fn from_str(text: &str) -> Result<Self, MailUrlError> {
        let url = Url::parse(text.trim())?;
        match url.scheme() {
            "smtp" | "smtps" => smtp_server(&url).map(Self::Smtp),
            // `file:folder` would silently mean `/folder`.
            "file" if text.trim().get(5..).is_some_and(is_rooted) => folder(&url).map(Self::Folder),
            "file" => Err(MailUrlError::NoFolder),
            other => Err(MailUrlError::UnknownScheme(other.to_owned())),
        }
    }
}

/// Whether what follows `file:` is a path from the root of this machine.
fn is_rooted(rest: &str) -> bool {
    rest.starts_with("///")
}

fn folder(url: &Url) -> Result<PathBuf, MailUrlError> {
    if let Some((key, _)) = url.query_pairs().next() {
        return Err(MailUrlError::UnknownQuery(key.into_owned()));
    }
    match url.to_file_path() {
        Ok(path) if path.parent().is_some() => Ok(path),
        _ => Err(MailUrlError::NoFolder),
    }
}

fn smtp_server(url: &Url) -> Result<SmtpServer, MailUrlError> {
    let implicit = url.scheme() == "smtps";
    let host = host_of(url)?;
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(MailUrlError::UnexpectedPath);
    }
    let credentials = credentials_of(url)?;
    let mut server = SmtpServer {
        port: url.port().unwrap_or(if implicit { 465 } else { 25 }),
        security: match credentials {
            _ if implicit => Security::Implicit,
            _ if is_loopback(&host) => Security::Plain,
            Some(_) => Security::Required,
            None => Security::Opportunistic,
        },
        host,
        credentials,
        hello: None,
        ca: None,
    };
    for (key, value) in url.query_pairs() {
        match key.as_ref() {
            "starttls" => server.security = start_tls(&value, implicit)?,
            "hello" if is_host_name(&value) => server.hello = Some(value.into_owned()),
            "hello" => return Err(MailUrlError::Hello(value.into_owned())),
            "ca" => server.ca = Some(PathBuf::from(value.as_ref())),
            _ => return Err(MailUrlError::UnknownQuery(key.into_owned())),
        }
    }
    let verified = matches!(server.security, Security::Required | Security::Implicit);
    if server.credentials.is_some() && !verified && !is_loopback(&server.host) {
        return Err(MailUrlError::PasswordInClear);
    }
    Ok(server)
}

/// The host as the system's resolver wants it; the URL parser knows no IP addresses under schemes of ours.
fn host_of(url: &Url) -> Result<String, MailUrlError> {
    match url.host() {
        Some(Host::Domain(name)) if is_host_name(name) => Ok(name.to_ascii_lowercase()),
        Some(Host::Ipv4(address)) => Ok(address.to_string()),
        Some(Host::Ipv6(address)) => Ok(address.to_string()),
        _ => Err(MailUrlError::NoHost),
    }
}

fn start_tls(value: &str, implicit: bool) -> Result<Security, MailUrlError> {
    match value {
        "required" if !implicit => Ok(Security::Required),
        "opportunistic" if !implicit => Ok(Security::Opportunistic),
        "none" if !implicit => Ok(Security::Plain),
        _ => Err(MailUrlError::StartTls(value.to_owned())),
    }
}

fn credentials_of(url: &Url) -> Result<Option<Credentials>, MailUrlError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(MailUrlError::HalfCredentials),
        (user, Some(password)) => Ok(Some(Credentials {
            user: percent_decoded(user)?,
            password: percent_decoded(password)?,
        })),
    }
}

fn percent_decoded(text: &str) -> Result<String, MailUrlError> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    Ok(decoded.map_err(|_| MailUrlError::NotUtf8)?.into_owned())
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

fn is_host_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 253
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

impl fmt::Display for MailUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Smtp(server) => server.fmt(f),
            Self::Folder(path) => match Url::from_directory_path(path) {
                Ok(url) => f.write_str(url.as_str().trim_end_matches('/')),
                Err(()) => write!(f, "file:{}", path.display()),
            },
        }
    }
}

impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, start_tls) = match self.security {
            Security::Plain => ("smtp", Some("none")),
            Security::Opportunistic => ("smtp", Some("opportunistic")),
            Security::Required => ("smtp", Some("required")),
            Security::Implicit => ("smtps", None),
        };
        write!(f, "{scheme}://")?;
        if let Some(credentials) = &self.credentials {
            write!(f, "{}:***@", credentials.user)?;
        }
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)?;
        } else {
            write!(f, "{}:{}", self.host, self.port)?;
        }
        let ca = self.ca.as_ref().map(|path| path.display().to_string());
        let query = [
            start_tls.map(|value| format!("starttls={value}")),
            self.hello.as_ref().map(|name| format!("hello={name}")),
            ca.map(|path| format!("ca={path}")),
        ];
        let query: Vec<String> = query.into_iter().flatten().collect();
        if !query.is_empty() {
            write!(f, "?{}", query.join("&"))?;
        }
        Ok(())
    }
}
