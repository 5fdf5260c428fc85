//! Reading a list of authorities: columns are found by name, and every error is told with its line and column.

use chrono::NaiveDate;
use csv::{ByteRecord, ReaderBuilder};
use marketday_model::organisation::identity;
use marketday_model::{AuthorityType, Line, Nation, Region};
use std::collections::HashMap;
use std::fmt;

/// What a file says in a column that it may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<T> {
    /// It has no such column: what is known stays.
    Nothing,
    /// It has it, and there is this or nothing.
    Value(Option<T>),
}

impl<T> Said<T> {
    /// What holds from now on, after `before`.
    pub(super) fn after(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Nothing => before,
            Self::Value(value) => value,
        }
    }
}

/// What a file says of one authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The line that says it.
    pub line: u64,
    /// Its code, in capitals.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its GSS code.
    pub gss: Option<String>,
    /// Its region; none only for one that has ended.
    pub region: Option<Region>,
    /// What kind of council it is.
    pub kind: AuthorityType,
    /// Where in the United Kingdom.
    pub nation: Nation,
    /// Its first day; the outer `None` where the file has no such column.
    pub starts_on: Said<NaiveDate>,
    /// Its last day; the outer `None` where the file has no such column.
    pub ends_on: Said<NaiveDate>,
    /// The codes of those who take over; `None` where the file has no such column.
    pub successors: Option<Vec<String>>,
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileError {
    /// The line, counted from 1.
    pub line: u64,
    /// The column, counted from 1, with the name that the file gives it.
    pub column: Option<(usize, String)>,
    /// What is wrong, and the way out.
    pub message: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some((number, name)) = &self.column {
            write!(f, ", column {number} ({name})")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// The columns that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Code,
    Name,
    Gss,
    Type,
    Nation,
    Region,
    StartsOn,
    EndsOn,
    Successor,
}

impl Column {
    const ALL: [Self; 9] = [
        Self::Code,
        Self::Name,
        Self::Gss,
        Self::Type,
        Self::Nation,
        Self::Region,
        Self::StartsOn,
        Self::EndsOn,
        Self::Successor,
    ];

    /// The names that lists give it; of several that a file has, the first of these is read.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["code", "local-authority-code"],
            Self::Name => &["name", "official-name"],
            Self::Gss => &["gss", "gss-code"],
            Self::Type => &["type", "local-authority-type-name"],
            Self::Nation => &["nation"],
            Self::Region => &["region"],
            Self::StartsOn => &["start-date"],
            Self::EndsOn => &["end-date"],
            Self::Successor => &["replaced-by", "successor"],
        }
    }

    const fn is_required(self) -> bool {
        !matches!(self, Self::StartsOn | Self::EndsOn | Self::Successor)
    }
}

/// Where the columns are.
pub(super) struct Columns {
    header: Vec<String>,
    places: HashMap<Column, usize>,
}

impl Columns {
    fn find(header: &ByteRecord, errors: &mut Vec<FileError>) -> Self {
        let header: Vec<String> = header
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim().to_owned())
            .collect();
        let plain: Vec<String> = header
            .iter()
            .map(|name| name.to_lowercase().replace(['_', ' '], "-"))
            .collect();
        let mut places = HashMap::new();
        for column in Column::ALL {
            let place = column
                .names()
                .iter()
                .find_map(|name| plain.iter().position(|found| found == name));
            match place {
                Some(place) => {
                    places.insert(column, place);
                }
                None if column.is_required() => errors.push(FileError {
                    line: 1,
                    column: None,
                    message: format!("there is no column {}", column.names().join(" or ")),
                }),
                None => {}
            }
        }
        Self { header, places }
    }

    /// An error at a column of a line.
    pub(super) fn error(&self, line: u64, column: Column, message: String) -> FileError {
        let place = self.places.get(&column);
        FileError {
            line,
            column: place.map(|place| (place + 1, self.header[*place].clone())),
            message,
        }
    }
}

/// One line, and what is wrong with it.
struct Row<'a> {
    columns: &'a Columns,
    record: &'a ByteRecord,
    line: u64,
    errors: &'a mut Vec<FileError>,
}

