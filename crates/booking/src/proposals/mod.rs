//! Proposals to an event that curates its programme: what its company does, what assessors and organisers do.
//!
//! A file a verb, or a pair of verbs. Locks go from the event to the proposal, always.

mod assess;
mod call;
mod claim;
mod confirm;
mod current;
mod decide;
mod draft;
mod edit;
mod lapse;
mod place;
mod propose;
mod withdraw;

pub use assess::{AssessRefused, Assessed, assess, declare_conflict};
pub use call::{CallRefused, CallText, publish_call, save_call, save_criteria};
pub use claim::settle_proposal;
pub use confirm::{ConfirmRefused, confirm_place};
pub use decide::{DecideRefused, Decision, accept, decline, shortlist};
pub use draft::{DraftRefused, save_draft};
pub use edit::{EditRefused, change_proposal};
pub use lapse::sweep_places;
pub use place::{PlaceRefused, place_all, place_one};
pub use propose::{ProposeOutcome, ProposeRefused, ProposeRequest, propose};
pub use withdraw::{WithdrawRefused, withdraw_proposal};
