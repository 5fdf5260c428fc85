//! A walk over every address, by everybody.

use super::routes::{READ, SEND};
use crate::app::people::{careloop, delegate};
use crate::app::{Browser, TestApp, Witness, spawn_app};
use marketday_accounts::{NewComplaint, complain, nominate};
use marketday_model::{
    ComplaintId, EmailAddress, MembershipId, Nominated, NominationId, OrganisationId,
    OrganisationKind, Role, Seat, SeatId, SeatScope, TeamRole,
};
use marketday_store::{memberships, people, teams};
use marketday_testkit::{Day, on_each_database};

const SLUG: &str = "care-day-2027";
const PEOPLE: [&str; 5] = [
    "a stranger",
    "the company",
    "the delegate",
    "the organiser",
    "another organiser",
];

/// A day with a booking and a registration, and everybody.
pub(super) struct Town<'a> {
    day: Day,
    booking: String,
    registration: String,
    joining: Joining,
    complaint: ComplaintId,
    pub(super) people: [Browser<'a>; 5],
}

/// A seat in the day's team, the company, its membership, and somebody asked to join each.
struct Joining {
    seat: SeatId,
    asked_team: NominationId,
    company: OrganisationId,
    membership: MembershipId,
    asked_company: NominationId,
}

impl Joining {
    fn at(app: &TestApp, day: &Day) -> Self {
        let (store, surroundings) = (&app.world.store, &app.world.surroundings);
        let amina = store.read(|rx| people::find_by_email(rx, &address("amina@careloop.example")));
        let amina = amina.expect("the database answers").expect("Amina").id;
        let ties = store.read(|rx| memberships::list_of_person(rx, amina));
        let tie = ties.expect("the database answers").remove(0);
        let seat = Seat {
            id: surroundings.id(),
            person: app.world.person("viewer@north.example").id,
            scope: SeatScope::Event(day.event.id),
            role: TeamRole::Viewer,
            since: surroundings.now(),
        };
        let new = seat.clone();
        store
            .write(move |tx| teams::insert(tx, &new))
            .expect("a seat");
        let asks = |by, place| {
            let email = address("somebody@else.example");
            nominate(store, surroundings, by, &email, place).expect("a nomination")
        };
        let place = Nominated::Seat(seat.scope, TeamRole::Editor);
        Self {
            seat: seat.id,
            asked_team: asks(day.organiser.id, place).id,
            company: tie.organisation,
            membership: tie.id,
            asked_company: asks(amina, Nominated::Membership(tie.organisation, Role::Member)).id,
        }
    }
}

fn address(text: &str) -> EmailAddress {
    text.parse().expect("an address")
}

impl<'a> Town<'a> {
    pub(super) fn of(app: &'a TestApp) -> Self {
        let day = app.published_day(3);
        add_rival(app);
        let people = PEOPLE.map(|_| app.browser());
        people[0].visit("/sign-in");
        let booked = people[1].books(day.slots[0].id, &careloop());
        let registered = people[2].registers(SLUG, &delegate());
        people[3].signs_in("organiser@north.example");
        people[4].signs_in("rival@south.example");
        let joining = Joining::at(app, &day);
        let complaint = complains(app, &day);
        app.deliver();
        let id = |path: &str| path.split(['/', '?']).nth(2).unwrap_or_default().to_owned();
        Self {
            day,
            booking: id(&booked.path),
            registration: id(&registered.link("Withdraw your registration")),
            joining,
            complaint,
            people,
        }
    }

    fn asked(&self, row: &str) -> NominationId {
        if row.starts_with("/organisations") {
            self.joining.asked_company
        } else {
            self.joining.asked_team
        }
    }

    /// The address of a row, with what there is in this town.
    pub(super) fn address(&self, row: &str) -> String {
        let id = match row {
            row if row.contains("/registrations/{id}") => self.registration.clone(),
            row if row.contains("/bookings/{id}") => self.booking.clone(),
            row if row.contains("/organisations/{id}") => self.joining.company.to_string(),
            row if row.contains("/nominations/{id}") => self.joining.asked_team.to_string(),
            row if row.contains("/sessions/{id}") => self.day.session.id.to_string(),
            row if row.contains("/slots/{id}") => self.day.slots[1].id.to_string(),
            _ => "00000000-0000-7000-8000-000000000000".to_owned(),
        };
        row.replace("{slug}", SLUG)
            .replace("{id}", &id)
            .replace("{booking}", &self.booking)
            .replace("{complaint}", &self.complaint.to_string())
            .replace("{seat}", &self.joining.seat.to_string())
            .replace("{membership}", &self.joining.membership.to_string())
            .replace("{document}", "00000000-0000-7000-8000-000000000000")
            .replace("{nomination}", &self.asked(row).to_string())
            .replace("regions/{name}", "regions/north-east")
            .replace("themes/{name}", "themes/adult-social-care")
            .replace("{name}", "app.css")
            .replace("{print}", "0000000000000000")
            .replace("{token}", "0123456789abcdef0123456789abcdef")
    }
}

