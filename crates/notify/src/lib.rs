//! Notices into letters and invitations: what is told, whether it still holds, and who carries it.
//!
//! A notice comes out of the outbox ([`deliver_due`]), is held against the state of affairs at that moment and
//! composed ([`Notifier::compose`]), sent, and settled. [`run`] does so until it is told to stop. To tell one more
//! thing: a kind in `marketday-model`, a letter in `marketday-render`, an arm in [`Notifier::compose`].

mod closing;
mod compose;
mod deliver;
mod digest;
mod failures;
pub mod incoming;
mod news;
mod notifier;
mod nudge;
mod presenting;
mod quiet;
mod remind;
mod stop;
mod suppression;
mod worker;

pub use closing::close_due;
pub use compose::{ComposeError, Composed, Dropped};
pub use deliver::{Delivered, deliver_due};
pub use digest::digest_due;
pub use news::tell_news;
pub use notifier::{Notifier, forget_domains};
pub use nudge::nudge_due;
pub use presenting::tell_presenters;
pub use remind::remind_due;
pub use stop::Stop;
pub use worker::run;
