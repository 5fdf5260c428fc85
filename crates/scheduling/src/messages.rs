//! What organisers write to those who take part: drafts, sending at once or later, stopping.

use chrono::Duration;
use marketday_model::message::{Audience, MessageState, UnknownPlaceholder, placeholders};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    EventId, Instant, Line, Message, MessageId, NoticeId, NoticeKind, PersonId, Prose,
    Surroundings, policy,
};
use marketday_store::notices::NewNotice;
use marketday_store::{Note, Store, StoreError, Tx, events, messages, notices, recipients};

/// What a message says, and to whom.
#[derive(Debug, Clone)]
pub struct MessageText {
    /// Its subject, with placeholders.
    pub subject: Line<120>,
    /// Its text, Markdown with placeholders.
    pub body: Prose<10_000>,
    /// To whom it goes.
    pub audience: Audience,
}

/// Why nothing was done with a message.
#[derive(Debug, thiserror::Error)]
pub enum MessageRefused {
    /// It is none of this event.
    #[error("the event has no such message")]
    Unknown,
    /// Its text holds a word in braces that stands for nothing.
    #[error(transparent)]
    Placeholder(#[from] UnknownPlaceholder),
    /// It was sent, or is to be sent, so it is not changed.
    #[error("the message is {0}")]
    State(MessageState),
    /// Nobody would get it.
    #[error("nobody would get it")]
    Nobody,
    /// The time at which it is to be sent is past.
    #[error("that time is past")]
    Past,
    /// Too many were sent within a day.
    #[error("the event sent as many messages as it may in a day")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks the placeholders of a message.
///
/// # Errors
///
/// The first word in braces that is none.
fn check(text: &MessageText) -> Result<(), UnknownPlaceholder> {
    placeholders(text.subject.as_str())?;
    placeholders(text.body.as_str())?;
    Ok(())
}

/// Stores a new draft, or what was changed of one.
///
/// # Errors
///
/// See [`MessageRefused`].
pub fn write_message(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, id): (EventId, Option<MessageId>),
    text: &MessageText,
) -> Result<MessageId, MessageRefused> {
    check(text)?;
    let note = Note::new(surroundings, person);
    let new: MessageId = surroundings.id();
    let text = text.clone();
    store.write(move |tx| {
        let was = match id {
            Some(id) => Some(of_event(tx, event, id)?),
            None => None,
        };
        let message = Message {
            id: id.unwrap_or(new),
            event,
            subject: text.subject.to_string(),
            body: text.body.to_string(),
            audience: text.audience.clone(),
            state: MessageState::Draft,
            made_by: Some(person),
            changed_at: note.at,
            send_at: None,
            sent_at: None,
        };
        if !messages::put(tx, &message)? {
            return Err(MessageRefused::State(
                was.map_or(MessageState::Sent, |was| was.state),
            ));
        }
        let action = if id.is_some() {
            "message.change"
        } else {
            "message.write"
        };
        note.write(tx, action, Subject::Event(event), message.subject)?;
        Ok(message.id)
    })
}

fn of_event(tx: &mut Tx<'_>, event: EventId, id: MessageId) -> Result<Message, MessageRefused> {
    let found = messages::find(tx, id)?.filter(|message| message.event == event);
    found.ok_or(MessageRefused::Unknown)
}

/// Deletes a draft.
///
/// # Errors
///
/// See [`MessageRefused`].
pub fn remove_message(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, id): (EventId, MessageId),
) -> Result<(), MessageRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let message = of_event(tx, event, id)?;
        if !messages::delete_draft(tx, id)? {
            return Err(MessageRefused::State(message.state));
        }
        note.write(tx, "message.remove", Subject::Event(event), message.subject)?;
        Ok(())
    })
}

/// Sends a letter with the message to whoever asks for it, and to nobody else.
///
/// # Errors
///
/// See [`MessageRefused`].
pub fn try_message(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, id): (EventId, MessageId),
) -> Result<(), MessageRefused> {
    let note = Note::new(surroundings, person);
    let notice: NoticeId = surroundings.id();
    store.write(move |tx| {
        let message = of_event(tx, event, id)?;
        let notice = NewNotice {
            id: notice,
            kind: NoticeKind::MessageTried,
            recipient: Recipient::Person(person),
            subject: Subject::Message(id),
            // A second one in the same second would say the same.
            version: u32::try_from(note.at.timestamp()).unwrap_or(u32::MAX),
        };
        notices::enqueue_about(tx, event, &notice, note.at)?;
        note.write(tx, "message.try", Subject::Event(event), message.subject)?;
        Ok(())
    })
}

