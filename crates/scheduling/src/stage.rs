//! Stages.

use marketday_model::notice::Subject;
use marketday_model::{EventId, Line, Opening, PersonId, Prose, Stage, StageId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, events, programme};

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

/// Why a stage is not added.
#[derive(Debug, thiserror::Error)]
pub enum StageRefused {
    /// There is no such event.
    #[error("There is no such event")]
    NoSuchEvent,
    /// Another stage has the name.
    #[error("There is already a stage with this name")]
    NameTaken,
    /// The database failed.
    #[error("adding the stage failed")]
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
        let capacity = stage.capacity.map(|capacity| capacity.to_string());
        let opening = stage.opening.map(|opening| opening.to_string());
        let altered = Altered::list([
            ("Name", String::new(), stage.name.clone()),
            ("Capacity", String::new(), capacity.unwrap_or_default()),
            ("Equipment", String::new(), stage.equipment),
            ("Access", String::new(), stage.access),
            ("Opening", String::new(), opening.unwrap_or_default()),
        ]);
        note.write_altered(tx, "stage.add", Subject::Event(event), stage.name, &altered)?;
        Ok(id)
    })
}
