//! Letters kept in memory, for tests: clones share one shelf.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Letter;
use crate::transport::{Accepted, SendError, Transport};

/// A letter on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The letter as it was handed over.
    pub letter: Letter,
    /// The letter as it would have travelled (RFC 5322).
    pub bytes: Vec<u8>,
}

/// A shelf that letters are put on. Keep a clone to read from it.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    shelf: Arc<Mutex<Shelf>>,
}

#[derive(Debug, Default)]
struct Shelf {
    delivered: Vec<Delivered>,
    refusals: VecDeque<SendError>,
}

impl Memory {
    /// An empty shelf.
    pub fn new() -> Self {
        Self::default()
    }

    /// Every letter delivered until now, in order; a letter sent twice is there twice.
    pub fn delivered(&self) -> Vec<Delivered> {
        self.shelf().delivered.clone()
    }

    /// Refuses the next `count` letters with `error`.
    pub fn refuse_next(&self, count: usize, error: &SendError) {
        let refusals = std::iter::repeat_n(error.clone(), count);
        self.shelf().refusals.extend(refusals);
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Memory {
    fn send(&mut self, letter: &Letter) -> Result<Accepted, SendError> {
        let bytes = letter.compose()?;
        let mut kept = self.shelf();
        if let Some(error) = kept.refusals.pop_front() {
            return Err(error);
        }
        kept.delivered.push(Delivered {
            letter: letter.clone(),
            bytes,
        });
        Ok(Accepted {
            answer: format!("kept in memory as letter {}", kept.delivered.len()),
        })
    }

    fn probe(&mut self) -> Result<String, SendError> {
        Ok("letters are kept in memory".to_owned())
    }
}
