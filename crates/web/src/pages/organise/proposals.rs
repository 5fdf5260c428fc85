//! `/organise/events/{slug}/proposals`: the proposals by rank.

use super::frame::count;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::pages::proposals::state_tag;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::ranking::{RULE, Ranked};
use marketday_model::{Assessment, Proposal, ProposalState};
use marketday_places::ranked;
use marketday_render::Links;
use marketday_render::pages::organise::{ProposalList, ProposalPick, ProposalRow, Section};
use marketday_store::{assessments, calls};

/// Every state but that of a draft.
pub(super) fn submitted() -> Vec<ProposalState> {
    let mut all = ProposalState::ALL.to_vec();
    all.retain(|state| *state != ProposalState::Draft);
    all
}

/// "4.25, from 2 scores".
pub(super) fn mark_text(ranked: &Ranked) -> String {
    let scores = count(usize::try_from(ranked.scored_by).unwrap_or(0), "score");
    match ranked.mark {
        Some(mark) => format!("{mark}, from {scores}"),
        None => format!("No mark yet, {scores}"),
    }
}

/// Which of them somebody wants to see, as it stands in the address.
enum Pick {
    All,
    Short,
    In(ProposalState),
}

impl Pick {
    fn of(query: &str) -> Self {
        let word = query.split('&').find_map(|pair| pair.strip_prefix("show="));
        match word.map(str::parse::<ProposalState>) {
            Some(Ok(state)) => Self::In(state),
            Some(Err(_)) if word == Some("short-list") => Self::Short,
            _ => Self::All,
        }
    }

    fn holds(&self, proposal: &Proposal) -> bool {
        match self {
            Self::All => true,
            Self::Short => proposal.shortlisted,
            Self::In(state) => proposal.state == *state,
        }
    }
}

/// The list.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    let pick = Pick::of(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let slug = &event.slug;
        let (call, all, assessed) = app.read(|rx| {
            let call = calls::find(rx, event.id)?;
            let all = ranked(rx, event, &submitted())?;
            Ok((call, all, assessments::list_of_event(rx, event.id)?))
        })?;
        let rows = (1..)
            .zip(&all)
            .filter(|(_, (proposal, _))| pick.holds(proposal))
            .map(|(rank, of)| row(slug, rank, of, &assessed));
        let mut layout = organised.layout(&app, "Proposals");
        layout.flash = flash;
        let page = ProposalList {
            layout,
            event: organised.header(&app, Section::Proposals),
            is_called: call.is_some(),
            call_href: Links::organise_call(slug),
            assessing_href: Links::assessing(slug),
            placing_href: Links::organise_placing(slug),
            rows: rows.collect(),
            filters: filters(slug, &pick, &all),
            rule: RULE.to_owned(),
        };
        organised.page(&app, &page)
    })
    .await
}

fn filters(slug: &str, current: &Pick, all: &[(Proposal, Ranked)]) -> Vec<ProposalPick> {
    let number = |pick: &Pick| all.iter().filter(|(one, _)| pick.holds(one)).count();
    let list = Links::organise_proposals(slug);
    let one = |name: &str, word: &str, pick: &Pick| ProposalPick {
        text: format!("{name} ({})", number(pick)),
        href: if word.is_empty() {
            list.clone()
        } else {
            format!("{list}?show={word}")
        },
        is_current: match (pick, current) {
            (Pick::All, Pick::All) | (Pick::Short, Pick::Short) => true,
            (Pick::In(one), Pick::In(other)) => one == other,
            _ => false,
        },
    };
    let mut filters = vec![
        one("All", "", &Pick::All),
        one("Short list", "short-list", &Pick::Short),
    ];
    let states = submitted().into_iter();
    filters.extend(
        states
            .filter(|state| number(&Pick::In(*state)) > 0)
            .map(|state| one(state.name(), state.as_str(), &Pick::In(state))),
    );
    filters
}

fn row(
    slug: &str,
    rank: usize,
    (proposal, ranked): &(Proposal, Ranked),
    assessed: &[Assessment],
) -> ProposalRow {
    let conflicts = assessed
        .iter()
        .filter(|one| one.proposal == proposal.id && one.conflict.is_some())
        .count();
    let scores = count(usize::try_from(ranked.scored_by).unwrap_or(0), "score");
    ProposalRow {
        rank_text: ranked.mark.map_or("–".to_owned(), |_| rank.to_string()),
        title: proposal.title.clone(),
        company: proposal.company_name.clone(),
        href: Links::organise_proposal(slug, &proposal.id),
        mark_text: ranked
            .mark
            .map_or("No mark yet".to_owned(), |mark| mark.to_string()),
        scores_text: if conflicts == 0 {
            scores
        } else {
            format!("{scores}, {}", count(conflicts, "conflict"))
        },
        state: state_tag(proposal.state),
        is_unconfirmed: proposal.is_claim_open(),
        shortlisted: proposal.shortlisted,
        shortlist_action: Links::organise_proposal_shortlist(slug, &proposal.id),
    }
}
