//! The plan as a picture: for each day a table with the stages side by side and the time down the side, a row for every
//! five minutes.

use super::frame::figure;
use super::overview::Plan;
use chrono::{Duration, NaiveDate};
use marketday_model::days::MORNING;
use marketday_model::time::{LocalTimeError, days_later, from_local};
use marketday_model::{Event, Instant, Session, StageId, TimeRange};
use marketday_render::pages::organise::{
    GridCell, GridColumn, GridDay, GridItem, GridLabel, GridRow,
};
use marketday_render::{Links, when};

/// How much time a row stands for.
const STEP: Duration = Duration::minutes(5);

/// Every so many minutes of the hour a row says what time it is.
const LABELLED: u32 = 30;

/// The days of the event, each with its sessions as `item` shows them.
pub(super) fn days(
    event: &Event,
    plan: &Plan,
    item: &dyn Fn(&Session) -> GridItem,
) -> Vec<GridDay> {
    let windows = windows(event);
    let last = windows.len() - 1;
    let date = |at: Instant| at.with_timezone(&event.zone).date_naive();
    // The hours before the morning belong to the evening before.
    let night = Duration::hours(i64::from(MORNING));
    let day_of = |session: &Session| {
        let date_of = date(session.time.start() - night);
        let found = windows.iter().rposition(|day| date(day.0) <= date_of);
        found.unwrap_or(0)
    };
    let grid = |(number, window): (usize, &(Instant, Instant))| {
        let here = plan.sessions.iter();
        let here: Vec<&Session> = here.filter(|session| day_of(session) == number).collect();
        let day = Day::new(event, *window, here);
        GridDay {
            heading: (last > 0).then(|| when::date(window.0, event.zone)),
            columns: day.columns(plan),
            rows: day.rows(plan, item),
            end: when::time_value(day.end, event.zone),
            end_date: when::date_value(day.end, event.zone),
        }
    };
    windows.iter().enumerate().map(grid).collect()
}

/// From when to when each day goes: the hours of the first and the last day, on each day between as well. What goes on
/// past midnight belongs to the day on which it began.
fn windows(event: &Event) -> Vec<(Instant, Instant)> {
    let date = |at: Instant| -> NaiveDate { at.with_timezone(&event.zone).date_naive() };
    let (start, end) = (event.time.start(), event.time.end());
    let time = |at: Instant| at.with_timezone(&event.zone).time();
    let mut nights = (date(end) - date(start)).num_days();
    if time(end) <= time(start) {
        nights -= 1;
    }
    let at = |at, days| days_later(at, days, event.zone, None);
    let window = |day| Some((at(start, day).ok()?, at(end, day - nights.max(0)).ok()?));
    let days: Vec<_> = (0..=nights.max(0)).filter_map(window).collect();
    if days.is_empty() {
        vec![(start, end)]
    } else {
        days
    }
}

/// One day: its rows, and where its sessions stand in them.
struct Day<'a> {
    event: &'a Event,
    start: Instant,
    end: Instant,
    sessions: Vec<&'a Session>,
}

/// A session in a lane of its stage: from which row, over how many.
struct Placed<'a> {
    session: &'a Session,
    lane: usize,
    row: usize,
    span: usize,
}

impl<'a> Day<'a> {
    /// As long as its hours, and longer where a session begins before or ends after them.
    fn new(event: &'a Event, (start, end): (Instant, Instant), sessions: Vec<&'a Session>) -> Self {
        let starts = sessions.iter().map(|session| session.time.start());
        let ends = sessions.iter().map(|session| session.time.end());
        let start = starts.min().map_or(start, |first| first.min(start));
        let end = ends.max().map_or(end, |last| last.max(end));
        let step = STEP.num_seconds();
        Self {
            event,
            start: start - Duration::seconds(start.timestamp().rem_euclid(step)),
            end: end + Duration::seconds((-end.timestamp()).rem_euclid(step)),
            sessions,
        }
    }

    fn length(&self) -> usize {
        self.row_at(self.end)
    }

    /// The row that begins nearest to an instant.
    fn row_at(&self, at: Instant) -> usize {
        let (seconds, step) = ((at - self.start).num_seconds(), STEP.num_seconds());
        usize::try_from((seconds + step / 2) / step).unwrap_or(0)
    }

