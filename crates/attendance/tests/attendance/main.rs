//! The delegate's verbs on both databases: registering, withdrawing, and what is forgotten.
//!
//! A file a subject; `given.rs` holds the requests that most of them begin with.

mod agenda;
mod capacity;
mod coming_from;
mod given;
mod listing;
mod noting;
mod registering;
mod withdrawing;
