//! Everything about one person, and nothing of anybody else: by the table of personal data.

use marketday_model::Person;
use marketday_model::privacy::{KINDS, Kind};
use marketday_store::{Rx, StoreError, privacy};

/// What one table holds of a person, a JSON object a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyRows {
    /// The table.
    pub table: &'static str,
    /// Its rows.
    pub rows: Vec<String>,
}

/// What is held of a person, a kind after the other; kinds of which there is nothing are there too, empty.
pub fn collect_data(
    rx: &mut Rx<'_>,
    person: &Person,
) -> Result<Vec<(&'static Kind, Vec<MyRows>)>, StoreError> {
    KINDS
        .iter()
        .map(|kind| {
            let held = kind.held.iter().map(|held| {
                Ok(MyRows {
                    table: held.table,
                    rows: privacy::list_of_person(rx, held, person.id, &person.email)?,
                })
            });
            let rows: Result<Vec<MyRows>, StoreError> = held.collect();
            let rows = rows?.into_iter().filter(|rows| !rows.rows.is_empty());
            Ok((kind, rows.collect()))
        })
        .collect()
}
