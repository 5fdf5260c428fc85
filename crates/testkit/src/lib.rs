//! Fresh databases, builders, a frozen clock and an SMTP sink for tests.

pub mod database;
pub mod given;
pub mod smtp;

pub use database::{Database, on_each_database};
pub use given::{Day, World};
