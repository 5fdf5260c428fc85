//! Proposing to a call: submitting, editing, withdrawing, drafts, and who may how often.

use crate::given::{a_pitch, at_once, pat};
use crate::given_proposals::{Called, call_text};
use chrono::Duration;
use marketday_booking::PitchText;
use marketday_booking::proposals::{
    CallRefused, DecideRefused, Decision, DraftRefused, EditRefused, ProposeOutcome,
    ProposeRefused, WithdrawRefused, accept, change_proposal, propose, save_call, save_draft,
    settle_proposal, withdraw_proposal,
};
use marketday_model::code::CodeCheck;
use marketday_model::{Claim, ProposalState};
use marketday_store::proposals::{self, ProposalFilter};
use marketday_store::{people, proposal_drafts};
use marketday_testkit::given::line;
use marketday_testkit::{World, on_each_database};
use std::sync::Barrier;

#[test]
fn a_company_proposes_edits_until_the_deadline_and_takes_it_back() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 2);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let id = called.proposed(1);
        let proposal = called.find(id);
        assert_eq!(
            (proposal.state, proposal.claim),
            (ProposalState::Submitted, Claim::Settled)
        );
        let text = PitchText {
            title: line("A better title"),
            ..a_pitch(1)
        };
        let by = proposal.contact;
        let edit = |version, text| {
            change_proposal(store, surroundings, by, (id, version), (text, Some(pat())))
        };
        edit(0, text.clone()).unwrap();
        let changed = called.find(id);
        assert_eq!(
            (changed.title.as_str(), changed.presenter_name.as_str()),
            ("A better title", "Pat Presenter")
        );
        assert!(matches!(edit(0, a_pitch(2)), Err(EditRefused::Stale)));
        assert_eq!(
            called.world.altered(called.day.event.id, "proposal.change"),
            ["Presenter:  > changed", "Title: Pitch 1 > A better title"]
        );
        called.world.clock.set(called.call().window.closes_at);
        assert!(matches!(edit(1, a_pitch(3)), Err(EditRefused::Closed)));
        withdraw_proposal(store, surroundings, by, id).unwrap();
        assert_eq!(called.state(id), ProposalState::Withdrawn);
        let again = withdraw_proposal(store, surroundings, by, id);
        assert!(matches!(again, Err(WithdrawRefused::Over)));
        assert_eq!(called.told(id), ["proposal-received"]);
    });
}

#[test]
fn proposals_are_taken_from_the_opening_to_the_closing_of_a_published_call_only() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let (event, by) = (called.day.event.id, called.day.organiser.id);
        let mut text = call_text(&called.world);
        let opens_at = surroundings.now() + Duration::days(1);
        text.window.opens_at = Some(opens_at);
        let version = called.call().version;
        save_call(
            store,
            surroundings,
            by,
            (event, version),
            (text.clone(), None),
        )
        .unwrap();
        let stale = save_call(
            store,
            surroundings,
            by,
            (event, version),
            (text.clone(), None),
        );
        assert!(matches!(stale, Err(CallRefused::Stale)));
        let at = |instant| {
            called.world.clock.set(instant);
            called.try_propose(called.request(1))
        };
        let moment = Duration::microseconds(1);
        assert!(matches!(
            at(opens_at - moment),
            Err(ProposeRefused::NotOpen)
        ));
        let closes_at = text.window.closes_at;
        assert!(matches!(at(closes_at), Err(ProposeRefused::NotOpen)));
        assert!(matches!(
            at(closes_at - moment),
            Ok(ProposeOutcome::Proposed(_))
        ));
    });
}

#[test]
fn a_form_that_is_sent_twice_is_one_proposal_and_both_answers_say_so() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let request = called.request(1);
        let answers = at_once(4, |_| called.try_propose(request.clone()).unwrap());
        assert!(
            answers
                .iter()
                .all(|answer| *answer == ProposeOutcome::Proposed(request.id))
        );
        let used_up = propose(
            &called.world.store,
            &called.world.surroundings,
            request.clone(),
            |_, _| Ok(CodeCheck::Dead),
        );
        assert_eq!(used_up.unwrap(), ProposeOutcome::Proposed(request.id));
        assert_eq!(called.told(request.id), ["proposal-received"]);
    });
}

#[test]
fn a_wrong_code_proposes_nothing() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let wrong = CodeCheck::Wrong { tries_left: 3 };
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let answer = propose(store, surroundings, called.request(1), move |_, _| {
            Ok(wrong)
        });
        assert_eq!(answer.unwrap(), ProposeOutcome::CodeRefused(wrong));
        let all = store
            .read(|rx| proposals::list(rx, &ProposalFilter::default()))
            .unwrap();
        assert_eq!(all, []);
    });
}

