//! Pitches: what a company presents in its slot.

use crate::columns::{Text, at, joined, split};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::former_places;
use crate::schema::pitches;
use diesel::prelude::*;
use marketday_model::{Instant, OrganisationId, Pitch, PitchId, Theme};

#[derive(Queryable)]
pub(crate) struct PitchRow {
    id: Text<PitchId>,
    company: Text<OrganisationId>,
    title: String,
    summary: String,
    themes: String,
}

pub(crate) type PitchColumns = (
    pitches::id,
    pitches::company_id,
    pitches::title,
    pitches::summary,
    pitches::themes,
);

pub(crate) const PITCH: PitchColumns = (
    pitches::id,
    pitches::company_id,
    pitches::title,
    pitches::summary,
    pitches::themes,
);

impl From<PitchRow> for Pitch {
    fn from(row: PitchRow) -> Self {
        Self {
            id: row.id.0,
            company: row.company.0,
            title: row.title,
            summary: row.summary,
            themes: split(&row.themes),
        }
    }
}

/// Stores a pitch.
pub fn insert(tx: &mut Tx<'_>, pitch: &Pitch, now: Instant) -> Result<(), StoreError> {
    diesel::insert_into(pitches::table)
        .values((
            pitches::id.eq(pitch.id.to_string()),
            pitches::company_id.eq(pitch.company.to_string()),
            pitches::title.eq(&pitch.title),
            pitches::summary.eq(&pitch.summary),
            pitches::themes.eq(joined(&pitch.themes)),
            pitches::created_at.eq(at(now)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Overwrites what a pitch says, and keeps which themes it lost.
pub fn update(tx: &mut Tx<'_>, pitch: &Pitch) -> Result<(), StoreError> {
    let had: String = pitches::table
        .find(pitch.id.to_string())
        .select(pitches::themes)
        .get_result(tx.db())?;
    let mut lost: Vec<Theme> = split(&had);
    lost.retain(|theme| !pitch.themes.contains(theme));
    former_places::note_themes(tx, pitch.id, &lost)?;
    diesel::update(pitches::table.find(pitch.id.to_string()))
        .set((
            pitches::title.eq(&pitch.title),
            pitches::summary.eq(&pitch.summary),
            pitches::themes.eq(joined(&pitch.themes)),
        ))
        .execute(tx.db())?;
    Ok(())
}
