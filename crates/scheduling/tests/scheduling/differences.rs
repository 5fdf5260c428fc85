//! How one version of a programme differs from another: by hand, and against another way of finding it.

use chrono::{DateTime, Duration};
use marketday_model::slot::SlotTimes;
use marketday_model::time::{LONDON, clock_range};
use marketday_model::{
    Days, Instant, Session, SessionId, SessionKind, Slot, SlotId, SlotMode, TimeRange,
};
use marketday_scheduling::diff::{DiffItem, Difference, FREE_SLOT, Programme, differences};
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const STAGES: [&str; 3] = ["Main stage", "Garden Room", "Loft"];

fn id<T: From<Uuid>>(number: usize) -> T {
    Uuid::from_u128(number as u128).into()
}

/// Minutes after 10am on Tuesday 2 March 2027.
fn at(minute: u32) -> Instant {
    DateTime::from_timestamp(1_803_981_600, 0).unwrap() + Duration::minutes(minute.into())
}

fn session(number: usize, title: &str, start: u32, stage: Option<usize>) -> ReleasedSession {
    ReleasedSession {
        session: Session {
            id: id(number),
            event: id(1),
            stage: stage.map(id),
            kind: SessionKind::Panel,
            title: title.into(),
            description: String::new(),
            chair: String::new(),
            time: TimeRange::new(at(start), at(start + 30)).unwrap(),
        },
        stage_name: stage.map(|stage| STAGES[stage].to_owned()),
        sequence: 0,
        changed_at: at(0),
        removed_at: None,
    }
}

fn slot(number: usize, start: u32, stage: usize) -> ReleasedSlot {
    ReleasedSlot {
        slot: Slot {
            mode: SlotMode::Open,
            id: id(number),
            event: id(1),
            session: id(1),
            stage: id(stage),
            times: SlotTimes {
                starts_at: at(start),
                questions_at: at(start + 7),
                ends_at: at(start + 12),
                clear_at: at(start + 15),
            },
        },
        stage_name: STAGES[stage].into(),
        stage_position: 0,
    }
}

fn programme(sessions: &[ReleasedSession], slots: &[ReleasedSlot]) -> Programme {
    Programme {
        sessions: sessions.to_vec(),
        slots: slots.to_vec(),
    }
}

fn booked(pairs: &[(usize, &str)]) -> BTreeMap<SlotId, String> {
    let pair = |(number, company): &(usize, &str)| (id(*number), (*company).to_owned());
    pairs.iter().map(pair).collect()
}

fn told(old: &Programme, new: &Programme, booked: &BTreeMap<SlotId, String>) -> Vec<String> {
    let line = |item: &DiffItem| {
        let title = &item.title;
        match &item.what {
            Difference::New(to) => format!("new {title}: {to}"),
            Difference::Moved { from, to } => format!("moved {title}: {from} > {to}"),
            Difference::Changed => format!("changed {title}"),
            Difference::Removed(from) => format!("removed {title}: {from}"),
        }
    };
    let day = Days::at(at(0), LONDON);
    let items = differences(day, old, new, booked);
    items.iter().map(line).collect()
}

#[test]
fn where_nothing_changed_there_is_no_difference() {
    let day = programme(&[session(1, "Welcome", 0, None)], &[slot(2, 30, 0)]);
    assert_eq!(
        told(&day, &day, &booked(&[(2, "Careloop")])),
        Vec::<String>::new()
    );
}

#[test]
fn only_another_room_and_only_another_time_are_moves_with_both_places() {
    let old = programme(
        &[
            session(1, "Welcome", 0, Some(0)),
            session(2, "Panel", 60, Some(0)),
        ],
        &[],
    );
    let new = programme(
        &[
            session(1, "Welcome", 0, Some(1)),
            session(2, "Panel", 90, Some(0)),
        ],
        &[],
    );
    assert_eq!(
        told(&old, &new, &booked(&[])),
        [
            "moved Welcome: 10am to 10:30am, Main stage > 10am to 10:30am, Garden Room",
            "moved Panel: 11am to 11:30am, Main stage > 11:30am to midday, Main stage",
        ]
    );
}

