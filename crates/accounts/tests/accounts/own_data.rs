//! Everything about one person, and nothing of anybody else.

use marketday_accounts::collect_data;
use marketday_model::Person;
use marketday_testkit::{Day, World, on_each_database};

/// A row for somebody in every table that holds personal data. `NAME` marks what is theirs, `0` keeps ids apart.
const ROWS: &str = "
UPDATE people SET phone = 'NAME-phone' WHERE id = 'PERSON';
INSERT INTO organisations (id, kind, name, identity, created_at) VALUES ('ORG', 'company', 'NAME Ltd', 'NAME', 'NOW');
INSERT INTO company_profiles VALUES ('ORG', 1, 'micro', TRUE, 'NAME sensors', '', 'NOW');
INSERT INTO company_identifiers VALUES ('ORG', 'duns', 'NAME number');
INSERT INTO company_documents VALUES ('ID0', 'ORG', 'assurance', 'NAME insured', 'NAME', NULL, 'NOW');
INSERT INTO memberships VALUES ('ID1', 'PERSON', 'ORG', 'owner', 'active', 'NOW');
INSERT INTO seats VALUES ('ID2', 'PERSON', 'EVENT', NULL, 'viewer', 'NOW');
INSERT INTO administrators VALUES ('PERSON', 'NOW');
INSERT INTO nominations VALUES ('ID3', 'EMAIL', 'event-seat', 'EVENT', NULL, 'viewer', NULL, 'NOW', 'NOW', NULL, NULL);
INSERT INTO nominations VALUES ('ID4', 'guest@NAME.example', 'event-seat', 'EVENT', NULL, 'editor', 'PERSON', 'NOW', 'NOW', NULL, NULL);
INSERT INTO code_requests VALUES ('ID5', 'sign-in', 'EMAIL', 'NAME-browser', 'NAME-network', 'NOW', 'NOW', NULL, 0, FALSE, FALSE);
INSERT INTO calendar_replies VALUES ('booking:IDA', 'PERSON', 'countered', 0, 'NOW', 'NOW', 'NOW', NULL);
INSERT INTO suppressions VALUES ('EMAIL', 'bounced', 'NAME-status', 'NAME-notice', 'NOW', NULL);
INSERT INTO sign_ins VALUES ('ID6', 'NAME-digest', 'PERSON', 'NOW', 'NOW', NULL, 'code', 'NAME-browser', 'NAME device');
INSERT INTO email_changes VALUES ('IDF', 'PERSON', 'NAME-before@home.example', 'EMAIL', 'NOW', NULL);
INSERT INTO personal_feeds VALUES ('ID7', 'PERSON', 'agenda', 'NAME phone', 'NAME-token', 'NOW', 'NOW', NULL, 'NAME client', 'NAME-octets', 'NOW');
INSERT INTO passkeys VALUES ('ID7', 'PERSON', 'NAME-credential', 'NAME', 'NAME key', 'NOW', NULL);
INSERT INTO passkey_challenges VALUES ('ID8', 'add', 'NAME-browser', 'PERSON', 'NAME', 'NOW');
INSERT INTO passkey_prompts VALUES ('PERSON', 'NOW');
INSERT INTO provider_identities VALUES ('ID0', 'NAME-council', 'https://NAME.example', 'NAME-subject', 'PERSON', 'NOW', 'NOW');
INSERT INTO pitches VALUES ('ID9', 'ORG', 'NAME pitch', 'NAME says', '', 'NOW');
INSERT INTO bookings (id, event_id, slot_id, state, claim, company_id, contact_id, presenter_id, presenter_name, pitch_id, created_at, confirmed_at, changed_at)
 VALUES ('IDA', 'EVENT', 'SLOT', 'confirmed', 'settled', 'ORG', 'PERSON', 'PERSON', 'NAME herself', 'ID9', 'NOW', 'NOW', 'NOW');
