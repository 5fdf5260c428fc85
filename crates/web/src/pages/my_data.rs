//! `/my/data`: everything about somebody to download, and having it erased.

use super::see_other;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::{Visitor, signed_out};
use crate::failure::Failure;
use crate::reply::Reply;
use crate::sign_in_log;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use marketday_accounts::{EraseRefused, Foreseen, MyRows, collect_data, erase, foresee_erasure};
use marketday_model::privacy::Kind;
use marketday_model::{EventId, OrganisationId};
use marketday_render::Links;
use marketday_render::pages::privacy::{Erasure, ErasureDone, FileKind, MyData, MyDataFile};
use marketday_store::{Rx, StoreError, events, organisations};
use serde_json::{Map, Value, json};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// `GET /my/data`
pub(crate) async fn show(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    let signed_in = visitor.required()?;
    let page = MyData {
        layout: visitor.own_layout(&app, "Your data"),
        email: signed_in.person.email.to_string(),
        is_fresh: signed_in.is_fresh(app.now()),
        sign_in_href: Links::sign_in_then(&Links::my_data()),
        action: Links::my_data_download(),
        erasure_href: Links::my_data_erasure(),
    };
    Ok(visitor.page(&app, app.html(&page)?))
}

/// `POST /my/data/download`: the ZIP, made in this answer and kept nowhere.
pub(crate) async fn download(app: web::Data<App>, posted: Posted) -> Result<HttpResponse, Failure> {
    let signed_in = posted.visitor.required()?.clone();
    if !signed_in.is_fresh(app.now()) {
        let href = Links::my_data();
        return Ok(HttpResponse::SeeOther()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::LOCATION, href))
            .finish());
    }
    let bytes = blocking(move || {
        let data = app.read(|rx| collect_data(rx, &signed_in.person))?;
        zipped(&app, &data)
    })
    .await?;
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"my-data.zip\"",
        ))
        .body(bytes))
}

