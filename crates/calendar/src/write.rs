//! Content lines (RFC 5545 section 3.1): escape, encode, fold.
//!
//! Everything that leaves this crate passes through [`Lines`]. To write a new kind of value, add a method here that
//! makes it safe; no caller puts a value together by hand unless it is made of digits and fixed words.

/// The most octets of a physical line, without its CRLF.
const LINE_OCTETS: usize = 75;

/// The most blanks in a row: a longer run could only be folded right after a blank, which some readers then lose.
const BLANKS_IN_A_ROW: usize = 8;

/// Text as a calendar can carry it: line breaks become `\n`, tabs become spaces, other control characters go, runs of
/// more than eight blanks are cut to eight, and blanks at both ends go. Cleaning clean text changes nothing.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blanks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                '\n'
            }
            // Some readers end a line at these too.
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            c if c.is_control() && c != '\n' => continue,
            c => c,
        };
        blanks = if c != '\n' && c.is_whitespace() {
            blanks + 1
        } else {
            0
        };
        if blanks <= BLANKS_IN_A_ROW {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// A growing calendar object: folded content lines, each ended by CRLF.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    out: String,
}

impl Lines {
    /// Opens a component.
    pub(crate) fn begin(&mut self, component: &str) {
        self.line("BEGIN", component);
    }

    /// Closes a component.
    pub(crate) fn end(&mut self, component: &str) {
        self.line("END", component);
    }

    /// Writes a value made of digits and fixed words only.
    pub(crate) fn line(&mut self, name: &str, value: &str) {
        self.with(name, &[], value);
    }

    /// Writes a line with parameters, their values encoded by RFC 6868; `value` must be safe already.
    pub(crate) fn with(&mut self, name: &str, parameters: &[(&str, &str)], value: &str) {
        let mut line = String::from(name);
        for (key, value) in parameters {
            line.push(';');
            line.push_str(key);
            line.push('=');
            push_parameter(&mut line, value);
        }
        line.push(':');
        line.push_str(value);
        fold_onto(&mut self.out, &line);
    }

    /// Writes text (RFC 5545 section 3.3.11), or nothing where none is left once cleaned.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        let text = escape(&clean(text));
        if !text.is_empty() {
            self.line(name, &text);
        }
    }

    /// Writes a comma-separated list of texts, or nothing where all are blank.
    pub(crate) fn texts(&mut self, name: &str, texts: &[String]) {
        let texts: Vec<String> = texts
            .iter()
            .map(|text| escape(&clean(text)))
            .filter(|text| !text.is_empty())
            .collect();
        if !texts.is_empty() {
            self.line(name, &texts.join(","));
        }
    }

    /// Writes an address of the web, or nothing where it is blank. What no URI may hold is percent-encoded.
    pub(crate) fn uri(&mut self, name: &str, uri: &str) {
        let uri = percent_encode(uri.trim(), "");
        if !uri.is_empty() {
            self.line(name, &uri);
        }
    }

    /// The octets written so far.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }
}

/// A `mailto:` address for ORGANIZER and ATTENDEE (RFC 6068).
pub(crate) fn mailto(email: &str) -> String {
    format!("mailto:{}", percent_encode(email.trim(), "%?#"))
}

fn percent_encode(text: &str, also: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c) && !also.contains(c) {
            out.push(c);
        } else {
            let mut octets = [0; 4];
            for octet in c.encode_utf8(&mut octets).bytes() {
                out.push('%');
                out.push(hex(octet >> 4));
                out.push(hex(octet & 15));
            }
        }
    }
    out
}

