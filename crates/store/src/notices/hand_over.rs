//! Handing letters over: claimed with a lease, begun, settled or given back.
//!
//! A letter is marked as on its way before a mail server hears of it. So nobody else begins it meanwhile, letters to
//! one domain can be counted over all workers, and if the worker dies in between it is known that the letter may have
//! arrived.

use super::Row;
use crate::columns::{At, at, int};
use crate::connection::{Db, Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{mail_domains, notices};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Integer, Timestamp};
use marketday_model::pace::DomainPace;
use marketday_model::{Instant, Notice, NoticeId, NoticeState, Pace, policy};

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    id: String,
}

/// What is due: waiting and its time has come, or claimed by a worker that did not come back. Never a notice while
/// an earlier one to the same person about the same subject is under way, so that a CANCEL cannot overtake its
/// REQUEST; of two made at the same instant, the one that tells of the lower SEQUENCE is the earlier. Whoever was erased
/// is told so last.
///
/// What others changed settles first, and a letter to a domain that has had its share waits until it has some again.
const DUE: &str = "SELECT n.id FROM notices n \
     WHERE ((n.state = 'pending' AND n.next_try_at <= $1) OR (n.state = 'sending' AND n.leased_until <= $1)) \
     AND (n.priority < 2 OR n.made_at <= $2) \
     AND (n.domain IS NULL OR NOT EXISTS (SELECT 1 FROM mail_domains d WHERE d.domain = n.domain AND d.window_at > $3 AND d.used >= $4)) \
     AND NOT EXISTS (SELECT 1 FROM notices e WHERE e.recipient = n.recipient AND e.subject = n.subject \
         AND e.state IN ('pending', 'sending') AND (e.made_at < n.made_at OR (e.made_at = n.made_at AND (e.version < n.version \
             OR (e.version = n.version AND e.id < n.id))))) \
     AND (n.kind <> 'person-erased' OR NOT EXISTS (SELECT 1 FROM notices o WHERE o.recipient = n.recipient AND o.id <> n.id \
         AND o.state IN ('pending', 'sending'))) \
     ORDER BY n.priority, n.next_try_at, n.id LIMIT $5";

/// What may be sent at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// The instant.
    pub now: Instant,
    /// How fast letters leave.
    pub pace: Pace,
}

impl Due {
    /// The ids of at most `most` of them; `locking` ends the statement.
    fn ids(self, rx: &mut Rx<'_>, most: u32, locking: &str) -> Result<Vec<String>, StoreError> {
        let per_domain = self.pace.per_domain;
        let a_minute = per_domain.map_or(u32::MAX, |pace| pace.a_minute.get());
        let rows: Vec<IdRow> = sql_query(format!("{DUE}{locking}"))
            .bind::<Timestamp, _>(at(self.now))
            .bind::<Timestamp, _>(at(self.now - self.pace.settling))
            .bind::<Timestamp, _>(at(self.now - policy::DOMAIN_WINDOW))
            .bind::<Integer, _>(int(a_minute))
            .bind::<Integer, _>(int(most))
            .load(rx.db())?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }
}

/// Whether anything may be sent.
pub fn is_due(rx: &mut Rx<'_>, due: Due) -> Result<bool, StoreError> {
    Ok(!due.ids(rx, 1, "")?.is_empty())
}

