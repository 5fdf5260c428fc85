//! A letter into the bytes that travel (RFC 5322, RFC 2045, RFC 6047).

use lettre::Address;
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, Date, Header, HeaderName,
    HeaderValue, Headers, MIME_VERSION_1_0, MessageId, Subject,
};
use lettre::message::{MultiPart, SinglePart};

use crate::address_header::{address, address_header};
use crate::letter::{Invitation, Letter, ListHeaders, Mailbox};
use crate::line::one_line;

/// Characters of a subject: a line of 998 octets holds it in any script (RFC 5322, section 2.1.1).
const SUBJECT_LIMIT: usize = 200;
/// Octets of anything else that stands on one line and cannot be folded.
const TOKEN_LIMIT: usize = 900;
/// Characters of a MIME boundary that come from the Message-ID (at most 70 in all, RFC 2046, section 5.1.1).
const BOUNDARY_STEM: usize = 48;

/// Why a letter cannot be sent as it stands. Trying again does not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// An address that no server can be given.
    #[error("{header}: {email:?} is not an email address that can be written to")]
    Address {
        /// The header that the address is for.
        header: &'static str,
        /// The address as it was given.
        email: String,
    },
    /// A Message-ID that is not `left@domain`.
    #[error("Message-ID: {0:?} is not of the form left@domain")]
    MessageId(String),
    /// A date outside the years 1970 to 9999.
    #[error("Date: {0} is not in the years 1970 to 9999")]
    Date(String),
    /// A subject with nothing to read in it.
    #[error("Subject: is empty")]
    NoSubject,
    /// A List header that cannot be acted upon.
    #[error("{header}: {value:?} cannot be used, expected {expected}")]
    List {
        /// The header.
        header: &'static str,
        /// The value as it was given.
        value: String,
        /// What would do.
        expected: &'static str,
    },
    /// A calendar entry whose `METHOD` is not the invitation's.
    #[error("invitation: the calendar entry does not say METHOD:{0}")]
    Method(String),
}

impl Letter {
    /// Writes the letter as RFC 5322 bytes: ASCII, CRLF, every line within limits. Equal letters give equal bytes.
    ///
    /// # Errors
    ///
    /// When a header could not be written safely; see [`ComposeError`].
    pub fn compose(&self) -> Result<Vec<u8>, ComposeError> {
        let mut bytes = self.headers()?.to_string().into_bytes();
        bytes.extend(self.body()?.formatted());
        Ok(bytes)
    }

    /// The envelope: sender and recipient (RFC 5321, section 2.3.1).
    pub(crate) fn envelope(&self) -> Result<(Address, Address), ComposeError> {
        let sender = match &self.envelope_from {
            Some(sender) => address("MAIL FROM", &Mailbox::new(sender))?,
            None => address("From", &self.from)?,
        };
        Ok((sender, address("To", &self.to)?))
    }

    fn headers(&self) -> Result<Headers, ComposeError> {
        let subject = one_line(&self.subject, SUBJECT_LIMIT);
        if subject.is_empty() {
            return Err(ComposeError::NoSubject);
        }
        let mut headers = Headers::new();
        headers.insert_raw(address_header("From", &self.from)?);
        if let Some(reply_to) = &self.reply_to {
            headers.insert_raw(address_header("Reply-To", reply_to)?);
        }
        headers.insert_raw(address_header("To", &self.to)?);
        headers.insert_raw(self.date_header()?);
        headers.set(MessageId::from(format!("<{}>", self.checked_id()?)));
        headers.set(Subject::from(subject));
        headers.insert_raw(plain("Auto-Submitted", "auto-generated"));
        if let Some(list) = &self.optional {
            list_headers(list, &mut headers)?;
        }
        headers.set(MIME_VERSION_1_0);
        Ok(headers)
    }

    fn date_header(&self) -> Result<HeaderValue, ComposeError> {
        let written = self.date.format("%a, %d %b %Y %H:%M:%S +0000").to_string();
        // lettre's own `Date` panics on these years, and four digits is all that RFC 5322 has room for.
        if Date::parse(&written).is_err() || self.date.timestamp() < 0 {
            return Err(ComposeError::Date(self.date.to_string()));
        }
        Ok(HeaderValue::new(Date::name(), written))
    }

