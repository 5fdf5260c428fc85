//! The plan of a day as a table: stages side by side, time down the side.

use serde::Serialize;

use crate::layout::Tag;

/// One day of the plan.
#[derive(Debug, Clone, Serialize)]
pub struct GridDay {
    /// "Tuesday 2 March 2027"; `None` where the event has one day only.
    pub heading: Option<String>,
    /// The stages, and last the whole venue.
    pub columns: Vec<GridColumn>,
    /// A row for every five minutes.
    pub rows: Vec<GridRow>,
    /// When the last row ends: "17:00".
    pub end: String,
    /// On which day that is: "2027-03-02".
    pub end_date: String,
}

/// A stage.
#[derive(Debug, Clone, Serialize)]
pub struct GridColumn {
    /// Its name, or "Whole venue".
    pub name: String,
    /// Its id; empty for the whole venue.
    pub stage: String,
    /// How many sessions stand side by side at most, at least 1.
    pub lanes: u32,
    /// Where a session is added to it.
    pub add_href: String,
}

/// Five minutes.
#[derive(Debug, Clone, Serialize)]
pub struct GridRow {
    /// When they begin: "09:30".
    pub at: String,
    /// On which day: "2027-03-02".
    pub date: String,
    /// Where that time comes twice: `earlier` or `later`.
    pub fold: Option<String>,
    /// What the side says, from this row on.
    pub label: Option<GridLabel>,
    /// The cells that begin here, by stage.
    pub cells: Vec<GridCell>,
}

/// A time at the side.
#[derive(Debug, Clone, Serialize)]
pub struct GridLabel {
    /// "9:30am".
    pub text: String,
    /// Over how many rows.
    pub span: u32,
}

/// A session, or time in which there is none.
#[derive(Debug, Clone, Serialize)]
pub struct GridCell {
    /// Over how many rows.
    pub span: u32,
    /// Whether a stage ends here.
    pub is_last_lane: bool,
    /// The session.
    pub item: Option<GridItem>,
}

/// A session in the table.
#[derive(Debug, Clone, Serialize)]
pub struct GridItem {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// "Pitch session".
    pub kind: String,
    /// `pitch`: how it looks.
    pub look: String,
    /// "10:30am to 12noon".
    pub times_text: String,
    /// How long, in minutes.
    pub minutes: u32,
    /// The id of its stage; empty for the whole venue.
    pub stage: String,
    /// What tells this state of it from another.
    pub seen: String,
    /// Where it is changed.
    pub edit_href: String,
    /// Where it is given another place, or that of another session.
    pub place_href: String,
    /// Where it changes places with another (POST).
    pub swap_action: String,
    /// Where its slots are made; `None` unless companies pitch in it.
    pub slots_href: Option<String>,
    /// Its slots.
    pub slots: Vec<GridSlot>,
    /// Whether something else is on its stage meanwhile.
    pub clashes: bool,
    /// How it differs from the current release.
    pub unreleased: Option<Tag>,
}

/// A slot of a pitch session.
#[derive(Debug, Clone, Serialize)]
pub struct GridSlot {
    /// "10:40am".
    pub time_text: String,
    /// The company, or "Free".
    pub who: String,
    /// Whether nobody has it.
    pub is_free: bool,
}

/// Something that can be undone or done again.
#[derive(Debug, Clone, Serialize)]
pub struct EditButton {
    /// Where it is asked for (POST, with `edit`).
    pub action: String,
    /// Its id.
    pub edit: String,
    /// "move “Care at home”".
    pub what: String,
}