INSERT INTO slides_received VALUES ('IDA', 'NOW');
INSERT INTO slides VALUES ('ID0', 'IDA', 1, 'NAME deck.pdf', 'application/pdf', 7, 'NAME', 'PERSON', 'NOW', NULL);
INSERT INTO slide_texts VALUES ('IDA', 'NAME in words', TRUE, 'NOW');
INSERT INTO booking_notes VALUES ('IDA', 'NAME brings a dog');
INSERT INTO waiting_entries VALUES ('IDF', 'EVENT', 'ORG', 'PERSON', 'PERSON', 'NAME', 'NAME', 'ID9', NULL, NULL, 'left', 'NOW', NULL, NULL, NULL, NULL, NULL);
INSERT INTO messages VALUES ('IDA', 'EVENT', 'NAME subject', 'NAME body', 'booked', FALSE, '', '', NULL, '', 'draft', 'PERSON', 'NOW', NULL, NULL);
INSERT INTO letter_wordings VALUES ('IDA', 'EVENT', CASE NUMBER WHEN 0 THEN 'booking-confirmed' ELSE 'booking-changed' END, 'en', 'NAME subject', 'NAME body', NULL, NULL, 1, 'PERSON', 'NOW');
INSERT INTO presenter_invitations VALUES ('IDA', 'PERSON', 'EVENT', 0, 'NOW', NULL);
INSERT INTO agenda_items VALUES ('IDA', 'PERSON', 'EVENT', 'ID0', 0, 'NOW', 'NOW', NULL);
INSERT INTO agenda_letters VALUES ('PERSON', 'EVENT', 'NOW');
INSERT INTO overrules VALUES ('IDA', 'EVENT', 'IDA', 'company-limit', 'NAME asked', 'PERSON', 'NOW');
INSERT INTO late_cancellations VALUES ('IDA', 'IDA', 'refused', 'NAME is ill', 'Sorry, NAME', 'NOW', 'NOW');
INSERT INTO no_shows VALUES ('IDA', 'NOW');
INSERT INTO swaps VALUES ('IDA', 'EVENT', 'IDA', 'IDA', 'SLOT', 'SLOT', 'NAME-pair', 'declined', 'NAME would like to come later', 'PERSON', 'NOW', 'NOW', 'NOW');
INSERT INTO calls SELECT 'EVENT', 'Anything', NULL, 'NOW', 1, 7, 1, 1, 'NOW', 'NOW' WHERE NUMBER = 0;
INSERT INTO criteria SELECT 'ID1', 'EVENT', 0, 'Fit', '', 1;
INSERT INTO proposals (id, event_id, state, typed, company_id, company_identity, claim, contact_id, presenter_id, presenter_name, title, summary, themes, version, submitted_at, changed_at, shortlisted, feedback, decided_by, why)
 VALUES ('IDA', 'EVENT', 'declined', '', 'ORG', 'NAME-identity', 'settled', 'PERSON', 'PERSON', 'NAME herself', 'NAME proposal', 'NAME says', '', 0, 'NOW', 'NOW', FALSE, 'NAME was close', 'PERSON', 'NAME-why');
INSERT INTO assessments VALUES ('IDB', 'IDA', 'PERSON', NULL, 'NAME comments', 'NOW', 'NOW');
INSERT INTO scores VALUES ('IDB', 'ID1', 4);
INSERT INTO registrations VALUES ('IDB', 'EVENT', 'PERSON', 'confirmed', 'NAME', 'NAME council', 'NAME role', '', TRUE, 0, 'NOW', 'NOW', NULL, NULL);
INSERT INTO registration_needs VALUES ('IDB', 'NAME seat', 'NAME diet');
INSERT INTO releases (event_id, number, note, made_at, made_by) VALUES ('EVENT', 1NUMBER, 'NAME note', 'NOW', 'PERSON');
INSERT INTO notices (id, kind, recipient, subject, version, priority, state, made_at, next_try_at)
 VALUES ('IDC', 'booking-confirmed', 'person:PERSON', 'booking:IDA', 0, 1, 'sent', 'NOW', 'NOW');
