//! Calling for proposals, scoring them, deciding and giving slots.

use serde::Serialize;

use super::event_header::{SAMPLE_SLUG, sample_event_layout, sample_header, sample_layout};
use super::{EventHeader, SavedFact, Section, TwiceQuestion};
use crate::engine::{Page, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

const ID: &str = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";

/// `/organise/events/{slug}/call`.
///
/// Fields: `version`, `looked_for`, `call_opens_date`, `call_opens_time`, `call_closes_date`, `call_closes_time`,
/// `company_limit`, `minimum_scores`, `days_to_confirm`, `why`; and in a form of their own for each criterion `id_0`,
/// `name_0`, `guidance_0`, `weight_0`, with `criteria_why`.
#[derive(Debug, Clone, Serialize)]
pub struct CallForm {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// The questions about times that happen twice.
    pub twice: Vec<TwiceQuestion>,
    /// Where the call is sent.
    pub action: String,
    /// The numbers of the criteria's fields.
    pub criteria: Vec<usize>,
    /// Where the criteria are sent; `None` before there is a call.
    pub criteria_action: Option<String>,
    /// Where the call is published; `None` once it is, and before there is one.
    pub publish_action: Option<String>,
    /// Whether scoring has begun.
    pub is_begun: bool,
    /// The public page, once there is one.
    pub call_href: Option<String>,
    /// The proposals, once there can be any.
    pub proposals_href: Option<String>,
}

impl Page for CallForm {
    const TEMPLATE: &'static str = "pages/organise/call.html";

    fn samples() -> Vec<Sample<Self>> {
        let first = Self {
            layout: sample_event_layout("Call for proposals"),
            event: sample_header(Section::Proposals),
            form: FormState::new().with("version", "0"),
            twice: vec![],
            action: Links::organise_call(SAMPLE_SLUG),
            criteria: vec![],
            criteria_action: None,
            publish_action: None,
            is_begun: false,
            call_href: None,
            proposals_href: None,
        };
        let saved = Self {
            form: FormState::from_pairs([
                ("version", "1"),
                ("looked_for", "Products that **keep people at home**."),
                ("call_closes_date", "2026-09-11"),
                ("call_closes_time", "17:00"),
                ("company_limit", "1"),
                ("minimum_scores", "2"),
                ("days_to_confirm", "7"),
                ("id_0", ID),
                ("name_0", "Need"),
                ("weight_0", "3"),
            ]),
            criteria: vec![0, 1],
            criteria_action: Some(Links::organise_criteria(SAMPLE_SLUG)),
            publish_action: Some(Links::organise_call_publication(SAMPLE_SLUG)),
            ..first.clone()
        };
        let begun = Self {
            publish_action: None,
            is_begun: true,
            call_href: Some(Links::call(SAMPLE_SLUG)),
            proposals_href: Some(Links::organise_proposals(SAMPLE_SLUG)),
            form: saved
                .form
                .clone()
                .error("weight_0", "Weight must be a number from 1 to 10"),
            ..saved.clone()
        };
        vec![
            Sample::new("first", first),
            Sample::new("saved", saved),
            Sample::new("begun", begun),
        ]
    }
}

/// A proposal in the list by rank.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalRow {
    /// "1"; "–" without a mark.
    pub rank_text: String,
    /// Its title.
    pub title: String,
    /// Its company.
    pub company: String,
    /// Its page.
    pub href: String,
    /// "4.25"; "No mark yet".
    pub mark_text: String,
    /// "2 scores, 1 conflict".
    pub scores_text: String,
    /// Where it stands.
    pub state: Tag,
    /// Whether nobody has confirmed yet that it was made for its company.
    pub is_unconfirmed: bool,
    /// Whether it is on the short list.
    pub shortlisted: bool,
    /// Where that is changed: `listed` is `yes` or `no`.
    pub shortlist_action: String,
}

/// Which proposals are shown.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalPick {
    /// "Short list (3)".
    pub text: String,
    /// Where.
    pub href: String,
    /// Whether these are shown.
    pub is_current: bool,
}

