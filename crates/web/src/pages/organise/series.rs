//! `/organise/events/{slug}/series`: the series that an event is in.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_render::pages::organise::{EventSeries, Section};
use marketday_render::{Choice, FormState, Link, Links};
use marketday_scheduling::{SeriesRefused, SeriesText, change_series, make_series, put_in_series};
use marketday_store::series;

/// `GET`: which one it is in.
pub(crate) async fn ask(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || page(&app, &organised, FormState::new(), flash)).await
}

/// `POST`: another one, a new one, or none.
pub(crate) async fn choose(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let (store, surroundings) = (&app.store, &app.surroundings);
        let mut fields = Fields::of(posted.form);
        let (done, field) = match fields.form.value("series") {
            Some("new") => {
                let Some(text) = text(&mut fields, "new_name", "new_description") else {
                    return page(&app, &organised, fields.form, None);
                };
                let made = make_series(store, surroundings, event, person, text);
                (made.map(drop), "new_name")
            }
            Some("") => (
                put_in_series(store, surroundings, event, person, None),
                "series",
            ),
            chosen => {
                let Some(Ok(id)) = chosen.map(str::parse) else {
                    let form = fields.form.error("series", "Choose one of these");
                    return page(&app, &organised, form, None);
                };
                (
                    put_in_series(store, surroundings, event, person, Some(id)),
                    "series",
                )
            }
        };
        answer(&app, &organised, fields, done, field)
    })
    .await
}

/// `POST …/text`: another name and description of the series that it is in.
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (organised.event.id, organised.signed_in.person.id);
        let mut fields = Fields::of(posted.form);
        let Some(text) = text(&mut fields, "name", "description") else {
            return page(&app, &organised, fields.form, None);
        };
        let done = change_series(&app.store, &app.surroundings, event, person, text);
        answer(&app, &organised, fields, done, "name")
    })
    .await
}

fn text(fields: &mut Fields, name: &str, description: &str) -> Option<SeriesText> {
    let name = fields.line(name, "The name of the series");
    let description = fields.optional_prose(description, "The description");
    Some(SeriesText {
        name: name?,
        description: description?,
    })
}

fn answer(
    app: &App,
    organised: &Organised,
    fields: Fields,
    done: Result<(), SeriesRefused>,
    field: &str,
) -> Result<Reply, Failure> {
    match done {
        Ok(()) => {
            let path = Links::organise_series(&organised.event.slug);
            Ok(see_other(&format!("{path}?done=series-saved")))
        }
        Err(SeriesRefused::Store(error)) => Err(error.into()),
        Err(refused) => {
            let form = fields.form.error(field, refused.to_string());
            page(app, organised, form, None)
        }
    }
}

fn page(
    app: &App,
    organised: &Organised,
    mut form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (current, of_body) = app.read(|rx| {
        let current = series::find_of_event(rx, event.id)?;
        Ok((current, series::list(rx, event.organiser)?))
    })?;
    let id = current.as_ref().map(|series| series.id.to_string());
    let is = [
        ("series", id.unwrap_or_default()),
        (
            "name",
            current
                .as_ref()
                .map_or_else(String::new, |s| s.name.clone()),
        ),
        (
            "description",
            current
                .as_ref()
                .map_or_else(String::new, |s| s.description.clone()),
        ),
    ];
    for (name, value) in is {
        if form.value(name).is_none() {
            form = form.with(name, value);
        }
    }
    let mut choices = vec![Choice::new("", "No series")];
    choices.extend(
        of_body
            .iter()
            .map(|series| Choice::new(series.id.to_string(), series.name.clone())),
    );
    choices.push(Choice::new("new", "A new series"));
    let mut layout = organised.layout(app, "Series");
    layout.flash = flash;
    let page = EventSeries {
        layout,
        event: organised.header(app, Section::Details),
        form,
        action: Links::organise_series(&event.slug),
        choices,
        current: current.map(|series| Link::new(series.name, Links::series(&series.slug))),
        text_action: Links::organise_series_text(&event.slug),
    };
    organised.form_page(app, &page.form, &page)
}