impl Row<'_> {
    fn wrong(&mut self, column: Column, message: impl Into<String>) {
        let error = self.columns.error(self.line, column, message.into());
        self.errors.push(error);
    }

    /// The text of a column, trimmed; none where the file has no such column.
    fn text(&mut self, column: Column) -> Option<String> {
        let place = *self.columns.places.get(&column)?;
        let bytes = self.record.get(place).unwrap_or_default();
        if let Ok(text) = std::str::from_utf8(bytes) {
            Some(text.trim().to_owned())
        } else {
            self.wrong(column, "is not UTF-8: save the file as UTF-8");
            Some(String::new())
        }
    }

    fn read<T>(
        &mut self,
        column: Column,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let before = self.errors.len();
        let text = self.text(column)?;
        let value = read(&text);
        if value.is_none() && self.errors.len() == before {
            let found = if text.is_empty() {
                "is empty".to_owned()
            } else {
                format!("“{text}” cannot be read")
            };
            self.wrong(column, format!("{found}: write {what}"));
        }
        value
    }

    fn date(&mut self, column: Column) -> Said<NaiveDate> {
        let Some(text) = self.text(column) else {
            return Said::Nothing;
        };
        if text.is_empty() {
            return Said::Value(None);
        }
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        if date.is_none() {
            let message = format!("“{text}” is not a date: write it like 2027-03-31");
            self.wrong(column, message);
        }
        Said::Value(date)
    }

    fn listed(&mut self) -> Option<Listed> {
        let code = self.read(
            Column::Code,
            "a code of up to 10 letters and digits",
            is_code,
        );
        let name = self.read(Column::Name, "a name of up to 160 characters", |text| {
            text.parse::<Line<160>>().ok().map(|name| name.to_string())
        });
        let gss = self.read(
            Column::Gss,
            "a GSS code like E07000223, or nothing",
            |text| match text {
                "" => Some(None),
                _ => is_gss(text).then(|| Some(text.to_uppercase())),
            },
        );
        let kind = self.read(Column::Type, &types(), AuthorityType::by_name);
        let nation = self.read(
            Column::Nation,
            "England, Scotland, Wales or Northern Ireland",
            Nation::by_name,
        );
        let starts_on = self.date(Column::StartsOn);
        let ends_on = self.date(Column::EndsOn);
        let has_ended = matches!(ends_on, Said::Value(Some(_)));
        let region = self.read(
            Column::Region,
            "the name of one of the 12 regions",
            |text| match text {
                "" if has_ended => Some(None),
                _ => Region::by_name(text).map(Some),
            },
        );
        let successors = self.text(Column::Successor).map(|text| {
            text.split([',', ';', '/', ' '])
                .filter(|code| !code.is_empty())
                .map(str::to_uppercase)
                .collect::<Vec<_>>()
        });
        if let (Said::Value(Some(first)), Said::Value(Some(last))) = (starts_on, ends_on)
            && last < first
        {
            self.wrong(Column::EndsOn, "lies before the first day");
        }
        let names_one = successors.as_ref().is_some_and(|codes| !codes.is_empty());
        if names_one && ends_on == Said::Value(None) {
            self.wrong(
                Column::EndsOn,
                "is empty, and somebody takes over: write the last day, or nobody",
            );
        }
        Some(Listed {
            line: self.line,
            code: code?,
            name: name?,
            gss: gss?,
            region: region?,
            kind: kind?,
            nation: nation?,
            starts_on,
            ends_on,
            successors,
        })
    }
}

fn is_code(text: &str) -> Option<String> {
    let is_good = (1..=10).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_good.then(|| text.to_uppercase())
}

fn is_gss(text: &str) -> bool {
    text.len() == 9
        && text.as_bytes()[0].is_ascii_alphabetic()
        && text.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

fn types() -> String {
    let names: Vec<&str> = AuthorityType::ALL.iter().map(|kind| kind.name()).collect();
    format!("one of {}", names.join(", "))
}

/// Everything that a file says, with where its columns are; or everything that is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Listed>, Columns), Vec<FileError>> {
    let mut errors = Vec::new();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut next = |record: &mut ByteRecord| {
        // Nothing but the bytes of a slice is read, and any width is taken: there is nothing that can fail.
        let is_there = reader.read_byte_record(record).unwrap_or(false);
        is_there.then(|| record.position().map_or(0, csv::Position::line))
    };
    if next(&mut record).is_none() {
        return Err(vec![FileError {
            line: 1,
            column: None,
            message: "the file is empty: its first line names the columns".into(),
        }]);
    }
    let columns = Columns::find(&record, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut listed = Vec::new();
    while let Some(line) = next(&mut record) {
        let (found, expected) = (record.len(), columns.header.len());
        if found != expected {
            errors.push(FileError {
                line,
                column: None,
                message: format!("has {found} columns, and the first line names {expected}"),
            });
            continue;
        }
        let mut row = Row {
            columns: &columns,
            record: &record,
            line,
            errors: &mut errors,
        };
        listed.extend(row.listed());
    }
    if listed.is_empty() && errors.is_empty() {
        errors.push(FileError {
            line: 1,
            column: None,
            message: "no authority follows the names of the columns".into(),
        });
    }
    errors.extend(twice(&listed, &columns));
    if errors.is_empty() {
        Ok((listed, columns))
    } else {
        errors.sort();
        Err(errors)
    }
}

/// What stands in two lines and may stand in one only.
fn twice(listed: &[Listed], columns: &Columns) -> Vec<FileError> {
    let mut errors = Vec::new();
    let mut look = |column: Column, key: &dyn Fn(&Listed) -> Option<String>| {
        let mut seen: HashMap<String, u64> = HashMap::new();
        for authority in listed {
            let Some(key) = key(authority) else { continue };
            if let Some(first) = seen.get(&key) {
                let message = format!("stands in line {first} too");
                errors.push(columns.error(authority.line, column, message));
            } else {
                seen.insert(key, authority.line);
            }
        }
    };
    look(Column::Code, &|listed| Some(listed.code.clone()));
    look(Column::Gss, &|listed| listed.gss.clone());
    look(Column::Name, &|listed| Some(identity(&listed.name, None)));
    errors
}
