//! Agendas: what of a released programme somebody has chosen for themselves.

use crate::{AgendaItemId, EventId, Instant, PersonId, SessionId, TimeRange};

/// A session in somebody's agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaItem {
    /// Its id, of which the UID of its calendar entry is made.
    pub id: AgendaItemId,
    /// Whose.
    pub person: PersonId,
    /// At which event.
    pub event: EventId,
    /// Which session.
    pub session: SessionId,
    /// SEQUENCE of its calendar entry.
    pub sequence: u32,
    /// When it was chosen.
    pub added_at: Instant,
    /// When anything in its calendar entry last changed.
    pub changed_at: Instant,
    /// When it was taken out: kept so that calendars can be told.
    pub removed_at: Option<Instant>,
}

/// For each of these times, the places of the others that it is at the same time as.
pub fn clashes(times: &[TimeRange]) -> Vec<Vec<usize>> {
    let others = |place: usize| {
        let all = times.iter().enumerate();
        all.filter(|(other, time)| *other != place && time.overlaps(times[place]))
            .map(|(other, _)| other)
            .collect()
    };
    (0..times.len()).map(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(from: i64, to: i64) -> TimeRange {
        let at = |hour: i64| Instant::from_timestamp(hour * 3600, 0).unwrap();
        TimeRange::new(at(from), at(to)).unwrap()
    }

    #[test]
    fn what_is_at_the_same_time_clashes_and_what_only_follows_does_not() {
        let times = [hours(9, 11), hours(10, 12), hours(12, 13), hours(11, 12)];
        assert_eq!(clashes(&times), [vec![1], vec![0, 3], vec![], vec![1]]);
        assert_eq!(clashes(&[]), Vec::<Vec<usize>>::new());
    }
}