/// Claims up to `most` due notices under `lease` until `until`, codes first. What was on its way to a mail server when
/// its worker died is uncertain from here on.
pub fn claim(
    tx: &mut Tx<'_>,
    lease: &str,
    most: u32,
    due: Due,
    until: Instant,
) -> Result<Vec<Notice>, StoreError> {
    // Workers on PostgreSQL share the work: each skips the rows that another is just claiming.
    let locking = match tx.db() {
        Db::Pg(_) => " FOR UPDATE OF n SKIP LOCKED",
        Db::Sqlite(_) => "",
    };
    let ids = due.ids(tx, most, locking)?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let claimed = notices::table.filter(notices::id.eq_any(ids.clone()));
    diesel::update(claimed.clone().filter(notices::handed_at.is_not_null()))
        .set((
            notices::is_uncertain.eq(true),
            notices::handed_at.eq(None::<chrono::NaiveDateTime>),
        ))
        .execute(tx.db())?;
    diesel::update(claimed.clone())
        .set((
            notices::state.eq(NoticeState::Sending.as_str()),
            notices::lease.eq(lease),
            notices::leased_until.eq(at(until)),
            notices::tries.eq(notices::tries + 1),
        ))
        .execute(tx.db())?;
    let rows: Vec<Row> = claimed
        .order((notices::priority, notices::next_try_at, notices::id))
        .select(notices::all_columns)
        .load(tx.db())?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// Whether a letter may go to a mail server now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandOver {
    /// It may, and is marked as on its way.
    Begun,
    /// Its domain has had its share: it went back to wait, and this was no try.
    Waits,
    /// It took longer than its lease, and is another worker's now.
    Lost,
}

/// Marks a claimed letter as on its way to `domain`, until `until` at most, if its domain may be sent one now.
///
/// The row of the domain is locked first, so that workers count one after the other.
pub fn begin(
    tx: &mut Tx<'_>,
    id: NoticeId,
    lease: &str,
    domain: &str,
    due: Due,
    until: Instant,
) -> Result<HandOver, StoreError> {
    let ours = notices::table
        .filter(notices::id.eq(id.to_string()))
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .filter(notices::lease.eq(lease));
    if let Some(pace) = due.pace.per_domain
        && let Some(not_before) = take_turn(tx, domain, pace, due.now)?
    {
        let changed = diesel::update(ours)
            .set((
                notices::state.eq(NoticeState::Pending.as_str()),
                notices::lease.eq(None::<String>),
                notices::leased_until.eq(None::<chrono::NaiveDateTime>),
                notices::tries.eq(notices::tries - 1),
                notices::next_try_at.eq(at(not_before)),
                notices::domain.eq(domain),
            ))
            .execute(tx.db())?;
        return Ok(if changed == 1 {
            HandOver::Waits
        } else {
            HandOver::Lost
        });
    }
    let changed = diesel::update(ours)
        .set((
            notices::handed_at.eq(at(due.now)),
            notices::leased_until.eq(at(until)),
            notices::domain.eq(domain),
        ))
        .execute(tx.db())?;
    Ok(if changed == 1 {
        HandOver::Begun
    } else {
        HandOver::Lost
    })
}

