//! What only a demonstration has: its letters, and signing in as one of its people.

use super::found;
use crate::app::{App, DemoSettings, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::{Visitor, signed_in};
use crate::failure::Failure;
use crate::guard::LETTER_POLICY;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::{HttpResponse, web};
use chrono_tz::Europe::London;
use mail_parser::{Message, MessageParser, MimeHeaders};
use marketday_accounts::sign_in::SignInOutcome;
use marketday_accounts::sign_in_proven;
use marketday_model::{Person, PersonId, Way};
use marketday_render::pages::dev::{MailHeader, MailLetter, MailLine, MailList};
use marketday_render::pages::sign_in::SignInLink;
use marketday_render::{Links, when};
use marketday_store::{memberships, people, teams};

fn demo(app: &App) -> Result<&DemoSettings, Failure> {
    app.settings.demo.as_ref().ok_or(Failure::NotFound)
}

/// The latest letters that the list shows.
const LISTED: usize = 200;

/// `GET /dev/mail`: the letters, latest first.
pub(crate) async fn list(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    blocking(move || {
        let folder = &demo(&app)?.mail_folder;
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .map_err(|error| Failure::internal(&error))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| {
                std::path::Path::new(name)
                    .extension()
                    .is_some_and(|end| end == "eml")
            })
            .collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        names.truncate(LISTED);
        let letters = names
            .iter()
            .filter_map(|name| line(name, &std::fs::read(folder.join(name)).ok()?))
            .collect();
        let page = MailList {
            layout: visitor.layout(&app, "Letters"),
            letters,
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn line(name: &str, bytes: &[u8]) -> Option<MailLine> {
    let message = MessageParser::default().parse(bytes)?;
    Some(MailLine {
        href: format!("{}/{name}", Links::dev_mail()),
        subject: message.subject().unwrap_or("(no subject)").to_owned(),
        to: address(&message),
        sent_text: sent_text(&message),
    })
}

fn address(message: &Message<'_>) -> String {
    let to = message.to().and_then(|to| to.first());
    to.and_then(|to| to.address())
        .unwrap_or_default()
        .to_owned()
}

fn sent_text(message: &Message<'_>) -> String {
    let at = message
        .date()
        .and_then(|date| chrono::DateTime::from_timestamp(date.to_timestamp(), 0));
    at.map_or_else(String::new, |at| when::moment(at, London))
}

fn letter(app: &App, name: &str) -> Result<Vec<u8>, Failure> {
    let is_plain = !name.contains(['/', '\\']) && !name.starts_with('.');
    let folder = &demo(app)?.mail_folder;
    is_plain
        .then(|| std::fs::read(folder.join(name)).ok())
        .flatten()
        .ok_or(Failure::NotFound)
}

/// `GET /dev/mail/{name}`: one letter, taken apart.
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    name: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let bytes = letter(&app, &name)?;
        let message = found(MessageParser::default().parse(&bytes))?;
        let text = message.body_text(0).unwrap_or_default().into_owned();
        let invitation = message
            .attachments()
            .find(|part| {
                part.attachment_name()
                    .is_some_and(|name| name == "invite.ics")
            })
            .map(|part| String::from_utf8_lossy(part.contents()).into_owned());
        let page = MailLetter {
            layout: visitor
                .layout(&app, "Letter")
                .crumb("Letters", Links::dev_mail()),
            subject: message.subject().unwrap_or("(no subject)").to_owned(),
            headers: headers(&bytes),
            links: links(&text),
            text,
            html_href: (message.html_body_count() > 0)
                .then(|| format!("{}/{}/html", Links::dev_mail(), *name)),
            invitation,
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// The headers as they stand in the file, unfolded.
fn headers(bytes: &[u8]) -> Vec<MailHeader> {
    let text = String::from_utf8_lossy(bytes);
    let head = text
        .split("\r\n\r\n")
        .next()
        .unwrap_or_default()
        .replace("\r\n ", " ")
        .replace("\r\n\t", " ");
    let pair = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some(MailHeader {
            name: name.to_owned(),
            value: value.trim().to_owned(),
        })
    };
    head.lines().filter_map(pair).collect()
}

fn links(text: &str) -> Vec<String> {
    let words = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c| matches!(c, '<' | '>' | '(' | ')' | '.' | ',')));
    let mut links: Vec<String> = words
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(ToOwned::to_owned)
        .collect();
    links.dedup();
    links
}

/// `GET /dev/mail/{name}/html`: the letter's HTML alone, in isolation.
pub(crate) async fn html(
    app: web::Data<App>,
    name: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let html = blocking(move || {
        let bytes = letter(&app, &name)?;
        let message = found(MessageParser::default().parse(&bytes))?;
        found(message.body_html(0).map(std::borrow::Cow::into_owned))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header(("Content-Security-Policy", LETTER_POLICY))
        .insert_header(("Cache-Control", "no-store"))
        .content_type("text/html; charset=utf-8")
        .body(html))
}

/// The person of a demonstration's sign-in link.
fn person(app: &App, id: &str, token: &str) -> Result<Person, Failure> {
    let people_of_demo = &demo(app)?.people;
    let id: PersonId = id.parse().map_err(|_| Failure::NotFound)?;
    if app.key.demonstration_token(id) != token {
        return Err(Failure::NotFound);
    }
    let person = app.read(|rx| people::find(rx, id)).and_then(found)?;
    let is_listed = people_of_demo
        .iter()
        .any(|listed| listed.email == person.email);
    is_listed.then_some(person).ok_or(Failure::NotFound)
}

/// `GET /dev/sign-in/{person}/{token}`: works until the demonstration stops; its button signs in.
pub(crate) async fn show_sign_in(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (id, token) = path.into_inner();
        let person = person(&app, &id, &token)?;
        let page = SignInLink {
            layout: visitor.layout(&app, "Sign in to the demonstration"),
            action: format!("/dev/sign-in/{id}/{token}"),
            email: person.email.to_string(),
            asked_text: when::moment(app.now(), London),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `POST /dev/sign-in/{person}/{token}`
pub(crate) async fn sign_in(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (id, token) = path.into_inner();
        let person = person(&app, &id, &token)?;
        match sign_in_proven(
            &app.store,
            &app.surroundings,
            &person.email,
            Way::Link,
            &posted.visitor.to_sign_in(),
        )? {
            SignInOutcome::SignedIn { token, person } => {
                let helps = app.read(|rx| {
                    let bodies = memberships::organising_bodies(rx, person)?;
                    Ok(!bodies.is_empty() || !teams::list_of_person(rx, person)?.is_empty())
                })?;
                let next = if helps {
                    Links::organise()
                } else {
                    Links::my()
                };
                let reply = see_other(&next);
                Ok(signed_in(&app, Way::Link, &token, person, reply))
            }
            SignInOutcome::Refused(_) => Err(Failure::NotFound),
        }
    })
    .await
}
