//! Stages: adding, changing, removing.

use marketday_model::notice::Subject;
use marketday_model::{
    EventId, EventState, Line, Opening, PersonId, Prose, Stage, StageId, Surroundings,
};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, Tx, events, programme};

/// What an organiser says of a stage.
#[derive(Debug, Clone)]
pub struct StageText {
    /// Its name, told apart from the other stages of the event.
    pub name: Line<80>,
    /// How many people it holds.
    pub capacity: Option<u32>,
    /// Projector, microphones and the like.
    pub equipment: Prose<500>,
    /// Steps, loops and the like.
    pub access: Prose<500>,
    /// From when until when it can be used on each day.
    pub opening: Option<Opening>,
}

/// Why a stage is neither added, changed nor removed.
#[derive(Debug, thiserror::Error)]
pub enum StageRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// Another stage has the name.
    #[error("There is already a stage with this name")]
    NameTaken,
    /// There is no such stage.
    #[error("There is no such stage")]
    NoSuchStage,
    /// The event was called off or is over.
    #[error("The programme of an event that was cancelled or is over cannot be changed")]
    Over,
    /// Something is on it, or was.
    #[error("This stage stays: sessions are on it, or were, and releases name it")]
    Used,
    /// The database failed.
    #[error("saving the stage failed")]
    Store(#[from] StoreError),
}

/// Adds a stage behind the others.
pub fn add_stage(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    text: StageText,
) -> Result<StageId, StageRefused> {
    let id: StageId = surroundings.id();
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, event)?;
        events::find(tx, event)?.ok_or(StageRefused::NoSuchEvent)?;
        let position = programme::list_stages(tx, event)?
            .iter()
            .map(|stage| stage.position + 1)
            .max()
            .unwrap_or(0);
        let stage = Stage {
            id,
            event,
            name: text.name.to_string(),
            capacity: text.capacity,
            equipment: text.equipment.to_string(),
            access: text.access.to_string(),
            opening: text.opening,
            position,
        };
        if !programme::insert_stage(tx, &stage)? {
            return Err(StageRefused::NameTaken);
        }
        let altered = altered(None, Some(&stage));
        note.write_altered(tx, "stage.add", Subject::Event(event), stage.name, &altered)?;
        Ok(id)
    })
}

/// Everything that an organiser says of a stage; none where it is not there before, or not any more.
fn altered(old: Option<&Stage>, new: Option<&Stage>) -> Vec<Altered> {
    let pair = |what, of: fn(&Stage) -> String| {
        let text = |stage: Option<&Stage>| stage.map(of).unwrap_or_default();
        (what, text(old), text(new))
    };
    Altered::list([
        pair("Name", |stage| stage.name.clone()),
        pair("Capacity", |stage| {
            let capacity = stage.capacity.map(|capacity| capacity.to_string());
            capacity.unwrap_or_default()
        }),
        pair("Equipment", |stage| stage.equipment.clone()),
        pair("Access", |stage| stage.access.clone()),
        pair("Opening", |stage| {
            let opening = stage.opening.map(|opening| opening.to_string());
            opening.unwrap_or_default()
        }),
    ])
}

/// The stages of an event whose programme can be changed, and the one with this id among them.
fn find(
    tx: &mut Tx<'_>,
    (event, id): (EventId, StageId),
) -> Result<(Vec<Stage>, Stage), StageRefused> {
    events::lock(tx, event)?;
    let owner = events::find(tx, event)?.ok_or(StageRefused::NoSuchEvent)?;
    if matches!(owner.state, EventState::Cancelled | EventState::Completed) {
        return Err(StageRefused::Over);
    }
    let stages = programme::list_stages(tx, event)?;
    let found = stages.iter().find(|stage| stage.id == id).cloned();
    Ok((stages, found.ok_or(StageRefused::NoSuchStage)?))
}

/// Changes a stage. Others see another name with the next release, which tells whoever pitches there.
pub fn change_stage(
    store: &Store,
    surroundings: &Surroundings,
    (event, id): (EventId, StageId),
    person: PersonId,
    text: StageText,
) -> Result<(), StageRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let (stages, old) = find(tx, (event, id))?;
        let new = Stage {
            name: text.name.to_string(),
            capacity: text.capacity,
            equipment: text.equipment.to_string(),
            access: text.access.to_string(),
            opening: text.opening,
            ..old.clone()
        };
        let is_taken = |stage: &Stage| stage.id != id && stage.name == new.name;
        if stages.iter().any(is_taken) {
            return Err(StageRefused::NameTaken);
        }
        if new == old {
            return Ok(());
        }
        programme::update_stage(tx, &new)?;
        let altered = altered(Some(&old), Some(&new));
        note.write_altered(
            tx,
            "stage.change",
            Subject::Event(event),
            new.name,
            &altered,
        )?;
        Ok(())
    })
}

/// Removes a stage on which nothing is or was.
pub fn remove_stage(
    store: &Store,
    surroundings: &Surroundings,
    (event, id): (EventId, StageId),
    person: PersonId,
) -> Result<(), StageRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let (_, old) = find(tx, (event, id))?;
        if !programme::delete_stage(tx, id)? {
            return Err(StageRefused::Used);
        }
        let altered = altered(Some(&old), None);
        note.write_altered(
            tx,
            "stage.remove",
            Subject::Event(event),
            old.name,
            &altered,
        )?;
        Ok(())
    })
}
