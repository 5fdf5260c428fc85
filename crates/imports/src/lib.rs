//! Calendars of others that an organising body looks at when it plans: sent in as a file, or fetched from an address.
//!
//! [`reach`] says where a fetch may go, [`address`] what an organiser may type, [`fetch`] asks over HTTP, [`verbs`] is
//! what organisers do, and [`due`] what the worker does. The reader of the files themselves is in `calendar`.

mod address;
mod due;
mod fetch;
mod reach;
mod verbs;

pub use address::{Address, AddressRefused};
pub use due::fetch_due;
pub use reach::Reach;
pub use verbs::{ImportRefused, NewCalendar, ask_now, import_address, import_file, remove};
