//! One file a thing that calendars hold: what its entry says, and how far it stands.

mod agenda;
mod booking;
mod event;
mod organised;
mod plain_text;
mod registration;
mod session;
mod standing;
mod words;

pub use agenda::agenda_entry;
pub use booking::{Reader, booking_entry};
pub use event::event_entry;
pub(crate) use organised::organised_entry;
pub use registration::registration_entry;
pub use session::session_entry;
