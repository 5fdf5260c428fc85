//! What a file is, by what is in it: never by its name.

use marketday_model::SlidesKind;
use std::io::{self, Read, Seek, SeekFrom};
use zip::ZipArchive;

/// How many members a presentation may have.
const MEMBERS: usize = 10_000;

/// The most that its list of members may weigh: it is read as a whole.
const DIRECTORY: u32 = 4 * 1024 * 1024;

/// The most that its members may weigh unpacked, by what it says itself: what unpacks to more is a bomb for whoever opens
/// it.
const UNPACKED: u64 = 1024 * 1024 * 1024;

/// The most that is read of one member.
const READ: u64 = 1024 * 1024;

/// Why a file is not taken, with the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContentRefused {
    /// It is something else.
    #[error(
        "The file must be a PDF, a PowerPoint presentation (.pptx) or an OpenDocument presentation (.odp)"
    )]
    Unknown,
    /// It is of a PowerPoint before 2007, or has a password.
    #[error(
        "The file is an old PowerPoint presentation (.ppt), or has a password. Save it as .pptx without a password, or export it as PDF"
    )]
    OldOrProtected,
    /// It has a password.
    #[error("The file is protected by a password. Save it without one, or export it as PDF")]
    Protected,
    /// It holds programs.
    #[error(
        "The presentation holds macros. Save it as .pptx or .odp without macros, or export it as PDF"
    )]
    Macros,
    /// It ends too early, or is damaged.
    #[error("The file is damaged. Save it again, or export it as PDF")]
    Damaged,
    /// It unpacks to more than anybody could use.
    #[error(
        "The presentation is too large once it is unpacked. Make its pictures smaller, or export it as PDF"
    )]
    Bomb,
}

/// What this file is.
pub(super) fn recognise(file: &mut (impl Read + Seek)) -> Result<SlidesKind, ContentRefused> {
    let mut first = Vec::new();
    file.rewind()
        .and_then(|()| file.take(8).read_to_end(&mut first))
        .map_err(|_| ContentRefused::Damaged)?;
    if first.starts_with(b"%PDF-") {
        return pdf(file);
    }
    if first.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(ContentRefused::OldOrProtected);
    }
    if first.starts_with(b"PK\x03\x04") {
        return archive(file);
    }
    Err(ContentRefused::Unknown)
}

