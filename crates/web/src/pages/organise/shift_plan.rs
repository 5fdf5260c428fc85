//! What moving the rest of a stage would do, as its page shows it.

use super::frame::figure;
use super::overview::Plan;
use marketday_model::code::digest;
use marketday_model::{Booking, Event, Session, Slot, TimeRange};
use marketday_render::pages::organise::{People, ShiftMove, ShiftPreview};
use marketday_scheduling::{Shift, warnings};
use marketday_store::releases::ReleasedSlot;

/// The plan before and after.
pub(super) struct ShiftPlan {
    before: Plan,
    after: Plan,
}

impl ShiftPlan {
    pub(super) fn of(before: Plan, shift: Shift) -> Self {
        let after = Plan {
            stages: before.stages.clone(),
            sessions: before
                .sessions
                .iter()
                .map(|session| Session {
                    time: shift.session(session).unwrap_or(session.time),
                    ..session.clone()
                })
                .collect(),
            slots: before
                .slots
                .iter()
                .map(|slot| Slot {
                    times: shift.slot(slot).unwrap_or(slot.times),
                    ..slot.clone()
                })
                .collect(),
        };
        Self { before, after }
    }

    fn sessions(&self) -> impl Iterator<Item = (&Session, &Session)> {
        let pairs = self.before.sessions.iter().zip(&self.after.sessions);
        pairs.filter(|(before, after)| before.time != after.time)
    }

    fn slots(&self) -> impl Iterator<Item = (&Slot, &Slot)> {
        let pairs = self.before.slots.iter().zip(&self.after.slots);
        pairs.filter(|(before, after)| before.times != after.times)
    }

    /// What tells one plan from another, so that only the one that was shown is carried out.
    pub(super) fn fingerprint(&self) -> String {
        state(&self.before) + &state(&self.after)
    }

    /// Whether the programme is already as the plan with this fingerprint leaves it: the form was sent before.
    pub(super) fn is_done(&self, shown: &str) -> bool {
        let current = state(&self.before);
        shown
            .strip_suffix(&current)
            .is_some_and(|before| before.len() == current.len() && before != current)
    }

    /// The page's view of it. `released` are the slots of the current release; `has_unreleased` says that others see
    /// more change than what moves here.
    pub(super) fn preview(
        &self,
        event: &Event,
        booked: &[Booking],
        released: &[ReleasedSlot],
        has_unreleased: bool,
    ) -> ShiftPreview {
        let mut warnings = self.warnings(event);
        if has_unreleased {
            warnings.push(
                "Other changes to the programme are not released yet. They are released with it."
                    .to_owned(),
            );
        }
        ShiftPreview {
            moves: self.moves(event, booked),
            warnings,
            told: People::new(self.told(booked, released), 0),
        }
    }

    fn moves(&self, event: &Event, booked: &[Booking]) -> Vec<ShiftMove> {
        let text = |time| event.days().times(time);
        let company = |slot: &Slot| {
            let booking = booked.iter().find(|booking| booking.slot == slot.id);
            booking.map_or_else(
                || "Free slot".to_owned(),
                |booking| booking.company_name.clone(),
            )
        };
        let sessions = self
            .sessions()
            .map(|(was, is)| (was.title.clone(), was.time, is.time));
        let slots = self
            .slots()
            .map(|(was, is)| (company(was), was.times.presented(), is.times.presented()));
        let mut moves: Vec<(String, TimeRange, TimeRange)> = sessions.chain(slots).collect();
        moves.sort_by_key(|(_, was, _)| was.start());
        let shown = moves.into_iter().map(|(what, was, is)| ShiftMove {
            what,
            from: text(was),
            to: text(is),
        });
        shown.collect()
    }

    /// How many bookings are told: those whose slot then differs from what is released.
    fn told(&self, booked: &[Booking], released: &[ReleasedSlot]) -> u32 {
        let differs = |booking: &&Booking| {
            let was = released.iter().find(|slot| slot.slot.id == booking.slot);
            let is = self.after.slots.iter().find(|slot| slot.id == booking.slot);
            was.map(|slot| (slot.slot.times, slot.slot.stage))
                != is.map(|slot| (slot.times, slot.stage))
        };
        figure(booked.iter().filter(differs).count())
    }

