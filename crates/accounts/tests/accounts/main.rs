//! Getting in: codes, links, sign-ins and organisers, on both databases.
//!
//! A file a subject; `given.rs` holds what several of them do.

mod addresses;
mod audit_files;
#[cfg(feature = "passkeys")]
mod authenticator;
mod authorities;
mod authority_files;
mod codes;
mod complaints;
mod consents;
mod enumeration;
mod forgetting;
mod given;
mod guesses;
mod history;
mod joining;
mod limits;
mod links;
mod members;
mod merging;
mod new_key;
mod news;
mod organisers;
mod own_data;
#[cfg(feature = "passkeys")]
mod passkeys;
mod profiles;
mod retaining;
mod sign_ins;
mod successions;
