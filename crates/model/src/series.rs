//! Series: events of one body that belong together, such as the stops of a roadshow.

use crate::{OrganisationId, SeriesId};

/// A series of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// Its part of the address; never changes.
    pub slug: String,
    /// The organising body whose events it groups.
    pub body: OrganisationId,
    /// That body's name.
    pub body_name: String,
    /// Its name.
    pub name: String,
    /// What it is about, in Markdown.
    pub description: String,
}
