//! `From`, `To` and `Reply-To`: one mailbox a header, written so that no reader can take it for two.
//!
//! lettre writes a name with a comma as an encoded word, which readers that decode before they parse split into two
//! addresses, and it does not fold between name and address; so these three headers are written here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};

use crate::compose::{ComposeError, is_atext_or_dot};
use crate::letter::Mailbox;
use crate::line::one_line;

/// Characters of a name that is shown beside an address.
const NAME_LIMIT: usize = 100;
/// Octets of an address (RFC 5321, section 4.5.3.1).
const ADDRESS_LIMIT: usize = 254;
/// Octets of a header line that nobody has to fold (RFC 5322, section 2.1.1).
const LINE_LIMIT: usize = 76;
/// Octets of a quoted name: with `Reply-To:` before it, it needs no fold, which some readers do not undo in quotes.
const QUOTED_LIMIT: usize = 64;
/// Octets of text in one encoded word, which may be 75 long itself (RFC 2047, section 2).
const WORD_LIMIT: usize = 42;

/// Reads an address, and refuses what could end its line or would need quoting.
pub(crate) fn address(header: &'static str, mailbox: &Mailbox) -> Result<Address, ComposeError> {
    let email = mailbox.email.as_str();
    let refused = || ComposeError::Address {
        header,
        email: email.to_owned(),
    };
    let plain = email.len() <= ADDRESS_LIMIT
        && email
            .bytes()
            .all(|byte| byte == b'@' || is_atext_or_dot(byte));
    if !plain {
        return Err(refused());
    }
    email.parse().map_err(|_| refused())
}

/// Writes the header `name` with one mailbox in it.
pub(crate) fn address_header(
    name: &'static str,
    mailbox: &Mailbox,
) -> Result<HeaderValue, ComposeError> {
    let address = address(name, mailbox)?;
    let shown = mailbox.name.as_deref().unwrap_or_default();
    let phrase = phrase(&one_line(shown, NAME_LIMIT));
    let value = if phrase.is_empty() {
        address.to_string()
    } else {
        format!("{phrase} <{address}>")
    };
    Ok(HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(name),
        value.clone(),
        fold(name, &value),
    ))
}

/// A name as a quoted string, or as encoded words when it is not ASCII or too long to stand on one line.
fn phrase(name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
    if name.is_ascii() && escaped.len() <= QUOTED_LIMIT {
        return format!("\"{escaped}\"");
    }
    // Whoever decodes before parsing must still find one mailbox.
    let plain: String = name
        .chars()
        .map(|c| {
            if "\"(),.:;<>@[\\]".contains(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    encoded_words(&one_line(&plain, NAME_LIMIT))
}

/// Text as encoded words with a space between them, none of them split inside a character (RFC 2047, section 5).
fn encoded_words(text: &str) -> String {
    let mut chunks = vec![String::new()];
    for c in text.chars() {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() + c.len_utf8() <= WORD_LIMIT => chunk.push(c),
            _ => chunks.push(c.to_string()),
        }
    }
    let words = chunks.iter().map(|chunk| {
        let encoded = STANDARD.encode(chunk);
        format!("=?utf-8?b?{encoded}?=")
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Breaks a value at its spaces so that its lines stay short.
fn fold(name: &str, value: &str) -> String {
    let mut folded = String::with_capacity(value.len());
    let mut length = name.len() + ": ".len();
    for (index, word) in value.split(' ').enumerate() {
        if index > 0 {
            let fits = length + 1 + word.len() <= LINE_LIMIT;
            folded.push_str(if fits { " " } else { "\r\n " });
            length = if fits { length + 1 } else { 1 };
        }
        folded.push_str(word);
        length += word.len();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str) -> String {
        let mailbox = Mailbox::named(name, "asha@example.org");
        let mut headers = lettre::message::header::Headers::new();
        headers.insert_raw(address_header("To", &mailbox).unwrap());
        headers.to_string()
    }

    #[test]
    fn a_name_with_a_comma_is_one_quoted_string() {
        assert_eq!(
            written("Rao, \"Asha\" \\ Co"),
            "To: \"Rao, \\\"Asha\\\" \\\\ Co\" <asha@example.org>\r\n"
        );
    }

    #[test]
    fn a_name_that_is_not_ascii_is_encoded_without_what_could_look_like_an_address() {
        let encoded = STANDARD.encode("Siân council example");
        assert_eq!(
            written("Siân, <council@example>"),
            format!("To: =?utf-8?b?{encoded}?= <asha@example.org>\r\n")
        );
    }

    #[test]
    fn a_name_that_fills_its_line_has_its_address_on_the_next() {
        let name = "one two three four five six seven eight nine ten eleven twelve";
        assert_eq!(
            written(name),
            format!("To: \"{name}\"\r\n <asha@example.org>\r\n")
        );
    }

    #[test]
    fn a_long_name_is_encoded_and_folded_between_its_words() {
        let name = "one two three, four five six seven eight nine ten eleven twelve thirteen";
        let [first, second] = [
            "one two three four five six seven eight ni",
            "ne ten eleven twelve thirteen",
        ];
        let [first, second] = [first, second].map(|part| STANDARD.encode(part));
        assert_eq!(
            written(name),
            format!("To: =?utf-8?b?{first}?=\r\n =?utf-8?b?{second}?= <asha@example.org>\r\n")
        );
    }

    #[test]
    fn no_character_is_split_between_two_encoded_words() {
        let name = "ŵ".repeat(50);
        for word in encoded_words(&name).split(' ') {
            let inside = word.trim_start_matches("=?utf-8?b?").trim_end_matches("?=");
            let bytes = STANDARD.decode(inside).unwrap();
            assert!(String::from_utf8(bytes).is_ok(), "{word}");
            assert!(word.len() <= 75);
        }
    }
}
