//! Letters as they are written and as they travel, with a real SMTP conversation.
//!
//! A file a subject; `samples.rs` holds the letters that the tests are about.

mod folders;
mod govuk;
mod letters;
mod samples;
mod signatures;
mod smtp_connections;
mod smtp_encryption;
mod smtp_letters;
mod smtp_refusals;
mod urls;
