//! Scoring proposals by the criteria, conflicts of interest, and deciding.

use crate::given_proposals::{Called, a_criterion};
use marketday_booking::proposals::{
    AssessRefused, Assessed, CallRefused, DecideRefused, Decision, accept, assess,
    declare_conflict, decline, save_criteria, shortlist,
};
use marketday_model::ProposalState;
use marketday_places::ranked;
use marketday_store::assessments;
use marketday_testkit::given::{line, prose};
use marketday_testkit::{World, on_each_database};

/// Each proposal's title and mark, the best first.
fn order(called: &Called) -> Vec<(String, String)> {
    let all = called
        .world
        .store
        .read(|rx| ranked(rx, &called.day.event, &[ProposalState::Submitted]))
        .unwrap();
    all.into_iter()
        .map(|(proposal, ranked)| {
            let mark = ranked.mark.map_or("-".to_owned(), |mark| mark.to_string());
            (proposal.title, mark)
        })
        .collect()
}

fn row(title: &str, mark: &str) -> (String, String) {
    (title.to_owned(), mark.to_owned())
}

#[test]
fn proposals_stand_by_their_marks_and_a_conflict_takes_the_scores_of_its_assessor_away() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let [ann, bea, cid] = ["ann", "bea", "cid"].map(|name| {
            let email = format!("{name}@assessors.example");
            called.world.person(&email).id
        });
        let (one, two) = (called.proposed(1), called.proposed(2));
        for by in [ann, bea] {
            called.score(one, by, [2, 2]);
            called.score(two, by, [4, 2]);
        }
        called.score(one, cid, [5, 5]);
        assert_eq!(
            order(&called),
            [row("Pitch 2", "3.50"), row("Pitch 1", "3.00")]
        );
        called.score(one, bea, [5, 5]);
        assert_eq!(
            order(&called),
            [row("Pitch 1", "4.00"), row("Pitch 2", "3.50")]
        );
        let why = || line("They are a customer of mine");
        declare_conflict(store, surroundings, bea, one, why()).unwrap();
        declare_conflict(store, surroundings, bea, two, why()).unwrap();
        assert_eq!(
            order(&called),
            [row("Pitch 1", "3.50"), row("Pitch 2", "-")]
        );
        let again = assess(store, surroundings, bea, one, called.said([1, 1]));
        assert!(matches!(again, Err(AssessRefused::Conflict)));
        let kept = store
            .read(|rx| assessments::find(rx, one, bea))
            .unwrap()
            .unwrap();
        assert_eq!((kept.scores, kept.comment.as_str()), (vec![], ""));
    });
}

#[test]
fn an_assessor_gives_a_score_by_each_criterion_or_none_is_kept() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let ann = called.world.person("ann@assessors.example").id;
        let one = called.proposed(1);
        let half = Assessed {
            scores: called.said([4, 4]).scores[..1].to_vec(),
            comment: prose(""),
        };
        let refused = assess(store, surroundings, ann, one, half);
        assert!(matches!(refused, Err(AssessRefused::Criteria)));
        assert_eq!(store.read(|rx| assessments::list(rx, one)).unwrap(), []);
    });
}

#[test]
fn criteria_change_with_a_reason_only_once_scoring_has_begun() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let (event, by) = (called.day.event.id, called.day.organiser.id);
        let mut more = called.criteria.clone();
        more.push(a_criterion(&called.world, "Price", 2));
        let save = |criteria, why: Option<&str>| {
            let why = why.map(ToOwned::to_owned);
            save_criteria(store, surroundings, by, event, (criteria, why))
        };
        save(more.clone(), None).unwrap();
        save(called.criteria.clone(), None).unwrap();
        let one = called.proposed(1);
        called.marked(one, 4);
        assert!(matches!(
            save(more.clone(), None),
            Err(CallRefused::ScoringBegun)
        ));
        assert!(matches!(
            save(vec![], Some("We give up")),
            Err(CallRefused::NoCriteria)
        ));
        save(more, Some("The board asked for the price")).unwrap();
        assert_eq!(
            order(&called),
            [row("Pitch 1", "-")],
            "they must score it anew"
        );
        let said = called.world.altered(event, "criteria.save");
        let added = "Criteria: Need (3), Evidence (1) > Need (3), Evidence (1), Price (2)";
        assert_eq!(said.iter().filter(|line| *line == added).count(), 2);
    });
}

#[test]
fn a_proposal_with_too_few_scores_is_decided_with_a_reason_only() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let by = called.day.organiser.id;
        let one = called.proposed(1);
        let refused = accept(store, surroundings, by, one, Decision::default());
        assert!(matches!(
            refused,
            Err(DecideRefused::NotEnoughScores {
                scored: 0,
                needed: 2
            })
        ));
        let decision = Decision {
            feedback: prose("We liked it."),
            why: prose("The mayor asked for it"),
        };
        accept(store, surroundings, by, one, decision).unwrap();
        let accepted = called.find(one);
        assert_eq!(
            (
                accepted.state,
                accepted.feedback.as_str(),
                accepted.why.as_str()
            ),
            (
                ProposalState::Accepted,
                "We liked it.",
                "The mayor asked for it"
            )
        );
        assert_eq!(accepted.decided_by, Some(by));
        let again = accept(store, surroundings, by, one, Decision::default());
        assert!(matches!(again, Err(DecideRefused::Over)));
        assert_eq!(called.told(one), ["proposal-received", "proposal-accepted"]);
    });
}

#[test]
fn a_declined_proposal_tells_its_company_why_and_is_scored_no_more() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let by = called.day.organiser.id;
        let one = called.proposed(1);
        called.marked(one, 2);
        shortlist(store, surroundings, by, (one, true)).unwrap();
        shortlist(store, surroundings, by, (one, true)).unwrap();
        assert!(called.find(one).shortlisted);
        let event = called.day.event.id;
        assert_eq!(
            called.world.altered(event, "proposal.shortlist"),
            ["Short list: no > yes"]
        );
        let decision = Decision {
            feedback: prose("Come back in spring."),
            why: prose(""),
        };
        decline(store, surroundings, by, one, decision).unwrap();
        assert_eq!(called.state(one), ProposalState::Declined);
        assert_eq!(called.told(one), ["proposal-received", "proposal-declined"]);
        let late = assess(store, surroundings, by, one, called.said([1, 1]));
        assert!(matches!(late, Err(AssessRefused::NotSubmitted)));
        called.proposed(1);
    });
}
