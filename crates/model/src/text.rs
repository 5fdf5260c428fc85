//! The text that people type: one line, or several, within limits.

use std::{fmt, str::FromStr};

/// A word outside a closed list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not a {what}")]
pub struct UnknownWord {
    /// The list.
    pub what: &'static str,
    /// What stood there.
    pub word: String,
}

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// Longer than allowed, in characters.
    #[error("must be {max} characters or fewer, and is {actual}")]
    TooLong {
        /// The most allowed.
        max: usize,
        /// What was typed.
        actual: usize,
    },
    /// A line break in a line, or a control character anywhere.
    #[error("must not hold line breaks or control characters")]
    ControlCharacter,
}

/// One line of 1 to `MAX` characters, trimmed, without control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Line<const MAX: usize>(String);

/// Zero or more lines of at most `MAX` characters in all; line ends are `\n`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Prose<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text where an empty field means "none".
    pub fn optional(text: &str) -> Result<Option<Self>, TextError> {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            text.parse().map(Some)
        }
    }

    /// What a line can hold of a text that somebody else wrote, cut to its length; none if nothing of it shows.
    pub fn of_others(text: &str) -> Option<Self> {
        let seen = |c: char| !(is_unseen(c) && !c.is_whitespace() || is_ignored(c));
        let text: String = text.chars().filter(|c| seen(*c)).collect();
        let words: Vec<&str> = text.split_whitespace().collect();
        let line: String = words.join(" ").chars().take(MAX).collect();
        line.parse().ok()
    }
}

impl<const MAX: usize> FromStr for Line<MAX> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text
            .chars()
            .any(|c| is_unseen(c) || is_ignored(c) || matches!(c, '\u{2028}' | '\u{2029}'))
        {
            return Err(TextError::ControlCharacter);
        }
        within(text, MAX)?;
        Ok(Self(text.to_owned()))
    }
}

impl<const MAX: usize> Prose<MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, which may not be empty.
    pub fn required(text: &str) -> Result<Self, TextError> {
        let prose: Self = text.parse()?;
        if prose.0.is_empty() {
            Err(TextError::Empty)
        } else {
            Ok(prose)
        }
    }
}

impl<const MAX: usize> FromStr for Prose<MAX> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        if text.chars().any(|c| is_unseen(c) && c != '\n' && c != '\t') {
            return Err(TextError::ControlCharacter);
        }
        within(text, MAX)?;
        Ok(Self(text.to_owned()))
    }
}

/// What of the name of a file that somebody typed can stand in one on any system: without the folders before it and
/// its ending, `most` characters at most. May be empty.
pub fn safe_file_stem(typed: &str, most: usize) -> String {
    const ENDINGS: [&str; 6] = ["pdf", "pptx", "odp", "ppt", "pptm", "zip"];
    let name = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match name.rsplit_once('.') {
        Some((stem, ending)) if ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) => stem,
        _ => name,
    };
    safe_in_file_names(stem, most)
}

/// A text as a part of a file's name on any system, `most` characters at most. May be empty.
pub fn safe_in_file_names(text: &str, most: usize) -> String {
    // Windows opens these as devices, whatever follows them.
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let seen = |c: &char| !(is_unseen(*c) && !c.is_whitespace() || is_ignored(*c));
    let plain = text.chars().filter(seen).map(|c| match c {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    let cut: String = plain
        .collect::<String>()
        .trim()
        .chars()
        .take(most)
        .collect();
    // Windows drops what ends in a dot or a space.
    let name = cut.trim_matches(['.', ' ']).to_owned();
    let first = name.split('.').next().unwrap_or_default().trim();
    let first = first.to_ascii_lowercase();
    let is_port = |port: &str| {
        let number = first.strip_prefix(port).unwrap_or_default();
        number.len() == 1 && number.bytes().all(|octet| octet.is_ascii_digit())
    };
    if DEVICES.contains(&first.as_str()) || is_port("com") || is_port("lpt") {
        format!("_{name}")
    } else {
        name
    }
}

/// Control characters, and those that show as nothing or turn the direction of what follows (Unicode TR 36, 3.1).
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Characters of which nothing shows, so that two names look alike and are not: of no use in a line, though paragraphs
/// that were pasted hold soft hyphens (Unicode, `Default_Ignorable_Code_Point`; those of emoji aside).
fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e001f}'
            | '\u{e0080}'..='\u{e0fff}'
    )
}

