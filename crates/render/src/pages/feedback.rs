//! Saying how a day was, without signing in.

use serde::Serialize;

use super::facts::{EventBrief, sample_event, visitor};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/feedback/{token}`. Fields: `helped` (a word), `better`, `named` (`yes` when ticked).
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackForm {
    /// The frame.
    pub layout: Layout,
    /// The event.
    pub event: EventBrief,
    /// Under which name the organisers would read it.
    pub name: String,
    /// What was typed.
    pub form: FormState,
    /// Whether the day helped.
    pub choices: Vec<Choice>,
    /// Where the form is sent; `None` once nothing is taken any more.
    pub action: Option<String>,
    /// Until when it is taken: "Friday 6 March 2026".
    pub until_text: String,
}

impl Page for FeedbackForm {
    const TEMPLATE: &'static str = "pages/event/feedback.html";

    fn samples() -> Vec<Sample<Self>> {
        let token = "0199a1f27c1e7d7a9f532f0c6a1b4e110199a1f27c1e7d7a9f532f0c6a1b4e1f0123456789abcdef0123456789abcdef";
        let empty = Self {
            layout: visitor("How was Northern Care Technology Day?"),
            event: sample_event(),
            name: "Tom Okafor".into(),
            form: FormState::new(),
            choices: vec![
                Choice::new("a-lot", "A lot"),
                Choice::new("some", "Somewhat"),
                Choice::new("little", "A little"),
                Choice::new("not-at-all", "Not at all"),
            ],
            action: Some(Links::feedback(token)),
            until_text: "Saturday 14 November 2026".into(),
        };
        let wrong = Self {
            form: FormState::new()
                .with("better", "A longer lunch.")
                .error("helped", "Choose whether the day helped you"),
            ..empty.clone()
        };
        let closed = Self {
            action: None,
            ..empty.clone()
        };
        vec![
            Sample::new("empty", empty),
            Sample::new("wrong", wrong),
            Sample::new("closed", closed),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    render_samples::<FeedbackForm>(engine)
}
