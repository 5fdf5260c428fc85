//! The delegate's verbs: register for an event, withdraw from it.
//!
//! A file a verb, in the shape of `booking`.

pub mod register;
pub mod withdraw;

pub use register::{RegisterOutcome, RegisterRefused, RegisterRequest, register};
pub use withdraw::{WithdrawRefused, withdraw};
