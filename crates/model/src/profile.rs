//! What a company says of itself, once for all events.

use crate::organisation::is_company_number;
use crate::word::words;
use crate::{DocumentId, Instant, OrganisationId, Region, Theme, policy};
use chrono::NaiveDate;

words! {
    /// How many people work for a company (Companies Act 2006 and the procurement forms, by heads).
    SizeBand {
        /// Fewer than 10.
        Micro = "micro",
        /// 10 to 49.
        Small = "small",
        /// 50 to 249.
        Medium = "medium",
        /// 250 or more.
        Large = "large",
    }
}

impl SizeBand {
    /// As people read it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Micro => "1 to 9 people",
            Self::Small => "10 to 49 people",
            Self::Medium => "50 to 249 people",
            Self::Large => "250 people or more",
        }
    }
}

words! {
    /// Who gave a supplier its identifier.
    IdentifierScheme {
        /// The Public Procurement Organisation Number of the central digital platform.
        Ppon = "ppon",
        /// The Charity Commission for England and Wales, its Scottish or its Northern Irish counterpart.
        Charity = "charity",
        /// HM Revenue and Customs, for value added tax.
        Vat = "vat",
        /// Dun & Bradstreet.
        Duns = "duns",
    }
}

impl IdentifierScheme {
    /// As people read it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Ppon => "PPON",
            Self::Charity => "Charity number",
            Self::Vat => "VAT number",
            Self::Duns => "DUNS number",
        }
    }

    /// How one looks, after "like".
    pub const fn example(self) -> &'static str {
        match self {
            Self::Ppon => "PABC-1234-DEFG",
            Self::Charity => "1234567, SC012345 or NIC123456",
            Self::Vat => "GB123456789",
            Self::Duns => "123456789",
        }
    }

    /// What was typed as it is kept, if it has the form of such an identifier: without spaces, in capitals, and a PPON
    /// without the name of its register.
    pub fn read(self, typed: &str) -> Option<String> {
        let mut text: String = typed.split_whitespace().collect();
        text.make_ascii_uppercase();
        let read = match self {
            Self::Ppon => text
                .trim_start_matches("GB-PPON")
                .trim_start_matches(['-', ':']),
            Self::Duns => return Some(text.replace('-', "")).filter(|text| is_digits(text, 9..=9)),
            Self::Vat | Self::Charity => &text,
        };
        let is_good = match self {
            Self::Ppon => is_ppon(read),
            Self::Vat => read
                .strip_prefix("GB")
                .is_some_and(|rest| is_digits(rest, 9..=9) || is_digits(rest, 12..=12)),
            Self::Charity => {
                is_digits(read, 6..=7)
                    || ["SC", "NIC"]
                        .iter()
                        .filter_map(|prefix| read.strip_prefix(prefix))
                        .any(|rest| is_digits(rest, 6..=6))
            }
            Self::Duns => true,
        };
        is_good.then(|| read.to_owned())
    }
}

fn is_digits(text: &str, how_many: std::ops::RangeInclusive<usize>) -> bool {
    how_many.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Four letters, four digits, four letters, with hyphens between.
fn is_ppon(text: &str) -> bool {
    let form = b"AAAA-0000-AAAA";
    text.len() == form.len()
        && text.bytes().zip(form).all(|(byte, form)| match form {
            b'A' => byte.is_ascii_uppercase(),
            b'0' => byte.is_ascii_digit(),
            mark => byte == *mark,
        })
}

/// An identifier of a supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// Whose.
    pub scheme: IdentifierScheme,
    /// As [`IdentifierScheme::read`] keeps it.
    pub value: String,
}

/// What a company says of itself: one profile, used at every event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Whose.
    pub organisation: OrganisationId,
    /// Which state of it this is: it counts up with each change.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// Its Companies House number.
    pub company_number: Option<String>,
    /// The Companies House number of the company above all others of the group that it belongs to: limits count the
    /// group as one company.
    pub parent_number: Option<String>,
    /// Its web address.
    pub website: Option<String>,
    /// Its home region.
    pub region: Option<Region>,
    /// How many people work for it.
    pub size: Option<SizeBand>,
    /// Whether it is one person trading in their own name; none where nobody has said so.
    pub is_sole_trader: Option<bool>,
    /// What it makes or does.
    pub products: String,
    /// What that is about.
    pub themes: Vec<Theme>,
    /// How others know it, at most one identifier a scheme, in the order of the schemes.
    pub identifiers: Vec<Identifier>,
}

impl Profile {
    /// Its identifier of a scheme.
    pub fn identifier(&self, scheme: IdentifierScheme) -> &str {
        let mut of = self.identifiers.iter().filter(|id| id.scheme == scheme);
        of.next().map_or("", |identifier| &identifier.value)
    }