/// `/organise/events/{slug}/proposals`.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalList {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// Whether there is a call.
    pub is_called: bool,
    /// The call.
    pub call_href: String,
    /// Where proposals are scored.
    pub assessing_href: String,
    /// Where slots are given.
    pub placing_href: String,
    /// All, those of each state, the short list.
    pub filters: Vec<ProposalPick>,
    /// The proposals by rank.
    pub rows: Vec<ProposalRow>,
    /// How the rank is worked out.
    pub rule: String,
}

impl Page for ProposalList {
    const TEMPLATE: &'static str = "pages/organise/proposals.html";

    fn samples() -> Vec<Sample<Self>> {
        let none = Self {
            layout: sample_event_layout("Proposals"),
            event: sample_header(Section::Proposals),
            is_called: false,
            call_href: Links::organise_call(SAMPLE_SLUG),
            assessing_href: Links::assessing(SAMPLE_SLUG),
            placing_href: Links::organise_placing(SAMPLE_SLUG),
            filters: vec![],
            rows: vec![],
            rule: "Each assessor scores each criterion from 1 to 5.".into(),
        };
        let row = ProposalRow {
            rank_text: "1".into(),
            title: "Fewer falls at home with a quiet sensor".into(),
            company: "Steadfoot & Daughters Ltd".into(),
            href: Links::organise_proposal(SAMPLE_SLUG, &ID),
            mark_text: "4.25".into(),
            scores_text: "2 scores, 1 conflict".into(),
            state: Tag::new("Submitted", Tone::Quiet),
            is_unconfirmed: false,
            shortlisted: true,
            shortlist_action: Links::organise_proposal_shortlist(SAMPLE_SLUG, &ID),
        };
        let second = ProposalRow {
            rank_text: "–".into(),
            title: "A lamp that calls".into(),
            mark_text: "No mark yet".into(),
            scores_text: "No scores".into(),
            is_unconfirmed: true,
            shortlisted: false,
            ..row.clone()
        };
        let some = Self {
            is_called: true,
            filters: vec![ProposalPick {
                text: "All (2)".into(),
                href: Links::organise_proposals(SAMPLE_SLUG),
                is_current: true,
            }],
            rows: vec![row, second],
            ..none.clone()
        };
        vec![Sample::new("none", none), Sample::new("some", some)]
    }
}

/// A proposal as those who judge it read it: without its contact.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalText {
    /// What it is about.
    pub summary: String,
    /// The names of its themes.
    pub themes: Vec<String>,
    /// Its company.
    pub company: String,
    /// Where it stands.
    pub state: Tag,
}

fn sample_text() -> ProposalText {
    ProposalText {
        summary: "A sensor that learns a household's rhythm.\nNo camera.".into(),
        themes: vec!["Adult social care".into()],
        company: "Steadfoot & Daughters Ltd".into(),
        state: Tag::new("Submitted", Tone::Quiet),
    }
}

/// What one assessor says.
#[derive(Debug, Clone, Serialize)]
pub struct AssessmentRow {
    /// Their name.
    pub assessor: String,
    /// Their conflict of interest, if they declared one.
    pub conflict: Option<String>,
    /// "Need: 4, Evidence: 5".
    pub scores_text: String,
    /// Their comment; empty if they wrote none.
    pub comment: String,
}

/// One proposal, as organisers see it. Fields: `feedback`, `why`, and the buttons' `decision`.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalReview {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What was typed.
    pub form: FormState,
    /// What it says.
    pub proposal: ProposalText,
    /// Who proposed.
    pub contact_name: String,
    /// Their address.
    pub contact_email: String,
    /// Who would present.
    pub presenter_text: String,
    /// When it was submitted.
    pub submitted_text: String,
    /// "4.25, from 2 scores".
    pub mark_text: String,
    /// How it was decided.
    pub decided: Vec<SavedFact>,
    /// What assessors say.
    pub assessments: Vec<AssessmentRow>,
    /// Where an organiser says that it was made for its company; `None` once that is settled.
    pub claim_action: Option<String>,
    /// Where the decision is sent; `None` when there is none to take.
    pub decision_action: Option<String>,
    /// Whether it can be accepted.
    pub can_accept: bool,
    /// The list.
    pub back_href: String,
}

