//! What the sink does with one letter.

use std::time::Duration;

/// The fate of one letter, chosen when its recipient is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The letter is kept and answered with 250.
    Accept,
    /// `RCPT TO` is refused with this reply code; 421 also closes the connection.
    Refuse(u16),
    /// The content is read and refused with this reply code; 421 also closes the connection.
    RefuseContent(u16),
    /// The connection is closed at `RCPT TO`.
    DropBeforeContent,
    /// The content is read, thrown away, and the connection closed without an answer.
    DropBeforeAccept,
    /// The letter is kept, but the connection closed without an answer.
    KeepWithoutAnswer,
    /// The letter is kept and answered with 250, then the connection is closed.
    DropAfterAccept,
    /// The letter is kept and answered with 250 this much later.
    Slow(Duration),
}
