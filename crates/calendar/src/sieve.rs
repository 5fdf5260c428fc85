//! What is let through to `ical`, whose parser fails a whole file for one bad line.
//!
//! The octets are unfolded and taken apart into content lines; malformed lines, unknown components and lines outside
//! any component go; what is left is written again in the one form that the parser cannot misread. To let a
//! component through, name it in [`may_hold`].

/// The largest file that is looked at, in octets: some 10,000 events.
pub const MAX_OCTETS: usize = 5 * 1024 * 1024;

/// No real calendar is nested this deep.
const MAX_DEPTH: usize = 16;

/// The parser reads no more values of one parameter.
const MAX_PARAMETER_VALUES: usize = 10;

/// Put around every value, since the parser trims blanks at the end and colons at the beginning of one. Control
/// characters are dropped before, so it stands nowhere else.
pub(crate) const GUARD: char = '\u{7f}';

/// Why a file could not be read as a calendar.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is larger than [`MAX_OCTETS`].
    #[error("the calendar has {octets} octets, more than {MAX_OCTETS}")]
    TooLarge {
        /// How large it is.
        octets: usize,
    },
    /// No VCALENDAR is in it: a web page, perhaps.
    #[error("there is no calendar in it")]
    NotACalendar,
    /// It stops before a component's END: the download broke off, and what is missing is not gone.
    #[error("the calendar breaks off before its end")]
    BreaksOff,
    /// Components within components without end.
    #[error("the calendar is nested too deep")]
    TooDeep,
    /// The parser refused it even so.
    #[error("the calendar cannot be parsed")]
    Unparsable(#[source] ical::parser::ParserError),
}

/// A line that has the form of RFC 5545 section 3.1.
#[derive(Debug, PartialEq, Eq)]
struct ContentLine<'a> {
    name: String,
    parameters: Vec<(String, Vec<&'a str>)>,
    value: &'a str,
}

/// The calendars in `bytes`, and nothing else, a content line a line.
pub(crate) fn sieve(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.len() > MAX_OCTETS {
        return Err(ReadError::TooLarge {
            octets: bytes.len(),
        });
    }
    let mut sieve = Sieve::default();
    for line in unfold(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
        let text: String = String::from_utf8_lossy(&line)
            .chars()
            .filter(|c| *c == '\t' || !c.is_control())
            .collect();
        if let Some(line) = ContentLine::parse(&text) {
            sieve.pass(&line)?;
        }
    }
    if !sieve.open.is_empty() {
        return Err(ReadError::BreaksOff);
    }
    if sieve.out.is_empty() {
        Err(ReadError::NotACalendar)
    } else {
        Ok(sieve.out)
    }
}

/// Joins folded lines, octet by octet: others fold within a character.
fn unfold(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for line in bytes.split(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line, lines.last_mut()) {
            ([], _) => {}
            ([b' ' | b'\t', rest @ ..], Some(previous)) => previous.extend_from_slice(rest),
            _ => lines.push(line.to_vec()),
        }
    }
    lines
}

impl<'a> ContentLine<'a> {
    /// `None` where the line is malformed.
    fn parse(line: &'a str) -> Option<Self> {
        let (name, mut rest) = take_name(line)?;
        let mut parameters = Vec::new();
        while let Some(after) = rest.strip_prefix(';') {
            let (key, after) = take_name(after)?;
            let (values, after) = take_values(after.strip_prefix('=')?)?;
            parameters.push((key, values));
            rest = after;
        }
        Some(Self {
            name,
            parameters,
            value: rest.strip_prefix(':')?,
        })
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.name);
        for (key, values) in &self.parameters {
            let values: Vec<_> = values
                .iter()
                .take(MAX_PARAMETER_VALUES)
                .map(|value| format!("\"{value}\""))
                .collect();
            out.extend([";", key.as_str(), "=", &values.join(",")]);
        }
        out.extend([':', GUARD]);
        out.push_str(self.value);
        out.extend([GUARD, '\n']);
    }
}

fn take_name(text: &str) -> Option<(String, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(text.len());
    (end > 0).then(|| (text[..end].to_ascii_uppercase(), &text[end..]))
}

fn take_values(mut text: &str) -> Option<(Vec<&str>, &str)> {
    let mut values = Vec::new();
    loop {
        let (value, rest) = match text.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => text.split_at(text.find([',', ';', ':', '"'])?),
        };
        values.push(value);
        match rest.strip_prefix(',') {
            Some(more) => text = more,
            None => return Some((values, rest)),
        }
    }
}