INSERT INTO changes VALUES ('IDD', 'booking:IDA', 1, 'Title', 'NAME', 'NAME', 'NOW');
INSERT INTO consents VALUES ('IDF', 'PERSON', 'event-news', 'NAME agrees', '/my/letters', 'NOW', NULL);
INSERT INTO quiet_hours VALUES ('PERSON', '22-6', 'Europe/Dublin');
INSERT INTO news_subscriptions VALUES ('PERSON', 'weekly');
INSERT INTO news_topics VALUES ('PERSON', 'theme:waste', 'NOW');
INSERT INTO news_told VALUES ('ID0', 'PERSON', 'EVENT', 0, 'NOW');
INSERT INTO news_requests VALUES ('ID0', 'EMAIL', 'region:wales', 'weekly', 'NAME-network', 'NOW', 'NOW', NULL);
INSERT INTO stopped_letters VALUES ('PERSON', 'booking-digest', 'NOW');
INSERT INTO programmes_seen VALUES ('PERSON', 'EVENT', 1, 'NOW');
INSERT INTO feedback VALUES ('EVENT', 'PERSON', 'some', 'NAME would like a longer lunch', TRUE, 'NOW');
INSERT INTO complaints (id, reference, event_id, name, email, text, network, made_at) VALUES ('IDF', 'DP-NAME', 'EVENT', 'NAME', 'EMAIL', 'NAME complains', 'NAME-network', 'NOW');
INSERT INTO draft_edits VALUES ('IDF', 'EVENT', 'PERSON', 1, 'add', 'NAME session', '[]', '[]', 'NOW', NULL);
INSERT INTO farewells VALUES ('PERSON', 'NAME', 'EMAIL', 'NAME', 'NOW');
INSERT INTO audit (id, at, person_id, action, subject, detail) VALUES ('IDE', 'NOW', 'PERSON', 'NAME.deed', 'person:PERSON', 'NAME')";

fn fill(world: &World, day: &Day, person: &Person, name: &str, number: usize) {
    let id = |letter: &str| format!("{number}0000000-0000-7000-8000-00000000000{letter}");
    let mut script = ROWS
        .replace("NOW", "2027-01-12 09:00:00")
        .replace("PERSON", &person.id.to_string())
        .replace("EMAIL", person.email.as_str())
        .replace("EVENT", &day.event.id.to_string())
        .replace("SLOT", &day.slots[number].id.to_string())
        .replace("NUMBER", &number.to_string())
        .replace("NAME", name)
        .replace("ORG", &id("0"));
    for letter in "0123456789ABCDEF".chars() {
        script = script.replace(
            &format!("ID{letter}"),
            &id(&letter.to_string().to_lowercase()),
        );
    }
    let contact = format!(
        "UPDATE events SET contact_email = '{}' WHERE '{name}' = 'Zelda'",
        person.email
    );
    let statements: Vec<&str> = script.split(";\n").chain([contact.as_str()]).collect();
    world
        .store
        .run_script(&statements)
        .expect("rows for everybody");
}

#[test]
fn somebody_gets_everything_that_is_listed_about_them_and_nothing_about_anybody_else() {
    on_each_database(|database| {
        let world = World::on(database);
        let day = world.published_day(2);
        let (zelda, yorick) = (
            world.person("zelda@zelda.example"),
            world.person("yorick@yorick.example"),
        );
        fill(&world, &day, &zelda, "Zelda", 0);
        fill(&world, &day, &yorick, "Yorick", 1);
        let data = world
            .store
            .read(|rx| collect_data(rx, &zelda))
            .expect("her data");
        for (kind, tables) in &data {
            for held in kind.held.iter().filter(|held| !held.shown.is_empty()) {
                assert!(
                    tables.iter().any(|rows| rows.table == held.table),
                    "nothing of {} in {}: give this test a row",
                    held.table,
                    kind.key
                );
            }
        }
        let all = format!("{data:?}").to_lowercase();
        assert!(!all.contains("yorick"), "{all}");
        for hers in [
            "zelda-phone",
            "zelda ltd",
            "zelda pitch",
            "zelda-status",
            "zelda brings a dog",
            "zelda would like to come later",
            "zelda proposal",
            "zelda was close",
            "zelda comments",
            "zelda deck.pdf",
            "zelda in words",
            "zelda is ill",
            "zelda seat",
            "zelda diet",
            "zelda key",
            "zelda-subject",
            "22-6",
            "theme:waste",
            "region:wales",
            "care day",
        ] {
            assert!(all.contains(hers), "{hers}");
        }
        for hidden in [
            "zelda-digest",
            "zelda-why",
            "zelda-network",
            "guest@zelda.example",
        ] {
            assert!(!all.contains(hidden), "{hidden}");
        }
    });
}
