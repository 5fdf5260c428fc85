//! The 12 ITL1 regions of the United Kingdom.

use crate::text::normalised;
use crate::word::words;

words! {
    /// One of the 12 UK ITL1 regions (Office for National Statistics, International Territorial Levels).
    Region {
        /// Scotland.
        Scotland = "scotland",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
        /// North East.
        NorthEast = "north-east",
        /// North West.
        NorthWest = "north-west",
        /// Yorkshire and The Humber.
        YorkshireAndTheHumber = "yorkshire-and-the-humber",
        /// Wales.
        Wales = "wales",
        /// West Midlands.
        WestMidlands = "west-midlands",
        /// East Midlands.
        EastMidlands = "east-midlands",
        /// East of England.
        EastOfEngland = "east-of-england",
        /// South West.
        SouthWest = "south-west",
        /// South East.
        SouthEast = "south-east",
        /// London.
        London = "london",
    }
}

impl Region {
    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
            Self::NorthEast => "North East",
            Self::NorthWest => "North West",
            Self::YorkshireAndTheHumber => "Yorkshire and The Humber",
            Self::Wales => "Wales",
            Self::WestMidlands => "West Midlands",
            Self::EastMidlands => "East Midlands",
            Self::EastOfEngland => "East of England",
            Self::SouthWest => "South West",
            Self::SouthEast => "South East",
            Self::London => "London",
        }
    }

    /// The regions that share a border with it; those across a short sea crossing are none.
    pub const fn neighbours(self) -> &'static [Self] {
        match self {
            Self::Scotland => &[Self::NorthEast, Self::NorthWest],
            Self::NorthernIreland => &[],
            Self::NorthEast => &[Self::Scotland, Self::NorthWest, Self::YorkshireAndTheHumber],
            Self::NorthWest => &[
                Self::Scotland,
                Self::NorthEast,
                Self::YorkshireAndTheHumber,
                Self::EastMidlands,
                Self::WestMidlands,
                Self::Wales,
            ],
            Self::YorkshireAndTheHumber => &[Self::NorthEast, Self::NorthWest, Self::EastMidlands],
            Self::Wales => &[Self::NorthWest, Self::WestMidlands, Self::SouthWest],
            Self::WestMidlands => &[
                Self::NorthWest,
                Self::Wales,
                Self::EastMidlands,
                Self::SouthWest,
                Self::SouthEast,
            ],
            Self::EastMidlands => &[
                Self::NorthWest,
                Self::YorkshireAndTheHumber,
                Self::WestMidlands,
                Self::EastOfEngland,
                Self::SouthEast,
            ],
            Self::EastOfEngland => &[Self::EastMidlands, Self::SouthEast, Self::London],
            Self::SouthWest => &[Self::Wales, Self::WestMidlands, Self::SouthEast],
            Self::SouthEast => &[
                Self::WestMidlands,
                Self::EastMidlands,
                Self::EastOfEngland,
                Self::SouthWest,
                Self::London,
            ],
            Self::London => &[Self::EastOfEngland, Self::SouthEast],
        }
    }

    /// The regions within reach of it: itself, and its neighbours.
    pub fn within_reach(self) -> impl Iterator<Item = Self> {
        std::iter::once(self).chain(self.neighbours().iter().copied())
    }

    /// Whether somebody from one of them may want to go to the other: they are the same or neighbours.
    pub fn is_near(self, other: Self) -> bool {
        self == other || self.neighbours().contains(&other)
    }

    /// The region with this name, however it is written.
    pub fn by_name(text: &str) -> Option<Self> {
        let text = normalised(text);
        Self::ALL
            .iter()
            .copied()
            .find(|region| normalised(region.name()) == text)
    }
}

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn whoever_is_a_neighbour_has_one_and_nobody_is_their_own() {
        for region in Region::ALL {
            for neighbour in region.neighbours() {
                assert!(
                    neighbour.neighbours().contains(region),
                    "{region} {neighbour}"
                );
                assert_ne!(region, neighbour);
            }
            assert!(region.is_near(*region));
            let near = Region::ALL.iter().filter(|other| region.is_near(**other));
            assert_eq!(near.count(), region.within_reach().count());
        }
        assert!(Region::London.is_near(Region::SouthEast));
        assert!(!Region::London.is_near(Region::SouthWest));
    }
}
