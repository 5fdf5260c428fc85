//! `/my/letters` and `/letters/{token}`: which letters somebody wants that they do not need, signed in or by the link of a
//! letter; and stopping one kind of them by one click.

use super::{news, see_other};
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use chrono_tz::Europe::London;
use chrono_tz::Tz;
use marketday_accounts::{LetterChoices, choose_letters, list_offered, withdraw_consent};
use marketday_model::news::NewsChoice;
use marketday_model::privacy::ERASED_DOMAIN;
use marketday_model::quiet::{Quiet, QuietHours, ZONES};
use marketday_model::{Consent, OptionalLetter, Person, PersonId};
use marketday_render::pages::letters::{LetterKind, LinkOver, MyLetters, Unsubscribe};
use marketday_render::{Choice, FormState, Layout, Links, when};
use marketday_store::{Rx, StoreError, consents, news as stored, people, quiet_hours};

/// `GET /my/letters`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let person = visitor.required()?.person.clone();
        let mut layout = visitor.own_layout(&app, TITLE);
        layout.flash = flash;
        page(&app, &visitor, layout, &Reader::SignedIn(person), None)
    })
    .await
}

/// `GET /letters/{token}`: by the link of a letter, without a sign-in.
pub(crate) async fn show_by_link(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let Some(reader) = reader_of(&app, &token)? else {
            return gone(&app, &visitor);
        };
        let mut layout = visitor.layout(&app, TITLE);
        layout.flash = flash;
        page(&app, &visitor, layout, &reader, None)
    })
    .await
}

/// Its title.
const TITLE: &str = "Letters that you can do without";

/// Whose letters are chosen, and how that is known.
enum Reader {
    /// They are signed in.
    SignedIn(Person),
    /// Somebody has the link of a letter to them, with this token.
    ByLink(Person, String),
}

impl Reader {
    const fn person(&self) -> &Person {
        match self {
            Self::SignedIn(person) | Self::ByLink(person, _) => person,
        }
    }

    /// The page as it is kept with a consent: never with a token.
    const fn given_on(&self) -> &'static str {
        match self {
            Self::SignedIn(_) => "/my/letters",
            Self::ByLink(..) => "/letters",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::SignedIn(_) => Links::my_letters(),
            Self::ByLink(_, token) => Links::letters(token),
        }
    }
}

/// Whose letters a token is for; none if they were erased. Nothing is found by a token that is not ours.
fn reader_of(app: &App, token: &str) -> Result<Option<Reader>, Failure> {
    let id = app.key.letters_of(token).ok_or(Failure::NotFound)?;
    let person = app.read(|rx| people::find(rx, id))?;
    let person = person.filter(|person| person.email.domain() != ERASED_DOMAIN);
    Ok(person.map(|person| Reader::ByLink(person, token.to_owned())))
}

fn gone(app: &App, visitor: &Visitor) -> Result<Reply, Failure> {
    let page = LinkOver {
        layout: visitor.layout(app, "This link does not work any more"),
        text: "Whoever it was for has been erased. We write no letters to them.".to_owned(),
        again_href: None,
    };
    Ok(visitor.page_with_status(app, StatusCode::GONE, app.html(&page)?))
}

/// What somebody chose until now.
struct Kept {
    /// What they are asked about.
    offered: Vec<OptionalLetter>,
    /// What of it they get.
    wanted: Vec<OptionalLetter>,
    /// Their consents in force.
    given: Vec<Consent>,
    followed: Option<NewsChoice>,
    quiet: Quiet,
}

fn kept(rx: &mut Rx<'_>, person: PersonId) -> Result<Kept, StoreError> {
    let offered = list_offered(rx, person)?;
    let mut given = consents::list_of_person(rx, person)?;
    given.retain(Consent::is_in_force);
    let mut wanted: Vec<OptionalLetter> = given.iter().map(|consent| consent.letter).collect();
    for letter in offered.iter().filter(|letter| letter.comes_with_team()) {
        if consents::may_send_optional(rx, person, *letter)? {
            wanted.push(*letter);
        }
    }
    Ok(Kept {
        offered,
        wanted,
        given,
        followed: stored::find(rx, person)?,
        quiet: quiet_hours::find(rx, person)?,
    })
}

