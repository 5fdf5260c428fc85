//! Importing a list of authorities: all of it or nothing, and the same list again changes nothing.

use super::file::{self, FileError};
use super::plan::{Entry, Import, NoPlan, plan};
use super::succeed::{carry_out, today};
use marketday_model::notice::Subject;
use marketday_model::{Instant, OrganisationId, Surroundings};
use marketday_store::{Note, Store, StoreError, Tx, authorities};

/// Why a list is not imported. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefused {
    /// The file is wrong: everything that is.
    #[error("{}", several(.0))]
    File(Vec<FileError>),
    /// The database failed.
    #[error("the import failed")]
    Store(#[from] StoreError),
}

fn several(errors: &[FileError]) -> String {
    let mut text = match errors.len() {
        1 => "the file has an error, and nothing was changed:".to_owned(),
        n => format!("the file has {n} errors, and nothing was changed:"),
    };
    for error in errors {
        text.push_str("\n  ");
        text.push_str(&error.to_string());
    }
    text
}

impl From<NoPlan> for ImportRefused {
    fn from(none: NoPlan) -> Self {
        match none {
            NoPlan::File(errors) => Self::File(errors),
            NoPlan::Store(error) => Self::Store(error),
        }
    }
}

/// What importing this file would change now.
pub fn foresee_import(
    store: &Store,
    surroundings: &Surroundings,
    bytes: &[u8],
) -> Result<Import, ImportRefused> {
    let (listed, columns) = file::read(bytes).map_err(ImportRefused::File)?;
    let fresh: Vec<OrganisationId> = listed.iter().map(|_| surroundings.id()).collect();
    let today = today(surroundings);
    store.read(|rx| Ok(plan(rx, (&listed, &columns), &fresh, today)?))
}

/// Imports this file, and says what it changed. Authorities that it does not name stay as they are, and so does what
/// it has no column for.
pub fn import_authorities(
    store: &Store,
    surroundings: &Surroundings,
    bytes: &[u8],
) -> Result<Import, ImportRefused> {
    let (listed, columns) = file::read(bytes).map_err(ImportRefused::File)?;
    let fresh: Vec<OrganisationId> = listed.iter().map(|_| surroundings.id()).collect();
    let (now, today) = (surroundings.now(), today(surroundings));
    let foreseen =
        store.read(|rx| Ok::<_, ImportRefused>(plan(rx, (&listed, &columns), &fresh, today)?))?;
    if foreseen.is_empty() {
        return Ok(foreseen);
    }
    // One for each authority of the file, two for each that moves, and some for what comes meanwhile.
    let ids: Vec<uuid::Uuid> = (0..listed.len() + foreseen.moves.len() * 2 + 16)
        .map(|_| surroundings.id())
        .collect();
    store.write(move |tx| {
        let mut import = plan(tx, (&listed, &columns), &fresh, today)?;
        let mut ids = ids.iter().copied();
        write(tx, &import.entries, now, &mut ids)?;
        import.moves = carry_out(tx, import.moves, now, &mut ids)?;
        Ok(import)
    })
}

fn write(
    tx: &mut Tx<'_>,
    entries: &[Entry],
    now: Instant,
    ids: &mut dyn Iterator<Item = uuid::Uuid>,
) -> Result<(), StoreError> {
    let renamed = |entry: &&Entry| !entry.is_new && entry.fields.iter().any(|f| f.what == "name");
    // Two may swap names: first everybody lets go of theirs.
    for entry in entries.iter().filter(renamed) {
        let mut between = entry.organisation.clone();
        between.identity = format!("renaming:{}", between.id);
        authorities::update_organisation(tx, &between)?;
    }
    for entry in entries.iter().filter(|entry| !entry.is_new) {
        authorities::update_organisation(tx, &entry.organisation)?;
    }
    for entry in entries.iter().filter(|entry| entry.is_new) {
        authorities::insert_organisation(tx, &entry.organisation, now)?;
    }
    // A successor may stand further down the file: the organisations are all there now.
    for entry in entries {
        authorities::put(tx, &entry.details)?;
        let detail = if entry.is_new {
            format!("added as {}", entry.details.code)
        } else {
            let fields = entry.fields.iter().map(ToString::to_string);
            fields.collect::<Vec<_>>().join("; ")
        };
        let id = ids
            .next()
            .ok_or(StoreError::Conflict("much was imported".into()))?;
        let subject = Subject::Organisation(entry.organisation.id);
        Note::drawn(id, now).write(tx, "authority.import", subject, detail)?;
    }
    Ok(())
}
