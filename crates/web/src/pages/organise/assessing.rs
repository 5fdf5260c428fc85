//! `/organise/events/{slug}/assessing…`: what an assessor is asked to score, and nothing else of the event.

use super::frame::{form_page, layout};
use super::proposal::{proposal_of, text_of};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_booking::proposals::{AssessRefused, Assessed, assess, declare_conflict};
use marketday_model::call::Score;
use marketday_model::{
    Assessment, Criterion, CriterionId, Line, Proposal, ProposalState, Prose, permission,
};
use marketday_render::pages::organise::{Assessing, AssessingRow, AssessmentForm, ScoredCriterion};
use marketday_render::{Choice, FormState, Links, Tag, Tone};
use marketday_store::proposals::ProposalFilter;
use marketday_store::{assessments, calls, proposals};

/// Whether this assessor may score a proposal: it waits for a decision, it is not their own, and they have declared no
/// conflict of interest.
fn may_score(organised: &Organised, proposal: &Proposal, said: Option<&Assessment>) -> bool {
    let Organised {
        signed_in, event, ..
    } = organised;
    proposal.state == ProposalState::Submitted
        && permission::may_assess_proposal(&signed_in.actor, event, proposal)
        && said.is_none_or(|said| said.conflict.is_none())
}

/// `GET`: the proposals that they may score, those without their scores first.
pub(crate) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let person = organised.signed_in.person.id;
        let (all, assessed) = app.read(|rx| {
            let submitted = ProposalFilter {
                event: Some(event.id),
                states: vec![ProposalState::Submitted],
                ..ProposalFilter::default()
            };
            let assessed = assessments::list_of_event(rx, event.id)?;
            Ok((proposals::list(rx, &submitted)?, assessed))
        })?;
        let said = |proposal: &Proposal| {
            let mut theirs = assessed.iter().filter(|one| one.assessor == person);
            theirs.find(|one| one.proposal == proposal.id)
        };
        let mut open: Vec<(&Proposal, bool)> = all
            .iter()
            .filter(|proposal| may_score(&organised, proposal, said(proposal)))
            .map(|proposal| (proposal, said(proposal).is_some()))
            .collect();
        open.sort_by_key(|(_, is_scored)| *is_scored);
        let row = |(proposal, is_scored): (&Proposal, bool)| AssessingRow {
            title: proposal.title.clone(),
            company: proposal.company_name.clone(),
            href: Links::assessing_one(&event.slug, &proposal.id),
            state: if is_scored {
                Tag::new("Scored", Tone::Good)
            } else {
                Tag::new("To be scored", Tone::Warn)
            },
        };
        let mut layout = layout(&app, &organised.visitor, "Score proposals");
        layout.flash = flash;
        let actor = &organised.signed_in.actor;
        let page = Assessing {
            layout,
            event_title: event.title.clone(),
            rows: open.into_iter().map(row).collect(),
            proposals_href: permission::may_decide_proposals(actor, event)
                .then(|| Links::organise_proposals(&event.slug)),
        };
        organised.page(&app, &page)
    })
    .await
}

/// The proposal of an address, for somebody who may score it, with what they said of it before.
fn asked(
    app: &App,
    organised: &Organised,
    id: &str,
) -> Result<(Proposal, Option<Assessment>), Failure> {
    let proposal = proposal_of(app, &organised.event, id)?;
    let person = organised.signed_in.person.id;
    let said = app.read(|rx| assessments::find(rx, proposal.id, person))?;
    if may_score(organised, &proposal, said.as_ref()) {
        Ok((proposal, said))
    } else {
        Err(Failure::NotFound)
    }
}

fn field(id: CriterionId) -> String {
    format!("score_{id}")
}

/// `GET …/{proposal}`: the form.
pub(crate) async fn show(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (proposal, said) = asked(&app, &organised, &path.1)?;
        let mut form = FormState::new();
        if let Some(said) = said {
            form = form.with("comment", said.comment);
            for (id, score) in said.scores {
                form = form.with(field(id), score.get().to_string());
            }
        }
        page(&app, &organised, &proposal, form)
    })
    .await
}

