//! Series: making one, describing it, and putting events in it.

use crate::told::Ids;
use marketday_model::notice::Subject;
use marketday_model::text::slug;
use marketday_model::{Event, EventId, Line, PersonId, Prose, Series, SeriesId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, Tx, events, revisions, series};

/// What an organiser says of a series.
#[derive(Debug, Clone)]
pub struct SeriesText {
    /// Its name, told apart from the body's other series.
    pub name: Line<120>,
    /// What it is about, in Markdown.
    pub description: Prose<10000>,
}

/// Why a series stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum SeriesRefused {
    /// There is no such event, or no such series of its organising body.
    #[error("There is no such series any more")]
    NoSuchSeries,
    /// Another series of the body has the name.
    #[error("There is already a series with this name")]
    NameTaken,
    /// The database failed.
    #[error("saving the series failed")]
    Store(#[from] StoreError),
}

/// Makes a series of an event's organising body and puts the event in it. A form sent twice makes one.
pub fn make_series(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    text: SeriesText,
) -> Result<Series, SeriesRefused> {
    let note = Note::new(surroundings, person);
    let ids = Ids(surroundings.clone());
    store.write(move |tx| {
        let owner = owner(tx, event)?;
        if let Some(there) = series::find_of_event(tx, event)?
            && there.name == text.name.as_str()
        {
            return Ok(there);
        }
        name_is_free(tx, &owner, text.name.as_str(), None)?;
        let made = Series {
            id: ids.next(),
            slug: free_slug(tx, text.name.as_str())?,
            body: owner.organiser,
            body_name: owner.organiser_name.clone(),
            name: text.name.to_string(),
            description: text.description.to_string(),
        };
        if !series::insert(tx, &made, note.at)? {
            // Another was faster with the same address: the second run sees it.
            return Err(StoreError::Conflict("the series' address".into()).into());
        }
        let altered = altered(None, &made);
        let name = made.name.clone();
        note.write_altered(tx, "series.make", Subject::Event(event), name, &altered)?;
        enter(tx, &owner, Some(made.id))?;
        Ok(made)
    })
}

/// Puts an event in a series of its organising body, or in none.
pub fn put_in_series(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    into: Option<SeriesId>,
) -> Result<(), SeriesRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let owner = owner(tx, event)?;
        let there = series::find_of_event(tx, event)?;
        if there.as_ref().map(|series| series.id) == into {
            return Ok(());
        }
        let (action, name) = match into {
            None => ("series.leave", there.map(|series| series.name)),
            Some(id) => {
                let mut of_body = series::list(tx, owner.organiser)?.into_iter();
                let found = of_body.find(|series| series.id == id);
                let found = found.ok_or(SeriesRefused::NoSuchSeries)?;
                ("series.join", Some(found.name))
            }
        };
        enter(tx, &owner, into)?;
        let name = name.unwrap_or_default();
        note.write(tx, action, Subject::Event(event), name)?;
        Ok(())
    })
}

/// Gives the series that an event is in another name and description.
pub fn change_series(
    store: &Store,
    surroundings: &Surroundings,
    event: EventId,
    person: PersonId,
    text: SeriesText,
) -> Result<(), SeriesRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let owner = owner(tx, event)?;
        let old = series::find_of_event(tx, event)?.ok_or(SeriesRefused::NoSuchSeries)?;
        name_is_free(tx, &owner, text.name.as_str(), Some(old.id))?;
        let new = Series {
            name: text.name.to_string(),
            description: text.description.to_string(),
            ..old.clone()
        };
        if new == old {
            return Ok(());
        }
        series::update(tx, &new)?;
        let (altered, name) = (altered(Some(&old), &new), new.name.clone());
        note.write_altered(tx, "series.change", Subject::Event(event), name, &altered)?;
        revisions::bump_public(tx)?;
        Ok(())
    })
}

fn altered(old: Option<&Series>, new: &Series) -> Vec<Altered> {
    let pair = |what, of: fn(&Series) -> String| (what, old.map(of).unwrap_or_default(), of(new));
    Altered::list([
        pair("Name", |series| series.name.clone()),
        pair("Description", |series| series.description.clone()),
    ])
}

fn owner(tx: &mut Tx<'_>, event: EventId) -> Result<Event, SeriesRefused> {
    events::lock(tx, event)?;
    events::find(tx, event)?.ok_or(SeriesRefused::NoSuchSeries)
}

fn name_is_free(
    tx: &mut Tx<'_>,
    owner: &Event,
    name: &str,
    but: Option<SeriesId>,
) -> Result<(), SeriesRefused> {
    let of_body = series::list(tx, owner.organiser)?;
    let mut others = of_body.iter().filter(|series| Some(series.id) != but);
    if others.any(|series| series.name == name) {
        Err(SeriesRefused::NameTaken)
    } else {
        Ok(())
    }
}

fn enter(tx: &mut Tx<'_>, event: &Event, into: Option<SeriesId>) -> Result<(), StoreError> {
    series::put_event(tx, event.id, into)?;
    if event.is_public() {
        // It stays in the feed until it is over, as in those of its regions and themes.
        events::enter_feeds(tx, event)?;
        revisions::bump_public(tx)?;
    }
    Ok(())
}

/// The name as part of an address, with a number behind it if that is taken.
fn free_slug(tx: &mut Tx<'_>, name: &str) -> Result<String, StoreError> {
    let bare = slug(name);
    for number in 1..1000 {
        let candidate = if number == 1 {
            bare.clone()
        } else {
            format!("{bare}-{number}")
        };
        if series::find_by_slug(tx, &candidate)?.is_none() {
            return Ok(candidate);
        }
    }
    Err(StoreError::Stale("the series' address"))
}
