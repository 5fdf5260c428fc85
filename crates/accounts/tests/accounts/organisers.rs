//! Making somebody an organiser.

use crate::given::{ANN, address, ask, token, type_right};
use marketday_accounts::{add_organiser, find_signed_in};
use marketday_model::SignInLimits;
use marketday_model::notice::Subject;
use marketday_model::{NoticeKind, Role};
use marketday_store::{memberships, notices};
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};

#[test]
fn an_organiser_added_twice_is_one_and_is_told_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let add = |name, body| {
            let (name, body) = (line(name), line(body));
            add_organiser(
                &world.store,
                &world.surroundings,
                &address(ANN),
                &name,
                &body,
            )
            .unwrap()
        };
        let first = add("Ann Smith", "North Exchange");
        let second = add("Somebody else", "NORTH EXCHANGE Ltd");
        assert_eq!(first, second);
        assert_eq!(first.0.name, "Ann Smith");
        let ties = world
            .store
            .read(|rx| memberships::list_of_person(rx, first.0.id))
            .unwrap();
        assert_eq!(
            ties.iter()
                .map(|tie| (tie.organisation, tie.role, tie.is_active()))
                .collect::<Vec<_>>(),
            [(first.1.id, Role::Owner, true)]
        );
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::Person(first.0.id)))
            .unwrap();
        assert_eq!(
            told.iter().map(|notice| notice.kind).collect::<Vec<_>>(),
            [NoticeKind::OrganiserAdded]
        );
    });
}

#[test]
fn an_organiser_who_signs_in_organises_for_their_bodies() {
    on_each_database(|database| {
        let world = World::on(database);
        let add = |body| {
            let (name, body) = (line("Ann Smith"), line(body));
            add_organiser(
                &world.store,
                &world.surroundings,
                &address(ANN),
                &name,
                &body,
            )
            .unwrap()
            .1
            .id
        };
        let north = add("North Exchange");
        world.clock.advance(chrono::Duration::seconds(1));
        let south = add("South Exchange");
        let ann = token(type_right(&world, &ask(&world)));
        let signed_in = find_signed_in(
            &world.store,
            &world.surroundings,
            &SignInLimits::default(),
            &ann,
        )
        .unwrap()
        .unwrap();
        assert_eq!(signed_in.organises_for, [north, south]);
    });
}
