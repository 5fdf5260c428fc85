//! `/my/calendars`: somebody's personal feeds.

use super::{found, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use chrono_tz::Europe::London;
use marketday_accounts::{FeedRefused, add_feed, renew_feed, revoke_feed};
use marketday_model::{PersonalFeed, PersonalFeedId, PersonalFeedKind};
use marketday_render::pages::facts::CalendarLinks;
use marketday_render::pages::my_calendars::{MyCalendar, MyCalendars, MyFeedLine};
use marketday_render::{Choice, FormState, Links, when};
use marketday_store::personal_feeds;

/// What the list is called, there and on the way up to it.
const TITLE: &str = "Your calendars";

/// `GET /my/calendars`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    let form = FormState::new().with("kind", PersonalFeedKind::Bookings.as_str());
    blocking(move || list(&app, &visitor, form, flash)).await
}

fn list(
    app: &App,
    visitor: &Visitor,
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let signed_in = visitor.required()?;
    let own = app.read(|rx| personal_feeds::list_of_person(rx, signed_in.person.id))?;
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let is_for_them = |kind: &&PersonalFeedKind| {
        **kind != PersonalFeedKind::Organised || signed_in.is_organiser()
    };
    let choice =
        |kind: &PersonalFeedKind| Choice::new(kind.as_str(), kind.name()).hint(kind.holds());
    let mut layout = visitor.own_layout(app, TITLE);
    layout.flash = flash;
    let page = MyCalendars {
        layout,
        feeds: own.iter().map(line).collect(),
        kinds: PersonalFeedKind::ALL
            .iter()
            .filter(is_for_them)
            .map(choice)
            .collect(),
        action: Links::my_calendars(),
        form,
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn line(feed: &PersonalFeed) -> MyFeedLine {
    MyFeedLine {
        name: feed.name.clone(),
        kind_text: feed.kind.name().to_owned(),
        made_text: when::moment(feed.renewed_at, London),
        fetched_text: feed
            .fetched_at
            .map(|at| format!("{} by {}", when::moment(at, London), feed.client)),
        href: Links::my_calendar(&feed.id),
    }
}

/// The page of one feed; with its address, if this is the answer to its making.
fn page(
    app: &App,
    visitor: &Visitor,
    feed: &PersonalFeed,
    token: Option<&str>,
) -> Result<Reply, Failure> {
    let calendar = token.map(|token| {
        let name = format!("Marketday: {}", feed.kind.name());
        CalendarLinks::new(&app.links, &Links::feed_personal(token), &name)
    });
    let page = MyCalendar {
        layout: visitor
            .own_layout(app, &feed.name)
            .crumb(TITLE, Links::my_calendars()),
        feed: line(feed),
        holds_text: feed.kind.holds().to_owned(),
        calendar,
        renewal_action: Links::my_calendar_renewal(&feed.id),
        revocation_action: Links::my_calendar_revocation(&feed.id),
    };
    Ok(visitor.page(app, app.html(&page)?))
}

/// `POST /my/calendars`: makes one, and shows its address this once.
pub(crate) async fn add(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let person = visitor.required()?.person.id;
        let mut fields = Fields::of(form);
        let kind = fields.word("kind", "Choose what the calendar holds");
        let name = fields.line("name", "The name");
        let (Some(kind), Some(name)) = (kind, name) else {
            return list(&app, &visitor, fields.form, None);
        };
        match add_feed(&app.store, &app.surroundings, person, (kind, name)) {
            Ok((feed, token)) => page(&app, &visitor, &feed, Some(&token)),
            Err(FeedRefused::TooMany) => {
                let mut form = fields.form;
                form.push_error(
                    "name",
                    "You have as many calendars as we keep. Revoke one first",
                );
                list(&app, &visitor, form, None)
            }
            Err(FeedRefused::Store(error)) => Err(error.into()),
        }
    })
    .await
}

/// A feed of whoever asks; another's is not there.
fn own(app: &App, visitor: &Visitor, id: &str) -> Result<PersonalFeed, Failure> {
    let person = visitor.required()?.person.id;
    let id: PersonalFeedId = id.parse().map_err(|_| Failure::NotFound)?;
    let own = app.read(|rx| personal_feeds::list_of_person(rx, person))?;
    found(own.into_iter().find(|feed| feed.id == id))
}

/// `GET /my/calendars/{id}`
pub(crate) async fn show_one(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let feed = own(&app, &visitor, &path)?;
        page(&app, &visitor, &feed, None)
    })
    .await
}

/// `POST /my/calendars/{id}/renewal`: another address, shown this once.
pub(crate) async fn renew(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let feed = own(&app, visitor, &path)?;
        let token = renew_feed(&app.store, &app.surroundings, feed.person, feed.id)?;
        page(&app, visitor, &feed, Some(&found(token)?))
    })
    .await
}

/// `POST /my/calendars/{id}/revocation`
pub(crate) async fn revoke(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let feed = own(&app, &posted.visitor, &path)?;
        revoke_feed(&app.store, &app.surroundings, feed.person, feed.id)?;
        let path = Links::my_calendars();
        Ok(see_other(&format!("{path}?done=calendar-revoked")))
    })
    .await
}
