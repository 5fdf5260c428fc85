//! `/organise/events/{slug}/proposals/{proposal}…`: one proposal: what assessors say, and deciding.

use super::proposals::mark_text;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::proposals::state_tag;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_booking::proposals::{
    DecideRefused, Decision, accept, decline, settle_proposal, shortlist,
};
use marketday_model::ranking::rank;
use marketday_model::{
    Assessment, Criterion, Event, Person, PersonId, Proposal, ProposalId, ProposalState, Prose,
};
use marketday_render::pages::organise::{
    AssessmentRow, ProposalReview, ProposalText, SavedFact, Section,
};
use marketday_render::{FormState, Links, when};
use marketday_store::{assessments, calls, people, proposals};

/// The proposal of an address, if it is one to the event.
pub(super) fn proposal_of(app: &App, event: &Event, id: &str) -> Result<Proposal, Failure> {
    let id: ProposalId = id.parse().map_err(|_| Failure::NotFound)?;
    let proposal = app.read(|rx| proposals::find(rx, id))?;
    found(proposal.filter(|proposal| proposal.event == event.id))
}

/// A proposal as those who judge it read it.
pub(super) fn text_of(proposal: &Proposal) -> ProposalText {
    ProposalText {
        summary: proposal.summary.clone(),
        themes: view::theme_names(&proposal.themes),
        company: proposal.company_name.clone(),
        state: state_tag(proposal.state),
    }
}

/// `GET`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let proposal = proposal_of(&app, &organised.event, &path.1)?;
        page(&app, &organised, &proposal, (FormState::new(), flash))
    })
    .await
}

/// `POST …/decision`: accepts or declines it.
pub(crate) async fn decide(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let proposal = proposal_of(&app, &organised.event, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let feedback: Option<Prose<2000>> =
            fields.optional_prose("feedback", "What the company is told");
        let why: Option<Prose<500>> = fields.optional_prose("why", "Why, for the record");
        let word = fields.form.value("decision").map(ToOwned::to_owned);
        let mut form = fields.form;
        let (Some(feedback), Some(why), false) = (feedback, why, form.has_errors()) else {
            return page(&app, &organised, &proposal, (form, None));
        };
        let decision = Decision { feedback, why };
        let (store, surroundings) = (&app.store, &app.surroundings);
        let (person, id) = (organised.signed_in.person.id, proposal.id);
        let done = match word.as_deref() {
            Some("accept") => accept(store, surroundings, person, id, decision),
            Some("decline") => decline(store, surroundings, person, id, decision),
            _ => {
                form.push_error("feedback", "Choose whether to accept or decline it");
                return page(&app, &organised, &proposal, (form, None));
            }
        };
        match done {
            Ok(()) => Ok(back(&organised, &proposal, "proposal-decided")),
            Err(DecideRefused::NoSuchProposal) => Err(Failure::NotFound),
            Err(DecideRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let field = match refused {
                    DecideRefused::NotEnoughScores { .. } => "why",
                    _ => "feedback",
                };
                form.push_error(field, refused.to_string());
                page(&app, &organised, &proposal, (form, None))
            }
        }
    })
    .await
}

/// `POST …/shortlist`: puts it on the short list or takes it off.
pub(crate) async fn set_shortlisted(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let proposal = proposal_of(&app, &organised.event, &path.1)?;
        let listed = match posted.form.value("listed") {
            Some("yes") => true,
            Some("no") => false,
            _ => return Err(Failure::BadRequest),
        };
        let (person, of) = (organised.signed_in.person.id, (proposal.id, listed));
        match shortlist(&app.store, &app.surroundings, person, of) {
            Ok(()) => {
                let path = Links::organise_proposals(&organised.event.slug);
                Ok(see_other(&format!("{path}?done=short-list")))
            }
            Err(DecideRefused::Store(error)) => Err(error.into()),
            Err(_) => Err(Failure::NotFound),
        }
    })
    .await
}

/// `POST …/claim`: its contact speaks for the company.
pub(crate) async fn settle(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let proposal = proposal_of(&app, &organised.event, &path.1)?;
        let person = organised.signed_in.person.id;
        settle_proposal(&app.store, &app.surroundings, person, proposal.id)?;
        Ok(back(&organised, &proposal, "proposal-settled"))
    })
    .await
}

