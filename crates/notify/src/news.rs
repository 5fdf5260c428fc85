//! News of market days: put into the outbox once for each who wants to hear of an event, whichever worker comes first.

use chrono::Duration;
use marketday_model::news::NewsWeek;
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{Instant, NewsToldId, NoticeKind, PersonId, Surroundings};
use marketday_store::news::{self, NewsDue};
use marketday_store::notices::{self, NewNotice};
use marketday_store::{Rx, Store, StoreError, Tx};

/// How many are told in one transaction: the rest follow in the next.
const AT_ONCE: u32 = 1000;
/// How long after it was published an event is news: whoever chooses to hear at once meanwhile still hears of it.
const FRESH: Duration = Duration::days(7);
/// How late a week's letter may still be written: after that the next one is near.
const LATE: Duration = Duration::days(3);

/// Writes a notice to everybody who is to hear of an event at once, and to everybody whose week's letter is due, and
/// returns how many.
///
/// # Errors
///
/// When the database fails.
pub fn tell_news(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let at_once = |rx: &mut Rx<'_>| news::list_due_at_once(rx, now, now - FRESH, AT_ONCE);
    let mut told = tell(store, surroundings, now, 0, at_once)?;
    let week = NewsWeek::latest(now);
    if now < week.due_at() + LATE {
        let weekly = |rx: &mut Rx<'_>| news::list_due_weekly(rx, week, now, AT_ONCE);
        told += tell(store, surroundings, now, week.number(), weekly)?;
    }
    Ok(told)
}

/// Tells whom `list` finds, until it finds nobody any more.
fn tell(
    store: &Store,
    surroundings: &Surroundings,
    now: Instant,
    issue: u32,
    list: impl Fn(&mut Rx<'_>) -> Result<Vec<NewsDue>, StoreError>,
) -> Result<usize, StoreError> {
    let mut told = 0;
    loop {
        let mut due = store.read(&list)?;
        let is_last = due.len() < AT_ONCE as usize;
        if let (Some((last, _)), false) = (due.last().copied(), is_last) {
            // The rest of what the last of them is told may come next: what one letter tells is noted together.
            let whole = due.iter().filter(|(person, _)| *person != last).count();
            due.truncate(if whole == 0 { due.len() } else { whole });
        }
        if !due.is_empty() {
            let drawn: Vec<(NewsToldId, NewsDue, NewNotice)> = due
                .into_iter()
                .map(|due| {
                    let id = surroundings.id();
                    (id, due, notice(surroundings, id, due.0, issue))
                })
                .collect();
            told += store.write(move |tx| write(tx, &drawn, issue, now))?;
        }
        if is_last {
            return Ok(told);
        }
    }
}

/// A letter of its own for each event; or one for all of a week.
fn notice(surroundings: &Surroundings, told: NewsToldId, to: PersonId, issue: u32) -> NewNotice {
    let (kind, subject) = if issue == 0 {
        (NoticeKind::NewsEvent, Subject::News(told))
    } else {
        (NoticeKind::NewsWeek, Subject::Person(to))
    };
    NewNotice {
        id: surroundings.id(),
        kind,
        recipient: Recipient::Person(to),
        subject,
        version: issue,
    }
}

fn write(
    tx: &mut Tx<'_>,
    drawn: &[(NewsToldId, NewsDue, NewNotice)],
    issue: u32,
    now: Instant,
) -> Result<usize, StoreError> {
    let due: Vec<(NewsToldId, NewsDue)> = drawn.iter().map(|(id, due, _)| (*id, *due)).collect();
    let ours = news::insert_told(tx, &due, issue, now)?;
    let mut told = Vec::new();
    let mut ours = ours.into_iter().peekable();
    for (id, (person, _), notice) in drawn {
        if ours.next_if(|(one, _)| one == id).is_none() {
            continue;
        }
        // Of a week's events to one person, which stand together, the first brings the letter.
        let is_first = told
            .last()
            .is_none_or(|last: &NewNotice| last.recipient != Recipient::Person(*person));
        if issue == 0 || is_first {
            told.push(*notice);
        }
    }
    notices::enqueue_all(tx, &told, now)?;
    Ok(told.len())
}
