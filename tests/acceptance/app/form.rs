//! A form as a page shows it, to be filled in.

use scraper::{ElementRef, Selector};

/// A form with everything that it would send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// Where to.
    pub(crate) action: String,
    /// `get` or `post`.
    pub(crate) method: String,
    /// What stands in its fields.
    pub(crate) fields: Vec<(String, String)>,
    buttons: Vec<Button>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Button {
    text: String,
    sends: Option<(String, String)>,
    action: Option<String>,
}

pub(super) fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

/// The text of an element, with its white space made plain.
pub(super) fn text_of(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

impl Form {
    pub(super) fn of(form: ElementRef<'_>) -> Self {
        let fields = form
            .select(&select("input[name], textarea[name], select[name]"))
            .filter_map(|field| Some((attribute(field, "name"), value(field)?)))
            .collect();
        let buttons = form
            .select(&select("button"))
            .map(|button| Button {
                text: text_of(button),
                sends: button
                    .attr("name")
                    .map(|name| (name.to_owned(), attribute(button, "value"))),
                action: button.attr("formaction").map(ToOwned::to_owned),
            })
            .collect();
        Self {
            action: attribute(form, "action"),
            method: attribute(form, "method"),
            fields,
            buttons,
        }
    }

    /// What stands in a field.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// What is ticked or stands in the fields of this name.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let found = self.fields.iter().filter(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    /// The form with these fields filled in anew; a name that comes twice is ticked twice.
    pub(crate) fn fill(mut self, fields: &[(&str, &str)]) -> Self {
        self.fields
            .retain(|(name, _)| !fields.iter().any(|(filled, _)| filled == name));
        let filled = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.fields.extend(filled);
        self
    }

    /// Where this button sends it: to an address of its own, or that of the form.
    pub(crate) fn action_of(&self, text: &str) -> &str {
        let mut pressed = self
            .buttons
            .iter()
            .filter(|button| button.text.starts_with(text));
        let own = pressed.next().and_then(|button| button.action.as_deref());
        own.unwrap_or(&self.action)
    }

    /// Whether it has this button.
    pub(crate) fn has_button(&self, text: &str) -> bool {
        self.buttons
            .iter()
            .any(|button| button.text.starts_with(text))
    }

    /// What pressing this button sends.
    pub(super) fn sent_by(&self, text: &str) -> Vec<(String, String)> {
        let button = self
            .buttons
            .iter()
            .find(|button| button.text.starts_with(text));
        let button = button.unwrap_or_else(|| panic!("no button {text:?} in {self:#?}"));
        let mut fields = self.fields.clone();
        fields.extend(button.sends.clone());
        fields
    }
}

/// What a field sends, if anything.
fn value(field: ElementRef<'_>) -> Option<String> {
    match (field.value().name(), field.attr("type")) {
        ("textarea", _) => {
            let text: String = field.text().collect();
            // The parser has already dropped the line end that follows the tag.
            Some(text.strip_prefix('\n').unwrap_or(&text).to_owned())
        }
        ("select", _) => {
            let chosen = field.select(&select("option[selected]")).next();
            let first = || field.select(&select("option")).next();
            chosen
                .or_else(first)
                .map(|option| attribute(option, "value"))
        }
        (_, Some("checkbox" | "radio")) => field.attr("checked").map(|_| attribute(field, "value")),
        _ => Some(attribute(field, "value")),
    }
}
