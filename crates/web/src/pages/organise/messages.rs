//! `/organise/events/{slug}/messages`: what organisers write to those who take part.

use super::moments::{optional_moment, questions};
use crate::app::{App, blocking};
use crate::extract::organiser::Organised;
use crate::extract::posted::Posted;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::see_other;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_model::message::{Audience, MessageState, Placeholder, Whom, placeholders};
use marketday_model::{Event, Message, MessageId, NoticeState};
use marketday_render::letters::{Foot, OrganiserMessage};
use marketday_render::pages::organise::{
    MessageDeeds, MessageForm, MessageList, MessagePage, MessagePreview, MessageReaderRow,
    MessageRow, PlaceholderHelp, Section,
};
use marketday_render::{Choice, FormState, Links, Tag, Tone, when};
use marketday_scheduling::{
    MessageRefused, MessageText, remove_message, send_message, stop_message, try_message,
    write_message,
};
use marketday_store::recipients::MessageRecipient;
use marketday_store::{messages, programme, recipients};
use std::str::FromStr;

/// How many see their own letter before it is sent.
const PREVIEWS: usize = 3;

/// `GET …/messages`
pub(crate) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let event = &organised.event;
        let (all, counts) = app.read(|rx| {
            let all = messages::list(rx, event.id)?;
            let ids: Vec<MessageId> = all.iter().map(|message| message.id).collect();
            let counts = messages::count_letters(rx, &ids)?;
            Ok((all, counts))
        })?;
        let row = |message: &Message| MessageRow {
            subject: message.subject.clone(),
            href: Links::organise_message(&event.slug, &message.id, ""),
            state: tag(message.state),
            whom_text: whom_text(&message.audience),
            when_text: when_text(event, message).unwrap_or_else(|| {
                let at = when::moment(message.changed_at, event.zone);
                format!("Changed at {at}")
            }),
            delivery_text: counts.get(&message.id).map(|counts| delivery(counts)),
        };
        let mut layout = below_letters(&app, &organised, "Messages");
        layout.flash = flash;
        let page = MessageList {
            layout,
            event: organised.header(&app, Section::Letters),
            rows: all.iter().map(row).collect(),
            new_href: Links::organise_message_new(&event.slug),
        };
        organised.page(&app, &page)
    })
    .await
}

fn below_letters(app: &App, organised: &Organised, title: &str) -> marketday_render::Layout {
    organised
        .layout(app, title)
        .crumb("Letters", Links::organise_letters(&organised.event.slug))
}

fn tag(state: MessageState) -> Tag {
    match state {
        MessageState::Draft => Tag::new("Draft", Tone::Quiet),
        MessageState::Scheduled => Tag::new("To be sent", Tone::Warn),
        MessageState::Sent => Tag::new("Sent", Tone::Good),
    }
}

fn whom_text(audience: &Audience) -> String {
    let names: Vec<&str> = audience.whom.iter().map(|whom| whom.name()).collect();
    names.join(", ")
}

fn when_text(event: &Event, message: &Message) -> Option<String> {
    let moment = |at| when::moment(at, event.zone);
    match message.state {
        MessageState::Draft => None,
        MessageState::Scheduled => message
            .send_at
            .map(|at| format!("To be sent at {}", moment(at))),
        MessageState::Sent => message.sent_at.map(|at| format!("Sent at {}", moment(at))),
    }
}

/// "40 sent, 2 waiting".
fn delivery(counts: &[(NoticeState, i64)]) -> String {
    let number = |states: &[NoticeState]| -> i64 {
        let of = counts.iter().filter(|(state, _)| states.contains(state));
        of.map(|(_, n)| n).sum()
    };
    let parts = [
        (number(&[NoticeState::Sent]), "sent"),
        (
            number(&[NoticeState::Pending, NoticeState::Sending]),
            "waiting",
        ),
        (number(&[NoticeState::Failed]), "not delivered"),
        (number(&[NoticeState::Dropped]), "dropped"),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    told.join(", ")
}

/// `GET …/messages/new`
pub(crate) async fn ask_new(app: web::Data<App>, organised: Organised) -> Result<Reply, Failure> {
    blocking(move || form_page(&app, &organised, None, FormState::new())).await
}

/// `POST …/messages/new`
pub(crate) async fn create(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
) -> Result<Reply, Failure> {
    blocking(move || save(&app, &organised, None, posted.form)).await
}

/// `GET …/messages/{message}/text`
pub(crate) async fn ask_text(
    app: web::Data<App>,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let message = find(&app, &organised, &path.1)?;
        let form = typed(&message);
        form_page(&app, &organised, Some(message.id), form)
    })
    .await
}

