//! All slides of an event as one ZIP in the order in which they run, with what they say in words.

use crate::download::failed;
use crate::failure::Failure;
use marketday_files::{FileError, Files};
use marketday_model::spreadsheet::csv_lines;
use marketday_model::text::safe_in_file_names;
use marketday_model::{Booking, Event, Slides, SlidesText};
use marketday_render::when;
use marketday_store::releases::ReleasedSlot;
use std::fs::File;
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What stands in the columns of the list of contents, in order.
const COLUMNS: [&str; 8] = [
    "number",
    "start",
    "stage",
    "company",
    "title",
    "file",
    "sent",
    "text summary",
];

/// A pitch, with what was sent of it.
pub(super) struct Entry<'a> {
    pub(super) slot: &'a ReleasedSlot,
    pub(super) booking: &'a Booking,
    pub(super) version: Option<&'a Slides>,
    pub(super) text: Option<&'a SlidesText>,
}

impl Entry<'_> {
    /// `01 Main Hall 09.30 Careloop - Falls that do not happen.pdf`: the number keeps the order, and keeps names apart.
    fn name(&self, event: &Event, (number, width): (usize, usize), version: &Slides) -> String {
        let starts_at = self.slot.slot.times.starts_at;
        let time = when::time_value(starts_at, event.zone).replace(':', ".");
        let time = if event.days().are_several() {
            format!("{} {time}", when::date_value(starts_at, event.zone))
        } else {
            time
        };
        let stage = safe_in_file_names(&self.slot.stage_name, 30);
        let company = safe_in_file_names(&self.booking.company_name, 50);
        let title = safe_in_file_names(&self.booking.pitch.title, 60);
        format!(
            "{number:0width$} {stage} {time} {company} - {title}.{}",
            version.kind.ending()
        )
    }
}

/// The ZIP, in a file without a name that is gone when it was read.
pub(super) fn zipped(files: &Files, event: &Event, entries: &[Entry<'_>]) -> Result<File, Failure> {
    let internal = |error: io::Error| Failure::internal(&error);
    let file = tempfile::tempfile().map_err(internal)?;
    let mut archive = ZipWriter::new(file);
    let width = entries.len().to_string().len().max(2);
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    for (index, entry) in entries.iter().enumerate() {
        let number = index + 1;
        let mut name = String::new();
        if let Some(version) = entry.version {
            name = entry.name(event, (number, width), version);
            if !put(&mut archive, files, &name, version)? {
                "missing: ask the company to send it again".clone_into(&mut name);
            }
        }
        rows.push(cells(event, entry, number, name));
    }
    let options = SimpleFileOptions::default();
    let contents = archive
        .start_file("contents.csv", options)
        .map_err(|error| Failure::internal(&error));
    contents?;
    // Without the mark some spreadsheets take it for another alphabet.
    archive
        .write_all("\u{feff}".as_bytes())
        .and_then(|()| archive.write_all(csv_lines(rows).as_bytes()))
        .map_err(internal)?;
    let mut file = archive
        .finish()
        .map_err(|error| Failure::internal(&error))?;
    file.rewind().map_err(internal)?;
    Ok(file)
}

/// Adds a file as it is: slides are packed already. Says whether it was there.
fn put(
    archive: &mut ZipWriter<File>,
    files: &Files,
    name: &str,
    version: &Slides,
) -> Result<bool, Failure> {
    let mut content = match files.get(version.id.into()) {
        Ok(content) => content,
        Err(FileError::Missing) => {
            tracing::error!(slides = %version.id, "a file is not where it should be");
            return Ok(false);
        }
        Err(error) => return Err(failed(&error)),
    };
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive
        .start_file(name, options)
        .map_err(|error| Failure::internal(&error))?;
    io::copy(&mut content, archive).map_err(|error| Failure::internal(&error))?;
    Ok(true)
}

fn cells(event: &Event, entry: &Entry<'_>, number: usize, name: String) -> [String; 8] {
    let local = |at| {
        let day = when::date_value(at, event.zone);
        format!("{day} {}", when::time_value(at, event.zone))
    };
    let sent = entry.version.map(|version| local(version.uploaded_at));
    let summary = entry.text.map(|text| text.summary.clone());
    [
        number.to_string(),
        local(entry.slot.slot.times.starts_at),
        entry.slot.stage_name.clone(),
        entry.booking.company_name.clone(),
        entry.booking.pitch.title.clone(),
        name,
        sent.unwrap_or_default(),
        summary.unwrap_or_default(),
    ]
}
