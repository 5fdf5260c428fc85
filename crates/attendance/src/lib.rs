//! The delegate's verbs: register for an event, choose sessions of it, let others see it, withdraw from it, say how it
//! was.
//!
//! A file a verb, in the shape of `booking`.

pub mod agenda;
pub mod feedback;
pub mod listing;
pub mod register;
pub mod withdraw;

pub use agenda::{
    AgendaRefused, add_to_agenda, remove_from_agenda, set_agenda_letters, sweep_agendas,
};
pub use feedback::{FeedbackRefused, give_feedback};
pub use listing::{ListingRefused, change_listing};
pub use register::{RegisterOutcome, RegisterRefused, RegisterRequest, register};
pub use withdraw::{WithdrawRefused, withdraw};