#[derive(Default)]
struct Sieve {
    out: String,
    /// The components that are open, and whether they are let through.
    open: Vec<(String, bool)>,
}

impl Sieve {
    fn pass(&mut self, line: &ContentLine<'_>) -> Result<(), ReadError> {
        match line.name.as_str() {
            "BEGIN" => self.begin(line.value.trim().to_ascii_uppercase()),
            "END" => {
                self.end(&line.value.trim().to_ascii_uppercase());
                Ok(())
            }
            _ => {
                if self.open.last().is_some_and(|(_, passes)| *passes) {
                    line.write(&mut self.out);
                }
                Ok(())
            }
        }
    }

    fn begin(&mut self, component: String) -> Result<(), ReadError> {
        if self.open.len() == MAX_DEPTH {
            return Err(ReadError::TooDeep);
        }
        let passes = match self.open.last() {
            None => component == "VCALENDAR",
            Some((outer, passes)) => *passes && may_hold(outer, &component),
        };
        if passes {
            self.out.extend(["BEGIN:", component.as_str(), "\n"]);
        }
        self.open.push((component, passes));
        Ok(())
    }

    /// Closes the innermost component of that name and what was left open within; an END of nothing is malformed.
    fn end(&mut self, component: &str) {
        let Some(depth) = self.open.iter().rposition(|(name, _)| name == component) else {
            return;
        };
        for (name, passes) in self.open.drain(depth..).rev() {
            if passes {
                self.out.extend(["END:", name.as_str(), "\n"]);
            }
        }
    }
}

/// The components that the parser knows.
fn may_hold(outer: &str, inner: &str) -> bool {
    match outer {
        "VCALENDAR" => matches!(
            inner,
            "VEVENT" | "VTODO" | "VJOURNAL" | "VFREEBUSY" | "VTIMEZONE"
        ),
        "VEVENT" | "VTODO" => inner == "VALARM",
        "VTIMEZONE" => matches!(inner, "STANDARD" | "DAYLIGHT"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sieved(text: &str) -> String {
        sieve(text.as_bytes())
            .expect("a calendar")
            .replace(GUARD, "|")
    }

    #[test]
    fn malformed_lines_and_unknown_components_are_left_out() {
        let text = "\u{feff}begin:vcalendar\nno colon\n:no name\nX;=1:v\nX;A=\"b:c\nEND:NOTHING\nBEGIN:X-NEW\nBEGIN:VEVENT\n\
                    UID:lost\nEND:VEVENT\nEND:X-NEW\nBEGIN:VEVENT\r\nuid;x=a,\"b;c\":1\r\n 2 \r\n\r\n 3\r\nEND:VEVENT\nEND:VCALENDAR\nUID:outside";
        assert_eq!(
            sieved(text),
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID;X=\"a\",\"b;c\":|12 3|\nEND:VEVENT\nEND:VCALENDAR\n"
        );
    }

    #[test]
    fn a_character_folded_in_its_middle_is_whole_again() {
        let bytes = b"BEGIN:VCALENDAR\r\nX:caf\xc3\r\n \xa9\x00\x7f\xff\r\nEND:VCALENDAR\r\n";
        assert_eq!(
            sieve(bytes).expect("a calendar").replace(GUARD, "|"),
            "BEGIN:VCALENDAR\nX:|café\u{fffd}|\nEND:VCALENDAR\n"
        );
    }

    #[test]
    fn what_is_no_whole_calendar_is_refused() {
        let refusal = |bytes: &[u8]| sieve(bytes).expect_err("refused").to_string();
        assert_eq!(refusal(b""), "there is no calendar in it");
        assert_eq!(
            refusal(b"<!DOCTYPE html>\n<p>Sign in: https://a.example/"),
            "there is no calendar in it"
        );
        assert_eq!(
            refusal(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1"),
            "the calendar breaks off before its end"
        );
        assert_eq!(
            refusal(&b"BEGIN:VCALENDAR\n".repeat(17)),
            "the calendar is nested too deep"
        );
        assert_eq!(
            refusal(&vec![b' '; MAX_OCTETS + 1]),
            "the calendar has 5242881 octets, more than 5242880"
        );
    }
}
