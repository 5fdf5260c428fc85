//! `/administer/organisations`: all organisations, for those who run the installation, and merging those that are one.
//! Everybody else is told that there is nothing here.

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
use marketday_accounts::{
    MergeRefused, ProfileRefused, foresee_merger, merge_organisations, ties_text,
};
use marketday_model::duplicates::{Likeness, likeness, pairs};
use marketday_model::{Organisation, OrganisationId, OrganisationKind, permission};
use marketday_render::pages::administer::{
    MergerPage, OrganisationPage, OrganisationRow, Organisations, Pair,
};
use marketday_render::{FormState, Layout, Link, Links};
use marketday_store::{company_groups, merging, organisations};
use serde::Deserialize;

/// The most organisations, or pairs of them, on a page.
const MOST: usize = 50;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
}

/// Into which organisation.
#[derive(Debug, Deserialize)]
pub(crate) struct Into {
    #[serde(default)]
    into: String,
}

/// Lets in those who run the installation.
fn administrator(visitor: &Visitor) -> Result<(), Failure> {
    let actor = &visitor.required()?.actor;
    if permission::may_merge_organisations(actor) {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

fn kind_text(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Company => "Company",
        OrganisationKind::Authority => "Authority",
        OrganisationKind::OrganisingBody => "Organising body",
    }
}

fn number(organisation: &Organisation) -> Option<String> {
    let number = organisation.company_number.as_ref();
    number.or(organisation.gss.as_ref()).cloned()
}

fn row(organisation: &Organisation, href: String, why: Option<Likeness>) -> OrganisationRow {
    OrganisationRow {
        name: organisation.name.clone(),
        href,
        kind_text: kind_text(organisation.kind).to_owned(),
        number: number(organisation),
        why: why.map(|why| why.text().to_owned()),
    }
}

/// `GET /administer/organisations`: what a search finds, or the likely duplicates.
pub(crate) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    search: web::Query<Search>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        administrator(&visitor)?;
        let sought = search.q.trim();
        let mut page = Organisations {
            layout: Layout {
                flash,
                ..visitor.layout(&app, "Organisations")
            },
            form: FormState::new().with("q", sought),
            action: Links::administer(),
            found: Vec::new(),
            found_text: String::new(),
            pairs: Vec::new(),
        };
        if sought.is_empty() {
            let all = app.read(|rx| organisations::search(rx, "", usize::MAX))?;
            page.pairs = pairs(&all).into_iter().take(MOST).map(pair).collect();
        } else {
            let all = app.read(|rx| organisations::search(rx, sought, MOST))?;
            page.found_text = match all.len() {
                0 => format!("Nothing is found for “{sought}”."),
                1 => "1 organisation".to_owned(),
                MOST => format!("The first {MOST} organisations"),
                n => format!("{n} organisations"),
            };
            let to = |found: &Organisation| Links::administer_organisation(&found.id);
            page.found = all
                .iter()
                .map(|found| row(found, to(found), None))
                .collect();
        }
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// The one that is better known stays, unless the administrator chooses otherwise.
fn pair((one, other, why): (&Organisation, &Organisation, Likeness)) -> Pair {
    let (into, from) = if number(one).is_none() && number(other).is_some() {
        (other, one)
    } else {
        (one, other)
    };
    Pair {
        one: into.name.clone(),
        other: from.name.clone(),
        why: why.text().to_owned(),
        href: Links::administer_merger_into(&from.id, &into.id),
    }
}

fn organisation_of(app: &App, id: &str) -> Result<Organisation, Failure> {
    let id: OrganisationId = id.parse().map_err(|_| Failure::NotFound)?;
    app.read(|rx| organisations::find(rx, id)).and_then(found)
}

fn linked(organisation: &Organisation) -> Link {
    let text = match number(organisation) {
        Some(number) => format!("{} ({number})", organisation.name),
        None => organisation.name.clone(),
    };
    Link::new(text, Links::administer_organisation(&organisation.id))
}

/// `GET /administer/organisations/{id}`: what hangs on it, and what it may be merged into.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    path: web::Path<String>,
    search: web::Query<Search>,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        administrator(&visitor)?;
        let this = organisation_of(&app, &path)?;
        let parent = app.read(|rx| company_groups::find_parent(rx, this.id))?;
        let form = FormState::new()
            .with("q", search.q.trim())
            .with("parent_number", parent.as_deref().unwrap_or_default());
        page(&app, &visitor, &this, (form, flash))
    })
    .await
}

