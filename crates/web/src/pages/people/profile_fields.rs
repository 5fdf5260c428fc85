//! The form of a profile: what stands in it, and reading what was typed.

use crate::fields::Fields;
use marketday_accounts::NewDocument;
use marketday_model::profile::{Identifier, IdentifierScheme, SizeBand};
use marketday_model::{Line, Profile, Prose, Region, Theme};
use marketday_render::FormState;
use std::str::FromStr;

/// The form as the profile is saved.
pub(super) fn filled(profile: &Profile) -> FormState {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    let trader = profile
        .is_sole_trader
        .map(|is| if is { "yes" } else { "no" });
    let fields = [
        ("version", profile.version.to_string()),
        ("name", profile.name.clone()),
        ("company_number", text(&profile.company_number)),
        ("parent_number", text(&profile.parent_number)),
        ("website", text(&profile.website)),
        ("region", word(profile.region.map(Region::as_str))),
        ("size", word(profile.size.map(SizeBand::as_str))),
        ("sole_trader", word(trader)),
        ("products", profile.products.clone()),
    ];
    let identifiers = IdentifierScheme::ALL
        .iter()
        .map(|scheme| (scheme.as_str(), profile.identifier(*scheme).to_owned()));
    let themes = profile
        .themes
        .iter()
        .map(|theme| ("themes", theme.as_str().to_owned()));
    FormState::from_pairs(fields.into_iter().chain(identifiers).chain(themes))
}

/// What was typed, as the domain takes it; or nothing, with messages in the fields.
pub(super) fn read(fields: &mut Fields, was: &Profile) -> Option<Profile> {
    let name: Option<Line<120>> = fields.line("name", "Company name");
    let company_number = fields.company_number("company_number");
    let parent_number = fields.company_number("parent_number");
    let website: Option<Line<200>> = fields.website("website", "Website");
    let region = fields.optional_word("region", "Choose a nation or region from the list");
    let size = fields.optional_word("size", "Choose a size from the list");
    let trader: Option<YesNo> = fields.optional_word("sole_trader", "Choose yes or no");
    let products: Option<Prose<2000>> = fields.optional_prose("products", "Products and services");
    let themes = fields.themes("themes", 0..=Theme::ALL.len());
    let identifiers = IdentifierScheme::ALL
        .iter()
        .filter_map(|scheme| identifier(fields, *scheme))
        .collect();
    let new = Profile {
        organisation: was.organisation,
        // Whatever was typed for it: what is not the version that is saved is refused as changed meanwhile.
        version: fields.text("version").parse().unwrap_or(u32::MAX),
        name: name?.to_string(),
        company_number: company_number.map(|number| number.to_string()),
        parent_number: parent_number.map(|number| number.to_string()),
        website: website.map(|site| site.to_string()),
        region,
        size,
        is_sole_trader: trader.map(|answer| answer.0),
        products: products?.to_string(),
        themes: themes?,
        identifiers,
    };
    if new.contradicts_itself() {
        fields.form.push_error(
            "company_number",
            "A sole trader has no Companies House number. Leave it out, or choose no",
        );
    }
    fields.is_good().then_some(new)
}

struct YesNo(bool);

impl FromStr for YesNo {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "yes" => Ok(Self(true)),
            "no" => Ok(Self(false)),
            _ => Err(()),
        }
    }
}

fn identifier(fields: &mut Fields, scheme: IdentifierScheme) -> Option<Identifier> {
    let typed = fields.text(scheme.as_str());
    if typed.trim().is_empty() {
        return None;
    }
    let Some(value) = scheme.read(typed) else {
        let message = format!("{} must look like {}", scheme.text(), scheme.example());
        fields.form.push_error(scheme.as_str(), message);
        return None;
    };
    Some(Identifier { scheme, value })
}

/// A document that was typed.
pub(super) fn read_document(fields: &mut Fields) -> Option<NewDocument> {
    let kind = fields.word("document_kind", "Choose what the document shows");
    let name: Option<Line<120>> = fields.line("document_name", "Name of the document");
    let link: Option<Line<500>> = fields.website("document_link", "Link");
    if link.is_none() && fields.text("document_link").trim().is_empty() {
        fields
            .form
            .push_error("document_link", "Enter a link to the document");
    }
    let expires_on = if fields.text("document_expires").trim().is_empty() {
        None
    } else {
        fields.date("document_expires", "Last day on which it holds")
    };
    let document = NewDocument {
        kind: kind?,
        name: name?,
        link: link?,
        expires_on,
    };
    fields.is_good().then_some(document)
}
