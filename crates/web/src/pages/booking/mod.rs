//! Taking a slot and what was booked: `/slots/{id}/hold`, `/slots/{id}/booking`, `/bookings/{id}`.

mod booked;
mod form;
mod refused;
mod slot;

pub(crate) use booked::{ask_cancellation, cancel, change, show as show_booked};
pub(crate) use slot::{code_message, create, hold, show, sign_in};
