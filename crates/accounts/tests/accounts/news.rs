//! News without an account: asked for, confirmed by the letter, and by nothing else.

use chrono::Duration;
use marketday_accounts::{
    AskNewsRefused, ask_for_news, confirm_news, find_news_request, withdraw_consent,
};
use marketday_model::news::{NewsChoice, NewsPace, NewsTopic};
use marketday_model::notice::{Recipient, Subject};
use marketday_model::{
    EmailAddress, NewsRequestId, NoticeKind, OptionalLetter, PersonId, Region, SecretKey, Theme,
    policy,
};
use marketday_store::{StoreError, consents, news, notices, people};
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;

const PAGE: &str = "/news";

fn key() -> SecretKey {
    SecretKey::new([7; 32])
}

fn nerys() -> EmailAddress {
    "nerys@calderford.example".parse().expect("an address")
}

fn choice() -> NewsChoice {
    let topics = [
        NewsTopic::Region(Region::Wales),
        NewsTopic::Theme(Theme::Waste),
    ];
    NewsChoice::new(topics, NewsPace::Weekly).expect("something")
}

fn asks(world: &World, network: &str) -> Result<NewsRequestId, AskNewsRefused> {
    let (store, surroundings) = (&world.store, &world.surroundings);
    ask_for_news(store, surroundings, &nerys(), choice(), network)
}

fn confirms(world: &World, id: NewsRequestId, token: &str) -> Option<PersonId> {
    let (store, surroundings) = (&world.store, &world.surroundings);
    confirm_news(store, surroundings, &key(), (id, token), PAGE).expect("the database answers")
}

/// What somebody follows, and whether they agreed to news.
fn follows(world: &World, person: PersonId) -> (Option<NewsChoice>, bool) {
    let found = world.store.read(|rx| {
        let has = consents::may_send_optional(rx, person, OptionalLetter::EventNews)?;
        Ok::<_, StoreError>((news::find(rx, person)?, has))
    });
    found.expect("the database answers")
}

#[test]
fn an_address_is_nobodys_until_the_letter_that_went_there_has_confirmed_it_and_then_once() {
    on_each_database(|database| {
        let world = World::on(database);
        let id = asks(&world, "town hall").expect("asked");
        let told = world
            .store
            .read(|rx| notices::list(rx, Subject::NewsRequest(id)));
        let told = told.expect("the database answers");
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].kind, NoticeKind::NewsConfirm);
        assert_eq!(told[0].recipient, Recipient::NewsRequest(id));
        let known = || {
            let found = world.store.read(|rx| people::find_by_email(rx, &nerys()));
            found.expect("the database answers")
        };
        let token = key().news_token(id);
        let forged = SecretKey::new([8; 32]).news_token(id);
        assert_eq!(confirms(&world, id, &forged), None);
        assert_eq!(known(), None);
        let person = confirms(&world, id, &token).expect("confirmed");
        assert_eq!(known().map(|known| known.id), Some(person));
        assert_eq!(follows(&world, person), (Some(choice()), true));
        assert_eq!(confirms(&world, id, &token), Some(person), "no matter");

        // Whoever stopped it is not made to follow again by the old letter.
        let (store, surroundings) = (&world.store, &world.surroundings);
        let letter = OptionalLetter::EventNews;
        withdraw_consent(store, surroundings, person, letter).expect("withdrawn");
        assert_eq!(confirms(&world, id, &token), None);
        assert_eq!(follows(&world, person), (None, false));
    });
}

#[test]
fn a_letter_confirms_for_seven_days() {
    on_each_database(|database| {
        let world = World::on(database);
        let id = asks(&world, "town hall").expect("asked");
        let token = key().news_token(id);
        let find = || {
            let (store, surroundings) = (&world.store, &world.surroundings);
            let found = find_news_request(store, surroundings, &key(), id, &token);
            found.expect("the database answers").map(|found| found.id)
        };
        world
            .clock
            .advance(policy::NEWS_REQUEST - Duration::microseconds(1));
        assert_eq!(find(), Some(id));
        world.clock.advance(Duration::microseconds(1));
        assert_eq!(find(), None);
        assert_eq!(confirms(&world, id, &token), None);
    });
}

#[test]
fn however_many_ask_at_once_few_letters_go_to_one_address() {
    on_each_database(|database| {
        let world = World::on(database);
        let start = Barrier::new(8);
        let asked = |network: &str| {
            start.wait();
            asks(&world, network).is_ok()
        };
        let sent: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| asked("town hall"))).collect();
            let sent = threads
                .into_iter()
                .map(|thread| thread.join().expect("an answer"));
            sent.filter(|sent| *sent).count()
        });
        assert_eq!(sent, 3, "from one network");
        let others = ["north", "south", "east"].map(|network| asks(&world, network).is_ok());
        assert_eq!(others, [true, true, false], "five in a day from wherever");
        world
            .clock
            .advance(policy::NEWS_COUNTED + Duration::microseconds(1));
        assert!(asks(&world, "town hall").is_ok());
    });
}
