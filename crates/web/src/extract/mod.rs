//! What a request needs, one extractor a concern.

pub(crate) mod organiser;
pub(crate) mod posted;
pub(crate) mod uploaded;
pub(crate) mod visitor;