/// Lets a claimed letter wait until then: this was no try.
pub fn keep_until(
    tx: &mut Tx<'_>,
    id: NoticeId,
    lease: &str,
    until: Instant,
) -> Result<(), StoreError> {
    let ours = notices::table
        .filter(notices::id.eq(id.to_string()))
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .filter(notices::lease.eq(lease));
    diesel::update(ours)
        .set((
            notices::state.eq(NoticeState::Pending.as_str()),
            notices::lease.eq(None::<String>),
            notices::leased_until.eq(None::<chrono::NaiveDateTime>),
            notices::tries.eq(notices::tries - 1),
            notices::next_try_at.eq(at(until)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// Counts one more letter to a domain; or says when to ask again, if it has had its share.
fn take_turn(
    tx: &mut Tx<'_>,
    domain: &str,
    pace: DomainPace,
    now: Instant,
) -> Result<Option<Instant>, StoreError> {
    let row = (
        mail_domains::domain.eq(domain),
        mail_domains::window_at.eq(at(now)),
        mail_domains::used.eq(0),
    );
    on_each!(tx.db(), |c| diesel::insert_into(mail_domains::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    let of_domain = mail_domains::table.find(domain);
    let is_over = mail_domains::window_at.le(at(now - policy::DOMAIN_WINDOW));
    diesel::update(of_domain.filter(is_over))
        .set((
            mail_domains::window_at.eq(at(now)),
            mail_domains::used.eq(0),
        ))
        .execute(tx.db())?;
    let has_left = mail_domains::used.lt(int(pace.a_minute.get()));
    let taken = diesel::update(of_domain.filter(has_left))
        .set(mail_domains::used.eq(mail_domains::used + 1))
        .execute(tx.db())?;
    if taken == 0 {
        let began: At = of_domain.select(mail_domains::window_at).first(tx.db())?;
        return Ok(Some(began.0 + policy::DOMAIN_WINDOW));
    }
    let on_their_way: i64 = notices::table
        .filter(notices::domain.eq(domain))
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .filter(notices::handed_at.is_not_null())
        .filter(notices::leased_until.gt(at(now)))
        .count()
        .get_result(tx.db())?;
    if on_their_way < i64::from(pace.at_once.get()) {
        return Ok(None);
    }
    diesel::update(of_domain)
        .set(mail_domains::used.eq(mail_domains::used - 1))
        .execute(tx.db())?;
    Ok(Some(now + policy::DOMAIN_BUSY))
}

/// Forgets how many letters went to which domain before `before`.
pub fn forget_domains(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    let old = mail_domains::table.filter(mail_domains::window_at.lt(at(before)));
    Ok(diesel::delete(old).execute(tx.db())?)
}

/// How a try ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The mail server took it.
    Sent,
    /// Nothing was sent, mostly since it is no longer true.
    Dropped {
        /// Why.
        why: String,
    },
    /// Not now: try again then.
    Retry {
        /// When.
        at: Instant,
        /// What the server said.
        answer: String,
        /// Whether it may have arrived, its answer lost.
        may_have_arrived: bool,
    },
    /// Never.
    Failed {
        /// What the server said.
        answer: String,
    },
}

/// Marks how a try ended, and says whether the lease was still ours.
pub fn settle(
    tx: &mut Tx<'_>,
    id: NoticeId,
    lease: &str,
    outcome: &Outcome,
    now: Instant,
) -> Result<bool, StoreError> {
    let ours = notices::table
        .filter(notices::id.eq(id.to_string()))
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .filter(notices::lease.eq(lease));
    let (state, next, answer) = match outcome {
        Outcome::Sent => (NoticeState::Sent, None, None),
        Outcome::Dropped { why } => (NoticeState::Dropped, None, Some(why)),
        Outcome::Retry { at, answer, .. } => (NoticeState::Pending, Some(*at), Some(answer)),
        Outcome::Failed { answer } => (NoticeState::Failed, None, Some(answer)),
    };
    if let Outcome::Retry {
        may_have_arrived: true,
        ..
    } = outcome
    {
        diesel::update(ours.clone())
            .set(notices::is_uncertain.eq(true))
            .execute(tx.db())?;
    }
    let sent_at = (state == NoticeState::Sent).then(|| at(now));
    let changed = diesel::update(ours)
        .set((
            notices::state.eq(state.as_str()),
            notices::lease.eq(None::<String>),
            notices::leased_until.eq(None::<chrono::NaiveDateTime>),
            notices::next_try_at.eq(at(next.unwrap_or(now))),
            notices::sent_at.eq(sent_at),
            notices::last_answer.eq(answer),
            notices::handed_at.eq(None::<chrono::NaiveDateTime>),
            notices::domain.eq(None::<String>),
        ))
        .execute(tx.db())?;
    Ok(changed == 1)
}

/// Gives back what was claimed under `lease` and not yet sent: the worker stops.
pub fn give_back(tx: &mut Tx<'_>, lease: &str) -> Result<usize, StoreError> {
    let ours = notices::table
        .filter(notices::state.eq(NoticeState::Sending.as_str()))
        .filter(notices::lease.eq(lease));
    Ok(diesel::update(ours)
        .set((
            notices::state.eq(NoticeState::Pending.as_str()),
            notices::lease.eq(None::<String>),
            notices::leased_until.eq(None::<chrono::NaiveDateTime>),
            notices::tries.eq(notices::tries - 1),
        ))
        .execute(tx.db())?)
}