/// Sends a draft at once, or later at `send_at`, and returns how many get it; of one that is sent later, how many would
/// get it now: who they are is worked out when it is sent.
///
/// # Errors
///
/// See [`MessageRefused`].
pub fn send_message(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, id): (EventId, MessageId),
    send_at: Option<Instant>,
) -> Result<usize, MessageRefused> {
    let note = Note::new(surroundings, person);
    let surroundings = surroundings.clone();
    store.write(move |tx| {
        let message = of_event(tx, event, id)?;
        if message.state != MessageState::Draft {
            return Err(MessageRefused::State(message.state));
        }
        if send_at.is_some_and(|at| at <= note.at) {
            return Err(MessageRefused::Past);
        }
        let sent = messages::count_sent(tx, event, note.at - Duration::days(1))?;
        if sent >= policy::MESSAGES_PER_DAY {
            return Err(MessageRefused::TooMany);
        }
        let to = recipients_of(tx, &message)?;
        if to.is_empty() {
            return Err(MessageRefused::Nobody);
        }
        let count = to.len();
        let action = if let Some(at) = send_at {
            let states = (MessageState::Draft, MessageState::Scheduled);
            if !messages::move_on(tx, id, states, Some(at), None)? {
                return Err(MessageRefused::State(MessageState::Scheduled));
            }
            "message.schedule"
        } else {
            hand_over(tx, &surroundings, &message, &to, note.at)?;
            "message.send"
        };
        let detail = format!("{} ({count})", message.subject);
        note.write(tx, action, Subject::Event(event), detail)?;
        Ok(count)
    })
}

fn recipients_of(tx: &mut Tx<'_>, message: &Message) -> Result<Vec<PersonId>, StoreError> {
    let Some(event) = events::find(tx, message.event)? else {
        return Ok(Vec::new());
    };
    let found = recipients::list(tx, &event, &message.audience, None)?;
    Ok(found.iter().map(|one| one.person.id).collect())
}

/// Puts a letter to each into the outbox, if nobody else did; they settle there like everything that others changed.
fn hand_over(
    tx: &mut Tx<'_>,
    surroundings: &Surroundings,
    message: &Message,
    to: &[PersonId],
    now: Instant,
) -> Result<bool, StoreError> {
    let states = (message.state, MessageState::Sent);
    if !messages::move_on(tx, message.id, states, message.send_at, Some(now))? {
        return Ok(false);
    }
    for person in to {
        let notice = NewNotice {
            id: surroundings.id::<NoticeId>(),
            kind: NoticeKind::OrganiserMessage,
            recipient: Recipient::Person(*person),
            subject: Subject::Message(message.id),
            version: 0,
        };
        notices::enqueue_about(tx, message.event, &notice, now)?;
    }
    Ok(true)
}

/// Takes back that a message is to be sent, or drops what of a sent one is still in the outbox; returns how many letters
/// that were.
///
/// # Errors
///
/// See [`MessageRefused`].
pub fn stop_message(
    store: &Store,
    surroundings: &Surroundings,
    person: PersonId,
    (event, id): (EventId, MessageId),
) -> Result<usize, MessageRefused> {
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        let message = of_event(tx, event, id)?;
        let dropped = match message.state {
            MessageState::Draft => return Err(MessageRefused::State(MessageState::Draft)),
            MessageState::Scheduled => {
                let states = (MessageState::Scheduled, MessageState::Draft);
                if !messages::move_on(tx, id, states, None, None)? {
                    return Err(MessageRefused::State(MessageState::Sent));
                }
                0
            }
            MessageState::Sent => messages::drop_letters(tx, id, note.at)?,
        };
        let detail = format!("{} ({dropped})", message.subject);
        note.write(tx, "message.stop", Subject::Event(event), detail)?;
        Ok(dropped)
    })
}

/// Sends the messages whose time has come, and returns how many.
///
/// # Errors
///
/// When the database fails.
pub fn send_due_messages(store: &Store, surroundings: &Surroundings) -> Result<usize, StoreError> {
    let now = surroundings.now();
    let due = store.read(|rx| messages::list_due(rx, now))?;
    let mut sent = 0;
    for message in due {
        let surroundings = surroundings.clone();
        let note = Note::new(&surroundings, None);
        let done = store.write(move |tx| {
            let to = recipients_of(tx, &message)?;
            let done = hand_over(tx, &surroundings, &message, &to, note.at)?;
            if done {
                let detail = format!("{} ({})", message.subject, to.len());
                note.write(tx, "message.send", Subject::Event(message.event), detail)?;
            }
            Ok::<_, StoreError>(done)
        })?;
        sent += usize::from(done);
    }
    Ok(sent)
}
