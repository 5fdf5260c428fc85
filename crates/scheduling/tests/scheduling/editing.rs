//! Moving sessions about in the draft, undoing it and doing it again.

use crate::given::{Desk, booked, on_the_day, session};
use marketday_model::SessionKind::{Break, Keynote, Panel, Pitch};
use marketday_model::notice::Subject;
use marketday_model::time::{LONDON, clock_range};
use marketday_model::{DraftEditId, PersonId, Session, SessionId, StageId, TimeRange};
use marketday_scheduling::{
    Place, SessionRefused, UndoRefused, change_session, place_session, redo_edit, remove_session,
    reset_draft, swap_sessions, swapped, undo_edit,
};
use marketday_store::{audit, draft_edits, programme};
use marketday_testkit::{World, on_each_database};
use proptest::prelude::*;

/// The draft by start: title and local times of each session.
fn draft(desk: &Desk<'_>) -> Vec<(String, String)> {
    let sessions = desk
        .world
        .store
        .read(|rx| programme::list_sessions(rx, desk.event));
    let line = |session: Session| (session.title, clock_range(session.time, LONDON));
    sessions.unwrap().into_iter().map(line).collect()
}

fn found(desk: &Desk<'_>, id: SessionId) -> Session {
    let found = desk
        .world
        .store
        .read(|rx| programme::find_session(rx, desk.event, id));
    found.unwrap().expect("the session")
}

fn places(
    desk: &Desk<'_>,
    id: SessionId,
    stage: Option<StageId>,
    time: TimeRange,
) -> Result<(), SessionRefused> {
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    let place = (Place { stage, time }, None);
    place_session(store, surroundings, (desk.event, id), desk.organiser, place)
}

/// What somebody may undo and do again.
fn next(desk: &Desk<'_>, person: PersonId) -> (Option<DraftEditId>, Option<DraftEditId>) {
    let next = desk
        .world
        .store
        .read(|rx| draft_edits::next(rx, desk.event, person))
        .unwrap();
    (next.undo.map(|line| line.id), next.redo.map(|line| line.id))
}

fn undoes(desk: &Desk<'_>) -> Result<(), UndoRefused> {
    let id = next(desk, desk.organiser).0.expect("something to undo");
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    undo_edit(store, surroundings, desk.event, desk.organiser, id)
}

fn redoes(desk: &Desk<'_>) -> Result<(), UndoRefused> {
    let id = next(desk, desk.organiser).1.expect("something to do again");
    let (store, surroundings) = (&desk.world.store, &desk.world.surroundings);
    redo_edit(store, surroundings, desk.event, desk.organiser, id)
}

#[test]
fn everything_that_was_done_is_undone_step_by_step_and_done_again() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let desk = Desk::of(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let stage = Some(day.stage.id);
        let mut states = vec![(draft(&desk), desk.draft_slots())];
        let mut done = |desk: &Desk<'_>| {
            states.push((draft(desk), desk.draft_slots()));
        };
        let panel = desk.session(session(
            "Panel",
            Panel,
            stage,
            on_the_day((14, 0), (14, 30)),
        ));
        done(&desk);
        // A pitch session takes its slots along.
        let time = found(&desk, day.session.id).time;
        let later = time.shifted(chrono::Duration::minutes(30));
        places(&desk, day.session.id, stage, later).unwrap();
        done(&desk);
        let pair = ((panel, None), (day.session.id, None));
        swap_sessions(store, surroundings, desk.event, desk.organiser, pair).unwrap();
        done(&desk);
        let renamed = session("Panel of three", Panel, None, on_the_day((13, 0), (14, 0)));
        change_session(
            store,
            surroundings,
            (desk.event, panel),
            desk.organiser,
            (renamed, None),
        )
        .unwrap();
        done(&desk);
        remove_session(
            store,
            surroundings,
            (desk.event, day.session.id),
            desk.organiser,
        )
        .unwrap();
        done(&desk);
        assert_eq!(desk.draft_slots(), [], "the slots went with it");
        let other = desk.session(session(
            "More pitches",
            Pitch,
            stage,
            on_the_day((15, 0), (15, 30)),
        ));
        done(&desk);
        desk.slots(other);
        done(&desk);
        reset_draft(store, surroundings, desk.event, desk.organiser, 1).unwrap();
        done(&desk);

        for before in states.iter().rev().skip(1) {
            undoes(&desk).unwrap();
            assert_eq!(&(draft(&desk), desk.draft_slots()), before);
        }
        assert_eq!(next(&desk, desk.organiser).0, None);
        for after in &states[1..] {
            redoes(&desk).unwrap();
            assert_eq!(&(draft(&desk), desk.draft_slots()), after);
        }
        assert_eq!(next(&desk, desk.organiser).1, None);
    });
}

