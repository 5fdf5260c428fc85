//! Scarce places: taking, holding and freeing them, inside the caller's transaction.
//!
//! Whoever frees a place (a company, a delegate, an organiser who cancels the event, a sweep) frees it here, so that
//! what follows from a freed place is written once. To add a scarce thing, add a file and, if it is counted, a
//! `Pool` in the store.

mod bookings;
mod differences;
mod free;
mod limits;
mod proposals;
mod registrations;
mod waiting;

pub use bookings::{HoldSlot, MoveSlot, Occupied};
pub use bookings::{free_booking, hold_slot, move_booking, occupy, restore_booking, swap_bookings};
pub use differences::slot_differences;
pub use free::{FreeSlots, free_slots, untaken_slots};
pub use limits::{has_its_share, keeps_out, take_company, take_company_beyond};
pub use proposals::{
    KeepPlace, PlaceDraws, end_proposal, free_curated, keep_place, pass_on, ranked, room,
};
pub use registrations::{free_registration, restore_registration, take_registration};
pub use waiting::{enter_line, give_up, leave_lists_of, line_of, offer_freed, take_offer};
