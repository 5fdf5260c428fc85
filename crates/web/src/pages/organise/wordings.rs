//! `/organise/events/{slug}/wordings`: an event's own wording of the standard letters.

use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::message::{Audience, MessageReader, Whom};
use marketday_model::wording::check;
use marketday_model::{StandardLetter, Wording, Words};
use marketday_render::letters::LetterPreview;
use marketday_render::pages::organise::{
    MessagePreview, PlaceholderHelp, SavedFact, Section, WordingDeeds, WordingForm, WordingList,
    WordingPage, WordingRow,
};
use marketday_render::{FormState, Layout, Links, Tag, Tone};
use marketday_scheduling::{
    WordingRefused, WordingText, revert_wording, save_wording, seen_wording, try_wording,
    use_wording,
};
use marketday_store::recipients::MessageRecipient;
use marketday_store::{recipients, wordings};

/// `GET …/wordings`
pub(crate) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let own = app.read(|rx| wordings::list(rx, event.id))?;
        let row = |letter: &StandardLetter| WordingRow {
            title: letter.title().to_owned(),
            href: Links::organise_wording(&event.slug, letter, ""),
            whom: letter.whom().to_owned(),
            when: letter.when().to_owned(),
            state: tag(own.iter().find(|one| one.letter == *letter)),
        };
        let mut layout = below_letters(&app, &organised, "Wording of letters");
        layout.flash = flash;
        let page = WordingList {
            layout,
            event: organised.header(&app, Section::Letters),
            rows: StandardLetter::ALL.iter().map(row).collect(),
        };
        organised.page(&app, &page)
    })
    .await
}

fn below_letters(app: &App, organised: &Organised, title: &str) -> Layout {
    organised
        .layout(app, title)
        .crumb("Letters", Links::organise_letters(&organised.event.slug))
}

fn below_list(app: &App, organised: &Organised, title: &str) -> Layout {
    let list = Links::organise_wordings(&organised.event.slug);
    below_letters(app, organised, title).crumb("Wording of letters", list)
}

fn tag(wording: Option<&Wording>) -> Tag {
    match wording {
        None => Tag::new("Standard", Tone::Quiet),
        Some(one) if one.used.is_none() => Tag::new("Own wording saved, not used yet", Tone::Warn),
        Some(_) => Tag::new("Own wording", Tone::Good),
    }
}

/// The letter of an address, and its own wording, if it has one.
fn find(
    app: &App,
    organised: &Organised,
    letter: &str,
) -> Result<(StandardLetter, Option<Wording>), Failure> {
    let letter = letter.parse().map_err(|_| Failure::NotFound)?;
    let found = app.read(|rx| wordings::find_of(rx, organised.event.id, letter))?;
    Ok((letter, found))
}

/// `GET …/wordings/{wording}`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let (letter, wording) = find(&app, &organised, &path.1)?;
        let form = FormState::new();
        page(&app, &organised, (letter, wording.as_ref()), form, flash)
    })
    .await
}

fn page(
    app: &App,
    organised: &Organised,
    (letter, wording): (StandardLetter, Option<&Wording>),
    form: FormState,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let slug = &organised.event.slug;
    let at = |what: &str| Links::organise_wording(slug, &letter, what);
    let mut layout = below_list(app, organised, letter.title());
    layout.flash = flash;
    let waiting = wording.filter(|one| !one.is_used()).map(|one| {
        if one.used.is_some() {
            "What you saved last is not used yet: letters still have the wording before it."
        } else {
            "What you saved is not used yet: letters still have the standard wording."
        }
    });
    let page = WordingPage {
        layout,
        event: organised.header(app, Section::Letters),
        state: tag(wording),
        about: format!(
            "It goes to {}. What makes it be sent: {}.",
            letter.whom(),
            letter.when()
        ),
        waiting_text: waiting.map(ToOwned::to_owned),
        text_href: at("text"),
        previews: previews(app, organised, letter, wording.map(|one| &one.saved))?,
        deeds: wording.map(|one| WordingDeeds {
            try_action: at("trial"),
            use_action: (!one.is_used()).then(|| at("use")),
            remove_action: at("removal"),
        }),
        form: form.without("seen").with("seen", seen_wording(wording)),
    };
    organised.form_page(app, &page.form, &page)
}

