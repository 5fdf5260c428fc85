//! The audit trail as files that other programs read: CSV (RFC 4180) and JSON Lines.

use marketday_model::spreadsheet::csv_lines;
use marketday_store::audit_trail::{self, Filter, Line};
use marketday_store::{Store, StoreError};
use serde_json::json;
use std::io;

/// What stands in a file's columns, in order.
const COLUMNS: [&str; 9] = [
    "id", "at", "person", "name", "network", "action", "subject", "detail", "altered",
];

/// In what form a file of the audit trail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditForm {
    /// CSV with a line of names first, every cell quoted. What a spreadsheet would take for a formula begins with an
    /// apostrophe.
    Csv,
    /// A JSON object a line.
    JsonLines,
}

/// How many lines are read at a time.
const PAGE: u32 = 1000;

/// Why a file ended early.
#[derive(Debug, thiserror::Error)]
pub enum AuditFileError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A line could not be written as its form wants it.
    #[error(transparent)]
    Written(#[from] io::Error),
}

/// The lines that a filter finds as a file in UTF-8, newest first: chunks of a page of lines each, of which no more than
/// one is in memory. What is written meanwhile is not in it.
pub struct AuditFile {
    store: Store,
    form: AuditForm,
    /// What is still to be read; none at the end.
    rest: Option<Filter>,
    is_begun: bool,
}

impl AuditFile {
    /// The file, of which nothing is read yet.
    pub fn new(store: Store, form: AuditForm, filter: Filter) -> Self {
        Self {
            store,
            form,
            rest: Some(filter),
            is_begun: false,
        }
    }

    fn read(&mut self, filter: Filter) -> Result<Vec<u8>, AuditFileError> {
        let lines = self.store.read(|rx| audit_trail::list(rx, &filter, PAGE))?;
        if let Some(last) = lines.last().filter(|_| lines.len() == PAGE as usize) {
            let before = last.id.parse().map_err(|_| StoreError::Unreadable {
                table: "audit",
                value: last.id.clone(),
            })?;
            self.rest = Some(Filter {
                before: Some(before),
                ..filter
            });
        }
        let has_head = !std::mem::replace(&mut self.is_begun, true);
        Ok(match self.form {
            AuditForm::Csv => csv_file(&lines, has_head),
            AuditForm::JsonLines => json_lines(&lines)?,
        })
    }
}

impl Iterator for AuditFile {
    type Item = Result<Vec<u8>, AuditFileError>;

    /// The next chunk: one query. After an error there is nothing more.
    fn next(&mut self) -> Option<Self::Item> {
        let filter = self.rest.take()?;
        Some(self.read(filter))
    }
}

fn csv_file(lines: &[Line], has_head: bool) -> Vec<u8> {
    let head = has_head.then(|| COLUMNS.map(str::to_owned));
    csv_lines(head.into_iter().chain(lines.iter().map(cells))).into_bytes()
}

fn json_lines(lines: &[Line]) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    for line in lines {
        let object = json!({
            "id": line.id,
            "at": line.at.to_rfc3339(),
            "person": line.person.map(|id| id.to_string()),
            "name": line.name,
            "network": line.network,
            "action": line.action,
            "subject": line.subject,
            "detail": line.detail,
            "altered": line.altered,
        });
        serde_json::to_writer(&mut file, &object)?;
        file.push(b'\n');
    }
    Ok(file)
}

fn cells(line: &Line) -> [String; 9] {
    let altered = if line.altered.is_empty() {
        String::new()
    } else {
        json!(line.altered).to_string()
    };
    [
        line.id.clone(),
        line.at.to_rfc3339(),
        line.person.map_or_else(String::new, |id| id.to_string()),
        line.name.clone().unwrap_or_default(),
        line.network.clone().unwrap_or_default(),
        line.action.clone(),
        line.subject.clone(),
        line.detail.clone(),
        altered,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use marketday_store::audit::Altered;

    fn line(detail: &str) -> Line {
        Line {
            id: "1".into(),
            at: chrono::DateTime::from_timestamp(1_800_000_000, 0).expect("an instant"),
            person: None,
            name: Some("Ann \"A\" Lee".into()),
            network: None,
            action: "event.change".into(),
            subject: "event:1".into(),
            detail: detail.into(),
            altered: Altered::list([("Title", "a,b".into(), "c\nd".into())]),
        }
    }

    fn text(file: io::Result<Vec<u8>>) -> String {
        String::from_utf8(file.expect("a file in memory")).expect("text")
    }

    fn csv_of(lines: &[Line], has_head: bool) -> String {
        text(Ok(csv_file(lines, has_head)))
    }

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_doubled() {
        for detail in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let file = csv_of(&[line(detail)], false);
            assert!(file.contains(&format!(",\"'{detail}\",")), "{file}");
        }
        let file = csv_of(&[line("plain")], true);
        assert_eq!(
            file,
            "\"id\",\"at\",\"person\",\"name\",\"network\",\"action\",\"subject\",\"detail\",\"altered\"\r\n\
             \"1\",\"2027-01-15T08:00:00+00:00\",\"\",\"Ann \"\"A\"\" Lee\",\"\",\"event.change\",\"event:1\",\"plain\",\
             \"[{\"\"after\"\":\"\"c\\nd\"\",\"\"before\"\":\"\"a,b\"\",\"\"what\"\":\"\"Title\"\"}]\"\r\n"
        );
    }

    #[test]
    fn json_lines_hold_an_object_a_line_whatever_is_in_it() {
        let file = text(json_lines(&[line("one\ntwo"), line("=x")]));
        let lines: Vec<serde_json::Value> = file
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object"))
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["detail"], "one\ntwo");
        assert_eq!(lines[1]["altered"][0]["before"], "a,b");
    }
}
