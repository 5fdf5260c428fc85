//! Local times carried to another date: where a clock change makes one impossible or doubtful, it is gathered, not
//! guessed.

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use marketday_model::Instant;
use marketday_model::time::{Fold, LocalTimeError, days_later};
use std::collections::HashMap;

/// A local time that names no single instant on the new date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulTime {
    /// Of what: `The end of “Panel”`.
    pub what: String,
    /// The local time on the new date.
    pub local: NaiveDateTime,
    /// The two instants that it may mean; none where it does not exist.
    pub twice: Option<(Instant, Instant)>,
}

/// Which of two instants is meant by each local time that was asked about.
pub type Answers = HashMap<NaiveDateTime, Fold>;

/// Carries instants some days on.
pub(crate) struct Moves<'a> {
    /// The zone whose local times stay.
    pub(crate) zone: Tz,
    /// By how many days.
    pub(crate) days: i64,
    /// What was answered so far.
    pub(crate) answers: &'a Answers,
    /// What cannot be said yet.
    pub(crate) doubtful: Vec<DoubtfulTime>,
}

impl Moves<'_> {
    /// The same local time on the other date. Where there is a doubt it is noted, and what comes back is of no use.
    pub(crate) fn moved(&mut self, at: Instant, what: impl FnOnce() -> String) -> Instant {
        let local = at.with_timezone(&self.zone).naive_local() + chrono::Duration::days(self.days);
        let fold = self.answers.get(&local).copied();
        let twice = match days_later(at, self.days, self.zone, fold) {
            Ok(moved) => return moved,
            Err(LocalTimeError::DoesNotExist) => None,
            Err(LocalTimeError::HappensTwice { earlier, later }) => Some((earlier, later)),
        };
        self.doubtful.push(DoubtfulTime {
            what: what(),
            local,
            twice,
        });
        at + chrono::Duration::days(self.days)
    }
}
