//! Which events a feed holds: all, or those that pass every filter of its address.

use crate::events_feed::NAME;
use marketday_model::{OrganisationId, Region, Theme};
use std::fmt;
use std::str::FromStr;

/// The filters of a feed of events. An event has to pass each of them; without any, every public event does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Those within reach of this region: in it, or in one that borders on it.
    pub near: Option<Region>,
    /// Those of this organising body.
    pub organiser: Option<OrganisationId>,
    /// Those in this region.
    pub region: Option<Region>,
    /// Those of the series with this part of the address.
    pub series: Option<String>,
    /// Those with this theme.
    pub theme: Option<Theme>,
}

/// Why the filters of an address are refused, said to whoever wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadFilter {
    /// No filter has this name.
    Name(String),
    /// A filter is there twice.
    Twice(&'static str),
    /// Nothing is called so.
    Value {
        /// The filter.
        name: &'static str,
        /// What it says.
        value: String,
        /// What it may say, where that is a short list.
        known: Vec<&'static str>,
    },
}

impl fmt::Display for BadFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "There is no filter called “{name}”."),
            Self::Twice(name) => write!(f, "“{name}” can be given once only."),
            Self::Value { name, value, known } => {
                write!(f, "There is no {name} called “{value}”.")?;
                if !known.is_empty() {
                    write!(f, " There are: {}.", known.join(", "))?;
                }
                Ok(())
            }
        }
    }
}

/// Sets a filter that is not set yet.
pub(crate) fn set<T: FromStr>(
    filter: &mut Option<T>,
    name: &'static str,
    value: &str,
    known: impl Fn() -> Vec<&'static str>,
) -> Result<(), BadFilter> {
    if filter.is_some() {
        return Err(BadFilter::Twice(name));
    }
    let value = value.parse().map_err(|_| BadFilter::Value {
        name,
        value: value.to_owned(),
        known: known(),
    })?;
    *filter = Some(value);
    Ok(())
}

/// The words of every theme.
pub(crate) fn theme_words() -> Vec<&'static str> {
    Theme::ALL.iter().map(|theme| theme.as_str()).collect()
}

impl Chosen {
    /// The filters that an address names, each by a word or an id. An empty value is no filter: forms send those.
    pub fn read<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, BadFilter> {
        let regions = || Region::ALL.iter().map(|region| region.as_str()).collect();
        let mut chosen = Self::default();
        for (name, value) in pairs {
            match name {
                "near" | "organiser" | "region" | "series" | "theme" if value.is_empty() => {}
                "near" => set(&mut chosen.near, "near", value, regions)?,
                "organiser" => set(&mut chosen.organiser, "organiser", value, Vec::new)?,
                "region" => set(&mut chosen.region, "region", value, regions)?,
                "series" => set(&mut chosen.series, "series", value, Vec::new)?,
                "theme" => set(&mut chosen.theme, "theme", value, theme_words)?,
                other => return Err(BadFilter::Name(other.to_owned())),
            }
        }
        Ok(chosen)
    }

    /// The filters in the one order in which addresses name them: names and values hold nothing that has to be encoded.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            ("near", self.near.map(|region| region.to_string())),
            ("organiser", self.organiser.map(|id| id.to_string())),
            ("region", self.region.map(|region| region.to_string())),
            ("series", self.series.clone()),
            ("theme", self.theme.map(|theme| theme.to_string())),
        ];
        let named = pairs.into_iter();
        named
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// The name of the calendar, as clients list it. Its organiser and series are called so.
    pub(crate) fn calendar_name(&self, organiser: Option<&str>, series: Option<&str>) -> String {
        let near = self
            .near
            .map(|region| format!("within reach of {}", region.name()));
        let parts: Vec<&str> = [
            self.region.map(Region::name),
            near.as_deref(),
            self.theme.map(Theme::name),
            organiser,
        ]
        .into_iter()
        .flatten()
        .collect();
        let name = series.unwrap_or(NAME);
        if parts.is_empty() {
            name.to_owned()
        } else {
            format!("{name}: {}", parts.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_filters_are_the_same_address_in_whatever_order_they_were_typed() {
        let typed = [("theme", "waste"), ("region", ""), ("near", "wales")];
        let chosen = Chosen::read(typed).expect("known filters");
        assert_eq!(
            chosen.pairs(),
            [("near", "wales".to_owned()), ("theme", "waste".to_owned())]
        );
        assert_eq!(
            chosen.calendar_name(None, None),
            "Market information days: within reach of Wales, Waste and recycling"
        );
        assert_eq!(
            chosen.calendar_name(Some("North Exchange"), Some("Care on the Road")),
            "Care on the Road: within reach of Wales, Waste and recycling, North Exchange"
        );
    }

    #[test]
    fn what_is_not_known_is_said() {
        let said = |name, value| {
            let read = Chosen::read([("theme", "waste"), (name, value)]);
            read.expect_err("it is not known").to_string()
        };
        assert_eq!(
            said("regoin", "wales"),
            "There is no filter called “regoin”."
        );
        assert_eq!(said("theme", "parking"), "“theme” can be given once only.");
        assert_eq!(
            said("organiser", "north"),
            "There is no organiser called “north”."
        );
        let regions = said("region", "narnia");
        assert!(
            regions.starts_with("There is no region called “narnia”. There are: scotland, "),
            "{regions}"
        );
    }
}
