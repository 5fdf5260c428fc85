//! The programme: stages, sessions, and the releases that make them public.

use crate::code::digest;
use crate::time::TimeRange;
use crate::word::words;
use crate::{EventId, Instant, Opening, SessionId, StageId};

/// A place at the venue where one thing happens at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// Of which event.
    pub event: EventId,
    /// Its name.
    pub name: String,
    /// How many people it holds, if known.
    pub capacity: Option<u32>,
    /// Projector, microphones and the like.
    pub equipment: String,
    /// Steps, loops and the like.
    pub access: String,
    /// From when until when it can be used on each day, if that is limited.
    pub opening: Option<Opening>,
    /// Its place in the order of stages, from 0.
    pub position: u32,
}

words! {
    /// What a session is.
    SessionKind {
        /// A talk to everybody.
        Keynote = "keynote",
        /// Coffee, lunch, a change of rooms.
        Break = "break",
        /// Several people in discussion.
        Panel = "panel",
        /// Companies pitch in slots.
        Pitch = "pitch",
        /// One-to-one meetings.
        Meetings = "meetings",
    }
}

impl SessionKind {
    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keynote => "Keynote",
            Self::Break => "Break",
            Self::Panel => "Panel",
            Self::Pitch => "Pitch session",
            Self::Meetings => "Meetings",
        }
    }
}

/// An item of the programme. In the draft it is what the organiser last saved; in a release, what was made public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Of which event.
    pub event: EventId,
    /// On which stage; none means the whole venue.
    pub stage: Option<StageId>,
    /// What it is.
    pub kind: SessionKind,
    /// Its title.
    pub title: String,
    /// What it is about, plain text.
    pub description: String,
    /// Who chairs it, as an organiser wrote it; empty where nobody does.
    pub chair: String,
    /// When.
    pub time: TimeRange,
}

impl Session {
    /// Who chairs it, as others read it; none where nobody does.
    pub fn chaired_by(&self) -> Option<String> {
        (!self.chair.is_empty()).then(|| format!("Chaired by {}", self.chair))
    }

    /// What tells one state of a session from another: whoever saves a form says with it what they had before them.
    pub fn fingerprint(&self) -> String {
        let stage = self.stage.map_or_else(String::new, |id| id.to_string());
        let times = (self.time.start().timestamp(), self.time.end().timestamp());
        let parts = (
            self.kind.as_str(),
            &stage,
            &self.title,
            &self.description,
            &self.chair,
            times,
        );
        digest(&format!("{parts:?}"))
    }
}

/// One published version of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Of which event.
    pub event: EventId,
    /// 1 for the first.
    pub number: u32,
    /// What the organiser says of it.
    pub note: String,
    /// When it was made.
    pub made_at: Instant,
    /// When the event was to begin then; not known of old ones.
    pub event_starts_at: Option<Instant>,
}