fn page(
    app: &App,
    visitor: &Visitor,
    this: &Organisation,
    (form, flash): (FormState, Option<String>),
) -> Result<Reply, Failure> {
    let sought = form.value("q").unwrap_or_default().to_owned();
    let (ties, merged_into, others) = app.read(|rx| {
        let ties = merging::count_ties(rx, &[this.id])?;
        let into = match organisations::find_merged_into(rx, this.id)? {
            Some(into) => organisations::find(rx, into)?,
            None => None,
        };
        Ok((ties, into, organisations::search(rx, &sought, usize::MAX)?))
    })?;
    let mut others: Vec<(&Organisation, Option<Likeness>)> = others
        .iter()
        .filter(|other| other.kind == this.kind && other.id != this.id)
        .map(|other| (other, likeness(this, other)))
        .filter(|(_, why)| !sought.is_empty() || why.is_some())
        .collect();
    others.truncate(MOST);
    let candidates_text = match (others.is_empty(), sought.is_empty()) {
        (true, true) => "None looks like it.".to_owned(),
        (true, false) => format!("Nothing of this kind is found for “{sought}”."),
        (false, true) => "Those that look like it".to_owned(),
        (false, false) => format!("Found for “{sought}”"),
    };
    let to = |other: &Organisation| Links::administer_merger_into(&this.id, &other.id);
    let has_group = this.kind == OrganisationKind::Company && merged_into.is_none();
    let page = OrganisationPage {
        layout: Layout {
            flash,
            ..visitor
                .layout(app, &this.name)
                .crumb("Organisations", Links::administer())
        },
        form,
        action: Links::administer_organisation(&this.id),
        group_action: has_group.then(|| Links::administer_group(&this.id)),
        kind_text: kind_text(this.kind).to_owned(),
        number: number(this),
        ties_text: ties_text(ties.get(&this.id).copied().unwrap_or_default()),
        merged_into: merged_into.as_ref().map(linked),
        candidates: others
            .into_iter()
            .map(|(other, why)| row(other, to(other), why))
            .collect(),
        candidates_text,
    };
    let status = if page.form.has_errors() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `POST /administer/organisations/{id}/group`: which group a company belongs to, by the number of the company above it.
pub(crate) async fn set_group(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        administrator(&visitor)?;
        let this = organisation_of(&app, &path)?;
        let mut fields = Fields::of(form);
        let number = fields.company_number("parent_number");
        if !fields.is_good() {
            return page(&app, &visitor, &this, (fields.form, None));
        }
        let by = visitor.required()?.person.id;
        let set = marketday_accounts::set_group(
            &app.store,
            &app.surroundings,
            by,
            this.id,
            number.as_ref(),
        );
        match set {
            Ok(()) => {
                let path = Links::administer_organisation(&this.id);
                Ok(see_other(&format!("{path}?done=group-set")))
            }
            Err(ProfileRefused::NoSuchCompany) => Err(Failure::NotFound),
            Err(ProfileRefused::Store(error)) => Err(error.into()),
            Err(refused) => {
                let form = fields.form.error("parent_number", refused.to_string());
                page(&app, &visitor, &this, (form, None))
            }
        }
    })
    .await
}

/// `GET /administer/organisations/{id}/merger?into={id}`: asks once, or says why not.
pub(crate) async fn ask_merger(
    app: web::Data<App>,
    visitor: Visitor,
    path: web::Path<String>,
    into: web::Query<Into>,
) -> Result<Reply, Failure> {
    blocking(move || {
        administrator(&visitor)?;
        let (from, into) = (
            organisation_of(&app, &path)?,
            organisation_of(&app, &into.into)?,
        );
        let now = app.now();
        let foreseen = app
            .store
            .read(|rx| foresee_merger(rx, from.id, into.id, now));
        let refusal = foreseen
            .map(|_| None)
            .or_else(|refused| told(refused).map(Some))?;
        question(&app, &visitor, (&from, &into), refusal)
    })
    .await
}

/// Why two are not merged, as the administrator reads it.
fn told(refused: MergeRefused) -> Result<String, Failure> {
    match refused {
        MergeRefused::Store(error) => Err(error.into()),
        MergeRefused::NoSuchOrganisation(_) => Err(Failure::NotFound),
        refused => Ok(refused.to_string()),
    }
}

fn question(
    app: &App,
    visitor: &Visitor,
    (from, into): (&Organisation, &Organisation),
    refusal: Option<String>,
) -> Result<Reply, Failure> {
    let ties = app.read(|rx| merging::count_ties(rx, &[from.id]))?;
    let status = if refusal.is_some() {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let page = MergerPage {
        layout: visitor
            .layout(app, &format!("Merge {} into {}?", from.name, into.name))
            .crumb("Organisations", Links::administer()),
        from: linked(from),
        into: linked(into),
        into_id: into.id.to_string(),
        moves_text: ties_text(ties.get(&from.id).copied().unwrap_or_default()),
        refusal,
        action: Links::administer_merger(&from.id),
        swap_href: Links::administer_merger_into(&into.id, &from.id),
        back_href: Links::administer(),
    };
    Ok(visitor.page_with_status(app, status, app.html(&page)?))
}

/// `POST /administer/organisations/{id}/merger`: merges.
pub(crate) async fn merge(
    app: web::Data<App>,
    posted: Posted,
    path: web::Path<String>,
) -> Result<Reply, Failure> {
    blocking(move || {
        let Posted { visitor, form } = posted;
        administrator(&visitor)?;
        let from = organisation_of(&app, &path)?;
        let into = organisation_of(&app, form.value("into").unwrap_or_default())?;
        let by = visitor.required()?.person.id;
        match merge_organisations(&app.store, &app.surroundings, Some(by), from.id, into.id) {
            Ok(_) => Ok(see_other(&format!(
                "{}?done=organisations-merged",
                Links::administer()
            ))),
            Err(refused) => question(&app, &visitor, (&from, &into), Some(told(refused)?)),
        }
    })
    .await
}
