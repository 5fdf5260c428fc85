//! Who belongs to a team or an organisation, and being asked to.

use serde::Serialize;

use super::facts::{ID, signed_in};
use super::organise::{EventHeader, SAMPLE_SLUG, Section, sample_event_layout, sample_header};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// Who belongs to an event's team, or to an organisation, and the form that asks somebody to join.
#[derive(Debug, Clone, Serialize)]
pub struct Members {
    /// The frame.
    pub layout: Layout,
    /// What was typed: `email`, `role` and, for a team, `reach`.
    pub form: FormState,
    /// The event whose team it is; none for an organisation.
    pub event: Option<EventHeader>,
    /// A sentence on who these people are.
    pub lead: String,
    /// The profile of the company whose members they are.
    pub profile_href: Option<String>,
    /// The history of the organisation, for those who may read it.
    pub history_href: Option<String>,
    /// Who is there.
    pub members: Vec<MemberRow>,
    /// Who was asked and has not accepted yet.
    pub asked: Vec<AskedRow>,
    /// Where the form goes; none for somebody who may only look.
    pub action: Option<String>,
    /// The roles to choose from.
    pub roles: Vec<Choice>,
    /// For how much: this event, or all of the body. Empty where there is nothing to choose.
    pub reaches: Vec<Choice>,
}

/// Somebody who is there.
#[derive(Debug, Clone, Serialize)]
pub struct MemberRow {
    /// Their name, or their address where they gave none.
    pub name: String,
    /// Their address.
    pub email: String,
    /// "Editor".
    pub role_text: String,
    /// "For every event of Trade North", "Not yet confirmed".
    pub note: Option<String>,
    /// Their role as a word, for the form that changes it.
    pub role: String,
    /// Where they get another role.
    pub change_action: Option<String>,
    /// Where they are removed, or leave.
    pub remove_action: Option<String>,
    /// "Remove", "Leave".
    pub remove_text: &'static str,
}

/// Somebody who was asked.
#[derive(Debug, Clone, Serialize)]
pub struct AskedRow {
    /// Their address.
    pub email: String,
    /// "Editor".
    pub role_text: String,
    /// "10:02am on Tuesday 17 March 2026".
    pub expires_text: String,
    /// Where they are asked no longer.
    pub withdraw_action: Option<String>,
}

impl Page for Members {
    const TEMPLATE: &'static str = "pages/people/people.html";

    fn samples() -> Vec<Sample<Self>> {
        let roles = || {
            vec![
                Choice::new("editor", "Editor").hint("You could change everything but the team"),
                Choice::new("viewer", "Viewer").hint("You could look on"),
            ]
        };
        let row = |name: &str, role: &str, text: &str| MemberRow {
            name: name.into(),
            email: "priya.nair@tradenorth.example".into(),
            role_text: text.into(),
            note: None,
            role: role.into(),
            change_action: Some(Links::organise_seat(SAMPLE_SLUG, &ID)),
            remove_action: Some(Links::organise_seat_removal(SAMPLE_SLUG, &ID)),
            remove_text: "Remove",
        };
        let team = Self {
            layout: sample_event_layout("Team"),
            form: FormState::new(),
            event: Some(sample_header(Section::Team)),
            lead: "These people run the event with you.".into(),
            profile_href: None,
            history_href: None,
            members: vec![
                MemberRow {
                    note: Some("Member of Trade North".into()),
                    change_action: None,
                    remove_action: None,
                    ..row("Priya Nair", "owner", "Owner")
                },
                row("Sam Reid", "editor", "Editor"),
            ],
            asked: vec![AskedRow {
                email: "jo@tradenorth.example".into(),
                role_text: "Viewer".into(),
                expires_text: "10:02am on Tuesday 17 March 2026".into(),
                withdraw_action: Some(Links::organise_nomination_withdrawal(SAMPLE_SLUG, &ID)),
            }],
            action: Some(Links::organise_team(SAMPLE_SLUG)),
            roles: roles(),
            reaches: vec![
                Choice::new("event", "This event"),
                Choice::new("body", "Every event of Trade North"),
            ],
        };
        let bad = Self {
            form: FormState::new().with("email", "jo@").error(
                "email",
                "Enter an email address, such as name@council.gov.uk",
            ),
            ..team.clone()
        };
        let members = Self {
            layout: signed_in("Members of Steadfoot & Daughters Ltd"),
            event: None,
            lead: "They act for Steadfoot & Daughters Ltd.".into(),
            profile_href: Some(Links::profile(&ID)),
            history_href: Some(Links::organisation_history(&ID)),
            members: vec![MemberRow {
                change_action: None,
                remove_action: Some(Links::member_removal(&ID, &ID)),
                remove_text: "Leave",
                ..row("Tom Okafor", "member", "Member")
            }],
            asked: vec![],
            action: None,
            roles: vec![],
            reaches: vec![],
            ..team.clone()
        };
        vec![
            Sample::new("team", team),
            Sample::new("bad", bad),
            Sample::new("members", members),
        ]
    }
}

/// The question to somebody who was named, with the button that accepts.
#[derive(Debug, Clone, Serialize)]
pub struct Nomination {
    /// The frame.
    pub layout: Layout,
    /// Who named them.
    pub named_by: String,
    /// What they would join.
    pub what: String,
    /// "an editor".
    pub role_text: String,
    /// What they could do, after "You could".
    pub may_text: String,
    /// Until when.
    pub expires_text: String,
    /// Where the button goes; none once the nomination does not stand any more.
    pub action: Option<String>,
}

impl Page for Nomination {
    const TEMPLATE: &'static str = "pages/people/nomination.html";

    fn samples() -> Vec<Sample<Self>> {
        let open = Self {
            layout: signed_in("Join the team of Northern Care Technology Day"),
            named_by: "Priya Nair".into(),
            what: "the team of Northern Care Technology Day".into(),
            role_text: "an editor".into(),
            may_text: "change everything about the event but its team".into(),
            expires_text: "10:02am on Tuesday 17 March 2026".into(),
            action: Some(Links::nomination(&ID)),
        };
        let over = Self {
            action: None,
            ..open.clone()
        };
        vec![Sample::new("open", open), Sample::new("over", over)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let pages = [
        render_samples::<Members>(engine)?,
        render_samples::<Nomination>(engine)?,
    ];
    Ok(pages.into_iter().flatten().collect())
}