impl Page for ProposalReview {
    const TEMPLATE: &'static str = "pages/organise/proposal.html";

    fn samples() -> Vec<Sample<Self>> {
        let open = Self {
            layout: sample_event_layout("Fewer falls at home with a quiet sensor"),
            event: sample_header(Section::Proposals),
            form: FormState::new().error("why", "Say why you decide now"),
            proposal: sample_text(),
            contact_name: "Tom Okafor".into(),
            contact_email: "tom@steadfoot.example".into(),
            presenter_text: "Grace Okafor".into(),
            submitted_text: "10:02am on Tuesday 3 March 2026".into(),
            mark_text: "4.25, from 2 scores".into(),
            decided: vec![],
            assessments: vec![
                AssessmentRow {
                    assessor: "Ann Lee".into(),
                    conflict: None,
                    scores_text: "Need: 4, Evidence: 5".into(),
                    comment: "Ask for the price.".into(),
                },
                AssessmentRow {
                    assessor: "Bea Moss".into(),
                    conflict: Some("They are a customer of mine".into()),
                    scores_text: String::new(),
                    comment: String::new(),
                },
            ],
            claim_action: Some(Links::organise_proposal_claim(SAMPLE_SLUG, &ID)),
            decision_action: Some(Links::organise_proposal_decision(SAMPLE_SLUG, &ID)),
            can_accept: true,
            back_href: Links::organise_proposals(SAMPLE_SLUG),
        };
        let decided = Self {
            form: FormState::new(),
            decided: vec![SavedFact::new("Feedback", "We liked it.")],
            assessments: vec![],
            claim_action: None,
            decision_action: None,
            ..open.clone()
        };
        vec![Sample::new("open", open), Sample::new("decided", decided)]
    }
}

/// An accepted proposal, with or without a slot.
#[derive(Debug, Clone, Serialize)]
pub struct PlacedRow {
    /// Its title.
    pub title: String,
    /// Its company.
    pub company: String,
    /// Its page.
    pub href: String,
    /// "4.25, from 2 scores".
    pub mark_text: String,
    /// Where it stands.
    pub state: Tag,
    /// "10:30am to 10:42am, Main Hall"; empty without a slot.
    pub slot_text: String,
    /// Until when it is to be confirmed; `None` once it is.
    pub confirm_by_text: Option<String>,
    /// Where it is given one, by hand: `slot`.
    pub place_action: String,
}

/// `/organise/events/{slug}/placing`.
#[derive(Debug, Clone, Serialize)]
pub struct Placing {
    /// The frame.
    pub layout: Layout,
    /// The head.
    pub event: EventHeader,
    /// What is wrong.
    pub form: FormState,
    /// "3 curated slots are free."
    pub free_text: String,
    /// Where all are placed by rank.
    pub place_all_action: String,
    /// The free slots.
    pub slots: Vec<Choice>,
    /// Accepted, without a slot, the best first.
    pub waiting: Vec<PlacedRow>,
    /// With a slot, by time.
    pub placed: Vec<PlacedRow>,
    /// The list.
    pub back_href: String,
}

impl Page for Placing {
    const TEMPLATE: &'static str = "pages/organise/placing.html";

    fn samples() -> Vec<Sample<Self>> {
        let row = PlacedRow {
            title: "Fewer falls at home with a quiet sensor".into(),
            company: "Steadfoot & Daughters Ltd".into(),
            href: Links::organise_proposal(SAMPLE_SLUG, &ID),
            mark_text: "4.25, from 2 scores".into(),
            state: Tag::new("Waiting to be confirmed", Tone::Warn),
            slot_text: "10:30am to 10:42am, Main Hall".into(),
            confirm_by_text: Some("5pm on Friday 18 September 2026".into()),
            place_action: Links::organise_proposal_place(SAMPLE_SLUG, &ID),
        };
        let some = Self {
            layout: sample_event_layout("Give slots to proposals"),
            event: sample_header(Section::Proposals),
            form: FormState::new().error("", "This slot is taken"),
            free_text: "1 curated slot is free.".into(),
            place_all_action: Links::organise_placing(SAMPLE_SLUG),
            slots: vec![Choice::new(ID, "10:45am to 10:57am, Main Hall")],
            waiting: vec![row.clone()],
            placed: vec![row],
            back_href: Links::organise_proposals(SAMPLE_SLUG),
        };
        let none = Self {
            form: FormState::new(),
            free_text: "No curated slot is free.".into(),
            slots: vec![],
            waiting: vec![],
            placed: vec![],
            ..some.clone()
        };
        vec![Sample::new("some", some), Sample::new("none", none)]
    }
}

