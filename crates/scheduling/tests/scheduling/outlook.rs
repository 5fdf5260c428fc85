//! Warnings about a day that come from the calendar, its stages and its people.

use crate::given::{booked, booking, london, on_the_day};
use marketday_model::bank_holiday::Division;
use marketday_model::{
    Claim, Event, EventState, ImportedEntry, Region, Session, SessionKind, Slot, Stage, Theme,
    TimeRange,
};
use marketday_scheduling::{Known, Warning, outlook};
use marketday_testkit::{Day, World, on_each_database};

fn of(day: &Day, known: &Known<'_>) -> Vec<Warning> {
    let stages = std::slice::from_ref(&day.stage);
    let sessions = std::slice::from_ref(&day.session);
    outlook(&day.event, (stages, sessions, &day.slots), known)
}

/// The day on another date, from 9am to 4pm.
fn on(event: &Event, date: (i32, u32, u32), region: Region) -> Event {
    Event {
        time: TimeRange::new(london(date, 9, 0), london(date, 16, 0)).unwrap(),
        region,
        ..event.clone()
    }
}

#[test]
fn a_day_without_anything_unusual_has_no_warning() {
    on_each_database(|database| {
        let day = World::on(database).published_day(2);
        assert_eq!(of(&day, &Known::default()), []);
    });
}

#[test]
fn bank_holidays_of_the_nation_and_changes_of_the_clocks_are_told() {
    on_each_database(|database| {
        let day = World::on(database).published_day(2);
        let warnings = |date, region| {
            let event = on(&day.event, date, region);
            outlook(&event, (&[], &[], &[]), &Known::default())
        };
        assert_eq!(
            warnings((2026, 11, 30), Region::Scotland),
            [Warning::BankHoliday {
                day: None,
                name: "St Andrew’s Day".into(),
                division: Division::Scotland
            }]
        );
        assert_eq!(warnings((2026, 11, 30), Region::Wales), []);
        assert_eq!(
            warnings((2027, 3, 28), Region::London),
            [Warning::ClockChange { day: None }]
        );
        assert_eq!(
            warnings((2027, 10, 31), Region::London),
            [Warning::ClockChange { day: None }]
        );
        assert_eq!(warnings((2027, 3, 27), Region::London), []);
    });
}

#[test]
fn another_day_on_the_same_date_nearby_is_told_and_one_far_away_or_called_off_is_not() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let other = |region, state| Event {
            id: world.surroundings.id(),
            title: "Roads Day".into(),
            slug: "roads-day".into(),
            region,
            state,
            ..day.event.clone()
        };
        let warnings = |other: Event| {
            let others = [day.event.clone(), other];
            let known = Known {
                others: &others,
                ..Known::default()
            };
            of(&day, &known)
        };
        assert_eq!(
            warnings(other(Region::Scotland, EventState::Published)),
            [Warning::OtherDay {
                title: "Roads Day".into(),
                slug: "roads-day".into(),
                region: Region::Scotland
            }]
        );
        assert_eq!(warnings(other(Region::London, EventState::Published)), []);
        assert_eq!(warnings(other(Region::Scotland, EventState::Cancelled)), []);
        let next_day = Event {
            time: on(&day.event, (2027, 3, 3), Region::Scotland).time,
            ..other(Region::Scotland, EventState::Published)
        };
        assert_eq!(warnings(next_day), []);
    });
}

