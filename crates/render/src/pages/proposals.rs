//! What an event looks for, proposing to it, and a company's own proposal.

use serde::Serialize;

use super::bookings::PitchChange;
use super::facts::{
    EventBrief, ID, SLUG, below_event, sample_event, sample_themes, signed_in, visitor,
};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;
use crate::markdown::{SafeHtml, markdown};

/// A criterion by which proposals are scored.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionFact {
    /// Its name.
    pub name: String,
    /// What the scores mean; empty if nothing is said.
    pub guidance: String,
    /// How much it counts.
    pub weight: u32,
}

/// The call of an event. It is cached for everyone, so it holds no form.
#[derive(Debug, Clone, Serialize)]
pub struct CallPage {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// What is looked for.
    pub looked_for: SafeHtml,
    /// "Proposals close at 5pm on Friday 11 September 2026."
    pub window_text: String,
    /// How it is decided, a sentence each.
    pub how: Vec<String>,
    /// The criteria, in order.
    pub criteria: Vec<CriterionFact>,
    /// Where a pitch is proposed; `None` while it cannot be.
    pub propose_href: Option<String>,
}

impl Page for CallPage {
    const TEMPLATE: &'static str = "pages/proposals/call.html";

    fn samples() -> Vec<Sample<Self>> {
        let open = Self {
            layout: below_event(Layout::new("Propose a pitch")),
            event: sample_event(),
            looked_for: markdown("Products that **keep people at home**."),
            window_text: "Proposals close at 5pm on Friday 11 September 2026.".into(),
            how: vec!["At least 2 assessors score each proposal.".into()],
            criteria: vec![
                CriterionFact {
                    name: "Need".into(),
                    guidance: "1: nobody has the problem.\n5: every council has it.".into(),
                    weight: 3,
                },
                CriterionFact {
                    name: "Evidence".into(),
                    guidance: String::new(),
                    weight: 1,
                },
            ],
            propose_href: Some(Links::new_proposal(SLUG)),
        };
        let closed = Self {
            window_text: "Proposals closed at 5pm on Friday 11 September 2026.".into(),
            propose_href: None,
            ..open.clone()
        };
        vec![Sample::new("open", open), Sample::new("closed", closed)]
    }
}

/// The form of a proposal. Its fields: `form_id`, `company`, `website`, `company_number`, `contact_name`, `email`, `phone`,
/// `presenter_name`, `presenter_email`, `pitch_title`, `pitch_summary`, `themes`, what was answered to
/// [`ProposalCompany`] in `same_company`, and in the second step `code`. Its buttons send `action=propose`,
/// `action=draft` or `action=resend`.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalForm {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// The call.
    pub call_href: String,
    /// "Proposals close at …"
    pub until_text: String,
    /// Where the form goes.
    pub action: String,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// The themes to choose from.
    pub themes: Vec<Choice>,
    /// The address of whoever is signed in, who needs no code and may save a draft.
    pub signed_in_as: Option<String>,
    /// Where somebody signs in to save a draft.
    pub sign_in_href: String,
    /// The address that a code was sent to, which makes this the second step.
    pub code_sent_to: Option<String>,
}

impl Page for ProposalForm {
    const TEMPLATE: &'static str = "pages/proposals/form.html";

    fn samples() -> Vec<Sample<Self>> {
        let empty = Self {
            layout: below_event(visitor("Propose a pitch")),
            event: sample_event(),
            call_href: Links::call(SLUG),
            until_text: "Proposals close at 5pm on Friday 11 September 2026.".into(),
            action: Links::new_proposal(SLUG),
            form: FormState::new().with("form_id", ID),
            themes: sample_themes(),
            signed_in_as: None,
            sign_in_href: Links::sign_in_then(&Links::new_proposal(SLUG)),
            code_sent_to: None,
        };
        let filled = empty
            .form
            .clone()
            .with("company", "Steadfoot & Daughters Ltd")
            .with("contact_name", "Tom Okafor")
            .with("pitch_title", "Fewer falls at home with a quiet sensor");
        let wrong = Self {
            layout: below_event(signed_in("Propose a pitch")),
            form: filled.clone().error("pitch_summary", "Enter summary"),
            signed_in_as: Some("tom@steadfoot.example".into()),
            ..empty.clone()
        };
        let code = Self {
            form: filled.with("email", "tom@steadfoot.example"),
            code_sent_to: Some("tom@steadfoot.example".into()),
            ..empty.clone()
        };
        vec![
            Sample::new("empty", empty),
            Sample::new("wrong", wrong),
            Sample::new("code", code),
        ]
    }
}