    fn begins(&self, row: usize) -> Instant {
        self.start + STEP * i32::try_from(row).unwrap_or(i32::MAX)
    }

    /// The sessions on a stage. Those at the same time stand side by side, each in a lane of its own.
    fn placed(&self, stage: Option<StageId>) -> (Vec<Placed<'a>>, usize) {
        let mut free: Vec<usize> = Vec::new();
        let here = self
            .sessions
            .iter()
            .filter(|session| session.stage == stage);
        let placed = here
            .map(|session| {
                let row = self.row_at(session.time.start());
                let span = self.row_at(session.time.end()).saturating_sub(row).max(1);
                let found = free.iter().position(|end| *end <= row);
                let lane = found.unwrap_or(free.len());
                if lane == free.len() {
                    free.push(0);
                }
                free[lane] = row + span;
                Placed {
                    session,
                    lane,
                    row,
                    span,
                }
            })
            .collect();
        (placed, free.len().max(1))
    }

    fn columns(&self, plan: &Plan) -> Vec<GridColumn> {
        let stages = plan
            .stages
            .iter()
            .map(|stage| (Some(stage.id), &*stage.name));
        let column = |(id, name): (Option<StageId>, &str)| GridColumn {
            name: name.to_owned(),
            stage: id.map_or_else(String::new, |id| id.to_string()),
            lanes: figure(self.placed(id).1),
            add_href: Links::organise_new_session_at(
                &self.event.slug,
                &id.map_or_else(String::new, |id| id.to_string()),
                &when::date_value(self.start, self.event.zone),
            ),
        };
        stages.chain([(None, "Whole venue")]).map(column).collect()
    }

    fn rows(&self, plan: &Plan, item: &dyn Fn(&Session) -> GridItem) -> Vec<GridRow> {
        let zone = self.event.zone;
        let mut rows: Vec<GridRow> = (0..self.length())
            .map(|row| {
                let at = self.begins(row);
                GridRow {
                    at: when::time_value(at, zone),
                    date: when::date_value(at, zone),
                    fold: fold(at, self.event).map(ToOwned::to_owned),
                    label: self.is_labelled(row).then(|| GridLabel {
                        text: when::time(at, zone),
                        span: figure(self.until_label(row, self.length())),
                    }),
                    cells: Vec::new(),
                }
            })
            .collect();
        let stages = plan.stages.iter().map(|stage| Some(stage.id));
        for stage in stages.chain([None]) {
            let (placed, lanes) = self.placed(stage);
            for lane in 0..lanes {
                let mut row = 0;
                while row < rows.len() {
                    let here = placed.iter().filter(|one| one.lane == lane);
                    let next = here.filter(|one| one.row >= row).min_by_key(|one| one.row);
                    let (span, item) = match next {
                        Some(one) if one.row == row => (one.span, Some(item(one.session))),
                        next => {
                            let limit = next.map_or(rows.len(), |one| one.row);
                            (self.until_label(row, limit), None)
                        }
                    };
                    let span = span.min(rows.len() - row);
                    rows[row].cells.push(GridCell {
                        span: figure(span),
                        is_last_lane: lane + 1 == lanes,
                        item,
                    });
                    row += span;
                }
            }
        }
        rows
    }

    fn is_labelled(&self, row: usize) -> bool {
        let minute = when::minute_of_day(self.begins(row), self.event.zone);
        row == 0 || minute.is_multiple_of(LABELLED)
    }

    /// How many rows there are from this one to the next that says its time, or to `limit`.
    fn until_label(&self, row: usize, limit: usize) -> usize {
        let next = (row + 1..limit).find(|next| self.is_labelled(*next));
        next.unwrap_or(limit) - row
    }
}

/// Which of two an instant is whose local time comes twice.
fn fold(at: Instant, event: &Event) -> Option<&'static str> {
    let local = at.with_timezone(&event.zone).naive_local();
    match from_local(local, event.zone, None) {
        Err(LocalTimeError::HappensTwice { earlier, .. }) if earlier == at => Some("earlier"),
        Err(LocalTimeError::HappensTwice { .. }) => Some("later"),
        _ => None,
    }
}

/// How long a session lasts, in minutes.
pub(super) fn minutes(time: TimeRange) -> u32 {
    u32::try_from(time.length().num_minutes()).unwrap_or(0)
}
