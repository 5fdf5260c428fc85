//! What delegates need is forgotten 30 days after the day, and not before.

use chrono::Duration;
use marketday_attendance::{RegisterOutcome, RegisterRequest, forget_needs, register};
use marketday_model::code::CodeCheck;
use marketday_model::registration::Needs;
use marketday_store::registrations;
use marketday_testkit::given::{line, prose};
use marketday_testkit::{World, on_each_database};

#[test]
fn needs_are_kept_for_thirty_days_after_the_day_and_then_forgotten() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(1);
        let request = RegisterRequest {
            event: day.event.id,
            email: "dee@council.example".parse().expect("an address"),
            name: line("Dee"),
            organisation: line("Some Council"),
            role: line("Commissioner"),
            themes: Vec::new(),
            access: prose("A seat near the front"),
            dietary: prose("Vegan"),
            listed: false,
        };
        let registered = register(&world.store, &world.surroundings, request, |_, _| {
            Ok(CodeCheck::Right)
        });
        let Ok(RegisterOutcome::Registered(id)) = registered else {
            panic!("{registered:?}")
        };
        let needs = || {
            world
                .store
                .read(|rx| registrations::find_needs(rx, id))
                .expect("a look")
        };

        world.clock.set(day.event.time.end() + Duration::days(30));
        assert_eq!(
            forget_needs(&world.store, &world.surroundings).expect("a sweep"),
            0
        );
        assert_eq!(
            needs(),
            Some(Needs {
                access: "A seat near the front".into(),
                dietary: "Vegan".into()
            })
        );

        world.clock.advance(Duration::seconds(1));
        assert_eq!(
            forget_needs(&world.store, &world.surroundings).expect("a sweep"),
            1
        );
        assert_eq!(needs(), None);
        let kept = world
            .store
            .read(|rx| registrations::find(rx, id))
            .expect("a look")
            .expect("the registration");
        assert_eq!(
            kept.organisation, "Some Council",
            "the registration itself stays"
        );
    });
}
