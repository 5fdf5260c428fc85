//! Local authorities: what is known of them besides their name, and since when and until when they are there.

use crate::OrganisationId;
use crate::text::normalised;
use crate::word::words;
use chrono::NaiveDate;

words! {
    /// What kind of council an authority is.
    AuthorityType {
        /// A district below a county.
        NonMetropolitanDistrict = "non-metropolitan-district",
        /// A county above districts.
        County = "county",
        /// One for everything, in England.
        Unitary = "unitary",
        /// A district of a metropolitan county.
        MetropolitanDistrict = "metropolitan-district",
        /// A borough of London.
        LondonBorough = "london-borough",
        /// The City of London.
        CityCorporation = "city-corporation",
        /// One for everything, in Scotland.
        ScottishUnitary = "scottish-unitary",
        /// One for everything, in Wales.
        WelshUnitary = "welsh-unitary",
        /// A district in Northern Ireland.
        NorthernIrishDistrict = "northern-irish-district",
        /// Several councils of a region together, mostly under a mayor.
        Combined = "combined",
        /// The Greater London Authority.
        StrategicRegional = "strategic-regional",
    }
}

impl AuthorityType {
    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NonMetropolitanDistrict => "Non-metropolitan district",
            Self::County => "County",
            Self::Unitary => "Unitary authority",
            Self::MetropolitanDistrict => "Metropolitan district",
            Self::LondonBorough => "London borough",
            Self::CityCorporation => "City corporation",
            Self::ScottishUnitary => "Scottish unitary authority",
            Self::WelshUnitary => "Welsh unitary authority",
            Self::NorthernIrishDistrict => "NI district",
            Self::Combined => "Combined authority",
            Self::StrategicRegional => "Strategic regional authority",
        }
    }

    /// The type that a list of authorities means by its name, however it is written.
    pub fn by_name(text: &str) -> Option<Self> {
        let text = normalised(text);
        Self::ALL
            .iter()
            .copied()
            .find(|kind| normalised(kind.name()) == text)
    }
}

words! {
    /// One of the four nations of the United Kingdom.
    Nation {
        /// England.
        England = "england",
        /// Scotland.
        Scotland = "scotland",
        /// Wales.
        Wales = "wales",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
    }
}

impl Nation {
    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::England => "England",
            Self::Scotland => "Scotland",
            Self::Wales => "Wales",
            Self::NorthernIreland => "Northern Ireland",
        }
    }

    /// The nation with this name, however it is written.
    pub fn by_name(text: &str) -> Option<Self> {
        let text = normalised(text);
        Self::ALL
            .iter()
            .copied()
            .find(|nation| normalised(nation.name()) == text)
    }
}

/// What is known of an authority besides its name, GSS code and region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The organisation that it is.
    pub organisation: OrganisationId,
    /// Its short code in the list that it was imported from, such as `LDS`.
    pub code: String,
    /// What kind of council it is.
    pub kind: AuthorityType,
    /// Where in the United Kingdom.
    pub nation: Nation,
    /// Its first day, where that is known.
    pub starts_on: Option<NaiveDate>,
    /// Its last day, once that is known.
    pub ends_on: Option<NaiveDate>,
    /// The one authority that takes over from it.
    pub successor: Option<OrganisationId>,
}

impl Authority {
    /// Whether it is there on a day.
    pub fn is_current(&self, on: NaiveDate) -> bool {
        self.starts_on.is_none_or(|first| first <= on) && self.ends_on.is_none_or(|last| on <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_is_there_from_its_first_day_to_its_last() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut authority = Authority {
            organisation: uuid::Uuid::nil().into(),
            code: "GRT".into(),
            kind: AuthorityType::NonMetropolitanDistrict,
            nation: Nation::England,
            starts_on: Some(day("1974-04-01")),
            ends_on: Some(day("2027-03-31")),
            successor: None,
        };
        let there = |authority: &Authority, on: &str| authority.is_current(day(on));
        assert!(there(&authority, "1974-04-01") && there(&authority, "2027-03-31"));
        assert!(!there(&authority, "1974-03-31") && !there(&authority, "2027-04-01"));
        (authority.starts_on, authority.ends_on) = (None, None);
        assert!(there(&authority, "1066-10-14"));
    }

    #[test]
    fn types_and_nations_are_known_by_their_names() {
        assert_eq!(
            AuthorityType::by_name("non-metropolitan  District"),
            Some(AuthorityType::NonMetropolitanDistrict)
        );
        assert_eq!(AuthorityType::by_name("Parish"), None);
        for kind in AuthorityType::ALL {
            assert_eq!(AuthorityType::by_name(kind.name()), Some(*kind));
        }
        assert_eq!(
            Nation::by_name("northern ireland"),
            Some(Nation::NorthernIreland)
        );
    }
}
