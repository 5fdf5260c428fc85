//! The question which of two instants a local time means, on the night when the clocks go back.

use serde::Serialize;

use crate::form::Choice;

/// Asks which one is meant of a local time that exists twice. The answer is sent as `<field>_fold`, and is `earlier` or
/// `later`; put the error at that name, so that the summary leads to the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TwiceQuestion {
    /// The name of the time field below which it is asked: `start_time`.
    pub field: String,
    /// The name of the answer: `start_time_fold`.
    pub name: String,
    /// The question itself.
    pub label: String,
    /// The two answers, `earlier` first.
    pub choices: Vec<Choice>,
}

impl TwiceQuestion {
    /// Asks about a time field; `time_text` is the local time ("1:30am on Sunday 31 October 2027").
    pub fn new(field: impl Into<String>, time_text: &str) -> Self {
        let field = field.into();
        Self {
            name: format!("{field}_fold"),
            field,
            label: format!("{time_text} happens twice, because the clocks go back. Which one?"),
            choices: vec![
                Choice::new("earlier", "The first, in summer time (BST)"),
                Choice::new("later", "The second, one hour later, in winter time (GMT)"),
            ],
        }
    }
}