/// `POST …/messages/{message}/text`
pub(crate) async fn change(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let message = find(&app, &organised, &path.1)?;
        save(&app, &organised, Some(message.id), posted.form)
    })
    .await
}

fn find(app: &App, organised: &Organised, id: &str) -> Result<Message, Failure> {
    let id: MessageId = id.parse().map_err(|_| Failure::NotFound)?;
    let found = app.read(|rx| messages::find(rx, id))?;
    let found = found.filter(|message| message.event == organised.event.id);
    found.ok_or(Failure::NotFound)
}

fn typed(message: &Message) -> FormState {
    let audience = &message.audience;
    let mut form = FormState::from_pairs([
        ("subject", message.subject.clone()),
        ("body", message.body.clone()),
        ("authority", audience.authority.clone()),
    ]);
    for whom in &audience.whom {
        form = form.with("whom", whom.as_str());
    }
    for theme in &audience.themes {
        form = form.with("themes", theme.as_str());
    }
    for region in &audience.regions {
        form = form.with("regions", region.as_str());
    }
    if audience.without_slides {
        form = form.with("without_slides", "yes");
    }
    match audience.stage {
        Some(stage) => form.with("stage", stage.to_string()),
        None => form,
    }
}

fn save(
    app: &App,
    organised: &Organised,
    id: Option<MessageId>,
    form: FormState,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let stages = app.read(|rx| programme::list_stages(rx, event.id))?;
    let mut fields = Fields::of(form);
    let Some(text) = read(&mut fields, |id| stages.iter().any(|stage| stage.id == id)) else {
        return form_page(app, organised, id, fields.form);
    };
    let person = organised.signed_in.person.id;
    match write_message(&app.store, &app.surroundings, person, (event.id, id), &text) {
        Ok(id) => Ok(see_other(&Links::organise_message(&event.slug, &id, ""))),
        Err(MessageRefused::Store(error)) => Err(error.into()),
        Err(MessageRefused::Unknown) => Err(Failure::NotFound),
        Err(refused) => {
            let id = id.ok_or(Failure::NotFound)?;
            done(organised, &id, refused)
        }
    }
}

/// Words that were ticked, each once and in the order of the list.
fn ticked<T: Copy + PartialEq + FromStr>(
    fields: &mut Fields,
    name: &str,
    all: &[T],
) -> Option<Vec<T>> {
    let typed: Result<Vec<T>, _> = fields
        .form
        .values(name)
        .iter()
        .map(|word| word.parse())
        .collect();
    let Ok(typed) = typed else {
        fields.form.push_error(name, "Choose from the list");
        return None;
    };
    let all = all.iter().copied();
    Some(all.filter(|one| typed.contains(one)).collect())
}

fn read(
    fields: &mut Fields,
    is_stage: impl Fn(marketday_model::StageId) -> bool,
) -> Option<MessageText> {
    let whom = ticked(fields, "whom", Whom::ALL);
    if whom.as_ref().is_some_and(Vec::is_empty) {
        fields.form.push_error("whom", "Choose who gets it");
    }
    let themes = ticked(fields, "themes", marketday_model::Theme::ALL);
    let regions = ticked(fields, "regions", marketday_model::Region::ALL);
    let stage = match fields.text("stage") {
        "" => Some(None),
        typed => typed.parse().ok().filter(|id| is_stage(*id)).map(Some),
    };
    if stage.is_none() {
        fields
            .form
            .push_error("stage", "Choose a stage from the list");
    }
    let authority = fields.optional_line::<120>("authority", "Only delegates from");
    let without_slides = fields.text("without_slides") == "yes";
    let subject = fields.line::<120>("subject", "Subject");
    let body = fields.prose::<10_000>("body", "Text");
    for (name, typed) in [
        ("subject", subject.as_ref().map(ToString::to_string)),
        ("body", body.as_ref().map(ToString::to_string)),
    ] {
        if let Some(Err(unknown)) = typed.map(|typed| placeholders(&typed)) {
            let message = format!("{unknown}: choose from the list below, or take it out");
            fields.form.push_error(name, message);
        }
    }
    let text = MessageText {
        subject: subject?,
        body: body?,
        audience: Audience {
            whom: whom?,
            without_slides,
            themes: themes?,
            regions: regions?,
            stage: stage?,
            authority: authority.map_or_else(String::new, |line| line.to_string()),
        },
    };
    fields.is_good().then_some(text)
}

