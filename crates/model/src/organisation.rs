//! Companies, authorities and organising bodies.

use crate::text::normalised;
use crate::word::words;
use crate::{EmailAddress, OrganisationId, Region};

words! {
    /// What an organisation is.
    OrganisationKind {
        /// A company that pitches.
        Company = "company",
        /// A local authority.
        Authority = "authority",
        /// A body that organises events.
        OrganisingBody = "organising-body",
    }
}

/// A company, an authority or an organising body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name as written by itself.
    pub name: String,
    /// What identifies it: see [`identity`].
    pub identity: String,
    /// Its web address, for a company.
    pub website: Option<String>,
    /// Its Companies House number, for a company.
    pub company_number: Option<String>,
    /// Its GSS code, for an authority.
    pub gss: Option<String>,
    /// Its home region.
    pub region: Option<Region>,
}

/// What tells one organisation from another: the Companies House number where there is one, else the normalised
/// name without its legal form, so that "Acme Care" and "ACME Care Ltd." count as one.
pub fn identity(name: &str, company_number: Option<&str>) -> String {
    if let Some(number) = company_number {
        return format!("number:{}", number.to_ascii_uppercase());
    }
    format!("name:{}", name_key(name))
}

/// What a group of companies is counted by: the Companies House number of the one above all others, so that this one is
/// counted with them.
pub fn group_identity(parent_number: &str) -> String {
    identity("", Some(parent_number))
}

impl Organisation {
    /// Whether it may be the company of this name and number: two numbers make two companies.
    pub fn may_be(&self, name: &str, company_number: Option<&str>) -> bool {
        match (self.company_number.as_deref(), company_number) {
            (Some(known), Some(typed)) => known.eq_ignore_ascii_case(typed),
            _ => name_key(&self.name) == name_key(name),
        }
    }
}

/// A company's name as it is compared: normalised, without its legal form.
pub fn name_key(name: &str) -> String {
    let name = normalised(name);
    ["limited", "ltd", "plc", "llp", "cic"]
        .iter()
        .find_map(|form| name.strip_suffix(form).filter(|rest| rest.ends_with(' ')))
        .map_or(name.as_str(), str::trim_end)
        .to_owned()
}

/// A Companies House number: 8 digits, or 2 letters and 6 digits (Companies House, "company numbers").
pub fn is_company_number(text: &str) -> bool {
    let text = text.as_bytes();
    text.len() == 8
        && text[2..].iter().all(u8::is_ascii_digit)
        && (text[..2].iter().all(u8::is_ascii_digit)
            || text[..2].iter().all(u8::is_ascii_alphabetic))
}

/// Whether `email` lies in the domain of `website`, which makes a first claim to the company believable.
pub fn speaks_for(email: &EmailAddress, website: &str) -> bool {
    let host = website
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let host = host
        .split(['/', '?', '#', ':'])
        .next()
        .unwrap_or("")
        .trim_start_matches("www.")
        .to_ascii_lowercase();
    host.contains('.') && host == email.domain()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_is_one_whatever_legal_form_is_written_behind_it() {
        assert_eq!(
            identity("ACME Care Ltd.", None),
            identity("Acme Care", None)
        );
        assert_ne!(identity("Acme", None), identity("Acme Care", None));
        assert_eq!(identity("Ltd", None), "name:ltd");
        assert_eq!(identity("Acme", Some("sc123456")), "number:SC123456");
    }

    #[test]
    fn a_company_is_recognised_by_its_number_or_by_its_name_where_one_number_is_missing() {
        let known = |number: Option<&str>| Organisation {
            id: uuid::Uuid::nil().into(),
            kind: OrganisationKind::Company,
            name: "Acme Care Ltd".into(),
            identity: identity("Acme Care Ltd", number),
            website: None,
            company_number: number.map(Into::into),
            gss: None,
            region: None,
        };
        let numbered = known(Some("SC123456"));
        assert!(numbered.may_be("Other", Some("sc123456")));
        assert!(numbered.may_be("acme care", None));
        assert!(!numbered.may_be("Acme Care", Some("01234567")));
        assert!(!numbered.may_be("Acme", None));
        assert!(known(None).may_be("Acme Care", Some("01234567")));
    }

    #[test]
    fn company_numbers_have_eight_characters() {
        assert!(is_company_number("09876543") && is_company_number("SC123456"));
        assert!(
            !is_company_number("9876543")
                && !is_company_number("S1234567")
                && !is_company_number("éa23456")
        );
    }

    #[test]
    fn an_address_at_the_companys_domain_speaks_for_it() {
        let email: EmailAddress = "jo@acme.example".parse().unwrap();
        assert!(speaks_for(&email, "https://www.acme.example/about"));
        assert!(!speaks_for(&email, "https://acme.example.org") && !speaks_for(&email, ""));
    }
}
