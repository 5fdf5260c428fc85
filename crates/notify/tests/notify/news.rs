//! News of market days: whoever follows a region or a theme hears of each new day once, at once or on Monday.

use crate::given::Office;
use chrono::{Duration, NaiveDate};
use marketday_accounts::{follow_news, withdraw_consent};
use marketday_mail::Letter;
use marketday_model::news::{NewsChoice, NewsPace, NewsTopic};
use marketday_model::time::{LONDON, from_local};
use marketday_model::{Instant, OptionalLetter, PersonId, Region, Theme};
use marketday_notify::tell_news;
use marketday_store::suppressions;
use marketday_testkit::{Database, on_each_database};
use std::sync::Barrier;

const NORTH_EAST: NewsTopic = NewsTopic::Region(Region::NorthEast);
const WALES: NewsTopic = NewsTopic::Region(Region::Wales);
const CARE: NewsTopic = NewsTopic::Theme(Theme::AdultSocialCare);
const WASTE: NewsTopic = NewsTopic::Theme(Theme::Waste);

/// An office in which nothing has been published for a while. The day that it has is in the North East, about adult social
/// care, as is every other.
fn office(database: &Database) -> Office {
    let office = Office::on(database);
    office.later(Duration::days(30));
    office
}

fn local((year, month, day): (i32, u32, u32), (hour, minute): (u32, u32)) -> Instant {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let local = date.and_hms_opt(hour, minute, 0).expect("a time");
    from_local(local, LONDON, None).expect("it exists once")
}

fn follows(office: &Office, email: &str, topics: &[NewsTopic], pace: NewsPace) -> PersonId {
    let person = office.world.person(email).id;
    chooses(office, person, topics, pace);
    person
}

fn chooses(office: &Office, person: PersonId, topics: &[NewsTopic], pace: NewsPace) {
    let choice = NewsChoice::new(topics.iter().copied(), pace).expect("something");
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    follow_news(store, surroundings, person, choice, "/my/letters").expect("it is kept");
}

fn tells(office: &Office) -> usize {
    tell_news(&office.world.store, &office.world.surroundings).expect("the database answers")
}

/// "address: subject" of each letter that this brings, by address.
fn heard(office: &Office) -> Vec<String> {
    tells(office);
    let mut said: Vec<String> = office
        .delivered()
        .iter()
        .map(|letter| format!("{}: {}", letter.to.email, letter.subject))
        .collect();
    said.sort_unstable();
    said
}

fn title(office: &Office, slug: &str, title: &str) {
    let statement = format!("UPDATE events SET title = '{title}' WHERE slug = '{slug}'");
    office
        .world
        .store
        .run_script(&[&statement])
        .expect("retitled");
}

/// A new day is published, a minute later.
fn announces(office: &Office, number: usize, name: &str) {
    office.later(Duration::minutes(1));
    office.world.another_day(number, 1);
    title(office, &format!("care-day-2027-{number}"), name);
}

fn stop(letter: &Letter) -> &str {
    let list = letter.optional.as_ref().expect("it can be stopped");
    &list.unsubscribe_url
}

#[test]
fn whoever_follows_a_region_or_a_theme_hears_at_once_of_each_new_day_there_and_only_once() {
    on_each_database(|database| {
        let office = office(database);
        for (email, topics) in [
            ("ann@council.example", &[NORTH_EAST][..]),
            ("ben@council.example", &[CARE, WALES]),
            // Both by region and by theme: one letter.
            ("cas@council.example", &[NORTH_EAST, CARE]),
            ("dee@council.example", &[WALES, WASTE]),
        ] {
            follows(&office, email, topics, NewsPace::AtOnce);
        }
        assert_eq!(tells(&office), 0, "what was published before is no news");
        announces(&office, 2, "Repair Day");
        let expected = [
            "ann@council.example: New market day: Repair Day",
            "ben@council.example: New market day: Repair Day",
            "cas@council.example: New market day: Repair Day",
        ];
        assert_eq!(heard(&office), expected);
        assert_eq!(heard(&office), [""; 0], "once");
        announces(&office, 3, "Tool Day");
        assert_eq!(heard(&office).len(), 3);
    });
}

#[test]
fn news_can_be_stopped_by_one_click_and_leads_to_its_readers_choice() {
    on_each_database(|database| {
        let office = office(database);
        let ann = follows(
            &office,
            "ann@council.example",
            &[NORTH_EAST, CARE],
            NewsPace::AtOnce,
        );
        announces(&office, 2, "Repair Day");
        tells(&office);
        let letter = office.one_letter();
        let headers = office.notifier.list_headers(ann, OptionalLetter::EventNews);
        assert_eq!(letter.optional, Some(headers));
        let preferences = format!(
            "https://marketday.example/letters/{}",
            office.notifier.key.letters_token(ann)
        );
        for words in [
            "North Exchange has announced a market information day in North East: Repair Day.",
            "Themes: Adult social care",
            "https://marketday.example/events/care-day-2027-2",
            "You get this because you agreed to news of market days about North East, Adult social care. Get no more of them:",
            stop(&letter),
            &preferences,
        ] {
            assert!(letter.text.contains(words), "{words}: {}", letter.text);
        }
        assert_eq!(letter.reply_to, None);
    });
}

