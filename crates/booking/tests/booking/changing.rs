//! Changing what a booked pitch says.

use crate::given::{a_pitch, at_once, booked, find};
use marketday_booking::{CancelledBy, ChangeRefused, PitchText, cancel, change_pitch};
use marketday_model::notice::Subject;
use marketday_model::{BookingId, NoticeKind, Theme};
use marketday_store::audit::{self, Change};
use marketday_store::notices;
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};

fn change(world: &World, id: BookingId, text: PitchText) -> Result<(), ChangeRefused> {
    let contact = find(world, id).contact;
    change_pitch(&world.store, &world.surroundings, contact, id, (text, None))
}

fn told(world: &World, id: BookingId) -> Vec<(NoticeKind, u32)> {
    let told = world
        .store
        .read(|rx| notices::list(rx, Subject::Booking(id)))
        .unwrap();
    told.iter()
        .map(|notice| (notice.kind, notice.version))
        .collect()
}

#[test]
fn a_changed_pitch_raises_the_sequence_once_and_its_contact_is_told_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let text = PitchText {
            title: line("Another title"),
            themes: vec![Theme::AdultSocialCare, Theme::Waste],
            ..a_pitch(1)
        };
        change(&world, id, text).unwrap();
        let booking = find(&world, id);
        assert_eq!(
            (booking.sequence, booking.pitch.title.as_str()),
            (1, "Another title")
        );
        assert_eq!(booking.pitch.themes, [Theme::AdultSocialCare, Theme::Waste]);
        assert_eq!(
            told(&world, id),
            [
                (NoticeKind::BookingConfirmed, 0),
                (NoticeKind::BookingChanged, 1)
            ]
        );
        let mut changes = world
            .store
            .read(|rx| audit::changes_since(rx, Subject::Booking(id), 0))
            .unwrap();
        changes.sort_by(|a, b| b.what.cmp(&a.what));
        let one = |what: &str, before: &str, after: &str| Change {
            version: 1,
            what: what.into(),
            before: before.into(),
            after: after.into(),
        };
        let both = format!("{}, {}", Theme::AdultSocialCare.name(), Theme::Waste.name());
        assert_eq!(
            changes,
            [
                one("Title", "Pitch 1", "Another title"),
                one("Themes", Theme::AdultSocialCare.name(), &both),
            ]
        );
    });
}

#[test]
fn the_same_text_changes_nothing_and_tells_nobody() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let before = find(&world, id);
        world.clock.advance(chrono::Duration::hours(1));
        change(&world, id, a_pitch(1)).unwrap();
        assert_eq!(find(&world, id), before);
        assert_eq!(told(&world, id), [(NoticeKind::BookingConfirmed, 0)]);
    });
}

#[test]
fn a_cancelled_pitch_cannot_be_changed() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let by = CancelledBy::Organiser(day.organiser.id, String::new());
        cancel(&world.store, &world.surroundings, id, by).unwrap();
        let refused = change(&world, id, a_pitch(2));
        assert!(matches!(refused, Err(ChangeRefused::NotConfirmed)));
        assert_eq!(find(&world, id).sequence, 1);
    });
}

#[test]
fn changes_and_a_cancellation_at_once_each_have_a_sequence_of_their_own() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let contact = find(&world, id).contact;
        at_once(8, |n| {
            if n == 4 {
                let by = CancelledBy::Company(contact);
                cancel(&world.store, &world.surroundings, id, by).unwrap();
            } else {
                let changed = change(&world, id, a_pitch(10 + n));
                assert!(matches!(changed, Ok(()) | Err(ChangeRefused::NotConfirmed)));
            }
        });
        let sequence = find(&world, id).sequence;
        let versions: Vec<u32> = told(&world, id)
            .iter()
            .map(|(_, version)| *version)
            .collect();
        assert_eq!(versions, (0..=sequence).collect::<Vec<_>>());
        let last = told(&world, id).last().copied();
        assert_eq!(last, Some((NoticeKind::BookingCancelled, sequence)));
    });
}

#[test]
fn a_pitch_that_has_begun_stays_as_it_was_announced() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let id = booked(&world, day.slots[0].id, 1);
        let text = || PitchText {
            title: line("Another title"),
            ..a_pitch(1)
        };
        let begins = day.slots[0].times.starts_at;
        world.clock.set(begins);
        assert!(matches!(
            change(&world, id, text()),
            Err(ChangeRefused::Begun)
        ));
        assert_eq!(find(&world, id).pitch.title, "Pitch 1");
        world.clock.set(begins - chrono::Duration::microseconds(1));
        change(&world, id, text()).unwrap();
    });
}