#[test]
fn what_is_on_that_day_in_an_imported_calendar_is_told_by_its_title_and_calendar() {
    on_each_database(|database| {
        let day = World::on(database).published_day(2);
        let entry = |title: &str, starts, ends, all_day| {
            let entry = ImportedEntry {
                uid: title.into(),
                title: title.into(),
                location: String::new(),
                starts,
                ends,
                all_day,
            };
            ("Sector calendar".to_owned(), entry)
        };
        let midnight = |day| london((2027, 3, day), 0, 0);
        let timed = |title: &str, day, from, to| {
            let at = |hour| london((2027, 3, day), hour, 0);
            entry(title, at(from), at(to), false)
        };
        let told = |imported: &[(String, ImportedEntry)]| -> Vec<String> {
            let known = Known {
                imported,
                ..Known::default()
            };
            let warnings = of(&day, &known).into_iter();
            warnings.map(|warning| warning.to_string()).collect()
        };
        let all = [
            timed("Evening before", 1, 20, 23),
            entry("Day before", midnight(1), midnight(2), true),
            entry("The day", midnight(2), midnight(3), true),
            entry("Three days", midnight(1), midnight(4), true),
            timed(&day.event.title.to_uppercase(), 2, 9, 16),
            timed("Evening", 2, 20, 23),
            timed("Evening", 2, 20, 23),
            entry("Day after", midnight(3), midnight(4), true),
            timed("Morning after", 3, 0, 9),
        ];
        assert_eq!(
            told(&all),
            ["The day", "Three days", "Evening"].map(|title| {
                format!("“{title}” takes place on the same day (from Sector calendar)")
            })
        );
        let many: Vec<_> = (0..12)
            .map(|number| timed(&format!("Talk {number}"), 2, 9, 10))
            .collect();
        let all = told(&many);
        assert_eq!(all.len(), 11);
        assert_eq!(
            all[10],
            "2 more entries of your imported calendars are on the same day"
        );
        assert_eq!(
            told(&many[..11])[10],
            "1 more entry of your imported calendars is on the same day"
        );
    });
}

#[test]
fn sessions_too_close_together_and_two_hours_without_a_break_are_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let session = |title: &str, kind, from, to| Session {
            id: world.surroundings.id(),
            title: title.into(),
            kind,
            time: on_the_day(from, to),
            ..day.session.clone()
        };
        let warnings = |sessions: &[Session]| {
            let stages: [Stage; 1] = [day.stage.clone()];
            let none: [Slot; 0] = [];
            outlook(&day.event, (&stages, sessions, &none), &Known::default())
        };
        let talk = session("Talk", SessionKind::Keynote, (10, 0), (11, 0));
        let panel = session("Panel", SessionKind::Panel, (11, 3), (12, 0));
        assert_eq!(
            warnings(&[talk.clone(), panel]),
            [
                Warning::Changeover {
                    first: "Talk".into(),
                    second: "Panel".into(),
                    minutes: 3
                },
                Warning::NoBreak {
                    stage: "Main stage".into(),
                    times: "10am to midday".into()
                }
            ]
        );
        let coffee = session("Coffee", SessionKind::Break, (11, 0), (11, 15));
        let panel = session("Panel", SessionKind::Panel, (11, 15), (12, 0));
        assert_eq!(warnings(&[talk, coffee, panel]), []);
    });
}

#[test]
fn too_many_delegates_unconfirmed_pitches_one_presenter_twice_and_needs_are_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut day = world.published_day(2);
        let one = booking(&world, booked(&world, day.slots[0].id, 1));
        let mut claim = booking(&world, booked(&world, day.slots[1].id, 2));
        claim.claim = Claim::Unconfirmed;
        let bookings = [one.clone(), claim.clone()];
        let known = Known {
            booked: &bookings,
            registered: 121,
            access_needs: Some(3),
            ..Known::default()
        };
        let too_small = Warning::StageTooSmall {
            stage: "Main stage".into(),
            capacity: 120,
            interested: 121,
        };
        let unconfirmed = Warning::UnconfirmedPitches { count: 1 };
        assert_eq!(of(&day, &known), [too_small.clone(), unconfirmed.clone()]);
        // The same presenter in both, whose slots were moved onto one another; nothing is said of the stage's access.
        claim.contact = one.contact;
        let bookings = [one.clone(), claim];
        day.slots[1].times = day.slots[0].times;
        day.stage.access = String::new();
        let known = Known {
            booked: &bookings,
            ..known
        };
        assert_eq!(
            of(&day, &known),
            [
                too_small,
                unconfirmed,
                Warning::PresenterTwice {
                    presenter: one.presenter_name
                },
                Warning::AccessUnsaid {
                    needs: 3,
                    stages: 1
                }
            ]
        );
    });
}

