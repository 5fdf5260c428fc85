//! Seats in a team: another role, and taking one away. They are given by [`crate::nominate`].

use crate::note::Note;
use marketday_model::notice::Subject;
use marketday_model::{PersonId, Seat, SeatScope, Surroundings, TeamRole};
use marketday_store::{Store, StoreError, teams};

fn subject(seat: &Seat) -> Subject {
    match seat.scope {
        SeatScope::Event(id) => Subject::Event(id),
        SeatScope::Body(id) => Subject::Organisation(id),
    }
}

/// Gives a seat another role. The caller has asked whether `by` may decide.
pub fn change_seat(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    seat: &Seat,
    role: TeamRole,
) -> Result<(), StoreError> {
    let note = Note {
        id: surroundings.id(),
        by: Some(by),
        at: surroundings.now(),
    };
    let seat = seat.clone();
    store.write(move |tx| {
        teams::change_role(tx, seat.id, role)?;
        let detail = format!("{}: {} to {role}", seat.person, seat.role);
        note.write(tx, "seat.change", subject(&seat), detail)
    })
}

/// Takes a seat away, at once. Whoever has one may give it up; else the caller has asked whether `by` may decide.
pub fn remove_seat(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    seat: &Seat,
) -> Result<(), StoreError> {
    let note = Note {
        id: surroundings.id(),
        by: Some(by),
        at: surroundings.now(),
    };
    let seat = seat.clone();
    store.write(move |tx| {
        if teams::delete(tx, seat.id)? {
            let detail = format!("{}: {}", seat.person, seat.role);
            note.write(tx, "seat.remove", subject(&seat), detail)?;
        }
        Ok(())
    })
}