/// Those who could get a letter, as far as there are some.
fn readers(
    app: &App,
    organised: &Organised,
    letter: StandardLetter,
) -> Result<Vec<MessageRecipient>, Failure> {
    let audience = Audience {
        whom: letter.readers().to_vec(),
        ..Audience::default()
    };
    app.read(|rx| recipients::list(rx, &organised.event, &audience, None))
}

/// The first, one of the middle and the last of those who could get it, as they read it; somebody invented where nobody
/// could.
fn previews(
    app: &App,
    organised: &Organised,
    letter: StandardLetter,
    own: Option<&Words>,
) -> Result<Vec<MessagePreview>, Failure> {
    let readers = readers(app, organised, letter)?;
    let last = readers.len().saturating_sub(1);
    let mut places = vec![0, last / 2, last];
    places.dedup();
    let shown: Vec<_> = places.iter().filter_map(|at| readers.get(*at)).collect();
    if shown.is_empty() {
        return Ok(vec![preview(app, organised, letter, None, own)?]);
    }
    let one = |reader: &&MessageRecipient| preview(app, organised, letter, Some(*reader), own);
    shown.iter().map(one).collect()
}

fn preview(
    app: &App,
    organised: &Organised,
    letter: StandardLetter,
    reader: Option<&MessageRecipient>,
    own: Option<&Words>,
) -> Result<MessagePreview, Failure> {
    let reads: Option<(MessageReader, Whom)> = reader.map(|one| (one.reader(), one.whom));
    let preview = LetterPreview {
        engine: &app.engine,
        links: &app.links,
        event: &organised.event,
        reader: reads.as_ref().map(|(reads, whom)| (reads, *whom)),
        own,
        why: None,
    };
    let composed = preview
        .of(letter)
        .map_err(|error| Failure::internal(&error))?;
    let name = reads.map(|(reads, _)| reads.name);
    Ok(MessagePreview {
        name: name.unwrap_or_else(|| "somebody".to_owned()),
        subject: composed.subject,
        text: composed.text,
    })
}

/// `GET …/wordings/{wording}/text`
pub(crate) async fn ask_text(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (letter, wording) = find(&app, &organised, &path.1)?;
        let form = FormState::new().with("seen", seen_wording(wording.as_ref()));
        let form = match wording {
            Some(one) => form
                .with("subject", one.saved.subject)
                .with("body", one.saved.body),
            None => form,
        };
        form_page(&app, &organised, letter, form, Vec::new())
    })
    .await
}

fn form_page(
    app: &App,
    organised: &Organised,
    letter: StandardLetter,
    form: FormState,
    meanwhile: Vec<SavedFact>,
) -> Result<Reply, Failure> {
    let slug = &organised.event.slug;
    let readers = readers(app, organised, letter)?;
    let title = format!("Wording of “{}”", letter.title());
    let here = Links::organise_wording(slug, &letter, "");
    let page = WordingForm {
        layout: below_list(app, organised, &title).crumb(letter.title(), here),
        event: organised.header(app, Section::Letters),
        form,
        action: Links::organise_wording(slug, &letter, "text"),
        meanwhile,
        placeholders: letter
            .placeholders()
            .into_iter()
            .map(|one| PlaceholderHelp {
                word: format!("{{{one}}}"),
                about: one.about(),
            })
            .collect(),
        standard: preview(app, organised, letter, readers.first(), None)?,
    };
    organised.form_page(app, &page.form, &page)
}

fn read(fields: &mut Fields, letter: StandardLetter) -> Option<WordingText> {
    let subject = fields.line::<120>("subject", "Subject");
    let body = fields.prose::<5000>("body", "Opening");
    for (name, typed) in [
        ("subject", subject.as_ref().map(ToString::to_string)),
        ("body", body.as_ref().map(ToString::to_string)),
    ] {
        if let Some(Err(unknown)) = typed.map(|typed| check(letter, &typed)) {
            fields.form.push_error(name, unknown.to_string());
        }
    }
    let text = WordingText {
        subject: subject?,
        body: body?,
    };
    fields.is_good().then_some(text)
}

