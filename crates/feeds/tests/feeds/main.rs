//! The feeds as subscribers get them, on each database.

mod events;
mod given;
mod programme;
