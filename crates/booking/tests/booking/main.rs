//! The company's verbs on both databases: holding, booking, changing, cancelling, and what happens to a claim.
//!
//! A file a subject; `given.rs` holds the requests and the day that most of them begin with.

mod assessing;
mod cancelling;
mod cancelling_an_event;
mod changing;
mod changing_presenters;
mod claims;
mod claims_answered;
mod company_limit;
mod confirming;
mod everything_at_once;
mod fairness;
mod given;
mod given_proposals;
mod handing_over;
mod holds;
mod late_cancelling;
mod like_the_model;
mod modes;
mod moving;
mod moving_at_once;
mod negative_control;
mod not_appearing;
mod noting;
mod one_slot;
mod placing;
mod plain_model;
mod presenters;
mod proposing;
mod race;
mod rules;
mod sent_twice;
mod series_limit;
mod sixty_four_on_twenty;
mod slides;
mod swapping;
mod swapping_at_once;
mod waiting;
mod windows;