#[test]
fn on_monday_at_eight_one_letter_tells_of_all_that_was_announced_in_seven_days_and_is_to_come() {
    on_each_database(|database| {
        let office = office(database);
        let set = |at| office.world.clock.set(at);
        set(local((2027, 1, 3), (12, 0)));
        let ann = follows(
            &office,
            "ann@council.example",
            &[NORTH_EAST],
            NewsPace::Weekly,
        );
        follows(&office, "dee@council.example", &[WALES], NewsPace::Weekly);
        set(local((2027, 1, 4), (7, 58)));
        announces(&office, 2, "Early Day");
        assert_eq!(tells(&office), 0, "it is not eight yet");
        announces(&office, 3, "First Day");
        assert_eq!(office.world.surroundings.now(), local((2027, 1, 4), (8, 0)));
        assert_eq!(
            heard(&office),
            ["ann@council.example: New market day: Early Day"]
        );
        set(local((2027, 1, 11), (7, 58)));
        announces(&office, 4, "Last Day");
        assert_eq!(tells(&office), 0);
        announces(&office, 5, "Next Day");
        assert_eq!((tells(&office), tells(&office)), (1, 0), "once");
        let letter = office.one_letter();
        assert_eq!(letter.subject, "2 new market days");
        assert_eq!(letter.to.email, "ann@council.example");
        let at = |name: &str| letter.text.find(name);
        assert!(at("First Day").is_some() && at("Last Day").is_some());
        assert_eq!((at("Early Day"), at("Next Day")), (None, None));
        let list = office.notifier.list_headers(ann, OptionalLetter::EventNews);
        assert_eq!(letter.optional, Some(list));

        // The week after has one, and the one after that none.
        set(local((2027, 1, 18), (8, 0)));
        assert_eq!(
            heard(&office),
            ["ann@council.example: New market day: Next Day"]
        );
        set(local((2027, 1, 25), (8, 0)));
        assert_eq!(heard(&office), [""; 0]);
    });
}

#[test]
fn whoever_begins_to_follow_during_the_week_hears_on_monday_of_all_of_it() {
    on_each_database(|database| {
        let office = office(database);
        office.world.clock.set(local((2027, 1, 5), (12, 0)));
        announces(&office, 2, "First Day");
        office.world.clock.set(local((2027, 1, 9), (12, 0)));
        follows(&office, "ann@council.example", &[CARE], NewsPace::Weekly);
        assert_eq!(tells(&office), 0, "the letter of last Monday is not theirs");
        office.world.clock.set(local((2027, 1, 11), (8, 0)));
        assert_eq!(
            heard(&office),
            ["ann@council.example: New market day: First Day"]
        );
    });
}

#[test]
fn whoever_changes_how_often_misses_nothing_and_hears_of_nothing_twice() {
    on_each_database(|database| {
        let office = office(database);
        office.world.clock.set(local((2027, 1, 4), (12, 0)));
        let ann = follows(&office, "ann@council.example", &[CARE], NewsPace::Weekly);
        announces(&office, 2, "First Day");
        assert_eq!(heard(&office), [""; 0]);
        chooses(&office, ann, &[CARE], NewsPace::AtOnce);
        assert_eq!(
            heard(&office),
            ["ann@council.example: New market day: First Day"]
        );
        // What was announced before they followed its region is no news to them.
        announces(&office, 3, "Second Day");
        office.later(Duration::minutes(1));
        chooses(&office, ann, &[NORTH_EAST], NewsPace::AtOnce);
        assert_eq!(heard(&office), [""; 0]);
        chooses(&office, ann, &[NORTH_EAST], NewsPace::Weekly);
        office.world.clock.set(local((2027, 1, 11), (8, 0)));
        assert_eq!(
            heard(&office),
            ["ann@council.example: New market day: Second Day"]
        );
    });
}

