//! Moving the rest of a stage on the day: everything from an instant on, by some minutes, released at once.

use crate::altered::stage_name;
use crate::release::{Moved, ReleaseRefused, release_in};
use crate::told::Ids;
use chrono::Duration;
use marketday_model::notice::Subject;
use marketday_model::time::clock_time;
use marketday_model::{EventId, EventState, Instant, PersonId, StageId, Surroundings};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, events, programme, revisions};

/// Moves every session and slot of a stage that starts at `from` or later by `by` (negative: earlier), makes a
/// release of it and tells the contacts of the bookings that moved. Returns how many.
pub fn shift(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    (stage, from, by): (StageId, Instant, Duration),
) -> Result<usize, ReleaseRefused> {
    let now = surroundings.now();
    let ids = Ids(surroundings.clone());
    let note = Note::new(surroundings, person);
    store.write(move |tx| {
        events::lock(tx, id)?;
        let mut event = events::find(tx, id)?.ok_or(ReleaseRefused::NoSuchEvent)?;
        if event.state != EventState::Published {
            return Err(ReleaseRefused::State(event.state));
        }
        if by.is_zero() {
            return Err(ReleaseRefused::NothingNew);
        }
        let mut moved = 0;
        for mut slot in programme::list_slots(tx, id)? {
            if slot.stage == stage && slot.times.starts_at >= from {
                slot.times = slot.times.shifted(by);
                programme::update_slot(tx, &slot)?;
                moved += 1;
            }
        }
        for mut session in programme::list_sessions(tx, id)? {
            if session.stage != Some(stage) || session.time.end() <= from {
                continue;
            }
            // A session that is under way only ends at another time.
            let start = if session.time.start() >= from {
                session.time.start() + by
            } else {
                session.time.start()
            };
            if let Ok(time) = marketday_model::TimeRange::new(start, session.time.end() + by) {
                session.time = time;
                programme::update_session(tx, &session)?;
                moved += 1;
            }
        }
        if moved == 0 {
            return Err(ReleaseRefused::NothingNew);
        }
        let minutes = format!("{} minutes", by.num_minutes());
        let text = format!("The rest of a stage moved by {minutes}");
        let was = event.release;
        let told = release_in(tx, &ids, &mut event, person, text, now, Moved::Told)?;
        let stages = programme::list_stages(tx, id)?;
        let clock = |at| clock_time(at, event.zone);
        let altered = Altered::list([
            ("Stage", String::new(), stage_name(&stages, stage)),
            ("From", clock(from), clock(from + by)),
            ("Moved by", String::new(), minutes.clone()),
            ("Release", was.to_string(), event.release.to_string()),
        ]);
        let subject = Subject::Event(id);
        note.write_altered(tx, "programme.shift", subject, minutes, &altered)?;
        revisions::bump_public(tx)?;
        Ok(told)
    })
}
