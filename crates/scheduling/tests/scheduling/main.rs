//! The organiser's verbs on both databases: planning, publishing, releasing, shifting, moving, calling off.
//!
//! A file a subject; `given.rs` holds what organisers, companies and delegates do in most of them.

mod calling_off;
mod copying;
mod creating;
mod differences;
mod editing;
mod given;
mod moving_the_day;
mod noting;
mod outlook;
mod planning;
mod postponing;
mod publishing;
mod releasing;
mod resetting;
mod several_days;
mod shifting;
mod slot_plans;
mod swapping;
