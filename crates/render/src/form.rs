//! What somebody typed into a form and what is wrong with it, so that the same page can come back with nothing lost.
//!
//! A page with a form has a field `form: FormState`; the components of `templates/components/fields.html` read it. A
//! field's id in the page is its name, which is where the summary of errors leads.

use std::collections::BTreeMap;

use serde::Serialize;

/// The values of a form, as they were typed, and the errors found in them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FormState {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldError>,
    messages: BTreeMap<String, String>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's name; empty when the error belongs to the form as a whole.
    pub field: String,
    /// What to do about it, as a sentence: "Enter your name".
    pub message: String,
}

/// One answer that can be chosen in a select, among radios or among checkboxes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub text: String,
    /// A line below it; `None` if the text says enough.
    pub hint: Option<String>,
}

impl Choice {
    /// An answer without a hint.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            hint: None,
        }
    }

    /// The same answer with a line below it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl FormState {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// A form as it was sent: pairs of name and value, a name as often as it was sent.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        pairs
            .into_iter()
            .fold(Self::new(), |form, (name, value)| form.with(name, value))
    }

    /// The form with one more value; a name that is given again keeps both, as ticked boxes do.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values
            .entry(name.into())
            .or_default()
            .push(value.into());
        self
    }

    /// The form without any value of this name: a code or a token is never typed back.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.values.remove(name);
        self
    }

    /// The form with an error at a field; a field shows the first of its errors, the summary all of them. An empty
    /// field name is an error of the whole form.
    #[must_use]
    pub fn error(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.push_error(field, message);
        self
    }

    /// Adds an error in place, for a loop over what a domain crate refused.
    pub fn push_error(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let (field, message) = (field.into(), message.into());
        self.messages
            .entry(field.clone())
            .or_insert_with(|| message.clone());
        self.errors.push(FieldError { field, message });
    }

    /// Whether anything is wrong.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The errors in the order in which they were found.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The first value of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values(name).first().map(String::as_str)
    }

    /// All values of a name.
    pub fn values(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::FormState;

    #[test]
    fn what_was_typed_comes_back_and_ticked_boxes_all_do() {
        let form =
            FormState::from_pairs([("name", "Ada"), ("themes", "waste"), ("themes", "housing")]);
        assert_eq!(form.value("name"), Some("Ada"));
        assert_eq!(form.values("themes"), ["waste", "housing"]);
        assert_eq!(form.value("email"), None);
        assert!(!form.has_errors());
    }

    #[test]
    fn errors_keep_their_order_and_a_field_shows_its_first() {
        let form = FormState::new()
            .error("end", "Enter an end")
            .error("start", "Enter a start")
            .error("end", "Later");
        assert!(form.has_errors());
        let fields: Vec<&str> = form
            .errors()
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        assert_eq!(fields, ["end", "start", "end"]);
        assert_eq!(form.messages["end"], "Enter an end");
    }

    #[test]
    fn a_code_is_not_typed_back() {
        let form = FormState::new().with("code", "123456").without("code");
        assert_eq!(form, FormState::new());
    }
}