    /// What is wrong afterwards that is not wrong now.
    fn warnings(&self, event: &Event) -> Vec<String> {
        let of = |plan: &Plan| warnings(event, &plan.stages, &plan.sessions, &plan.slots);
        let known = of(&self.before);
        let new = of(&self.after)
            .into_iter()
            .filter(|warning| !known.contains(warning));
        let mut lines: Vec<String> = new.map(|warning| format!("{warning}.")).collect();
        let whole_venue = || {
            self.before
                .sessions
                .iter()
                .filter(|session| session.stage.is_none())
        };
        for (was, is) in self.sessions() {
            if event.time.end() < is.time.end() {
                lines.push(format!("“{}” then ends after the day does.", is.title));
            }
            if is.time.start() < event.time.start() {
                lines.push(format!("“{}” then starts before the day does.", is.title));
            }
            for other in whole_venue() {
                if is.time.overlaps(other.time) && !was.time.overlaps(other.time) {
                    lines.push(format!(
                        "“{}” then overlaps with “{}”.",
                        is.title, other.title
                    ));
                }
            }
        }
        for other in whole_venue() {
            let overlaps = |slot: &Slot| slot.times.presented().overlaps(other.time);
            let pairs = self.slots();
            let number = pairs
                .filter(|(was, is)| overlaps(is) && !overlaps(was))
                .count();
            if number > 0 {
                let slots = super::frame::count(number, "slot");
                lines.push(format!("{slots} then fall into “{}”.", other.title));
            }
        }
        lines
    }
}

/// What tells one state of a programme from another.
fn state(plan: &Plan) -> String {
    let sessions = plan
        .sessions
        .iter()
        .map(|s| format!("{} {:?}\n", s.id, s.time));
    let slots = plan
        .slots
        .iter()
        .map(|s| format!("{} {:?}\n", s.id, s.times));
    let mut lines: Vec<String> = sessions.chain(slots).collect();
    lines.sort_unstable();
    digest(&lines.concat())[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use marketday_model::slot::{SlotLengths, SlotMode, generate};
    use marketday_model::time::LONDON;
    use marketday_model::{Days, Instant, SessionKind, StageId};
    use std::str::FromStr;

    fn at(minute: i64) -> Instant {
        let ten = "2027-03-02T10:00:00Z".parse::<Instant>().unwrap();
        ten + Duration::minutes(minute)
    }

    fn id<T: FromStr>(number: usize) -> Option<T> {
        format!("0199a1f2-7c1e-7d7a-9f53-{number:012}").parse().ok()
    }

    /// A pitch session from 10:00 to 11:00 with its four slots, on the stage that is returned.
    fn plan() -> (Plan, StageId) {
        let (event, stage) = (id(1).unwrap(), id(2).unwrap());
        let session = Session {
            id: id(3).unwrap(),
            event,
            stage: Some(stage),
            kind: SessionKind::Pitch,
            title: "Care at home".into(),
            description: String::new(),
            chair: String::new(),
            time: TimeRange::new(at(0), at(60)).unwrap(),
        };
        let slots = generate(session.time, SlotLengths::DEFAULT, &[]);
        let slots = slots.into_iter().enumerate().map(|(number, times)| Slot {
            id: id(10 + number).unwrap(),
            event,
            session: session.id,
            stage,
            times,
            mode: SlotMode::Open,
        });
        let plan = Plan {
            stages: Vec::new(),
            slots: slots.collect(),
            sessions: vec![session],
        };
        (plan, stage)
    }

    fn wanted(stage: StageId) -> Shift {
        let day = Days::at(at(0), LONDON);
        Shift::of(day, stage, at(30), Duration::minutes(10))
    }

    #[test]
    fn a_session_under_way_only_ends_later_and_its_slots_from_then_on_move() {
        let (plan, stage) = plan();
        let shift = ShiftPlan::of(plan, wanted(stage));
        let session = &shift.after.sessions[0];
        assert_eq!((session.time.start(), session.time.end()), (at(0), at(70)));
        let starts: Vec<Instant> = shift
            .after
            .slots
            .iter()
            .map(|slot| slot.times.starts_at)
            .collect();
        assert_eq!(starts, [at(0), at(15), at(40), at(55)]);
    }

    #[test]
    fn a_form_that_is_sent_twice_is_known_by_what_it_has_done() {
        let (plan, stage) = plan();
        let first = ShiftPlan::of(plan, wanted(stage));
        let shown = first.fingerprint();
        assert!(!first.is_done(&shown));
        let second = ShiftPlan::of(first.after, wanted(stage));
        assert_ne!(second.fingerprint(), shown);
        assert!(second.is_done(&shown));
    }

    #[test]
    fn another_stage_stays_as_it_is() {
        let (plan, _) = plan();
        let shift = ShiftPlan::of(plan, wanted(id(4).unwrap()));
        assert_eq!((shift.sessions().count(), shift.slots().count()), (0, 0));
    }
}
