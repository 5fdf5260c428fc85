//! From what was typed to domain types: each reader says at its field what is wrong, and keeps what was typed.

use chrono::{NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use marketday_model::organisation::is_company_number;
use marketday_model::time::{Fold, LocalTimeError, from_local};
use marketday_model::{EmailAddress, Instant, Line, Prose, TextError, Theme};
use marketday_render::FormState;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Reads the fields of a form and gathers what is wrong with them.
pub(crate) struct Fields {
    /// The form, with the errors found so far.
    pub(crate) form: FormState,
    /// Fields whose local time happens twice, with both instants.
    pub(crate) twice: Vec<(String, Instant, Instant)>,
}

impl Fields {
    pub(crate) fn of(form: FormState) -> Self {
        Self {
            form,
            twice: Vec::new(),
        }
    }

    /// What was typed, or nothing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.form.value(name).unwrap_or_default()
    }

    fn refuse(&mut self, name: &str, message: impl Into<String>) {
        // A field that could not even be read has said so already.
        if !self.form.errors().iter().any(|error| error.field == name) {
            self.form.push_error(name, message);
        }
    }

    /// Whether nothing was wrong.
    pub(crate) fn is_good(&self) -> bool {
        !self.form.has_errors()
    }

    /// A line that must be there. `label` is how the page calls it: `Company name`.
    pub(crate) fn line<const MAX: usize>(&mut self, name: &str, label: &str) -> Option<Line<MAX>> {
        let parsed = self.text(name).parse();
        parsed
            .map_err(|error| self.refuse(name, text_message(label, error)))
            .ok()
    }

    /// A line that may be left out.
    pub(crate) fn optional_line<const MAX: usize>(
        &mut self,
        name: &str,
        label: &str,
    ) -> Option<Line<MAX>> {
        let parsed = Line::optional(self.text(name));
        parsed
            .map_err(|error| self.refuse(name, text_message(label, error)))
            .ok()
            .flatten()
    }

    /// Several lines that must be there.
    pub(crate) fn prose<const MAX: usize>(
        &mut self,
        name: &str,
        label: &str,
    ) -> Option<Prose<MAX>> {
        let parsed = Prose::required(self.text(name));
        parsed
            .map_err(|error| self.refuse(name, text_message(label, error)))
            .ok()
    }

    /// Several lines that may be left out.
    pub(crate) fn optional_prose<const MAX: usize>(
        &mut self,
        name: &str,
        label: &str,
    ) -> Option<Prose<MAX>> {
        let parsed = self.text(name).parse();
        parsed
            .map_err(|error| self.refuse(name, text_message(label, error)))
            .ok()
    }

    /// An email address that must be there.
    pub(crate) fn email(&mut self, name: &str) -> Option<EmailAddress> {
        let parsed: Result<EmailAddress, _> = self.text(name).parse();
        parsed
            .map_err(|error| self.refuse(name, error.to_string()))
            .ok()
    }

    /// A web address that may be left out, with its scheme if none was typed.
    pub(crate) fn website<const MAX: usize>(
        &mut self,
        name: &str,
        label: &str,
    ) -> Option<Line<MAX>> {
        let typed: Line<MAX> = self.optional_line(name, label)?;
        let full = if typed.as_str().contains("://") {
            typed.to_string()
        } else {
            format!("https://{typed}")
        };
        let is_web = url::Url::parse(&full).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|h| h.contains('.'))
        });
        if !is_web {
            self.refuse(name, "Enter a web address, like www.example.co.uk");
            return None;
        }
        let full = full.parse();
        full.map_err(|error| self.refuse(name, text_message(label, error)))
            .ok()
    }

    /// A Companies House number that may be left out.
    pub(crate) fn company_number(&mut self, name: &str) -> Option<Line<8>> {
        let typed = self.text(name).trim().to_ascii_uppercase();
        if typed.is_empty() {
            return None;
        }
        if !is_company_number(&typed) {
            self.refuse(
                name,
                "Companies House number must be 8 characters, like 01234567 or SC123456",
            );
            return None;
        }
        typed.parse().ok()
    }

    /// One of a closed list of words.
    pub(crate) fn word<T: FromStr>(&mut self, name: &str, message: &str) -> Option<T> {
        let parsed = self.text(name).parse().ok();
        if parsed.is_none() {
            self.refuse(name, message);
        }
        parsed
    }

    /// One of a closed list of words, which may be left out.
    pub(crate) fn optional_word<T: FromStr>(&mut self, name: &str, message: &str) -> Option<T> {
        if self.text(name).is_empty() {
            return None;
        }
        self.word(name, message)
    }

    /// Those ticked of a closed list of words.
    pub(crate) fn words<T: FromStr>(&mut self, name: &str, message: &str) -> Option<Vec<T>> {
        let ticked = self.form.values(name).iter();
        let read: Result<Vec<T>, _> = ticked.map(|word| word.parse()).collect();
        if read.is_err() {
            self.refuse(name, message);
        }
        read.ok()
    }

    /// The ticked themes, as many as `allowed`.
    pub(crate) fn themes(
        &mut self,
        name: &str,
        allowed: RangeInclusive<usize>,
    ) -> Option<Vec<Theme>> {
        let read: Result<Vec<Theme>, _> = self
            .form
            .values(name)
            .iter()
            .map(|word| word.parse())
            .collect();
        let (least, most) = (*allowed.start(), *allowed.end());
        match read {
            Err(_) => self.refuse(name, "Choose themes from the list"),
            Ok(themes) if themes.len() < least => self.refuse(name, "Choose at least one theme"),
            Ok(themes) if themes.len() > most => {
                self.refuse(name, format!("Choose at most {most} themes"));
            }
            Ok(mut themes) => {
                themes.sort();
                themes.dedup();
                return Some(themes);
            }
        }
        None
    }

    /// A whole number within limits.
    pub(crate) fn number(
        &mut self,
        name: &str,
        label: &str,
        limits: RangeInclusive<u32>,
    ) -> Option<u32> {
        let parsed = self
            .text(name)
            .trim()
            .parse()
            .ok()
            .filter(|number| limits.contains(number));
        if parsed.is_none() {
            let (least, most) = (limits.start(), limits.end());
            self.refuse(
                name,
                format!("{label} must be a whole number from {least} to {most}"),
            );
        }
        parsed
    }

    /// A date of a form, `2027-03-02`.
    pub(crate) fn date(&mut self, name: &str, label: &str) -> Option<NaiveDate> {
        let parsed = NaiveDate::parse_from_str(self.text(name).trim(), "%Y-%m-%d").ok();
        if parsed.is_none() {
            self.refuse(name, format!("{label} must be a real date"));
        }
        parsed
    }

    /// A time of day of a form, `09:30`.
    pub(crate) fn time(&mut self, name: &str, label: &str) -> Option<NaiveTime> {
        let text = self.text(name).trim();
        let parsed = NaiveTime::parse_from_str(text, "%H:%M")
            .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"))
            .ok()
            .filter(|time| (time.second(), time.nanosecond()) == (0, 0));
        if parsed.is_none() {
            self.refuse(name, format!("{label} must be a time, like 09:30"));
        }
        parsed
    }

    /// The instant of a local date and time, the time being in the field `name`. A time that the clocks jump over is
    /// refused; one that happens twice is asked about in `<name>_fold`.
    pub(crate) fn instant(
        &mut self,
        name: &str,
        date: NaiveDate,
        time: NaiveTime,
        zone: Tz,
    ) -> Option<Instant> {
        let fold = match self.text(&format!("{name}_fold")) {
            "earlier" => Some(Fold::Earlier),
            "later" => Some(Fold::Later),
            _ => None,
        };
        match from_local(date.and_time(time), zone, fold) {
            Ok(at) => {
                // Where the question was answered it stays on the page, with its answer.
                if let (Some(_), Err(LocalTimeError::HappensTwice { earlier, later })) =
                    (fold, from_local(date.and_time(time), zone, None))
                {
                    self.twice.push((name.to_owned(), earlier, later));
                }
                Some(at)
            }
            Err(LocalTimeError::HappensTwice { earlier, later }) => {
                self.twice.push((name.to_owned(), earlier, later));
                let error = LocalTimeError::HappensTwice { earlier, later };
                self.refuse(&format!("{name}_fold"), error.to_string());
                None
            }
            Err(error) => {
                self.refuse(name, error.to_string());
                None
            }
        }
    }
}