#[test]
fn a_second_click_undoes_nothing_more_and_a_new_edit_ends_what_could_be_done_again() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let (event, by) = (desk.event, desk.organiser);
        desk.session(session(
            "Coffee",
            Break,
            None,
            on_the_day((13, 0), (13, 15)),
        ));
        let talk = desk.session(session(
            "Talk",
            Keynote,
            None,
            on_the_day((14, 0), (14, 30)),
        ));
        let (last, _) = next(&desk, by);
        let last = last.unwrap();
        undo_edit(store, surroundings, event, by, last).unwrap();
        undo_edit(store, surroundings, event, by, last).unwrap();
        let titles = |desk: &Desk<'_>| -> Vec<String> {
            draft(desk).into_iter().map(|(title, _)| title).collect()
        };
        assert_eq!(titles(&desk), ["Pitches", "Coffee"]);
        assert_eq!(next(&desk, by).1, Some(last));
        desk.session(session("Lunch", Break, None, on_the_day((12, 0), (12, 30))));
        assert_eq!(next(&desk, by).1, None);
        let gone = redo_edit(store, surroundings, event, by, last);
        assert!(matches!(gone, Err(UndoRefused::NotNext)), "{gone:?}");
        let read = store.read(|rx| programme::find_session(rx, event, talk));
        assert_eq!(read.unwrap(), None);
    });
}

#[test]
fn everybody_undoes_their_own_edits_only_and_nothing_that_another_has_changed_since() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let colleague = Desk {
            organiser: world.person("colleague@north.example").id,
            ..Desk::of(&world, &day)
        };
        let (store, surroundings) = (&world.store, &world.surroundings);
        let coffee = desk.session(session(
            "Coffee",
            Break,
            None,
            on_the_day((13, 0), (13, 15)),
        ));
        assert_eq!(next(&colleague, colleague.organiser), (None, None));
        places(&colleague, coffee, None, on_the_day((13, 30), (13, 45))).unwrap();

        let mine = next(&desk, desk.organiser).0.unwrap();
        let theirs = undo_edit(store, surroundings, desk.event, colleague.organiser, mine);
        assert!(matches!(theirs, Err(UndoRefused::NotNext)), "{theirs:?}");
        let refused = undoes(&desk).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "“Coffee” has been changed since, so it stays as it is"
        );
        let titles = |desk: &Desk<'_>| draft(desk).pop().unwrap();
        let moved = ("Coffee".to_owned(), "1:30pm to 1:45pm".to_owned());
        assert_eq!(titles(&desk), moved);
        undoes(&colleague).unwrap();
        undoes(&desk).unwrap();
        assert_eq!(draft(&desk).len(), 1);
    });
}

#[test]
fn what_is_booked_since_is_not_withdrawn_by_undoing() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let stage = Some(desk.stage("Garden Room"));
        let more = desk.session(session("More", Pitch, stage, on_the_day((15, 0), (16, 0))));
        let slots = desk.slots(more);
        desk.release();
        booked(&world, slots[0].id, 1);
        let refused = undoes(&desk).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "1 slots that would go are booked or held, so nothing is changed"
        );
        assert_eq!(desk.draft_slots().len(), slots.len() + 1);
    });
}

#[test]
fn a_session_without_a_place_has_none_to_give_to_another() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let (event, by) = (desk.event, desk.organiser);
        let panel = desk.session(session("Panel", Panel, None, on_the_day((14, 0), (14, 30))));
        reset_draft(store, surroundings, event, by, 1).unwrap();
        let before = draft(&desk);
        for pair in [
            ((panel, None), (day.session.id, None)),
            ((day.session.id, None), (panel, None)),
        ] {
            let refused = swap_sessions(store, surroundings, event, by, pair).unwrap_err();
            assert_eq!(
                refused.to_string(),
                "Give both sessions a time and a stage first"
            );
        }
        assert_eq!(draft(&desk), before);
    });
}

