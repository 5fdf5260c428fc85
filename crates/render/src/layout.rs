//! What every page has around its content: title, header, breadcrumb, flash message; and the small parts that pages share.

use serde::Serialize;

/// The frame of a page. Each page context has one as its field `layout`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Layout {
    /// The page's own title, without the service's name.
    pub title: String,
    /// One sentence for search engines and previews.
    pub description: Option<String>,
    /// The way up, outermost first, without the page itself.
    pub crumbs: Vec<Crumb>,
    /// The name (or address) of whoever is signed in.
    pub signed_in: Option<String>,
    /// Whether they may organise events.
    pub is_organiser: bool,
    /// Whether they run the installation.
    pub is_administrator: bool,
    /// The token that every form carries; `None` on pages that are cached for everyone, which hold no form.
    pub csrf: Option<String>,
    /// What just happened: "Your pitch has been changed".
    pub flash: Option<String>,
    /// The absolute address of the page, for public pages.
    pub canonical: Option<String>,
    /// Whether this is the demonstration, which says so and shows the way to its letters.
    pub demo: bool,
}

impl Layout {
    /// The frame of a page with this title, for a visitor who is not signed in.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// With one more step of the way up.
    #[must_use]
    pub fn crumb(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb {
            text: text.into(),
            href: href.into(),
        });
        self
    }

    /// With a sentence for search engines.
    #[must_use]
    pub fn describe(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

/// A step of the way up to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Crumb {
    /// The name of that page.
    pub text: String,
    /// Its path.
    pub href: String,
}

/// A link with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What people read.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// A link.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
        }
    }
}

/// A state as a small label. The text says it all; the tone only colours it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// "Cancelled", "Full", "Draft".
    pub text: String,
    /// How it is coloured.
    pub tone: Tone,
}

impl Tag {
    /// A label.
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }
}

/// How good the news is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Open, confirmed, free.
    Good,
    /// Held, postponed, few left.
    Warn,
    /// Cancelled, refused.
    Bad,
    /// Draft, over, taken.
    Quiet,
}
