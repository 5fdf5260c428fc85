//! What a company says of itself: changed by those who speak for it, once for all events.

use chrono::NaiveDate;
use marketday_model::notice::Subject;
use marketday_model::organisation::{group_identity, identity};
use marketday_model::profile::{Document, DocumentKind};
use marketday_model::{
    Line, OrganisationId, OrganisationKind, PersonId, Profile, Surroundings, policy,
};
use marketday_store::audit::Altered;
use marketday_store::{
    Note, Store, StoreError, bookings, company_groups, organisations, profiles, revisions,
};

/// Why a profile stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ProfileRefused {
    /// There is no such company.
    #[error("There is no such company any more")]
    NoSuchCompany,
    /// It is not any more as it was when its form was opened.
    #[error("Somebody else changed the profile while you did")]
    ChangedMeanwhile,
    /// Another company is known by this number or, without one, by this name.
    #[error("Another company is known by this number or name. Ask the operator to merge the two")]
    AlreadyKnown,
    /// It has as many documents as it may.
    #[error(
        "There are {} documents already. Remove one first",
        policy::DOCUMENTS_PER_COMPANY
    )]
    TooManyDocuments,
    /// The database failed.
    #[error("changing the profile failed")]
    Store(#[from] StoreError),
}

/// Puts `new` in the place of the profile of its version, unless somebody else has changed that. The caller has asked
/// whether `by` may.
pub fn change_profile(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    new: Profile,
) -> Result<(), ProfileRefused> {
    let note = Note::new(surroundings, by);
    store.write(move |tx| {
        let id = new.organisation;
        organisations::lock(tx, id)?;
        let (Some(was), Some(organisation)) =
            (profiles::find(tx, id)?, organisations::find(tx, id)?)
        else {
            return Err(ProfileRefused::NoSuchCompany);
        };
        if was.version != new.version {
            return Err(ProfileRefused::ChangedMeanwhile);
        }
        let altered = altered(&was, &new);
        if altered.is_empty() {
            return Ok(());
        }
        let identity = identity(&new.name, new.company_number.as_deref());
        let counted = company_groups::find_counted_identity(tx, &organisation)?;
        let next = Profile {
            version: was.version + 1,
            ..new.clone()
        };
        if !profiles::update(tx, &next, &identity, note.at)? {
            return Err(ProfileRefused::AlreadyKnown);
        }
        let next_counted = next
            .parent_number
            .as_deref()
            .map_or(identity, group_identity);
        if counted != next_counted {
            bookings::recount_company(tx, id, &counted, &next_counted)?;
        }
        if was.name != next.name {
            // Its name stands on programmes and in calendars.
            bookings::touch_company(tx, id, note.at)?;
            revisions::bump_public(tx)?;
        }
        note.write_altered(
            tx,
            "profile.change",
            Subject::Organisation(id),
            String::new(),
            &altered,
        )?;
        Ok(())
    })
}

/// Puts a company into the group of the company with this Companies House number, or into none. The caller has asked
/// whether `by` may.
pub fn set_group(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    company: OrganisationId,
    number: Option<&Line<8>>,
) -> Result<(), ProfileRefused> {
    let was = store.read(|rx| profiles::find(rx, company))?;
    let new = Profile {
        parent_number: number.map(ToString::to_string),
        ..was.ok_or(ProfileRefused::NoSuchCompany)?
    };
    change_profile(store, surroundings, by, new)
}

/// What differs between two states of a profile.
fn altered(was: &Profile, new: &Profile) -> Vec<Altered> {
    let pairs = was.said().into_iter().zip(new.said());
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((what, before), (_, after))| Altered {
            what: what.to_owned(),
            before,
            after,
        })
        .collect()
}

/// A document as it is typed: a link to where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// What it shows.
    pub kind: DocumentKind,
    /// Its name.
    pub name: Line<120>,
    /// Where it lies.
    pub link: Line<500>,
    /// The last day on which it holds.
    pub expires_on: Option<NaiveDate>,
}

/// Adds a document to a company's. The caller has asked whether `by` may.
pub fn add_document(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    company: OrganisationId,
    new: &NewDocument,
) -> Result<(), ProfileRefused> {
    let note = Note::new(surroundings, by);
    let new = Document {
        id: surroundings.id(),
        kind: new.kind,
        name: new.name.to_string(),
        link: new.link.to_string(),
        expires_on: new.expires_on,
    };
    store.write(move |tx| {
        organisations::lock(tx, company)?;
        let kind = organisations::find(tx, company)?.map(|found| found.kind);
        if kind != Some(OrganisationKind::Company) {
            return Err(ProfileRefused::NoSuchCompany);
        }
        if profiles::list_documents(tx, company)?.len() >= policy::DOCUMENTS_PER_COMPANY {
            return Err(ProfileRefused::TooManyDocuments);
        }
        profiles::insert_document(tx, company, &new, note.at)?;
        let altered = [Altered {
            what: "Document".to_owned(),
            before: String::new(),
            after: described(&new),
        }];
        let subject = Subject::Organisation(company);
        note.write_altered(tx, "document.add", subject, String::new(), &altered)?;
        Ok(())
    })
}

/// Takes a document away, and says whether it was there. The caller has asked whether `by` may.
pub fn remove_document(
    store: &Store,
    surroundings: &Surroundings,
    by: PersonId,
    company: OrganisationId,
    document: Document,
) -> Result<bool, StoreError> {
    let note = Note::new(surroundings, by);
    store.write(move |tx| {
        if !profiles::delete_document(tx, document.id)? {
            return Ok(false);
        }
        let altered = [Altered {
            what: "Document".to_owned(),
            before: described(&document),
            after: String::new(),
        }];
        let subject = Subject::Organisation(company);
        note.write_altered(tx, "document.remove", subject, String::new(), &altered)?;
        Ok(true)
    })
}

fn described(document: &Document) -> String {
    let until = document
        .expires_on
        .map_or_else(String::new, |day| format!(", until {day}"));
    format!("{}, {}{until}", document.name, document.link)
}
