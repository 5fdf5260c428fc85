//! Which letters somebody wants that they do not need: signed in, or by the link of a letter.

use serde::Serialize;

use super::facts::{signed_in, visitor};
use super::news::NewsChoices;
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::form::{Choice, FormState};
use crate::layout::Layout;
use crate::links::Links;

/// `/my/letters` and `/letters/{token}`. The form's fields: one for each kind, by its word, `yes` when ticked, and those of
/// [`NewsChoices`].
#[derive(Debug, Clone, Serialize)]
pub struct MyLetters {
    /// The frame.
    pub layout: Layout,
    /// Their address; masked where nobody is known to be signed in.
    pub email: String,
    /// Whether they came by the link of a letter: nobody is signed in by it.
    pub is_by_link: bool,
    /// Where the form goes.
    pub action: String,
    /// What news can be chosen.
    pub news: NewsChoices,
    /// Whether there are quiet hours: `quiet`.
    pub quiets: Vec<Choice>,
    /// Every hour, for the quiet ones: `quiet_from` and `quiet_to`, where `quiet` is `hours` and not `none`.
    pub hours: Vec<Choice>,
    /// Whose clocks can be chosen: `quiet_zone`.
    pub zones: Vec<Choice>,
    /// The kinds, a box each.
    pub kinds: Vec<LetterKind>,
    /// What is ticked: what they agreed to, and nothing else.
    pub form: FormState,
}

/// One kind of letter.
#[derive(Debug, Clone, Serialize)]
pub struct LetterKind {
    /// The field's name.
    pub name: String,
    /// What they agree to, word for word.
    pub wording: String,
    /// How often that is.
    pub hint: String,
    /// "You agreed at 9am on Tuesday 12 January 2027, on the page /my/letters."
    pub given_text: Option<String>,
}

impl Page for MyLetters {
    const TEMPLATE: &'static str = "pages/my/letters.html";

    fn samples() -> Vec<Sample<Self>> {
        let kind = |name: &str, wording: &str| LetterKind {
            name: name.into(),
            wording: wording.into(),
            hint: "One letter for each.".into(),
            given_text: None,
        };
        let none = Self {
            layout: signed_in("Letters that you can do without"),
            email: "tom@steadfoot.example".into(),
            is_by_link: false,
            action: Links::my_letters(),
            news: NewsChoices::sample(),
            quiets: vec![
                Choice::new("hours", "Not in these hours"),
                Choice::new("none", "At any time"),
            ],
            hours: vec![Choice::new("7", "7am"), Choice::new("21", "9pm")],
            zones: vec![
                Choice::new("Europe/London", "United Kingdom"),
                Choice::new("Europe/Dublin", "Ireland"),
            ],
            kinds: vec![
                kind(
                    "event-news",
                    "Email me when a market day is announced in a region or about a theme that I chose",
                ),
                kind("feedback-request", "Email me after a market day"),
            ],
            form: quiet(),
        };
        let mut one = none.clone();
        one.form = quiet()
            .with("event-news", "yes")
            .with("news_regions", "wales")
            .with("news_pace", "at-once");
        one.kinds[0].given_text =
            Some("You agreed at 9am on Tuesday 12 January 2027, on the page /my/letters.".into());
        let mut team = none.clone();
        team.kinds.push(LetterKind {
            hint: "One letter a day, at most. It comes with your part in a team, unless you take the tick away.".into(),
            ..kind(
                "booking-digest",
                "Email me in the morning what became of the bookings of events that I look after",
            )
        });
        team.form = quiet().with("booking-digest", "yes");
        let by_link = Self {
            layout: visitor("Letters that you can do without"),
            email: "t***@steadfoot.example".into(),
            is_by_link: true,
            action: Links::letters(TOKEN),
            ..one.clone()
        };
        let mut wrong = none.clone();
        wrong.form = quiet()
            .with("event-news", "yes")
            .with("news_pace", "weekly")
            .error("news_regions", "Choose at least one region or theme");
        vec![
            Sample::new("none", none),
            Sample::new("one-given", one),
            Sample::new("wrong", wrong),
            Sample::new("team", team),
            Sample::new("by-link", by_link),
        ]
    }
}

/// `/unsubscribe/{token}`: asks, and after its button says what was done. Nobody looks at the token in its form, since mail
/// programs send the same without one (RFC 8058).
#[derive(Debug, Clone, Serialize)]
pub struct Unsubscribe {
    /// The frame.
    pub layout: Layout,
    /// What was agreed to, word for word.
    pub wording: String,
    /// Whether the letters are stopped.
    pub is_done: bool,
    /// Where the form goes.
    pub action: String,
    /// Where all such letters are chosen.
    pub letters_href: String,
}

impl Page for Unsubscribe {
    const TEMPLATE: &'static str = "pages/my/unsubscribe.html";

    fn samples() -> Vec<Sample<Self>> {
        let asked = Self {
            layout: visitor("Get no more of these letters"),
            wording: "Email me when a new market day is announced".into(),
            is_done: false,
            action: Links::unsubscribe("0199a1f27c1e7d7a9f532f0c6a1b4e110123456789abcdef0123"),
            letters_href: Links::letters(TOKEN),
        };
        let mut done = asked.clone();
        done.is_done = true;
        vec![Sample::new("asked", asked), Sample::new("done", done)]
    }
}

/// The usual quiet hours.
fn quiet() -> FormState {
    FormState::new()
        .with("quiet", "hours")
        .with("quiet_from", "21")
        .with("quiet_to", "7")
        .with("quiet_zone", "Europe/London")
}

/// The token of an invented person's letters.
pub(super) const TOKEN: &str = "0199a1f27c1e7d7a9f532f0c6a1b4e110123456789abcdef0123456789abcdef";

/// Where the link of a letter leads that does nothing any more.
#[derive(Debug, Clone, Serialize)]
pub struct LinkOver {
    /// The frame; its title is the heading.
    pub layout: Layout,
    /// Why, and what to do instead.
    pub text: String,
    /// Where the same is asked for again, if it can be.
    pub again_href: Option<String>,
}

impl Page for LinkOver {
    const TEMPLATE: &'static str = "pages/my/link_over.html";

    fn samples() -> Vec<Sample<Self>> {
        let erased = Self {
            layout: visitor("This link does not work any more"),
            text: "Whoever it was for has been erased. We write no letters to them.".into(),
            again_href: None,
        };
        let mut late = erased.clone();
        late.text =
            "A link to confirm news works for 7 days. If you would still like them, ask again."
                .into();
        late.again_href = Some(Links::news(None, None));
        vec![Sample::new("erased", erased), Sample::new("late", late)]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let mut rendered = render_samples::<MyLetters>(engine)?;
    rendered.extend(render_samples::<Unsubscribe>(engine)?);
    rendered.extend(render_samples::<LinkOver>(engine)?);
    Ok(rendered)
}
