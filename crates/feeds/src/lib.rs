//! What goes into a calendar: the one mapping from events, sessions, bookings and registrations to entries, for feeds
//! and for invitations alike.
//!
//! An entry's SEQUENCE and last change come from its row, never from the moment it is asked for, so that equal rows
//! give equal bytes. To put one more thing into calendars, add a file to `entries/` and a UID to [`FeedSite`]; to add
//! a feed, add a file in the shape of `programme_feed.rs`: few queries, however many rows.

mod chosen;
mod entries;
mod events_feed;
mod feed;
mod organised;
mod part;
mod personal_feed;
mod programme_feed;
mod site;

pub use chosen::{BadFilter, Chosen};
pub use entries::{
    Reader, agenda_entry, booking_entry, event_entry, registration_entry, session_entry,
};
pub use events_feed::events_feed;
pub use feed::Feed;
pub use part::Part;
pub use personal_feed::personal_feed;
pub use programme_feed::programme_feed;
pub use site::{FeedSite, Named};
