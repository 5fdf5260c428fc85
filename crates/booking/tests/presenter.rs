//! Who presents: nobody is on two stages at once, however they got there.

use marketday_booking::{
    BookOutcome, BookRefused, BookRequest, ChangeRefused, HoldRequest, PitchText, Presenter,
};
use marketday_booking::{book, change_pitch, hold};
use marketday_model::code::{CodeCheck, digest};
use marketday_model::notice::Subject;
use marketday_model::{BookingId, Instant, SlotId, Theme};
use marketday_store::releases::ReleasedSlot;
use marketday_store::{StoreError, audit, bookings, programme, releases};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World, on_each_database};

fn text() -> PitchText {
    PitchText {
        title: line("Quiet sensors"),
        summary: prose("Fewer falls at night."),
        themes: vec![Theme::AdultSocialCare],
    }
}

fn ada() -> Presenter {
    Presenter {
        name: line("Ada Byron"),
        email: "ada@engines.example".parse().expect("an address"),
    }
}

fn booked(
    world: &World,
    company: &str,
    slot: SlotId,
    presenter: Option<Presenter>,
) -> Result<BookingId, BookRefused> {
    let browser = digest(company);
    let request = HoldRequest {
        slot,
        browser: browser.clone(),
        network: digest("network"),
    };
    hold(&world.store, &world.surroundings, request).expect("the slot is free");
    let request = BookRequest {
        slot,
        browser,
        company: line(company),
        website: None,
        company_number: None,
        contact_email: format!("contact@{company}.example")
            .parse()
            .expect("an address"),
        contact_name: line("Contact"),
        phone: None,
        presenter,
        pitch: text(),
    };
    let check = |_: &mut marketday_store::Tx<'_>, _: Instant| Ok(CodeCheck::Right);
    match book(&world.store, &world.surroundings, request, check)? {
        BookOutcome::Booked(id) => Ok(id),
        BookOutcome::CodeRefused(check) => panic!("nobody asked for a code: {check:?}"),
    }
}

/// The day with a second stage, on which the first slot happens at the same time as on the main one.
fn with_a_slot_beside(world: &World, day: &Day) -> SlotId {
    let mut stage = day.stage.clone();
    stage.id = world.surroundings.id();
    stage.name = "Loft".into();
    stage.position = 1;
    let mut slot = day.slots[0].clone();
    slot.id = world.surroundings.id();
    slot.stage = stage.id;
    let (id, event, organiser, now) = (
        slot.id,
        day.event.clone(),
        day.organiser.id,
        world.surroundings.now(),
    );
    let slots = day.slots.clone();
    world
        .store
        .write(move |tx| {
            programme::insert_stage(tx, &stage)?;
            programme::insert_slots(tx, std::slice::from_ref(&slot))?;
            let old = slots.iter().map(|s| ReleasedSlot {
                slot: s.clone(),
                stage_name: "Main stage".into(),
                stage_position: 0,
            });
            let beside = ReleasedSlot {
                slot: slot.clone(),
                stage_name: "Loft".into(),
                stage_position: 1,
            };
            let all: Vec<_> = old.chain([beside]).collect();
            let release = marketday_model::Release {
                event: event.id,
                number: 2,
                note: String::new(),
                made_at: now,
            };
            releases::insert(tx, &release, Some(organiser), &[], &all)?;
            let mut event = event.clone();
            event.release = 2;
            marketday_store::events::update(tx, &event)?;
            Ok::<_, StoreError>(())
        })
        .expect("a second stage");
    id
}

#[test]
fn a_presenter_is_not_booked_on_two_stages_at_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let beside = with_a_slot_beside(&world, &day);
        booked(&world, "first", day.slots[0].id, Some(ada())).expect("a booking");
        let refused = booked(&world, "second", beside, Some(ada()));
        assert!(
            matches!(refused, Err(BookRefused::PresenterBusy)),
            "{refused:?}"
        );
        booked(&world, "third", day.slots[1].id, Some(ada())).expect("at another time she is free");
    });
}

#[test]
fn another_presenter_is_told_of_once_and_frees_the_first_ones_time() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let beside = with_a_slot_beside(&world, &day);
        let booking = booked(&world, "first", day.slots[0].id, None).expect("a booking");
        let contact = world.person("contact@first.example");
        let change = |presenter| {
            change_pitch(
                &world.store,
                &world.surroundings,
                contact.id,
                booking,
                (text(), presenter),
            )
        };
        change(Some(ada())).expect("a change");
        change(Some(ada())).expect("the same again");
        let now_is = world
            .store
            .read(|rx| bookings::find(rx, booking))
            .expect("a look")
            .expect("the booking");
        assert_eq!(
            (now_is.sequence, now_is.presenter_name.as_str()),
            (1, "Ada Byron")
        );
        let changes = world
            .store
            .read(|rx| audit::changes_since(rx, Subject::Booking(booking), 0))
            .expect("changes");
        assert_eq!(changes.len(), 1);
        assert_eq!(
            (changes[0].what.as_str(), changes[0].after.as_str()),
            ("Presenter", "Ada Byron, ada@engines.example")
        );

        let refused = booked(&world, "second", beside, Some(ada()));
        assert!(
            matches!(refused, Err(BookRefused::PresenterBusy)),
            "she is on stage now: {refused:?}"
        );
        change(None).expect("the contact presents after all");
        booked(&world, "second", beside, Some(ada())).expect("and she is free again");
    });
}

#[test]
fn a_presenter_who_is_busy_is_refused_and_nothing_changes() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let beside = with_a_slot_beside(&world, &day);
        booked(&world, "first", day.slots[0].id, Some(ada())).expect("a booking");
        let booking = booked(&world, "second", beside, None).expect("a booking");
        let contact = world.person("contact@second.example");
        let refused = change_pitch(
            &world.store,
            &world.surroundings,
            contact.id,
            booking,
            (text(), Some(ada())),
        );
        assert!(
            matches!(refused, Err(ChangeRefused::PresenterBusy)),
            "{refused:?}"
        );
        let still = world
            .store
            .read(|rx| bookings::find(rx, booking))
            .expect("a look")
            .expect("the booking");
        assert_eq!(
            (still.sequence, still.presenter_name.as_str()),
            (0, "Contact")
        );
    });
}
