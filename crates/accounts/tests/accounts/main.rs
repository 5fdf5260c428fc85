//! Getting in: codes, links, sign-ins and organisers, on both databases.
//!
//! A file a subject; `given.rs` holds what several of them do.

mod codes;
mod forgetting;
mod given;
mod guesses;
mod limits;
mod links;
mod organisers;
mod own_data;
mod retaining;
mod sign_ins;
