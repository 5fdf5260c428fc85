//! Places sessions in a table of stages and times, so that each covers the rows between its start and its end.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::when;

/// A session to be placed.
#[derive(Debug, Clone)]
pub struct GridSession<T> {
    /// Where it happens.
    pub place: Place,
    /// Its start, in minutes that have passed since local midnight.
    pub start: u32,
    /// Its end, in the same; past 1440 when it ends on the next day.
    pub end: u32,
    /// What is shown.
    pub session: T,
}

/// Where a session happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the stage with this index.
    Stage(usize),
    /// On all stages, or beside them, as lunch is.
    Everywhere,
}

/// The table: a column for each stage, a row for each time at which anything starts or ends while something goes on.
#[derive(Debug, Clone, Serialize)]
pub struct Grid<T> {
    /// The names of the columns.
    pub stages: Vec<String>,
    /// The rows, in order of time.
    pub rows: Vec<GridRow<T>>,
}

/// A row of the table.
#[derive(Debug, Clone, Serialize)]
pub struct GridRow<T> {
    /// When it begins: "9:30am".
    pub time_text: String,
    /// The cells that begin in this row; those reaching into it from above are left out, as HTML wants.
    pub cells: Vec<GridCell<T>>,
}

/// A cell of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GridCell<T> {
    /// How many rows it covers.
    pub rows: usize,
    /// How many columns it covers.
    pub columns: usize,
    /// What happens: nothing, one session, or several when they overlap on one stage.
    pub sessions: Vec<T>,
}

/// Sessions of one column (or of all) that touch in time and so share a cell.
struct Block<T> {
    first_column: usize,
    columns: usize,
    start: u32,
    end: u32,
    sessions: Vec<T>,
}

