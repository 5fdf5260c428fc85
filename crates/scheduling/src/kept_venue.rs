//! Venues that a body keeps: keeping one, and taking its facts over into an event.

use crate::event::{EventRefused, change_in};
use crate::told::Ids;
use marketday_model::notice::Subject;
use marketday_model::{
    Event, EventId, KeptStage, KeptVenue, KeptVenueId, OrganisationId, PersonId, Stage, StageId,
    Surroundings, Venue,
};
use marketday_store::audit::Altered;
use marketday_store::{Note, Rx, Store, StoreError, Tx, events, kept_venues, programme, revisions};

/// Why a venue is not kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepRefused {
    /// There is no such event, or the venue is another body's.
    #[error("There is no such venue")]
    NoSuchVenue,
    /// The database failed.
    #[error("keeping the venue failed")]
    Store(#[from] StoreError),
}

/// Keeps a venue, a new one or another state of one that is kept. Its id was drawn when the form was made, so that a
/// form sent twice keeps one.
pub fn keep_venue(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    venue: KeptVenue,
) -> Result<(), KeepRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let was = kept_venues::find(tx, venue.id)?;
        if was.as_ref().is_some_and(|was| was.body != venue.body) {
            return Err(KeepRefused::NoSuchVenue);
        }
        if was.as_ref() == Some(&venue) {
            return Ok(());
        }
        kept_venues::upsert(tx, &venue, note.at)?;
        let action = if was.is_some() {
            "venue.change"
        } else {
            "venue.keep"
        };
        let altered = altered(was.as_ref(), &venue);
        let body = Subject::Organisation(venue.body);
        note.write_altered(tx, action, body, venue.name.clone(), &altered)?;
        Ok(())
    })
}

/// Keeps the venue of an event, with its stages, for other events of its organising body. One that is a copy of a kept
/// venue is kept already.
pub fn keep_venue_of(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
) -> Result<KeptVenueId, KeepRefused> {
    let id: KeptVenueId = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        let mut event = events::find(tx, event)?.ok_or(KeepRefused::NoSuchVenue)?;
        if let Some(kept) = event.venue.kept {
            return Ok(kept);
        }
        let stages = programme::list_stages(tx, event.id)?;
        let venue = KeptVenue {
            id,
            body: event.organiser,
            name: event.venue.name.clone(),
            town: event.venue.town.clone(),
            address: event.venue.address.clone(),
            access: event.venue.access.clone(),
            facilities: event.venue.facilities.clone(),
            hours: Vec::new(),
            stages: stages.into_iter().map(kept).collect(),
        };
        kept_venues::upsert(tx, &venue, note.at)?;
        event.venue.kept = Some(id);
        events::update(tx, &event)?;
        let altered = altered(None, &venue);
        let subject = Subject::Event(event.id);
        note.write_altered(tx, "venue.keep", subject, venue.name, &altered)?;
        Ok(id)
    })
}

fn altered(old: Option<&KeptVenue>, new: &KeptVenue) -> Vec<Altered> {
    let text = |of: &dyn Fn(&KeptVenue) -> String| (old.map(of).unwrap_or_default(), of(new));
    let pair = |what, of: &dyn Fn(&KeptVenue) -> String| {
        let (before, after) = text(of);
        (what, before, after)
    };
    Altered::list([
        pair("Venue", &|venue| format!("{}, {}", venue.name, venue.town)),
        pair("Address", &|venue| venue.address.clone()),
        pair("Access", &|venue| venue.access.clone()),
        pair("Step-free access", &|venue| {
            venue.facilities.step_free.to_string()
        }),
        pair("Hearing loop", &|venue| {
            venue.facilities.hearing_loop.to_string()
        }),
        pair("Quiet room", &|venue| {
            venue.facilities.quiet_room.to_string()
        }),
        pair("Directions", &|venue| venue.facilities.directions.clone()),
        pair("Parking and transport", &|venue| {
            venue.facilities.transport.clone()
        }),
        pair("Hours", &|venue| {
            let hours = venue.hours.iter().map(ToString::to_string);
            hours.collect::<Vec<_>>().join(", ")
        }),
        pair("Stages", &|venue| {
            let stages = venue.stages.iter().map(|stage| {
                let capacity = stage
                    .capacity
                    .map(|n| format!(" ({n})"))
                    .unwrap_or_default();
                format!(
                    "{}{capacity} {} {}",
                    stage.name, stage.equipment, stage.access
                )
            });
            stages.collect::<Vec<_>>().join("; ")
        }),
    ])
}

