//! Fresh databases, builders, a frozen clock and an SMTP sink for tests.

pub mod smtp;
