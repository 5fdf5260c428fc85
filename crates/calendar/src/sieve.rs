//! What is let through to `ical`, whose parser fails a whole file for one bad line.
//!
//! The octets are unfolded and taken apart into content lines; malformed lines, unknown components and lines outside
//! any component go; what is left is written again in the one form that the parser cannot misread. To let a
//! component through, name it in [`may_hold`].

/// The largest file that is looked at, in octets: some 10,000 events.
pub const MAX_OCTETS: usize = 5 * 1024 * 1024;

/// The most content lines that a lenient sieve looks at.
pub(crate) const MAX_LINES: usize = 100_000;

/// The most faults that are noted; a file with more is no calendar that anybody mends by hand.
const MAX_FAULTS: usize = 1_000;

/// The parameter in which a lenient sieve says where a property stood.
pub(crate) const LINE: &str = "X-MARKETDAY-LINE";

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
    /// It is larger than what is looked at.
    #[error("the calendar has {octets} octets, more than {most}")]
    TooLarge {
        /// How large it is.
        octets: usize,
        /// How large it may be.
        most: usize,
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

/// Something in a file that could not be taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, from 1.
    pub(crate) line: usize,
    /// Why, in a sentence without its full stop.
    pub(crate) why: String,
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
    let mut sieve = Sieve::default();
    for (number, line) in unfold(within(bytes, MAX_OCTETS)?) {
        sieve.take(number, &line)?;
    }
    if !sieve.open.is_empty() {
        return Err(ReadError::BreaksOff);
    }
    sieve.finish().map(|(text, _)| text)
}

/// The same of a file of which whatever can be read is wanted: what was left open is closed, every fault is noted, and
/// each property says in [`LINE`] where it stood.
pub(crate) fn sieve_leniently(
    bytes: &[u8],
    most: usize,
) -> Result<(String, Vec<Fault>), ReadError> {
    let mut sieve = Sieve {
        lenient: true,
        ..Sieve::default()
    };
    let mut last = 1;
    for (count, (number, line)) in unfold(within(bytes, most)?).into_iter().enumerate() {
        if count == MAX_LINES {
            sieve.note(
                number,
                format!("The file has more than {MAX_LINES} lines; the rest was not read"),
            );
            break;
        }
        sieve.take(number, &line)?;
        last = number;
    }
    if let Some((name, _)) = sieve.open.last() {
        let why = format!("The file breaks off before “END:{}”", short(name));
        sieve.note(last, why);
        sieve.close(0);
    }
    sieve.finish()
}

fn within(bytes: &[u8], most: usize) -> Result<&[u8], ReadError> {
    let octets = bytes.len();
    if octets > most {
        return Err(ReadError::TooLarge { octets, most });
    }
    Ok(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// Joins folded lines, octet by octet: others fold within a character. Each comes with the number of its first.
fn unfold(bytes: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|octet| *octet == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line, lines.last_mut()) {
            ([], _) => {}
            ([b' ' | b'\t', rest @ ..], Some((_, previous))) => previous.extend_from_slice(rest),
            _ => lines.push((number, line.to_vec())),
        }
    }
    lines
}

/// What others call a component, as it can be said of it.
fn short(name: &str) -> String {
    name.chars().take(40).collect()
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

    /// Writes it, behind its line where that is to be said.
    fn write(&self, out: &mut String, number: Option<usize>) {
        out.push_str(&self.name);
        if let Some(number) = number {
            out.extend([";", LINE, "=\"", &number.to_string(), "\""]);
        }
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
    /// Whether faults are noted and mended.
    lenient: bool,
    faults: Vec<Fault>,
    /// Whether it was noted that the file is not in UTF-8.
    is_garbled: bool,
}

impl Sieve {
    fn take(&mut self, number: usize, line: &[u8]) -> Result<(), ReadError> {
        let text: String = String::from_utf8_lossy(line)
            .chars()
            .filter(|c| *c == '\t' || !c.is_control())
            .collect();
        if !self.is_garbled && std::str::from_utf8(line).is_err() {
            self.is_garbled = true;
            let why = "Some characters are not in UTF-8 and could not be read";
            self.note(number, why.to_owned());
        }
        if let Some(line) = ContentLine::parse(&text) {
            return self.pass(number, &line);
        }
        if self.passes() {
            let why = "This line has not the form “NAME:value”, so it was left out";
            self.note(number, why.to_owned());
        }
        Ok(())
    }

    fn note(&mut self, line: usize, why: String) {
        if self.lenient && self.faults.len() < MAX_FAULTS {
            self.faults.push(Fault { line, why });
        }
    }

    fn passes(&self) -> bool {
        self.open.last().is_some_and(|(_, passes)| *passes)
    }

    fn finish(self) -> Result<(String, Vec<Fault>), ReadError> {
        if self.out.is_empty() {
            Err(ReadError::NotACalendar)
        } else {
            Ok((self.out, self.faults))
        }
    }

    fn pass(&mut self, number: usize, line: &ContentLine<'_>) -> Result<(), ReadError> {
        match line.name.as_str() {
            "BEGIN" => self.begin(number, line.value.trim().to_ascii_uppercase()),
            "END" => {
                self.end(number, &line.value.trim().to_ascii_uppercase());
                Ok(())
            }
            _ => {
                if self.passes() {
                    line.write(&mut self.out, self.lenient.then_some(number));
                }
                Ok(())
            }
        }
    }

    fn begin(&mut self, number: usize, component: String) -> Result<(), ReadError> {
        if self.lenient {
            self.close_before(number, &component);
        }
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

    /// Closes what cannot hold a component that begins, where something further out can: its END is missing.
    fn close_before(&mut self, number: usize, component: &str) {
        let depth = match component {
            "VCALENDAR" => 0,
            _ if may_hold("VCALENDAR", component) => 1,
            _ => return,
        };
        let Some((name, true)) = self.open.get(depth..).and_then(<[_]>::last) else {
            return;
        };
        let why = format!("“END:{}” is missing before this line", short(name));
        self.note(number, why);
        self.close(depth);
    }

    /// Closes the innermost component of that name and what was left open within; an END of nothing is malformed.
    fn end(&mut self, number: usize, component: &str) {
        let Some(depth) = self.open.iter().rposition(|(name, _)| name == component) else {
            let why = format!("“END:{}” ends nothing", short(component));
            self.note(number, why);
            return;
        };
        if let Some((name, true)) = self.open.get(depth + 1..).and_then(<[_]>::last) {
            let why = format!("“END:{}” is missing before this line", short(name));
            self.note(number, why);
        }
        self.close(depth);
    }

    fn close(&mut self, depth: usize) {
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