fn hex(nibble: u8) -> char {
    char::from(if nibble < 10 {
        b'0' + nibble
    } else {
        b'A' + nibble - 10
    })
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// RFC 6868: `^` as `^^`, a quote as `^'`, a line break as `^n`; quoted unless it is a plain word.
fn push_parameter(line: &mut String, value: &str) {
    let value = clean(value);
    let plain = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-/_+.".contains(c));
    if plain {
        line.push_str(&value);
        return;
    }
    line.push('"');
    for c in value.chars() {
        match c {
            '^' => line.push_str("^^"),
            '"' => line.push_str("^'"),
            '\n' => line.push_str("^n"),
            c => line.push(c),
        }
    }
    line.push('"');
}

fn fold_onto(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = LINE_OCTETS;
    while rest.len() > room {
        let (head, tail) = rest.split_at(fold_at(rest, room));
        out.push_str(head);
        out.push_str("\r\n ");
        rest = tail;
        // The space that marks a continuation counts too.
        room = LINE_OCTETS - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

/// The last place within `room` octets that splits no character and no escape, and follows no blank.
fn fold_at(line: &str, room: usize) -> usize {
    let whole = |at: &usize| line.is_char_boundary(*at);
    (1..=room)
        .rev()
        .filter(whole)
        .find(|at| splits_nothing(&line[..*at]))
        .unwrap_or_else(|| line.floor_char_boundary(room))
}

fn splits_nothing(head: &str) -> bool {
    let in_escape = |mark: char| head.chars().rev().take_while(|c| *c == mark).count() % 2 == 1;
    !head.ends_with(char::is_whitespace) && !in_escape('\\') && !in_escape('^')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl FnOnce(&mut Lines)) -> String {
        let mut lines = Lines::default();
        write(&mut lines);
        lines.out
    }

    #[test]
    fn a_title_with_a_line_break_and_a_property_stays_a_title() {
        let line =
            written(|lines| lines.text("SUMMARY", "Pitches\r\nATTENDEE:mailto:eve@example.org"));
        assert_eq!(
            line,
            "SUMMARY:Pitches\\nATTENDEE:mailto:eve@example.org\r\n"
        );
    }

    #[test]
    fn text_escapes_exactly_four_things() {
        let line = written(|lines| lines.text("SUMMARY", "a\\b; c, d: \"e\"\nf\u{0}\u{7f}g\th"));
        assert_eq!(line, "SUMMARY:a\\\\b\\; c\\, d: \"e\"\\nfg h\r\n");
    }

    #[test]
    fn blank_text_writes_no_line() {
        assert_eq!(written(|lines| lines.text("LOCATION", " \r\n\u{1}")), "");
        assert_eq!(
            written(|lines| lines.texts("CATEGORIES", &[" ".to_owned()])),
            ""
        );
    }

    #[test]
    fn a_list_separates_by_commas_and_escapes_those_within() {
        let list = [
            "Waste, water".to_owned(),
            String::new(),
            "Housing".to_owned(),
        ];
        assert_eq!(
            written(|lines| lines.texts("CATEGORIES", &list)),
            "CATEGORIES:Waste\\, water,Housing\r\n"
        );
    }

    #[test]
    fn a_name_that_no_parameter_may_hold_is_encoded() {
        let line = written(|lines| {
            lines.with(
                "ATTENDEE",
                &[("CN", "Zoë \"Zed\" ^ O'Neil; a:b,\nc")],
                "mailto:z@a.example",
            );
        });
        assert_eq!(
            line,
            "ATTENDEE;CN=\"Zoë ^'Zed^' ^^ O'Neil; a:b,^nc\":mailto:z@a.example\r\n"
        );
    }

    #[test]
    fn an_address_holds_no_blank_or_line_break() {
        let line = written(|lines| lines.uri("URL", "https://a.example/b c\r\nX:é?d=1%20"));
        assert_eq!(line, "URL:https://a.example/b%20c%0D%0AX:%C3%A9?d=1%20\r\n");
        assert_eq!(mailto("a+b%c@d.example"), "mailto:a+b%25c@d.example");
    }

    #[test]
    fn a_long_line_of_emoji_is_folded_between_characters() {
        let line = written(|lines| lines.text("SUMMARY", &"🧡".repeat(20)));
        assert_eq!(
            line,
            format!("SUMMARY:{}\r\n {}\r\n", "🧡".repeat(16), "🧡".repeat(4))
        );
    }

    #[test]
    fn a_fold_moves_back_from_a_blank_and_from_an_escape() {
        let before_blank = format!("SUMMARY:{}", "x".repeat(65));
        let line = written(|lines| lines.text("SUMMARY", &format!("{}  yy", "x".repeat(65))));
        assert_eq!(line, format!("{before_blank}\r\n   yy\r\n"));
        let line = written(|lines| lines.text("SUMMARY", &format!("{},yy", "x".repeat(66))));
        assert_eq!(line, format!("{before_blank}x\r\n \\,yy\r\n"));
    }

    proptest! {
        #[test]
        fn any_text_folds_within_the_limits_and_unfolds_to_itself(text in "(\\PC|[ \\t\\r\\n\\\\;,^\u{1}\u{3000}🧡]){0,200}") {
            let out = written(|lines| lines.text("SUMMARY", &text));
            let cleaned = clean(&text);
            prop_assert_eq!(&clean(&cleaned), &cleaned);
            prop_assume!(!cleaned.is_empty());
            let body = out.strip_suffix("\r\n").expect("the last line ends in CRLF");
            for line in body.split("\r\n") {
                prop_assert!(line.len() <= 75);
                prop_assert!(!line.ends_with(char::is_whitespace));
                prop_assert!(!line.contains(['\r', '\n']));
                prop_assert_eq!(line.chars().rev().take_while(|c| *c == '\\').count() % 2, 0);
            }
            let unfolded = body.replace("\r\n ", "");
            prop_assert_eq!(unfolded, format!("SUMMARY:{}", escape(&cleaned)));
        }
    }
}