/// Asks whether a known company is the one that was typed. Its buttons send `same_company`.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalCompany {
    /// The frame.
    pub layout: Layout,
    /// The known company.
    pub company: String,
    /// Its Companies House number.
    pub company_number: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// What "yes" sends.
    pub yes: String,
    /// What "no" sends.
    pub no: String,
    /// Where the form goes.
    pub action: String,
    /// What was typed, which goes along.
    pub form: FormState,
}

impl Page for ProposalCompany {
    const TEMPLATE: &'static str = "pages/proposals/same_company.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: below_event(visitor("Is this your company?")),
            company: "Steadfoot & Daughters Ltd".into(),
            company_number: Some("01234567".into()),
            region: Some("Yorkshire and the Humber".into()),
            yes: format!("yes-{ID}"),
            no: format!("no-{ID}"),
            action: Links::new_proposal(SLUG),
            form: FormState::new().with("company", "Steadfoot and Daughters"),
        };
        vec![Sample::new("asked", page)]
    }
}

/// The slot that waits for a proposal, or that it has.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalPlace {
    /// "Thursday 15 October 2026, 10:30am to 10:42am".
    pub when_text: String,
    /// The name of the stage.
    pub stage: String,
    /// "5pm on Friday 18 September 2026".
    pub confirm_by_text: String,
    /// Where it is confirmed; `None` once it is.
    pub confirm_action: Option<String>,
    /// The booking that it became.
    pub booking_href: Option<String>,
}

/// A proposal, for whoever proposed it and their company. The form's fields: `version`, `presenter_name`,
/// `presenter_email`, `pitch_title`, `pitch_summary`, `themes`.
#[derive(Debug, Clone, Serialize)]
pub struct OwnProposal {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// The call.
    pub call_href: String,
    /// Where it stands.
    pub tag: Tag,
    /// What is still to happen, or why it ended.
    pub note: Option<String>,
    /// The slot that waits for it, or that it has.
    pub place: Option<ProposalPlace>,
    /// Where a member of the company says that it was made for it; `None` for everybody else.
    pub claim_action: Option<String>,
    /// The company.
    pub company: String,
    /// "Tom Okafor, tom@steadfoot.example".
    pub contact_text: String,
    /// Who would present.
    pub presenter_text: String,
    /// The title of the pitch.
    pub pitch_title: String,
    /// What it is about.
    pub pitch_summary: String,
    /// The names of its themes.
    pub themes: Vec<String>,
    /// "10:02am on Tuesday 3 March 2026".
    pub submitted_text: String,
    /// What the organisers say of the decision; empty if nothing.
    pub feedback: String,
    /// The form that changes it; `None` when it cannot be changed any more.
    pub change: Option<PitchChange>,
    /// What stands in that form.
    pub form: FormState,
    /// Where it is taken back; `None` when it cannot be.
    pub withdraw_href: Option<String>,
}

impl Page for OwnProposal {
    const TEMPLATE: &'static str = "pages/proposals/proposal.html";

