//! `/administer/audit`: the whole audit trail, for those who run the installation; also as files. Everybody else is told
//! that there is nothing here.

use crate::app::{App, blocking};
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::pages::history::{Asked, Lines, Trail, download, typed};
use crate::reply::Reply;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use marketday_accounts::AuditForm;
use marketday_model::notice::Subject;
use marketday_model::time::LONDON;
use marketday_model::{EmailAddress, PersonId, permission};
use marketday_render::pages::history::History;
use marketday_render::{FormState, Link, Links};
use marketday_store::audit_trail::Filter;
use marketday_store::people;

fn administrator(visitor: &Visitor) -> Result<(), Failure> {
    if permission::may_read_audit(&visitor.required()?.actor) {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

/// What is asked for with an id in the place of an address, and the form as it was typed.
fn looked_for(app: &App, asked: &Asked) -> Result<(Asked, FormState), Failure> {
    let mut form = FormState::new();
    let mut meant = asked.clone();
    for (name, value) in [
        ("of", &asked.of),
        ("by", &asked.by),
        ("since", &asked.since),
    ] {
        form = form.with(name, value.as_deref().unwrap_or_default());
    }
    if typed::<Subject>(asked.of.as_ref()).is_err() {
        form = form.error("of", "Of: write it as event:ID, with the id of what it is");
    }
    if typed::<PersonId>(asked.by.as_ref()).is_err() {
        let email: Option<EmailAddress> = typed(asked.by.as_ref()).ok().flatten();
        let person = match email {
            Some(email) => app.read(|rx| people::find_by_email(rx, &email))?,
            None => None,
        };
        match person {
            Some(person) => meant.by = Some(person.id.to_string()),
            None => form = form.error("by", "By: nobody is known by this address or id"),
        }
    }
    if typed::<NaiveDate>(asked.since.as_ref()).is_err() {
        form = form.error("since", "Since: choose a day");
    }
    Ok((meant, form))
}

/// `GET`
pub(crate) async fn show(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<Asked>,
) -> Result<Reply, Failure> {
    blocking(move || {
        administrator(&visitor)?;
        let (meant, form) = looked_for(&app, &asked)?;
        let path = Links::administer_audit();
        let mut page = History {
            layout: visitor
                .layout(&app, "Audit trail")
                .crumb("Organisations", Links::administer()),
            form,
            lead: "Who did what, newest first.".to_owned(),
            action: Some(path.clone()),
            only: None,
            rows: Vec::new(),
            older_href: None,
            files: Vec::new(),
        };
        if page.form.has_errors() {
            let html = app.html(&page)?;
            return Ok(visitor.page_with_status(&app, StatusCode::UNPROCESSABLE_ENTITY, html));
        }
        let trail = Trail {
            path,
            zone: LONDON,
            of: "",
        };
        let part = meant.read(Filter::default())?;
        let Lines { lines, older_href } = trail.lines(&app, &part)?;
        page.only = trail.only(&part);
        page.rows = trail.rows(lines);
        page.older_href = older_href;
        page.files = [
            ("CSV for a spreadsheet", "csv"),
            ("JSON Lines for programs", "jsonl"),
        ]
        .map(|(text, ending)| Link::new(text, part.at(&Links::administer_audit_file(ending))))
        .into();
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// `GET ….csv`: what the page shows, all of it, as CSV.
pub(crate) async fn csv(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    file(&app, &visitor, &asked, AuditForm::Csv).await
}

/// `GET ….jsonl`: the same as JSON Lines.
pub(crate) async fn json_lines(
    app: web::Data<App>,
    visitor: Visitor,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    file(&app, &visitor, &asked, AuditForm::JsonLines).await
}

async fn file(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    form: AuditForm,
) -> Result<HttpResponse, Failure> {
    administrator(visitor)?;
    let part = asked.read(Filter::default())?;
    download(app, form, part.filter, "audit-trail").await
}
