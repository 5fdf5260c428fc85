//! Markdown that an organiser typed, as HTML that is safe to show.

use std::collections::HashSet;

use pulldown_cmark::{
    Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html,
};
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

/// A letter's text, which was typed as Markdown: as HTML and as plain text with the same links. `fill` replaces what
/// differs by reader in the words and in the addresses of links, and never makes markup.
pub fn letter_markdown(source: &str, fill: impl Fn(&str) -> String) -> (SafeHtml, String) {
    let parsed = Parser::new_ext(source, Options::empty())
        .filter(|event| !matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let mut events = Vec::new();
    let mut plain = Plain::default();
    let mut in_link = false;
    for event in TextMergeStream::new(parsed) {
        let event = match event {
            Event::Text(text) => {
                let text = fill(&text);
                plain.text(&text);
                if in_link {
                    events.push(Event::Text(text.into()));
                } else {
                    push_with_links(&mut events, &text);
                }
                continue;
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => Event::Start(Tag::Link {
                link_type,
                dest_url: fill(&dest_url).into(),
                title,
                id,
            }),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => continue,
            Event::Start(Tag::Heading { .. }) => Event::Start(Tag::Heading {
                level: HeadingLevel::H3,
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(HeadingLevel::H3)),
            other => other,
        };
        match &event {
            Event::Start(Tag::Link { .. }) => in_link = true,
            Event::End(TagEnd::Link) => in_link = false,
            _ => {}
        }
        plain.event(&event);
        events.push(event);
    }
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, events.into_iter());
    let html = cleaner().clean(&unsafe_html).to_string().trim().to_owned();
    (SafeHtml(html), plain.finished())
}

/// The text, with each web address in it as a link.
fn push_with_links(events: &mut Vec<Event<'_>>, text: &str) {
    let is_end = |c: char| c.is_whitespace() || "<>\"')".contains(c);
    let mut rest = text;
    while let Some(at) = ["https://", "http://"]
        .iter()
        .filter_map(|start| rest.find(start))
        .min()
    {
        let (before, from) = rest.split_at(at);
        let (link, after) = from.split_at(from.find(is_end).unwrap_or(from.len()));
        let trimmed = link.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let after_at = rest.len() - after.len() - (link.len() - trimmed.len());
        if !before.is_empty() {
            events.push(Event::Text(before.to_owned().into()));
        }
        events.push(Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: trimmed.to_owned().into(),
            title: "".into(),
            id: "".into(),
        }));
        events.push(Event::Text(trimmed.to_owned().into()));
        events.push(Event::End(TagEnd::Link));
        rest = &rest[after_at..];
    }
    if !rest.is_empty() {
        events.push(Event::Text(rest.to_owned().into()));
    }
}

/// Plain text out of the events of Markdown.
#[derive(Default)]
struct Plain {
    text: String,
    lists: Vec<Option<u64>>,
    links: Vec<(String, usize)>,
}

impl Plain {
    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ends the line, and the paragraph if it is outside of lists.
    fn block(&mut self) {
        let end = if self.lists.is_empty() { "\n\n" } else { "\n" };
        while !self.text.is_empty() && !self.text.ends_with(end) {
            self.text.push('\n');
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Code(text) => self.text(text),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::Rule => {
                self.block();
                self.text("* * *\n\n");
            }
            Event::Start(Tag::List(first)) => {
                self.block();
                self.lists.push(*first);
            }
            Event::Start(Tag::Item) => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                if !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push('\n');
                }
                self.text(&mark);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
                self.block();
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.links.push((dest_url.to_string(), self.text.len()));
            }
            Event::End(TagEnd::Link) => {
                if let Some((link, from)) = self.links.pop()
                    && self.text[from..] != link
                {
                    self.text(&format!(" <{link}>"));
                }
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::CodeBlock,
            ) => self.block(),
            _ => {}
        }
    }

    fn finished(self) -> String {
        self.text.trim().to_owned()
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
    use super::{letter_markdown, markdown};

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

    #[test]
    fn a_letter_reads_the_same_as_text_and_as_html() {
        let source = "# Hello {name}\n\nBring:\n\n1. slides\n2. [the plan](https://hall.example/plan)\n\n- **tea**\n\nSee https://days.example/x. Or {link}!";
        let fill = |text: &str| {
            text.replace("{name}", "Tom *X* <b>")
                .replace("{link}", "https://days.example/y")
        };
        let (html, text) = letter_markdown(source, fill);
        assert_eq!(
            text,
            "Hello Tom *X* <b>\n\nBring:\n\n1. slides\n2. the plan <https://hall.example/plan>\n\n- tea\n\nSee https://days.example/x. Or https://days.example/y!"
        );
        assert_eq!(
            html.as_str(),
            "<h3>Hello Tom *X* &lt;b&gt;</h3>\n<p>Bring:</p>\n<ol>\n<li>slides</li>\n<li><a href=\"https://hall.example/plan\" rel=\"nofollow noopener\">the plan</a></li>\n</ol>\n<ul>\n<li><strong>tea</strong></li>\n</ul>\n<p>See <a href=\"https://days.example/x\" rel=\"nofollow noopener\">https://days.example/x</a>. Or <a href=\"https://days.example/y\" rel=\"nofollow noopener\">https://days.example/y</a>!</p>"
        );
    }

    #[test]
    fn a_letter_holds_no_markup_of_its_author_or_its_reader() {
        let (html, text) = letter_markdown(
            "Hi <script>x</script> ![pixel](https://spy.example/p.png) [x](javascript:alert(1)) {name}",
            |text| text.replace("{name}", "[a](javascript:b)"),
        );
        assert!(
            !html.as_str().contains("<script") && !html.as_str().contains("<img"),
            "{}",
            html.as_str()
        );
        assert!(
            !html.as_str().contains("javascript:alert"),
            "{}",
            html.as_str()
        );
        assert!(text.contains("[a](javascript:b)"), "{text}");
    }
}