fn of_company_one(called: &Called) -> usize {
    let all = called
        .world
        .store
        .read(|rx| proposals::list(rx, &ProposalFilter::default()));
    all.unwrap()
        .iter()
        .filter(|one| one.company_name == "Company 1")
        .count()
}

#[test]
fn of_eight_proposals_that_one_company_submits_at_once_one_is_taken() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let answers = at_once(8, |_| called.try_propose(called.request(1)));
        let taken = answers.iter().filter(|answer| answer.is_ok()).count();
        let limited = |answer: &&Result<ProposeOutcome, ProposeRefused>| {
            matches!(answer, Err(ProposeRefused::CompanyLimit { limit: 1 }))
        };
        assert_eq!(
            (taken, answers.iter().filter(limited).count()),
            (1, 7),
            "{answers:?}"
        );
        assert_eq!(of_company_one(&called), 1);
    });
}

#[test]
fn without_the_counter_and_with_a_look_before_the_write_one_company_has_eight_proposals() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let template = called.find(called.proposed(1));
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        withdraw_proposal(store, surroundings, template.contact, template.id).unwrap();
        let look = Barrier::new(8);
        at_once(8, |_| {
            let filter = ProposalFilter {
                states: vec![ProposalState::Submitted],
                ..ProposalFilter::default()
            };
            let has = store.read(|rx| proposals::list(rx, &filter)).unwrap();
            look.wait();
            assert_eq!(has, []);
            let new = marketday_model::Proposal {
                id: surroundings.id(),
                ..template.clone()
            };
            store
                .write(move |tx| proposals::insert(tx, &new))
                .map(|is_new| assert!(is_new))
                .unwrap();
        });
        assert_eq!(of_company_one(&called), 9);
    });
}

#[test]
fn a_company_may_propose_again_once_its_proposal_is_withdrawn() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let first = called.proposed(1);
        assert!(called.try_propose(called.request(1)).is_err());
        withdraw_proposal(store, surroundings, called.find(first).contact, first).unwrap();
        called.proposed(1);
    });
}

#[test]
fn a_draft_is_kept_for_its_writer_and_goes_when_it_is_submitted() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let request = called.request(1);
        let (email, event) = (request.contact_email.clone(), request.event);
        let writer = called.world.person(email.as_str());
        let save = |typed: &str, id| {
            save_draft(
                store,
                surroundings,
                writer.id,
                (event, id),
                typed.to_owned(),
            )
        };
        save("{\"a\":1}", request.id).unwrap();
        save("{\"a\":2}", surroundings.id()).unwrap();
        let drafts = || {
            store
                .read(|rx| proposal_drafts::list(rx, writer.id, Some(event)))
                .unwrap()
        };
        let kept: Vec<_> = drafts().into_iter().map(|d| (d.id, d.typed)).collect();
        assert_eq!(kept, [(request.id, "{\"a\":2}".to_owned())]);
        called.try_propose(request.clone()).unwrap();
        assert_eq!(drafts(), []);
        let late = save("{}", request.id);
        assert!(matches!(late, Err(DraftRefused::Submitted)));
        called.world.clock.set(called.call().window.closes_at);
        let closed = save("{}", surroundings.id());
        assert!(matches!(closed, Err(DraftRefused::NotOpen)));
    });
}

#[test]
fn naming_a_known_company_is_a_claim_that_must_be_settled_before_it_is_accepted() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let (store, surroundings) = (&called.world.store, &called.world.surroundings);
        let first = called.proposed(1);
        let owner = called.find(first).contact;
        withdraw_proposal(store, surroundings, owner, first).unwrap();
        let mut stranger = called.request(1);
        stranger.contact_email = "stranger@elsewhere.example".parse().unwrap();
        let id = stranger.id;
        called.try_propose(stranger).unwrap();
        assert!(called.find(id).is_claim_open());
        // In one instant, so that neither is before the other.
        let mut told = called.told(id);
        told.sort();
        assert_eq!(told, ["proposal-claimed", "proposal-received"]);
        called.marked(id, 5);
        let organiser = called.day.organiser.id;
        let decide = || accept(store, surroundings, organiser, id, Decision::default());
        assert!(matches!(decide(), Err(DecideRefused::ClaimOpen)));
        assert!(settle_proposal(store, surroundings, owner, id).unwrap());
        assert!(!settle_proposal(store, surroundings, owner, id).unwrap());
        decide().unwrap();
    });
}

#[test]
fn whoever_would_present_is_known_by_their_address() {
    on_each_database(|database| {
        let called = Called::on(World::on(database), 1);
        let mut request = called.request(1);
        request.presenter = Some(pat());
        let id = request.id;
        called.try_propose(request).unwrap();
        let proposal = called.find(id);
        let known = called
            .world
            .store
            .read(|rx| people::find_by_email(rx, &pat().email))
            .unwrap()
            .unwrap();
        assert_eq!(proposal.presenter, Some(known.id));
        assert_ne!(known.id, proposal.contact);
    });
}
