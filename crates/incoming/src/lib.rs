//! What a message that comes in is: a bounce, a complaint, what a calendar answers, or words.
//!
//! [`read_message`] is a pure function of octets that strangers send; what is done about them, `notify` decides. It
//! lies in a crate of its own so that it can be fuzzed without all that `notify` needs to do it.

mod read;
mod report;

pub use read::{Content, MAX_MESSAGE_OCTETS, ReadMessage, read_message};