/// `POST …/{proposal}`: keeps the scores.
pub(crate) async fn save(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (proposal, _) = asked(&app, &organised, &path.1)?;
        let event = organised.event.id;
        let criteria = app.read(|rx| calls::list_criteria(rx, event))?;
        let mut fields = Fields::of(posted.form);
        let comment: Option<Prose<2000>> = fields.optional_prose("comment", "Comment");
        let scores = scores(&mut fields, &criteria);
        let mut form = fields.form;
        let (Some(comment), Some(scores), false) = (comment, scores, form.has_errors()) else {
            return page(&app, &organised, &proposal, form);
        };
        let person = organised.signed_in.person.id;
        let said = Assessed { scores, comment };
        match assess(&app.store, &app.surroundings, person, proposal.id, said) {
            Ok(()) => Ok(back(&organised, "scored")),
            Err(AssessRefused::Store(error)) => Err(error.into()),
            Err(AssessRefused::NotSubmitted | AssessRefused::Conflict) => Err(Failure::NotFound),
            Err(refused @ AssessRefused::Criteria) => {
                form.push_error("", refused.to_string());
                page(&app, &organised, &proposal, form)
            }
        }
    })
    .await
}

fn scores(fields: &mut Fields, criteria: &[Criterion]) -> Option<Vec<(CriterionId, Score)>> {
    let mut all = Vec::new();
    for criterion in criteria {
        let name = field(criterion.id);
        let score = fields.text(&name).parse().ok().and_then(Score::new);
        if let Some(score) = score {
            all.push((criterion.id, score));
        } else {
            let message = format!("Choose a score for “{}”", criterion.name);
            fields.form.push_error(name, message);
        }
    }
    (all.len() == criteria.len()).then_some(all)
}

/// `POST …/{proposal}/conflict`: they do not score it.
pub(crate) async fn conflict(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (proposal, _) = asked(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let why: Option<Line<200>> = fields.line("conflict", "What your interest is");
        let Some(why) = why else {
            return page(&app, &organised, &proposal, fields.form);
        };
        let (person, id) = (organised.signed_in.person.id, proposal.id);
        match declare_conflict(&app.store, &app.surroundings, person, id, why) {
            Ok(()) => Ok(back(&organised, "conflict-declared")),
            Err(AssessRefused::Store(error)) => Err(error.into()),
            Err(_) => Err(Failure::NotFound),
        }
    })
    .await
}

fn back(organised: &Organised, done: &str) -> Reply {
    let path = Links::assessing(&organised.event.slug);
    see_other(&format!("{path}?done={done}"))
}

fn page(
    app: &App,
    organised: &Organised,
    proposal: &Proposal,
    form: FormState,
) -> Result<Reply, Failure> {
    let (event, visitor) = (&organised.event, &organised.visitor);
    let criteria = app.read(|rx| calls::list_criteria(rx, event.id))?;
    let scored = |criterion: &Criterion| ScoredCriterion {
        field: field(criterion.id),
        name: criterion.name.clone(),
        guidance: criterion.guidance.clone(),
        weight: criterion.weight.get(),
    };
    let page = AssessmentForm {
        layout: layout(app, visitor, &proposal.title)
            .crumb("Score proposals", Links::assessing(&event.slug)),
        proposal: text_of(proposal),
        criteria: criteria.iter().map(scored).collect(),
        scores: (1..=Score::MOST)
            .map(|score| Choice::new(score.to_string(), score.to_string()))
            .collect(),
        action: Links::assessing_one(&event.slug, &proposal.id),
        conflict_action: Links::assessing_conflict(&event.slug, &proposal.id),
        back_href: Links::assessing(&event.slug),
        form,
    };
    form_page(app, visitor, &page.form, &page)
}
