//! The store on both databases: opening, migrating, writing all or nothing, and the outbox.
//!
//! A file a subject; `given.rs` holds what several of them need.

mod audit_trail;
mod events;
mod given;
mod instants;
mod locks;
mod migrations;
mod outbox;
mod outbox_order;
mod privacy;
mod providers;
mod urls;
mod writes;
mod writes_at_once;
