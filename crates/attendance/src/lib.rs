//! The delegate's verbs: register for an event, let others see it, withdraw from it.
//!
//! A file a verb, in the shape of `booking`.

pub mod listing;
pub mod register;
pub mod withdraw;

pub use listing::{ListingRefused, change_listing};
pub use register::{RegisterOutcome, RegisterRefused, RegisterRequest, register};
pub use withdraw::{WithdrawRefused, withdraw};
