//! iCalendar, in and out: the only crate that reads or writes it (RFC 5545, 5546, 6047, 6868, 7986).
//!
//! Out: [`write_feed`] makes the bytes of a subscribed feed, [`write_invitation`] those of the calendar part of a
//! letter. Both go through one writer of content lines, which escapes, encodes and folds, so that whatever people
//! type stays text. In: [`read()`] takes whatever others send, [`import()`] what else happens by their calendars. Nothing here asks the time or touches a disk.
//!
//! To write one more property, add a line to `entry.rs` (both feeds and invitations), `feed.rs` or `invitation.rs`,
//! and its twin to `read.rs`; the round-trip tests show whether two independent readers agree.

mod clock_change;
mod entry;
mod feed;
mod import;
mod invitation;
mod read;
mod sieve;
mod when;
mod write;
mod zone;

pub use entry::{Entry, Status};
pub use feed::{Calendar, write_feed};
pub use import::{Imported, MAX_IMPORT_ENTRIES, MAX_IMPORT_OCTETS, MAX_IMPORT_PROBLEMS, import};
pub use invitation::{Invitation, InvitationRefused, Method, Party, write_invitation};
pub use read::{Participant, Property, ReadCalendar, ReadEvent, read};
pub use sieve::{MAX_OCTETS, ReadError};
pub use when::When;
pub use write::clean;
