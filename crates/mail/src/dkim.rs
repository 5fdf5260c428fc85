//! DKIM signatures over a composed letter (RFC 6376), with an RSA key, an Ed25519 key (RFC 8463), or both at once.
//!
//! A signature is made of the letter and the key alone, its time being the letter's, so that a retry is the same bytes.

mod canonical;
mod key;

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};

use crate::compose::ComposeError;
use crate::letter::Letter;
use canonical::{body, header, split};
pub use key::{DkimKey, DkimKeyError};

/// What is signed where it is there, in this order.
const SIGNED: [&str; 12] = [
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
];
/// What is named once more than it is there, so that nobody on the way can add another (RFC 6376, section 8.15).
const SEALED: [&str; 5] = ["From", "Reply-To", "To", "Subject", "Date"];
/// Octets of base64 on one line.
const LINE: usize = 72;

/// The keys that letters of one domain are signed with; without a key, letters go unsigned.
#[derive(Clone, Default)]
pub struct Dkim {
    domain: String,
    keys: Vec<Arc<DkimKey>>,
}

impl Dkim {
    /// Signs for `domain`, which is that of `From`, with each of `keys`.
    pub fn new(domain: impl Into<String>, keys: impl IntoIterator<Item = DkimKey>) -> Self {
        Self {
            domain: domain.into(),
            keys: keys.into_iter().map(Arc::new).collect(),
        }
    }

    /// The domain that answers for the letters.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The keys, in the order of their signatures.
    pub fn keys(&self) -> impl Iterator<Item = &DkimKey> {
        self.keys.iter().map(Arc::as_ref)
    }

    /// The letter as it travels: as [`Letter::compose`] writes it, below its signatures.
    ///
    /// # Errors
    ///
    /// As [`Letter::compose`].
    pub fn compose(&self, letter: &Letter) -> Result<Vec<u8>, ComposeError> {
        let plain = letter.compose()?;
        let mut signed = Vec::new();
        for key in self.keys() {
            signed.extend(self.signature(key, &plain, letter.date.timestamp()));
        }
        signed.extend(plain);
        Ok(signed)
    }

    /// One `DKIM-Signature` header over `letter`, with its line end.
    fn signature(&self, key: &DkimKey, letter: &[u8], at: i64) -> Vec<u8> {
        let (headers, content) = split(letter);
        let mut names = Vec::new();
        let mut hashed = Vec::new();
        for name in SIGNED {
            if let Some(found) = headers.iter().find(|line| is_named(line, name)) {
                names.push(name);
                hashed.extend(header(found));
                hashed.extend(b"\r\n");
            }
        }
        names.extend(SEALED);
        let body_hash = STANDARD.encode(digest(&SHA256, &body(content)));
        let unsigned = format!(
            "DKIM-Signature: v=1; a={}; c=relaxed/relaxed; d={};\r\n s={}; t={at};\r\n h={};\r\n bh={body_hash};\r\n b=",
            key.algorithm(),
            self.domain,
            key.selector(),
            folded_names(&names),
        );
        hashed.extend(header(unsigned.as_bytes()));
        let signature = STANDARD.encode(key.sign(&hashed));
        let mut whole = unsigned.into_bytes();
        for (index, chunk) in signature.as_bytes().chunks(LINE).enumerate() {
            if index > 0 {
                whole.extend(b"\r\n ");
            }
            whole.extend(chunk);
        }
        whole.extend(b"\r\n");
        whole
    }
}

impl fmt::Debug for Dkim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dkim")
            .field("domain", &self.domain)
            .field("keys", &self.keys)
            .finish()
    }
}

fn is_named(line: &[u8], name: &str) -> bool {
    line.split(|octet| *octet == b':')
        .next()
        .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
}

/// The names with colons between, a few on each line.
fn folded_names(names: &[&str]) -> String {
    let lines: Vec<String> = names.chunks(5).map(|few| few.join(":")).collect();
    lines.join(":\r\n  ")
}