fn form_page(
    app: &App,
    organised: &Organised,
    id: Option<MessageId>,
    form: FormState,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let slug = &event.slug;
    let stages = app.read(|rx| programme::list_stages(rx, event.id))?;
    let title = if id.is_some() {
        "Change a message"
    } else {
        "Write a message"
    };
    let page = MessageForm {
        layout: below_letters(app, organised, title)
            .crumb("Messages", Links::organise_messages(slug)),
        event: organised.header(app, Section::Letters),
        action: id.map_or_else(
            || Links::organise_message_new(slug),
            |id| Links::organise_message(slug, &id, "text"),
        ),
        form,
        whom: Whom::ALL
            .iter()
            .map(|whom| Choice::new(whom.as_str(), whom.name()))
            .collect(),
        themes: view::theme_choices(),
        regions: view::region_choices(),
        stages: stages
            .iter()
            .map(|stage| Choice::new(stage.id.to_string(), stage.name.clone()))
            .collect(),
        placeholders: Placeholder::ALL
            .iter()
            .map(|one| PlaceholderHelp {
                word: format!("{{{one}}}"),
                about: one.about(),
            })
            .collect(),
    };
    organised.form_page(app, &page.form, &page)
}

/// `GET …/messages/{message}`
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    organised: Organised,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let message = find(&app, &organised, &path.1)?;
        let fields = Fields::of(FormState::new());
        page(&app, &organised, &message, fields, flash)
    })
    .await
}

fn page(
    app: &App,
    organised: &Organised,
    message: &Message,
    fields: Fields,
    flash: Option<String>,
) -> Result<Reply, Failure> {
    let event = &organised.event;
    let (readers, counts) = app.read(|rx| {
        let readers = recipients::list(rx, event, &message.audience, None)?;
        Ok((readers, messages::count_letters(rx, &[message.id])?))
    })?;
    let at = |what: &str| Links::organise_message(&event.slug, &message.id, what);
    let is_draft = message.state == MessageState::Draft;
    let counts = counts.get(&message.id);
    let is_waiting = counts.is_some_and(|counts| {
        counts
            .iter()
            .any(|(state, n)| *state == NoticeState::Pending && *n > 0)
    });
    let mut layout = below_letters(app, organised, &message.subject)
        .crumb("Messages", Links::organise_messages(&event.slug));
    layout.flash = flash;
    let page = MessagePage {
        layout,
        event: organised.header(app, Section::Letters),
        state: tag(message.state),
        when_text: when_text(event, message),
        warnings: warnings(message),
        previews: previews(app, event, message, &readers)?,
        readers: readers
            .into_iter()
            .map(|reader| MessageReaderRow {
                name: reader.person.name,
                organisation: reader.organisation,
                email: reader.person.email.to_string(),
            })
            .collect(),
        delivery_text: counts.map(|counts| delivery(counts)),
        text_href: is_draft.then(|| at("text")),
        deeds: is_draft.then(|| MessageDeeds {
            try_action: at("trial"),
            send_action: at("sending"),
            remove_action: at("removal"),
        }),
        stop_action: (message.state == MessageState::Scheduled || is_waiting).then(|| at("stop")),
        twice: questions(&fields.twice, event.zone),
        form: fields.form,
    };
    organised.form_page(app, &page.form, &page)
}

/// What is not known of every reader.
fn warnings(message: &Message) -> Vec<String> {
    let used = [&message.subject, &message.body].map(|text| placeholders(text).unwrap_or_default());
    let mut warned: Vec<Placeholder> = used.concat();
    warned.retain(|one| !one.is_known_of(&message.audience.whom));
    warned.sort_unstable();
    warned.dedup();
    let told = warned.iter().map(|one| {
        format!(
            "{{{one}}} is empty for whoever has no {}",
            match one {
                Placeholder::Company => "company",
                Placeholder::Pitch => "pitch",
                _ => "slot",
            }
        )
    });
    told.collect()
}