#[test]
fn two_sessions_change_places_and_neither_is_lost() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let (store, surroundings) = (&world.store, &world.surroundings);
        let (event, by) = (desk.event, desk.organiser);
        let garden = desk.stage("Garden Room");
        let short = desk.session(session(
            "Short",
            Panel,
            Some(garden),
            on_the_day((13, 0), (13, 30)),
        ));
        let long = desk.session(session(
            "Long",
            Panel,
            Some(garden),
            on_the_day((13, 30), (14, 30)),
        ));
        let swap = |pair| swap_sessions(store, surroundings, event, by, pair);
        swap(((short, None), (long, None))).unwrap();
        assert_eq!(found(&desk, long).time, on_the_day((13, 0), (14, 0)));
        assert_eq!(found(&desk, short).time, on_the_day((14, 0), (14, 30)));

        // On two stages each begins where the other began.
        let pitches = found(&desk, day.session.id);
        let seen = found(&desk, short).fingerprint();
        swap((
            (short, Some(seen.clone())),
            (pitches.id, Some(pitches.fingerprint())),
        ))
        .unwrap();
        let (short_now, pitches_now) = (found(&desk, short), found(&desk, pitches.id));
        assert_eq!(short_now.stage, pitches.stage);
        assert_eq!(short_now.time.start(), pitches.time.start());
        assert_eq!(pitches_now.stage, Some(garden));
        assert_eq!(pitches_now.time.length(), pitches.time.length());
        let slots = desk.draft_slots();
        assert!(
            slots
                .iter()
                .all(|slot| slot.stage == garden && pitches_now.time.holds(slot.times.occupied()))
        );

        // Whoever looked before that moves nothing.
        let before = draft(&desk);
        let stale = swap(((short, Some(seen)), (long, None)));
        assert!(
            matches!(stale, Err(SessionRefused::ChangedMeanwhile)),
            "{stale:?}"
        );
        let whole = desk.session(session("Lunch", Break, None, on_the_day((12, 0), (12, 30))));
        let refused = swap(((whole, None), (pitches.id, None))).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "Choose a stage: a pitch session cannot be at the whole venue"
        );
        undoes(&desk).unwrap();
        assert_eq!(draft(&desk), before);
        let deeds = store
            .read(|rx| audit::list(rx, Subject::Event(event)))
            .unwrap();
        let swaps = deeds.iter().filter(|(action, ..)| action == "session.swap");
        let mut details: Vec<&str> = swaps.map(|(.., detail)| detail.as_str()).collect();
        details.sort_unstable();
        assert_eq!(details, ["Short and Long", "Short and Pitches"]);
    });
}

proptest! {
    #[test]
    fn changing_places_twice_on_one_stage_is_the_identity_where_neither_leaves_a_gap_between(
        start in 0i64..200, first in 1i64..100, gap in 0i64..30, second in 1i64..100,
    ) {
        let minutes = |from: i64, long: i64| {
            let at = on_the_day((9, 0), (9, 5)).start() + chrono::Duration::minutes(from);
            TimeRange::new(at, at + chrono::Duration::minutes(long)).unwrap()
        };
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let of = |time| Session {
            id: id.parse().unwrap(),
            event: id.parse().unwrap(),
            stage: None,
            kind: Panel,
            title: String::new(),
            description: String::new(),
            chair: String::new(),
            time,
        };
        let (one, other) = (of(minutes(start, first)), of(minutes(start + first + gap, second)));
        let (later, earlier) = swapped(&one, &other);
        prop_assert_eq!(earlier.time.start(), one.time.start());
        prop_assert_eq!(later.time.end(), other.time.end());
        prop_assert!(!earlier.time.overlaps(later.time));
        prop_assert_eq!((later.time.length(), earlier.time.length()), (one.time.length(), other.time.length()));
        let (again_one, again_other) = swapped(&later, &earlier);
        prop_assert_eq!((again_one, again_other), (one, other));
    }
}