#[test]
fn another_chair_is_a_change() {
    let old = programme(&[session(1, "Panel", 60, Some(0))], &[]);
    let mut new = old.clone();
    new.sessions[0].session.chair = "Dr Ana Silva".into();
    assert_eq!(told(&old, &new, &booked(&[])), ["changed Panel"]);
}

#[test]
fn of_a_company_with_two_slots_the_one_that_goes_is_removed_and_the_other_stays() {
    let old = programme(&[], &[slot(1, 0, 0), slot(2, 30, 0)]);
    let new = programme(&[], &[slot(2, 30, 0)]);
    assert_eq!(
        told(&old, &new, &booked(&[(1, "Careloop"), (2, "Careloop")])),
        ["removed Careloop: 10am to 10:12am, Main stage"],
        "it was not moved to where the other is"
    );
}

#[test]
fn two_slots_that_swap_have_both_moved() {
    let old = programme(&[], &[slot(1, 0, 0), slot(2, 30, 1)]);
    let new = programme(&[], &[slot(1, 30, 1), slot(2, 0, 0)]);
    assert_eq!(
        told(&old, &new, &booked(&[(1, "Careloop")])),
        [
            "moved Careloop: 10am to 10:12am, Main stage > 10:30am to 10:42am, Garden Room",
            "moved Free slot: 10:30am to 10:42am, Garden Room > 10am to 10:12am, Main stage",
        ]
    );
}

#[test]
fn what_was_taken_out_before_is_not_taken_out_again_and_may_come_back() {
    let gone = ReleasedSession {
        removed_at: Some(at(0)),
        ..session(1, "Lunch", 120, None)
    };
    let (without, with) = (
        programme(&[gone], &[]),
        programme(&[session(1, "Lunch", 120, None)], &[]),
    );
    assert_eq!(told(&without, &without, &booked(&[])), Vec::<String>::new());
    assert_eq!(
        told(&without, &with, &booked(&[])),
        ["new Lunch: midday to 12:30pm, whole venue"]
    );
}

#[test]
fn where_it_could_be_another_day_the_day_is_said() {
    let tuesday = programme(&[session(1, "Welcome", 0, Some(0))], &[slot(2, 30, 0)]);
    let wednesday = programme(
        &[session(1, "Welcome", 24 * 60, Some(0))],
        &[slot(2, 24 * 60 + 30, 0)],
    );
    assert_eq!(
        told(&tuesday, &wednesday, &booked(&[])),
        [
            "moved Welcome: Tuesday 2 March, 10am to 10:30am, Main stage > Wednesday 3 March, 10am to 10:30am, Main stage",
            "moved Free slot: Tuesday 2 March, 10:30am to 10:42am, Main stage > Wednesday 3 March, 10:30am to 10:42am, \
             Main stage",
        ]
    );
    let both = Days::of(TimeRange::new(at(0), at(24 * 60)).unwrap(), LONDON);
    let items = differences(both, &Programme::default(), &tuesday, &booked(&[]));
    let place = "Tuesday 2 March, 10am to 10:30am, Main stage";
    assert_eq!(items[0].what, Difference::New(place.into()));
}

/// An item as it is placed, whatever it is.
type Placed = (String, String, String);

