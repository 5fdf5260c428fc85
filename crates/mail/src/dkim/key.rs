//! A private key for signatures, and the DNS record that lets others check them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::rsa;
use ring::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256};

/// The algorithm that stands before an RSA key in a `SubjectPublicKeyInfo`: rsaEncryption, no parameters (RFC 3279).
const RSA_ALGORITHM: [u8; 15] = [
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// A private key, and the selector under which its public key stands in DNS.
pub struct DkimKey {
    selector: String,
    pair: Pair,
}

enum Pair {
    Rsa(Box<rsa::KeyPair>),
    Ed25519(Ed25519KeyPair),
}

/// Why a key cannot be used. No message repeats the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DkimKeyError {
    /// A selector that is no label of a domain name.
    #[error("the selector must be letters, digits, hyphens and dots, at most 63")]
    Selector,
    /// Not a private key as openssl writes it.
    #[error("is no private key as `openssl genpkey` writes it (-----BEGIN PRIVATE KEY-----)")]
    NotPem,
    /// A key of another kind, or too short a one.
    #[error("is neither an RSA key of 2048 to 4096 bits nor an Ed25519 key")]
    Unsuitable,
}

impl DkimKey {
    /// The key of a PEM text (PKCS #8, or PKCS #1 for RSA).
    ///
    /// # Errors
    ///
    /// When it is no key that letters can be signed with; see [`DkimKeyError`].
    pub fn from_pem(selector: &str, pem: &str) -> Result<Self, DkimKeyError> {
        let is_label = (1..=63).contains(&selector.len())
            && selector
                .bytes()
                .all(|octet| octet.is_ascii_alphanumeric() || b"-.".contains(&octet))
            && !selector.starts_with(['-', '.'])
            && !selector.ends_with(['-', '.']);
        if !is_label {
            return Err(DkimKeyError::Selector);
        }
        Ok(Self {
            selector: selector.to_owned(),
            pair: pair(pem)?,
        })
    }

    /// The selector.
    pub fn selector(&self) -> &str {
        &self.selector
    }

    /// The algorithm as a signature names it (RFC 6376, section 3.5).
    pub fn algorithm(&self) -> &'static str {
        match self.pair {
            Pair::Rsa(_) => "rsa-sha256",
            Pair::Ed25519(_) => "ed25519-sha256",
        }
    }

    /// The name below a domain at which others look for the public key.
    pub fn record_name(&self, domain: &str) -> String {
        format!("{}._domainkey.{domain}", self.selector)
    }

    /// The TXT record that must stand there (RFC 6376, section 3.6.1).
    pub fn record(&self) -> String {
        match &self.pair {
            Pair::Rsa(pair) => {
                let public = STANDARD.encode(rsa_public(pair.public().as_ref()));
                format!("v=DKIM1; k=rsa; p={public}")
            }
            Pair::Ed25519(pair) => {
                let public = STANDARD.encode(pair.public_key().as_ref());
                format!("v=DKIM1; k=ed25519; p={public}")
            }
        }
    }

    pub(super) fn sign(&self, text: &[u8]) -> Vec<u8> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    text,
                    &mut signature,
                )
                .expect("a key that was accepted signs into room of its own length");
                signature
            }
            // Of the hash, not of the text (RFC 8463, section 3).
            Pair::Ed25519(pair) => pair.sign(digest(&SHA256, text).as_ref()).as_ref().to_vec(),
        }
    }
}

impl fmt::Debug for DkimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DkimKey")
            .field("selector", &self.selector)
            .field("algorithm", &self.algorithm())
            .finish_non_exhaustive()
    }
}

fn pair(pem: &str) -> Result<Pair, DkimKeyError> {
    let unsuitable = |_| DkimKeyError::Unsuitable;
    if let Some(der) = pem_block(pem, "RSA PRIVATE KEY")? {
        let pair = rsa::KeyPair::from_der(&der).map_err(unsuitable)?;
        return Ok(Pair::Rsa(Box::new(pair)));
    }
    let der = pem_block(pem, "PRIVATE KEY")?.ok_or(DkimKeyError::NotPem)?;
    // openssl leaves the public key out of the file, so there is nothing to check it against.
    if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der) {
        return Ok(Pair::Ed25519(pair));
    }
    let pair = rsa::KeyPair::from_pkcs8(&der).map_err(unsuitable)?;
    Ok(Pair::Rsa(Box::new(pair)))
}

/// The octets of the block of this label, if there is one.
fn pem_block(pem: &str, label: &str) -> Result<Option<Vec<u8>>, DkimKeyError> {
    let (begin, end) = (
        format!("-----BEGIN {label}-----"),
        format!("-----END {label}-----"),
    );
    let Some((_, rest)) = pem.split_once(&begin) else {
        return Ok(None);
    };
    let (inner, _) = rest.split_once(&end).ok_or(DkimKeyError::NotPem)?;
    let base64: String = inner.split_whitespace().collect();
    let der = STANDARD.decode(base64).map_err(|_| DkimKeyError::NotPem)?;
    Ok(Some(der))
}

/// An RSA public key (PKCS #1) as a `SubjectPublicKeyInfo` (RFC 5280, section 4.1), which is what checkers expect.
fn rsa_public(pkcs1: &[u8]) -> Vec<u8> {
    let mut bits = vec![0];
    bits.extend(pkcs1);
    let mut inside = RSA_ALGORITHM.to_vec();
    inside.extend(der(0x03, &bits));
    der(0x30, &inside)
}

/// One DER value of `tag`, whose length is below 65,536.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("a key of at most 4096 bits");
    let [high, low] = length.to_be_bytes();
    let mut value = vec![tag];
    match length {
        0..=0x7f => value.push(low),
        0x80..=0xff => value.extend([0x81, low]),
        _ => value.extend([0x82, high, low]),
    }
    value.extend(content);
    value
}