/// The page, with what was typed and refused, if anything was.
fn page(
    app: &App,
    visitor: &Visitor,
    layout: Layout,
    reader: &Reader,
    typed: Option<FormState>,
) -> Result<Reply, Failure> {
    let person = reader.person();
    let Kept {
        offered,
        wanted,
        given,
        followed,
        quiet,
    } = app.read(|rx| kept(rx, person.id))?;
    let status = if typed.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let filled = || {
        let form = news::filled(with_quiet(quiet), followed.as_ref());
        wanted
            .iter()
            .fold(form, |form, letter| form.with(letter.as_str(), "yes"))
    };
    let is_by_link = matches!(reader, Reader::ByLink(..));
    let page = MyLetters {
        layout,
        email: if is_by_link {
            person.email.masked()
        } else {
            person.email.to_string()
        },
        is_by_link,
        action: reader.path(),
        news: news::choices(),
        quiets: vec![
            Choice::new("hours", "Not in these hours"),
            Choice::new("none", "At any time"),
        ],
        hours: (0..24)
            .map(|hour| Choice::new(hour.to_string(), when::minute_label(hour * 60)))
            .collect(),
        zones: ZONES
            .iter()
            .map(|(zone, name)| Choice::new(zone.to_string(), *name))
            .collect(),
        kinds: offered.iter().map(|letter| kind(*letter, &given)).collect(),
        form: typed.unwrap_or_else(filled),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn kind(letter: OptionalLetter, given: &[Consent]) -> LetterKind {
    let consent = given.iter().find(|consent| consent.letter == letter);
    LetterKind {
        name: letter.to_string(),
        wording: letter.wording().to_owned(),
        hint: letter.hint().to_owned(),
        given_text: consent.map(|consent| {
            format!(
                "You agreed at {}, on the page {}.",
                when::moment(consent.given_at, London),
                consent.given_on
            )
        }),
    }
}

/// The fields of quiet hours.
fn with_quiet(quiet: Quiet) -> FormState {
    let hours = quiet.hours.unwrap_or(QuietHours::USUAL);
    let is = if quiet.hours.is_some() {
        "hours"
    } else {
        "none"
    };
    FormState::new()
        .with("quiet", is)
        .with("quiet_from", hours.from().to_string())
        .with("quiet_to", hours.to().to_string())
        .with("quiet_zone", quiet.zone.to_string())
}

/// The quiet hours in the fields; none where the form did not ask.
fn read_quiet(fields: &mut Fields) -> Option<Quiet> {
    if fields.text("quiet").is_empty() {
        return None;
    }
    let zone: Tz = fields.word("quiet_zone", "Choose whose clocks from the list")?;
    if !ZONES.iter().any(|(one, _)| *one == zone) {
        let message = "Choose whose clocks from the list";
        fields.form.push_error("quiet_zone", message);
        return None;
    }
    if fields.text("quiet") == "none" {
        return Some(Quiet { hours: None, zone });
    }
    if fields.text("quiet") != "hours" {
        let message = "Choose when letters may come from the list";
        fields.form.push_error("quiet", message);
        return None;
    }
    let from = fields.word("quiet_from", "Choose from when from the list")?;
    let to = fields.word("quiet_to", "Choose until when from the list")?;
    let hours = QuietHours::new(from, to);
    if hours.is_none() {
        let message = "Choose another hour to end than to begin, or letters at any time";
        fields.form.push_error("quiet_to", message);
    }
    Some(Quiet {
        hours: Some(hours?),
        zone,
    })
}

/// `POST /my/letters`: what is ticked is given, what is not is taken back with all that was chosen under it.
pub(crate) async fn save(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let person = posted.visitor.required()?.person.clone();
        let layout = posted.visitor.own_layout(&app, TITLE);
        choose(&app, posted, layout, &Reader::SignedIn(person))
    })
    .await
}

/// `POST /letters/{token}`: the same by the link of a letter.
pub(crate) async fn save_by_link(
    app: web::Data<App>,
    posted: Posted,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || match reader_of(&app, &token)? {
        Some(reader) => {
            let layout = posted.visitor.layout(&app, TITLE);
            choose(&app, posted, layout, &reader)
        }
        None => gone(&app, &posted.visitor),
    })
    .await
}

fn choose(
    app: &App,
    Posted { visitor, form }: Posted,
    layout: Layout,
    reader: &Reader,
) -> Result<Reply, Failure> {
    let mut fields = Fields::of(form);
    let is_ticked = |letter: &OptionalLetter| fields.form.value(letter.as_str()) == Some("yes");
    let chosen: Vec<OptionalLetter> = OptionalLetter::ALL
        .iter()
        .copied()
        .filter(is_ticked)
        .collect();
    let quiet = read_quiet(&mut fields);
    let wants_news = chosen.contains(&OptionalLetter::EventNews);
    let news = wants_news.then(|| news::read(&mut fields)).flatten();
    if !fields.is_good() {
        return page(app, &visitor, layout, reader, Some(fields.form));
    }
    let (store, surroundings) = (&app.store, &app.surroundings);
    let (person, given_on) = (reader.person().id, reader.given_on());
    let choices = LetterChoices {
        letters: chosen,
        news,
        quiet,
    };
    if !choose_letters(store, surroundings, person, choices, given_on)? {
        return gone(app, &visitor);
    }
    Ok(see_other(&format!("{}?done=letters-saved", reader.path())))
}

/// `GET /unsubscribe/{token}`: only its button acts, since mail scanners follow links.
pub(crate) async fn ask_unsubscribe(
    app: web::Data<App>,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    let asked = app.key.unsubscribed(&token).ok_or(Failure::NotFound)?;
    let page = unsubscribe(&app, &visitor, &token, asked, false);
    Ok(visitor.page(&app, app.html(&page)?))
}

/// `POST /unsubscribe/{token}`: one click of a mail program, which knows no browser and has no token of one (RFC 8058). The
/// token in the address is all that it needs, and doing it twice does nothing more.
pub(crate) async fn unsubscribe_now(
    app: web::Data<App>,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Reply, Failure> {
    let (person, letter) = app.key.unsubscribed(&token).ok_or(Failure::NotFound)?;
    blocking(move || {
        withdraw_consent(&app.store, &app.surroundings, person, letter)?;
        let page = unsubscribe(&app, &visitor, &token, (person, letter), true);
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

fn unsubscribe(
    app: &App,
    visitor: &Visitor,
    token: &str,
    (person, letter): (PersonId, OptionalLetter),
    is_done: bool,
) -> Unsubscribe {
    Unsubscribe {
        layout: visitor.layout(app, "Get no more of these letters"),
        wording: letter.wording().to_owned(),
        is_done,
        action: Links::unsubscribe(token),
        letters_href: Links::letters(&app.key.letters_token(person)),
    }
}
