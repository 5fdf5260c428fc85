//! `/organise/events/{slug}/feedback`: what those say who took part, without names unless they said otherwise.

use super::frame::figure;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::failure::Failure;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::feedback::Helped;
use marketday_render::Links;
use marketday_render::pages::organise::{EventFeedback, FeedbackText, HelpedCount, Section};
use marketday_store::feedback;

/// `GET`
pub(crate) async fn show(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let answers = app.read(|rx| feedback::list(rx, event.id))?;
        let count = |helped: &Helped| HelpedCount {
            helped: helped.name().to_owned(),
            count: figure(answers.iter().filter(|one| one.helped == *helped).count()),
        };
        let page = EventFeedback {
            layout: organised
                .layout(&app, "Feedback")
                .crumb("Bookings", Links::organise_bookings(&event.slug)),
            event: organised.header(&app, Section::Bookings),
            total: figure(answers.len()),
            counts: Helped::ALL.iter().map(count).collect(),
            texts: answers
                .iter()
                .filter(|one| !one.better.is_empty())
                .map(|one| FeedbackText {
                    text: one.better.clone(),
                    name: one.name.clone(),
                })
                .collect(),
        };
        organised.page(&app, &page)
    })
    .await
}