/// `POST …/wordings/{wording}/text`: saves it, unless somebody else has since the form was opened.
pub(crate) async fn save(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (letter, _) = find(&app, &organised, &path.1)?;
        let mut fields = Fields::of(posted.form);
        let Some(text) = read(&mut fields, letter) else {
            return form_page(&app, &organised, letter, fields.form, Vec::new());
        };
        let (event, person) = (&organised.event, organised.signed_in.person.id);
        let saved = save_wording(
            &app.store,
            &app.surroundings,
            person,
            (event.id, letter),
            (&text, fields.text("seen")),
        );
        match saved {
            Ok(()) => Ok(back(&organised, letter, "wording-saved")),
            Err(WordingRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let (_, now) = find(&app, &organised, &path.1)?;
                let form = fields
                    .form
                    .without("seen")
                    .with("seen", seen_wording(now.as_ref()))
                    .error("", format!("{refused}. Nothing of yours is saved yet"));
                let meanwhile = differing(now.map(|one| one.saved), &text);
                form_page(&app, &organised, letter, form, meanwhile)
            }
        }
    })
    .await
}

/// What is saved now, where it is not what was typed.
fn differing(saved: Option<Words>, typed: &WordingText) -> Vec<SavedFact> {
    let Some(saved) = saved else {
        let standard = "The standard wording: yours was taken out".to_owned();
        return vec![SavedFact::new("Wording", standard)];
    };
    let pairs = [
        ("Subject", saved.subject, typed.subject.as_str()),
        ("Opening", saved.body, typed.body.as_str()),
    ];
    pairs
        .into_iter()
        .filter(|(_, saved, typed)| saved != typed)
        .map(|(name, saved, _)| SavedFact::new(name, saved))
        .collect()
}

/// Where a wording is after something was done with it.
fn back(organised: &Organised, letter: StandardLetter, flash: &str) -> Reply {
    let path = Links::organise_wording(&organised.event.slug, &letter, "");
    see_other(&format!("{path}?done={flash}"))
}

/// On to the page of the letter, or back to it with why nothing was done.
fn done(
    app: &App,
    organised: &Organised,
    letter: StandardLetter,
    (result, flash): (Result<(), WordingRefused>, &str),
) -> Result<Reply, Failure> {
    match result {
        Ok(()) => Ok(back(organised, letter, flash)),
        Err(WordingRefused::None) => Err(Failure::NotFound),
        Err(WordingRefused::Store(error)) => Err(error.into()),
        Err(refused) => {
            let (_, now) = find(app, organised, letter.as_str())?;
            let form = FormState::new().error("", format!("{refused}. Look at it again first"));
            page(app, organised, (letter, now.as_ref()), form, None)
        }
    }
}

/// `POST …/wordings/{wording}/trial`
pub(crate) async fn try_it(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (letter, _) = find(&app, &organised, &path.1)?;
        let (of, person) = ((organised.event.id, letter), organised.signed_in.person.id);
        let tried = try_wording(&app.store, &app.surroundings, person, of);
        done(&app, &organised, letter, (tried, "message-tried"))
    })
    .await
}

/// `POST …/wordings/{wording}/use`
pub(crate) async fn use_it(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (letter, _) = find(&app, &organised, &path.1)?;
        let (of, person) = ((organised.event.id, letter), organised.signed_in.person.id);
        let seen = posted.form.value("seen").unwrap_or_default();
        let used = use_wording(&app.store, &app.surroundings, person, of, seen);
        done(&app, &organised, letter, (used, "wording-used"))
    })
    .await
}

/// `POST …/wordings/{wording}/removal`
pub(crate) async fn revert(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let (letter, _) = find(&app, &organised, &path.1)?;
        let (of, person) = ((organised.event.id, letter), organised.signed_in.person.id);
        let seen = posted.form.value("seen").unwrap_or_default();
        let reverted = revert_wording(&app.store, &app.surroundings, person, of, seen);
        done(&app, &organised, letter, (reverted, "wording-reverted"))
    })
    .await
}
