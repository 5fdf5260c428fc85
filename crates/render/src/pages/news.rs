//! News of market days by email, without an account.

use serde::Serialize;

use super::facts::{signed_in, visitor};
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// What can be chosen where somebody says what they would like to hear of. The fields: `news_regions` and `news_themes`, as
/// often as ticked, and `news_pace`.
#[derive(Debug, Clone, Serialize)]
pub struct NewsChoices {
    /// The regions.
    pub regions: Vec<Choice>,
    /// The themes.
    pub themes: Vec<Choice>,
    /// How often.
    pub paces: Vec<Choice>,
}

impl NewsChoices {
    /// Some of them.
    pub(super) fn sample() -> Self {
        Self {
            regions: vec![
                Choice::new("north-east", "North East"),
                Choice::new("wales", "Wales"),
            ],
            themes: vec![
                Choice::new("waste", "Waste and recycling"),
                Choice::new("housing", "Housing"),
            ],
            paces: vec![
                Choice::new("at-once", "At once, a letter for each new day"),
                Choice::new("weekly", "Once a week, on Monday at 8am"),
            ],
        }
    }
}

/// `/news`. The form's fields: those of [`NewsChoices`], and `email` where nobody is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct NewsForm {
    /// The frame.
    pub layout: Layout,
    /// What can be chosen.
    pub news: NewsChoices,
    /// The address of whoever is signed in: they type none and have nothing to confirm.
    pub email: Option<String>,
    /// What they agree to, word for word.
    pub wording: String,
    /// Where the form goes.
    pub action: String,
    /// What was typed.
    pub form: FormState,
}

impl Page for NewsForm {
    const TEMPLATE: &'static str = "pages/news/form.html";

    fn samples() -> Vec<Sample<Self>> {
        let empty = Self {
            layout: visitor("News of market days"),
            news: NewsChoices::sample(),
            email: None,
            wording:
                "Email me when a market day is announced in a region or about a theme that I chose"
                    .into(),
            action: Links::news(None, None),
            form: FormState::new().with("news_pace", "weekly"),
        };
        let mut wrong = empty.clone();
        wrong.form = FormState::new()
            .with("news_pace", "weekly")
            .with("email", "tom")
            .error("news_regions", "Choose at least one region or theme")
            .error("email", "Enter an email address, like name@example.com");
        let mut known = empty.clone();
        known.layout = signed_in("News of market days");
        known.email = Some("tom@steadfoot.example".into());
        vec![
            Sample::new("empty", empty),
            Sample::new("wrong", wrong),
            Sample::new("signed-in", known),
        ]
    }
}

/// After it was sent: the same for every address.
#[derive(Debug, Clone, Serialize)]
pub struct NewsAsked {
    /// The frame.
    pub layout: Layout,
    /// The address.
    pub email: String,
    /// How long the link works: "7 days".
    pub works_text: String,
}

impl Page for NewsAsked {
    const TEMPLATE: &'static str = "pages/news/asked.html";

    fn samples() -> Vec<Sample<Self>> {
        let asked = Self {
            layout: visitor("Look into your mailbox"),
            email: "tom@steadfoot.example".into(),
            works_text: "7 days".into(),
        };
        vec![Sample::new("asked", asked)]
    }
}

/// `/news/confirmation/{id}/{token}`: what was asked for, and the button that confirms it; after that, what is to come.
#[derive(Debug, Clone, Serialize)]
pub struct NewsConfirmation {
    /// The frame.
    pub layout: Layout,
    /// The address, masked.
    pub email: String,
    /// The regions and themes.
    pub topics: Vec<String>,
    /// How often.
    pub pace_text: String,
    /// What they agree to, word for word.
    pub wording: String,
    /// Where the form goes.
    pub action: String,
    /// Where they choose their letters from now on, once it is confirmed.
    pub letters_href: Option<String>,
}

impl Page for NewsConfirmation {
    const TEMPLATE: &'static str = "pages/news/confirmation.html";

    fn samples() -> Vec<Sample<Self>> {
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let asked = Self {
            layout: visitor("Get news of market days?"),
            email: "t***@steadfoot.example".into(),
            topics: vec!["Wales".into(), "Waste and recycling".into()],
            pace_text: "Once a week, on Monday at 8am".into(),
            wording:
                "Email me when a market day is announced in a region or about a theme that I chose"
                    .into(),
            action: Links::news_confirmation(&id, "0123456789abcdef0123456789abcdef"),
            letters_href: None,
        };
        let mut done = asked.clone();
        done.layout = visitor("You get news of market days");
        done.letters_href = Some(Links::letters(super::letters::TOKEN));
        vec![Sample::new("asked", asked), Sample::new("done", done)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let mut rendered = render_samples::<NewsForm>(engine)?;
    rendered.extend(render_samples::<NewsAsked>(engine)?);
    rendered.extend(render_samples::<NewsConfirmation>(engine)?);
    Ok(rendered)
}
