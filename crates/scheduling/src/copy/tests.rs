//! Copies across the days on which the clocks change.

use super::*;
use marketday_model::slot::SlotTimes;
use marketday_model::time::{Fold, LONDON, form_date, form_time, from_local};
use marketday_model::{Facilities, Randomness, Region, SessionKind, SlotMode, SystemClock};
use proptest::prelude::*;
use std::sync::Arc;

/// The Sundays on which the clocks of the United Kingdom change.
const CHANGES: [(i32, u32, u32); 4] =
    [(2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31)];

fn date((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn at(day: NaiveDate, minute: u32) -> Instant {
    let local = day.and_hms_opt(minute / 60, minute % 60, 0).unwrap();
    from_local(local, LONDON, None).unwrap()
}

fn ids() -> Ids {
    Ids(Surroundings::new(
        Arc::new(SystemClock),
        Randomness::seeded(1),
    ))
}

/// A day on `on`, from midnight to a minute before the next, with booking and registration closing at its start.
fn event(ids: &Ids, on: NaiveDate) -> Event {
    let (start, end) = (at(on, 0), at(on, 24 * 60 - 1));
    let window = Window {
        opens_at: None,
        closes_at: start,
    };
    Event {
        id: ids.next(),
        slug: "care-day-2027".to_owned(),
        state: EventState::Cancelled,
        title: "Care Day".to_owned(),
        summary: "See [the hall](https://hall.example).".to_owned(),
        region: Region::ALL[0],
        themes: Vec::new(),
        venue: Venue {
            id: ids.next(),
            name: "The Hall".to_owned(),
            town: "Halifax".to_owned(),
            address: "Blackledge".to_owned(),
            access: String::new(),
            facilities: Facilities::default(),
            kept: None,
        },
        organiser: ids.next(),
        organiser_name: "North Exchange".to_owned(),
        contact_email: "organiser@north.example".to_owned(),
        time: TimeRange::new(start, end).unwrap(),
        zone: LONDON,
        capacity: 40,
        booking: window,
        registration: window,
        company_limit: 1,
        release: 3,
        sequence: 4,
        uid_generation: 1,
        published_at: Some(start),
        cancelled_at: Some(start),
        cancel_reason: Some("A flood".to_owned()),
        postponed_from: Some(start),
        postpone_reason: Some("A storm".to_owned()),
        reinstated_at: Some(start),
        created_at: start,
        changed_at: start,
    }
}

/// A pitch session of that day with one slot of 7, 5 and 3 minutes at its start.
fn content(ids: &Ids, event: &Event, start: u32, minutes: u32) -> Content {
    let on = event.time.start().with_timezone(&LONDON).date_naive();
    let stage = Stage {
        id: ids.next(),
        event: event.id,
        name: "Main Hall".to_owned(),
        capacity: None,
        equipment: String::new(),
        access: String::new(),
        opening: None,
        position: 0,
    };
    let session = Session {
        id: ids.next(),
        event: event.id,
        stage: Some(stage.id),
        kind: SessionKind::Pitch,
        title: "Pitches".to_owned(),
        description: String::new(),
        chair: "Dr Ana Silva".to_owned(),
        time: TimeRange::new(at(on, start), at(on, start + minutes)).unwrap(),
    };
    let times = SlotTimes {
        starts_at: at(on, start),
        questions_at: at(on, start + 7),
        ends_at: at(on, start + 12),
        clear_at: at(on, start + 15),
    };
    let slot = Slot {
        id: ids.next(),
        event: event.id,
        session: session.id,
        stage: stage.id,
        times,
        mode: SlotMode::Curated,
    };
    Content {
        stages: vec![stage],
        sessions: vec![session],
        slots: vec![slot],
    }
}

fn to(on: NaiveDate) -> EventCopy {
    EventCopy {
        title: "Care Day again".parse().unwrap(),
        date: on,
        venue: None,
        description: true,
        programme: true,
        answers: Answers::new(),
    }
}

fn local(at: Instant) -> (String, String) {
    (form_date(at, LONDON), form_time(at, LONDON))
}

proptest! {
    #[test]
    fn a_copy_across_each_clock_change_keeps_local_times_or_asks(
        change in 0..CHANGES.len(), onto in -1i64..=1, from in prop::sample::select(vec![(2026, 1, 13), (2026, 7, 7)]),
        start in 0u32..1400, minutes in 15u32..39,
    ) {
        let ids = ids();
        let source = event(&ids, date(from));
        let plan = content(&ids, &source, start, minutes);
        let on = date(CHANGES[change]) + chrono::Duration::days(onto);
        let times = [start, start + minutes].map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
        match copied(&source, &plan, &to(on), ids.next(), &ids, BookingRules::default()) {
            Ok((copy, made, _)) => {
                let same = |time: &String| (on.to_string(), time.clone());
                let time = made.sessions[0].time;
                prop_assert_eq!(&made.sessions[0].chair, "", "people stay behind");
                prop_assert_eq!([local(time.start()), local(time.end())], times.each_ref().map(same));
                prop_assert_eq!(local(made.slots[0].times.starts_at), same(&times[0]));
                prop_assert_eq!(local(copy.time.start()), (on.to_string(), "00:00".to_owned()));
                prop_assert_eq!(local(copy.booking.closes_at), (on.to_string(), "00:00".to_owned()));
            }
            Err(CopyRefused::Doubtful(doubtful)) => {
                prop_assert_eq!(onto, 0, "only on the day itself");
                prop_assert!(times.iter().any(|time| time.starts_with("01:")));
                for doubt in doubtful {
                    prop_assert_eq!(doubt.local.date(), on);
                    prop_assert_eq!(doubt.twice.is_some(), change % 2 == 1, "autumn doubles, spring leaves out");
                }
            }
            Err(CopyRefused::OutOfOrder { .. }) => {
                // A slot of a quarter of an hour that begins just before the clocks go forward or back.
                prop_assert_eq!(onto, 0);
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

#[test]
fn a_time_that_happens_twice_is_what_was_answered() {
    let ids = ids();
    let source = event(&ids, date((2026, 7, 7)));
    let plan = content(&ids, &source, 75, 30);
    let on = date(CHANGES[3]);
    let mut copy = to(on);
    let Err(CopyRefused::Doubtful(asked)) = copied(
        &source,
        &plan,
        &copy,
        ids.next(),
        &ids,
        BookingRules::default(),
    ) else {
        panic!("it was guessed");
    };
    let whats: Vec<&str> = asked.iter().map(|doubt| doubt.what.as_str()).collect();
    assert_eq!(
        whats,
        [
            "The start of “Pitches”",
            "The end of “Pitches”",
            "The start of a slot of “Pitches”"
        ]
    );
    copy.answers = asked
        .iter()
        .map(|doubt| (doubt.local, Fold::Later))
        .collect();
    let (_, made, _) = copied(
        &source,
        &plan,
        &copy,
        ids.next(),
        &ids,
        BookingRules::default(),
    )
    .unwrap();
    assert_eq!(
        made.sessions[0].time.start().to_rfc3339(),
        "2027-10-31T01:15:00+00:00"
    );
    assert_eq!(made.slots[0].times.starts_at, made.sessions[0].time.start());
    copy.answers = [
        (asked[0].local, Fold::Later),
        (asked[1].local, Fold::Earlier),
    ]
    .into();
    let Err(CopyRefused::OutOfOrder { what }) = copied(
        &source,
        &plan,
        &copy,
        ids.next(),
        &ids,
        BookingRules::default(),
    ) else {
        panic!("it ends before it starts");
    };
    assert_eq!(what, "“Pitches”");
}

#[test]
fn nothing_of_the_event_s_life_comes_along_but_its_plan() {
    let ids = ids();
    let source = event(&ids, date((2026, 7, 7)));
    let mut copy = to(date((2027, 2, 2)));
    copy.description = false;
    let (made, none, _) = copied(
        &source,
        &Content::default(),
        &copy,
        ids.next(),
        &ids,
        BookingRules::default(),
    )
    .unwrap();
    let expected = Event {
        id: made.id,
        slug: String::new(),
        state: EventState::Draft,
        title: "Care Day again".to_owned(),
        summary: String::new(),
        venue: Venue {
            id: made.venue.id,
            ..source.venue.clone()
        },
        time: TimeRange::new(
            at(date((2027, 2, 2)), 0),
            at(date((2027, 2, 2)), 24 * 60 - 1),
        )
        .unwrap(),
        booking: made.booking,
        registration: made.registration,
        release: 0,
        sequence: 0,
        uid_generation: 0,
        published_at: None,
        cancelled_at: None,
        cancel_reason: None,
        postponed_from: None,
        postpone_reason: None,
        reinstated_at: None,
        ..source.clone()
    };
    assert_eq!((made.clone(), none), (expected, Content::default()));
    assert!(made.id != source.id && made.venue.id != source.venue.id);
}
