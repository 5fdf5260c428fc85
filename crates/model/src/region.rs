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

    /// The region with this name, however it is written.
    pub fn by_name(text: &str) -> Option<Self> {
        let text = normalised(text);
        Self::ALL
            .iter()
            .copied()
            .find(|region| normalised(region.name()) == text)
    }
}
