//! `/organise/events/{slug}/copy`: the same day again, on another date.

use super::frame::count;
use super::moments::day;
use super::overview::Plan;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::{Fields, lower_first};
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use chrono::NaiveDateTime;
use marketday_model::time::{Fold, clock_time};
use marketday_model::{EventId, Line};
use marketday_render::pages::organise::{EventCopyForm, Section, TwiceQuestion};
use marketday_render::{Choice, FormState, Links, when};
use marketday_scheduling::{
    Answers, CopyRefused, DoubtfulTime, EventCopy, copy_event, doubtful_times,
};
use marketday_store::kept_venues;

/// `GET`: the form.
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let id: EventId = app.surroundings.id();
        let form = FormState::new()
            .with("form_id", id.to_string())
            .with("title", organised.event.title.clone())
            .with("description", "yes")
            .with("programme", "yes");
        page(&app, &organised, form, &[])
    })
    .await
}

/// `POST`: a draft on another date.
pub(crate) async fn copy(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (event, person) = (&organised.event, &organised.signed_in.person);
        let mut fields = Fields::of(posted.form);
        let Some(mut copy) = read(&mut fields) else {
            return page(&app, &organised, fields.form, &[]);
        };
        let asked = app.read(|rx| doubtful_times(rx, &app.surroundings, event, &copy))?;
        answer(&mut fields, &mut copy, &asked);
        if !fields.is_good() {
            return page(&app, &organised, fields.form, &asked);
        }
        let id = fields.text("form_id").parse();
        let id = id.unwrap_or_else(|_| app.surroundings.id());
        let by = (person.id, person.email.to_string());
        match copy_event(&app.store, &app.surroundings, (event.id, id), by, copy) {
            Ok(made) if made.organiser == event.organiser => {
                let path = Links::organise_event(&made.slug);
                Ok(see_other(&format!("{path}?done=event-copied")))
            }
            Ok(_) | Err(CopyRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(CopyRefused::Store(error)) => Err(error.into()),
            Err(refused @ CopyRefused::NoSuchVenue) => {
                let form = fields.form.error("venue", refused.to_string());
                page(&app, &organised, form, &asked)
            }
            Err(refused) => {
                let form = fields.form.error("date", refused.to_string());
                page(&app, &organised, form, &asked)
            }
        }
    })
    .await
}

fn read(fields: &mut Fields) -> Option<EventCopy> {
    let title: Option<Line<120>> = fields.line("title", "The title");
    let date = day(fields, "date", "The date");
    let venue = if fields.text("venue").is_empty() {
        None
    } else {
        Some(fields.word("venue", "Choose a venue from the list")?)
    };
    let copy = EventCopy {
        venue,
        title: title?,
        date: date?,
        description: fields.text("description") == "yes",
        programme: fields.text("programme") == "yes",
        answers: Answers::new(),
    };
    fields.is_good().then_some(copy)
}

/// The name of the question about a local time.
fn name_of(local: NaiveDateTime) -> String {
    local.format("at-%Y%m%d%H%M").to_string()
}

fn label_of(doubt: &DoubtfulTime) -> String {
    format!(
        "{} on {}",
        clock_time(doubt.local.and_utc(), chrono_tz::UTC),
        when::date(doubt.local.and_utc(), chrono_tz::UTC)
    )
}

/// Takes the answers about times that happen twice, and says which are missing and which times do not exist.
fn answer(fields: &mut Fields, copy: &mut EventCopy, asked: &[DoubtfulTime]) {
    for doubt in asked {
        let what = lower_first(&doubt.what);
        if doubt.twice.is_none() {
            let message = format!(
                "{} would be at {}, which does not exist: the clocks go forward. Choose another date, or change it here first",
                doubt.what,
                label_of(doubt)
            );
            fields.form.push_error("date", message);
            continue;
        }
        let name = format!("{}_fold", name_of(doubt.local));
        match fields.text(&name) {
            "earlier" => _ = copy.answers.insert(doubt.local, Fold::Earlier),
            "later" => _ = copy.answers.insert(doubt.local, Fold::Later),
            _ => {
                let message = format!("Say which {} is meant by {what}", label_of(doubt));
                fields.form.push_error(name, message);
            }
        }
    }
}

fn page(
    app: &App,
    organised: &Organised,
    form: FormState,
    asked: &[DoubtfulTime],
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (plan, kept) = app.read(|rx| {
        let kept = kept_venues::list(rx, &[event.organiser])?;
        Ok((Plan::read(rx, event)?, kept))
    })?;
    let venues = kept.iter().map(|venue| {
        let text = format!("{}, {}", venue.name, venue.town);
        Choice::new(venue.id.to_string(), text)
    });
    let mut twice: Vec<TwiceQuestion> = Vec::new();
    for doubt in asked.iter().filter(|doubt| doubt.twice.is_some()) {
        let question = TwiceQuestion::new(name_of(doubt.local), &label_of(doubt));
        if !twice.contains(&question) {
            twice.push(question);
        }
    }
    let page = EventCopyForm {
        layout: organised.layout(app, "Copy this event"),
        event: organised.header(app, Section::Overview),
        form,
        several_days: event.days().are_several(),
        action: Links::organise_copy(&event.slug),
        programme_text: format!(
            "{}, {} and {}",
            count(plan.stages.len(), "stage"),
            count(plan.sessions.len(), "session"),
            count(plan.slots.len(), "slot")
        ),
        venues: venues.collect(),
        twice,
        back_href: Links::organise_event(&event.slug),
    };
    organised.form_page(app, &page.form, &page)
}
