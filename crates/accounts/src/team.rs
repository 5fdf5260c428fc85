//! Seats in a team: another role, and taking one away. They are given by [`crate::nominate`].

use marketday_model::notice::Subject;
use marketday_model::{PersonId, Seat, SeatScope, Surroundings, TeamRole};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, StoreError, teams};

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
    let note = Note::new(surroundings, by);
    let seat = seat.clone();
    store.write(move |tx| {
        teams::change_role(tx, seat.id, role)?;
        let altered = Altered::list([("Role", seat.role.to_string(), role.to_string())]);
        let whose = seat.person.to_string();
        note.write_altered(tx, "seat.change", subject(&seat), whose, &altered)
    })
}

/// Takes a seat away, at once. Whoever has one may give it up; else the caller has asked whether `by` may decide.
pub fn remove_seat(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    seat: &Seat,
) -> Result<(), StoreError> {
    let note = Note::new(surroundings, by);
    let seat = seat.clone();
    store.write(move |tx| {
        if teams::delete(tx, seat.id)? {
            let altered = Altered::list([("Role", seat.role.to_string(), String::new())]);
            let whose = seat.person.to_string();
            note.write_altered(tx, "seat.remove", subject(&seat), whose, &altered)?;
        }
        Ok(())
    })
}
