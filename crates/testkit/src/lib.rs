//! Fresh databases, builders, a frozen clock, an SMTP sink and an OpenID provider for tests.

pub mod database;
pub mod given;
pub mod provider;
pub mod smtp;

pub use database::{Database, on_each_database};
pub use given::{Day, World};
