//! Acceptance tests: each module is one promise of the product, in its users' words. They drive the real server over
//! HTTP, on SQLite and on PostgreSQL, and read its letters from a real SMTP conversation; see [`app`].

mod app;
mod architecture;
mod bad_input;
mod busy;
mod docs;
mod journeys;
mod mergers;
mod queries;
mod races;
mod security;
mod worker;
