//! The pages: a context struct each, with its samples, in one file for each area of the site.
//!
//! To add one: write `templates/pages/<area>/<page>.html` (it extends `base.html`), give it a struct here with a field
//! `layout: Layout` (and `form: FormState` if it holds a form) that implements [`Page`], and add it to its area's
//! `rendered`. The test below then renders it strictly in each of its states.

use crate::engine::{Engine, Page, RenderError};

pub mod administer;
pub mod agenda;
pub mod attendees;
pub mod bookings;
pub mod calendar;
pub mod change_log;
pub mod complaints;
pub mod dev;
pub mod errors;
pub mod event;
pub mod facts;
pub mod feedback;
pub mod grid;
pub mod hand_over;
pub mod history;
pub mod home;
pub mod letters;
pub mod moves;
pub mod my;
pub mod my_calendars;
pub mod my_email;
pub mod my_providers;
pub mod my_sign_ins;
pub mod news;
pub mod organise;
pub mod passkeys;
pub mod people;
pub mod privacy;
pub mod profile;
pub mod programme;
pub mod proposals;
pub mod registrations;
pub mod series;
pub mod sign_in;
pub mod slides;
pub mod slots;
pub mod swaps;
pub mod waiting;

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
    let areas = [
        home::rendered(engine)?,
        event::rendered(engine)?,
        series::rendered(engine)?,
        programme::rendered(engine)?,
        change_log::rendered(engine)?,
        slots::rendered(engine)?,
        waiting::rendered(engine)?,
        bookings::rendered(engine)?,
        moves::rendered(engine)?,
        hand_over::rendered(engine)?,
        proposals::rendered(engine)?,
        swaps::rendered(engine)?,
        slides::rendered(engine)?,
        registrations::rendered(engine)?,
        agenda::rendered(engine)?,
        feedback::rendered(engine)?,
        attendees::rendered(engine)?,
        my::rendered(engine)?,
        letters::rendered(engine)?,
        news::rendered(engine)?,
        passkeys::rendered(engine)?,
        my_calendars::rendered(engine)?,
        my_email::rendered(engine)?,
        my_providers::rendered(engine)?,
        my_sign_ins::rendered(engine)?,
        privacy::rendered(engine)?,
        complaints::rendered(engine)?,
        sign_in::rendered(engine)?,
        calendar::rendered(engine)?,
        errors::rendered(engine)?,
        dev::rendered(engine)?,
        organise::rendered(engine)?,
        people::rendered(engine)?,
        profile::rendered(engine)?,
        administer::rendered(engine)?,
        history::rendered(engine)?,
    ];
    Ok(areas.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests;
