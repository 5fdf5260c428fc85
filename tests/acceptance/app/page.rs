//! What the server answered, and what a person finds on it.

use super::Form;
use super::form::{select, text_of};
use scraper::Html;
use ureq::http::HeaderMap;

/// An answer of the server.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    /// The address that was asked.
    pub(crate) path: String,
    /// 200 if all is well.
    pub(crate) status: u16,
    /// All of them.
    pub(crate) headers: HeaderMap,
    /// As it came.
    pub(crate) body: Vec<u8>,
}

impl Page {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where it leads to.
    pub(crate) fn location(&self) -> Option<String> {
        self.header("location").map(ToOwned::to_owned)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The text of each element that a selector finds.
    pub(crate) fn all(&self, css: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        html.select(&select(css)).map(text_of).collect()
    }

    /// The text of the only element that a selector finds.
    pub(crate) fn one(&self, css: &str) -> String {
        let mut all = self.all(css);
        assert_eq!(all.len(), 1, "{css} on {}: {all:?}", self.path);
        all.remove(0)
    }

    /// The main heading.
    pub(crate) fn heading(&self) -> String {
        self.all("h1").into_iter().next().unwrap_or_default()
    }

    /// What the page says has just happened.
    pub(crate) fn flash(&self) -> String {
        self.one(".flash")
    }

    /// Whether the main part says this, white space made plain.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.all("main").iter().any(|main| main.contains(text))
    }

    /// Where the links lead that a selector finds.
    pub(crate) fn links(&self, css: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        html.select(&select(css))
            .filter_map(|link| link.attr("href").map(ToOwned::to_owned))
            .collect()
    }

    /// Everything that a browser loads for this page by itself.
    pub(crate) fn sources(&self) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        let loaded = "link[rel=stylesheet], link[rel=icon], script[src], img[src]";
        html.select(&select(loaded))
            .filter_map(|element| element.attr("src").or(element.attr("href")))
            .map(ToOwned::to_owned)
            .collect()
    }

    /// Where the link leads whose text begins so.
    pub(crate) fn link(&self, text: &str) -> String {
        let html = Html::parse_document(&self.text());
        let found = html
            .select(&select("a[href]"))
            .find(|link| text_of(*link).starts_with(text));
        let found = found.unwrap_or_else(|| panic!("no link {text:?} on {}", self.path));
        found.attr("href").unwrap_or_default().to_owned()
    }

    /// What the first element of these stands for.
    pub(crate) fn value_of(&self, css: &str) -> String {
        let html = Html::parse_document(&self.text());
        let found = html.select(&select(css)).next();
        let value = found.and_then(|element| element.attr("value"));
        value
            .unwrap_or_else(|| panic!("no {css} at {}", self.path))
            .to_owned()
    }

    /// The forms of the main part.
    pub(crate) fn forms(&self) -> Vec<Form> {
        let html = Html::parse_document(&self.text());
        html.select(&select("main form")).map(Form::of).collect()
    }

    /// The first form of the whole page with this button.
    pub(crate) fn form_anywhere(&self, button: &str) -> Form {
        let html = Html::parse_document(&self.text());
        let found = html
            .select(&select("form"))
            .map(Form::of)
            .find(|form| form.has_button(button));
        found.unwrap_or_else(|| panic!("no form with {button:?} at {}", self.path))
    }

    /// The first form of the main part with this button.
    pub(crate) fn form(&self, button: &str) -> Form {
        let found = self
            .forms()
            .into_iter()
            .find(|form| form.has_button(button));
        found.unwrap_or_else(|| {
            let (path, status, heading) = (&self.path, self.status, self.heading());
            panic!(
                "no form with {button:?} at {path} ({status}, {heading:?}): {:?}",
                self.all("main")
            )
        })
    }

    /// The value of the choice with this text in a list; nothing chosen for an empty text.
    pub(crate) fn option(&self, name: &str, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let html = Html::parse_document(&self.text());
        let found = html
            .select(&select(&format!("select[name={name}] option")))
            .find(|option| text_of(*option) == text);
        let found = found.unwrap_or_else(|| panic!("no {text:?} in {name} on {}", self.path));
        found.attr("value").unwrap_or_default().to_owned()
    }

    /// Field and message of everything that is wrong, as the summary lists it.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        let html = Html::parse_document(&self.text());
        html.select(&select(".error-summary li"))
            .map(|item| {
                let link = item.select(&select("a")).next();
                let field = link.and_then(|link| link.attr("href"));
                let field = field.unwrap_or_default().trim_start_matches('#');
                (field.to_owned(), text_of(item))
            })
            .collect()
    }

    /// What stands at a field.
    pub(crate) fn error_at(&self, field: &str) -> Option<String> {
        let found = self.all(&format!("#{field}-error")).into_iter().next();
        found.map(|text| text.trim_start_matches("Error: ").to_owned())
    }

    /// Asserts that the form came back with exactly these messages, each at its field too.
    pub(crate) fn is_refused_with(&self, expected: &[(&str, &str)]) -> &Self {
        let owned: Vec<(String, String)> = expected
            .iter()
            .map(|(field, message)| ((*field).to_owned(), (*message).to_owned()))
            .collect();
        assert_eq!(
            (self.status, self.errors()),
            (422, owned),
            "{}: {}",
            self.path,
            self.heading()
        );
        for (field, message) in expected.iter().filter(|(field, _)| !field.is_empty()) {
            assert_eq!(self.error_at(field).as_deref(), Some(*message));
        }
        self
    }

    /// Asserts that a form did what it should, and where it leads.
    pub(crate) fn leads_to(&self, path: &str) -> &Self {
        let at = (self.status, self.location());
        let expected = (303, Some(path.to_owned()));
        assert_eq!(at, expected, "{}: {:?}", self.heading(), self.errors());
        self
    }
}
