//! `/organise/events/{slug}/reminders`: which reminders an event sends, and of which deadlines it nudges.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use actix_web::web;
use marketday_model::nudge::Deadline;
use marketday_model::reminder::Reminder;
use marketday_render::pages::organise::{RemindersForm, Section};
use marketday_render::{Choice, FormState, Links, when};
use marketday_scheduling::set_reminders;
use marketday_store::{StoreError, nudges, reminders};
use std::str::FromStr;

/// `GET`
pub(crate) async fn ask(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || {
        let event = organised.event.id;
        let (chosen, deadlines) = app.read(|rx| {
            let chosen = reminders::find(rx, event)?;
            Ok::<_, StoreError>((chosen, nudges::find(rx, event)?))
        })?;
        let form = chosen.iter().fold(FormState::new(), |form, one| {
            form.with("reminders", one.as_str())
        });
        let form = deadlines
            .iter()
            .fold(form, |form, one| form.with("deadlines", one.as_str()));
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
        let chosen = ticked(&form, "reminders", Reminder::ALL);
        let deadlines = ticked(&form, "deadlines", Deadline::ALL);
        let chosen = match (chosen, deadlines) {
            (Some(chosen), Some(deadlines)) => (chosen, deadlines),
            (chosen, _) => {
                let name = if chosen.is_none() {
                    "reminders"
                } else {
                    "deadlines"
                };
                let form = form.error(name, "Choose from the list");
                return page(&app, &organised, form);
            }
        };
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        set_reminders(&app.store, &app.surroundings, person, event.id, chosen)?;
        let list = Links::organise_letters(&event.slug);
        Ok(see_other(&format!("{list}?done=reminders-saved")))
    })
    .await
}

/// What is ticked, in the order of the list and each once; none if something is not in it.
fn ticked<T: FromStr + Copy + PartialEq>(
    form: &FormState,
    name: &str,
    all: &[T],
) -> Option<Vec<T>> {
    let typed: Result<Vec<T>, _> = form.values(name).iter().map(|word| word.parse()).collect();
    let typed = typed.ok()?;
    let all = all.iter().copied();
    Some(all.filter(|one| typed.contains(one)).collect())
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
        deadlines: Deadline::ALL
            .iter()
            .map(|one| Choice::new(one.as_str(), one.name()))
            .collect(),
    };
    organised.form_page(app, &page.form, &page)
}
