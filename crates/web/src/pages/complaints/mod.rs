//! Complaints about personal data: the form for everybody, and the pages of those who answer.

mod answering;
mod form;
mod of_event;
mod of_service;

pub(crate) use form::{send, show as ask};
pub(crate) use of_event::{answer as answer_event, list as list_event, show as show_event};
pub(crate) use of_service::{answer as answer_service, list as list_service, show as show_service};
