//! `/organise/events/{slug}/letters`: what people are told about an event, and what became of it.

use super::frame::count;
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use chrono::Duration;
use marketday_model::{Instant, Notice, NoticeState};
use marketday_render::pages::organise::{EventLetters, LetterPick, LetterRow, Section};
use marketday_render::{Links, Tag, Tone, when};
use marketday_scheduling::{LetterDeed, LetterRefused, settle_letter};
use marketday_store::notices::{self, Letters};
use serde::Deserialize;

/// How many letters one page shows.
const A_PAGE: u32 = 50;

/// Which letters, and which page of them; what makes no sense is the first page of those that need somebody.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    show: Option<String>,
    page: Option<String>,
}

impl Asked {
    fn page(&self) -> u32 {
        let page = self.page.as_deref().and_then(|page| page.parse().ok());
        page.filter(|page| (1..=10_000).contains(page)).unwrap_or(1)
    }
}

const fn word(which: Letters) -> &'static str {
    match which {
        Letters::Failed => "failed",
        Letters::Waiting => "waiting",
        Letters::Sent => "sent",
        Letters::Dropped => "dropped",
    }
}

const fn name(which: Letters) -> &'static str {
    match which {
        Letters::Failed => "Not delivered",
        Letters::Waiting => "Waiting",
        Letters::Sent => "Sent",
        Letters::Dropped => "Dropped",
    }
}

/// The list.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
    asked: web::Query<Asked>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let named = asked.show.as_deref();
        let which = Letters::ALL
            .into_iter()
            .find(|which| named == Some(word(*which)))
            .unwrap_or(Letters::Failed);
        let page = asked.page();
        let (counts, mut letters) = app.read(|rx| {
            let counts = notices::count_of_event(rx, event.id)?;
            // One more, to see whether there is another page.
            let part = ((page - 1) * A_PAGE, A_PAGE + 1);
            Ok((counts, notices::list_of_event(rx, event.id, which, part)?))
        })?;
        let most = usize::try_from(A_PAGE).unwrap_or(usize::MAX);
        let has_older = letters.len() > most;
        letters.truncate(most);
        let number = |which: Letters| -> i64 {
            let of = counts
                .iter()
                .filter(|(state, _)| which.states().contains(state));
            of.map(|(_, n)| n).sum()
        };
        let picks = Letters::ALL.into_iter().map(|one| LetterPick {
            text: format!("{} ({})", name(one), number(one)),
            href: Links::organise_letters_that(&event.slug, word(one), 1),
            is_current: one == which,
        });
        let at = |page| Links::organise_letters_that(&event.slug, word(which), page);
        let mut layout = organised.layout(&app, "Letters");
        layout.flash = flash;
        let now = app.now();
        let page = EventLetters {
            layout,
            event: organised.header(&app, Section::Letters),
            messages_href: Links::organise_messages(&event.slug),
            wordings_href: Links::organise_wordings(&event.slug),
            reminders_href: Links::organise_reminders(&event.slug),
            picks: picks.collect(),
            caption: name(which).to_owned(),
            rows: letters
                .into_iter()
                .map(|(letter, whom)| row(&organised, &letter, whom, now))
                .collect(),
            older_href: has_older.then(|| at(page + 1)),
            newer_href: (page > 1).then(|| at(page - 1)),
        };
        organised.page(&app, &page)
    })
    .await
}

fn row(organised: &Organised, letter: &Notice, whom: Option<String>, now: Instant) -> LetterRow {
    let event = &organised.event;
    let moment = |at| when::moment(at, event.zone);
    let next = moment(letter.next_try_at);
    let (text, tone, when_text) = match letter.state {
        NoticeState::Pending => ("Waiting", Tone::Warn, Some(format!("Tried next at {next}"))),
        NoticeState::Sending => ("On its way", Tone::Warn, None),
        NoticeState::Sent => (
            "Sent",
            Tone::Good,
            letter.sent_at.map(|at| format!("Sent at {}", moment(at))),
        ),
        NoticeState::Failed => (
            "Not delivered",
            Tone::Bad,
            Some(format!("Given up at {next}")),
        ),
        NoticeState::Dropped => ("Dropped", Tone::Quiet, Some(format!("Dropped at {next}"))),
    };
    let is_idle = matches!(letter.state, NoticeState::Pending | NoticeState::Failed);
    let action = |what| is_idle.then(|| Links::organise_letter(&event.slug, &letter.id, what));
    LetterRow {
        title: letter.kind.about().title.to_owned(),
        whom: whom.unwrap_or_else(|| "somebody who is gone".to_owned()),
        state: Tag::new(text, tone),
        made_text: format!("{}, {}", moment(letter.made_at), age(now - letter.made_at)),
        when_text,
        tries_text: match letter.tries {
            0 => "Not tried yet".to_owned(),
            1 => "Tried once".to_owned(),
            tries => format!("Tried {tries} times"),
        },
        answer: letter.last_answer.clone(),
        is_uncertain: letter.is_uncertain && letter.state != NoticeState::Dropped,
        now_action: action("now"),
        drop_action: action("drop"),
    }
}

/// How long ago something was, in its largest unit.
fn age(past: Duration) -> String {
    let number = |n: i64| usize::try_from(n).unwrap_or(0);
    let (n, unit) = match past {
        past if past < Duration::minutes(1) => return "just now".to_owned(),
        past if past < Duration::hours(1) => (past.num_minutes(), "minute"),
        past if past < Duration::days(1) => (past.num_hours(), "hour"),
        past => (past.num_days(), "day"),
    };
    format!("{} ago", count(number(n), unit))
}

/// `POST …/letters/{letter}/now`
pub(crate) async fn try_now(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || settle(&app, &organised, &path.1, LetterDeed::TryNow)).await
}

/// `POST …/letters/{letter}/drop`
pub(crate) async fn drop_it(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || settle(&app, &organised, &path.1, LetterDeed::Drop)).await
}

fn settle(app: &App, organised: &Organised, id: &str, deed: LetterDeed) -> Result<Reply, Failure> {
    let event = &organised.event;
    let person = organised.signed_in.person.id;
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let settled = settle_letter(&app.store, &app.surroundings, person, (event.id, id), deed);
    let (done, show) = match (settled, deed) {
        (Ok(()), LetterDeed::TryNow) => ("letter-tried", "waiting"),
        (Ok(()), LetterDeed::Drop) => ("letter-dropped", "dropped"),
        (Err(LetterRefused::IsPast(_)), _) => ("letter-past", "sent"),
        (Err(LetterRefused::Unknown), _) => return Err(Failure::NotFound),
        (Err(LetterRefused::Store(error)), _) => return Err(error.into()),
    };
    let list = Links::organise_letters(&event.slug);
    Ok(see_other(&format!("{list}?show={show}&done={done}")))
}
