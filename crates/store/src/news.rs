//! News of market days: who follows what, who asked to, and who was told of which event.

use crate::columns::{At, MaybeAt, Text, at, int, joined, split};
use crate::connection::{Rx, Tx, on_each};
use crate::error::StoreError;
use crate::schema::{news_requests, news_subscriptions, news_told, news_topics};
use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Integer, Text as SqlText, Timestamp};
use marketday_model::news::{NewsChoice, NewsPace, NewsRequest, NewsTopic, NewsWeek};
use marketday_model::{
    EmailAddress, EventId, Instant, NewsRequestId, NewsToldId, OptionalLetter, PersonId,
};
use std::collections::HashSet;

/// How many rows one statement writes: below the limits of both databases.
const AT_ONCE: usize = 1000;

/// What somebody follows, if they do.
pub fn find(rx: &mut Rx<'_>, person: PersonId) -> Result<Option<NewsChoice>, StoreError> {
    let pace: Option<Text<NewsPace>> = news_subscriptions::table
        .find(person.to_string())
        .select(news_subscriptions::pace)
        .first(rx.db())
        .optional()?;
    let Some(pace) = pace else {
        return Ok(None);
    };
    let topics: Vec<Text<NewsTopic>> = news_topics::table
        .filter(news_topics::person_id.eq(person.to_string()))
        .select(news_topics::topic)
        .load(rx.db())?;
    let topics = topics.into_iter().map(|topic| topic.0);
    Ok(NewsChoice::new(topics, pace.0))
}