/// The same differences, found by sets and without any order: what is in one version alone, and what is in both but
/// otherwise.
fn recomputed(
    old: &Programme,
    new: &Programme,
    booked: &BTreeMap<SlotId, String>,
) -> BTreeSet<String> {
    let all = |programme: &Programme| -> BTreeMap<String, Placed> {
        let sessions = programme
            .sessions
            .iter()
            .filter(|item| item.removed_at.is_none());
        let sessions = sessions.map(|item| {
            let place = item
                .stage_name
                .clone()
                .unwrap_or_else(|| "whole venue".into());
            let at = format!("{}, {place}", clock_range(item.session.time, LONDON));
            let title = item.session.title.clone();
            (
                format!("session {}", item.session.id),
                (title.clone(), at, title),
            )
        });
        let slots = programme.slots.iter().map(|item| {
            let time = clock_range(item.slot.times.presented(), LONDON);
            let title = booked
                .get(&item.slot.id)
                .cloned()
                .unwrap_or_else(|| FREE_SLOT.into());
            let at = format!("{time}, {}", item.stage_name);
            (format!("slot {}", item.slot.id), (title, at, String::new()))
        });
        sessions.chain(slots).collect()
    };
    let (old, new) = (all(old), all(new));
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let line = |key: &String| match (old.get(key), new.get(key)) {
        (None, Some((title, to, _))) => Some(format!("new {title}: {to}")),
        (Some((title, from, _)), None) => Some(format!("removed {title}: {from}")),
        (Some((_, from, _)), Some((title, to, _))) if from != to => {
            Some(format!("moved {title}: {from} > {to}"))
        }
        (Some((_, _, was)), Some((title, _, is))) if was != is => Some(format!("changed {title}")),
        _ => None,
    };
    keys.into_iter().filter_map(line).collect()
}

/// When a session begins, where it is, which title it has, and whether it was taken out.
type OneSession = (u32, Option<usize>, usize, bool);

fn any_sessions() -> impl Strategy<Value = Vec<ReleasedSession>> {
    let one = (
        0u32..20,
        prop::option::of(0usize..3),
        0usize..3,
        any::<bool>(),
    );
    prop::collection::btree_map(1usize..80, one, 0..60).prop_map(|sessions| {
        let session =
            |(number, (start, stage, title, is_gone)): (usize, OneSession)| ReleasedSession {
                removed_at: is_gone.then(|| at(0)),
                ..session(
                    number,
                    &format!("Session {number}, version {title}"),
                    start * 15,
                    stage,
                )
            };
        sessions.into_iter().map(session).collect()
    })
}

fn any_slots() -> impl Strategy<Value = Vec<ReleasedSlot>> {
    prop::collection::btree_map(1usize..300, (0u32..30, 0usize..3), 0..300).prop_map(|slots| {
        let slot =
            |(number, (start, stage)): (usize, (u32, usize))| slot(number, start * 15, stage);
        slots.into_iter().map(slot).collect()
    })
}

fn any_programme() -> impl Strategy<Value = Programme> {
    (any_sessions(), any_slots()).prop_map(|(sessions, slots)| Programme { sessions, slots })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]
    #[test]
    fn forty_releases_of_a_full_day_differ_each_from_the_last_as_another_way_finds(
        versions in prop::collection::vec(any_programme(), 40),
        companies in prop::collection::btree_map(1usize..300, 0u32..40, 0..150),
    ) {
        let company = |(number, company)| (id(number), format!("Company {company}"));
        let booked: BTreeMap<SlotId, String> = companies.into_iter().map(company).collect();
        for pair in versions.windows(2) {
            let mut found = told(&pair[0], &pair[1], &booked);
            found.sort();
            found.dedup();
            let other: Vec<String> = recomputed(&pair[0], &pair[1], &booked).into_iter().collect();
            prop_assert_eq!(found, other);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_differences_are_those_that_another_way_finds(
        versions in prop::collection::vec(any_programme(), 2..5),
        companies in prop::collection::btree_map(1usize..300, 0u32..40, 0..150),
    ) {
        let booked: BTreeMap<SlotId, String> = companies
            .into_iter()
            .map(|(number, company)| (id(number), format!("Company {company}")))
            .collect();
        for pair in versions.windows(2) {
            let lines = told(&pair[0], &pair[1], &booked);
            let ids: BTreeSet<SessionId> = pair[1].sessions.iter().map(|item| item.session.id).collect();
            prop_assert_eq!(ids.len(), pair[1].sessions.len());
            let mut found: Vec<String> = lines;
            found.sort();
            found.dedup();
            let other: Vec<String> = recomputed(&pair[0], &pair[1], &booked).into_iter().collect();
            prop_assert_eq!(found, other);
        }
    }
}
