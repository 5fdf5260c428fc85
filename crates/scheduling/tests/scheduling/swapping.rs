//! A release in which two places are swapped.

use crate::given::{Desk, book_as, booking, details, on_the_day, session, told};
use marketday_booking::{BookRefused, Presenter};
use marketday_model::SessionKind::Pitch;
use marketday_model::notice::Subject;
use marketday_model::{NoticeKind, SlotId};
use marketday_scheduling::{EventDetails, change_event, change_session};
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};

fn pat() -> Presenter {
    Presenter {
        name: line("Pat Presenter"),
        email: "pat@speakers.example".parse().expect("an address"),
    }
}

#[test]
fn a_presenter_whose_two_pitches_swap_their_times_is_told_of_both_and_is_on_stage_at_both() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let desk = Desk::of(&world, &day);
        let World {
            store,
            surroundings,
            ..
        } = &world;
        let limit_of_two = EventDetails {
            company_limit: 2,
            ..details(&day.event)
        };
        change_event(
            store,
            surroundings,
            desk.event,
            desk.organiser,
            limit_of_two,
        )
        .unwrap();
        let (loft, cellar) = (desk.stage("Loft"), desk.stage("Cellar"));
        let (early, late) = (
            on_the_day((10, 0), (10, 15)),
            on_the_day((10, 30), (10, 45)),
        );
        let second = desk.session(session("Second", Pitch, Some(loft), late));
        let all_day = on_the_day((10, 0), (11, 0));
        let third = desk.session(session("Third", Pitch, Some(cellar), all_day));
        let (loft_slots, cellar_slots) = (desk.slots(second), desk.slots(third));
        desk.release();
        let for_pat = |n: usize, slot: SlotId| book_as(&world, slot, n, Some(pat()));
        let first_booking = for_pat(1, day.slots[0].id).unwrap();
        let second_booking = for_pat(1, loft_slots[0].id).unwrap();
        for (id, stage, time) in [(day.session.id, day.stage.id, late), (second, loft, early)] {
            let text = session("Swapped", Pitch, Some(stage), time);
            change_session(
                store,
                surroundings,
                (desk.event, id),
                desk.organiser,
                (text, None),
            )
            .unwrap();
        }
        assert_eq!(desk.release(), 2);
        for id in [first_booking, second_booking] {
            assert_eq!(booking(&world, id).sequence, 1);
            assert_eq!(
                told(&world, Subject::Booking(id)),
                [
                    (NoticeKind::BookingConfirmed, 0),
                    (NoticeKind::BookingChanged, 1)
                ]
            );
        }
        // 10am and 10:30am are still Pat's, 10:15am and 10:45am are not.
        let is_busy = |n: usize| {
            matches!(
                for_pat(2 + n, cellar_slots[n].id),
                Err(BookRefused::PresenterBusy)
            )
        };
        assert_eq!([0, 1, 2, 3].map(is_busy), [true, false, true, false]);
    });
}
