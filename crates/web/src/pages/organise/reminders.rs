//! `/organise/events/{slug}/reminders`: which reminders an event sends.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::reminder::Reminder;
use marketday_render::pages::organise::{RemindersForm, Section};
use marketday_render::{Choice, FormState, Links, when};
use marketday_scheduling::set_reminders;
use marketday_store::reminders;

/// `GET`
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let chosen = app.read(|rx| reminders::find(rx, organised.event.id))?;
        let form = chosen.iter().fold(FormState::new(), |form, one| {
            form.with("reminders", one.as_str())
        });
        page(&app, &organised, form)
    })
    .await
}

/// `POST`
pub(crate) async fn choose(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || {
        let form = posted.form;
        let typed = form.values("reminders");
        let known: Result<Vec<Reminder>, _> = typed.iter().map(|word| word.parse()).collect();
        let Ok(typed) = known else {
            let form = form.error("reminders", "Choose from the list");
            return page(&app, &organised, form);
        };
        // In the order of the list, each once.
        let all = Reminder::ALL.iter().copied();
        let chosen = all.filter(|one| typed.contains(one)).collect();
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        set_reminders(&app.store, &app.surroundings, person, event.id, chosen)?;
        let list = Links::organise_letters(&event.slug);
        Ok(see_other(&format!("{list}?done=reminders-saved")))
    })
    .await
}

fn page(app: &App, organised: &Organised, form: FormState) -> Result<Reply, Failure> {
    let event = &organised.event;
    let choice = |one: &Reminder| {
        let name = match one.due_at(event) {
            Some(at) => format!("{} ({})", one.name(), when::date(at, event.zone)),
            None => one.name().to_owned(),
        };
        Choice::new(one.as_str(), name)
    };
    let page = RemindersForm {
        layout: organised
            .layout(app, "Reminders")
            .crumb("Letters", Links::organise_letters(&event.slug)),
        event: organised.header(app, Section::Letters),
        form,
        action: Links::organise_reminders(&event.slug),
        choices: Reminder::ALL.iter().map(choice).collect(),
    };
    organised.form_page(app, &page.form, &page)
}