#[test]
fn a_chair_of_two_sessions_at_once_or_of_one_while_they_present_in_another_is_told() {
    on_each_database(|database| {
        let world = World::on(database);
        let mut day = world.published_day(1);
        let mut pitch = booking(&world, booked(&world, day.slots[0].id, 1));
        pitch.presenter_name = "ANA SILVA".into();
        let session = |title: &str, chair: &str, from, to| Session {
            id: world.surroundings.id(),
            title: title.into(),
            chair: chair.into(),
            kind: SessionKind::Break,
            stage: None,
            time: on_the_day(from, to),
            ..day.session.clone()
        };
        let sessions = [
            session("Welcome", "Ana Silva", (9, 30), (10, 5)),
            session("Panel", "Ana  Silva", (10, 0), (10, 10)),
            session("Lunch", "Ana Silva", (12, 0), (13, 0)),
            session("Close", "Bo Lee", (10, 0), (11, 0)),
        ];
        // Whoever presents in the session that they chair is in one place.
        day.session.chair = "Bo Lee".into();
        let own = Session {
            chair: "Ana Silva".into(),
            time: on_the_day((14, 0), (15, 0)),
            ..day.session.clone()
        };
        let sessions: Vec<Session> = sessions.into_iter().chain([own]).collect();
        let known = Known {
            booked: &[pitch],
            ..Known::default()
        };
        let told = outlook(&day.event, (&[], &sessions, &day.slots), &known);
        let presents = |session: &str| Warning::ChairPresents {
            chair: if session == "Welcome" {
                "Ana Silva"
            } else {
                "Ana  Silva"
            }
            .into(),
            session: session.into(),
        };
        assert_eq!(
            told,
            [
                Warning::ChairTwice {
                    chair: "Ana Silva".into(),
                    first: "Welcome".into(),
                    second: "Panel".into()
                },
                presents("Welcome"),
                presents("Panel"),
            ]
        );
    });
}

#[test]
fn a_stage_is_too_small_only_for_those_whom_its_pitches_may_interest() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let mut pitch = booking(&world, booked(&world, day.slots[0].id, 1));
        let mut told = |themes: &[Theme], interests: &[Vec<Theme>], sessions: &[Session]| {
            pitch.pitch.themes = themes.to_vec();
            let known = Known {
                booked: std::slice::from_ref(&pitch),
                registered: 3,
                interests,
                ..Known::default()
            };
            let stage = Stage {
                capacity: Some(1),
                ..day.stage.clone()
            };
            let told = outlook(&day.event, (&[stage], sessions, &day.slots), &known);
            told.iter().find_map(|warning| match warning {
                Warning::StageTooSmall { interested, .. } => Some(*interested),
                _ => None,
            })
        };
        let own = [day.session.clone()];
        let chosen = [
            vec![Theme::Housing],
            vec![Theme::Waste, Theme::Housing],
            vec![],
        ];
        // One chose it, and one chose nothing.
        assert_eq!(told(&[Theme::Waste], &chosen, &own), Some(2));
        assert_eq!(told(&[Theme::Parking], &chosen, &own), None);
        assert_eq!(told(&[], &chosen, &own), Some(3), "nothing is known of it");
        let talk = Session {
            id: world.surroundings.id(),
            kind: SessionKind::Keynote,
            time: on_the_day((9, 30), (9, 50)),
            ..day.session.clone()
        };
        let all = [talk, day.session.clone()];
        assert_eq!(told(&[Theme::Parking], &chosen, &all), Some(3));
    });
}
