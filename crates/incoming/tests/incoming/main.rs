//! What strangers send, read as it comes.

mod bounds;
