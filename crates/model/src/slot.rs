//! Slots: the lengths of time that companies book, and how a pitch session is cut into them.

use crate::slot_pattern::SlotPattern;
use crate::time::TimeRange;
use crate::word::words;
use crate::{EventId, Instant, SessionId, SlotId, StageId};
use chrono::Duration;

words! {
    /// Who decides who has a slot.
    SlotMode {
        /// Companies book it themselves.
        Open = "open",
        /// The organiser chooses who has it.
        Curated = "curated",
        /// The organiser keeps it for later.
        HeldBack = "held-back",
    }
}

impl SlotMode {
    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Curated => "Curated",
            Self::HeldBack => "Held back",
        }
    }
}

/// A bookable length of time on a stage inside a pitch session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its id.
    pub id: SlotId,
    /// Of which event.
    pub event: EventId,
    /// In which pitch session.
    pub session: SessionId,
    /// On which stage.
    pub stage: StageId,
    /// When.
    pub times: SlotTimes,
    /// Who decides who has it.
    pub mode: SlotMode,
}

/// The four instants of a slot: the pitch, then questions, then changeover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlotTimes {
    /// The pitch begins.
    pub starts_at: Instant,
    /// The pitch ends and questions begin.
    pub questions_at: Instant,
    /// Questions end: the presenter is free.
    pub ends_at: Instant,
    /// The stage is ready for the next.
    pub clear_at: Instant,
}

impl SlotTimes {
    /// Pitch and questions: what the presenter and the calendar see.
    ///
    /// # Panics
    /// Never for times made by [`generate`] or read from the database, which checks that they ascend.
    pub fn presented(&self) -> TimeRange {
        TimeRange::new(self.starts_at, self.ends_at).expect("a slot ends after it starts")
    }

    /// Pitch, questions and changeover: what the stage is taken for.
    ///
    /// # Panics
    /// As for [`Self::presented`].
    pub fn occupied(&self) -> TimeRange {
        TimeRange::new(self.starts_at, self.clear_at).expect("a slot is clear after it starts")
    }

    /// The times moved by `by`.
    #[must_use]
    pub fn shifted(self, by: Duration) -> Self {
        Self {
            starts_at: self.starts_at + by,
            questions_at: self.questions_at + by,
            ends_at: self.ends_at + by,
            clear_at: self.clear_at + by,
        }
    }

    /// The numbers of the 5-minute ticks, counted from 1970-01-01 UTC, in which the presenter is on stage.
    pub fn ticks(&self) -> impl Iterator<Item = i64> + use<> {
        let (first, last) = (
            self.starts_at.timestamp().div_euclid(300),
            (self.ends_at.timestamp() - 1).div_euclid(300),
        );
        first..=last
    }
}

/// How long each part of a slot is, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotLengths {
    pitch: u32,
    questions: u32,
    changeover: u32,
    grid: u32,
}

/// Which length cannot be used, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlotLengthError {
    /// A pitch takes 1 to 120 minutes.
    #[error("Length of the pitch must be between 1 and 120 minutes")]
    Pitch,
    /// Questions take 0 to 60 minutes.
    #[error("Time for questions must be between 0 and 60 minutes")]
    Questions,
    /// A changeover takes 0 to 60 minutes.
    #[error("Changeover must be between 0 and 60 minutes")]
    Changeover,
    /// Slots start on a grid of 1 to 60 minutes.
    #[error("Grid must be between 1 and 60 minutes")]
    Grid,
}

impl SlotLengths {
    /// 7 minutes of pitch, 5 of questions and 3 of changeover, starting every 5 minutes.
    pub const DEFAULT: Self = Self {
        pitch: 7,
        questions: 5,
        changeover: 3,
        grid: 5,
    };

    /// These lengths, in minutes, if they make sense.
    pub fn new(
        pitch: u32,
        questions: u32,
        changeover: u32,
        grid: u32,
    ) -> Result<Self, SlotLengthError> {
        match () {
            () if !(1..=120).contains(&pitch) => Err(SlotLengthError::Pitch),
            () if questions > 60 => Err(SlotLengthError::Questions),
            () if changeover > 60 => Err(SlotLengthError::Changeover),
            () if !(1..=60).contains(&grid) => Err(SlotLengthError::Grid),
            () => Ok(Self {
                pitch,
                questions,
                changeover,
                grid,
            }),
        }
    }

    /// Minutes of pitch, questions, changeover and grid.
    pub const fn minutes(self) -> (u32, u32, u32, u32) {
        (self.pitch, self.questions, self.changeover, self.grid)
    }

