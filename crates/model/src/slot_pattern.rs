//! How a pitch session is cut into slots: lengths, pauses, a reserve, lightning pitches, and who decides who has them.

use crate::Instant;
use crate::slot::{SlotLengths, SlotMode, SlotTimes};
use crate::time::TimeRange;
use crate::word::words;
use chrono::Duration;

/// Everything that the slots of a session are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotPattern {
    /// The lengths of a full slot, and the grid of all.
    pub lengths: SlotLengths,
    /// A pause after every so many slots.
    pub pause: Option<Pause>,
    /// Minutes at the end of the session that are kept free.
    pub reserve: u32,
    /// Shorter slots, and where they are.
    pub lightning: Option<Lightning>,
    /// How many slots are not open to everybody.
    pub shares: SlotShares,
}

/// A pause after every so many slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// After how many slots in a row.
    pub after: u32,
    /// How long it is, in minutes.
    pub minutes: u32,
}

words! {
    /// Which slots of a session are lightning pitches.
    LightningPlace {
        /// Those that start in its first minutes.
        First = "first",
        /// Those that start in its last minutes, before the reserve.
        Last = "last",
        /// Every third one.
        EveryThird = "every-third",
    }
}

/// Shorter slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lightning {
    /// How long they are; they start on the grid of the full ones.
    pub lengths: SlotLengths,
    /// Which ones.
    pub place: LightningPlace,
    /// How many minutes the first or last part of the session has.
    pub part: u32,
}

impl SlotPattern {
    /// Full slots one after the other, all of them open.
    pub const fn plain(lengths: SlotLengths) -> Self {
        Self {
            lengths,
            pause: None,
            reserve: 0,
            lightning: None,
            shares: SlotShares::OPEN,
        }
    }

    /// Cuts `session` into slots that start on the grid, lie wholly inside with their changeover and before the
    /// reserve, and overlap neither each other nor any of `breaks` or `fixed`: slots that stay where they are, and
    /// count as slots. Ascending; stable: the same input gives the same slots, also after some of them became fixed.
    pub fn slots(
        &self,
        session: TimeRange,
        breaks: &[TimeRange],
        fixed: &[TimeRange],
    ) -> Vec<SlotTimes> {
        let part = TimeRange::new(session.start(), session.end() - minutes(self.reserve));
        let Ok(part) = part else { return Vec::new() };
        let mut slots = Vec::new();
        // How many slots there were, and how many of them since the last pause.
        let (mut all, mut in_a_row) = (0, 0);
        let mut ready = part.start();
        loop {
            if let Some(pause) = self.pause.filter(|pause| in_a_row >= pause.after) {
                ready += minutes(pause.minutes);
                in_a_row = 0;
            }
            let from = self.lengths.next_on_grid(ready);
            let slot = self.lengths_at(part, from, all).at(from);
            if slot.clear_at > part.end() {
                return slots;
            }
            let rests = breaks.iter().map(|it| (it, self.is_pause(*it), 0));
            let stay = fixed.iter().map(|it| (it, false, 1));
            let in_the_way = rests
                .chain(stay)
                .filter(|(it, ..)| it.overlaps(slot.occupied()))
                .min_by_key(|(it, ..)| it.start());
            if let Some((it, is_pause, slots_passed)) = in_the_way {
                all += slots_passed;
                in_a_row = if is_pause { 0 } else { in_a_row + slots_passed };
                ready = it.end();
            } else {
                slots.push(slot);
                all += 1;
                in_a_row += 1;
                ready = slot.clear_at;
            }
        }
    }

    fn is_pause(&self, rest: TimeRange) -> bool {
        self.pause
            .is_some_and(|pause| rest.length() >= minutes(pause.minutes))
    }

    /// The lengths of a slot that starts at `from` after `before` others.
    fn lengths_at(&self, part: TimeRange, from: Instant, before: u32) -> SlotLengths {
        let is_lightning = |it: &Lightning| match it.place {
            LightningPlace::First => from < part.start() + minutes(it.part),
            LightningPlace::Last => from >= part.end() - minutes(it.part),
            LightningPlace::EveryThird => before % 3 == 2,
        };
        self.lightning
            .filter(is_lightning)
            .map_or(self.lengths, |it| it.lengths)
    }
}

impl From<SlotLengths> for SlotPattern {
    fn from(lengths: SlotLengths) -> Self {
        Self::plain(lengths)
    }
}

fn minutes(number: u32) -> Duration {
    Duration::minutes(i64::from(number))
}

/// How many of a session's slots are not open to everybody, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotShares {
    curated: u32,
    held_back: u32,
}

impl SlotShares {
    /// All slots are open.
    pub const OPEN: Self = Self {
        curated: 0,
        held_back: 0,
    };

    /// These shares, if they are not more than everything.
    pub fn new(curated: u32, held_back: u32) -> Option<Self> {
        (curated.saturating_add(held_back) <= 100).then_some(Self { curated, held_back })
    }

    /// How many of `all` slots are curated and held back.
    pub fn counts(self, all: usize) -> (usize, usize) {
        let part = |share: u32| (all * share as usize + 50) / 100;
        let curated = part(self.curated);
        (curated, part(self.held_back).min(all - curated))
    }

    /// The modes of slots in their order, so that the shares hold among all of them: each comes with the mode that it
    /// has, if it is there already, and with whether that stays whatever happens. Modes that fit stay; those that are
    /// missing are spread evenly over the others.
    pub fn modes(self, slots: &[(Option<SlotMode>, bool)]) -> Vec<SlotMode> {
        use SlotMode::{Curated, HeldBack, Open};
        let (curated, held_back) = self.counts(slots.len());
        let mut left = [
            (Open, slots.len() - curated - held_back),
            (Curated, curated),
            (HeldBack, held_back),
        ];
        let mut take = |mode: SlotMode| {
            let quota = left.iter_mut().find(|(of, _)| *of == mode);
            quota.is_some_and(|(_, left)| {
                let has = *left > 0;
                *left = left.saturating_sub(1);
                has
            })
        };
        let mut modes: Vec<Option<SlotMode>> = vec![None; slots.len()];
        for (mode, (now, stays)) in modes.iter_mut().zip(slots) {
            if let (Some(now), true) = (now, stays) {
                take(*now);
                *mode = Some(*now);
            }
        }
        for (mode, (now, _)) in modes.iter_mut().zip(slots) {
            if mode.is_none() {
                *mode = now.filter(|now| take(*now));
            }
        }
        for (of, quota) in left.into_iter().skip(1) {
            let open: Vec<usize> = (0..modes.len()).filter(|at| modes[*at].is_none()).collect();
            let quota = quota.min(open.len());
            for number in 0..quota {
                modes[open[(2 * number + 1) * open.len() / (2 * quota)]] = Some(of);
            }
        }
        modes.into_iter().map(|mode| mode.unwrap_or(Open)).collect()
    }
}

#[cfg(test)]
mod tests;
