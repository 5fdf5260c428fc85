//! Fresh databases, builders, a frozen clock, an SMTP sink, an OpenID provider and a web server for tests.

pub mod calendar_server;
pub mod database;
pub mod given;
pub mod provider;
pub mod smtp;

pub use calendar_server::{Answer, CalendarServer};
pub use database::{Database, on_each_database, on_each_unguarded_database};
pub use given::{Day, World};