/// Sets what somebody follows. What they followed before they go on following, since then.
pub fn set(
    tx: &mut Tx<'_>,
    person: PersonId,
    choice: &NewsChoice,
    now: Instant,
) -> Result<(), StoreError> {
    let row = (
        news_subscriptions::person_id.eq(person.to_string()),
        news_subscriptions::pace.eq(choice.pace.as_str()),
    );
    let pace = news_subscriptions::pace.eq(choice.pace.as_str());
    on_each!(tx.db(), |c| diesel::insert_into(news_subscriptions::table)
        .values(row)
        .on_conflict(news_subscriptions::person_id)
        .do_update()
        .set(pace)
        .execute(c))?;
    let kept: Vec<String> = choice.topics().iter().map(ToString::to_string).collect();
    let others = news_topics::table
        .filter(news_topics::person_id.eq(person.to_string()))
        .filter(news_topics::topic.ne_all(kept));
    diesel::delete(others).execute(tx.db())?;
    let rows: Vec<_> = choice
        .topics()
        .iter()
        .map(|topic| {
            (
                news_topics::person_id.eq(person.to_string()),
                news_topics::topic.eq(topic.to_string()),
                news_topics::followed_at.eq(at(now)),
            )
        })
        .collect();
    on_each!(tx.db(), |c| diesel::insert_into(news_topics::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Forgets what somebody follows: they want no news any more.
pub fn delete(tx: &mut Tx<'_>, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(news_topics::table.filter(news_topics::person_id.eq(person.to_string())))
        .execute(tx.db())?;
    diesel::delete(news_subscriptions::table.find(person.to_string())).execute(tx.db())?;
    Ok(())
}

type Row = (
    Text<NewsRequestId>,
    Text<EmailAddress>,
    String,
    Text<NewsPace>,
    At,
    At,
    MaybeAt,
);

/// The request with this id.
pub fn find_request(rx: &mut Rx<'_>, id: NewsRequestId) -> Result<Option<NewsRequest>, StoreError> {
    let row: Option<Row> = news_requests::table
        .find(id.to_string())
        .select((
            news_requests::id,
            news_requests::email,
            news_requests::topics,
            news_requests::pace,
            news_requests::asked_at,
            news_requests::expires_at,
            news_requests::confirmed_at,
        ))
        .first(rx.db())
        .optional()?;
    Ok(row.and_then(
        |(id, email, topics, pace, asked_at, expires_at, confirmed_at)| {
            Some(NewsRequest {
                id: id.0,
                email: email.0,
                choice: NewsChoice::new(split(&topics), pace.0)?,
                asked_at: asked_at.0,
                expires_at: expires_at.0,
                confirmed_at: confirmed_at.0,
            })
        },
    ))
}

/// Stores a request.
pub fn insert_request(tx: &mut Tx<'_>, new: &NewsRequest, network: &str) -> Result<(), StoreError> {
    diesel::insert_into(news_requests::table)
        .values((
            news_requests::id.eq(new.id.to_string()),
            news_requests::email.eq(new.email.as_str()),
            news_requests::topics.eq(joined(new.choice.topics())),
            news_requests::pace.eq(new.choice.pace.as_str()),
            news_requests::network.eq(network),
            news_requests::asked_at.eq(at(new.asked_at)),
            news_requests::expires_at.eq(at(new.expires_at)),
        ))
        .execute(tx.db())?;
    Ok(())
}

/// How many letters were asked for: to one address since `lately`, those of them from one network, and to whomever from that
/// network since `before`. The same statements, whoever has the address.
pub fn count_requests(
    rx: &mut Rx<'_>,
    email: &EmailAddress,
    network: &str,
    (lately, before): (Instant, Instant),
) -> Result<(i64, i64, i64), StoreError> {
    let to_address = || {
        news_requests::table
            .filter(news_requests::email.eq(email.as_str()))
            .filter(news_requests::asked_at.gt(at(lately)))
    };
    let from_network = news_requests::network.eq(network);
    Ok((
        to_address().count().get_result(rx.db())?,
        to_address()
            .filter(from_network)
            .count()
            .get_result(rx.db())?,
        news_requests::table
            .filter(from_network)
            .filter(news_requests::asked_at.gt(at(before)))
            .count()
            .get_result(rx.db())?,
    ))
}

/// Notes that a request is confirmed, and says whether it was not yet.
pub fn confirm_request(
    tx: &mut Tx<'_>,
    id: NewsRequestId,
    now: Instant,
) -> Result<bool, StoreError> {
    let unconfirmed = news_requests::table
        .filter(news_requests::id.eq(id.to_string()))
        .filter(news_requests::confirmed_at.is_null());
    let changed = diesel::update(unconfirmed)
        .set(news_requests::confirmed_at.eq(at(now)))
        .execute(tx.db())?;
    Ok(changed == 1)
}

/// Of whom and which events: nobody who was told of it, wants no news or follows something else.
const DUE: &str = "SELECT DISTINCT s.person_id, e.id AS event_id \
     FROM events e JOIN news_subscriptions s ON s.pace = $1 \
     JOIN news_topics t ON t.person_id = s.person_id AND (t.topic = 'region:' || e.region \
         OR EXISTS (SELECT 1 FROM event_themes h WHERE h.event_id = e.id AND t.topic = 'theme:' || h.theme)) \
     WHERE e.state = 'published' AND e.starts_at > $2 AND e.published_at >= $3 AND e.published_at < $4 \
     AND EXISTS (SELECT 1 FROM consents c WHERE c.person_id = s.person_id AND c.letter = $5 AND c.withdrawn_at IS NULL) \
     AND NOT EXISTS (SELECT 1 FROM news_told n WHERE n.person_id = s.person_id AND n.event_id = e.id)";

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlText)]
    person_id: String,
    #[diesel(sql_type = SqlText)]
    event_id: String,
}

/// Somebody and an event that they are to be told of.
pub type NewsDue = (PersonId, EventId);