/// Somebody complains about the day.
fn complains(app: &TestApp, day: &Day) -> ComplaintId {
    use marketday_testkit::given::{line, prose};
    let new = NewComplaint {
        name: line("Dee Holt"),
        email: address("dee@else.example"),
        event: Some(day.event.id),
        text: prose("My name stood on a list at the door."),
        network: "a network".into(),
    };
    let complaint = complain(&app.world.store, &app.world.surroundings, new);
    complaint.expect("a complaint").id
}

/// An organiser of another body.
fn add_rival(app: &TestApp) {
    use marketday_accounts::add_organiser;
    use marketday_testkit::given::line;
    let email = "rival@south.example".parse().expect("an address");
    let (store, surroundings) = (&app.world.store, &app.world.surroundings);
    let body = line("South Exchange");
    let (_, body) =
        add_organiser(store, surroundings, &email, &line("Sue Reed"), &body).expect("an organiser");
    assert_eq!(body.kind, OrganisationKind::OrganisingBody);
    let memberships = store.read(|rx| {
        let person = marketday_store::people::find_by_email(rx, &email)?.expect("Sue");
        marketday_store::memberships::list_of_person(rx, person.id)
    });
    assert_eq!(
        memberships.expect("the database answers")[0].role,
        Role::Owner
    );
    app.deliver();
}

#[test]
fn reading_any_address_answers_as_the_table_says_and_changes_nothing() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let mut witness = Witness::of(database);
        let before = witness.look();
        let mut wrong = Vec::new();
        for &(row, expected) in READ {
            let path = town.address(row);
            for ((who, browser), expected) in PEOPLE.iter().zip(&town.people).zip(expected) {
                let page = browser.get(&path);
                if expected != 0 && page.status != expected {
                    wrong.push(format!(
                        "GET {row} by {who}: {} instead of {expected}",
                        page.status
                    ));
                }
                if witness.look() != before {
                    wrong.push(format!("GET {row} by {who} changed something"));
                    return assert_eq!(wrong, Vec::<String>::new());
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    });
}

#[test]
fn sending_to_any_address_answers_as_the_table_says_and_changes_only_what_is_theirs() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let mut witness = Witness::of(database);
        let before = witness.look();
        let mut wrong = Vec::new();
        for &(row, expected) in SEND {
            let path = town.address(row);
            for ((who, browser), expected) in PEOPLE.iter().zip(&town.people).zip(expected) {
                if expected == 0 {
                    continue;
                }
                let page = browser.post(&path, &[]);
                if page.status != expected {
                    wrong.push(format!(
                        "POST {row} by {who}: {} instead of {expected}",
                        page.status
                    ));
                }
                if witness.look() != before {
                    wrong.push(format!("POST {row} by {who} changed something"));
                    return assert_eq!(wrong, Vec::<String>::new());
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    });
}

#[test]
fn an_id_that_nobody_was_given_leads_nowhere() {
    on_each_database(|database| {
        let app = spawn_app(database);
        let town = Town::of(&app);
        let unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
        for (row, _) in READ.iter().filter(|(row, _)| {
            ["{id}", "{booking}", "{complaint}"]
                .iter()
                .any(|id| row.contains(id))
        }) {
            for id in [
                unknown,
                "1",
                "..",
                "%27%20OR%201%3D1--",
                "x".repeat(300).as_str(),
            ] {
                let path = row.replace("{id}", id).replace("{booking}", id);
                let path = path.replace("{complaint}", id);
                let path = path.replace("{slug}", SLUG).replace("{token}", "0");
                for browser in &town.people {
                    let page = browser.get(&path);
                    assert!(matches!(page.status, 400..=410), "{path}: {}", page.status);
                }
            }
        }
    });
}