    fn checked_id(&self) -> Result<&str, ComposeError> {
        let id = self.message_id.as_str();
        let dot_atom = |part: &str| {
            part.bytes().all(is_atext_or_dot)
                && !part.is_empty()
                && !part.starts_with('.')
                && !part.ends_with('.')
                && !part.contains("..")
        };
        match id.split_once('@') {
            Some((left, domain))
                if dot_atom(left) && dot_atom(domain) && id.len() <= TOKEN_LIMIT =>
            {
                Ok(id)
            }
            _ => Err(ComposeError::MessageId(id.to_owned())),
        }
    }

    fn body(&self) -> Result<MultiPart, ComposeError> {
        let (text, html) = (clean(&self.text), clean(&self.html));
        let stem = self.boundary_stem(&text, &html);
        let alternative = MultiPart::alternative()
            .boundary(format!("{stem}.alternative"))
            .singlepart(SinglePart::plain(text))
            .singlepart(SinglePart::html(html));
        let Some(invitation) = &self.invitation else {
            return Ok(alternative);
        };
        let (inline, attached) = calendar_parts(invitation)?;
        Ok(MultiPart::mixed()
            .boundary(format!("{stem}.mixed"))
            .multipart(alternative.singlepart(inline))
            .singlepart(attached))
    }

    /// A boundary that comes from the Message-ID alone, unless somebody wrote it into the letter.
    fn boundary_stem(&self, text: &str, html: &str) -> String {
        let mut stem: String = self
            .message_id
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(BOUNDARY_STEM)
            .collect();
        while text.contains(&stem) || html.contains(&stem) {
            stem.push('_');
        }
        stem
    }
}

/// The characters of a dot-atom (RFC 5322, section 3.2.3).
pub(crate) fn is_atext_or_dot(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte)
}

fn list_headers(list: &ListHeaders, headers: &mut Headers) -> Result<(), ComposeError> {
    let id = list.list_id.as_str();
    let named = !id.is_empty()
        && id.len() <= TOKEN_LIMIT
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    if !named {
        return Err(ComposeError::List {
            header: "List-Id",
            value: id.to_owned(),
            expected: "letters, digits, dots and hyphens",
        });
    }
    let url = link(&list.unsubscribe_url, "https://", "an https:// address")?;
    let mailto = link(&list.unsubscribe_mailto, "mailto:", "a mailto: address")?;
    headers.insert_raw(plain("List-Id", &format!("<{id}>")));
    headers.insert_raw(plain("List-Unsubscribe", &format!("<{url}>, <{mailto}>")));
    headers.insert_raw(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    Ok(())
}

/// Checks a link that stands between angle brackets in `List-Unsubscribe` (RFC 2369, section 2).
fn link<'a>(value: &'a str, scheme: &str, expected: &'static str) -> Result<&'a str, ComposeError> {
    let safe = value.len() <= TOKEN_LIMIT
        && value
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"<>,\"".contains(&byte));
    let rest = value.strip_prefix(scheme).unwrap_or_default();
    if safe && !rest.is_empty() {
        return Ok(value);
    }
    Err(ComposeError::List {
        header: "List-Unsubscribe",
        value: value.to_owned(),
        expected,
    })
}

fn plain(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The entry twice: for calendars to act upon, and as a file to keep. Base64 carries both unchanged.
fn calendar_parts(invitation: &Invitation) -> Result<(SinglePart, SinglePart), ComposeError> {
    let method = invitation.method.to_string();
    let stated = format!("METHOD:{method}");
    if !invitation.ics.lines().any(|line| line == stated) {
        return Err(ComposeError::Method(method));
    }
    let inline = SinglePart::builder()
        .header(calendar_type(&format!(
            "text/calendar; method={method}; charset=utf-8"
        )))
        .header(ContentTransferEncoding::Base64)
        .body(invitation.ics.clone().into_bytes());
    let attached = SinglePart::builder()
        .header(calendar_type("application/ics; name=\"invite.ics\""))
        .header(ContentDisposition::attachment("invite.ics"))
        .header(ContentTransferEncoding::Base64)
        .body(invitation.ics.clone().into_bytes());
    Ok((inline, attached))
}

fn calendar_type(value: &str) -> ContentType {
    ContentType::parse(value).expect("a media type written here, whatever the method")
}

/// A body without bare carriage returns or control characters; lettre makes the line ends CRLF.
fn clean(body: &str) -> String {
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    body.chars()
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect()
}
