//! `/organisations/{id}/profile`: what a company says of itself, once for all events.

use super::profile_fields::{filled, read, read_document};
use super::rows::of_member;
use crate::app::{App, blocking};
use crate::extract::posted::Posted;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::pages::{found, see_other};
use crate::reply::Reply;
use crate::view;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use chrono::NaiveDate;
use marketday_accounts::{ProfileRefused, add_document, change_profile, remove_document};
use marketday_model::profile::{Document, DocumentKind, IdentifierScheme, Standing, today};
use marketday_model::{OrganisationId, Profile, permission};
use marketday_render::pages::profile::{DocumentRow, Fact, ProfileEdit, ProfilePage};
use marketday_render::{Choice, FormState, Links, Tag, Tone};
use marketday_store::profiles;

/// The company of an address, for one of its active members.
fn seen(app: &App, visitor: &Visitor, id: &str) -> Result<Profile, Failure> {
    let id = of_member(visitor, id)?;
    found(app.read(|rx| profiles::find(rx, id))?)
}

fn may_edit(visitor: &Visitor, profile: &Profile) -> Result<bool, Failure> {
    let actor = &visitor.required()?.actor;
    Ok(permission::may_edit_profile(actor, profile.organisation))
}

/// The company of an address, for one who speaks for it.
fn edited(app: &App, visitor: &Visitor, id: &str) -> Result<Profile, Failure> {
    let profile = seen(app, visitor, id)?;
    if may_edit(visitor, &profile)? {
        Ok(profile)
    } else {
        Err(Failure::NotFound)
    }
}

/// What a page shows besides what is saved.
struct Shown {
    form: FormState,
    meanwhile: Vec<Fact>,
    flash: Option<String>,
}

impl Shown {
    fn form(form: FormState) -> Self {
        Self {
            form,
            meanwhile: Vec::new(),
            flash: None,
        }
    }
}

fn page(
    app: &App,
    visitor: &Visitor,
    profile: &Profile,
    status: StatusCode,
    shown: Shown,
) -> Result<Reply, Failure> {
    let (id, edits) = (&profile.organisation, may_edit(visitor, profile)?);
    let documents = app.read(|rx| profiles::list_documents(rx, *id))?;
    let today = today(app.now());
    let row = |document: &Document| DocumentRow {
        name: document.name.clone(),
        href: document.link.clone(),
        kind_text: document.kind.text().to_owned(),
        until_text: document.expires_on.map(day_text),
        tag: match document.standing(today) {
            Standing::Good => None,
            Standing::ExpiresSoon => Some(Tag::new("Expires soon", Tone::Warn)),
            Standing::Expired => Some(Tag::new("Expired", Tone::Bad)),
        },
        remove_action: edits.then(|| Links::profile_document_removal(id, &document.id)),
    };
    let mut layout = visitor.own_layout(app, &format!("Profile of {}", profile.name));
    layout.flash = shown.flash;
    let said = profile.said().into_iter();
    let page = ProfilePage {
        layout,
        company: profile.name.clone(),
        facts: if edits {
            Vec::new()
        } else {
            said.filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| fact(name, value))
                .collect()
        },
        meanwhile: shown.meanwhile,
        documents: documents.iter().map(row).collect(),
        edit: edits.then(|| edit(id)),
        form: shown.form,
        members_href: Links::members(id),
        history_href: permission::may_read_organisation_history(&visitor.required()?.actor, *id)
            .then(|| Links::organisation_history(id)),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

fn fact(name: &str, value: String) -> Fact {
    Fact {
        name: name.to_owned(),
        value,
    }
}

/// "31 March 2027".
fn day_text(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn edit(id: &OrganisationId) -> ProfileEdit {
    let scheme = |scheme: &IdentifierScheme| {
        Choice::new(scheme.as_str(), scheme.text()).hint(format!("Like {}.", scheme.example()))
    };
    ProfileEdit {
        action: Links::profile(id),
        regions: view::region_choices(),
        sizes: view::size_choices(),
        sole_trader: vec![Choice::new("yes", "Yes"), Choice::new("no", "No")],
        themes: view::theme_choices(),
        schemes: IdentifierScheme::ALL.iter().map(scheme).collect(),
        document_action: Links::profile_documents(id),
        document_kinds: DocumentKind::ALL
            .iter()
            .map(|kind| Choice::new(kind.as_str(), kind.text()))
            .collect(),
    }
}

/// `GET`: what is known, with the forms for those who may change it.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let profile = seen(&app, &visitor, &path)?;
        let shown = Shown {
            flash,
            ..Shown::form(filled(&profile))
        };
        page(&app, &visitor, &profile, StatusCode::OK, shown)
    })
    .await
}

