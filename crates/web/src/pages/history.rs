//! The audit trail as pages and files, whoever reads it: what is asked for, a page of lines, and how they read.

use crate::app::{App, blocking};
use crate::failure::Failure;
use crate::pages::deed::deed;
use crate::streamed::Streamed;
use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::{NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::Tz;
use marketday_accounts::{AuditFile, AuditForm};
use marketday_model::time::LONDON;
use marketday_render::pages::history::{HistoryChange, HistoryRow};
use marketday_render::{Link, when};
use marketday_store::audit_trail::{self, Filter, Line};
use serde::Deserialize;
use std::fmt::Write as _;
use std::str::FromStr;

/// How many lines a page holds.
const LINES: u32 = 50;

/// What is done for a reason, or from something, which the detail holds.
const REASONED: [&str; 5] = [
    "event.copy",
    "event.create",
    "event.cancel",
    "event.postpone",
    "booking.cancel",
];

/// What of the trail is asked for, as it stands in the address.
#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct Asked {
    /// `booking:…`: of this alone.
    pub(crate) of: Option<String>,
    /// By this person alone.
    pub(crate) by: Option<String>,
    /// Not older than this day.
    pub(crate) since: Option<String>,
    /// Older than this line.
    pub(crate) before: Option<String>,
}

/// The same, read.
#[derive(Debug)]
pub(crate) struct Part {
    /// The lines.
    pub(crate) filter: Filter,
    /// What narrows them, as it stands in an address, without the page.
    query: String,
}

/// What was typed, if it can be read; nothing for an empty field.
pub(crate) fn typed<T: FromStr>(text: Option<&String>) -> Result<Option<T>, T::Err> {
    let text = text.map(|text| text.trim());
    text.filter(|text| !text.is_empty())
        .map(str::parse)
        .transpose()
}

impl Asked {
    /// The part that is asked for of some lines; nothing is there where an id is none.
    pub(crate) fn read(&self, whole: Filter) -> Result<Part, Failure> {
        fn sure<T: FromStr>(text: Option<&String>) -> Result<Option<T>, Failure> {
            typed(text).map_err(|_| Failure::NotFound)
        }
        let since: Option<NaiveDate> = sure(self.since.as_ref())?;
        let midnight = |day: NaiveDate| {
            let at = LONDON.from_local_datetime(&day.and_time(NaiveTime::MIN));
            at.earliest().map(|at| at.to_utc())
        };
        let filter = Filter {
            subject: sure(self.of.as_ref())?,
            person: sure(self.by.as_ref())?,
            since: since.and_then(midnight),
            before: sure(self.before.as_ref())?,
            ..whole
        };
        let mut query = String::new();
        let narrowing = [
            ("of", filter.subject.map(|of| of.to_string())),
            ("by", filter.person.map(|by| by.to_string())),
            ("since", since.map(|day| day.to_string())),
        ];
        for (name, value) in narrowing {
            if let Some(value) = value {
                let _ = write!(query, "&{name}={value}");
            }
        }
        Ok(Part { filter, query })
    }
}

impl Part {
    /// An address that shows this part: of a page or a file.
    pub(crate) fn at(&self, path: &str) -> String {
        match self.query.strip_prefix('&') {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        }
    }
}

/// A page of lines, and where the older ones are.
#[derive(Debug)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    pub(crate) older_href: Option<String>,
}

/// Where a trail is read, and of what it is.
#[derive(Debug)]
pub(crate) struct Trail {
    /// Its address.
    pub(crate) path: String,
    /// In which zone its instants are told.
    pub(crate) zone: Tz,
    /// The kind of thing that it is the trail of, `event`; empty for the whole.
    pub(crate) of: &'static str,
}

impl Trail {
    /// A page of lines: one query.
    pub(crate) fn lines(&self, app: &App, part: &Part) -> Result<Lines, Failure> {
        let mut lines = app.read(|rx| audit_trail::list(rx, &part.filter, LINES + 1))?;
        let has_older = lines.len() > LINES as usize;
        lines.truncate(LINES as usize);
        let last = lines.last().filter(|_| has_older);
        let older_href = last.map(|last| format!("{}?before={}{}", self.path, last.id, part.query));
        Ok(Lines { lines, older_href })
    }

    /// The way back to everything, from a part.
    pub(crate) fn only(&self, part: &Part) -> Option<Link> {
        let text = "Only a part is shown. Show everything";
        (!part.query.is_empty()).then(|| Link::new(text, &self.path))
    }

    pub(crate) fn rows(&self, lines: Vec<Line>) -> Vec<HistoryRow> {
        lines.into_iter().map(|line| self.row(line)).collect()
    }

    /// A line as people read it.
    pub(crate) fn row(&self, line: Line) -> HistoryRow {
        let path = &self.path;
        let who = line.person.map(|person| {
            let name = line.name.unwrap_or_else(|| "Somebody erased".to_owned());
            Link::new(name, format!("{path}?by={person}"))
        });
        HistoryRow {
            when_text: when::moment(line.at, self.zone),
            what: deed(&line.action),
            subject: Link::new(
                self.noun(&line.subject),
                format!("{path}?of={}", line.subject),
            ),
            who,
            who_text: "The service",
            network: line.network,
            // A reason is said beside what changed; else the detail would only say the same once more.
            detail: if line.altered.is_empty() || REASONED.contains(&line.action.as_str()) {
                line.detail
            } else {
                String::new()
            },
            altered: line
                .altered
                .into_iter()
                .map(|change| HistoryChange {
                    what: change.what,
                    before: change.before,
                    after: change.after,
                })
                .collect(),
        }
    }

    /// "A booking"; "The event" in its own history.
    fn noun(&self, subject: &str) -> String {
        let kind = subject.split(':').next().unwrap_or_default();
        let (article, noun) = match kind {
            "event" => ("An", "event"),
            "booking" => ("A", "booking"),
            "registration" => ("A", "registration"),
            "organisation" => ("An", "organisation"),
            "person" => ("A", "person"),
            "passkey" => ("A", "passkey"),
            "nomination" => ("A", "question to join"),
            "complaint" => ("A", "complaint"),
            "provider-identity" => ("An", "account at a provider"),
            "email-change" => ("A", "change of address"),
            "code-request" => ("A", "request for a code"),
            _ => ("Something", "else"),
        };
        let article = if kind == self.of { "The" } else { article };
        format!("{article} {noun}")
    }
}

/// Lines as a file to save, a page of them in memory at a time.
pub(crate) async fn download(
    app: &App,
    form: AuditForm,
    filter: Filter,
    name: &str,
) -> Result<HttpResponse, Failure> {
    let (kind, ending) = match form {
        AuditForm::Csv => ("text/csv; charset=utf-8", "csv"),
        AuditForm::JsonLines => ("application/jsonl; charset=utf-8", "jsonl"),
    };
    let mut file = AuditFile::new(app.store.clone(), form, filter);
    // The first chunk is read before anything is sent, so that a database that is busy is still answered as such.
    let (first, rest) = blocking(move || {
        let first = file.next().transpose().map_err(|e| Failure::internal(&e))?;
        Ok((first.unwrap_or_default(), file))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{ending}\""),
        ))
        .body(Streamed::new(first, rest)))
}
