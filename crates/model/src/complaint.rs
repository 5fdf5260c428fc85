//! Complaints about how personal data was handled (Data Protection Act 2018, section 164A: whoever answers for the data
//! makes complaining easy, acknowledges within 30 days, and tells the outcome without undue delay).

use crate::{ComplaintId, EmailAddress, EventId, Instant, policy};

/// A complaint. About an event it goes to its organising body, else to whoever runs the installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// What letters and pages call it: `DP-3F9A2C71B0`.
    pub reference: String,
    /// The event that it is about; none for the service itself.
    pub event: Option<EventId>,
    /// Who complains; empty once they were erased.
    pub name: String,
    /// Where they are told; none once they were erased.
    pub email: Option<EmailAddress>,
    /// What they say.
    pub text: String,
    /// When it came.
    pub made_at: Instant,
    /// What came of it.
    pub outcome: Option<String>,
    /// When that was decided.
    pub closed_at: Option<Instant>,
}

impl Complaint {
    /// The reference that a random token gives.
    pub fn reference_of(token: &str) -> String {
        let digits: String = token.chars().take(10).collect();
        format!("DP-{}", digits.to_uppercase())
    }

    /// Whether it waits for an outcome.
    pub const fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// Until when the law wants it acknowledged.
    pub fn acknowledge_by(&self) -> Instant {
        self.made_at + policy::COMPLAINT_ACKNOWLEDGED
    }

    /// Until when we want it answered.
    pub fn answer_by(&self) -> Instant {
        self.made_at + policy::COMPLAINT_ANSWERED
    }
}
