//! Sending a version of the slides, and what they say in words.

use super::content::recognise;
use super::{SentBy, SlidesRefused, judge};
use crate::current::current;
use marketday_files::{FileError, Files};
use marketday_model::notice::Subject;
use marketday_model::slides::size_text;
use marketday_model::{
    BookingId, Prose, Slides, SlidesId, SlidesKind, SlidesText, Surroundings, policy,
};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, Tx, bookings, revisions, slides, stored_files};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Seek};

/// A file as it was sent.
#[derive(Debug)]
pub struct SentFile {
    /// Its name, as it was typed.
    pub name: String,
    /// What is in it.
    pub content: File,
}

/// What is sent of a booking's slides.
#[derive(Debug)]
pub struct Sending {
    /// Of which booking.
    pub booking: BookingId,
    /// Another version; none leaves the file as it is.
    pub file: Option<SentFile>,
    /// What they say, in words.
    pub summary: Prose<5000>,
    /// Whether both are shown to everybody with the pitch.
    pub publish: bool,
}

/// Keeps another version of the slides and what they say, and says whether the file was new: the same file again is
/// the version that is there. The file is kept before the transaction that says whose it is; if that is refused, it goes.
pub fn send_slides(
    store: &Store,
    files: &Files,
    surroundings: &Surroundings,
    by: SentBy,
    sending: Sending,
) -> Result<bool, SlidesRefused> {
    let now = surroundings.now();
    let id = sending.booking;
    let text = SlidesText {
        summary: sending.summary.to_string(),
        publish: sending.publish,
    };
    let newest = store.read(|rx| {
        let booking = bookings::find(rx, id)?;
        judge(rx, booking, by, now)?;
        let versions = slides::list_versions(rx, id)?.into_iter();
        Ok::<_, SlidesRefused>(versions.into_iter().find(|one| one.removed_at.is_none()))
    })?;
    let mut version = None;
    if let Some(file) = sending.file {
        let mut file = looked_at(file)?;
        if newest.is_none_or(|newest| newest.sha256 != file.sha256) {
            let slides: SlidesId = surroundings.id();
            store.write(move |tx| stored_files::note(tx, slides, now))?;
            files.put(slides.into(), &mut file.content, file.size)?;
            version = Some(Slides {
                id: slides,
                booking: id,
                number: 0,
                file_name: file.kind.file_name(&file.name),
                kind: file.kind,
                size: file.size,
                sha256: file.sha256,
                uploaded_by: Some(by.person()),
                uploaded_at: now,
                removed_at: None,
            });
        }
    }
    let stored = version.as_ref().map(|version| version.id);
    let note = Note::new(surroundings, by.person());
    let text_note = Note::new(surroundings, by.person());
    let kept = store.write(move |tx| {
        let booking = current(tx, id)?;
        judge(tx, booking, by, now)?;
        let is_new = match &version {
            Some(version) => keep(tx, version.clone(), note)?,
            None => false,
        };
        describe(tx, (id, &text), is_new, text_note)?;
        Ok::<_, SlidesRefused>(is_new)
    });
    if let (Some(stored), Ok(false) | Err(_)) = (stored, &kept) {
        // What cannot be removed now is swept later.
        if files.delete(stored.into()).is_ok() {
            store.write(move |tx| stored_files::forget(tx, stored))?;
        }
    }
    kept
}

struct LookedAt {
    name: String,
    content: File,
    kind: SlidesKind,
    size: u64,
    sha256: String,
}

fn looked_at(file: SentFile) -> Result<LookedAt, SlidesRefused> {
    let SentFile { name, mut content } = file;
    let kind = recognise(&mut content)?;
    let broken = |error: io::Error| SlidesRefused::File(FileError::Broken(error));
    let (mut hash, mut size) = (Sha256::new(), 0);
    let mut part = vec![0; 64 * 1024];
    content.rewind().map_err(broken)?;
    loop {
        let read = content.read(&mut part).map_err(broken)?;
        if read == 0 {
            break;
        }
        hash.update(&part[..read]);
        size += read as u64;
    }
    content.rewind().map_err(broken)?;
    let sha256 = hash
        .finalize()
        .iter()
        .fold(String::new(), |mut text, octet| {
            let _ = write!(text, "{octet:02x}");
            text
        });
    Ok(LookedAt {
        name,
        content,
        kind,
        size,
        sha256,
    })
}

/// Keeps a version, unless the newest is the same: a form that was sent twice.
fn keep(tx: &mut Tx<'_>, mut version: Slides, note: Note) -> Result<bool, SlidesRefused> {
    let all = slides::list_versions(tx, version.booking)?;
    let there: Vec<&Slides> = all.iter().filter(|one| one.removed_at.is_none()).collect();
    if there
        .first()
        .is_some_and(|newest| newest.sha256 == version.sha256)
    {
        return Ok(false);
    }
    if there.len() >= policy::SLIDES_VERSIONS {
        return Err(SlidesRefused::TooMany);
    }
    version.number = all.first().map_or(0, |newest| newest.number) + 1;
    slides::insert(tx, &version)?;
    let detail = format!(
        "Version {}, {}, {}",
        version.number,
        version.kind.name(),
        size_text(version.size)
    );
    note.write(tx, "slides.send", Subject::Booking(version.booking), detail)?;
    Ok(true)
}

/// Puts other words to the slides; whatever of them strangers see is seen at once.
fn describe(
    tx: &mut Tx<'_>,
    (booking, text): (BookingId, &SlidesText),
    is_new: bool,
    note: Note,
) -> Result<(), StoreError> {
    let before = slides::find_text(tx, booking)?;
    if before != *text {
        slides::set_text(tx, booking, text, note.at)?;
        let altered = altered(&before, text);
        let subject = Subject::Booking(booking);
        note.write_altered(
            tx,
            "slides.describe",
            subject,
            Altered::names(&altered),
            &altered,
        )?;
    }
    let is_seen = before.publish || text.publish;
    if is_seen && (is_new || before != *text) {
        revisions::bump_public(tx)?;
    }
    Ok(())
}

fn altered(before: &SlidesText, after: &SlidesText) -> Vec<Altered> {
    let published = |text: &SlidesText| if text.publish { "yes" } else { "no" }.to_owned();
    Altered::list([
        (
            "Text summary",
            before.summary.clone(),
            after.summary.clone(),
        ),
        ("Published", published(before), published(after)),
    ])
}
