//! The letters of the demonstration, which leave no machine.

use serde::Serialize;

use super::facts::visitor;
use super::{Rendered, render_samples};
use crate::engine::{Engine, Page, RenderError, Sample};
use crate::layout::Layout;
use crate::links::Links;

/// All letters, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct MailList {
    /// The frame.
    pub layout: Layout,
    /// The letters.
    pub letters: Vec<MailLine>,
}

/// A letter in the list.
#[derive(Debug, Clone, Serialize)]
pub struct MailLine {
    /// Its page.
    pub href: String,
    /// Its subject.
    pub subject: String,
    /// To whom it goes.
    pub to: String,
    /// "10:02am on Tuesday 3 March 2026".
    pub sent_text: String,
}

impl Page for MailList {
    const TEMPLATE: &'static str = "pages/dev/mail_list.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = |letters| Self {
            layout: visitor("Letters"),
            letters,
        };
        let line = MailLine {
            href: "/dev/mail/0001".into(),
            subject: "Your pitch slot at Northern Care Technology Day".into(),
            to: "tom@steadfoot.example".into(),
            sent_text: "10:02am on Tuesday 3 March 2026".into(),
        };
        vec![
            Sample::new("some", page(vec![line])),
            Sample::new("none", page(vec![])),
        ]
    }
}

/// One letter, taken apart.
#[derive(Debug, Clone, Serialize)]
pub struct MailLetter {
    /// The frame.
    pub layout: Layout,
    /// Its subject.
    pub subject: String,
    /// Its headers, in order.
    pub headers: Vec<MailHeader>,
    /// Its plain text.
    pub text: String,
    /// Links found in it, to be followed here.
    pub links: Vec<String>,
    /// Where its HTML is shown alone; `None` when it has none.
    pub html_href: Option<String>,
    /// Its invitation as text; `None` when it has none.
    pub invitation: Option<String>,
}

/// A header of a letter.
#[derive(Debug, Clone, Serialize)]
pub struct MailHeader {
    /// "Subject".
    pub name: String,
    /// Its value, unfolded.
    pub value: String,
}

impl Page for MailLetter {
    const TEMPLATE: &'static str = "pages/dev/mail_letter.html";

    fn samples() -> Vec<Sample<Self>> {
        let page = Self {
            layout: visitor("Letter").crumb("Letters", Links::dev_mail()),
            subject: "Your pitch slot at Northern Care Technology Day".into(),
            headers: vec![MailHeader {
                name: "To".into(),
                value: "Tom Okafor <tom@steadfoot.example>".into(),
            }],
            text: "Hello Tom,\n\nYour slot is booked.\n".into(),
            links: vec!["https://marketday.example/my".into()],
            html_href: Some("/dev/mail/0001/html".into()),
            invitation: Some("BEGIN:VCALENDAR\nEND:VCALENDAR\n".into()),
        };
        let bare = Self {
            links: vec![],
            html_href: None,
            invitation: None,
            ..page.clone()
        };
        vec![
            Sample::new("invitation", page),
            Sample::new("text-only", bare),
        ]
    }
}

/// The samples of this area.
pub(super) fn rendered(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok([
        render_samples::<MailList>(engine)?,
        render_samples::<MailLetter>(engine)?,
    ]
    .concat())
}
