//! Email addresses, as far as they must be right before a letter can be sent.

use std::{fmt, str::FromStr};

/// An address that a letter can be sent to: one `@`, no white space or control characters, at most 254 octets
/// (RFC 5321, section 4.5.3.1.3). Kept in lower case, since no mail system in use tells the cases apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress(String);

/// Why a text is not an email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("Enter an email address")]
    Empty,
    /// Longer than any mail system takes.
    #[error("Email address must be 254 characters or fewer")]
    TooLong,
    /// A line break or another control character.
    #[error("Email address must be on one line, without control characters")]
    ControlCharacter,
    /// No name, no `@`, or no domain with a dot.
    #[error("Enter an email address in the correct format, like name@example.gov.uk")]
    Format,
}

impl EmailAddress {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`: what somebody is called who has given no name.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What follows the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The address with most of its name hidden, for logs: `a***@example.org`.
    pub fn masked(&self) -> String {
        let first = self.0.chars().next().unwrap_or('*');
        format!("{first}***@{}", self.domain())
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let text = text.trim_matches(' ');
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(EmailError::ControlCharacter);
        }
        if text.len() > 254 {
            return Err(EmailError::TooLong);
        }
        let (name, domain) = text.rsplit_once('@').ok_or(EmailError::Format)?;
        let name_ok = !name.is_empty()
            && name.len() <= 64
            && name
                .split('.')
                .all(|part| !part.is_empty() && part.chars().all(is_atom));
        let labels = domain.split('.');
        let domain_ok = domain.contains('.')
            && labels.into_iter().all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
        if name_ok && domain_ok {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(EmailError::Format)
        }
    }
}

/// RFC 5322, section 3.2.3: the characters of an unquoted name.
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_address_is_taken_and_lower_cased() {
        let address: EmailAddress = " Ada.Lovelace+day@Example.Gov.UK ".parse().unwrap();
        assert_eq!(address.as_str(), "ada.lovelace+day@example.gov.uk");
        assert_eq!(address.masked(), "a***@example.gov.uk");
    }

    #[test]
    fn an_address_with_a_line_break_is_refused_by_name() {
        for text in ["a@b.org\r\nBcc: c@d.org", "a@b.org\n", "a\u{0}@b.org"] {
            assert_eq!(
                text.parse::<EmailAddress>(),
                Err(EmailError::ControlCharacter)
            );
        }
    }

    #[test]
    fn what_no_server_takes_is_refused() {
        for text in [
            "a",
            "@b.org",
            "a@",
            "a@b",
            "a b@c.org",
            "a@b..org",
            ".a@b.org",
            "a@-b.org",
            "a@b@c",
            "<a@b.org>",
        ] {
            assert_eq!(
                text.parse::<EmailAddress>(),
                Err(EmailError::Format),
                "{text}"
            );
        }
        assert_eq!("".parse::<EmailAddress>(), Err(EmailError::Empty));
        assert_eq!(
            format!("{}@b.org", "a".repeat(260)).parse::<EmailAddress>(),
            Err(EmailError::TooLong)
        );
    }
}
