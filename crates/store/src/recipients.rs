//! To whom a message of organisers goes: worked out when it is looked at, when it is sent, and for each letter again.

use crate::bookings::{self, BookingFilter};
use crate::connection::Rx;
use crate::error::StoreError;
use crate::proposals::{self, ProposalFilter};
use crate::releases::{self, ReleasedSlot};
use crate::waiting::{self, WaitingFilter};
use crate::{messages, people, registrations, slides};
use marketday_model::message::{Audience, MessageReader, Whom};
use marketday_model::text::normalised;
use marketday_model::{
    Booking, BookingId, Event, OrganisationId, Person, PersonId, ProposalState, Region, Theme,
};
use std::collections::{HashMap, HashSet};

/// Somebody to whom a message goes.
#[derive(Debug, Clone)]
pub struct MessageRecipient {
    /// Who.
    pub person: Person,
    /// Of which group: the first of [`Whom::ALL`] that they are in.
    pub whom: Whom,
    /// Their company or where they come from.
    pub organisation: String,
    /// What they pitch, or would.
    pub pitch_title: Option<String>,
    /// Their slot.
    pub slot: Option<ReleasedSlot>,
}

impl MessageRecipient {
    /// What letters say of them.
    pub fn reader(&self) -> MessageReader {
        let slot = self.slot.as_ref();
        MessageReader {
            name: self.person.name.clone(),
            company: self.organisation.clone(),
            pitch: self.pitch_title.clone().unwrap_or_default(),
            slot: slot.map(|slot| (slot.slot.times.presented(), slot.stage_name.clone())),
        }
    }
}

/// One who may be meant, before it is known who they are.
struct Candidate {
    person: PersonId,
    whom: Whom,
    organisation: String,
    at: Option<OrganisationId>,
    themes: Vec<Theme>,
    pitch_title: Option<String>,
    booking: Option<Booking>,
}

/// Everybody to whom a message goes, each once, by name; or `only` this person, if it goes to them. The number of
/// queries does not depend on how many they are.
pub fn list(
    rx: &mut Rx<'_>,
    event: &Event,
    audience: &Audience,
    only: Option<PersonId>,
) -> Result<Vec<MessageRecipient>, StoreError> {
    let mut found = Vec::new();
    for whom in Whom::ALL.iter().filter(|whom| audience.whom.contains(whom)) {
        found.extend(of_group(rx, event, *whom, only)?);
    }
    let slots: HashMap<_, _> = if found.iter().any(|one| one.booking.is_some()) {
        let slots = releases::list_slots(rx, event.id, event.release)?.into_iter();
        slots.map(|slot| (slot.slot.id, slot)).collect()
    } else {
        HashMap::new()
    };
    let sent: HashSet<BookingId> = if audience.without_slides {
        slides::list_newest(rx, event.id)?.into_keys().collect()
    } else {
        HashSet::new()
    };
    let regions = if audience.regions.is_empty() {
        HashMap::new()
    } else {
        let ids: Vec<OrganisationId> = found.iter().filter_map(|one| one.at).collect();
        messages::list_regions(rx, &ids)?
    };
    let slot_of = |one: &Candidate| slots.get(&one.booking.as_ref()?.slot);
    found.retain(|one| {
        let has_sent = one
            .booking
            .as_ref()
            .is_some_and(|booking| sent.contains(&booking.id));
        let on_stage = audience
            .stage
            .is_none_or(|stage| slot_of(one).is_some_and(|slot| slot.slot.stage == stage));
        !has_sent && on_stage && passes(audience, one, &regions)
    });
    // Whoever is in several groups gets one letter, as of the first.
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert(one.person));
    let ids: Vec<PersonId> = found.iter().map(|one| one.person).collect();
    let mut people: HashMap<PersonId, Person> = people::list(rx, &ids)?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let mut recipients: Vec<MessageRecipient> = found
        .into_iter()
        .filter_map(|one| {
            let slot = slot_of(&one).cloned();
            Some(MessageRecipient {
                person: people.remove(&one.person)?,
                whom: one.whom,
                organisation: one.organisation,
                pitch_title: one.pitch_title,
                slot,
            })
        })
        .collect();
    recipients.sort_by(|a, b| {
        (normalised(&a.person.name), a.person.id).cmp(&(normalised(&b.person.name), b.person.id))
    });
    Ok(recipients)
}

fn passes(audience: &Audience, one: &Candidate, regions: &HashMap<OrganisationId, Region>) -> bool {
    let of_theme = audience.themes.is_empty()
        || one
            .themes
            .iter()
            .any(|theme| audience.themes.contains(theme));
    let region = one.at.and_then(|id| regions.get(&id));
    let in_region = audience.regions.is_empty()
        || region.is_some_and(|region| audience.regions.contains(region));
    let authority = normalised(&audience.authority);
    let from_there = authority.is_empty()
        || (one.whom == Whom::Registered && normalised(&one.organisation).contains(&authority));
    of_theme && in_region && from_there
}

fn of_group(
    rx: &mut Rx<'_>,
    event: &Event,
    whom: Whom,
    only: Option<PersonId>,
) -> Result<Vec<Candidate>, StoreError> {
    Ok(match whom {
        Whom::Booked => {
            let filter = BookingFilter {
                event: Some(event.id),
                contact: only,
                ..BookingFilter::default()
            };
            let found = bookings::list(rx, &filter)?.into_iter();
            found
                .map(|booking| Candidate {
                    person: booking.contact,
                    whom,
                    organisation: booking.company_name.clone(),
                    at: Some(booking.company),
                    themes: booking.pitch.themes.clone(),
                    pitch_title: Some(booking.pitch.title.clone()),
                    booking: Some(booking),
                })
                .collect()
        }
        Whom::Waiting => {
            let filter = WaitingFilter {
                event: Some(event.id),
                of: only.map(|person| (person, Vec::new())),
                live: true,
            };
            let found = waiting::list(rx, &filter)?.into_iter();
            found
                .filter_map(|one| {
                    Some(Candidate {
                        person: one.contact?,
                        whom,
                        organisation: one.company_name,
                        at: Some(one.company),
                        themes: one.pitch.themes,
                        pitch_title: Some(one.pitch.title),
                        booking: None,
                    })
                })
                .collect()
        }
        Whom::Proposed => {
            let filter = ProposalFilter {
                event: Some(event.id),
                contact: only.map(|person| (person, Vec::new())),
                states: vec![
                    ProposalState::Submitted,
                    ProposalState::Accepted,
                    ProposalState::Allocated,
                ],
                confirm_by: None,
            };
            let found = proposals::list(rx, &filter)?.into_iter();
            found
                .map(|one| Candidate {
                    person: one.contact,
                    whom,
                    organisation: one.company_name,
                    at: Some(one.company),
                    themes: one.themes,
                    pitch_title: Some(one.title),
                    booking: None,
                })
                .collect()
        }
        Whom::Registered => {
            let found = match only {
                Some(person) => registrations::find_confirmed(rx, event.id, person)?
                    .into_iter()
                    .collect(),
                None => registrations::list_confirmed(rx, event.id)?,
            };
            let found = found.into_iter();
            found
                .map(|one| Candidate {
                    person: one.person,
                    whom,
                    organisation: one.organisation,
                    at: one.authority,
                    themes: one.themes,
                    pitch_title: None,
                    booking: None,
                })
                .collect()
        }
    })
}
