//! Chance: the operating system's, or a repeatable one for the demonstration and for tests.

use crate::time::Instant;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::atomic::{AtomicU64, Ordering};

/// A source of random bits.
#[derive(Debug)]
pub struct Randomness(Source);

#[derive(Debug)]
enum Source {
    System,
    Seeded { seed: u64, drawn: AtomicU64 },
}

impl Randomness {
    /// The operating system's generator.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A sequence that `seed` decides: HMAC-SHA-256 in counter mode. Never for secrets of a real installation.
    pub const fn seeded(seed: u64) -> Self {
        Self(Source::Seeded {
            seed,
            drawn: AtomicU64::new(0),
        })
    }

    /// 16 random octets.
    fn draw(&self) -> [u8; 16] {
        let mut bits = [0; 16];
        match &self.0 {
            Source::System => {
                getrandom::fill(&mut bits)
                    .expect("the operating system always has random bits to give");
            }
            Source::Seeded { seed, drawn } => {
                let mut mac = Hmac::<Sha256>::new_from_slice(&seed.to_be_bytes())
                    .expect("HMAC takes any key");
                mac.update(&drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes());
                bits.copy_from_slice(&mac.finalize().into_bytes()[..16]);
            }
        }
        bits
    }

    /// A `UUIDv7` (RFC 9562, section 5.7) of this instant's millisecond.
    pub fn uuid(&self, at: Instant) -> uuid::Uuid {
        let bits = self.draw();
        let mut tail = [0; 10];
        tail.copy_from_slice(&bits[..10]);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }

    /// Any number, each as likely as another.
    pub fn chance(&self) -> u16 {
        let bits = self.draw();
        u16::from_be_bytes([bits[0], bits[1]])
    }

    /// 128 random bits as 32 hexadecimal digits.
    pub fn token(&self) -> String {
        crate::code::hex(&self.draw())
    }

    /// 256 random bits.
    pub fn key(&self) -> [u8; 32] {
        let mut key = [0; 32];
        key[..16].copy_from_slice(&self.draw());
        key[16..].copy_from_slice(&self.draw());
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_tokens_and_no_token_twice() {
        let (a, b) = (Randomness::seeded(7), Randomness::seeded(7));
        let first: Vec<_> = (0..3).map(|_| a.token()).collect();
        assert_eq!(first, (0..3).map(|_| b.token()).collect::<Vec<_>>());
        assert_ne!(first[0], first[1]);
    }
}
