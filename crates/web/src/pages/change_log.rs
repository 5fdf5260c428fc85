//! `/events/{slug}/changes`: what each release of a programme changed, also as an Atom feed (RFC 4287).

use super::differences::sentences;
use super::{found, public_event, shared};
use crate::app::App;
use crate::cache::Fresh;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use atom_syndication::{Content, Entry, Feed, Generator, Link, Person, Text};
use marketday_model::Event;
use marketday_render::pages::change_log::{ChangeLog, LoggedRelease as Row};
use marketday_render::{Layout, Links, when};
use marketday_scheduling::{LoggedRelease, change_log};

fn read(
    app: &App,
    slug: &str,
    visitor: Option<&Visitor>,
) -> Result<(Event, Vec<LoggedRelease>), Failure> {
    app.read(|rx| {
        let Some(event) = public_event(rx, slug, visitor)? else {
            return Ok(None);
        };
        let log = change_log(rx, &event)?;
        Ok(Some((event, log)))
    })
    .and_then(found)
}

/// `GET /events/{slug}/changes`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    shared(&app, &request, "", move |app, layout, visitor| {
        let (event, log) = read(app, &slug, visitor)?;
        let row = |logged: &LoggedRelease| Row {
            title: format!("Release {}", logged.release.number),
            when_text: when::moment(logged.release.made_at, event.zone),
            made_at: when::machine(logged.release.made_at, event.zone),
            note: logged.release.note.clone(),
            changes: sentences(&logged.items),
            href: Links::programme_release(&slug, logged.release.number),
        };
        let page = ChangeLog {
            layout: Layout {
                title: format!("What changed in the programme: {}", event.title),
                canonical: event
                    .is_public()
                    .then(|| app.links.absolute(&Links::changes(&slug))),
                ..layout
                    .crumb("Events", Links::home(None, None))
                    .crumb(event.title.clone(), Links::event(&slug))
                    .crumb("Programme", Links::programme(&slug))
            },
            event: view::event_brief(&event),
            releases: log.iter().map(row).collect(),
            feed_href: Links::feed_changes(&slug),
        };
        Ok(Fresh::page(app.html(&page)?, None))
    })
    .await
}

/// `GET /events/{slug}/changes.atom`: of what was once published, for whoever asks.
pub(crate) async fn atom(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    shared(&app, &request, "", move |app, _, _| {
        let (event, log) = read(app, &slug, None)?;
        let feed = feed(app, &event, &log);
        let modified = log.first().map(|logged| logged.release.made_at);
        Ok(Fresh {
            bytes: feed.to_string().into_bytes(),
            valid_until: None,
            content_type: "application/atom+xml; charset=utf-8",
            cache_control: "public, max-age=900",
            modified,
        })
    })
    .await
}

/// A link of this relation to an absolute address.
fn link(relation: &str, href: String) -> Link {
    Link {
        href,
        rel: relation.to_owned(),
        ..Link::default()
    }
}

fn feed(app: &App, event: &Event, log: &[LoggedRelease]) -> Feed {
    let absolute = |path: &str| app.links.absolute(path);
    let slug = event.slug.as_str();
    let entry = |logged: &LoggedRelease| {
        let release = &logged.release;
        let href = absolute(&Links::programme_release(slug, release.number));
        let mut lines = vec![release.note.clone()];
        lines.extend(sentences(&logged.items));
        lines.retain(|line| !line.is_empty());
        Entry {
            title: Text::plain(format!("Release {} of the programme", release.number)),
            id: href.clone(),
            updated: release.made_at.fixed_offset(),
            published: Some(release.made_at.fixed_offset()),
            links: vec![link("alternate", href)],
            content: Some(Content {
                value: Some(lines.join("\n")),
                content_type: Some("text".to_owned()),
                ..Content::default()
            }),
            ..Entry::default()
        }
    };
    let own = absolute(&Links::feed_changes(slug));
    let updated = log.first().map_or(event.created_at, |l| l.release.made_at);
    Feed {
        title: Text::plain(format!("What changed in the programme: {}", event.title)),
        id: own.clone(),
        updated: updated.fixed_offset(),
        authors: vec![Person {
            name: event.organiser_name.clone(),
            ..Person::default()
        }],
        generator: Some(Generator {
            value: "Marketday".to_owned(),
            ..Generator::default()
        }),
        links: vec![
            link("self", own),
            link("alternate", absolute(&Links::changes(slug))),
        ],
        entries: log.iter().map(entry).collect(),
        ..Feed::default()
    }
}
