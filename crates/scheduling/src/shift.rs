//! Moving the rest of a stage on the day: everything from an instant on, by some minutes, released at once.

use crate::altered::stage_name;
use crate::release::{Moved, ReleaseRefused, release_in};
use crate::told::Ids;
use chrono::Duration;
use chrono_tz::Tz;
use marketday_model::days::evening_day;
use marketday_model::notice::Subject;
use marketday_model::slot::SlotTimes;
use marketday_model::{
    Days, EventId, EventState, Instant, PersonId, Session, Slot, StageId, Surroundings, TimeRange,
};
use marketday_store::audit::Altered;
use marketday_store::{Note, Store, events, programme, revisions};

/// What of a stage moves: what starts at an instant or later, on the same day or in the night after it.
#[derive(Debug, Clone, Copy)]
pub struct Shift {
    stage: StageId,
    from: Instant,
    by: Duration,
    /// The zone whose days part what moves from what does not; none where the event has one day.
    zone: Option<Tz>,
}

impl Shift {
    /// Moving a stage of an event on these days from an instant on, by some minutes (negative: earlier).
    pub fn of(days: Days, stage: StageId, from: Instant, by: Duration) -> Self {
        Self {
            stage,
            from,
            by,
            zone: days.are_several().then_some(days.zone()),
        }
    }

    fn concerns(&self, stage: Option<StageId>, start: Instant) -> bool {
        let is_that_day = |zone| evening_day(start, zone) == evening_day(self.from, zone);
        stage == Some(self.stage) && start >= self.from && self.zone.is_none_or(is_that_day)
    }

    /// When a session is then, if it moves. One that is under way only ends at another time.
    pub fn session(&self, session: &Session) -> Option<TimeRange> {
        let (start, end) = (session.time.start(), session.time.end());
        let is_under_way =
            session.stage == Some(self.stage) && start < self.from && self.from < end;
        if is_under_way {
            TimeRange::new(start, end + self.by).ok()
        } else {
            let moves = self.concerns(session.stage, start);
            moves.then(|| session.time.shifted(self.by))
        }
    }

    /// When a slot is then, if it moves.
    pub fn slot(&self, slot: &Slot) -> Option<SlotTimes> {
        let moves = self.concerns(Some(slot.stage), slot.times.starts_at);
        moves.then(|| slot.times.shifted(self.by))
    }
}

/// Moves every session and slot of a stage that starts at `from` or later, the same day, by `by`, makes a release of
/// it and tells the contacts of the bookings that moved. Returns how many.
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
        let shift = Shift::of(event.days(), stage, from, by);
        let mut moved = 0;
        for mut slot in programme::list_slots(tx, id)? {
            if let Some(times) = shift.slot(&slot) {
                slot.times = times;
                programme::update_slot(tx, &slot)?;
                moved += 1;
            }
        }
        for mut session in programme::list_sessions(tx, id)? {
            if let Some(time) = shift.session(&session) {
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
        let clock = |at| event.days().time(at);
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