/// `POST`: changes the profile, unless somebody else has since the form was opened.
pub(crate) async fn change(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let profile = edited(&app, visitor, &path)?;
        let mut fields = Fields::of(posted.form);
        let Some(new) = read(&mut fields, &profile) else {
            return refused(&app, visitor, &profile, fields.form);
        };
        let by = visitor.required()?.person.id;
        match change_profile(&app.store, &app.surroundings, by, new.clone()) {
            Ok(()) => Ok(back(&profile, "profile-saved")),
            Err(ProfileRefused::Store(error)) => Err(error.into()),
            Err(ProfileRefused::NoSuchCompany) => Err(Failure::NotFound),
            Err(refused @ ProfileRefused::ChangedMeanwhile) => {
                let now = edited(&app, visitor, &path)?;
                let differs = now.said().into_iter().zip(new.said());
                let meanwhile = differs
                    .filter(|((_, saved), (_, typed))| saved != typed)
                    .map(|((name, saved), _)| {
                        if saved.is_empty() {
                            fact(name, "Nothing".to_owned())
                        } else {
                            fact(name, saved)
                        }
                    })
                    .collect();
                let form = fields
                    .form
                    .without("version")
                    .with("version", now.version.to_string())
                    .error("", format!("{refused}. Nothing of yours is saved yet"));
                let shown = Shown {
                    meanwhile,
                    ..Shown::form(form)
                };
                page(&app, visitor, &now, StatusCode::CONFLICT, shown)
            }
            Err(refusal) => {
                let field = if new.company_number.is_some() {
                    "company_number"
                } else {
                    "name"
                };
                let form = fields.form.error(field, refusal.to_string());
                refused(&app, visitor, &profile, form)
            }
        }
    })
    .await
}

/// The same page again, with what is wrong.
fn refused(
    app: &App,
    visitor: &Visitor,
    profile: &Profile,
    form: FormState,
) -> Result<Reply, Failure> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(app, visitor, profile, status, Shown::form(form))
}

fn back(profile: &Profile, done: &str) -> Reply {
    let path = Links::profile(&profile.organisation);
    see_other(&format!("{path}?done={done}"))
}

/// `POST …/documents`: adds a link to a document.
pub(crate) async fn add(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let profile = edited(&app, visitor, &path)?;
        let mut fields = Fields::of(posted.form);
        let again = |fields: Fields| {
            // The form of the profile stands on the same page, as it is saved.
            let names = [
                "document_kind",
                "document_name",
                "document_link",
                "document_expires",
            ];
            let mut form = filled(&profile);
            for name in names {
                for value in fields.form.values(name) {
                    form = form.with(name, value.clone());
                }
            }
            for error in fields.form.errors() {
                form.push_error(error.field.clone(), error.message.clone());
            }
            refused(&app, visitor, &profile, form)
        };
        let Some(document) = read_document(&mut fields) else {
            return again(fields);
        };
        let (by, of) = (visitor.required()?.person.id, profile.organisation);
        match add_document(&app.store, &app.surroundings, by, of, &document) {
            Ok(()) => Ok(back(&profile, "document-added")),
            Err(ProfileRefused::Store(error)) => Err(error.into()),
            Err(ProfileRefused::NoSuchCompany) => Err(Failure::NotFound),
            Err(refusal) => {
                fields.form.push_error("document_name", refusal.to_string());
                again(fields)
            }
        }
    })
    .await
}

/// `POST …/documents/{document}/removal`
pub(crate) async fn remove(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<(String, String)>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let visitor = &posted.visitor;
        let profile = edited(&app, visitor, &path.0)?;
        let of = profile.organisation;
        let id = path.1.parse().map_err(|_| Failure::NotFound)?;
        let documents = app.read(|rx| profiles::list_documents(rx, of))?;
        let document = found(documents.into_iter().find(|document| document.id == id))?;
        let by = visitor.required()?.person.id;
        remove_document(&app.store, &app.surroundings, by, of, document)?;
        Ok(back(&profile, "document-removed"))
    })
    .await
}