/// A PDF whose trailer names a dictionary of encryption cannot be opened by everybody (ISO 32000-1, 7.6.1).
fn pdf(file: &mut (impl Read + Seek)) -> Result<SlidesKind, ContentRefused> {
    const NAME: &[u8] = b"/Encrypt";
    // What stands behind the name is looked at as well, so that much is kept of each part.
    const KEPT: usize = NAME.len() + 24;
    let damaged = |_: io::Error| ContentRefused::Damaged;
    file.rewind().map_err(damaged)?;
    let mut window = Vec::new();
    loop {
        let read = file.take(64 * 1024).read_to_end(&mut window);
        let is_end = read.map_err(damaged)? == 0;
        let mut at = 0;
        while let Some(found) = find(&window[at..], NAME) {
            at += found + NAME.len();
            if is_reference(&window[at..]) {
                return Err(ContentRefused::Protected);
            }
        }
        if is_end {
            return Ok(SlidesKind::Pdf);
        }
        window.drain(..window.len().saturating_sub(KEPT));
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Whether this begins with a dictionary, or with a reference to an object: ` 12 0 R`.
fn is_reference(bytes: &[u8]) -> bool {
    let text: Vec<u8> = bytes.iter().copied().take(24).collect();
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut words = text.split_ascii_whitespace();
    let is_number = |word: Option<&str>| {
        word.is_some_and(|word| !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit()))
    };
    text.trim_start().starts_with("<<")
        || is_number(words.next())
            && is_number(words.next())
            && words.next().is_some_and(|word| word.starts_with('R'))
}

fn archive(file: &mut (impl Read + Seek)) -> Result<SlidesKind, ContentRefused> {
    check_directory(file)?;
    let mut archive = ZipArchive::new(file).map_err(|_| ContentRefused::Damaged)?;
    if archive.len() > MEMBERS {
        return Err(ContentRefused::Bomb);
    }
    let mut unpacked = 0_u64;
    for number in 0..archive.len() {
        let member = archive
            .by_index_raw(number)
            .map_err(|_| ContentRefused::Damaged)?;
        if member.encrypted() {
            return Err(ContentRefused::Protected);
        }
        unpacked = unpacked.saturating_add(member.size());
    }
    if unpacked > UNPACKED {
        return Err(ContentRefused::Bomb);
    }
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    if let Some(types) = member(&mut archive, "[Content_Types].xml")? {
        powerpoint(&names, &types)
    } else if let Some(kind) = member(&mut archive, "mimetype")? {
        let manifest = member(&mut archive, "META-INF/manifest.xml")?;
        open_document(&names, &kind, &manifest.unwrap_or_default())
    } else {
        Err(ContentRefused::Unknown)
    }
}

/// Looks at the end of an archive (APPNOTE.TXT, 4.3.16) before its list of members is read into memory.
fn check_directory(file: &mut (impl Read + Seek)) -> Result<(), ContentRefused> {
    const RECORD: usize = 22;
    let damaged = |_: io::Error| ContentRefused::Damaged;
    let length = file.seek(SeekFrom::End(0)).map_err(damaged)?;
    let tail = length.min(RECORD as u64 + u64::from(u16::MAX));
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(length - tail))
        .and_then(|_| file.take(tail).read_to_end(&mut bytes))
        .map_err(damaged)?;
    let ends: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x05\x06")
        .map(|(at, _)| at)
        .collect();
    // More than one, and readers differ in which they believe.
    let [at] = ends[..] else {
        return Err(ContentRefused::Damaged);
    };
    let record = bytes.get(at..at + RECORD).ok_or(ContentRefused::Damaged)?;
    let members = usize::from(u16::from_le_bytes([record[10], record[11]]));
    let weight = u32::from_le_bytes([record[12], record[13], record[14], record[15]]);
    if members > MEMBERS || weight > DIRECTORY {
        return Err(ContentRefused::Bomb);
    }
    Ok(())
}

/// What a member says; none if it is not there.
fn member(
    archive: &mut ZipArchive<impl Read + Seek>,
    name: &str,
) -> Result<Option<String>, ContentRefused> {
    let Ok(member) = archive.by_name(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    member
        .take(READ + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| ContentRefused::Damaged)?;
    if bytes.len() as u64 > READ {
        return Err(ContentRefused::Bomb);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn powerpoint(names: &[String], types: &str) -> Result<SlidesKind, ContentRefused> {
    const MAIN: &str =
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml";
    let is_program = |name: &String| name.to_ascii_lowercase().ends_with("vbaproject.bin");
    if types.contains("macroEnabled") || names.iter().any(is_program) {
        return Err(ContentRefused::Macros);
    }
    let is_whole = names.iter().any(|name| name == "ppt/presentation.xml");
    if types.contains(MAIN) && is_whole {
        Ok(SlidesKind::Pptx)
    } else {
        Err(ContentRefused::Unknown)
    }
}

fn open_document(
    names: &[String],
    kind: &str,
    manifest: &str,
) -> Result<SlidesKind, ContentRefused> {
    if kind.trim() != SlidesKind::Odp.as_str() {
        return Err(ContentRefused::Unknown);
    }
    if manifest.contains("encryption-data") {
        return Err(ContentRefused::Protected);
    }
    let is_program = |name: &String| {
        let is_in = |folder| name.starts_with(folder) && !name.ends_with('/');
        is_in("Basic/") || is_in("Scripts/")
    };
    if names.iter().any(is_program) {
        return Err(ContentRefused::Macros);
    }
    if names.iter().any(|name| name == "content.xml") {
        Ok(SlidesKind::Odp)
    } else {
        Err(ContentRefused::Damaged)
    }
}

#[cfg(test)]
mod tests;