    /// What it says, as people read it, each under its name; what was left out is empty.
    pub fn said(&self) -> [(&'static str, String); 13] {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let id = |scheme: IdentifierScheme| (scheme.text(), self.identifier(scheme).to_owned());
        let trader = self
            .is_sole_trader
            .map_or("", |is| if is { "Yes" } else { "No" });
        [
            ("Company name", self.name.clone()),
            ("Companies House number", text(&self.company_number)),
            ("Group, by its parent’s number", text(&self.parent_number)),
            ("Website", text(&self.website)),
            (
                "Nation or region",
                self.region.map_or("", |region| region.name()).to_owned(),
            ),
            ("Size", self.size.map_or("", SizeBand::text).to_owned()),
            ("Sole trader", trader.to_owned()),
            ("Products and services", self.products.clone()),
            ("Themes", Theme::names(&self.themes)),
            id(IdentifierScheme::Ppon),
            id(IdentifierScheme::Charity),
            id(IdentifierScheme::Vat),
            id(IdentifierScheme::Duns),
        ]
    }

    /// Whether it claims to be one person and a registered company, which are two things.
    pub fn contradicts_itself(&self) -> bool {
        self.is_sole_trader == Some(true)
            && self
                .company_number
                .as_deref()
                .is_some_and(is_company_number)
    }
}

words! {
    /// What a document shows.
    DocumentKind {
        /// How far its product is accessible: a statement, a report, a VPAT.
        Accessibility = "accessibility",
        /// That somebody has looked: insurance, Cyber Essentials, ISO 27001, DTAC.
        Assurance = "assurance",
    }
}

impl DocumentKind {
    /// As people read it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Accessibility => "Accessibility",
            Self::Assurance => "Assurance",
        }
    }
}

/// A document of a company, which lies elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// What it shows.
    pub kind: DocumentKind,
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub link: String,
    /// The last day on which it holds.
    pub expires_on: Option<NaiveDate>,
}

/// Whether a document still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Good,
    /// It does, for 30 days at most.
    ExpiresSoon,
    /// It does not any more.
    Expired,
}

impl Document {
    /// Whether it holds on a day: on the last one it does.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        match self.expires_on {
            Some(last) if last < today => Standing::Expired,
            Some(last) if last - today <= policy::DOCUMENT_EXPIRES_SOON => Standing::ExpiresSoon,
            _ => Standing::Good,
        }
    }
}

/// The day that it is in the United Kingdom, by which documents expire.
pub fn today(now: Instant) -> NaiveDate {
    now.with_timezone(&crate::time::LONDON).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_as_people_write_them_and_only_in_their_form() {
        use IdentifierScheme::{Charity, Duns, Ppon, Vat};
        for (scheme, typed, kept) in [
            (Ppon, " pabc-1234-defg", "PABC-1234-DEFG"),
            (Ppon, "GB-PPON-PABC-1234-DEFG", "PABC-1234-DEFG"),
            (Ppon, "GB-PPON: PABC-1234-DEFG", "PABC-1234-DEFG"),
            (Charity, "123 456", "123456"),
            (Charity, "sc012345", "SC012345"),
            (Charity, "NIC123456", "NIC123456"),
            (Vat, "gb 123 4567 89", "GB123456789"),
            (Vat, "GB123456789012", "GB123456789012"),
            (Duns, "12-345-6789", "123456789"),
        ] {
            assert_eq!(scheme.read(typed).as_deref(), Some(kept), "{typed}");
        }
        for (scheme, typed) in [
            (Ppon, "PABC1234DEFG"),
            (Ppon, "PABC-12345-DEF"),
            (Ppon, "PÄC-1234-DEFG"),
            (Charity, "SC12345"),
            (Charity, "12345678"),
            (Vat, "123456789"),
            (Duns, "1234"),
            (Duns, ""),
        ] {
            assert_eq!(scheme.read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_document_holds_through_its_last_day_and_expires_soon_for_30_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let document = |last: Option<&str>| Document {
            id: uuid::Uuid::nil().into(),
            kind: DocumentKind::Assurance,
            name: "Cyber Essentials".into(),
            link: "https://acme.example/ce.pdf".into(),
            expires_on: last.map(day),
        };
        let today = day("2027-03-02");
        for (last, standing) in [
            (None, Standing::Good),
            (Some("2027-04-02"), Standing::Good),
            (Some("2027-04-01"), Standing::ExpiresSoon),
            (Some("2027-03-02"), Standing::ExpiresSoon),
            (Some("2027-03-01"), Standing::Expired),
        ] {
            assert_eq!(document(last).standing(today), standing, "{last:?}");
        }
    }
}