/// What joins and selects emoji, which a line may hold, and of which nothing shows between letters.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}')
}

fn within(text: &str, max: usize) -> Result<(), TextError> {
    let actual = text.chars().count();
    if actual > max {
        Err(TextError::TooLong { max, actual })
    } else {
        Ok(())
    }
}

impl<const MAX: usize> fmt::Display for Line<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> fmt::Display for Prose<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text as it is compared and searched: lower case, letters and digits only, single spaces.
pub fn normalised(text: &str) -> String {
    let spaced: String = text
        .chars()
        .filter(|c| !is_joiner(*c))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A text as part of an address: lower-case ASCII letters and digits with single hyphens, at most 60.
pub fn slug(text: &str) -> String {
    let ascii: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let joined = ascii
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let mut cut: String = joined.chars().take(60).collect();
    while cut.ends_with('-') {
        cut.pop();
    }
    if cut.is_empty() {
        "day".to_owned()
    } else {
        cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_ten_thousand_characters_says_how_long_it_is() {
        assert_eq!(
            "x".repeat(10_000).parse::<Line<120>>(),
            Err(TextError::TooLong {
                max: 120,
                actual: 10_000
            })
        );
    }

    #[test]
    fn a_line_break_in_a_title_is_refused() {
        assert_eq!(
            "Day\r\nATTENDEE:x".parse::<Line<120>>(),
            Err(TextError::ControlCharacter)
        );
    }

    #[test]
    fn of_a_text_of_others_a_line_holds_what_shows() {
        let line = |text: &str| Line::<12>::of_others(text).map(|line| line.to_string());
        assert_eq!(
            line(" A \r\n\u{202e}b\u{ad}c\t d "),
            Some("A bc d".to_owned())
        );
        assert_eq!(
            line("A conference on roads"),
            Some("A conference".to_owned())
        );
        assert_eq!(line(" \u{200b}\u{0}\n"), None);
    }

    #[test]
    fn text_that_cannot_be_seen_or_turns_what_follows_is_refused() {
        for text in ["\u{200b}", "Day \u{202e}yaD", "\u{feff}Day"] {
            assert_eq!(
                text.parse::<Line<120>>(),
                Err(TextError::ControlCharacter),
                "{text:?}"
            );
        }
        assert!(
            "👩‍🔬 Lab day".parse::<Line<120>>().is_ok(),
            "joined emoji are fine"
        );
    }

    #[test]
    fn a_name_with_something_in_it_that_does_not_show_is_no_other_name() {
        for text in [
            "Ac\u{ad}me",
            "Acme\u{2060}",
            "A\u{200e}cme",
            "\u{3164}",
            "\u{2800}",
            "A\u{34f}",
        ] {
            assert_eq!(
                text.parse::<Line<120>>(),
                Err(TextError::ControlCharacter),
                "{text:?}"
            );
        }
        assert!(
            "hous\u{ad}ing".parse::<Prose<20>>().is_ok(),
            "paragraphs are pasted with soft hyphens"
        );
        let flag = "Wales \u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f} day";
        assert!(
            flag.parse::<Line<120>>().is_ok(),
            "the flag of Wales is fine"
        );
    }

    #[test]
    fn prose_keeps_its_paragraphs_and_loses_carriage_returns() {
        assert_eq!(
            "a\r\n\r\nb ".parse::<Prose<9>>().unwrap().as_str(),
            "a\n\nb"
        );
    }

    #[test]
    fn slugs_are_readable() {
        assert_eq!(
            slug("Care & Prevention: North East, 2027!"),
            "care-prevention-north-east-2027"
        );
        assert_eq!(slug("—"), "day");
    }

    #[test]
    fn names_are_compared_without_punctuation_or_case() {
        assert_eq!(normalised(" Acme-Care  Ltd. "), "acme care ltd");
        assert_eq!(
            normalised("Ac\u{200d}me\u{fe0f} C\u{e0061}are"),
            "acme care"
        );
    }
}
