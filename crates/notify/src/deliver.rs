//! Delivering what is due: claim a few notices, then compose, send and settle one after the other.
//!
//! Each notice is settled before the next is touched, so a worker that dies loses nothing: what it had claimed comes
//! back when its lease is over, and what it may have sent without settling goes out again as the same message.

use crate::compose::Composer;
use crate::{ComposeError, Composed, Dropped, Notifier, failures, quiet, suppression};
use marketday_mail::{Letter, Scope, SendError, Transport};
use marketday_model::notice::Recipient;
use marketday_model::{EmailAddress, Instant, Notice, NoticeKind, Surroundings, policy};
use marketday_store::notices::{self, HandOver, Outcome};
use marketday_store::{Store, StoreError, erasure};
use std::error::Error;
use std::ops::AddAssign;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many notices are claimed at once: few, so that workers share the work and a dead one keeps little waiting.
const BATCH: u32 = 10;

/// What became of the notices that were due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Letters that the mail server took.
    pub sent: usize,
    /// Notices that were not true any more.
    pub dropped: usize,
    /// Letters that are tried again later.
    pub retried: usize,
    /// Letters that wait for their turn, since their domain has had its share for now or their readers have quiet hours.
    pub waiting: usize,
    /// Letters that were given up.
    pub failed: usize,
    /// What the mail server said, or did not say, if nothing can be sent for now: the rest waits.
    pub server_down: Option<String>,
}

impl AddAssign for Delivered {
    fn add_assign(&mut self, more: Self) {
        self.sent += more.sent;
        self.dropped += more.dropped;
        self.retried += more.retried;
        self.waiting += more.waiting;
        self.failed += more.failed;
        self.server_down = more.server_down.or_else(|| self.server_down.take());
    }
}

/// Delivers until nothing is due, the mail server cannot be reached, or `stop` is set; whatever was claimed by then and
/// not tried is given back.
///
/// # Errors
///
/// When the database fails. A letter that was sent but could not be settled goes out again once its lease is over, with
/// the same Message-ID.
pub fn deliver_due(
    notifier: &Notifier,
    transport: &mut dyn Transport,
    stop: &AtomicBool,
) -> Result<Delivered, StoreError> {
    let mut all = Delivered::default();
    while all.server_down.is_none() && !stop.load(Ordering::Acquire) {
        let Some(batch) = deliver_batch(notifier, transport, stop)? else {
            break;
        };
        all += batch;
    }
    Ok(all)
}

/// Delivers one batch; none if nothing is due.
pub(crate) fn deliver_batch(
    notifier: &Notifier,
    transport: &mut dyn Transport,
    stop: &AtomicBool,
) -> Result<Option<Delivered>, StoreError> {
    let lease = Lease::new(notifier);
    let claimed = lease.claim()?;
    if claimed.is_empty() {
        return Ok(None);
    }
    let composer = notifier.composer(&claimed)?;
    let mut batch = Delivered::default();
    for (done, notice) in claimed.iter().enumerate() {
        if stop.load(Ordering::Acquire) || (done > 0 && lease.is_nearly_over()) {
            lease.give_back()?;
            break;
        }
        let Some(attempt) = attempt(&composer, transport, &lease, notice)? else {
            batch.waiting += 1;
            continue;
        };
        attempt.note(notice);
        let outcome = attempt.outcome(notice, &notifier.surroundings);
        lease.settle(notice, &outcome)?;
        batch.count(attempt, &outcome);
        if batch.server_down.is_some() {
            lease.give_back()?;
            break;
        }
    }
    Ok(Some(batch))
}

/// The claim on one batch.
struct Lease<'a> {
    store: &'a Store,
    notifier: &'a Notifier,
    token: String,
    until: Instant,
}

impl<'a> Lease<'a> {
    fn new(notifier: &'a Notifier) -> Self {
        Self {
            store: &notifier.store,
            notifier,
            token: notifier.surroundings.token(),
            until: notifier.surroundings.now() + policy::NOTICE_LEASE,
        }
    }

    fn claim(&self) -> Result<Vec<Notice>, StoreError> {
        let (token, until, due) = (self.token.clone(), self.until, self.notifier.due());
        self.store
            .write(move |tx| notices::claim(tx, &token, BATCH, due, until))
    }

    /// Marks a letter as on its way, if its domain may be sent one now and it is still ours.
    fn begin(&self, notice: &Notice, letter: &Letter) -> Result<HandOver, StoreError> {
        let (token, id, due) = (self.token.clone(), notice.id, self.notifier.due());
        let until = due.now + policy::HAND_OVER;
        let (_, domain) = letter.to.email.rsplit_once('@').unwrap_or_default();
        let domain = domain.to_ascii_lowercase();
        self.store
            .write(move |tx| notices::begin(tx, id, &token, &domain, due, until))
    }

    /// Gives a letter back to wait until then.
    fn keep(&self, notice: &Notice, until: Instant) -> Result<(), StoreError> {
        let (token, id) = (self.token.clone(), notice.id);
        self.store
            .write(move |tx| notices::keep_until(tx, id, &token, until))
    }

    /// Whether so little is left that the next letter might still be on its way when another worker claims it.
    fn is_nearly_over(&self) -> bool {
        self.until - self.notifier.surroundings.now() < policy::NOTICE_LEASE / 2
    }

