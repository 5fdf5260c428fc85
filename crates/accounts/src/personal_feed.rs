//! Personal feeds: making one, giving it another address, revoking it, and finding what an address stands for.

use marketday_model::code::digest;
use marketday_model::notice::Subject;
use marketday_model::{
    Instant, Line, PersonId, PersonalFeed, PersonalFeedId, PersonalFeedKind, Surroundings, policy,
};
use marketday_store::{Note, Store, StoreError, erasure, personal_feeds};

/// Why no feed was made.
#[derive(Debug, thiserror::Error)]
pub enum FeedRefused {
    /// They have as many as one may have.
    #[error("there are too many personal feeds already")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a feed for a person, and returns it with the token of its address, which is not kept.
pub fn add_feed(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (kind, name): (PersonalFeedKind, Line<60>),
) -> Result<(PersonalFeed, String), FeedRefused> {
    let note = Note::new(surroundings, person);
    let token = surroundings.token();
    let token_digest = digest(&token);
    let feed = PersonalFeed {
        id: surroundings.id(),
        person,
        kind,
        name: name.to_string(),
        created_at: note.at,
        renewed_at: note.at,
        fetched_at: None,
        client: String::new(),
        octets: String::new(),
        changed_at: note.at,
    };
    let made = feed.clone();
    store.write(move |tx| {
        erasure::lock(tx, person)?;
        if personal_feeds::list_of_person(tx, person)?.len() >= policy::PERSONAL_FEEDS {
            return Err(FeedRefused::TooMany);
        }
        personal_feeds::insert(tx, &feed, &token_digest)?;
        let subject = Subject::PersonalFeed(feed.id);
        note.write(tx, "feed.add", subject, feed.kind.to_string())?;
        Ok(())
    })?;
    Ok((made, token))
}

/// Gives a person's feed another address and returns its token; none if it is not theirs. The old one leads nowhere at
/// once.
pub fn renew_feed(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: PersonalFeedId,
) -> Result<Option<String>, StoreError> {
    let note = Note::new(surroundings, person);
    let token = surroundings.token();
    let token_digest = digest(&token);
    let is_theirs: Result<bool, StoreError> = store.write(move |tx| {
        if !personal_feeds::renew(tx, (id, person), &token_digest, note.at)? {
            return Ok(false);
        }
        let subject = Subject::PersonalFeed(id);
        note.write(tx, "feed.renew", subject, String::new())?;
        Ok(true)
    });
    Ok(is_theirs?.then_some(token))
}

/// Deletes a person's feed, and says whether it was theirs. Its address leads nowhere at once.
pub fn revoke_feed(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    id: PersonalFeedId,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        if !personal_feeds::delete(tx, id, person)? {
            return Ok(false);
        }
        let subject = Subject::PersonalFeed(id);
        note.write(tx, "feed.revoke", subject, String::new())?;
        Ok(true)
    })
}

/// The feed that an address stands for.
pub fn find_feed(store: &Store, token: &str) -> Result<Option<PersonalFeed>, StoreError> {
    let token_digest = digest(token);
    store.read(|rx| personal_feeds::find_by_token(rx, &token_digest))
}

/// Since when a feed that is fetched by `client` has had the octets with this digest. That it was fetched is noted every
/// some minutes.
pub fn note_fetch(
    store: &Store,
    surroundings: &Surroundings,
    feed: PersonalFeed,
    (client, octets): (String, String),
) -> Result<Instant, StoreError> {
    let now = surroundings.now();
    let is_as_before = feed.octets == octets;
    let changed_at = if is_as_before { feed.changed_at } else { now };
    let is_noted = is_as_before
        && feed.client == client
        && feed
            .fetched_at
            .is_some_and(|at| now - at < policy::FEED_FETCH_NOTED);
    if !is_noted {
        let fetched = PersonalFeed {
            fetched_at: Some(now),
            client,
            octets,
            changed_at,
            ..feed
        };
        store.write(move |tx| personal_feeds::note_fetch(tx, &fetched))?;
    }
    Ok(changed_at)
}
