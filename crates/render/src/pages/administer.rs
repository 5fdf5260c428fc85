//! All organisations, for those who run the installation, and merging those that are one.

use serde::Serialize;

use super::facts::{ID, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::FormState;
use crate::layout::{Layout, Link};
use crate::links::Links;

/// An organisation in a list.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationRow {
    /// Its name.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// "Company", "Authority".
    pub kind_text: String,
    /// Its Companies House number or GSS code.
    pub number: Option<String>,
    /// Why it may be the same as the one that is looked at.
    pub why: Option<String>,
}

/// Two organisations that may be one.
#[derive(Debug, Clone, Serialize)]
pub struct Pair {
    /// The name of one.
    pub one: String,
    /// The name of the other.
    pub other: String,
    /// Why they may be one.
    pub why: String,
    /// Where they can be merged.
    pub href: String,
}

/// What is found, or the likely duplicates.
#[derive(Debug, Clone, Serialize)]
pub struct Organisations {
    /// The frame.
    pub layout: Layout,
    /// What was looked for.
    pub form: FormState,
    /// Where the search goes.
    pub action: String,
    /// What was found.
    pub found: Vec<OrganisationRow>,
    /// "3 organisations", or that there are none; empty where nothing was looked for.
    pub found_text: String,
    /// The likely duplicates, where nothing was looked for.
    pub pairs: Vec<Pair>,
}

fn sample_rows() -> Vec<OrganisationRow> {
    let row = |name: &str, number: Option<&str>| OrganisationRow {
        name: name.into(),
        href: Links::administer_organisation(&ID),
        kind_text: "Company".into(),
        number: number.map(Into::into),
        why: None,
    };
    vec![
        row("Steadfoot", Some("09876543")),
        row("Stedfoot Ltd", None),
    ]
}

impl Page for Organisations {
    const TEMPLATE: &'static str = "pages/administer/organisations.html";

    fn samples() -> Vec<Sample<Self>> {
        let likely = Self {
            layout: signed_in("Organisations"),
            form: FormState::new(),
            action: Links::administer(),
            found: vec![],
            found_text: String::new(),
            pairs: vec![Pair {
                one: "Steadfoot".into(),
                other: "Stedfoot Ltd".into(),
                why: "A similar name".into(),
                href: Links::administer_merger_into(&ID, &ID),
            }],
        };
        let none = Self {
            pairs: vec![],
            ..likely.clone()
        };
        let found = Self {
            form: FormState::new().with("q", "stea"),
            found: sample_rows(),
            found_text: "2 organisations".into(),
            ..none.clone()
        };
        let nothing = Self {
            form: FormState::new().with("q", "zebra"),
            found_text: "Nothing is found for “zebra”.".into(),
            ..none.clone()
        };
        vec![
            Sample::new("likely", likely),
            Sample::new("none", none),
            Sample::new("found", found),
            Sample::new("nothing-found", nothing),
        ]
    }
}

/// One organisation, and those that it may be merged into.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationPage {
    /// The frame.
    pub layout: Layout,
    /// What was looked for, and the number of its group.
    pub form: FormState,
    /// Where the search goes.
    pub action: String,
    /// Where the form of its group goes; none of what is no company.
    pub group_action: Option<String>,
    /// "Company".
    pub kind_text: String,
    /// Its Companies House number or GSS code.
    pub number: Option<String>,
    /// "3 people and 12 bookings".
    pub ties_text: String,
    /// What it was merged into.
    pub merged_into: Option<Link>,
    /// Those that it may be merged into.
    pub candidates: Vec<OrganisationRow>,
    /// What they are, or that there are none.
    pub candidates_text: String,
}

impl Page for OrganisationPage {
    const TEMPLATE: &'static str = "pages/administer/organisation.html";

    fn samples() -> Vec<Sample<Self>> {
        let mut candidates = sample_rows();
        candidates.truncate(1);
        candidates[0].why = Some("A similar name".into());
        let likely = Self {
            layout: signed_in("Stedfoot Ltd").crumb("Organisations", Links::administer()),
            form: FormState::new(),
            action: Links::administer_organisation(&ID),
            group_action: Some(Links::administer_group(&ID)),
            kind_text: "Company".into(),
            number: None,
            ties_text: "1 person and 2 bookings".into(),
            merged_into: None,
            candidates,
            candidates_text: "Those that look like it".into(),
        };
        let alone = Self {
            candidates: vec![],
            candidates_text: "None looks like it.".into(),
            ..likely.clone()
        };
        let wrong = Self {
            form: FormState::new().with("parent_number", "12").error(
                "parent_number",
                "Companies House number must be 8 characters, like 01234567 or SC123456",
            ),
            ..likely.clone()
        };
        let merged = Self {
            group_action: None,
            merged_into: Some(Link::new("Steadfoot", Links::administer_organisation(&ID))),
            ties_text: "nothing".into(),
            ..alone.clone()
        };
        vec![
            Sample::new("likely", likely),
            Sample::new("alone", alone),
            Sample::new("wrong", wrong),
            Sample::new("merged", merged),
        ]
    }
}

/// Asks once before two organisations are merged.
#[derive(Debug, Clone, Serialize)]
pub struct MergerPage {
    /// The frame.
    pub layout: Layout,
    /// The one that is given up.
    pub from: Link,
    /// The one that stays.
    pub into: Link,
    /// Its id, as the form sends it.
    pub into_id: String,
    /// "3 people and 12 bookings".
    pub moves_text: String,
    /// Why they cannot be merged; none where they can.
    pub refusal: Option<String>,
    /// Where the button goes.
    pub action: String,
    /// The same question the other way round.
    pub swap_href: String,
    /// Where nothing happens.
    pub back_href: String,
}

impl Page for MergerPage {
    const TEMPLATE: &'static str = "pages/administer/merger.html";

    fn samples() -> Vec<Sample<Self>> {
        let asked = Self {
            layout: signed_in("Merge Stedfoot Ltd into Steadfoot?")
                .crumb("Organisations", Links::administer()),
            from: Link::new("Stedfoot Ltd", Links::administer_organisation(&ID)),
            into: Link::new("Steadfoot (09876543)", Links::administer_organisation(&ID)),
            into_id: ID.to_string(),
            moves_text: "1 person and 2 bookings".into(),
            refusal: None,
            action: Links::administer_merger(&ID),
            swap_href: Links::administer_merger_into(&ID, &ID),
            back_href: Links::administer(),
        };
        let refused = Self {
            refusal: Some("Together they would hold too many slots at “Care Day” (2 slots, and one company may hold 1): cancel bookings, or raise the limit there, first".into()),
            ..asked.clone()
        };
        vec![Sample::new("asked", asked), Sample::new("refused", refused)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<Organisations>(engine)?,
        render_samples::<OrganisationPage>(engine)?,
        render_samples::<MergerPage>(engine)?,
    ]
    .concat())
}
