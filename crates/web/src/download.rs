//! Files that people sent in, on their way back to people: always saved, never shown by the browser as a page of ours.

use crate::failure::Failure;
use crate::streamed::Streamed;
use actix_web::HttpResponse;
use actix_web::http::header;
use marketday_files::FileError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::io::{self, Read};

/// Nothing of it is run or loaded, wherever it ends up.
const POLICY: &str = "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'";

/// What stands in a parameter as it is (RFC 8187, section 3.2.1).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How much of a file is read at a time.
const CHUNK: usize = 64 * 1024;

/// A file as it is downloaded.
pub(crate) struct Download {
    /// Its name.
    pub(crate) name: String,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// What is in it.
    pub(crate) content: Box<dyn Read + Send>,
    /// Whether everybody may have it, and caches keep it.
    pub(crate) is_public: bool,
}

impl Download {
    /// The answer.
    pub(crate) fn answer(self) -> HttpResponse {
        let cache = if self.is_public {
            "public, no-cache"
        } else {
            "no-store"
        };
        HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, cache))
            .insert_header((header::CONTENT_TYPE, self.media_type))
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .insert_header((header::CONTENT_DISPOSITION, attachment(&self.name)))
            .body(Streamed::new(Vec::new(), Chunks(self.content)))
    }
}

/// A name in both forms: for clients that know no others only what every one of them reads (RFC 6266, appendix D).
pub(crate) fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '_') => c,
            _ => '_',
        })
        .collect();
    let encoded = utf8_percent_encode(name, PLAIN);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// A failure of the store as a visitor meets it.
pub(crate) fn failed(error: &FileError) -> Failure {
    match error {
        FileError::Missing | FileError::Nowhere => Failure::NotFound,
        FileError::TooSlow => {
            tracing::warn!(%error, "the store of files is slow");
            Failure::Busy
        }
        other => Failure::internal(other),
    }
}

struct Chunks(Box<dyn Read + Send>);

impl Iterator for Chunks {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut chunk = Vec::new();
        let read = (&mut self.0).take(CHUNK as u64).read_to_end(&mut chunk);
        match read {
            Ok(0) => None,
            Ok(_) => Some(Ok(chunk)),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_name_cannot_leave_its_header_and_is_kept_for_those_who_read_it() {
        assert_eq!(
            attachment("Käse \"1\".pdf"),
            "attachment; filename=\"K_se _1_.pdf\"; filename*=UTF-8''K%C3%A4se%20%221%22.pdf"
        );
    }
}
