//! What an organiser does with the draft of a programme, kept so that they can undo it and do it again.

use crate::word::words;
use crate::{DraftEditId, EventId, Instant, PersonId, Session, Slot};

words! {
    /// What an organiser did.
    EditKind {
        /// A session was added.
        Add = "add",
        /// What a session says of itself was changed.
        Change = "change",
        /// A session got another time, length or stage.
        Place = "place",
        /// Two sessions changed places.
        Swap = "swap",
        /// A session was taken out.
        Remove = "remove",
        /// Slots were made.
        MakeSlots = "make-slots",
        /// A slot was withdrawn.
        WithdrawSlot = "withdraw-slot",
        /// Somebody else decides who has a slot.
        SetMode = "set-mode",
        /// The draft was put back to a release.
        Reset = "reset",
    }
}

/// A session of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSession {
    /// As it is.
    pub session: Session,
    /// Whether it has a place in the programme.
    pub is_placed: bool,
}

/// What one edit made of a session or a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<T> {
    /// How it was; none where it was not there.
    pub before: Option<T>,
    /// How it became; none where it was taken out.
    pub after: Option<T>,
}

impl<T> Changed<T> {
    /// The same the other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            before: self.after,
            after: self.before,
        }
    }
}

/// One thing that an organiser did with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftEdit {
    /// Its id: that of the line in the audit trail.
    pub id: DraftEditId,
    /// Of which event.
    pub event: EventId,
    /// Who did it.
    pub person: PersonId,
    /// Its place among what they did with this draft, from 1.
    pub number: u32,
    /// What they did.
    pub kind: EditKind,
    /// Of which session, by title.
    pub title: String,
    /// The sessions that it changed.
    pub sessions: Vec<Changed<DraftSession>>,
    /// The slots that it changed.
    pub slots: Vec<Changed<Slot>>,
    /// When.
    pub made_at: Instant,
    /// Since when it is undone.
    pub undone_at: Option<Instant>,
}
