//! The organisers' pages.

use super::Rendered;
use crate::engine::{Engine, RenderError};

/// The samples of this area.
pub(super) fn rendered(_engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    Ok(Vec::new())
}
