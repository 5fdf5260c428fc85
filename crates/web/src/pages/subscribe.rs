//! `/calendar`: the page that explains the feeds, and makes the one that somebody chooses.

use super::{found, shared};
use crate::app::App;
use crate::cache::Fresh;
use crate::failure::Failure;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_feeds::Chosen;
use marketday_model::{Organisation, OrganisationId, Region, Series, Theme};
use marketday_render::pages::calendar::{FeedLine, Subscribe};
use marketday_render::pages::facts::CalendarLinks;
use marketday_render::{Choice, FormState, Layout, Links};
use marketday_store::{organisations, series};
use url::form_urlencoded;

/// The filters of the address, as far as they are known. An unknown word is no filter.
fn chosen(query: &str) -> Chosen {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let known = pairs.filter_map(|(name, value)| Chosen::read([(&*name, &*value)]).ok());
    known.fold(Chosen::default(), |all, one| Chosen {
        near: all.near.or(one.near),
        organiser: all.organiser.or(one.organiser),
        region: all.region.or(one.region),
        series: all.series.or(one.series),
        theme: all.theme.or(one.theme),
    })
}

/// `GET /calendar`: every feed, with three ways to subscribe.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let chosen = chosen(request.query_string());
    let variant = Links::with_query("", &chosen.pairs());
    shared(&app, &request, &variant, move |app, layout, _| {
        page(app, layout, &chosen)
    })
    .await
}

fn page(app: &App, layout: Layout, chosen: &Chosen) -> Result<Fresh, Failure> {
    let (organisers, all_series) = app.read(|rx| {
        Ok((
            organisations::list_organisers(rx)?,
            series::list_public(rx)?,
        ))
    })?;
    // Neither is kept under the address of one that is not there, of which there are any number.
    let is_there = |id: &OrganisationId| organisers.iter().any(|body| body.id == *id);
    found(chosen.organiser.as_ref().is_none_or(is_there).then_some(()))?;
    let is_there = |slug: &String| all_series.iter().any(|one| one.slug == *slug);
    found(chosen.series.as_ref().is_none_or(is_there).then_some(()))?;
    let line = |name: &str, feed: &str| FeedLine {
        name: name.to_owned(),
        reach_text: None,
        links: CalendarLinks::new(&app.links, feed, &format!("Market days: {name}")),
    };
    let near = |region: &Region| {
        let name = format!("Within reach of {}", region.name());
        let names: Vec<&str> = region.within_reach().map(Region::name).collect();
        FeedLine {
            reach_text: Some(format!("Days in {}.", view::listed(&names))),
            ..line(&name, &Links::feed_near(region.as_str()))
        }
    };
    let region = |region: &Region| line(region.name(), &Links::feed_region(region.as_str()));
    let theme = |theme: &Theme| line(theme.name(), &Links::feed_theme(theme.as_str()));
    let organiser = |body: &Organisation| line(&body.name, &Links::feed_organiser(&body.id));
    let one_series = |series: &Series| line(&series.name, &Links::feed_series(&series.slug));
    let pairs = chosen.pairs();
    let form = pairs.iter().fold(FormState::new(), |form, (name, value)| {
        form.with(*name, value)
    });
    let page = Subscribe {
        layout: Layout {
            title: "Subscribe to the calendar".into(),
            canonical: Some(app.links.absolute(&Links::subscribe())),
            ..layout
        },
        form,
        region_choices: view::region_choices(),
        theme_choices: view::theme_choices(),
        organiser_choices: organisers
            .iter()
            .map(|body| Choice::new(body.id.to_string(), &body.name))
            .collect(),
        series_choices: all_series
            .iter()
            .map(|one| Choice::new(&one.slug, &one.name))
            .collect(),
        chosen: (!pairs.is_empty()).then(|| {
            line(
                "Your choice",
                &Links::with_query(&Links::feed_all(), &pairs),
            )
        }),
        all: line("All market days", &Links::feed_all()),
        regions: Region::ALL.iter().map(region).collect(),
        near: Region::ALL.iter().map(near).collect(),
        themes: Theme::ALL.iter().map(theme).collect(),
        organisers: organisers.iter().map(organiser).collect(),
        series: all_series.iter().map(one_series).collect(),
    };
    Ok(Fresh::page(app.html(&page)?, None))
}
