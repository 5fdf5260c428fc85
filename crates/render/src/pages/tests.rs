//! What must hold for every page, whatever its area.

use std::collections::BTreeSet;
use std::error::Error;

use super::grid::{Grid, GridSession, Place};
use super::programme::{
    ProgrammeDay, ProgrammePage, ProgrammePitch, ProgrammeSession, ProgrammeSlot,
};
use super::{Rendered, samples};
use crate::engine::{Engine, Page};

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
const SAFE: [&str; 5] = [
    "mail/layout.html: {{ own.html | safe }}",
    "mail/message/body.html: {{ body_html | safe }}",
    "pages/event/event.html: {{ summary | safe }}",
    "pages/event/series.html: {{ description | safe }}",
    "pages/proposals/call.html: {{ looked_for | safe }}",
];

#[test]
fn nothing_but_harmless_markdown_is_put_into_pages_unescaped() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates"));
    let engine = Engine::new().expect("the templates load");
    let mut found = Vec::new();
    for name in engine.template_names() {
        let text = std::fs::read_to_string(folder.join(&name)).expect("a template");
        for tag in text.split('{').filter_map(|rest| rest.split('}').next()) {
            let dense: String = tag.split_whitespace().collect();
            if dense.contains("|safe") {
                found.push(format!("{name}: {{{{ {} }}}}", tag.trim()));
            }
        }
    }
    assert_eq!(found, SAFE);
}

/// The values of an attribute, in order.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn errors_hints_and_labels_lead_to_something_on_their_page() {
    for Rendered {
        template,
        sample,
        html,
    } in rendered()
    {
        let ids: BTreeSet<&str> = attributes(&html, "id").into_iter().collect();
        let anchors = attributes(&html, "href")
            .into_iter()
            .filter_map(|href| href.strip_prefix('#'));
        let labels = attributes(&html, "for").into_iter();
        let described = attributes(&html, "aria-describedby")
            .into_iter()
            .flat_map(str::split_whitespace);
        let labelled = attributes(&html, "aria-labelledby").into_iter();
        for id in anchors.chain(labels).chain(described).chain(labelled) {
            assert!(
                ids.contains(id),
                "{template} ({sample}) leads to {id}, which is not there"
            );
        }
    }
}

#[test]
fn a_page_with_errors_says_so_in_its_title_at_its_top_and_at_each_field() {
    let page = rendered()
        .into_iter()
        .find(|page| page.template == "pages/slots/form.html" && page.sample == "wrong")
        .expect("a sample with errors");
    assert!(
        page.html
            .contains("<title>Error: Book a pitch slot – Marketday</title>")
    );
    assert!(page.html.contains(
        r##"<li><a href="#email">Enter an email address, like name@example.com</a></li>"##
    ));
    assert!(
        page.html
            .contains(r#"aria-describedby="email-hint email-error" aria-invalid="true""#)
    );
    assert!(
        page.html
            .contains(r#"value="Steadfoot &amp; Daughters Ltd""#)
    );
}

#[test]
fn a_programme_of_two_hundred_slots_shows_each_of_them() {
    let slot = |number: usize| ProgrammeSlot {
        time_text: "10am".into(),
        pitch: Some(ProgrammePitch {
            company: format!("Company {number}"),
            title: "A pitch".into(),
            slides: None,
        }),
        href: None,
    };
    let session = |stage: usize| ProgrammeSession {
        time_text: "10am to 4pm".into(),
        title: "Pitches".into(),
        kind_text: "Pitches".into(),
        kind: "pitches".into(),
        stage: Some(format!("Stage {stage}")),
        people_text: None,
        note: None,
        slots: (stage * 50..(stage + 1) * 50).map(slot).collect(),
        chosen: None,
    };
    let sessions = (0..4).map(|stage| GridSession {
        place: Place::Stage(stage),
        start: 600,
        end: 960,
        session: session(stage),
    });
    let stages = (0..4).map(|stage| format!("Stage {stage}")).collect();
    let sample = ProgrammePage::samples()
        .into_iter()
        .next()
        .expect("a sample")
        .page;
    let page = ProgrammePage {
        days: vec![ProgrammeDay {
            heading: None,
            grid: Grid::new(stages, sessions.collect()),
        }],
        ..sample
    };
    let html = Engine::new()
        .expect("the templates load")
        .page(&page)
        .expect("it renders");
    assert_eq!(html.matches("class=\"pitch-time\"").count(), 200);
    assert!(html.len() < 45_000, "{}", html.len());
}
