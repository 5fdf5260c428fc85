//! Where somebody is signed in.

use serde::Serialize;

use super::facts::{ID, signed_in};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// Where somebody is signed in, and signing out there.
#[derive(Debug, Clone, Serialize)]
pub struct MySignIns {
    /// The frame.
    pub layout: Layout,
    /// Each sign-in, last used first.
    pub sign_ins: Vec<SignInLine>,
    /// Where the buttons for several at once go. They send `action=others` or `action=all`.
    pub action: String,
}

/// Being signed in, in one browser.
#[derive(Debug, Clone, Serialize)]
pub struct SignInLine {
    /// "Firefox on Windows".
    pub device: String,
    /// "With an emailed code".
    pub way_text: String,
    /// "10:02am on Tuesday 3 March 2026".
    pub since_text: String,
    /// When it was last used, to within some minutes.
    pub seen_text: String,
    /// Whether it is the browser that reads this.
    pub is_here: bool,
    /// Where its button goes.
    pub action: String,
}

impl Page for MySignIns {
    const TEMPLATE: &'static str = "pages/my/sign_ins.html";

    fn samples() -> Vec<Sample<Self>> {
        let line = |device: &str, way: &str, is_here| SignInLine {
            device: device.into(),
            way_text: way.into(),
            since_text: "10:02am on Tuesday 3 March 2026".into(),
            seen_text: "4:20pm on Thursday 5 March 2026".into(),
            is_here,
            action: Links::my_sign_in_end(&ID),
        };
        let here = line("Firefox on Windows", "With an emailed code", true);
        let page = |sign_ins| Self {
            layout: signed_in("Where you are signed in")
                .crumb("My bookings and registrations", Links::my()),
            sign_ins,
            action: Links::my_sign_ins(),
        };
        let there = line("Safari on an iPhone", "With an emailed link", false);
        vec![
            Sample::new("here", page(vec![here.clone()])),
            Sample::new("both", page(vec![here, there])),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<MySignIns>(engine)
}
