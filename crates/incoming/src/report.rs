//! The fields of a report: groups of `Name: value` with an empty line between (RFC 3464, section 2.1; RFC 5965).

/// The most fields of one report that are looked at.
const MAX_FIELDS: usize = 1_000;

/// One group of fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field.
    pub(crate) fn value<'f>(&'f self, name: &'f str) -> Option<&'f str> {
        self.values(name).next()
    }

    /// Every value of a field, in its order.
    pub(crate) fn values<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let fields = self.0.iter();
        fields
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// The groups of a report, each with at least one field. Folds are undone; what is no field is left out.
pub(crate) fn fields(text: &str) -> Vec<Fields> {
    let mut groups = vec![Fields::default()];
    for line in text.lines().take(MAX_FIELDS) {
        let Some(group) = groups.last_mut() else {
            break;
        };
        if line.trim().is_empty() {
            if !group.0.is_empty() {
                groups.push(Fields::default());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.0.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group
                .0
                .push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    groups.retain(|group| !group.0.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_end_at_an_empty_line_and_folds_are_undone() {
        let groups = fields(
            "Reporting-MTA: dns; a.example\r\n\r\n\r\nAction: failed\r\nDiagnostic-Code: smtp; 550\r\n no such\r\n\tuser\r\n\r\n",
        );
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].value("reporting-mta"), Some("dns; a.example"));
        assert_eq!(
            groups[1].value("Diagnostic-Code"),
            Some("smtp; 550 no such user")
        );
        assert_eq!(groups[1].value("Status"), None);
    }
}
