//! What is kept of whom, somebody's own data, and erasing it.

use serde::Serialize;

use super::facts::{SLUG, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::{Layout, Link};
use crate::links::Links;

/// A kind of personal data as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct DataKind {
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: String,
    /// What it is for.
    pub purpose: String,
    /// Why the law allows it.
    pub basis: String,
    /// Who sees it.
    pub seen_by: String,
    /// "30 days after the event", a line a rule.
    pub kept: Vec<String>,
}

/// What is kept of whom: of the installation, or of one event.
#[derive(Debug, Clone, Serialize)]
pub struct Privacy {
    /// The frame.
    pub layout: Layout,
    /// Who answers for it.
    pub controller: String,
    /// Their address.
    pub contact: String,
    /// The event, if it is about one.
    pub event: Option<Link>,
    /// Every kind.
    pub kinds: Vec<DataKind>,
    /// Where people see their own data.
    pub my_data_href: String,
    /// Where anybody complains.
    pub complaint_href: String,
}

fn sample_kind() -> DataKind {
    DataKind {
        name: "Access and dietary needs".into(),
        what: "What you need to take part".into(),
        purpose: "So that you can take part".into(),
        basis: "Explicit consent (UK GDPR, Articles 6(1)(a) and 9(2)(a))".into(),
        seen_by: "You and the organisers of this one event".into(),
        kept: vec!["30 days after the event".into()],
    }
}

impl Page for Privacy {
    const TEMPLATE: &'static str = "pages/privacy/privacy.html";

    fn samples() -> Vec<Sample<Self>> {
        let installation = Self {
            layout: Layout::new("Privacy"),
            controller: "Trade North".into(),
            contact: "days@tradenorth.example".into(),
            event: None,
            kinds: vec![sample_kind()],
            my_data_href: Links::my_data(),
            complaint_href: Links::complaint(),
        };
        let event = Self {
            event: Some(Link::new(
                "Northern Care Technology Day",
                Links::event(SLUG),
            )),
            ..installation.clone()
        };
        vec![
            Sample::new("installation", installation),
            Sample::new("event", event),
        ]
    }
}

/// Somebody's own data: download it, or be erased.
#[derive(Debug, Clone, Serialize)]
pub struct MyData {
    /// The frame.
    pub layout: Layout,
    /// Their address.
    pub email: String,
    /// Whether they signed in recently enough.
    pub is_fresh: bool,
    /// Where they sign in again.
    pub sign_in_href: String,
    /// Where the button to download goes.
    pub action: String,
    /// Where they are erased.
    pub erasure_href: String,
}

impl Page for MyData {
    const TEMPLATE: &'static str = "pages/my/data.html";

    fn samples() -> Vec<Sample<Self>> {
        let fresh = Self {
            layout: signed_in("Your data"),
            email: "tom@steadfoot.example".into(),
            is_fresh: true,
            sign_in_href: Links::sign_in_then(&Links::my_data()),
            action: Links::my_data_download(),
            erasure_href: Links::my_data_erasure(),
        };
        let stale = Self {
            is_fresh: false,
            ..fresh.clone()
        };
        vec![Sample::new("fresh", fresh), Sample::new("stale", stale)]
    }
}

/// What an erasure will do, and the button that does it.
#[derive(Debug, Clone, Serialize)]
pub struct Erasure {
    /// The frame.
    pub layout: Layout,
    /// Their address, to which the last letter goes.
    pub email: String,
    /// Whether they signed in recently enough.
    pub is_fresh: bool,
    /// Where they sign in again.
    pub sign_in_href: String,
    /// Where the button goes.
    pub action: String,
    /// What happens, a sentence each.
    pub effects: Vec<String>,
    /// Organisations that need another owner first.
    pub to_hand_over: Vec<String>,
    /// Back to their data.
    pub back_href: String,
}

impl Page for Erasure {
    const TEMPLATE: &'static str = "pages/my/erasure.html";

    fn samples() -> Vec<Sample<Self>> {
        let ready = Self {
            layout: signed_in("Erase your data"),
            email: "tom@steadfoot.example".into(),
            is_fresh: true,
            sign_in_href: Links::sign_in_then(&Links::my_data_erasure()),
            action: Links::my_data_erasure(),
            effects: vec!["Your pitch “Fewer falls” is cancelled and its slot freed.".into()],
            to_hand_over: vec![],
            back_href: Links::my_data(),
        };
        let last_owner = Self {
            to_hand_over: vec!["Steadfoot & Daughters Ltd".into()],
            ..ready.clone()
        };
        let stale = Self {
            is_fresh: false,
            ..ready.clone()
        };
        vec![
            Sample::new("ready", ready),
            Sample::new("last-owner", last_owner),
            Sample::new("stale", stale),
        ]
    }
}

/// Somebody was erased.
#[derive(Debug, Clone, Serialize)]
pub struct ErasureDone {
    /// The frame.
    pub layout: Layout,
}

impl Page for ErasureDone {
    const TEMPLATE: &'static str = "pages/my/erased.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: Layout::new("You have been erased"),
        };
        vec![Sample::new("done", page)]
    }
}

/// Everything about somebody as a file to read, which stands by itself.
#[derive(Debug, Clone, Serialize)]
pub struct MyDataFile {
    /// Every kind, also where there is nothing of it.
    pub kinds: Vec<FileKind>,
}

/// A kind of personal data with what is held of one person.
#[derive(Debug, Clone, Serialize)]
pub struct FileKind {
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: String,
    /// What it is for.
    pub purpose: String,
    /// Names and values, a list a row.
    pub rows: Vec<Vec<(String, String)>>,
}

impl Page for MyDataFile {
    const TEMPLATE: &'static str = "pages/my/data_file.html";

    fn samples() -> Vec<Sample<Self>> {
        let kind = |rows| FileKind {
            name: "Access and dietary needs".into(),
            what: "What you need to take part".into(),
            purpose: "So that you can take part".into(),
            rows,
        };
        let row = vec![
            ("access".into(), "A seat near the <front>".into()),
            ("dietary".into(), "Vegan".into()),
        ];
        let file = Self {
            kinds: vec![kind(vec![row]), kind(vec![])],
        };
        vec![Sample::new("some", file)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<Privacy>(engine)?,
        render_samples::<MyData>(engine)?,
        render_samples::<Erasure>(engine)?,
        render_samples::<MyDataFile>(engine)?,
        render_samples::<ErasureDone>(engine)?,
    ]
    .concat())
}
