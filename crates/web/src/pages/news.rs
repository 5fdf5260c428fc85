//! `/news`: news of market days by email, without an account; and the page of the letter that confirms the address.

use super::see_other;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::web;
use marketday_accounts::{
    AskNewsRefused, ask_for_news, confirm_news, find_news_request, follow_news,
};
use marketday_model::news::{NewsChoice, NewsPace, NewsRequest, NewsTopic};
use marketday_model::{OptionalLetter, PersonId, Region, Theme, policy};
use marketday_render::pages::letters::LinkOver;
use marketday_render::pages::news::{NewsAsked, NewsChoices, NewsConfirmation, NewsForm};
use marketday_render::{Choice, FormState, Links};
use serde::Deserialize;

/// The page as it is kept with a consent.
const PAGE: &str = "/news";

/// What can be chosen.
pub(super) fn choices() -> NewsChoices {
    NewsChoices {
        regions: view::region_choices(),
        themes: view::theme_choices(),
        paces: NewsPace::ALL
            .iter()
            .map(|pace| Choice::new(pace.as_str(), pace.name()))
            .collect(),
    }
}

/// The fields of a choice.
pub(super) fn filled(form: FormState, choice: Option<&NewsChoice>) -> FormState {
    let Some(choice) = choice else {
        return form.with("news_pace", NewsPace::Weekly.as_str());
    };
    let form = choice
        .topics()
        .iter()
        .fold(form, |form, topic| match topic {
            NewsTopic::Region(region) => form.with("news_regions", region.as_str()),
            NewsTopic::Theme(theme) => form.with("news_themes", theme.as_str()),
        });
    form.with("news_pace", choice.pace.as_str())
}

/// The choice in the fields.
pub(super) fn read(fields: &mut Fields) -> Option<NewsChoice> {
    let regions = fields.words("news_regions", "Choose regions from the list");
    let themes = fields.words("news_themes", "Choose themes from the list");
    let pace = fields.word("news_pace", "Choose how often we write to you");
    let (regions, themes, pace) = (regions?, themes?, pace?);
    let regions = regions.into_iter().map(NewsTopic::Region);
    let topics = regions.chain(themes.into_iter().map(NewsTopic::Theme));
    let choice = NewsChoice::new(topics, pace);
    if choice.is_none() {
        let message = "Choose at least one region or theme";
        fields.form.push_error("news_regions", message);
    }
    choice
}

/// What is ticked to begin with. An unknown word ticks nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    region: String,
    #[serde(default)]
    theme: String,
}

/// `GET /news`, with `?region=` and `?theme=` to begin with.
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    wanted: web::Query<Wanted>,
) -> Result<Reply, Failure> {
    let mut form = FormState::new().with("news_pace", NewsPace::Weekly.as_str());
    if let Ok(region) = wanted.region.parse::<Region>() {
        form = form.with("news_regions", region.as_str());
    }
    if let Ok(theme) = wanted.theme.parse::<Theme>() {
        form = form.with("news_themes", theme.as_str());
    }
    page(&app, &visitor, form)
}

fn page(app: &App, visitor: &Visitor, form: FormState) -> Result<Reply, Failure> {
    let status = if form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = NewsForm {
        layout: visitor.layout(app, "News of market days"),
        news: choices(),
        email: visitor.email().map(ToString::to_string),
        wording: OptionalLetter::EventNews.wording().to_owned(),
        action: Links::news(None, None),
        form,
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn works_text() -> String {
    format!("{} days", policy::NEWS_REQUEST.num_days())
}

/// `POST /news`: whoever is signed in has news from now on; to any other address a letter goes that asks.
pub(crate) async fn ask(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        let mut fields = Fields::of(form);
        let choice = read(&mut fields);
        if let Some(signed_in) = &visitor.signed_in {
            let Some(choice) = choice.filter(|_| fields.is_good()) else {
                return page(&app, &visitor, fields.form);
            };
            let (store, surroundings) = (&app.store, &app.surroundings);
            follow_news(store, surroundings, signed_in.person.id, choice, PAGE)?;
            return Ok(see_other(&format!(
                "{}?done=news-chosen",
                Links::my_letters()
            )));
        }
        let email = fields.email("email");
        let (Some(choice), Some(email), true) = (choice, email, fields.is_good()) else {
            return page(&app, &visitor, fields.form);
        };
        let (store, surroundings) = (&app.store, &app.surroundings);
        match ask_for_news(store, surroundings, &email, choice, &visitor.network) {
            Ok(_) => {}
            Err(AskNewsRefused::Store(error)) => return Err(error.into()),
            Err(refused @ AskNewsRefused::TooMany) => {
                let message = format!(
                    "{refused}. Open the newest one and use its link, or try again tomorrow"
                );
                return page(&app, &visitor, fields.form.error("email", message));
            }
        }
        let page = NewsAsked {
            layout: visitor
                .layout(&app, "Look into your mailbox")
                .crumb("News of market days", Links::news(None, None)),
            email: email.to_string(),
            works_text: works_text(),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `GET /news/confirmation/{id}/{token}`: only its button acts, since mail scanners follow links.
pub(crate) async fn ask_confirmation(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Some(request) = find(&app, &path)? else {
            return over(&app, &visitor);
        };
        let page = confirmation(&app, &visitor, &path.1, &request, None);
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn find(app: &App, path: &(String, String)) -> Result<Option<NewsRequest>, Failure> {
    let (id, token) = path;
    let Ok(id) = id.parse() else {
        return Ok(None);
    };
    let (store, surroundings) = (&app.store, &app.surroundings);
    Ok(find_news_request(store, surroundings, &app.key, id, token)?)
}

fn over(app: &App, visitor: &Visitor) -> Result<Reply, Failure> {
    let page = LinkOver {
        layout: visitor.layout(app, "This link does not work any more"),
        text: format!(
            "A link to confirm news works for {}. If you would still like them, ask again.",
            works_text()
        ),
        again_href: Some(Links::news(None, None)),
    };
    Ok(visitor.page_with_status(app, StatusCode::GONE, app.html(&page)?))
}

fn confirmation(
    app: &App,
    visitor: &Visitor,
    token: &str,
    request: &NewsRequest,
    confirmed: Option<PersonId>,
) -> NewsConfirmation {
    let title = if confirmed.is_some() {
        "You get news of market days"
    } else {
        "Get news of market days?"
    };
    let names = request.choice.topics().iter().map(|topic| topic.name());
    NewsConfirmation {
        layout: visitor.layout(app, title),
        email: request.email.masked(),
        topics: names.map(ToOwned::to_owned).collect(),
        pace_text: request.choice.pace.name().to_owned(),
        wording: OptionalLetter::EventNews.wording().to_owned(),
        action: Links::news_confirmation(&request.id, token),
        letters_href: confirmed.map(|person| Links::letters(&app.key.letters_token(person))),
    }
}

/// `POST /news/confirmation/{id}/{token}`
pub(crate) async fn confirm(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = posted.visitor;
        let Some(request) = find(&app, &path)? else {
            return over(&app, &visitor);
        };
        let (store, surroundings, link) = (&app.store, &app.surroundings, (request.id, &*path.1));
        let Some(person) = confirm_news(store, surroundings, &app.key, link, PAGE)? else {
            return over(&app, &visitor);
        };
        let page = confirmation(&app, &visitor, &path.1, &request, Some(person));
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}
