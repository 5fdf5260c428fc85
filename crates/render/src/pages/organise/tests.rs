use std::collections::HashSet;

use super::{TwiceQuestion, rendered};
use crate::engine::Engine;
use crate::pages::Rendered;

fn pages() -> Vec<Rendered> {
    let engine = Engine::new().expect("the templates load");
    rendered(&engine).expect("every page renders")
}

fn page(template: &str, sample: &str) -> Rendered {
    pages()
        .into_iter()
        .find(|page| page.template.ends_with(template) && page.sample == sample)
        .expect("there is such a sample")
}

/// The values of every attribute of this name.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn no_id_stands_twice_on_a_page() {
    for page in pages() {
        let ids = attributes(&page.html, "id");
        let distinct: HashSet<&&str> = ids.iter().collect();
        assert_eq!(
            ids.len(),
            distinct.len(),
            "{} {}: {ids:?}",
            page.template,
            page.sample
        );
    }
}

#[test]
fn labels_hints_and_errors_lead_to_something_on_the_page() {
    for page in pages() {
        let ids: HashSet<&str> = attributes(&page.html, "id").into_iter().collect();
        let targets = attributes(&page.html, "for")
            .into_iter()
            .chain(
                attributes(&page.html, "aria-describedby")
                    .into_iter()
                    .flat_map(str::split_whitespace),
            )
            .chain(
                attributes(&page.html, "aria-labelledby")
                    .into_iter()
                    .flat_map(str::split_whitespace),
            )
            .chain(
                attributes(&page.html, "href")
                    .into_iter()
                    .filter_map(|href| href.strip_prefix('#')),
            );
        for target in targets {
            assert!(
                ids.contains(target),
                "{} {}: nothing is called {target}",
                page.template,
                page.sample
            );
        }
    }
}

#[test]
fn every_form_carries_the_token_and_is_posted() {
    for page in pages() {
        for form in page.html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            assert!(
                form.contains("method=\"post\""),
                "{} {}",
                page.template,
                page.sample
            );
            assert_eq!(
                form.matches("name=\"csrf\" value=\"sample-token\"").count(),
                1,
                "{} {}: {form}",
                page.template,
                page.sample
            );
        }
    }
}

#[test]
fn nothing_is_styled_or_scripted_inline() {
    for page in pages() {
        for bad in [
            " style=\"",
            "<style",
            "onclick=",
            "onsubmit=",
            "javascript:",
        ] {
            assert!(
                !page.html.contains(bad),
                "{} {} holds {bad}",
                page.template,
                page.sample
            );
        }
    }
}

#[test]
fn every_page_has_one_main_heading() {
    for page in pages() {
        assert_eq!(
            page.html.matches("<h1").count(),
            1,
            "{} {}",
            page.template,
            page.sample
        );
    }
}

#[test]
fn a_time_that_exists_twice_is_asked_about_by_its_own_name() {
    let question = TwiceQuestion::new("start_time", "1:30am on Sunday 31 October 2027");
    assert_eq!(question.name, "start_time_fold");
    let html = page("event_form.html", "refused").html;
    assert_eq!(html.matches("name=\"start_time_fold\"").count(), 2);
    assert_eq!(html.matches("name=\"end_time_fold\"").count(), 0);
    assert_eq!(
        page("event_form.html", "new").html.matches("_fold").count(),
        0
    );
}

#[test]
fn what_a_preview_shows_is_what_its_button_sends() {
    let html = page("slots.html", "preview").html;
    for sent in [
        "name=\"expected\" value=\"3\"",
        "name=\"pitch_minutes\" value=\"7\"",
        "name=\"step\" value=\"make\"",
    ] {
        assert_eq!(html.matches(sent).count(), 1, "{sent}");
    }
    assert!(html.contains(">Make these 3 slots<"));
    assert!(
        !page("slots.html", "no-room")
            .html
            .contains("value=\"make\"")
    );
}

#[test]
fn a_blocked_event_has_no_button_to_publish_it() {
    assert!(
        page("publication.html", "ready")
            .html
            .contains(">Publish now<")
    );
    assert!(
        !page("publication.html", "blocked")
            .html
            .contains(">Publish now<")
    );
}

#[test]
fn a_release_says_how_many_people_are_told() {
    let html = page("release.html", "changed").html;
    assert!(html.contains("<strong>8 companies and 41 delegates</strong> will be emailed."));
    assert!(
        page("publication.html", "ready")
            .html
            .contains("Nobody will be emailed.")
    );
    assert!(
        !page("release.html", "nothing")
            .html
            .contains("<button class=\"button button-primary\"")
    );
}
