//! News of market days without an account: asked for with an address, and confirmed by the letter that goes there.

use crate::consent::{consent, give};
use chrono::Duration;
use marketday_model::news::{NewsChoice, NewsRequest};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    EmailAddress, NewsRequestId, NoticeKind, OptionalLetter, PersonId, SecretKey, Surroundings,
    WhySuppressed, policy,
};
use marketday_store::audit::Altered;
use marketday_store::notices::NewNotice;
use marketday_store::{
    Note, Store, StoreError, Tx, codes, consents, erasure, news, notices, people, suppressions,
};

/// Why no letter is sent.
#[derive(Debug, thiserror::Error)]
pub enum AskNewsRefused {
    /// So many were asked for, to this address or from this network, that it could be a flood.
    #[error("Many letters were asked for, to this address or from your network")]
    TooMany,
    /// The database failed.
    #[error("asking for news failed")]
    Store(#[from] StoreError),
}

/// Sends a letter whose link confirms that the address is theirs who asked for news; nothing else goes there before. The
/// same for an address that somebody has here and for any other. Returns the request.
pub fn ask_for_news(
    store: &Store,
    surroundings: &Surroundings,
    email: &EmailAddress,
    choice: NewsChoice,
    network: &str,
) -> Result<NewsRequestId, AskNewsRefused> {
    let now = surroundings.now();
    let request = NewsRequest {
        id: surroundings.id(),
        email: email.clone(),
        choice,
        asked_at: now,
        expires_at: now + policy::NEWS_REQUEST,
        confirmed_at: None,
    };
    let notice = NewNotice {
        id: surroundings.id(),
        kind: NoticeKind::NewsConfirm,
        recipient: Recipient::NewsRequest(request.id),
        subject: Subject::NewsRequest(request.id),
        version: 0,
    };
    let network = network.to_owned();
    store.write(move |tx| {
        codes::lock_counts(tx, &request.email, &network)?;
        let times = (now - policy::NEWS_COUNTED, now - Duration::hours(1));
        let (to_address, from_network, to_anybody) =
            news::count_requests(tx, &request.email, &network, times)?;
        if to_address >= policy::LETTERS_PER_ADDRESS
            || from_network >= policy::LETTERS_PER_ADDRESS_AND_NETWORK
            || to_anybody >= policy::LETTERS_PER_NETWORK
        {
            return Err(AskNewsRefused::TooMany);
        }
        news::insert_request(tx, &request, &network)?;
        notices::enqueue(tx, &notice, now)?;
        Ok(request.id)
    })
}

/// The request that the link of such a letter stands for, until it runs out; nothing is changed by looking.
pub fn find_news_request(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    id: NewsRequestId,
    token: &str,
) -> Result<Option<NewsRequest>, StoreError> {
    let now = surroundings.now();
    let found = store.read(|rx| news::find_request(rx, id))?;
    Ok(found.filter(|request| request.is_open(now) && key.is_news_token(request.id, token)))
}

/// Confirms a request: its address is somebody's from now on, and they agreed to news on the page `given_on`. Once; doing
/// it again changes nothing. None if the link leads nowhere (any more), or they stopped the news since.
pub fn confirm_news(
    store: &Store,
    surroundings: &Surroundings,
    key: &SecretKey,
    (id, token): (NewsRequestId, &str),
    given_on: &str,
) -> Result<Option<PersonId>, StoreError> {
    let Some(request) = find_news_request(store, surroundings, key, id, token)? else {
        return Ok(None);
    };
    let notes = [(); 2].map(|()| Note::new(surroundings, None));
    let drawn: PersonId = surroundings.id();
    let now = surroundings.now();
    let letter = OptionalLetter::EventNews;
    let consent = consent(surroundings, now, drawn, letter, given_on);
    store.write(move |tx| {
        let email = &request.email;
        let name = email.local_part();
        if !news::confirm_request(tx, request.id, now)? {
            let Some(person) = people::find_by_email(tx, email)? else {
                return Ok(None);
            };
            let has = consents::may_send_optional(tx, person.id, letter)?;
            return Ok(has.then_some(person.id));
        }
        let person = people::find_or_insert(tx, drawn, email, name, None, now)?.id;
        // Whoever has the letter can be reached.
        suppressions::lift(tx, email, WhySuppressed::Bounced)?;
        let mut consent = consent.clone();
        consent.person = person;
        give(tx, notes[0].by(person), &consent)?;
        follow(tx, notes[1].by(person), person, &request.choice)?;
        Ok(Some(person))
    })
}

/// Notes that somebody agreed to news on the page `given_on`, and sets what they follow. Says whether there is such a person
/// (still).
pub fn follow_news(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    choice: NewsChoice,
    given_on: &str,
) -> Result<bool, StoreError> {
    let notes = [(); 2].map(|()| Note::new(surroundings, person));
    let letter = OptionalLetter::EventNews;
    let consent = consent(surroundings, notes[0].at, person, letter, given_on);
    store.write(move |tx| {
        if erasure::lock(tx, person)?.is_none() {
            return Ok(false);
        }
        give(tx, notes[0], &consent)?;
        follow(tx, notes[1], person, &choice)?;
        Ok(true)
    })
}

/// Sets what somebody follows who agreed to news.
pub(crate) fn follow(
    tx: &mut Tx<'_>,
    note: Note,
    person: PersonId,
    choice: &NewsChoice,
) -> Result<(), StoreError> {
    let was = news::find(tx, person)?;
    if was.as_ref() == Some(choice) {
        return Ok(());
    }
    news::set(tx, person, choice, note.at)?;
    let altered = Altered::list([
        ("Follows", said(was.as_ref()), said(Some(choice))),
        ("How often", pace(was.as_ref()), pace(Some(choice))),
    ]);
    let subject = Subject::Person(person);
    note.write_altered(tx, "news.choose", subject, String::new(), &altered)
}

fn said(choice: Option<&NewsChoice>) -> String {
    let topics = choice.map_or(&[][..], NewsChoice::topics);
    let names: Vec<&str> = topics.iter().map(|topic| topic.name()).collect();
    names.join("; ")
}

fn pace(choice: Option<&NewsChoice>) -> String {
    choice.map_or_else(String::new, |choice| choice.pace.name().to_owned())
}
