//! What a company says of itself, once for all events.

use serde::Serialize;

use super::facts::{ID, sample_themes, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::{Layout, Tag, Tone};
use crate::links::Links;

/// The profile of a company, for those who act for it. The fields of the form: `name`, `company_number`, `website`,
/// `region`, `size`, `sole_trader`, `products`, `themes`, one for each scheme of identifiers, and `version`. Those of a
/// document: `document_kind`, `document_name`, `document_link`, `document_expires`.
#[derive(Debug, Clone, Serialize)]
pub struct ProfilePage {
    /// The frame.
    pub layout: Layout,
    /// The company.
    pub company: String,
    /// What is known of it, for those who may only look; empty for those who have the form.
    pub facts: Vec<Fact>,
    /// What somebody else has saved since the form was opened, where it differs from what was typed.
    pub meanwhile: Vec<Fact>,
    /// Its documents.
    pub documents: Vec<DocumentRow>,
    /// What can be changed; none for those who may only look.
    pub edit: Option<ProfileEdit>,
    /// What was typed, and what is wrong with it.
    pub form: FormState,
    /// Who else acts for it.
    pub members_href: String,
    /// The history of the company, for those who may read it.
    pub history_href: Option<String>,
}

/// One thing that is known.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// "Website".
    pub name: String,
    /// What it is; never empty.
    pub value: String,
}

/// A document.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentRow {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub href: String,
    /// "Assurance".
    pub kind_text: String,
    /// "31 March 2027".
    pub until_text: Option<String>,
    /// "Expired", "Expires soon".
    pub tag: Option<Tag>,
    /// Where it is taken away.
    pub remove_action: Option<String>,
}

/// The forms of those who may change it.
#[derive(Debug, Clone, Serialize)]
pub struct ProfileEdit {
    /// Where the form goes.
    pub action: String,
    /// The regions to choose from.
    pub regions: Vec<Choice>,
    /// How many people there may be.
    pub sizes: Vec<Choice>,
    /// Yes or no.
    pub sole_trader: Vec<Choice>,
    /// The themes to choose from.
    pub themes: Vec<Choice>,
    /// The schemes of identifiers: each a field, with what one looks like as its hint.
    pub schemes: Vec<Choice>,
    /// Where a new document goes.
    pub document_action: String,
    /// What documents show.
    pub document_kinds: Vec<Choice>,
}

impl Page for ProfilePage {
    const TEMPLATE: &'static str = "pages/people/profile.html";

    fn samples() -> Vec<Sample<Self>> {
        let edit = sample();
        let wrong = Self {
            form: edit
                .form
                .clone()
                .without("ppon")
                .with("ppon", "PABC1234")
                .error("ppon", "PPON must look like PABC-1234-DEFG"),
            ..edit.clone()
        };
        let meanwhile = Self {
            meanwhile: vec![fact("Website", "https://steadfoot.example")],
            form: edit.form.clone().error(
                "",
                "Somebody else changed the profile while you did. Nothing of yours is saved yet",
            ),
            ..edit.clone()
        };
        let seen = Self {
            facts: vec![
                fact("Company name", "Steadfoot & Daughters Ltd"),
                fact("Size", "10 to 49 people"),
            ],
            documents: edit
                .documents
                .iter()
                .map(|row| DocumentRow {
                    remove_action: None,
                    ..row.clone()
                })
                .collect(),
            edit: None,
            form: FormState::new(),
            ..edit.clone()
        };
        let empty = Self {
            documents: vec![],
            ..edit.clone()
        };
        vec![
            Sample::new("edit", edit),
            Sample::new("wrong", wrong),
            Sample::new("meanwhile", meanwhile),
            Sample::new("seen", seen),
            Sample::new("empty", empty),
        ]
    }
}

fn fact(name: &str, value: &str) -> Fact {
    Fact {
        name: name.into(),
        value: value.into(),
    }
}

fn sample() -> ProfilePage {
    let document = |name: &str, kind: &str, until: Option<&str>, tag| DocumentRow {
        name: name.into(),
        href: "https://steadfoot.example/documents".into(),
        kind_text: kind.into(),
        until_text: until.map(Into::into),
        tag,
        remove_action: Some(Links::profile_document_removal(&ID, &ID)),
    };
    ProfilePage {
        layout: signed_in("Profile of Steadfoot & Daughters Ltd")
            .crumb("My bookings and registrations", Links::my()),
        company: "Steadfoot & Daughters Ltd".into(),
        facts: vec![],
        meanwhile: vec![],
        documents: vec![
            document("Accessibility statement", "Accessibility", None, None),
            document(
                "Cyber Essentials",
                "Assurance",
                Some("31 March 2026"),
                Some(Tag::new("Expires soon", Tone::Warn)),
            ),
            document(
                "Public liability insurance",
                "Assurance",
                Some("1 March 2026"),
                Some(Tag::new("Expired", Tone::Bad)),
            ),
        ],
        edit: Some(ProfileEdit {
            action: Links::profile(&ID),
            regions: vec![
                Choice::new("wales", "Wales"),
                Choice::new("north-east", "North East"),
            ],
            sizes: vec![
                Choice::new("micro", "1 to 9 people"),
                Choice::new("small", "10 to 49 people"),
            ],
            sole_trader: vec![Choice::new("yes", "Yes"), Choice::new("no", "No")],
            themes: sample_themes(),
            schemes: vec![
                Choice::new("ppon", "PPON").hint("Like PABC-1234-DEFG."),
                Choice::new("duns", "DUNS number").hint("Like 123456789."),
            ],
            document_action: Links::profile_documents(&ID),
            document_kinds: vec![
                Choice::new("accessibility", "Accessibility"),
                Choice::new("assurance", "Assurance"),
            ],
        }),
        form: FormState::new()
            .with("name", "Steadfoot & Daughters Ltd")
            .with("company_number", "01234567")
            .with("region", "north-east")
            .with("size", "small")
            .with("sole_trader", "no")
            .with("themes", "adult-social-care")
            .with("ppon", "PABC-1234-DEFG")
            .with("version", "3"),
        members_href: Links::members(&ID),
        history_href: Some(Links::organisation_history(&ID)),
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<ProfilePage>(engine)
}
