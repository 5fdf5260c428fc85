//! What strangers send, read as it comes.

mod bounds;
mod corpus;
