//! A letter in the `relaxed` form, over which signatures are made (RFC 6376, sections 3.4.2 and 3.4.4).

/// The header fields of a letter, each with its folds and without its last line end; and the body.
pub(super) fn split(letter: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let end = letter
        .windows(4)
        .position(|octets| octets == b"\r\n\r\n")
        .unwrap_or(letter.len());
    let (head, body) = letter.split_at(end);
    let mut fields = Vec::new();
    let mut begin = 0;
    for at in 0..head.len() {
        let ends_here = head[at..].starts_with(b"\r\n")
            && head
                .get(at + 2)
                .is_some_and(|next| !matches!(next, b' ' | b'\t'));
        if ends_here {
            fields.push(&head[begin..at]);
            begin = at + 2;
        }
    }
    fields.push(&head[begin..]);
    (fields, body.get(4..).unwrap_or_default())
}

/// A header field: its name in lower case, its folds undone, runs of white space as one space. Without a line end.
pub(super) fn header(field: &[u8]) -> Vec<u8> {
    let colon = field.iter().position(|octet| *octet == b':');
    let (name, value) = field.split_at(colon.unwrap_or(field.len()));
    let mut relaxed = name.trim_ascii().to_ascii_lowercase();
    relaxed.push(b':');
    relaxed.extend(single_spaced(
        value.get(1..).unwrap_or_default().trim_ascii(),
    ));
    relaxed
}

/// The body: no white space at ends of lines, one space for each other run of it, no empty lines at the end.
pub(super) fn body(content: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(content.len());
    let mut empty = 0;
    for line in content.split(|octet| *octet == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = single_spaced(line.trim_ascii_end());
        if line.is_empty() {
            empty += 1;
            continue;
        }
        for _ in 0..empty {
            relaxed.extend(b"\r\n");
        }
        empty = 0;
        relaxed.extend(line);
        relaxed.extend(b"\r\n");
    }
    relaxed
}

/// Runs of white space as one space each.
fn single_spaced(text: &[u8]) -> Vec<u8> {
    let mut spaced = Vec::with_capacity(text.len());
    for octet in text {
        if !matches!(octet, b' ' | b'\t' | b'\r' | b'\n') {
            spaced.push(*octet);
        } else if spaced.last() != Some(&b' ') {
            spaced.push(b' ');
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6376, section 3.4.5.
    #[test]
    fn the_example_of_the_standard_becomes_what_it_says() {
        let letter = b"A: X \r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let (fields, content) = split(letter);
        let headers: Vec<Vec<u8>> = fields.into_iter().map(header).collect();
        assert_eq!(headers, [b"a:X".to_vec(), b"b:Y Z".to_vec()]);
        assert_eq!(body(content), b" C\r\nD E\r\n");
    }

    #[test]
    fn a_letter_without_a_body_has_nothing_to_hash() {
        assert_eq!(split(b"A: X\r\n\r\n"), (vec![&b"A: X"[..]], &b""[..]));
        assert_eq!(body(b"\r\n\r\n"), b"");
    }
}