    fn samples() -> Vec<Sample<Self>> {
        let submitted = submitted();
        let wrong = Self {
            form: submitted
                .form
                .clone()
                .error("pitch_title", "Enter title of your pitch"),
            claim_action: Some(Links::proposal_claim(&ID)),
            note: Some("Somebody at the company must confirm that it was made for it.".into()),
            ..submitted.clone()
        };
        let placed = Self {
            tag: Tag::new("Waiting to be confirmed", Tone::Warn),
            place: Some(ProposalPlace {
                when_text: "Thursday 15 October 2026, 10:30am to 10:42am".into(),
                stage: "Main Hall".into(),
                confirm_by_text: "5pm on Friday 18 September 2026".into(),
                confirm_action: Some(Links::proposal_confirmation(&ID)),
                booking_href: None,
            }),
            feedback: "We liked the evidence.".into(),
            change: None,
            ..submitted.clone()
        };
        let confirmed = Self {
            tag: Tag::new("Confirmed", Tone::Good),
            place: placed.place.clone().map(|place| ProposalPlace {
                confirm_action: None,
                booking_href: Some(Links::booking(&ID)),
                ..place
            }),
            withdraw_href: None,
            ..placed.clone()
        };
        let declined = Self {
            tag: Tag::new("Declined", Tone::Bad),
            place: None,
            withdraw_href: None,
            ..placed.clone()
        };
        vec![
            Sample::new("submitted", submitted),
            Sample::new("wrong", wrong),
            Sample::new("placed", placed),
            Sample::new("confirmed", confirmed),
            Sample::new("declined", declined),
        ]
    }
}

fn submitted() -> OwnProposal {
    let (title, summary) = (
        "Fewer falls at home with a quiet sensor",
        "A sensor that learns a household's rhythm.\nNo camera, no wearable.",
    );
    OwnProposal {
        layout: below_event(signed_in("Your proposal")),
        event: sample_event(),
        call_href: Links::call(SLUG),
        tag: Tag::new("Submitted", Tone::Quiet),
        note: None,
        place: None,
        claim_action: None,
        company: "Steadfoot & Daughters Ltd".into(),
        contact_text: "Tom Okafor, tom@steadfoot.example".into(),
        presenter_text: "Grace Okafor".into(),
        pitch_title: title.into(),
        pitch_summary: summary.into(),
        themes: vec!["Adult social care".into()],
        submitted_text: "10:02am on Tuesday 3 March 2026".into(),
        feedback: String::new(),
        change: Some(PitchChange {
            action: Links::proposal(&ID),
            themes: sample_themes(),
        }),
        form: FormState::new()
            .with("version", "0")
            .with("pitch_title", title)
            .with("pitch_summary", summary)
            .with("themes", "adult-social-care"),
        withdraw_href: Some(Links::proposal_withdrawal(&ID)),
    }
}

/// Asks once before a proposal, or the slot that waits for it, is taken back.
#[derive(Debug, Clone, Serialize)]
pub struct ProposalWithdrawal {
    /// The frame.
    pub layout: Layout,
    /// The title of the pitch.
    pub pitch_title: String,
    /// Whether a slot waits for it.
    pub has_place: bool,
    /// Where the button goes.
    pub action: String,
    /// The proposal.
    pub back_href: String,
}

impl Page for ProposalWithdrawal {
    const TEMPLATE: &'static str = "pages/proposals/withdrawal.html";

    fn samples() -> Vec<Sample<Self>> {
        let asked = Self {
            layout: below_event(signed_in("Take your proposal back")),
            pitch_title: "Fewer falls at home with a quiet sensor".into(),
            has_place: false,
            action: Links::proposal_withdrawal(&ID),
            back_href: Links::proposal(&ID),
        };
        let placed = Self {
            has_place: true,
            ..asked.clone()
        };
        vec![Sample::new("asked", asked), Sample::new("placed", placed)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let pages = [
        render_samples::<CallPage>(engine)?,
        render_samples::<ProposalForm>(engine)?,
        render_samples::<ProposalCompany>(engine)?,
        render_samples::<OwnProposal>(engine)?,
        render_samples::<ProposalWithdrawal>(engine)?,
    ];
    Ok(pages.into_iter().flatten().collect())
}
