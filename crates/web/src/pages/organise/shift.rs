//! `/organise/events/{slug}/shift`: moving the rest of a stage on the day, once it was looked at.

use super::frame::is_live;
use super::moments::questions;
use super::overview::Plan;
use super::session_fields::{day, day_choices, stage_choices};
use super::shift_plan::ShiftPlan;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use chrono::Duration;
use marketday_model::{Event, Instant, StageId};
use marketday_render::pages::organise::{Section, Shift as ShiftPage, ShiftPreview};
use marketday_render::{FormState, Links};
use marketday_scheduling::{ReleaseRefused, Shift, preview_release, shift as shift_stage};
use marketday_store::bookings::BookingFilter;
use marketday_store::{bookings, programme, releases};

/// The most minutes that a stage moves by, in either direction.
const MOST: i64 = 240;

/// `GET`: which stage, from when, by how much.
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        if is_live(&organised.event) {
            page(&app, &organised, Fields::of(FormState::new()), None)
        } else {
            Ok(see_other(&Links::organise_event(&organised.event.slug)))
        }
    })
    .await
}

/// `POST`: a preview, or with `step=shift` what the last preview showed.
pub(crate) async fn shift(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let event = &organised.event;
        let is_shift = posted.form.value("step") == Some("shift");
        let shown = posted.form.value("form_id").unwrap_or_default().to_owned();
        let mut fields = Fields::of(posted.form.without("step").without("form_id"));
        let Some(wanted) = read(&mut fields, event) else {
            return page(&app, &organised, fields, None);
        };
        let (plan, preview) = plan(&app, event, wanted)?;
        let current = plan.fingerprint();
        fields.form = fields.form.with("form_id", current.clone());
        if !is_shift {
            return page(&app, &organised, fields, Some(preview));
        }
        let done = || {
            let path = Links::organise_programme(&event.slug);
            see_other(&format!("{path}?done=shifted"))
        };
        if plan.is_done(&shown) {
            return Ok(done());
        }
        if shown != current {
            let message = "The programme changed while you looked. Look at the new preview";
            fields.form.push_error("", message);
            return page(&app, &organised, fields, Some(preview));
        }
        if preview.moves.is_empty() {
            let message = "Nothing on this stage starts at that time or later on the day";
            fields.form.push_error("from_time", message);
            return page(&app, &organised, fields, Some(preview));
        }
        let Wanted { stage, from, by } = wanted;
        let person = organised.signed_in.person.id;
        match shift_stage(
            &app.store,
            &app.surroundings,
            event.id,
            person,
            (stage, from, by),
        ) {
            Ok(_) => Ok(done()),
            Err(ReleaseRefused::Store(error)) => Err(error.into()),
            Err(ReleaseRefused::NoSuchEvent) => Err(Failure::NotFound),
            Err(refused) => {
                fields.form.push_error("", refused.to_string());
                page(&app, &organised, fields, Some(preview))
            }
        }
    })
    .await
}

/// Which stage moves, from when on, by how much (negative: earlier).
#[derive(Debug, Clone, Copy)]
struct Wanted {
    stage: StageId,
    from: Instant,
    by: Duration,
}

/// What was typed; or nothing, with messages in the fields. Which stages there are is asked where it is used.
fn read(fields: &mut Fields, event: &Event) -> Option<Wanted> {
    let stage: Option<StageId> = fields.word("stage", "Choose a stage");
    let date = day(fields, event);
    let from = fields.time("from_time", "The time");
    let from = from
        .zip(date)
        .and_then(|(time, date)| fields.instant("from_time", date, time, event.zone));
    let minutes = minutes(fields.text("minutes"));
    if minutes.is_none() {
        let message = format!("Enter a whole number of minutes from -{MOST} to {MOST}, but not 0");
        fields.form.push_error("minutes", message);
    }
    let wanted = Wanted {
        stage: stage?,
        from: from?,
        by: Duration::minutes(minutes?),
    };
    fields.is_good().then_some(wanted)
}

/// A whole number of minutes that moves something; a minus may be typed as a dash.
fn minutes(text: &str) -> Option<i64> {
    let minutes = text.trim().replace(['−', '–'], "-").parse().ok()?;
    (minutes != 0 && (-MOST..=MOST).contains(&minutes)).then_some(minutes)
}

fn plan(app: &App, event: &Event, wanted: Wanted) -> Result<(ShiftPlan, ShiftPreview), Failure> {
    let now = app.now();
    let filter = BookingFilter {
        event: Some(event.id),
        ..BookingFilter::default()
    };
    let (before, booked, released, diff) = app.read(|rx| {
        Ok((
            Plan::read(rx, event)?,
            bookings::list(rx, &filter)?,
            releases::list_slots(rx, event.id, event.release)?,
            preview_release(rx, event, now)?,
        ))
    })?;
    let Wanted { stage, from, by } = wanted;
    let plan = ShiftPlan::of(before, Shift::of(event.days(), stage, from, by));
    let preview = plan.preview(event, &booked, &released, !diff.items.is_empty());
    Ok((plan, preview))
}

fn page(
    app: &App,
    organised: &Organised,
    fields: Fields,
    preview: Option<ShiftPreview>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let stages = app.read(|rx| programme::list_stages(rx, event.id))?;
    let page = ShiftPage {
        layout: organised
            .layout(app, "Move the rest of a stage")
            .crumb("Programme", Links::organise_programme(&event.slug)),
        twice: questions(&fields.twice, event.zone),
        form: fields.form,
        event: organised.header(app, Section::Programme),
        action: Links::organise_shift(&event.slug),
        stages: stage_choices(&stages),
        days: day_choices(event),
        preview,
    };
    organised.form_page(app, &page.form, &page)
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn minutes_move_something_by_less_than_half_a_day() {
        assert_eq!(minutes(" 10 "), Some(10));
        assert_eq!(minutes("-10"), Some(-10));
        assert_eq!(minutes("−10"), Some(-10));
        assert_eq!(minutes("0"), None);
        assert_eq!(minutes("241"), None);
        assert_eq!(minutes("ten"), None);
    }
}
