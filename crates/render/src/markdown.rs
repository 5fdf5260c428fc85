//! Markdown that an organiser typed, as HTML that is safe to show.

use std::collections::HashSet;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use serde::Serialize;

/// HTML that holds nothing but harmless markup. Only [`markdown`] makes it, and only it may be written `| safe`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Makes HTML of Markdown: paragraphs, lists, emphasis, links, quotes and headings, the highest of which becomes `h3`
/// since the page itself has `h1` and `h2`. No pictures, no HTML of the author's, no script.
pub fn markdown(source: &str) -> SafeHtml {
    let events: Vec<Event<'_>> = Parser::new_ext(source, Options::empty())
        .filter(|event| !matches!(event, Event::Html(_) | Event::InlineHtml(_)))
        .collect();
    let highest = events
        .iter()
        .filter_map(heading)
        .min()
        .unwrap_or(HeadingLevel::H3);
    let events = events.into_iter().map(|event| match event {
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: shifted(level, highest),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(shifted(level, highest))),
        other => other,
    });
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, events);
    SafeHtml(cleaner().clean(&unsafe_html).to_string().trim().to_owned())
}

fn heading(event: &Event<'_>) -> Option<HeadingLevel> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    }
}

/// The level that stands as far below `h3` as this one stands below the highest of the text.
fn shifted(level: HeadingLevel, highest: HeadingLevel) -> HeadingLevel {
    match level as usize - highest as usize {
        0 => HeadingLevel::H3,
        1 => HeadingLevel::H4,
        2 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

fn cleaner() -> ammonia::Builder<'static> {
    let tags = [
        "p",
        "br",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "a",
        "blockquote",
        "code",
        "pre",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
    ];
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("ol", ["start"])
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["https", "http", "mailto", "tel"]))
        .link_rel(Some("nofollow noopener"));
    builder
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn ordinary_text_keeps_its_shape() {
        assert_eq!(
            markdown("Come *early*.\n\n- tea\n- talks").as_str(),
            "<p>Come <em>early</em>.</p>\n<ul>\n<li>tea</li>\n<li>talks</li>\n</ul>"
        );
    }

    #[test]
    fn headings_move_below_those_of_the_page() {
        assert_eq!(
            markdown("# One\n\n## Two\n\n###### Six").as_str(),
            "<h3>One</h3>\n<h4>Two</h4>\n<h6>Six</h6>"
        );
    }

    #[test]
    fn the_highest_heading_counts_even_where_it_is_not_the_first_level() {
        assert_eq!(
            markdown("## Two\n\n### Three").as_str(),
            "<h3>Two</h3>\n<h4>Three</h4>"
        );
    }

    #[test]
    fn links_are_not_followed_by_search_engines_nor_given_a_way_back() {
        assert_eq!(
            markdown("[us](https://example.org)").as_str(),
            r#"<p><a href="https://example.org" rel="nofollow noopener">us</a></p>"#
        );
    }

    #[test]
    fn nothing_that_runs_loads_or_styles_gets_through() {
        let tries = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![a picture](https://example.org/x.png)",
            "[run](javascript:alert(1))",
            "[data](data:text/html;base64,PHNjcmlwdD4=)",
            "<p style=\"position:fixed\" onclick=\"x()\">hi</p>",
            "<iframe src=\"https://example.org\"></iframe>",
            "<form action=\"/sign-out\"><button>x</button></form>",
            "[a](https://example.org \"title\\\" onmouseover=x\")",
        ];
        for text in tries {
            let html = markdown(text);
            for bad in [
                "<script",
                "<img",
                "javascript:",
                "data:",
                "style=",
                "onclick",
                "onerror",
                "<iframe",
                "<form",
                "title=",
            ] {
                assert!(!html.as_str().contains(bad), "{text} became {html:?}");
            }
        }
    }

    #[test]
    fn what_looks_like_markup_in_code_stays_text() {
        assert_eq!(markdown("`<b>`").as_str(), "<p><code>&lt;b&gt;</code></p>");
    }
}