fn text_message(label: &str, error: TextError) -> String {
    match error {
        TextError::Empty => format!("Enter {}", lower_first(label)),
        error => format!("{label} {error}"),
    }
}

/// The same with a small letter at its front, for the middle of a sentence.
pub(crate) fn lower_first(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use marketday_model::time::LONDON;

    fn fields(name: &str, value: &str) -> Fields {
        Fields::of(FormState::new().with(name, value))
    }

    #[test]
    fn a_missing_or_long_title_is_said_at_its_field() {
        let mut empty = fields("title", "  ");
        assert_eq!(empty.line::<120>("title", "Title"), None);
        assert_eq!(empty.form.errors()[0].message, "Enter title");
        let mut long = fields("title", &"x".repeat(10_000));
        assert_eq!(long.line::<120>("title", "Title"), None);
        assert_eq!(
            long.form.errors()[0].message,
            "Title must be 120 characters or fewer, and is 10000"
        );
    }

    #[test]
    fn a_time_that_happens_twice_is_asked_about_and_the_answer_is_taken() {
        let date = NaiveDate::from_ymd_opt(2027, 10, 31).unwrap();
        let time = NaiveTime::from_hms_opt(1, 30, 0).unwrap();
        let mut asked = fields("start", "01:30");
        assert_eq!(asked.instant("start", date, time, LONDON), None);
        assert_eq!(asked.form.errors()[0].field, "start_fold");
        assert_eq!(asked.twice.len(), 1);
        let mut answered = Fields::of(FormState::new().with("start_fold", "later"));
        assert_eq!(
            answered
                .instant("start", date, time, LONDON)
                .unwrap()
                .to_rfc3339(),
            "2027-10-31T01:30:00+00:00"
        );
    }

    #[test]
    fn a_time_that_does_not_exist_is_refused_at_its_field() {
        let date = NaiveDate::from_ymd_opt(2027, 3, 28).unwrap();
        let time = NaiveTime::from_hms_opt(1, 30, 0).unwrap();
        let mut form = fields("start", "01:30");
        assert_eq!(form.instant("start", date, time, LONDON), None);
        assert!(
            form.form.errors()[0]
                .message
                .starts_with("This time does not exist")
        );
    }
}
