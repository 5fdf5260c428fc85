//! How many people a step will be emailed to.

use serde::Serialize;

/// The people whom a step concerns, counted once each. Zero and zero reads "Nobody will be emailed".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct People {
    /// Companies with a booking.
    pub companies: u32,
    /// Delegates with a registration.
    pub delegates: u32,
}

impl People {
    /// So many companies and so many delegates.
    pub fn new(companies: u32, delegates: u32) -> Self {
        Self {
            companies,
            delegates,
        }
    }
}
