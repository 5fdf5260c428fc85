//! The call of the town's day, and what the company proposes to it.

use marketday_booking::PitchText;
use marketday_booking::proposals::{
    CallText, ProposeRequest, propose, publish_call, save_call, save_criteria, shortlist,
};
use marketday_model::call::Weight;
use marketday_model::code::CodeCheck;
use marketday_model::event::Window;
use marketday_model::{Criterion, EmailAddress, EventId, PersonId, ProposalId, Theme};
use marketday_testkit::World;
use marketday_testkit::given::{line, prose};

/// The day calls for proposals.
pub(super) fn calls(world: &World, event: EventId, by: PersonId) {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let text = CallText {
        looked_for: prose("Anything that keeps people **at home**."),
        window: Window {
            opens_at: None,
            closes_at: surroundings.now() + chrono::Duration::weeks(2),
        },
        minimum_scores: 1,
        days_to_confirm: 7,
        company_limit: 2,
    };
    save_call(store, surroundings, by, (event, 0), (text, None)).expect("a call");
    let need = Criterion {
        id: surroundings.id(),
        name: "Need".into(),
        guidance: "5: every council has it.".into(),
        weight: Weight::new(3).expect("a weight"),
    };
    save_criteria(store, surroundings, by, event, (vec![need], None)).expect("a criterion");
    publish_call(store, surroundings, by, event).expect("published");
}

/// What the company proposes, on the short list.
pub(super) fn proposes(
    world: &World,
    event: EventId,
    email: &EmailAddress,
    by: PersonId,
) -> ProposalId {
    let (store, surroundings) = (&world.store, &world.surroundings);
    let request = ProposeRequest {
        id: surroundings.id(),
        event,
        company: line("Careloop"),
        known_company: None,
        website: None,
        company_number: None,
        contact_email: email.clone(),
        contact_name: line("Amina Yusuf"),
        phone: None,
        presenter: None,
        pitch: PitchText {
            title: line("A lamp that calls"),
            summary: prose("It calls when nobody has moved."),
            themes: vec![Theme::AdultSocialCare],
        },
    };
    let id = request.id;
    propose(store, surroundings, request, |_, _| Ok(CodeCheck::Right)).expect("taken");
    shortlist(store, surroundings, by, (id, true)).expect("it is there");
    id
}
