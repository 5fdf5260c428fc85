//! The link of a letter, which does the same as the code in any browser.

use crate::given::{DEAD, ask, at, key, token, type_right};
use chrono::Duration;
use marketday_accounts::sign_in::SignInOutcome;
use marketday_accounts::{find_link, sign_in_with_link};
use marketday_model::code::CodeRequest;
use marketday_testkit::{World, on_each_database};

fn press(world: &World, request: &CodeRequest, token: &str) -> SignInOutcome {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let browser = at("another browser");
    sign_in_with_link(store, surroundings, &key(), request.id, token, &browser).unwrap()
}

fn look(world: &World, request: &CodeRequest, token: &str) -> Option<CodeRequest> {
    find_link(&world.store, &world.surroundings, &key(), request.id, token).unwrap()
}

#[test]
fn a_link_signs_in_any_browser_once_and_looking_at_its_page_uses_nothing_up() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let link = key().link_token(&request);
        for _ in 0..3 {
            assert_eq!(look(&world, &request, &link), Some(request.clone()));
        }
        token(press(&world, &request, &link));
        assert_eq!(look(&world, &request, &link), None);
        assert_eq!(press(&world, &request, &link), DEAD);
        assert_eq!(type_right(&world, &request), DEAD, "code and link are one");
    });
}

#[test]
fn a_used_code_takes_its_link_with_it() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        token(type_right(&world, &request));
        assert_eq!(press(&world, &request, &key().link_token(&request)), DEAD);
    });
}

#[test]
fn a_link_runs_out_after_ten_minutes() {
    on_each_database(|database| {
        let world = World::on(database);
        let request = ask(&world);
        let link = key().link_token(&request);
        world.clock.advance(Duration::minutes(10));
        assert_eq!(look(&world, &request, &link), None);
        assert_eq!(press(&world, &request, &link), DEAD);
    });
}

#[test]
fn a_link_with_another_requests_token_signs_nobody_in() {
    on_each_database(|database| {
        let world = World::on(database);
        let (mine, other) = (ask(&world), ask(&world));
        let link = key().link_token(&other);
        assert_eq!(look(&world, &mine, &link), None);
        assert_eq!(press(&world, &mine, &link), DEAD);
        assert_eq!(press(&world, &mine, ""), DEAD);
        token(press(&world, &mine, &key().link_token(&mine)));
    });
}
