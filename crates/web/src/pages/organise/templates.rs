//! Templates as they are offered in the form of a new event.

use super::frame::count;
use chrono::NaiveTime;
use marketday_render::pages::organise::TemplateOffer;
use marketday_render::{FormState, Links, when};
use marketday_scheduling::{Template, find_template};

/// The template that an address names.
pub(super) fn chosen(query: &str) -> Option<&'static Template> {
    let mut pairs = query.split('&');
    find_template(pairs.find_map(|pair| pair.strip_prefix("template="))?)
}

/// The form of a day that starts from a template, with its hours.
pub(super) fn with_hours(form: FormState, template: &Template) -> FormState {
    form.with("template", &template.key)
        .with("start_time", template.start.format("%H:%M").to_string())
        .with("end_time", template.end.format("%H:%M").to_string())
}

/// What a template holds.
pub(super) fn offer(template: &Template) -> TemplateOffer {
    let hours = |start: NaiveTime, end: NaiveTime| {
        let label = |time: NaiveTime| when::minute_label(minute_of(time));
        format!("{} to {}", label(start), label(end))
    };
    TemplateOffer {
        key: template.key.clone(),
        name: template.name.clone(),
        about: template.about.clone(),
        holds: format!(
            "{}, {}, {}",
            hours(template.start, template.end),
            count(template.stages.len(), "stage"),
            count(template.slots(), "slot")
        ),
        sessions: template
            .sessions
            .iter()
            .map(|session| {
                let stage = session
                    .stage
                    .and_then(|number| template.stages.get(number - 1));
                let at = stage.map(|stage| format!(" ({stage})")).unwrap_or_default();
                format!(
                    "{}: {}{at}",
                    hours(session.start, session.end),
                    session.title
                )
            })
            .collect(),
        href: Links::organise_new_from(&template.key),
    }
}

fn minute_of(time: NaiveTime) -> u32 {
    use chrono::Timelike;
    time.hour() * 60 + time.minute()
}
