//! Taking a slot and what was booked: `/slots/{id}/hold`, `/slots/{id}/booking`, `/bookings/{id}`, `/bookings/{id}/…`.

mod booked;
mod cancelling;
mod claim;
mod contact;
mod form;
mod moving;
pub(crate) mod picks;
mod refused;
mod same_company;
mod slides;
mod slot;
mod swap_answer;
mod swapping;

pub(crate) use booked::{change, show as show_booked};
pub(crate) use cancelling::{ask_cancellation, cancel, withdraw as withdraw_cancellation};
pub(crate) use claim::{answer as answer_claim, ask as ask_claim};
pub(crate) use contact::{ask as ask_contact, hand_over};
pub(super) use form::{known, pitch, presenter};
pub(crate) use moving::{ask as ask_move, move_booking};
pub(super) use same_company::{Meant, answer, cannot_tell_apart, meant_by};
pub(crate) use slides::{
    download as download_slides, download_published as download_published_slides, kind_text,
    remove as remove_slides, send as send_slides, show as show_slides,
};
pub(crate) use slot::{code_message, create, extend, hold, show, sign_in};
pub(crate) use swap_answer::{answer as answer_swap, show as show_swap};
pub(crate) use swapping::{ask as ask_swap, propose as propose_swap};