/// The first, one of the middle and the last, as they read it.
fn previews(
    app: &App,
    event: &Event,
    message: &Message,
    readers: &[MessageRecipient],
) -> Result<Vec<MessagePreview>, Failure> {
    let last = readers.len().saturating_sub(1);
    let mut places = vec![0, last / 2, last];
    places.dedup();
    let shown = places.iter().filter_map(|place| readers.get(*place));
    shown
        .take(PREVIEWS)
        .map(|reader| {
            let reads = reader.reader();
            let foot = Foot::of_organiser(&app.links, event);
            let text = (message.subject.as_str(), message.body.as_str());
            let letter =
                OrganiserMessage::of(&app.links, event, &reads, text, (String::new(), foot));
            Ok(MessagePreview {
                name: reads.name,
                subject: letter.subject,
                text: letter.body_text,
            })
        })
        .collect()
}

/// Where a message is after something was done with it.
fn back(organised: &Organised, id: &MessageId, flash: &str) -> Reply {
    let path = Links::organise_message(&organised.event.slug, id, "");
    see_other(&format!("{path}?done={flash}"))
}

fn done(organised: &Organised, id: &MessageId, refused: MessageRefused) -> Result<Reply, Failure> {
    match refused {
        MessageRefused::Store(error) => Err(error.into()),
        MessageRefused::Unknown => Err(Failure::NotFound),
        MessageRefused::TooMany => Ok(back(organised, id, "message-too-many")),
        MessageRefused::Nobody => Ok(back(organised, id, "message-nobody")),
        MessageRefused::State(_) | MessageRefused::Past | MessageRefused::Placeholder(_) => {
            Ok(back(organised, id, "message-past"))
        }
    }
}

/// `POST …/messages/{message}/trial`
pub(crate) async fn try_it(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let message = find(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        let of = (organised.event.id, message.id);
        match try_message(&app.store, &app.surroundings, person, of) {
            Ok(()) => Ok(back(&organised, &message.id, "message-tried")),
            Err(refused) => done(&organised, &message.id, refused),
        }
    })
    .await
}

/// `POST …/messages/{message}/sending`: now, or at the time that was typed.
pub(crate) async fn send(
    app: web::Data<App>,
    organised: Organised,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let message = find(&app, &organised, &path.1)?;
        let is_later = posted.form.value("when") == Some("later");
        let mut fields = Fields::of(posted.form);
        let event = &organised.event;
        let send_at = if is_later {
            let at = optional_moment(&mut fields, "send", ("The date", "The time"), event.zone);
            if at.is_none() && fields.is_good() && fields.twice.is_empty() {
                fields
                    .form
                    .push_error("send_date", "Enter when it is to be sent");
            }
            if at.is_some_and(|at| at <= app.now()) {
                fields
                    .form
                    .push_error("send_date", "Choose a time that is not past");
            }
            if !fields.is_good() || at.is_none() {
                return page(&app, &organised, &message, fields, None);
            }
            at
        } else {
            None
        };
        let person = organised.signed_in.person.id;
        let of = (event.id, message.id);
        match send_message(&app.store, &app.surroundings, person, of, send_at) {
            Ok(_) if is_later => Ok(back(&organised, &message.id, "message-scheduled")),
            Ok(_) => Ok(back(&organised, &message.id, "message-sent")),
            Err(refused) => done(&organised, &message.id, refused),
        }
    })
    .await
}

/// `POST …/messages/{message}/stop`
pub(crate) async fn stop(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let message = find(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        let of = (organised.event.id, message.id);
        match stop_message(&app.store, &app.surroundings, person, of) {
            Ok(_) => Ok(back(&organised, &message.id, "message-stopped")),
            Err(refused) => done(&organised, &message.id, refused),
        }
    })
    .await
}

/// `POST …/messages/{message}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    organised: Organised,
    _posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let message = find(&app, &organised, &path.1)?;
        let person = organised.signed_in.person.id;
        let of = (organised.event.id, message.id);
        match remove_message(&app.store, &app.surroundings, person, of) {
            Ok(()) => {
                let list = Links::organise_messages(&organised.event.slug);
                Ok(see_other(&format!("{list}?done=message-removed")))
            }
            Err(refused) => done(&organised, &message.id, refused),
        }
    })
    .await
}