fn list_due(
    rx: &mut Rx<'_>,
    pace: NewsPace,
    (now, since, until): (Instant, Instant, Instant),
    condition: &str,
    most: u32,
) -> Result<Vec<NewsDue>, StoreError> {
    let statement = format!("{DUE} AND {condition} ORDER BY 1, 2 LIMIT $6");
    let rows: Vec<Due> = on_each!(rx.db(), |c| sql_query(statement)
        .bind::<SqlText, _>(pace.as_str())
        .bind::<Timestamp, _>(at(now))
        .bind::<Timestamp, _>(at(since))
        .bind::<Timestamp, _>(at(until))
        .bind::<SqlText, _>(OptionalLetter::EventNews.as_str())
        .bind::<Integer, _>(int(most))
        .load(c))?;
    let read = |row: Due| Some((row.person_id.parse().ok()?, row.event_id.parse().ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// At most `most` of those who are to be told at once of an event that was published since, when they already followed
/// what they follow.
pub fn list_due_at_once(
    rx: &mut Rx<'_>,
    now: Instant,
    since: Instant,
    most: u32,
) -> Result<Vec<NewsDue>, StoreError> {
    let times = (now, since, now + Duration::microseconds(1));
    let followed = "t.followed_at <= e.published_at";
    list_due(rx, NewsPace::AtOnce, times, followed, most)
}

/// At most `most` of those who are to be told by a week's letter and were not told anything by it yet, of what they followed
/// when it was due.
pub fn list_due_weekly(
    rx: &mut Rx<'_>,
    week: NewsWeek,
    now: Instant,
    most: u32,
) -> Result<Vec<NewsDue>, StoreError> {
    // What was being published when the letter before was written is in none yet.
    let since = week.since() - Duration::minutes(1);
    let condition = format!(
        "t.followed_at < $4 AND NOT EXISTS \
         (SELECT 1 FROM news_told w WHERE w.person_id = s.person_id AND w.issue = {})",
        week.number()
    );
    list_due(
        rx,
        NewsPace::Weekly,
        (now, since, week.due_at()),
        &condition,
        most,
    )
}

/// Notes that somebody is told of an event, and returns those who were not yet: another worker may have come first.
pub fn insert_told(
    tx: &mut Tx<'_>,
    due: &[(NewsToldId, NewsDue)],
    issue: u32,
    now: Instant,
) -> Result<Vec<(NewsToldId, NewsDue)>, StoreError> {
    let mut told = Vec::new();
    for due in due.chunks(AT_ONCE) {
        let rows: Vec<_> = due
            .iter()
            .map(|(id, (person, event))| {
                (
                    news_told::id.eq(id.to_string()),
                    news_told::person_id.eq(person.to_string()),
                    news_told::event_id.eq(event.to_string()),
                    news_told::issue.eq(int(issue)),
                    news_told::told_at.eq(at(now)),
                )
            })
            .collect();
        on_each!(tx.db(), |c| diesel::insert_into(news_told::table)
            .values(rows)
            .on_conflict_do_nothing()
            .execute(c))?;
        let ids: Vec<String> = due.iter().map(|(id, _)| id.to_string()).collect();
        let ours: Vec<Text<NewsToldId>> = news_told::table
            .filter(news_told::id.eq_any(ids))
            .select(news_told::id)
            .load(tx.db())?;
        let ours: HashSet<NewsToldId> = ours.into_iter().map(|id| id.0).collect();
        told.extend(due.iter().filter(|(id, _)| ours.contains(id)).copied());
    }
    Ok(told)
}

/// Whom a letter of its own tells of which event.
pub fn find_told(rx: &mut Rx<'_>, id: NewsToldId) -> Result<Option<NewsDue>, StoreError> {
    let row: Option<(Text<PersonId>, Text<EventId>)> = news_told::table
        .find(id.to_string())
        .select((news_told::person_id, news_told::event_id))
        .first(rx.db())
        .optional()?;
    Ok(row.map(|(person, event)| (person.0, event.0)))
}

/// Of which events a week's letter tells somebody.
pub fn list_told(
    rx: &mut Rx<'_>,
    person: PersonId,
    issue: u32,
) -> Result<Vec<EventId>, StoreError> {
    let rows: Vec<Text<EventId>> = news_told::table
        .filter(news_told::person_id.eq(person.to_string()))
        .filter(news_told::issue.eq(int(issue)))
        .order(news_told::id)
        .select(news_told::event_id)
        .load(rx.db())?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