/// A proposal in an assessor's list.
#[derive(Debug, Clone, Serialize)]
pub struct AssessingRow {
    /// Its title.
    pub title: String,
    /// Its company.
    pub company: String,
    /// Where it is scored.
    pub href: String,
    /// "Scored", "To be scored".
    pub state: Tag,
}

/// `/organise/events/{slug}/assessing`: nothing of the event but what is to be scored.
#[derive(Debug, Clone, Serialize)]
pub struct Assessing {
    /// The frame.
    pub layout: Layout,
    /// The event's title.
    pub event_title: String,
    /// The proposals, those without scores first.
    pub rows: Vec<AssessingRow>,
    /// All of them by rank, for those who decide.
    pub proposals_href: Option<String>,
}

impl Page for Assessing {
    const TEMPLATE: &'static str = "pages/organise/assessing.html";

    fn samples() -> Vec<Sample<Self>> {
        let some = Self {
            layout: sample_layout("Score proposals"),
            event_title: "Northern Care Technology Day".into(),
            rows: vec![AssessingRow {
                title: "Fewer falls at home with a quiet sensor".into(),
                company: "Steadfoot & Daughters Ltd".into(),
                href: Links::assessing_one(SAMPLE_SLUG, &ID),
                state: Tag::new("To be scored", Tone::Warn),
            }],
            proposals_href: Some(Links::organise_proposals(SAMPLE_SLUG)),
        };
        let none = Self {
            rows: vec![],
            proposals_href: None,
            ..some.clone()
        };
        vec![Sample::new("some", some), Sample::new("none", none)]
    }
}

/// A criterion in the form of an assessor.
#[derive(Debug, Clone, Serialize)]
pub struct ScoredCriterion {
    /// The name of its field: `score_<id>`.
    pub field: String,
    /// Its name.
    pub name: String,
    /// What the scores mean.
    pub guidance: String,
    /// How much it counts.
    pub weight: u32,
}

/// Scoring one proposal. Fields: one for each criterion, `comment`; and in a form of its own `conflict`.
#[derive(Debug, Clone, Serialize)]
pub struct AssessmentForm {
    /// The frame.
    pub layout: Layout,
    /// What was typed.
    pub form: FormState,
    /// What it says.
    pub proposal: ProposalText,
    /// The criteria.
    pub criteria: Vec<ScoredCriterion>,
    /// 1 to 5.
    pub scores: Vec<Choice>,
    /// Where the scores go.
    pub action: String,
    /// Where a conflict of interest goes.
    pub conflict_action: String,
    /// The list.
    pub back_href: String,
}

impl Page for AssessmentForm {
    const TEMPLATE: &'static str = "pages/organise/assessment.html";

    fn samples() -> Vec<Sample<Self>> {
        let empty = Self {
            layout: sample_layout("Fewer falls at home with a quiet sensor"),
            form: FormState::new(),
            proposal: sample_text(),
            criteria: vec![ScoredCriterion {
                field: format!("score_{ID}"),
                name: "Need".into(),
                guidance: "1: nobody has the problem. 5: every council has it.".into(),
                weight: 3,
            }],
            scores: ["1", "2", "3", "4", "5"]
                .map(|score| Choice::new(score, score))
                .to_vec(),
            action: Links::assessing_one(SAMPLE_SLUG, &ID),
            conflict_action: Links::assessing_conflict(SAMPLE_SLUG, &ID),
            back_href: Links::assessing(SAMPLE_SLUG),
        };
        let wrong = Self {
            form: FormState::new()
                .error(format!("score_{ID}"), "Give a score")
                .error("conflict", "Enter what your interest is"),
            ..empty.clone()
        };
        vec![Sample::new("empty", empty), Sample::new("wrong", wrong)]
    }
}