impl<T> Block<T> {
    /// A block of one session, in the column of its stage, or in the first when it is everywhere.
    fn of(session: GridSession<T>) -> Self {
        let first_column = match session.place {
            Place::Stage(stage) => stage,
            Place::Everywhere => 0,
        };
        Self {
            first_column,
            columns: 1,
            start: session.start,
            end: session.end.max(session.start + 1),
            sessions: vec![session.session],
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl<T> Grid<T> {
    /// Places sessions. One whose stage does not exist counts as everywhere; one that is everywhere while a stage has
    /// something of its own moves to the first stage, since a table cannot hold both.
    pub fn new(stages: Vec<String>, sessions: Vec<GridSession<T>>) -> Self {
        Self::labelled(stages, sessions, when::minute_label)
    }

    /// The same, with what a row is called, told from the minutes since midnight at which it begins: after a clock change
    /// that is no more the time of day.
    pub fn labelled(
        stages: Vec<String>,
        mut sessions: Vec<GridSession<T>>,
        label: impl Fn(u32) -> String,
    ) -> Self {
        sessions.sort_by_key(|session| (session.start, session.end));
        let blocks = blocks(stages.len(), sessions);
        let times: Vec<u32> = blocks
            .iter()
            .flat_map(|block| [block.start, block.end])
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let rows = rows(stages.len().max(1), &times, blocks, label);
        Self { stages, rows }
    }
}

fn blocks<T>(columns: usize, sessions: Vec<GridSession<T>>) -> Vec<Block<T>> {
    let (own, everywhere): (Vec<_>, Vec<_>) = sessions
        .into_iter()
        .partition(|session| matches!(session.place, Place::Stage(stage) if stage < columns));
    let mut own: Vec<Block<T>> = own.into_iter().map(Block::of).collect();
    let wide = merged(
        everywhere
            .into_iter()
            .map(|session| Block {
                first_column: 0,
                ..Block::of(session)
            })
            .collect(),
    );
    let (clashing, wide): (Vec<_>, Vec<_>) = wide
        .into_iter()
        .partition(|wide| own.iter().any(|own| wide.overlaps(own)));
    own.extend(clashing);
    own.sort_by_key(|block| (block.start, block.end));
    let mut blocks = Vec::new();
    for column in 0..columns {
        let (here, others): (Vec<_>, Vec<_>) = own
            .into_iter()
            .partition(|block| block.first_column == column);
        own = others;
        blocks.extend(merged(here));
    }
    blocks.extend(wide.into_iter().map(|block| Block {
        columns: columns.max(1),
        ..block
    }));
    blocks
}

/// Joins blocks of one column, in order of their start, where they overlap.
fn merged<T>(blocks: Vec<Block<T>>) -> Vec<Block<T>> {
    let mut merged: Vec<Block<T>> = Vec::new();
    for block in blocks {
        match merged.last_mut() {
            Some(last) if last.overlaps(&block) => {
                last.end = last.end.max(block.end);
                last.sessions.extend(block.sessions);
            }
            _ => merged.push(block),
        }
    }
    merged
}

fn rows<T>(
    columns: usize,
    times: &[u32],
    blocks: Vec<Block<T>>,
    label: impl Fn(u32) -> String,
) -> Vec<GridRow<T>> {
    let mut blocks: Vec<Option<Block<T>>> = blocks.into_iter().map(Some).collect();
    let mut covered_until = vec![0; columns];
    let starts = times.split_last().map_or(&[][..], |(_, starts)| starts);
    let is_busy = |start: u32, blocks: &[Option<Block<T>>], covered: &[u32]| {
        covered.iter().any(|&until| until > start)
            || blocks.iter().flatten().any(|block| block.start == start)
    };
    let mut rows = Vec::with_capacity(starts.len());
    for (index, &start) in starts.iter().enumerate() {
        if !is_busy(start, &blocks, &covered_until) {
            continue;
        }
        let mut cells = Vec::new();
        let mut column = 0;
        while column < columns {
            if covered_until[column] > start {
                column += 1;
                continue;
            }
            let here = blocks.iter_mut().find(|block| {
                block
                    .as_ref()
                    .is_some_and(|block| block.start == start && block.first_column == column)
            });
            if let Some(block) = here.and_then(Option::take) {
                covered_until[column..column + block.columns].fill(block.end);
                cells.push(GridCell {
                    rows: times[index..]
                        .iter()
                        .take_while(|&&time| time < block.end)
                        .count(),
                    columns: block.columns,
                    sessions: block.sessions,
                });
                column += block.columns;
            } else {
                cells.push(GridCell {
                    rows: 1,
                    columns: 1,
                    sessions: vec![],
                });
                column += 1;
            }
        }
        rows.push(GridRow {
            time_text: label(start),
            cells,
        });
    }
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Grid, GridCell, GridSession, Place};

    fn at(place: Place, start: u32, end: u32, name: &'static str) -> GridSession<&'static str> {
        GridSession {
            place,
            start,
            end,
            session: name,
        }
    }

    fn cell(rows: usize, columns: usize, sessions: &[&'static str]) -> GridCell<&'static str> {
        GridCell {
            rows,
            columns,
            sessions: sessions.to_vec(),
        }
    }

    fn stages(count: usize) -> Vec<String> {
        (1..=count)
            .map(|number| format!("Stage {number}"))
            .collect()
    }

    #[test]
    fn a_session_covers_the_rows_that_others_divide_it_into() {
        let grid = Grid::new(
            stages(2),
            vec![
                at(Place::Stage(0), 600, 660, "long"),
                at(Place::Stage(1), 600, 630, "first"),
                at(Place::Stage(1), 630, 660, "second"),
                at(Place::Everywhere, 660, 720, "lunch"),
            ],
        );
        let times: Vec<&str> = grid.rows.iter().map(|row| row.time_text.as_str()).collect();
        assert_eq!(times, ["10am", "10:30am", "11am"]);
        assert_eq!(
            grid.rows[0].cells,
            [cell(2, 1, &["long"]), cell(1, 1, &["first"])]
        );
        assert_eq!(grid.rows[1].cells, [cell(1, 1, &["second"])]);
        assert_eq!(grid.rows[2].cells, [cell(1, 2, &["lunch"])]);
    }

    #[test]
    fn a_time_when_nothing_happens_on_a_stage_is_an_empty_cell() {
        let grid = Grid::new(stages(2), vec![at(Place::Stage(1), 600, 630, "only")]);
        assert_eq!(grid.rows[0].cells, [cell(1, 1, &[]), cell(1, 1, &["only"])]);
    }

    #[test]
    fn sessions_that_overlap_on_a_stage_share_a_cell() {
        let grid = Grid::new(
            stages(1),
            vec![
                at(Place::Stage(0), 600, 660, "planned"),
                at(Place::Stage(0), 630, 690, "too early"),
            ],
        );
        assert_eq!(grid.rows[0].cells, [cell(1, 1, &["planned", "too early"])]);
    }

    #[test]
    fn a_break_for_all_gives_way_to_a_stage_with_its_own_session() {
        let grid = Grid::new(
            stages(2),
            vec![
                at(Place::Everywhere, 600, 660, "coffee"),
                at(Place::Stage(1), 600, 660, "talk"),
            ],
        );
        assert_eq!(
            grid.rows[0].cells,
            [cell(1, 1, &["coffee"]), cell(1, 1, &["talk"])]
        );
    }

    #[test]
    fn a_time_when_nothing_happens_anywhere_has_no_row() {
        let grid = Grid::new(
            stages(2),
            vec![
                at(Place::Stage(0), 600, 630, "before"),
                at(Place::Stage(1), 720, 750, "after"),
            ],
        );
        let times: Vec<&str> = grid.rows.iter().map(|row| row.time_text.as_str()).collect();
        assert_eq!(times, ["10am", "midday"]);
    }

    #[test]
    fn an_empty_programme_has_no_rows() {
        assert!(Grid::<()>::new(stages(2), vec![]).rows.is_empty());
    }

    proptest! {
        #[test]
        fn every_session_is_shown_once_and_the_table_is_a_rectangle(
            columns in 0_usize..4,
            sessions in prop::collection::vec((0_usize..5, 0_u32..100, 0_u32..40), 0..24),
        ) {
            let count = sessions.len();
            let sessions = sessions.into_iter().enumerate().map(|(name, (stage, start, length))| GridSession {
                place: if stage == 4 { Place::Everywhere } else { Place::Stage(stage) },
                start,
                end: start + length,
                session: name,
            });
            let grid = Grid::new(stages(columns), sessions.collect());
            let mut shown: Vec<usize> =
                grid.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.sessions.clone()).collect();
            shown.sort_unstable();
            prop_assert_eq!(shown, (0..count).collect::<Vec<_>>());
            let area: usize =
                grid.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.rows * cell.columns).sum();
            prop_assert_eq!(area, grid.rows.len() * columns.max(1));
        }
    }
}