    fn settle(&self, notice: &Notice, outcome: &Outcome) -> Result<(), StoreError> {
        let (token, id, outcome) = (self.token.clone(), notice.id, outcome.clone());
        let now = self.notifier.surroundings.now();
        // The last letter to somebody who was erased: their name and address have served.
        let erased = match notice.recipient {
            Recipient::Person(person) if notice.kind == NoticeKind::PersonErased => Some(person),
            _ => None,
        };
        let failed = matches!(outcome, Outcome::Failed { .. }).then(|| notice.clone());
        let surroundings = self.notifier.surroundings.clone();
        let ours = self.store.write(move |tx| {
            let ours = notices::settle(tx, id, &token, &outcome, now)?;
            if let (true, Some(failed)) = (ours, &failed) {
                failures::tell(tx, failed, &surroundings, now)?;
            }
            if let Some(person) = erased
                && ours
                && !matches!(outcome, Outcome::Retry { .. })
            {
                erasure::delete_farewell(tx, person)?;
            }
            Ok::<_, StoreError>(ours)
        })?;
        if !ours {
            tracing::warn!(notice = %notice.id, "a notice took longer than its lease and went to another worker");
        }
        Ok(())
    }

    fn give_back(&self) -> Result<(), StoreError> {
        let token = self.token.clone();
        self.store.write(move |tx| notices::give_back(tx, &token))?;
        Ok(())
    }
}

/// How one try went.
enum Attempt {
    Sent { to: String, answer: String },
    Dropped(Dropped),
    Refused { to: String, error: SendError },
    NotComposed(ComposeError),
}

/// Tries one letter; none if it is not its turn.
fn attempt(
    composer: &Composer<'_>,
    transport: &mut dyn Transport,
    lease: &Lease<'_>,
    notice: &Notice,
) -> Result<Option<Attempt>, StoreError> {
    if let Some(until) = quiet::until(composer, notice)? {
        lease.keep(notice, until)?;
        return Ok(None);
    }
    let judged = composer
        .compose(notice)
        .and_then(|written| suppression::judge(composer, notice, written));
    let letter = match judged {
        Ok(Composed::Letter(letter)) => letter,
        Ok(Composed::Dropped(why)) => return Ok(Some(Attempt::Dropped(why))),
        Err(error) => return Ok(Some(Attempt::NotComposed(error))),
    };
    match lease.begin(notice, &letter)? {
        HandOver::Begun => Ok(Some(hand_over(transport, &letter))),
        HandOver::Waits => Ok(None),
        HandOver::Lost => {
            tracing::warn!(notice = %notice.id, "a notice went to another worker before it was sent");
            Ok(None)
        }
    }
}

fn hand_over(transport: &mut dyn Transport, letter: &Letter) -> Attempt {
    let to = masked(&letter.to.email);
    match transport.send(letter) {
        Ok(accepted) => Attempt::Sent {
            to,
            answer: without_address(&accepted.answer, letter),
        },
        Err(mut error) => {
            let (SendError::GiveUp { answer } | SendError::Retry { answer, .. }) = &mut error;
            *answer = without_address(answer, letter);
            Attempt::Refused { to, error }
        }
    }
}

impl Attempt {
    /// What the outbox is told.
    fn outcome(&self, notice: &Notice, surroundings: &Surroundings) -> Outcome {
        let now = surroundings.now();
        let may_have_arrived = matches!(
            self,
            Self::Refused {
                error: SendError::Retry {
                    may_have_arrived: true,
                    ..
                },
                ..
            }
        );
        let answer = match self {
            Self::Sent { .. } => return Outcome::Sent,
            Self::Dropped(why) => {
                return Outcome::Dropped {
                    why: why.to_string(),
                };
            }
            Self::Refused { error, .. } if !error.is_retry() => {
                return Outcome::Failed {
                    answer: error.answer().to_owned(),
                };
            }
            Self::Refused { error, .. } => error.answer().to_owned(),
            Self::NotComposed(error) => chain(error),
        };
        if now - notice.made_at >= policy::NOTICE_GIVEN_UP {
            return Outcome::Failed { answer };
        }
        Outcome::Retry {
            at: now + policy::retry_delay(notice.tries, surroundings.chance()),
            answer,
            may_have_arrived,
        }
    }

    fn note(&self, notice: &Notice) {
        let (id, kind, tries) = (notice.id, notice.kind, notice.tries);
        match self {
            Self::Sent { to, answer } if notice.is_uncertain => {
                tracing::warn!(notice = %id, %kind, tries, to, answer, "letter sent again as the same message: it may have arrived before");
            }
            Self::Sent { to, answer } => {
                tracing::info!(notice = %id, %kind, tries, to, answer, "letter sent");
            }
            Self::Dropped(why) => {
                tracing::info!(notice = %id, %kind, %why, "notice dropped");
            }
            Self::Refused { to, error } => {
                tracing::warn!(notice = %id, %kind, tries, to, %error, "letter not sent");
            }
            Self::NotComposed(error) => {
                let error = chain(error);
                tracing::error!(notice = %id, %kind, tries, error, "letter not composed");
            }
        }
    }
}

impl Delivered {
    fn count(&mut self, attempt: Attempt, outcome: &Outcome) {
        match outcome {
            Outcome::Sent => self.sent += 1,
            Outcome::Dropped { .. } => self.dropped += 1,
            Outcome::Retry { .. } => self.retried += 1,
            Outcome::Failed { .. } => self.failed += 1,
        }
        if let Attempt::Refused {
            error:
                SendError::Retry {
                    scope: Scope::Server,
                    answer,
                    ..
                },
            ..
        } = attempt
        {
            self.server_down = Some(answer);
        }
    }
}

/// An error with everything that led to it, on one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}

/// An address for logs.
fn masked(email: &str) -> String {
    email
        .parse::<EmailAddress>()
        .map_or_else(|_| "***".to_owned(), |email| email.masked())
}

/// What a server said, without the address that it likes to repeat: the outbox outlives the person.
fn without_address(answer: &str, letter: &Letter) -> String {
    answer.replace(&letter.to.email, &masked(&letter.to.email))
}
