//! A form of ours that may hold a file: read within limits, kept in a nameless file of this machine, never by its name.

use crate::app::{App, blocking};
use crate::extract::posted::{self, Posted};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use actix_multipart::{Field, Multipart};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use futures_util::TryStreamExt;
use marketday_render::FormState;
use std::fs::File;
use std::future::Future;
use std::io::{self, Read, Seek, Write};
use std::pin::Pin;
use std::time::Duration;

/// The name of the field with the file.
const FILE: &str = "file";

/// The most that a calendar may weigh, in octets.
const LARGEST_CALENDAR: u64 = marketday_calendar::MAX_IMPORT_OCTETS as u64;

/// How many fields a form of ours may have.
const FIELDS: usize = 20;

/// How much of a file is in memory before it is written.
const PART: usize = 1024 * 1024;

/// What an address takes that takes a file, put beside it in the table of addresses; a calendar where nothing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A calendar of others.
    Calendar,
    /// Slides, from somebody who is signed in.
    Slides,
}

impl Takes {
    fn largest(self, app: &App) -> u64 {
        match self {
            Self::Calendar => LARGEST_CALENDAR,
            Self::Slides => app.files.largest(),
        }
    }

    /// How long it may take to arrive: 30 MB do in ten minutes over half a megabit a second.
    const fn patience(self) -> Duration {
        match self {
            Self::Calendar => Duration::from_mins(1),
            Self::Slides => Duration::from_mins(10),
        }
    }
}

/// A file as it was sent.
#[derive(Debug)]
pub(crate) enum SentFile {
    /// None was chosen.
    None,
    /// It is larger than this address takes.
    TooLarge,
    /// Its name as it was typed, and what is in it.
    Whole(String, File),
}

impl SentFile {
    /// All of it, in memory: for files that are small.
    pub(crate) fn read(mut file: File) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A form of ours, with or without a file, sent by the browser that it was written for.
#[derive(Debug)]
pub(crate) struct Uploaded {
    /// Who sent it, and what was typed.
    pub(crate) posted: Posted,
    /// The file.
    pub(crate) file: SentFile,
}

impl FromRequest for Uploaded {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if !request
            .content_type()
            .eq_ignore_ascii_case("multipart/form-data")
        {
            let posted = Posted::from_request(request, payload);
            return Box::pin(async move {
                Ok(Self {
                    posted: posted.await?,
                    file: SentFile::None,
                })
            });
        }
        let request = request.clone();
        let takes = request
            .app_data::<Takes>()
            .copied()
            .unwrap_or(Takes::Calendar);
        let parts = Multipart::new(request.headers(), payload.take());
        Box::pin(async move {
            let app = request
                .app_data::<web::Data<App>>()
                .ok_or(Failure::BadRequest)?;
            if takes == Takes::Slides {
                // Nobody whom we do not know fills our disk.
                Visitor::extract(&request).await?.required()?;
            }
            let largest = takes.largest(app);
            let (form, file) = actix_web::rt::time::timeout(takes.patience(), read(parts, largest))
                .await
                .map_err(|_| Failure::BadRequest)??;
            let posted = Posted::of(&request, form).await?;
            Ok(Self { posted, file })
        })
    }
}

async fn read(mut parts: Multipart, largest: u64) -> Result<(FormState, SentFile), Failure> {
    let mut form = FormState::new();
    let mut file = SentFile::None;
    // Whoever sends more is not listened to any longer.
    let mut left = largest.saturating_mul(2);
    let mut fields = 0;
    while let Some(mut part) = parts.try_next().await.map_err(|_| Failure::BadRequest)? {
        fields += 1;
        if fields > FIELDS {
            return Err(Failure::TooLarge);
        }
        let name = part.name().unwrap_or_default().to_owned();
        if name == FILE {
            let disposition = part.content_disposition();
            let typed = disposition.and_then(|found| found.get_filename());
            let typed = typed.unwrap_or_default().to_owned();
            file = spool(&mut part, typed, largest, &mut left).await?;
        } else {
            let text = String::from_utf8(octets(&mut part, &mut left).await?);
            form = form.with(name, text.map_err(|_| Failure::BadRequest)?);
        }
    }
    Ok((form, file))
}

/// The next octets of a part, as far as any may come.
async fn next(part: &mut Field, left: &mut u64) -> Result<Option<web::Bytes>, Failure> {
    let chunk = part.try_next().await.map_err(|_| Failure::BadRequest)?;
    if let Some(chunk) = &chunk {
        *left = left
            .checked_sub(chunk.len() as u64)
            .ok_or(Failure::TooLarge)?;
    }
    Ok(chunk)
}

/// The octets of a part that somebody typed.
async fn octets(part: &mut Field, left: &mut u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next(part, left).await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > posted::LIMIT {
            return Err(Failure::TooLarge);
        }
    }
    Ok(bytes)
}

/// What is in a file, in a file without a name, which is gone when nobody has it open any more.
async fn spool(
    part: &mut Field,
    typed: String,
    largest: u64,
    left: &mut u64,
) -> Result<SentFile, Failure> {
    let (mut file, mut waiting, mut size) = (None, Vec::new(), 0);
    while let Some(chunk) = next(part, left).await? {
        size += chunk.len() as u64;
        if size <= largest {
            waiting.extend_from_slice(&chunk);
        }
        if waiting.len() >= PART {
            file = Some(written(file, std::mem::take(&mut waiting)).await?);
        }
    }
    if size > largest {
        return Ok(SentFile::TooLarge);
    }
    if size == 0 {
        return Ok(SentFile::None);
    }
    Ok(SentFile::Whole(typed, written(file, waiting).await?))
}

/// The file with more at its end, written on a thread that may wait.
async fn written(file: Option<File>, more: Vec<u8>) -> Result<File, Failure> {
    blocking(move || {
        let file = file.map_or_else(tempfile::tempfile, Ok);
        let written = file.and_then(|mut file| {
            file.write_all(&more)?;
            Ok(file)
        });
        written.map_err(|error| Failure::internal(&error))
    })
    .await
}
