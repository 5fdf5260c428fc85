//! Moving a day to another date: everything keeps its local time, also across a clock change.

use crate::event::{EventRefused, move_programme};
use chrono::NaiveDate;
use marketday_model::event::Window;
use marketday_model::time::days_later;
use marketday_model::{Event, Instant, TimeRange};
use marketday_store::{StoreError, Tx};

/// Why a day cannot be on a date.
#[derive(Debug, thiserror::Error)]
pub enum DateRefused {
    /// A local time of it does not exist then, or exists twice.
    #[error(
        "The clocks change on that date, and one of the times of the day does not exist then or happens twice. Choose \
         another date"
    )]
    ClockChange,
    /// It would begin in the past.
    #[error("The new date must be in the future")]
    Past,
    /// The database failed.
    #[error("moving the day failed")]
    Store(#[from] StoreError),
}

/// Puts an event on `date`, with the draft of its programme and the windows that have not passed, and says by how many
/// days it moved. The caller stores the event.
pub(crate) fn move_to(
    tx: &mut Tx<'_>,
    event: &mut Event,
    date: NaiveDate,
    now: Instant,
) -> Result<i64, DateRefused> {
    let days = (date - event.days().first()).num_days();
    let zone = event.zone;
    let moved =
        |at: Instant| days_later(at, days, zone, None).map_err(|_| DateRefused::ClockChange);
    let window = |window: Window| {
        Ok::<_, DateRefused>(Window {
            // What is open already stays so.
            opens_at: match window.opens_at {
                Some(at) if at > now => Some(moved(at)?),
                passed => passed,
            },
            closes_at: moved(window.closes_at)?,
        })
    };
    let (start, end) = (moved(event.time.start())?, moved(event.time.end())?);
    if start <= now {
        return Err(DateRefused::Past);
    }
    if days == 0 {
        return Ok(0);
    }
    (event.booking, event.registration) = (window(event.booking)?, window(event.registration)?);
    event.time = TimeRange::new(start, end).map_err(|_| DateRefused::ClockChange)?;
    move_programme(tx, event, days).map_err(|refused| match refused {
        // Told apart, so that a write which only met another one is tried again.
        EventRefused::Store(error) => DateRefused::Store(error),
        _ => DateRefused::ClockChange,
    })?;
    Ok(days)
}