fn kept(stage: Stage) -> KeptStage {
    KeptStage {
        name: stage.name,
        capacity: stage.capacity,
        equipment: stage.equipment,
        access: stage.access,
    }
}

/// What of an event is not as it is in the venue that it is a copy of. None where it is no copy, or no longer of one of
/// its organising body.
pub fn venue_differences(
    rx: &mut Rx<'_>,
    event: &Event,
) -> Result<Option<Vec<String>>, StoreError> {
    let Some(id) = event.venue.kept else {
        return Ok(None);
    };
    let Some(kept) = of_body(rx, id, event.organiser)? else {
        return Ok(None);
    };
    let stages = programme::list_stages(rx, event.id)?;
    Ok(Some(kept.differences(&event.venue, &stages, event.days())))
}

/// Gives an event the facts and stages of the kept venue that it is a copy of, and returns how many people are told.
/// Stages that only the event has stay.
pub fn take_venue_over(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
) -> Result<usize, EventRefused> {
    let ids = Ids(surroundings.clone());
    let (note, change) = (
        Note::new(surroundings, person),
        Note::new(surroundings, person),
    );
    store.write(move |tx| {
        events::lock(tx, id)?;
        let event = events::find(tx, id)?.ok_or(EventRefused::NoSuchEvent)?;
        let Some(kept) = event.venue.kept else {
            return Ok(0);
        };
        let kept = of_body(tx, kept, event.organiser)?.ok_or(EventRefused::NoSuchEvent)?;
        let stages = programme::list_stages(tx, id)?;
        let differ = kept.differences(&event.venue, &stages, event.days());
        if differ.is_empty() {
            return Ok(0);
        }
        let alter = |event: &mut Event| fill(&mut event.venue, &kept);
        let told = change_in(tx, &ids, (id, person), change, alter)?;
        for stage in with_facts(&ids, &event, stages.clone(), &kept) {
            match stages.iter().find(|was| was.id == stage.id) {
                None => _ = programme::insert_stage(tx, &stage)?,
                Some(was) if *was != stage => programme::update_stage(tx, &stage)?,
                Some(_) => {}
            }
        }
        note.write(tx, "venue.take-over", Subject::Event(id), differ.join(", "))?;
        revisions::bump_public(tx)?;
        Ok(told)
    })
}

/// A kept venue, if it is this body's.
pub(crate) fn of_body(
    rx: &mut Rx<'_>,
    id: KeptVenueId,
    body: OrganisationId,
) -> Result<Option<KeptVenue>, StoreError> {
    Ok(kept_venues::find(rx, id)?.filter(|kept| kept.body == body))
}

/// Makes the venue of an event a copy of a kept one.
pub(crate) fn fill(venue: &mut Venue, kept: &KeptVenue) {
    venue.name.clone_from(&kept.name);
    venue.town.clone_from(&kept.town);
    venue.address.clone_from(&kept.address);
    venue.access.clone_from(&kept.access);
    venue.facilities.clone_from(&kept.facilities);
    venue.kept = Some(kept.id);
}

/// The stages of an event with the facts of those of a kept venue that are called alike, and its others behind them.
pub(crate) fn with_facts(
    ids: &Ids,
    event: &Event,
    mut stages: Vec<Stage>,
    kept: &KeptVenue,
) -> Vec<Stage> {
    let opening = kept.opening(event.days());
    for of_venue in &kept.stages {
        let position = stages.iter().map(|stage| stage.position + 1).max();
        let there = stages.iter_mut().find(|stage| stage.name == of_venue.name);
        if let Some(stage) = there {
            stage.capacity = of_venue.capacity;
            stage.equipment.clone_from(&of_venue.equipment);
            stage.access.clone_from(&of_venue.access);
            stage.opening = opening.or(stage.opening);
        } else {
            let id: StageId = ids.next();
            stages.push(Stage {
                id,
                event: event.id,
                name: of_venue.name.clone(),
                capacity: of_venue.capacity,
                equipment: of_venue.equipment.clone(),
                access: of_venue.access.clone(),
                opening,
                position: position.unwrap_or(0),
            });
        }
    }
    stages
}

/// Stores the stages of a new event.
pub(crate) fn insert_stages(tx: &mut Tx<'_>, stages: &[Stage]) -> Result<(), StoreError> {
    for stage in stages {
        programme::insert_stage(tx, stage)?;
    }
    Ok(())
}
