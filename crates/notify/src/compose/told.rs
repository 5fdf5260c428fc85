//! What a recipient was told before: it decides what a letter must say and what their calendar knows.

use marketday_model::{Instant, Notice, NoticeId, NoticeKind, NoticeState};
use marketday_render::letters::Change;
use marketday_store::{Rx, StoreError, audit, notices};

/// What the recipient of a notice was told of its subject before, and what is about to be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The newest state that they surely know of; none if they were never told that something is theirs.
    pub(super) version: Option<u32>,
    /// Whether a REQUEST may lie in their calendar: one was sent, or tried without a clear answer.
    pub(super) may_have_entry: bool,
    /// Whether a later notice about the same waits behind this one.
    pub(super) newer_waits: bool,
}

/// The kinds of notice whose letters carry a REQUEST.
fn is_request(kind: NoticeKind) -> bool {
    matches!(
        kind,
        NoticeKind::BookingConfirmed
            | NoticeKind::BookingChanged
            | NoticeKind::RegistrationConfirmed
            | NoticeKind::EventChanged
            | NoticeKind::EventReinstated
            | NoticeKind::AgendaAdded
            | NoticeKind::AgendaChanged
            | NoticeKind::PresenterInvited
            | NoticeKind::PresenterChanged
    )
}

/// What was told before `notice`, and what waits behind it.
pub(super) fn told(rx: &mut Rx<'_>, notice: &Notice) -> Result<Told, StoreError> {
    let all = notices::list(rx, notice.subject)?;
    Ok(judge(&all, notice))
}

fn judge(all: &[Notice], notice: &Notice) -> Told {
    let mut told = Told::default();
    for other in all {
        if other.recipient != notice.recipient || other.id == notice.id {
            continue;
        }
        let waits = matches!(other.state, NoticeState::Pending | NoticeState::Sending);
        if waits && place(other) > place(notice) {
            told.newer_waits = true;
        }
        let was_sent = other.state == NoticeState::Sent;
        let takes_out = matches!(
            other.kind,
            NoticeKind::BookingHandedOver
                | NoticeKind::AgendaRemoved
                | NoticeKind::PresenterReleased
        );
        if takes_out && was_sent && place(other) < place(notice) {
            // It left their calendar, and may have come back to them since.
            (told.version, told.may_have_entry) = (None, false);
        }
        if !is_request(other.kind) || waits {
            continue;
        }
        if was_sent {
            told.version = told.version.max(Some(other.version));
        }
        told.may_have_entry |= was_sent || other.is_uncertain;
    }
    told
}

/// The order in which notices go out.
fn place(notice: &Notice) -> (Instant, u32, NoticeId) {
    (notice.made_at, notice.version, notice.id)
}

/// What changed since `version`, each thing once from first to last, most important first; none if all of it was changed back.
pub(super) fn changes_since(
    rx: &mut Rx<'_>,
    notice: &Notice,
    version: u32,
) -> Result<Option<Vec<Change>>, StoreError> {
    let noted = audit::changes_since(rx, notice.subject, version)?;
    let mut merged: Vec<Change> = Vec::new();
    let any = !noted.is_empty();
    for change in noted {
        // A pitch and an event both have a title: only what follows on is the same thing.
        let followed = merged
            .iter_mut()
            .find(|earlier| earlier.what == change.what && earlier.to == change.before);
        match followed {
            Some(earlier) => earlier.to = change.after,
            None => merged.push(Change::new(change.what, change.before, change.after)),
        }
    }
    merged.retain(|change| change.from != change.to);
    merged.sort_by_key(|change| importance(&change.what));
    let is_news = merged
        .iter()
        .any(|change| change.what != audit::Change::REASON);
    Ok((!any || is_news).then_some(merged))
}

/// What must be known in order to be there comes first; what a later version notes comes last.
fn importance(what: &str) -> usize {
    const ORDER: [&str; 7] = [
        "Date", "Time", "Stage", "Venue", "Title", "Summary", "Themes",
    ];
    let place = ORDER.iter().position(|known| *known == what);
    place.unwrap_or(ORDER.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use marketday_model::Randomness;
    use marketday_model::notice::{Recipient, Subject};

    fn notice(kind: NoticeKind, version: u32, state: NoticeState, is_uncertain: bool) -> Notice {
        let start = Instant::from_timestamp(1_760_000_000, 0).expect("an instant in range");
        let nobody = Randomness::seeded(0).uuid(start);
        let at = start + std::time::Duration::from_mins(u64::from(version));
        Notice {
            id: Randomness::seeded(1).uuid(at).into(),
            kind,
            recipient: Recipient::Person(nobody.into()),
            subject: Subject::Booking(nobody.into()),
            version,
            state,
            tries: 1,
            made_at: at,
            next_try_at: at,
            sent_at: None,
            last_answer: None,
            event: None,
            is_uncertain,
        }
    }

    #[test]
    fn the_last_letter_that_was_sent_is_what_they_know() {
        let all = [
            notice(NoticeKind::BookingConfirmed, 0, NoticeState::Sent, false),
            notice(NoticeKind::BookingChanged, 1, NoticeState::Sent, false),
            notice(NoticeKind::EventChanged, 2, NoticeState::Dropped, false),
            notice(NoticeKind::BookingChanged, 3, NoticeState::Sending, false),
            notice(NoticeKind::EventCancelled, 4, NoticeState::Pending, false),
        ];
        let expected = Told {
            version: Some(1),
            may_have_entry: true,
            newer_waits: true,
        };
        assert_eq!(judge(&all, &all[3]), expected);
        let last = Told {
            newer_waits: false,
            ..expected
        };
        assert_eq!(judge(&all, &all[4]), last);
    }

    #[test]
    fn a_letter_whose_answer_was_lost_may_lie_in_their_calendar() {
        let cancelled = notice(NoticeKind::BookingCancelled, 1, NoticeState::Sending, false);
        for (state, is_uncertain) in [
            (NoticeState::Dropped, false),
            (NoticeState::Dropped, true),
            (NoticeState::Failed, false),
            (NoticeState::Failed, true),
        ] {
            let all = [
                notice(NoticeKind::BookingConfirmed, 0, state, is_uncertain),
                cancelled.clone(),
            ];
            let told = Told {
                version: None,
                may_have_entry: is_uncertain,
                newer_waits: false,
            };
            assert_eq!(judge(&all, &cancelled), told, "{state} {is_uncertain}");
        }
    }
}
