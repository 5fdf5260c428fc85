//! What an organiser should know about a draft: data, never a refusal.

use marketday_model::{Event, EventState, Session, SessionKind, Slot, Stage};

/// Something that may go wrong on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The event has no stages.
    NoStages,
    /// The programme is empty.
    NoSessions,
    /// A pitch session has no slots.
    NoSlots {
        /// Its title.
        session: String,
    },
    /// Two sessions are on the same stage at the same time.
    Overlap {
        /// The title of one.
        first: String,
        /// The title of the other.
        second: String,
    },
    /// Two slots take the same stage at the same time.
    SlotsOverlap {
        /// How many pairs.
        count: usize,
    },
    /// Booking closes after the day begins.
    BookingClosesLate,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoStages => f.write_str("The event has no stages yet"),
            Self::NoSessions => f.write_str("The programme has no sessions yet"),
            Self::NoSlots { session } => {
                write!(f, "The pitch session “{session}” has no slots yet")
            }
            Self::Overlap { first, second } => {
                write!(f, "“{first}” and “{second}” overlap on the same stage")
            }
            Self::SlotsOverlap { count } => write!(f, "{count} pairs of slots overlap on a stage"),
            Self::BookingClosesLate => f.write_str("Booking closes after the day begins"),
        }
    }
}

/// The warnings about a draft.
pub fn warnings(
    event: &Event,
    stages: &[Stage],
    sessions: &[Session],
    slots: &[Slot],
) -> Vec<Warning> {
    if matches!(event.state, EventState::Cancelled | EventState::Completed) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if stages.is_empty() {
        found.push(Warning::NoStages);
    }
    if sessions.is_empty() {
        found.push(Warning::NoSessions);
    }
    for session in sessions
        .iter()
        .filter(|session| session.kind == SessionKind::Pitch)
    {
        if !slots.iter().any(|slot| slot.session == session.id) {
            found.push(Warning::NoSlots {
                session: session.title.clone(),
            });
        }
    }
    for (i, first) in sessions.iter().enumerate() {
        for second in &sessions[i + 1..] {
            // A break at the whole venue inside a pitch session is left out of its slots, so it is no clash.
            let break_in_pitch = [first.kind, second.kind].contains(&SessionKind::Break);
            if first.stage.is_some()
                && first.stage == second.stage
                && !break_in_pitch
                && first.time.overlaps(second.time)
            {
                found.push(Warning::Overlap {
                    first: first.title.clone(),
                    second: second.title.clone(),
                });
            }
        }
    }
    let overlapping = slots.iter().enumerate().map(|(i, a)| {
        slots[i + 1..]
            .iter()
            .filter(|b| a.stage == b.stage && a.times.occupied().overlaps(b.times.occupied()))
            .count()
    });
    let count = overlapping.sum();
    if count > 0 {
        found.push(Warning::SlotsOverlap { count });
    }
    if event.booking.closes_at > event.time.start() {
        found.push(Warning::BookingClosesLate);
    }
    found
}
