//! Events and venues.

use crate::time::TimeRange;
use crate::word::words;
use crate::{
    Days, EventId, Facilities, Instant, KeptVenueId, OrganisationId, Region, Theme, VenueId,
};
use chrono_tz::Tz;

words! {
    /// Where an event stands.
    EventState {
        /// Being planned; seen by its organisers only.
        Draft = "draft",
        /// Public.
        Published = "published",
        /// Public, its date given up for now.
        Postponed = "postponed",
        /// Called off; public if it ever was.
        Cancelled = "cancelled",
        /// Over.
        Completed = "completed",
    }
}

/// A step that an event, a booking or a registration cannot take from where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot go from {from} to {to}")]
pub struct InvalidTransition {
    /// Where it stands.
    pub from: &'static str,
    /// Where it was to go.
    pub to: &'static str,
}

impl EventState {
    /// The next state, if an event may go there from here.
    pub fn to(self, next: Self) -> Result<Self, InvalidTransition> {
        use EventState::{Cancelled, Completed, Draft, Postponed, Published};
        match (self, next) {
            (Draft | Postponed | Cancelled, Published)
            | (Draft | Published | Postponed, Cancelled)
            | (Published, Postponed | Completed) => Ok(next),
            _ => Err(InvalidTransition {
                from: self.as_str(),
                to: next.as_str(),
            }),
        }
    }
}

/// Where an event happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// Its id.
    pub id: VenueId,
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
    /// The kept venue that this is a copy of.
    pub kept: Option<KeptVenueId>,
}

/// One market information day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Its part of the address; never changes.
    pub slug: String,
    /// Where it stands.
    pub state: EventState,
    /// Its title.
    pub title: String,
    /// What it is about, in Markdown.
    pub summary: String,
    /// Its region.
    pub region: Region,
    /// Its themes, in the order of [`Theme::ALL`].
    pub themes: Vec<Theme>,
    /// Where it happens.
    pub venue: Venue,
    /// The body that organises it.
    pub organiser: OrganisationId,
    /// That body's name.
    pub organiser_name: String,
    /// Where questions go: the address of the person who created it.
    pub contact_email: String,
    /// From doors open to close.
    pub time: TimeRange,
    /// The zone in which its times are entered and shown.
    pub zone: Tz,
    /// The most delegates.
    pub capacity: u32,
    /// When companies can take slots.
    pub booking: Window,
    /// When delegates can register.
    pub registration: Window,
    /// How many live bookings one company may hold here.
    pub company_limit: u32,
    /// The number of the current release; 0 before the first.
    pub release: u32,
    /// SEQUENCE of its calendar entry (RFC 5545, section 3.8.7.4).
    pub sequence: u32,
    /// Which calendar UID it has: a reinstated event gets a new one.
    pub uid_generation: u32,
    /// When it first became public.
    pub published_at: Option<Instant>,
    /// When it was called off.
    pub cancelled_at: Option<Instant>,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// When it was to begin before it was last postponed; none if it never was.
    pub postponed_from: Option<Instant>,
    /// Why it was postponed.
    pub postpone_reason: Option<String>,
    /// When it was last reinstated after it had been called off.
    pub reinstated_at: Option<Instant>,
    /// When it was created.
    pub created_at: Instant,
    /// When anything that others see last changed.
    pub changed_at: Instant,
}

/// A length of time in which something can be done; open-ended at the front where nothing is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// From when; at once if none.
    pub opens_at: Option<Instant>,
    /// Until when.
    pub closes_at: Instant,
}

/// Where an instant lies with regard to a [`Window`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowState {
    /// Before it.
    NotYet {
        /// When it opens.
        opens_at: Instant,
    },
    /// Inside.
    Open,
    /// After it.
    Closed,
}

impl Window {
    /// Where `at` lies.
    pub fn state(&self, at: Instant) -> WindowState {
        match self.opens_at {
            Some(opens_at) if at < opens_at => WindowState::NotYet { opens_at },
            _ if at < self.closes_at => WindowState::Open,
            _ => WindowState::Closed,
        }
    }
}

impl Event {
    /// Whether its pages are public: whatever was once published stays so.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some()
    }

    /// The local days on which it takes place.
    pub fn days(&self) -> Days {
        Days::of(self.time, self.zone)
    }

    /// Whether slots can be taken at `at`.
    pub fn booking_state(&self, at: Instant) -> WindowState {
        if self.state == EventState::Published {
            self.booking.state(at)
        } else {
            WindowState::Closed
        }
    }

    /// Whether delegates can register at `at`.
    pub fn registration_state(&self, at: Instant) -> WindowState {
        if self.state == EventState::Published {
            self.registration.state(at)
        } else {
            WindowState::Closed
        }
    }

    /// Whether it is over at `at`. A postponed event is not: it keeps its old date until it has a new one.
    pub fn is_over(&self, at: Instant) -> bool {
        self.state != EventState::Postponed && self.time.end() <= at
    }
}

/// A draft in London that lasts an hour, for tests to change.
#[cfg(test)]
pub(crate) fn any_event() -> Event {
    let window = Window {
        opens_at: None,
        closes_at: Instant::UNIX_EPOCH,
    };
    Event {
        id: uuid::Uuid::from_u128(1).into(),
        slug: String::new(),
        state: EventState::Draft,
        title: String::new(),
        summary: String::new(),
        region: Region::London,
        themes: Vec::new(),
        venue: Venue {
            id: uuid::Uuid::from_u128(1).into(),
            name: String::new(),
            town: String::new(),
            address: String::new(),
            access: String::new(),
            facilities: crate::Facilities::default(),
            kept: None,
        },
        organiser: uuid::Uuid::from_u128(1).into(),
        organiser_name: String::new(),
        contact_email: String::new(),
        time: TimeRange::new(
            Instant::UNIX_EPOCH,
            Instant::UNIX_EPOCH + chrono::Duration::hours(1),
        )
        .expect("an hour"),
        zone: crate::time::LONDON,
        capacity: 1,
        booking: window,
        registration: window,
        company_limit: 1,
        release: 0,
        sequence: 0,
        uid_generation: 0,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        postponed_from: None,
        postpone_reason: None,
        reinstated_at: None,
        created_at: Instant::UNIX_EPOCH,
        changed_at: Instant::UNIX_EPOCH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_moves_only_along_the_arrows_of_its_life() {
        let allowed: Vec<_> = EventState::ALL
            .iter()
            .flat_map(|from| {
                EventState::ALL
                    .iter()
                    .filter(|to| from.to(**to).is_ok())
                    .map(move |to| format!("{from} {to}"))
            })
            .collect();
        assert_eq!(
            allowed,
            [
                "draft published",
                "draft cancelled",
                "published postponed",
                "published cancelled",
                "published completed",
                "postponed published",
                "postponed cancelled",
                "cancelled published",
            ]
        );
    }
}
