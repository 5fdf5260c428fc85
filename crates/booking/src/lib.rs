//! The company's verbs: hold a slot, book it, change the pitch, move it to another slot, swap slots, hand it over,
//! cancel, also late; what happens to a claim; and proposals.
//!
//! A file a verb. Each verb draws its instants and ids, then opens one transaction in which it loads, decides by the
//! model's rules, changes by compare-and-swap, and writes the notice that tells of it.

pub mod book;
pub mod cancel;
pub mod change;
pub mod claim;
mod current;
mod give;
pub mod give_slot;
pub mod hand_over;
pub mod hold;
pub mod late_cancellation;
pub mod move_booking;
pub mod no_show;
mod party;
pub mod proposals;
pub mod run_note;
pub mod slides;
pub mod swap;
pub mod swap_answer;
pub mod wait;

pub use book::{BookOutcome, BookRefused, BookRequest, OfItself, PitchText, Presenter, book};
pub use cancel::{CancelRefused, CancelledBy, cancel};
pub use change::{ChangeRefused, change_pitch};
pub use claim::{confirm_claim, refuse_claim, sweep};
pub use give_slot::{GiveRequest, GiveSlotRefused, give_slot};
pub use hand_over::{HandOverRefused, hand_over};
pub use hold::{ExtendRefused, HoldRefused, HoldRequest, extend_hold, hold};
pub use late_cancellation::{
    LateRefused, accept_late_cancellation, ask_late_cancellation, is_late,
    refuse_late_cancellation, withdraw_late_cancellation,
};
pub use move_booking::{MoveRefused, MoveRequest, MovedBy, move_booking, rules_against_move};
pub use no_show::{find_ban, note_no_show, take_no_show_back};
pub use run_note::{note_booking, receive_slides, take_slides_back};
pub use slides::{
    ContentRefused, Sending, SentBy, SentFile, SlidesRefused, remove_slides, send_slides,
    set_slides_due, sweep_files,
};
pub use swap::{SwapRefused, SwapRequest, propose_swap};
pub use swap_answer::{agree_swap, decline_swap, withdraw_swap};
pub use wait::{
    OfferRefused, WaitOutcome, WaitRefused, WaitRequest, accept_offer, leave_list, sweep_waiting,
    wait,
};
