//! A form of ours that may hold a file: read within limits, kept in memory, never by its name.

use crate::extract::posted::{self, Posted};
use crate::failure::Failure;
use actix_multipart::{Field, Multipart};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use futures_util::TryStreamExt;
use marketday_render::FormState;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// The name of the field with the file.
const FILE: &str = "file";

/// The most that a file may weigh, in octets.
pub(crate) const LARGEST_FILE: usize = marketday_calendar::MAX_IMPORT_OCTETS;

/// The most that is read at all; whoever sends more is not listened to any longer.
const LIMIT: usize = 2 * LARGEST_FILE;

/// How many fields a form of ours may have.
const FIELDS: usize = 20;

/// How long it may take to arrive.
const PATIENCE: Duration = Duration::from_mins(1);

/// A file as it was sent.
#[derive(Debug)]
pub(crate) enum SentFile {
    /// None was chosen.
    None,
    /// It is larger than [`LARGEST_FILE`].
    TooLarge,
    /// Its octets.
    Whole(Vec<u8>),
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
        let parts = Multipart::new(request.headers(), payload.take());
        Box::pin(async move {
            let (form, file) = actix_web::rt::time::timeout(PATIENCE, read(parts))
                .await
                .map_err(|_| Failure::BadRequest)??;
            let posted = Posted::of(&request, form).await?;
            Ok(Self { posted, file })
        })
    }
}

async fn read(mut parts: Multipart) -> Result<(FormState, SentFile), Failure> {
    let mut form = FormState::new();
    let mut file = SentFile::None;
    let mut left = LIMIT;
    let mut fields = 0;
    while let Some(mut part) = parts.try_next().await.map_err(|_| Failure::BadRequest)? {
        fields += 1;
        if fields > FIELDS {
            return Err(Failure::TooLarge);
        }
        let name = part.name().unwrap_or_default().to_owned();
        let most = if name == FILE {
            LARGEST_FILE
        } else {
            posted::LIMIT
        };
        let bytes = octets(&mut part, most, &mut left).await?;
        match bytes {
            _ if name != FILE => {
                let text = String::from_utf8(bytes.ok_or(Failure::TooLarge)?);
                let text = text.map_err(|_| Failure::BadRequest)?;
                form = form.with(name, text);
            }
            None => file = SentFile::TooLarge,
            Some(bytes) if bytes.is_empty() => {}
            Some(bytes) => file = SentFile::Whole(bytes),
        }
    }
    Ok((form, file))
}

/// The octets of a part; `None` where they are more than `most`.
async fn octets(
    part: &mut Field,
    most: usize,
    left: &mut usize,
) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = part.try_next().await.map_err(|_| Failure::BadRequest)? {
        *left = left.checked_sub(chunk.len()).ok_or(Failure::TooLarge)?;
        if let Some(sofar) = &mut bytes {
            sofar.extend_from_slice(&chunk);
            if sofar.len() > most {
                bytes = None;
            }
        }
    }
    Ok(bytes)
}
