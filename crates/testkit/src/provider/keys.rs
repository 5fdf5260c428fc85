//! A provider's keys, and signing with them or with what is not one.

use super::Token;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// How a provider signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA with SHA-256, as most do.
    Rs256,
    /// ECDSA on P-256.
    Es256,
}

impl Algorithm {
    /// As a token names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

/// Whose signature a token gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// The provider's.
    Own,
    /// That of somebody else who names the provider's key.
    Stranger,
    /// None (`alg: none`).
    Nobody,
    /// That of somebody who takes the published key for a shared secret.
    PublishedKey,
    /// That of somebody who knows the client's secret.
    ClientSecret,
}

/// Half of what anybody uses: a test build takes long to find primes.
const RSA_BITS: usize = 1024;

enum Pair {
    Rsa(Box<RsaPrivateKey>),
    Ecdsa(Box<EcdsaKeyPair>),
}

impl Pair {
    fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Rs256 => {
                let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, RSA_BITS).expect("a key");
                Self::Rsa(Box::new(key))
            }
            Algorithm::Es256 => {
                let (how, chance) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
                let kept = EcdsaKeyPair::generate_pkcs8(how, &chance).expect("a key");
                let pair = EcdsaKeyPair::from_pkcs8(how, kept.as_ref(), &chance);
                Self::Ecdsa(Box::new(pair.expect("the key that was just made")))
            }
        }
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => key
                .sign(
                    Pkcs1v15Sign::new::<rsa::sha2::Sha256>(),
                    &Sha256::digest(text),
                )
                .expect("a signature"),
            Self::Ecdsa(pair) => pair
                .sign(&SystemRandom::new(), text)
                .expect("a signature")
                .as_ref()
                .to_vec(),
        }
    }

    /// The octets that stand for the published key.
    fn published(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => key.n().to_bytes_be(),
            Self::Ecdsa(pair) => pair.public_key().as_ref().to_vec(),
        }
    }
}

/// The keys of a provider.
pub(super) struct Keys {
    algorithm: Algorithm,
    number: usize,
    pair: Pair,
    // Made beforehand: whoever asks for a token waits only so long.
    stranger: Pair,
}

fn encode(octets: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(octets)
}

impl Keys {
    pub(super) fn new(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            number: 1,
            pair: Pair::new(algorithm),
            stranger: Pair::new(algorithm),
        }
    }

    /// Others of the same kind.
    pub(super) fn renewed(&self) -> Self {
        Self {
            algorithm: self.algorithm,
            number: self.number + 1,
            pair: Pair::new(self.algorithm),
            stranger: Pair::new(self.algorithm),
        }
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn id(&self) -> String {
        format!("key-{}", self.number)
    }

    /// What a token says of its signature.
    pub(super) fn header(&self) -> Map<String, Value> {
        let mut header = Map::new();
        header.insert("alg".into(), json!(self.algorithm.name()));
        header.insert("kid".into(), json!(self.id()));
        header.insert("typ".into(), json!("JWT"));
        header
    }

    /// The published key (RFC 7517).
    pub(super) fn public(&self) -> Value {
        match &self.pair {
            Pair::Rsa(key) => json!({
                "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id(),
                "n": encode(key.n().to_bytes_be()), "e": encode(key.e().to_bytes_be()),
            }),
            Pair::Ecdsa(pair) => {
                // SEC 1, section 2.3.3: 4, then both halves.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({
                    "kty": "EC", "use": "sig", "crv": "P-256", "kid": self.id(),
                    "x": encode(x), "y": encode(y),
                })
            }
        }
    }

    /// The token, signed as its seal says (RFC 7515, section 7.1).
    pub(super) fn sign(&self, token: &Token, client_secret: &str) -> String {
        let mut header = token.header.clone();
        match token.seal {
            Seal::Own | Seal::Stranger => {}
            Seal::Nobody => {
                header.insert("alg".into(), json!("none"));
                header.remove("kid");
            }
            Seal::PublishedKey | Seal::ClientSecret => {
                header.insert("alg".into(), json!("HS256"));
            }
        }
        let text = format!(
            "{}.{}",
            encode(Value::Object(header).to_string()),
            encode(Value::Object(token.claims.clone()).to_string())
        );
        let hmac = |secret: &[u8]| {
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
            ring::hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        };
        let signature = match token.seal {
            Seal::Own => self.pair.sign(text.as_bytes()),
            Seal::Stranger => self.stranger.sign(text.as_bytes()),
            Seal::Nobody => Vec::new(),
            Seal::PublishedKey => hmac(&self.pair.published()),
            Seal::ClientSecret => hmac(client_secret.as_bytes()),
        };
        format!("{text}.{}", encode(signature))
    }
}
