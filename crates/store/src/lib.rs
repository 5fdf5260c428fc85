//! Every SQL statement of the product, on SQLite and on PostgreSQL.
//!
//! A file a noun, free functions in each: `find` gives an `Option`, `list` takes a filter, `insert` says whether the
//! row was new, an update says whether it found what it came from. Functions that read take [`Rx`]; functions that
//! write take [`Tx`], which is had from [`Store::write`] only and can read too. To add a noun: a migration in both
//! folders, its table in `schema`, a file here.
//!
//! What a unique key finds is read by `get_result`: `first` would bind a limit, for which SQLite plans the statement
//! anew each time.

mod acting;
pub mod agenda;
pub mod assessments;
pub mod attendees;
pub mod audit;
pub mod audit_trail;
pub mod authorities;
pub mod booking_rules;
pub mod bookings;
pub mod calendar_replies;
pub mod calls;
pub mod codes;
mod columns;
pub mod company_groups;
pub mod complaints;
mod connection;
pub mod consents;
pub mod digests;
pub mod draft_edits;
pub mod email_changes;
pub mod erasure;
mod error;
pub mod events;
pub mod feedback;
pub mod former_entries;
pub mod former_places;
pub mod holds;
pub mod imported_calendars;
pub mod invariants;
pub mod kept_venues;
pub mod late_cancellations;
pub mod memberships;
pub mod merging;
pub mod messages;
mod migrate;
pub mod moves;
pub mod news;
pub mod no_shows;
pub mod nominations;
mod note;
pub mod notices;
pub mod nudges;
pub mod organisations;
pub mod overrules;
pub mod passkey_challenges;
pub mod passkeys;
pub mod people;
pub mod personal_feeds;
pub mod pitches;
pub mod pools;
pub mod presenter_ticks;
pub mod presenters;
pub mod privacy;
pub mod profiles;
pub mod programme;
pub mod programmes_seen;
pub mod proposal_drafts;
pub mod proposals;
pub mod providers;
pub mod quiet_hours;
pub mod recipients;
pub mod registrations;
pub mod releases;
pub mod reminders;
pub mod retention;
pub mod revisions;
pub mod run_notes;
mod schema;
pub mod series;
pub mod sign_ins;
pub mod slides;
mod standing;
pub mod stored_files;
pub mod suppressions;
pub mod swaps;
pub mod teams;
pub mod waiting;
pub mod wordings;
mod writer;

pub use acting::{By, acting_by, acting_by_itself};
pub use connection::{DatabaseUrl, PoolSize, Rx, Store, Tx};
pub use error::{OpenError, StoreError};
pub use note::Note;