    pub(crate) fn at(self, starts_at: Instant) -> SlotTimes {
        let minutes = |m: u32| Duration::minutes(i64::from(m));
        let questions_at = starts_at + minutes(self.pitch);
        let ends_at = questions_at + minutes(self.questions);
        SlotTimes {
            starts_at,
            questions_at,
            ends_at,
            clear_at: ends_at + minutes(self.changeover),
        }
    }

    pub(crate) fn next_on_grid(self, at: Instant) -> Instant {
        let grid = i64::from(self.grid) * 60;
        let over = at.timestamp().rem_euclid(grid);
        if over == 0 && at.timestamp_subsec_nanos() == 0 {
            at
        } else {
            at - Duration::seconds(over)
                - Duration::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
                + Duration::seconds(grid)
        }
    }
}

/// Cuts `session` into slots of one length that overlap neither each other nor any of `taken`.
pub fn generate(session: TimeRange, lengths: SlotLengths, taken: &[TimeRange]) -> Vec<SlotTimes> {
    SlotPattern::plain(lengths).slots(session, taken, &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn at(minute: i64) -> Instant {
        DateTime::from_timestamp(1_800_000_000 + minute * 60, 0).unwrap()
    }

    fn range(from: i64, to: i64) -> TimeRange {
        TimeRange::new(at(from), at(to)).unwrap()
    }

    #[test]
    fn an_hour_and_a_half_holds_six_slots_of_the_default_length() {
        let slots = generate(range(0, 90), SlotLengths::DEFAULT, &[]);
        assert_eq!(
            slots.iter().map(|s| s.starts_at).collect::<Vec<_>>(),
            [0, 15, 30, 45, 60, 75].map(at)
        );
        assert_eq!(
            (slots[0].questions_at, slots[0].ends_at, slots[0].clear_at),
            (at(7), at(12), at(15))
        );
    }

    #[test]
    fn breaks_are_left_out() {
        let slots = generate(range(0, 90), SlotLengths::DEFAULT, &[range(30, 50)]);
        assert_eq!(
            slots.iter().map(|s| s.starts_at).collect::<Vec<_>>(),
            [0, 15, 50, 65].map(at)
        );
    }

    #[test]
    fn a_session_too_short_holds_none() {
        assert_eq!(generate(range(0, 14), SlotLengths::DEFAULT, &[]), []);
    }

    #[test]
    fn a_presenter_is_busy_in_every_tick_that_pitch_and_questions_touch() {
        let slot = generate(range(0, 15), SlotLengths::DEFAULT, &[])[0];
        assert_eq!(
            slot.ticks().count(),
            3,
            "12 minutes touch three ticks of five"
        );
    }

    #[test]
    fn lengths_that_make_no_sense_are_named() {
        assert_eq!(SlotLengths::new(0, 5, 3, 5), Err(SlotLengthError::Pitch));
        assert_eq!(
            SlotLengths::new(7, 61, 3, 5),
            Err(SlotLengthError::Questions)
        );
        assert_eq!(
            SlotLengths::new(7, 5, 61, 5),
            Err(SlotLengthError::Changeover)
        );
        assert_eq!(SlotLengths::new(7, 5, 3, 0), Err(SlotLengthError::Grid));
    }

    proptest! {
        #[test]
        fn generated_slots_never_overlap_stay_inside_and_are_stable(
            start in 0i64..120, length in 1i64..400, pitch in 1u32..30, questions in 0u32..20, changeover in 0u32..20,
            grid in 1u32..30, breaks in prop::collection::vec((0i64..500, 1i64..60), 0..4),
        ) {
            let session = range(start, start + length);
            let lengths = SlotLengths::new(pitch, questions, changeover, grid).unwrap();
            let taken: Vec<_> = breaks.iter().map(|(from, long)| range(*from, from + long)).collect();
            let slots = generate(session, lengths, &taken);
            for slot in &slots {
                prop_assert!(session.holds(slot.occupied()));
                prop_assert!(taken.iter().all(|t| !t.overlaps(slot.occupied())));
                prop_assert_eq!(slot.starts_at.timestamp().rem_euclid(i64::from(grid) * 60), 0);
            }
            for pair in slots.windows(2) {
                prop_assert!(pair[0].clear_at <= pair[1].starts_at);
            }
            prop_assert_eq!(&generate(session, lengths, &taken), &slots);
            let kept: Vec<_> = taken.iter().copied().chain(slots.iter().map(SlotTimes::occupied)).collect();
            prop_assert_eq!(generate(session, lengths, &kept), vec![], "a full session has room for no more");
        }
    }
}