#[test]
fn a_day_that_was_called_off_or_is_followed_no_more_before_the_letter_left_is_left_out() {
    on_each_database(|database| {
        let office = office(database);
        let ann = follows(&office, "ann@council.example", &[CARE], NewsPace::AtOnce);
        let ben = follows(&office, "ben@council.example", &[CARE], NewsPace::AtOnce);
        follows(&office, "cas@council.example", &[CARE], NewsPace::AtOnce);
        let state = |number: usize, state: &str| {
            let statement = format!(
                "UPDATE events SET state = '{state}' WHERE slug = 'care-day-2027-{number}'"
            );
            office
                .world
                .store
                .run_script(&[&statement])
                .expect("it is changed");
        };
        for (number, changed) in [(2, "cancelled"), (3, "postponed"), (4, "draft")] {
            announces(&office, number, "Repair Day");
            assert_eq!(tells(&office), 3);
            state(number, changed);
            assert_eq!(office.delivered(), [], "{changed}");
            // It takes place after all: nobody hears of it again.
            state(number, "published");
            assert_eq!(heard(&office), [""; 0]);
        }
        announces(&office, 5, "Repair Day");
        assert_eq!(tells(&office), 3);
        chooses(&office, ann, &[WALES], NewsPace::AtOnce);
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        withdraw_consent(store, surroundings, ben, OptionalLetter::EventNews).expect("withdrawn");
        assert_eq!(
            heard(&office),
            ["cas@council.example: New market day: Repair Day"]
        );
    });
}

#[test]
fn a_weeks_letter_leaves_out_what_was_called_off_and_is_not_sent_if_nothing_is_left() {
    on_each_database(|database| {
        let office = office(database);
        office.world.clock.set(local((2027, 1, 4), (12, 0)));
        follows(&office, "ann@council.example", &[CARE], NewsPace::Weekly);
        announces(&office, 2, "First Day");
        announces(&office, 3, "Second Day");
        office.world.clock.set(local((2027, 1, 11), (8, 0)));
        assert_eq!(tells(&office), 1);
        let cancels = |slug: &str| {
            let statement = format!("UPDATE events SET state = 'cancelled' WHERE slug = '{slug}'");
            office
                .world
                .store
                .run_script(&[&statement])
                .expect("it is called off");
        };
        cancels("care-day-2027-3");
        assert_eq!(office.one_letter().subject, "New market day: First Day");
        announces(&office, 4, "Third Day");
        office.world.clock.set(local((2027, 1, 18), (8, 0)));
        assert_eq!(tells(&office), 1);
        cancels("care-day-2027-4");
        assert_eq!(office.delivered(), []);
    });
}

#[test]
fn nobody_hears_who_took_the_consent_back_or_whose_address_is_not_written_to() {
    on_each_database(|database| {
        let office = office(database);
        let ann = follows(&office, "ann@council.example", &[CARE], NewsPace::AtOnce);
        follows(&office, "ben@council.example", &[CARE], NewsPace::AtOnce);
        follows(&office, "cas@council.example", &[CARE], NewsPace::AtOnce);
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        withdraw_consent(store, surroundings, ann, OptionalLetter::EventNews).expect("withdrawn");
        let kept = store.read(|rx| marketday_store::news::find(rx, ann));
        assert_eq!(kept.expect("the database answers"), None, "nothing is kept");
        let suppression = marketday_model::Suppression {
            email: "ben@council.example".parse().expect("an address"),
            why: marketday_model::WhySuppressed::Complained,
            status: None,
            notice: surroundings.id(),
            since: surroundings.now(),
        };
        store
            .write(move |tx| suppressions::insert(tx, &suppression))
            .expect("noted");
        announces(&office, 2, "Repair Day");
        assert_eq!(tells(&office), 2);
        let letters = office.delivered();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to.email, "cas@council.example");
    });
}

/// How many letters eight workers bring that tell at the same time of a day that six follow.
fn eight_workers_tell(office: &Office, number: usize) -> usize {
    announces(office, number, "Repair Day");
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                tells(office);
            });
        }
    });
    office.delivered().len()
}

fn six_follow(office: &Office, pace: NewsPace) {
    for number in 0..6 {
        let email = format!("reader{number}@council.example");
        follows(office, &email, &[NORTH_EAST, CARE], pace);
    }
}

#[test]
fn eight_workers_that_tell_at_once_tell_everybody_once() {
    on_each_database(|database| {
        let office = office(database);
        six_follow(&office, NewsPace::AtOnce);
        for number in 2..5 {
            assert_eq!(eight_workers_tell(&office, number), 6);
        }
    });
}

#[test]
fn eight_workers_that_write_a_weeks_letter_write_one_to_everybody() {
    on_each_database(|database| {
        let office = office(database);
        office.world.clock.set(local((2027, 1, 4), (12, 0)));
        six_follow(&office, NewsPace::Weekly);
        announces(&office, 2, "First Day");
        announces(&office, 3, "Second Day");
        office.world.clock.set(local((2027, 1, 11), (8, 0)));
        assert_eq!(eight_workers_tell(&office, 4), 6);
    });
}

#[test]
fn without_the_unique_index_the_same_eight_workers_tell_somebody_twice() {
    on_each_database(|database| {
        let office = office(database);
        six_follow(&office, NewsPace::AtOnce);
        let guard = "DROP INDEX news_told_once";
        office
            .world
            .store
            .run_script(&[guard])
            .expect("it is dropped");
        let doubled = (2..40).any(|number| eight_workers_tell(&office, number) > 6);
        assert!(doubled, "the index is what keeps them apart");
    });
}
