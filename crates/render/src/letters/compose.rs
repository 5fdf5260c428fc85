//! A letter out of its three files.

use serde::Serialize;

use super::wording::Worded;
use crate::engine::{Engine, RenderError};

/// The context of one letter, which knows its folder.
pub trait Letter: Serialize {
    /// The folder below `templates/mail/`.
    const FOLDER: &'static str;

    /// The letter with invented content.
    fn sample() -> Self
    where
        Self: Sized;
}

/// A letter ready to be put into an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComposedLetter {
    /// One line, without control characters.
    pub subject: String,
    /// The plain text, with `\n` line ends.
    pub text: String,
    /// The HTML document, holding the same links as the text.
    pub html: String,
}

impl Engine {
    /// Composes a letter from its context.
    pub fn letter<L: Letter>(&self, letter: &L) -> Result<ComposedLetter, RenderError> {
        let ours = Worded::ours(letter);
        let file = |name: &str| self.render(&format!("mail/{}/{name}", L::FOLDER), &ours);
        Ok(ComposedLetter {
            subject: one_line(&file("subject.txt")?),
            text: tidy(&file("body.txt")?),
            html: file("body.html")?,
        })
    }
}

/// The words of a text on one line: a title can never add a header.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text with no space at the end of a line and never two blank lines together, which parts left out would leave.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        tidied.push_str(line);
        tidied.push('\n');
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::{one_line, tidy};

    #[test]
    fn a_title_that_holds_line_breaks_stays_on_the_subject_line() {
        assert_eq!(
            one_line("Booked:\r\nBcc: all@example.org \u{0} day\n"),
            "Booked: Bcc: all@example.org day"
        );
    }

    #[test]
    fn parts_left_out_leave_no_gap() {
        assert_eq!(tidy("\nHello,  \n\n\n \nbye\n"), "Hello,\n\nbye\n");
    }
}
