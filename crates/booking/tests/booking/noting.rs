//! What the audit trail says was before and after a company's deeds.

use crate::given::{a_pitch, booked, find, pat};
use marketday_booking::{CancelledBy, PitchText, cancel, change_pitch};
use marketday_model::Theme;
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};

#[test]
fn the_trail_says_what_of_a_booking_was_before_and_after_and_nothing_of_who_presents() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let event = day.event.id;
        let id = booked(&world, day.slots[0].id, 1);
        let pitch = find(&world, id).pitch;
        assert_eq!(
            world.altered(event, "booking.confirm"),
            [
                "State: held > confirmed".to_owned(),
                format!("Title:  > {}", pitch.title),
                format!("Summary:  > {}", pitch.summary),
                format!("Themes:  > {}", Theme::names(&pitch.themes)),
            ]
        );
        let contact = find(&world, id).contact;
        let text = PitchText {
            title: line("Another title"),
            ..a_pitch(1)
        };
        let (store, surroundings) = (&world.store, &world.surroundings);
        change_pitch(store, surroundings, contact, id, (text, Some(pat()))).unwrap();
        assert_eq!(
            world.altered(event, "booking.change"),
            [
                "Presenter:  > changed".to_owned(),
                format!("Title: {} > Another title", pitch.title),
            ]
        );
        cancel(store, surroundings, id, CancelledBy::Company(contact)).unwrap();
        assert_eq!(
            world.altered(event, "booking.cancel"),
            ["State: confirmed > cancelled"]
        );
    });
}
