//! The pages: a context struct each, with its samples, in one file for each area of the site.
//!
//! To add one: write `templates/pages/<area>/<page>.html` (it extends `base.html`), give it a struct here with a field
//! `layout: Layout` (and `form: FormState` if it holds a form) that implements [`Page`], and add it to its area's
//! `rendered`. The test below then renders it strictly in each of its states.

use crate::engine::{Engine, Page, RenderError};

pub mod bookings;
pub mod calendar;
pub mod dev;
pub mod errors;
pub mod event;
pub mod facts;
pub mod grid;
pub mod home;
pub mod my;
pub mod organise;
pub mod programme;
pub mod registrations;
pub mod sign_in;
pub mod slots;

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
        programme::rendered(engine)?,
        slots::rendered(engine)?,
        bookings::rendered(engine)?,
        registrations::rendered(engine)?,
        my::rendered(engine)?,
        sign_in::rendered(engine)?,
        calendar::rendered(engine)?,
        errors::rendered(engine)?,
        dev::rendered(engine)?,
        organise::rendered(engine)?,
    ];
    Ok(areas.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::error::Error;

    use super::{Rendered, samples};
    use crate::engine::Engine;

    fn rendered() -> Vec<Rendered> {
        let engine = Engine::new().unwrap_or_else(|error| panic!("{}", chain(&error)));
        samples(&engine).unwrap_or_else(|error| panic!("{}", chain(&error)))
    }

    fn chain(error: &dyn Error) -> String {
        let mut texts = vec![error.to_string()];
        let mut source = error.source();
        while let Some(error) = source {
            texts.push(error.to_string());
            source = error.source();
        }
        texts.join("\n")
    }

    /// What a page shows of its own: its title and its main part.
    fn own_part(html: &str) -> String {
        let title = html
            .split("<title>")
            .nth(1)
            .and_then(|rest| rest.split("</title>").next());
        let main = html
            .split("<main")
            .nth(1)
            .and_then(|rest| rest.split("</main>").next());
        format!(
            "<title>{}</title>\n<main{}</main>",
            title.unwrap_or_default(),
            main.unwrap_or_default()
        )
    }

    fn with_stable_addresses(check: impl FnOnce()) {
        let mut settings = insta::Settings::clone_current();
        settings.add_filter("/assets/[0-9a-f]{12}/", "/assets/[fingerprint]/");
        settings.set_snapshot_path("../snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(check);
    }

    #[test]
    fn every_page_looks_as_it_did() {
        with_stable_addresses(|| {
            for page in rendered() {
                let name = page
                    .template
                    .trim_start_matches("pages/")
                    .trim_end_matches(".html")
                    .replace('/', "-");
                insta::assert_snapshot!(format!("{name}-{}", page.sample), own_part(&page.html));
            }
        });
    }

    #[test]
    fn the_frame_of_a_page_looks_as_it_did() {
        with_stable_addresses(|| {
            for (name, template) in [
                ("frame-visitor", "pages/sign_in/signed_out.html"),
                ("frame-signed-in", "pages/my/my.html"),
            ] {
                let page = rendered()
                    .into_iter()
                    .find(|page| page.template == template)
                    .expect("a sample");
                insta::assert_snapshot!(name, page.html.clone());
            }
        });
    }

    #[test]
    fn every_page_template_has_a_context_with_samples() {
        let engine = Engine::new().expect("the templates load");
        let pages: BTreeSet<String> = engine
            .template_names()
            .into_iter()
            .filter(|name| name.starts_with("pages/") && !name.ends_with("/parts.html"))
            .collect();
        let sampled: BTreeSet<String> = rendered()
            .iter()
            .map(|page| page.template.to_owned())
            .collect();
        assert_eq!(pages, sampled);
    }

    #[test]
    fn no_page_styles_or_scripts_inline_or_asks_anybody_else() {
        for Rendered {
            template,
            sample,
            html,
        } in rendered()
        {
            for bad in [
                " style=",
                "<style",
                " onclick=",
                " onsubmit=",
                " onload=",
                "javascript:",
                "src=\"http",
                "src=\"//",
            ] {
                assert!(!html.contains(bad), "{template} ({sample}) holds {bad}");
            }
            for script in html.split("<script").skip(1) {
                assert!(
                    script.starts_with(" src=\"/assets/"),
                    "{template} ({sample}) holds an inline script"
                );
            }
        }
    }

    #[test]
    fn every_form_that_changes_something_carries_the_token() {
        for Rendered {
            template,
            sample,
            html,
        } in rendered()
        {
            for form in html
                .split("<form")
                .skip(1)
                .filter(|form| form.starts_with(" method=\"post\""))
            {
                let form = form.split("</form>").next().unwrap_or_default();
                assert!(
                    form.contains("name=\"csrf\" value=\""),
                    "{template} ({sample}): <form{form}"
                );
            }
        }
    }

    #[test]
    fn no_id_stands_twice_in_a_page() {
        for Rendered {
            template,
            sample,
            html,
        } in rendered()
        {
            let mut seen = BTreeSet::new();
            for id in html
                .split(" id=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert!(
                    seen.insert(id),
                    "{template} ({sample}) has two elements with the id {id}"
                );
            }
        }
    }

    fn size(name: &str) -> usize {
        crate::assets::url(name)
            .and_then(|url| crate::assets::find(&url))
            .map_or(0, |asset| asset.bytes.len())
    }

    #[test]
    fn the_home_page_is_small_with_all_that_it_loads() {
        let home = rendered()
            .into_iter()
            .find(|page| page.template == "pages/home/home.html")
            .expect("a home page");
        let loaded: BTreeSet<&str> = home
            .html
            .split("\"/assets/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next()?.split('/').nth(1))
            .collect();
        assert_eq!(
            loaded.iter().copied().collect::<Vec<_>>(),
            ["app.css", "app.js", "favicon.svg", "logo.svg"]
        );
        let all = home.html.len() + loaded.into_iter().map(size).sum::<usize>();
        assert!(
            all < 40_000,
            "{all} bytes; with 20 more events it must stay below 60,000"
        );
    }

    #[test]
    fn the_stylesheets_are_small() {
        assert!(size("app.css") < 20_000, "{}", size("app.css"));
        assert!(size("organise.css") < 8_000, "{}", size("organise.css"));
    }

    /// What is put into pages unescaped: only Markdown that was made harmless.
    const SAFE: [&str; 1] = ["pages/event/event.html: {{ summary | safe }}"];

    #[test]
    fn nothing_but_harmless_markdown_is_put_into_pages_unescaped() {
        let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates"));
        let engine = Engine::new().expect("the templates load");
        let mut found = Vec::new();
        for name in engine.template_names() {
            let text = std::fs::read_to_string(folder.join(&name)).expect("a template");
            for tag in text.split("{").filter_map(|rest| rest.split('}').next()) {
                let dense: String = tag.split_whitespace().collect();
                if dense.contains("|safe") {
                    found.push(format!("{name}: {{{{ {} }}}}", tag.trim()));
                }
            }
        }
        assert_eq!(found, SAFE);
    }
}
