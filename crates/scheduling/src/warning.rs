//! What an organiser should know about a draft: data, never a refusal.

use marketday_model::bank_holiday::Division;
use marketday_model::{Event, EventState, Opening, Region, Session, SessionKind, Slot, Stage};

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
    /// A session begins before its stage opens, or goes on after it closes. Its slots lie in it.
    OutsideOpening {
        /// Its title.
        session: String,
        /// The name of the stage.
        stage: String,
        /// When that can be used.
        opening: Opening,
    },
    /// Two slots take the same stage at the same time.
    SlotsOverlap {
        /// How many pairs.
        count: usize,
    },
    /// Booking closes after the day begins.
    BookingClosesLate,
    /// The day is a bank holiday there.
    BankHoliday {
        /// Which day, where there are several.
        day: Option<String>,
        /// Its name.
        name: String,
        /// Where.
        division: Division,
    },
    /// The clocks change on the day.
    ClockChange {
        /// Which day, where there are several.
        day: Option<String>,
    },
    /// Another day takes place in the same region or a neighbouring one.
    OtherDay {
        /// Its title.
        title: String,
        /// Its part of the address.
        slug: String,
        /// Its region.
        region: Region,
    },
    /// Something of a calendar that the organising body imports takes place on the day.
    Imported {
        /// What.
        title: String,
        /// In which calendar.
        calendar: String,
    },
    /// So does more than is listed.
    MoreImported {
        /// How much more.
        count: usize,
    },
    /// Two sessions on a stage follow one another too closely.
    Changeover {
        /// The title of the first.
        first: String,
        /// The title of the second.
        second: String,
        /// How many minutes lie between them.
        minutes: i64,
    },
    /// People sit too long on a stage without a break.
    NoBreak {
        /// Its name.
        stage: String,
        /// From when to when.
        times: String,
    },
    /// A stage holds fewer people than may want to be there.
    StageTooSmall {
        /// Its name.
        stage: String,
        /// How many it holds.
        capacity: u32,
        /// How many delegates may want to be at one of its sessions.
        interested: u32,
    },
    /// Bookings whose company is not confirmed have slots.
    UnconfirmedPitches {
        /// How many.
        count: usize,
    },
    /// Somebody presents in two places at once.
    PresenterTwice {
        /// Their name.
        presenter: String,
    },
    /// Somebody chairs two sessions at once.
    ChairTwice {
        /// Their name.
        chair: String,
        /// The title of one session.
        first: String,
        /// The title of the other.
        second: String,
    },
    /// Somebody chairs a session while a presenter of their name is on in another.
    ChairPresents {
        /// Their name.
        chair: String,
        /// The title of the session.
        session: String,
    },
    /// Delegates have access needs, and of some stages it is not said how they are reached.
    AccessUnsaid {
        /// How many delegates.
        needs: usize,
        /// Of how many stages.
        stages: usize,
    },
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
            Self::OutsideOpening {
                session,
                stage,
                opening,
            } => write!(
                f,
                "“{session}” lies outside the hours of {stage}, {opening}"
            ),
            Self::SlotsOverlap { count } => write!(f, "{count} pairs of slots overlap on a stage"),
            Self::BookingClosesLate => f.write_str("Booking closes after the day begins"),
            Self::BankHoliday {
                day,
                name,
                division,
            } => {
                let day = day.as_deref().unwrap_or("The day");
                let division = division.name();
                write!(f, "{day} is a bank holiday in {division}: {name}")
            }
            Self::ClockChange { day } => {
                let day = day.as_deref().unwrap_or("the day");
                write!(f, "The clocks change on {day}")
            }
            Self::OtherDay { title, region, .. } => {
                write!(
                    f,
                    "“{title}” takes place on the same day ({})",
                    region.name()
                )
            }
            Self::Imported { title, calendar } => {
                write!(f, "“{title}” takes place on the same day (from {calendar})")
            }
            Self::MoreImported { count: 1 } => {
                f.write_str("1 more entry of your imported calendars is on the same day")
            }
            Self::MoreImported { count } => {
                write!(
                    f,
                    "{count} more entries of your imported calendars are on the same day"
                )
            }
            Self::Changeover {
                first,
                second,
                minutes,
            } => write!(
                f,
                "Between “{first}” and “{second}” are {minutes} minutes to change over on the stage"
            ),
            Self::NoBreak { stage, times } => {
                write!(f, "{stage} has no break of ten minutes from {times}")
            }
            Self::StageTooSmall {
                stage,
                capacity,
                interested,
            } => write!(
                f,
                "{stage} holds {capacity} people, and {interested} delegates may want to be there"
            ),
            Self::UnconfirmedPitches { count: 1 } => {
                f.write_str("1 booked pitch waits for its company to be confirmed")
            }
            Self::UnconfirmedPitches { count } => {
                write!(
                    f,
                    "{count} booked pitches wait for their companies to be confirmed"
                )
            }
            Self::PresenterTwice { presenter } => {
                write!(f, "{presenter} presents in two places at once")
            }
            Self::ChairTwice {
                chair,
                first,
                second,
            } => write!(
                f,
                "{chair} chairs “{first}” and “{second}” at the same time"
            ),
            Self::ChairPresents { chair, session } => write!(
                f,
                "{chair} chairs “{session}” and presents somewhere else at the same time"
            ),
            Self::AccessUnsaid { needs, stages } => write!(
                f,
                "Delegates with access needs: {needs}. Stages that say nothing of access: {stages}"
            ),
        }
    }
}

/// Whether two sessions are on a stage at the same time.
pub fn clash(first: &Session, second: &Session) -> bool {
    // A break inside a pitch session is left out of its slots, so it is no clash.
    let is_break = [first.kind, second.kind].contains(&SessionKind::Break);
    let is_one_stage = first.stage.is_some() && first.stage == second.stage;
    is_one_stage && !is_break && first.time.overlaps(second.time)
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
            if clash(first, second) {
                found.push(Warning::Overlap {
                    first: first.title.clone(),
                    second: second.title.clone(),
                });
            }
        }
    }
    for stage in stages {
        let Some(opening) = stage.opening else {
            continue;
        };
        let here = sessions.iter().filter(|it| it.stage == Some(stage.id));
        let outside = here.filter(|session| !opening.holds(session.time, event.zone));
        found.extend(outside.map(|session| Warning::OutsideOpening {
            session: session.title.clone(),
            stage: stage.name.clone(),
            opening,
        }));
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
