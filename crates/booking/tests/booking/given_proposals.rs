//! A day that curates its programme, and what its companies, assessors and organisers do with it.

use crate::given::a_pitch;
use marketday_booking::proposals::{
    Assessed, CallText, Decision, ProposeOutcome, ProposeRefused, ProposeRequest, accept, assess,
    propose, publish_call, save_call, save_criteria,
};
use marketday_model::call::{Score, Weight};
use marketday_model::code::CodeCheck;
use marketday_model::event::Window;
use marketday_model::{Call, Criterion, PersonId, Proposal, ProposalId, ProposalState, SlotId};
use marketday_store::{calls, notices, proposals};
use marketday_testkit::given::{line, prose};
use marketday_testkit::{Day, World};

/// A published day whose slots are all curated, with a published call.
pub(crate) struct Called {
    pub(crate) world: World,
    pub(crate) day: Day,
    pub(crate) criteria: Vec<Criterion>,
}

/// What the call says: open now, closed four weeks from now, two scores, a week to confirm.
pub(crate) fn call_text(world: &World) -> CallText {
    CallText {
        looked_for: prose("Anything that keeps people **at home**."),
        window: Window {
            opens_at: None,
            closes_at: world.surroundings.now() + chrono::Duration::weeks(4),
        },
        minimum_scores: 2,
        days_to_confirm: 7,
        company_limit: 1,
    }
}

pub(crate) fn a_criterion(world: &World, name: &str, weight: u32) -> Criterion {
    Criterion {
        id: world.surroundings.id(),
        name: name.into(),
        guidance: "1 is not at all, 5 is wholly.".into(),
        weight: Weight::new(weight).expect("a weight"),
    }
}

impl Called {
    pub(crate) fn on(world: World, slots: u32) -> Self {
        let day = world.published_day(slots);
        let curated = [
            "UPDATE slots SET mode = 'curated'",
            "UPDATE released_slots SET mode = 'curated'",
        ];
        world.store.run_script(&curated).expect("curated slots");
        let criteria = vec![
            a_criterion(&world, "Need", 3),
            a_criterion(&world, "Evidence", 1),
        ];
        let called = Self {
            world,
            day,
            criteria,
        };
        called.publish();
        called
    }

    fn publish(&self) {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let (event, by) = (self.day.event.id, self.day.organiser.id);
        let text = (call_text(&self.world), None);
        save_call(store, surroundings, by, (event, 0), text).expect("a call");
        let criteria = (self.criteria.clone(), None);
        save_criteria(store, surroundings, by, event, criteria).expect("criteria");
        publish_call(store, surroundings, by, event).expect("published");
    }

    pub(crate) fn call(&self) -> Call {
        let found = self
            .world
            .store
            .read(|rx| calls::find(rx, self.day.event.id));
        found.expect("the database answers").expect("a call")
    }

    /// What the `n`-th company proposes.
    pub(crate) fn request(&self, n: usize) -> ProposeRequest {
        ProposeRequest {
            id: self.world.surroundings.id(),
            event: self.day.event.id,
            company: line(&format!("Company {n}")),
            known_company: None,
            website: None,
            company_number: None,
            contact_email: format!("contact@company{n}.example")
                .parse()
                .expect("an address"),
            contact_name: line(&format!("Contact {n}")),
            phone: None,
            presenter: None,
            pitch: a_pitch(n),
        }
    }

    pub(crate) fn try_propose(
        &self,
        request: ProposeRequest,
    ) -> Result<ProposeOutcome, ProposeRefused> {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        propose(store, surroundings, request, |_, _| Ok(CodeCheck::Right))
    }

    /// The `n`-th company proposes.
    pub(crate) fn proposed(&self, n: usize) -> ProposalId {
        match self.try_propose(self.request(n)).expect("taken") {
            ProposeOutcome::Proposed(id) => id,
            ProposeOutcome::CodeRefused(check) => panic!("the code was refused: {check:?}"),
        }
    }

    pub(crate) fn find(&self, id: ProposalId) -> Proposal {
        let found = self.world.store.read(|rx| proposals::find(rx, id));
        found.expect("the database answers").expect("it is there")
    }

    pub(crate) fn state(&self, id: ProposalId) -> ProposalState {
        self.find(id).state
    }

    /// What somebody gives by each criterion.
    pub(crate) fn said(&self, scores: [u32; 2]) -> Assessed {
        let each = self.criteria.iter().zip(scores);
        Assessed {
            scores: each
                .map(|(criterion, score)| (criterion.id, Score::new(score).expect("a score")))
                .collect(),
            comment: prose("Look at the second page."),
        }
    }

    pub(crate) fn score(&self, id: ProposalId, by: PersonId, scores: [u32; 2]) {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        assess(store, surroundings, by, id, self.said(scores)).expect("scored");
    }

    /// Two assessors give a proposal this mark.
    pub(crate) fn marked(&self, id: ProposalId, mark: u32) {
        for name in ["ann@assessors.example", "bea@assessors.example"] {
            let by = self.world.person(name).id;
            self.score(id, by, [mark, mark]);
        }
    }

    pub(crate) fn accepted(&self, id: ProposalId) {
        let (store, surroundings) = (&self.world.store, &self.world.surroundings);
        let by = self.day.organiser.id;
        accept(store, surroundings, by, id, Decision::default()).expect("accepted");
    }

    /// The `n`-th company proposes, gets this mark and is accepted.
    pub(crate) fn proposed_and_accepted(&self, n: usize, mark: u32) -> ProposalId {
        let id = self.proposed(n);
        self.marked(id, mark);
        self.accepted(id);
        id
    }

    pub(crate) fn slot(&self, n: usize) -> SlotId {
        self.day.slots[n].id
    }

    /// What the contact of a proposal is to be told, oldest first.
    pub(crate) fn told(&self, id: ProposalId) -> Vec<String> {
        use marketday_model::notice::Subject;
        let told = self
            .world
            .store
            .read(|rx| notices::list(rx, Subject::Proposal(id)))
            .expect("the database answers");
        told.iter().map(|notice| notice.kind.to_string()).collect()
    }
}