type Data = [(&'static Kind, Vec<MyRows>)];

fn zipped(app: &App, data: &Data) -> Result<Vec<u8>, Failure> {
    let kinds = kinds(data).map_err(|error| Failure::internal(&error))?;
    let json = serde_json::to_string_pretty(&json(&kinds));
    let json = json.map_err(|error| Failure::internal(&error))?;
    let html = app.html(&MyDataFile {
        kinds: kinds.into_iter().map(readable).collect(),
    })?;
    archived([("my-data.json", json), ("my-data.html", html)])
        .map_err(|error| Failure::internal(&error))
}

fn archived<const N: usize>(files: [(&str, String); N]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A kind with the rows of each table.
type KindRows = (&'static Kind, Vec<(&'static str, Vec<Map<String, Value>>)>);

fn kinds(data: &Data) -> serde_json::Result<Vec<KindRows>> {
    let rows = |of: &MyRows| {
        let rows = of.rows.iter().map(|row| serde_json::from_str(row));
        Ok((of.table, rows.collect::<serde_json::Result<_>>()?))
    };
    let kind = |(kind, tables): &(&'static Kind, Vec<MyRows>)| {
        let tables = tables.iter().map(rows);
        Ok((*kind, tables.collect::<serde_json::Result<_>>()?))
    };
    data.iter().map(kind).collect()
}

/// An object a kind, an array a table.
fn json(kinds: &[KindRows]) -> Value {
    let kind = |(kind, tables): &KindRows| {
        let tables: Map<String, Value> = tables
            .iter()
            .map(|(table, rows)| ((*table).to_owned(), json!(rows)))
            .collect();
        (kind.key.to_owned(), Value::Object(tables))
    };
    Value::Object(kinds.iter().map(kind).collect())
}

fn readable((kind, tables): KindRows) -> FileKind {
    let fact = |(name, value): (String, Value)| {
        let value = match value {
            Value::Null => return None,
            Value::String(text) => text,
            other => other.to_string(),
        };
        Some((name.replace('_', " "), value))
    };
    let rows = tables.into_iter().flat_map(|(_, rows)| rows);
    FileKind {
        name: kind.name.to_owned(),
        what: kind.what.to_owned(),
        purpose: kind.purpose.to_owned(),
        rows: rows
            .map(|row| row.into_iter().filter_map(fact).collect())
            .collect(),
    }
}

/// `GET /my/data/erasure`: what will happen.
pub(crate) async fn ask_erasure(app: web::Data<App>, visitor: Visitor) -> Result<Reply, Failure> {
    blocking(move || erasure_page(&app, &visitor, StatusCode::OK)).await
}

fn erasure_page(app: &App, visitor: &Visitor, status: StatusCode) -> Result<Reply, Failure> {
    let signed_in = visitor.required()?;
    let (person, now) = (signed_in.person.id, app.now());
    let (effects, to_hand_over) = app.read(|rx| {
        let foreseen = foresee_erasure(rx, person, now)?;
        let to_hand_over = names(rx, &foreseen.to_hand_over)?;
        Ok((effects(rx, &foreseen)?, to_hand_over))
    })?;
    let page = Erasure {
        layout: visitor
            .own_layout(app, "Erase your data")
            .crumb("Your data", Links::my_data()),
        email: signed_in.person.email.to_string(),
        is_fresh: signed_in.is_fresh(app.now()),
        sign_in_href: Links::sign_in_then(&Links::my_data_erasure()),
        action: Links::my_data_erasure(),
        effects,
        to_hand_over,
        back_href: Links::my_data(),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn names(rx: &mut Rx<'_>, ids: &[OrganisationId]) -> Result<Vec<String>, StoreError> {
    let organisations = organisations::list_by_ids(rx, ids)?;
    Ok(organisations.into_iter().map(|of| of.name).collect())
}

fn effects(rx: &mut Rx<'_>, foreseen: &Foreseen) -> Result<Vec<String>, StoreError> {
    let mut effects = Vec::new();
    for booking in &foreseen.cancelled {
        effects.push(format!(
            "Your pitch “{}” is cancelled and its slot freed.",
            booking.pitch.title
        ));
    }
    for (booking, heir) in &foreseen.handed_over {
        effects.push(format!(
            "Your colleague {} becomes the contact of your pitch “{}”, and is told.",
            heir.name, booking.pitch.title
        ));
    }
    for booking in &foreseen.presented {
        effects.push(format!(
            "You no longer present “{}”: its contact stands in, and is told.",
            booking.pitch.title
        ));
    }
    for (proposal, heir) in &foreseen.proposals {
        effects.push(match heir {
            Some(heir) => format!(
                "Your colleague {} becomes the contact of your proposal “{}”, and is told.",
                heir.name, proposal.title
            ),
            None => format!("Your proposal “{}” is withdrawn.", proposal.title),
        });
    }
    let withdrawn: Vec<EventId> = foreseen.withdrawn.iter().map(|of| of.event).collect();
    for event in events::list_by_ids(rx, &withdrawn)? {
        effects.push(format!(
            "Your registration for {} is withdrawn.",
            event.title
        ));
    }
    for name in names(rx, &foreseen.ownerless)? {
        effects.push(format!(
            "{name} is left without an owner: it has no other member."
        ));
    }
    if foreseen.open_complaints > 0 {
        effects.push(
            "Your complaint about personal data is still looked into, but you are not told what comes of it: your \
             address is gone. If you want to know, wait for the letter first."
                .to_owned(),
        );
    }
    if foreseen.counted > 0 {
        effects.push("What is over is still counted, without your name and address.".to_owned());
    }
    Ok(effects)
}

/// `POST /my/data/erasure`
pub(crate) async fn erase_me(app: web::Data<App>, posted: Posted) -> Result<Reply, Failure> {
    blocking(move || {
        let mut visitor = posted.visitor;
        let signed_in = visitor.required()?.clone();
        if !signed_in.is_fresh(app.now()) {
            return Ok(see_other(&Links::my_data_erasure()));
        }
        match erase(&app.store, &app.surroundings, signed_in.person.id) {
            Ok(()) | Err(EraseRefused::NoSuchPerson) => {}
            Err(EraseRefused::LastOwner(_)) => {
                return erasure_page(&app, &visitor, StatusCode::CONFLICT);
            }
            Err(EraseRefused::Store(error)) => return Err(error.into()),
        }
        sign_in_log::signed_out(signed_in.person.id, "erased");
        visitor.signed_in = None;
        let page = ErasureDone {
            layout: visitor.layout(&app, "You have been erased"),
        };
        let reply = visitor.page(&app, app.html(&page)?);
        Ok(signed_out(&app, reply))
    })
    .await
}
