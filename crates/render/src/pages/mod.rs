//! The pages: a context struct each, with its samples, in one file for each area of the site.
//!
//! To add one: write `templates/pages/<area>/<page>.html` (it extends `base.html`), give it a struct here with a field
//! `layout: Layout` (and `form: FormState` if it holds a form) that implements [`Page`], and add it to its area's
//! `rendered`. The test below then renders it strictly in each of its states.

use crate::engine::{Engine, Page, RenderError};

pub mod organise;

/// A page as it came out of the engine.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// Its template, below `templates/`.
    pub template: &'static str,
    /// The name of its sample.
    pub sample: &'static str,
    /// The whole HTML document.
    pub html: String,
}

/// Renders each sample of a page.
pub fn render_samples<P: Page>(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    P::samples()
        .into_iter()
        .map(|sample| {
            let html = engine.page(&sample.page)?;
            Ok(Rendered {
                template: P::TEMPLATE,
                sample: sample.name,
                html,
            })
        })
        .collect()
}

/// Every page in each of its states, made of invented content.
pub fn samples(engine: &Engine) -> Result<Vec<Rendered>, RenderError> {
    let areas = [organise::rendered(engine)?];
    Ok(areas.into_iter().flatten().collect())
}