fn back(organised: &Organised, proposal: &Proposal, done: &str) -> Reply {
    let path = Links::organise_proposal(&organised.event.slug, &proposal.id);
    see_other(&format!("{path}?done={done}"))
}

fn page(
    app: &App,
    organised: &Organised,
    proposal: &Proposal,
    (form, flash): (FormState, Option<String>),
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (criteria, assessed, needed, known) = app.read(|rx| {
        let criteria = calls::list_criteria(rx, event.id)?;
        let assessed = assessments::list(rx, proposal.id)?;
        let needed = calls::find(rx, event.id)?.map_or(1, |call| call.minimum_scores);
        let mut ids: Vec<PersonId> = assessed.iter().map(|one| one.assessor).collect();
        ids.push(proposal.contact);
        ids.extend(proposal.decided_by);
        Ok((criteria, assessed, needed, people::list(rx, &ids)?))
    })?;
    let entry = [(proposal.id, proposal.submitted_at)];
    let ranked = rank(&entry, &assessed, &criteria, needed);
    let contact = known.iter().find(|person| person.id == proposal.contact);
    let can_decide = proposal.state.to(ProposalState::Declined).is_ok();
    let (slug, id) = (&event.slug, &proposal.id);
    let mut layout = organised
        .layout(app, &proposal.title)
        .crumb("Proposals", Links::organise_proposals(slug));
    layout.flash = flash;
    let page = ProposalReview {
        layout,
        event: organised.header(app, Section::Proposals),
        proposal: text_of(proposal),
        contact_name: contact.map_or_else(String::new, |person| person.name.clone()),
        contact_email: contact.map_or_else(String::new, |person| person.email.to_string()),
        presenter_text: proposal.presenter_name.clone(),
        submitted_text: when::moment(proposal.submitted_at, event.zone),
        mark_text: ranked.first().map_or_else(String::new, mark_text),
        decided: decided(event, proposal, &known),
        assessments: assessed
            .iter()
            .map(|one| assessment(one, &criteria, &known))
            .collect(),
        claim_action: proposal
            .is_claim_open()
            .then(|| Links::organise_proposal_claim(slug, id)),
        decision_action: can_decide.then(|| Links::organise_proposal_decision(slug, id)),
        can_accept: proposal.state.to(ProposalState::Accepted).is_ok(),
        back_href: Links::organise_proposals(slug),
        form,
    };
    organised.form_page(app, &page.form, &page)
}

/// Who assessed or decided, once they were erased.
pub(super) const GONE: &str = "Somebody who is not here any more";

fn name_of(known: &[Person], id: PersonId) -> String {
    let person = known.iter().find(|person| person.id == id);
    person
        .filter(|person| !person.name.is_empty())
        .map_or(GONE.to_owned(), |person| person.name.clone())
}

fn decided(event: &Event, proposal: &Proposal, known: &[Person]) -> Vec<SavedFact> {
    let Some(at) = proposal.decided_at else {
        return Vec::new();
    };
    let by = proposal.decided_by.map(|id| name_of(known, id));
    let facts = [
        ("Decided", when::moment(at, event.zone)),
        ("By", by.unwrap_or_default()),
        ("Feedback", proposal.feedback.clone()),
        ("Why", proposal.why.clone()),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| SavedFact::new(name, value))
        .collect()
}

fn assessment(one: &Assessment, criteria: &[Criterion], known: &[Person]) -> AssessmentRow {
    let score = |criterion: &Criterion| {
        let given = one.scores.iter().find(|(id, _)| *id == criterion.id);
        let given = given.map_or("–".to_owned(), |(_, score)| score.get().to_string());
        format!("{}: {given}", criterion.name)
    };
    AssessmentRow {
        assessor: name_of(known, one.assessor),
        conflict: one.conflict.clone().map(|why| {
            if why.is_empty() {
                "not said any more".to_owned()
            } else {
                why
            }
        }),
        scores_text: criteria.iter().map(score).collect::<Vec<_>>().join(", "),
        comment: one.comment.clone(),
    }
}
