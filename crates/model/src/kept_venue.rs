//! Venues that an organising body keeps for its events, and what is known of getting in and around.

use crate::days::Days;
use crate::word::words;
use crate::{KeptVenueId, Opening, OrganisationId, Stage, Venue};
use chrono::{Datelike, Weekday};

words! {
    /// Whether a venue has something that some people cannot do without.
    Provision {
        /// It has.
        Yes = "yes",
        /// It has not.
        No = "no",
        /// Nobody has asked yet.
        Unknown = "unknown",
    }
}

impl Provision {
    /// As it is read behind its name: "Step-free access: not known".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "not known",
        }
    }
}

/// Something that some people cannot do without, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facility {
    /// Whether it is there.
    pub is: Provision,
    /// Where, how, from whom.
    pub note: String,
}

impl Default for Facility {
    fn default() -> Self {
        Self {
            is: Provision::Unknown,
            note: String::new(),
        }
    }
}

impl std::fmt::Display for Facility {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.is.name())?;
        if self.note.is_empty() {
            Ok(())
        } else {
            write!(f, ". {}", self.note)
        }
    }
}

/// Getting to a venue, in, and around.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facilities {
    /// A way in and to every stage without a step.
    pub step_free: Facility,
    /// A hearing loop.
    pub hearing_loop: Facility,
    /// A quiet room.
    pub quiet_room: Facility,
    /// How to find it.
    pub directions: String,
    /// Parking and public transport.
    pub transport: String,
}

impl Facilities {
    /// The three that people ask for, by name.
    pub fn named(&self) -> [(&'static str, &Facility); 3] {
        [
            ("Step-free access", &self.step_free),
            ("Hearing loop", &self.hearing_loop),
            ("Quiet room", &self.quiet_room),
        ]
    }
}

/// When a venue can be used on a day of the week, in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningHours {
    /// The day.
    pub weekday: Weekday,
    /// From when until when.
    pub opening: Opening,
}

impl std::fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.weekday, self.opening)
    }
}

/// A stage of a kept venue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStage {
    /// Its name, told apart from the venue's others.
    pub name: String,
    /// How many people it holds, if known.
    pub capacity: Option<u32>,
    /// Projector, microphones and the like.
    pub equipment: String,
    /// Steps, loops and the like.
    pub access: String,
}

/// A venue that an organising body keeps. Events have copies of it: what changes here changes no event by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptVenue {
    /// Its id.
    pub id: KeptVenueId,
    /// Whose it is to plan with.
    pub body: OrganisationId,
    /// Its name.
    pub name: String,
    /// The town, for lists.
    pub town: String,
    /// The postal address, a line a line.
    pub address: String,
    /// Whatever else there is to know of access.
    pub access: String,
    /// Getting there, in, and around.
    pub facilities: Facilities,
    /// When it can be used, from Monday; closed on days that are not there.
    pub hours: Vec<OpeningHours>,
    /// Its stages, in order.
    pub stages: Vec<KeptStage>,
}

impl KeptVenue {
    /// From when until when its stages can be used on each of these days; none where nothing is known of one of them.
    pub fn opening(&self, days: Days) -> Option<Opening> {
        let on = |day: chrono::NaiveDate| {
            let mut hours = self.hours.iter();
            let hours = hours.find(|hours| hours.weekday == day.weekday());
            hours.map(|hours| hours.opening)
        };
        let mut openings = days.iter().map(on);
        let first = openings.next()??;
        openings.try_fold(first, |both, opening| both.and(opening?))
    }

    /// What of an event's copy on these days is not as it is here, by name. Stages that only the event has are its own
    /// affair.
    pub fn differences(&self, venue: &Venue, stages: &[Stage], days: Days) -> Vec<String> {
        let opening = self.opening(days);
        let (mine, theirs) = (&self.facilities, &venue.facilities);
        let facts = [
            ("Venue", self.name == venue.name && self.town == venue.town),
            ("Address", self.address == venue.address),
            ("Access information", self.access == venue.access),
            ("Directions", mine.directions == theirs.directions),
            ("Parking and transport", mine.transport == theirs.transport),
        ];
        let facilities = mine.named().into_iter().zip(theirs.named());
        let facilities = facilities.map(|((name, one), (_, other))| (name, one == other));
        let of_venue = facts.into_iter().chain(facilities);
        let of_venue = of_venue.filter(|(_, is_same)| !is_same);
        let of_stages = self.stages.iter().filter(|kept| {
            !stages.iter().any(|stage| {
                stage.name == kept.name
                    && stage.capacity == kept.capacity
                    && stage.equipment == kept.equipment
                    && stage.access == kept.access
                    && opening.is_none_or(|opening| stage.opening == Some(opening))
            })
        });
        of_venue
            .map(|(name, _)| name.to_owned())
            .chain(of_stages.map(|kept| format!("Stage “{}”", kept.name)))
            .collect()
    }
}
