//! The slides of a booking: sending, describing and removing them, their deadline, and the sweep of files that nothing
//! needs any more. Whether somebody may is asked before.

mod content;
mod due;
mod remove;
mod send;
mod sweep;

pub use content::ContentRefused;
pub use due::set_slides_due;
pub use remove::remove_slides;
pub use send::{Sending, SentFile, send_slides};
pub use sweep::{SweepFailed, sweep_files};

use crate::current::has_begun;
use marketday_files::FileError;
use marketday_model::{Booking, BookingState, Instant, PersonId, policy};
use marketday_store::{Rx, StoreError, slides};

/// Who sends slides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentBy {
    /// The company itself, until the deadline and until its pitch begins.
    Company(PersonId),
    /// An organiser of the event, whenever.
    Organiser(PersonId),
}

impl SentBy {
    fn person(self) -> PersonId {
        match self {
            Self::Company(person) | Self::Organiser(person) => person,
        }
    }
}

/// Why slides are not taken, or not removed.
#[derive(Debug, thiserror::Error)]
pub enum SlidesRefused {
    /// The booking does not exist or was cancelled.
    #[error("This booking was cancelled, so it takes no slides")]
    NotConfirmed,
    /// It has begun, or is over.
    #[error("This pitch has begun, so its slides stay as they are")]
    Begun,
    /// The deadline is over.
    #[error("The deadline for slides has passed. Ask the organisers to take yours")]
    Late,
    /// It has as many versions as are kept.
    #[error(
        "{} versions are kept at most. Remove one that is not needed any more, then send this one",
        policy::SLIDES_VERSIONS
    )]
    TooMany,
    /// The file is no slides.
    #[error("{0}")]
    Content(#[from] ContentRefused),
    /// The file could not be kept.
    #[error("keeping the file failed")]
    File(#[from] FileError),
    /// The database failed.
    #[error("keeping the slides failed")]
    Store(#[from] StoreError),
}

/// Whether `by` may still do something with the slides of a booking at `now`.
fn judge(
    rx: &mut Rx<'_>,
    booking: Option<Booking>,
    by: SentBy,
    now: Instant,
) -> Result<Booking, SlidesRefused> {
    let booking = booking
        .filter(|booking| booking.state == BookingState::Confirmed)
        .ok_or(SlidesRefused::NotConfirmed)?;
    if let SentBy::Company(_) = by {
        if has_begun(rx, &booking, now)? {
            return Err(SlidesRefused::Begun);
        }
        if slides::find_due(rx, booking.event)?.is_some_and(|due| due <= now) {
            return Err(SlidesRefused::Late);
        }
    }
    Ok(booking)
}
