//! Markdown as plain text, since a calendar shows its marks as they are.

/// The text of `markdown` without its marks: no HTML, links as "text (address)", list items behind a hyphen.
pub(super) fn plain_text(markdown: &str) -> String {
    let lines: Vec<String> = markdown.lines().map(plain_line).collect();
    lines.join("\n").trim().to_owned()
}

fn plain_line(line: &str) -> String {
    let line = line.trim();
    let line = line.trim_start_matches(['#', '>']).trim_start();
    for bullet in ["* ", "- ", "+ "] {
        if let Some(item) = line.strip_prefix(bullet) {
            return format!("- {}", inline(item));
        }
    }
    inline(line)
}

/// One line without the marks inside it.
fn inline(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let before = plain.chars().next_back();
        let (kept, length) = match c {
            '[' => link(rest).unwrap_or_else(|| ("[".to_owned(), 1)),
            '!' if rest.starts_with("![") => (String::new(), 1),
            '<' => tag(rest).unwrap_or_else(|| ("<".to_owned(), 1)),
            '&' => entity(rest),
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                (rest[1..2].to_owned(), 2)
            }
            '*' | '`' => (String::new(), 1),
            '_' if is_mark(before, &rest[1..]) => (String::new(), 1),
            c => (c.to_string(), c.len_utf8()),
        };
        plain.push_str(&kept);
        rest = &rest[length..];
    }
    plain
}

/// `[text](address)`, as text and as the length of what it was made of.
fn link(rest: &str) -> Option<(String, usize)> {
    let (text, behind) = rest[1..].split_once("](")?;
    let (address, _) = behind.split_once(')')?;
    if text.contains(['[', ']']) || address.contains('(') {
        return None;
    }
    let length = 1 + text.len() + 2 + address.len() + 1;
    let address = address.split_whitespace().next().unwrap_or_default();
    let text = inline(text);
    Some(if text == address || address.is_empty() {
        (text, length)
    } else {
        (format!("{text} ({address})"), length)
    })
}

/// `<b>` is left out, `<https://…>` becomes its address.
fn tag(rest: &str) -> Option<(String, usize)> {
    let (inside, _) = rest[1..].split_once('>')?;
    let length = inside.len() + 2;
    if inside.starts_with("https://") || inside.starts_with("http://") {
        return Some((inside.to_owned(), length));
    }
    let name = inside.strip_prefix('/').unwrap_or(inside);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
        .then(|| (String::new(), length))
}

fn entity(rest: &str) -> (String, usize) {
    let known = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&nbsp;", " "),
    ];
    known
        .iter()
        .find(|(name, _)| rest.starts_with(name))
        .map_or(("&".to_owned(), 1), |(name, text)| {
            ((*text).to_owned(), name.len())
        })
}

/// Whether an underscore stands at the edge of a word: then it marks, else it is part of a name.
fn is_mark(before: Option<char>, after: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !is_word(before) || !is_word(after.chars().next())
}

/// At most `most` characters, cut between words, with an ellipsis where something is missing.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let whole = cut
        .rsplit_once(char::is_whitespace)
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!(
        "{}…",
        whole.trim_end_matches(|c: char| c.is_whitespace() || c == ',')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_markdown_are_left_out() {
        let text = "# Care\n\nA day about **care** and *falls*, `fall_sensor`s too.\n\n* one\n- _two_\n> quoted";
        assert_eq!(
            plain_text(text),
            "Care\n\nA day about care and falls, fall_sensors too.\n\n- one\n- two\nquoted"
        );
    }

    #[test]
    fn links_keep_their_addresses() {
        assert_eq!(
            plain_text(
                "See [the **plan**](https://a.example/x \"t\"), <https://b.example> and ![map](m.png)"
            ),
            "See the plan (https://a.example/x), https://b.example and map (m.png)"
        );
        assert_eq!(
            plain_text("[not a link] and [half](open"),
            "[not a link] and [half](open"
        );
    }

    #[test]
    fn html_is_left_out_and_signs_stay_signs() {
        assert_eq!(
            plain_text("<b>Bring</b> &lt;5 kg, 3 < 4 &amp; \\*stars\\*"),
            "Bring <5 kg, 3 < 4 & *stars*"
        );
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(shortened("one two, three", 10), "one two…");
        assert_eq!(shortened("one two", 7), "one two");
        assert_eq!(shortened("éééé", 3), "ééé…");
    }
}
