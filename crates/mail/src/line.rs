//! One line of text out of anything that a person or a server has written.

/// Makes one line of `text`, at most `limit` characters long.
///
/// Line breaks, control characters and runs of spaces become one space; marks that turn the direction of writing go;
/// `=?`, which begins an encoded word (RFC 2047) and could hide a line break in one, is broken up.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line: String = words
        .join(" ")
        .chars()
        .filter(|c| !turns_direction(*c))
        .collect();
    let line = line.replace("=?", "= ?");
    if line.chars().count() <= limit {
        return line;
    }
    let kept: String = line.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn line_breaks_become_one_space() {
        let text = "Hello\r\nBcc: everyone@example.org\u{2028}\tthere";
        assert_eq!(one_line(text, 100), "Hello Bcc: everyone@example.org there");
    }

    #[test]
    fn an_encoded_word_typed_by_a_person_is_not_one_any_more() {
        assert_eq!(one_line("=?utf-8?q?a=0Ab?=", 100), "= ?utf-8?q?a=0Ab?=");
    }

    #[test]
    fn a_long_line_is_cut_with_an_ellipsis() {
        assert_eq!(one_line("Ünlimited words", 10), "Ünlimited…");
    }

    #[test]
    fn writing_cannot_be_turned_around() {
        assert_eq!(one_line("a\u{202E}b\u{2066}c", 100), "abc");
    }
}
