//! What complainants and those who answer are told.

use crate::given::{Office, keep};
use marketday_accounts::{NewComplaint, answer_complaint, complain, erase};
use marketday_model::notice::Subject;
use marketday_model::{Complaint, NoticeState};
use marketday_store::notices;
use marketday_testkit::given::{line, prose};
use marketday_testkit::on_each_database;

const DEE: &str = "dee@council.example";

fn complains(office: &Office) -> Complaint {
    let new = NewComplaint {
        name: line("Dee Holt"),
        email: DEE.parse().expect("an address"),
        event: Some(office.day.event.id),
        text: prose("Buy at https://spam.example"),
        network: "town hall".into(),
    };
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    complain(store, surroundings, new).expect("taken")
}

fn answers(office: &Office, complaint: &Complaint) {
    let (store, surroundings) = (&office.world.store, &office.world.surroundings);
    let by = office.day.organiser.id;
    let outcome = prose("You were right.\nWe took the list down.");
    answer_complaint(store, surroundings, by, complaint.id, outcome).expect("answered");
}

#[test]
fn a_complaint_is_acknowledged_told_to_the_organiser_and_answered_by_letter() {
    on_each_database(|database| {
        let office = Office::on(database);
        let complaint = complains(&office);
        let mut first = office.delivered();
        first.sort_by_key(|letter| letter.to.email.clone());
        assert_eq!(first.len(), 2);
        let (received, filed) = (&first[0], &first[1]);
        assert_eq!(received.to.email, DEE);
        assert_eq!(
            received.subject,
            format!("We have your complaint {}", complaint.reference)
        );
        for typed in ["Dee", "spam"] {
            let whole = format!("{:?}{}{}", received.to, received.text, received.html);
            assert!(
                !whole.contains(typed),
                "nothing that was typed goes to a stranger"
            );
        }
        assert!(
            received.text.contains("by Wednesday 5 November 2025"),
            "{}",
            received.text
        );
        let reply_to = received.reply_to.as_ref().map(|to| to.email.as_str());
        assert_eq!(reply_to, Some("organiser@north.example"));
        assert_eq!(filed.to.email, "organiser@north.example");
        let link = format!(
            "\nhttps://marketday.example/organise/events/care-day-2027/complaints/{}",
            complaint.id
        );
        assert!(filed.text.contains(&link), "{}", filed.text);
        assert!(!filed.text.contains(DEE) && !filed.text.contains("spam"));

        answers(&office, &complaint);
        let answered = office.one_letter();
        assert_eq!(answered.to.email, DEE);
        assert!(
            answered
                .text
                .contains("You were right.\nWe took the list down.")
        );
        first.push(answered);
        keep("complaint", &first);
    });
}

#[test]
fn nobody_is_told_of_a_complaint_that_was_answered_and_no_letter_goes_to_somebody_erased() {
    on_each_database(|database| {
        let office = Office::on(database);
        let dee = office.world.person(DEE);
        let complaint = complains(&office);
        answers(&office, &complaint);
        let (store, surroundings) = (&office.world.store, &office.world.surroundings);
        erase(store, surroundings, dee.id).expect("erased");
        let letters = office.delivered();
        let subjects: Vec<&str> = letters
            .iter()
            .map(|letter| letter.subject.as_str())
            .collect();
        assert_eq!(subjects, ["Your data has been erased"]);
        let left = store
            .read(|rx| notices::list(rx, Subject::Complaint(complaint.id)))
            .expect("the database answers");
        let states: Vec<NoticeState> = left.iter().map(|notice| notice.state).collect();
        assert_eq!(states, [NoticeState::Dropped; 3]);
    });
}
