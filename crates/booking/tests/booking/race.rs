//! The race for slots, and what is said of it afterwards. The same harness runs the product's verb, and a variant of
//! it without its guard.

use crate::given::{at_once, confirmed};
use marketday_booking::HoldRefused;
use marketday_model::{EventId, SlotId};
use marketday_testkit::World;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

/// How one thread's try ended, and when it began and ended by a counter that all threads share.
pub(crate) struct Try {
    begin: u64,
    end: u64,
    answer: Answer,
}

enum Answer {
    Got(SlotId),
    Refused(Vec<SlotId>),
    Full,
}

/// What happened in a race.
pub(crate) struct Race(Vec<Vec<Try>>);

/// Lets every thread try slots with `take` until it has one or is told that none is left, beginning with the slot of
/// its number and going on with one that it is offered.
pub(crate) fn race(
    threads: usize,
    slots: &[SlotId],
    take: impl Fn(usize, SlotId) -> Result<(), HoldRefused> + Sync,
) -> Race {
    let counter = AtomicU64::new(0);
    let tick = || counter.fetch_add(1, Ordering::SeqCst);
    Race(at_once(threads, |n| {
        let (mut tries, mut slot) = (Vec::new(), slots[n % slots.len()]);
        loop {
            let begin = tick();
            let answer = match take(n, slot) {
                Ok(()) => Answer::Got(slot),
                Err(HoldRefused::Full) => Answer::Full,
                Err(HoldRefused::Taken { nearest }) => {
                    let offered: Vec<SlotId> = nearest.iter().map(|free| free.slot.id).collect();
                    slot = offered[n % offered.len()];
                    Answer::Refused(offered)
                }
                Err(other) => panic!("no clean answer: {other:?}"),
            };
            let is_last = !matches!(answer, Answer::Refused(_));
            tries.push(Try {
                begin,
                end: tick(),
                answer,
            });
            if is_last {
                return tries;
            }
        }
    }))
}

impl Race {
    fn tries(&self) -> impl Iterator<Item = &Try> {
        self.0.iter().flatten()
    }

    /// How many threads have a slot, and how many were told that none is left.
    pub(crate) fn had_and_full(&self) -> (usize, usize) {
        let count = |is: fn(&Answer) -> bool| self.tries().filter(|t| is(&t.answer)).count();
        (
            count(|a| matches!(a, Answer::Got(_))),
            count(|a| matches!(a, Answer::Full)),
        )
    }

    /// The slots that were offered although they had been taken before the question was even asked. Nothing is freed
    /// in a race, so this is what no refusal may do.
    pub(crate) fn offered_though_taken(&self) -> usize {
        let taken: HashMap<SlotId, u64> = self
            .tries()
            .filter_map(|t| match t.answer {
                Answer::Got(slot) => Some((slot, t.end)),
                _ => None,
            })
            .collect();
        let wrong = |t: &Try| match &t.answer {
            Answer::Refused(offered) => offered
                .iter()
                .filter(|slot| taken.get(slot).is_some_and(|end| *end < t.begin))
                .count(),
            _ => 0,
        };
        self.tries().map(wrong).sum()
    }

    /// How many were told that no slot is left while nobody had even asked for some slot.
    pub(crate) fn told_full_too_early(&self, slots: &[SlotId]) -> usize {
        let asked: HashMap<SlotId, u64> = self
            .tries()
            .filter_map(|t| match t.answer {
                Answer::Got(slot) => Some((slot, t.begin)),
                _ => None,
            })
            .collect();
        let too_early = |t: &&Try| {
            matches!(t.answer, Answer::Full)
                && slots
                    .iter()
                    .any(|slot| asked.get(slot).is_none_or(|begin| *begin > t.end))
        };
        self.tries().filter(too_early).count()
    }
}

/// How many confirmed bookings share their slot with another, and how many there are in all.
pub(crate) fn doubles_and_all(world: &World, event: EventId) -> (usize, usize) {
    let bookings = confirmed(world, event);
    let different: HashSet<SlotId> = bookings.iter().map(|booking| booking.slot).collect();
    (bookings.len() - different.len(), bookings.len())
}
