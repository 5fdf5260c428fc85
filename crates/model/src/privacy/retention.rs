//! How long personal data is kept: each rule is a duration after something.

use crate::policy;
use crate::word::words;
use chrono::Duration;

words! {
    /// A rule of retention. What is older than its period is forgotten by the next sweep.
    Rule {
        /// Requests for codes.
        CodeRequests = "code-requests",
        /// Sign-ins that have run out.
        SignIns = "sign-ins",
        /// Changes of address that can no longer be undone.
        EmailChanges = "email-changes",
        /// Which browser and network held a slot.
        Holds = "holds",
        /// Access and dietary needs.
        Needs = "needs",
        /// Requests for news.
        NewsRequests = "news-requests",
        /// Addresses that are not written to.
        Suppressions = "suppressions",
        /// Being asked to join a team or an organisation.
        Nominations = "nominations",
        /// Who chaired the sessions of an event.
        Chairs = "chairs",
        /// The slides of an event, and what they say.
        Slides = "slides",
        /// That somebody was told something.
        Notices = "notices",
        /// What changed, from what to what.
        Changes = "changes",
        /// What organisers did with a draft, to be undone.
        DraftEdits = "draft-edits",
        /// People who have not been here for long.
        People = "people",
        /// The address of somebody who was erased, until they were told.
        Farewells = "farewells",
        /// Complaints that were answered.
        Complaints = "complaints",
        /// What companies proposed, and what assessors made of it.
        Proposals = "proposals",
        /// The audit trail.
        Audit = "audit",
    }
}

impl Rule {
    /// After what the period begins.
    pub const fn after(self) -> &'static str {
        match self {
            Self::CodeRequests => "the code was asked for",
            Self::SignIns => "it was last used",
            Self::EmailChanges => "the change of address",
            Self::Holds => "the slot was held or booked",
            Self::Needs => {
                "the event; at once when the registration is withdrawn or the event cancelled"
            }
            Self::Suppressions => {
                "the letter came back or was called unwanted; at once when a code from there was used"
            }
            Self::Nominations | Self::NewsRequests => "the question ran out",
            Self::Chairs | Self::Slides | Self::Proposals => "the event",
            Self::Notices => "the letter was due",
            Self::Changes => "the change",
            Self::DraftEdits => "the edit",
            Self::People => "their last event and their last visit",
            Self::Farewells => "the erasure; at once when the last letter has been sent",
            Self::Complaints => "the complaint was answered",
            Self::Audit => "the deed",
        }
    }

    /// What is forgotten, as an operator reads it.
    pub const fn what(self) -> &'static str {
        match self {
            Self::CodeRequests => "requests for codes",
            Self::SignIns => "sign-ins that have run out",
            Self::EmailChanges => "changes of address",
            Self::Holds => "browsers and networks that held a slot",
            Self::Needs => "access and dietary needs",
            Self::NewsRequests => "requests for news",
            Self::Suppressions => "addresses that are not written to",
            Self::Nominations => "people asked to join",
            Self::Chairs => "names of those who chaired",
            Self::Slides => "slides",
            Self::Notices => "notices",
            Self::Changes => "changes",
            Self::DraftEdits => "edits of drafts that can be undone",
            Self::People => "people who have not been here for long",
            Self::Farewells => "addresses of erased people",
            Self::Complaints => "answered complaints",
            Self::Proposals => "proposals and their scores",
            Self::Audit => "lines of the audit trail",
        }
    }
}

/// How long each rule keeps what it is about. An operator may lengthen or shorten some of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// Sign-ins: as long as one lasts without use.
    pub sign_ins: Duration,
    /// People, after their last event and their last visit; who chaired, slides and
    /// what was proposed, after the event.
    pub people: Duration,
    /// Notices and changes.
    pub notices: Duration,
    /// The audit trail.
    pub audit: Duration,
}

impl Default for Periods {
    /// Three years for people, two for notices and changes, six years for the audit trail.
    fn default() -> Self {
        Self {
            sign_ins: policy::SIGN_IN_IDLE,
            people: Duration::days(3 * 365),
            notices: Duration::days(2 * 365),
            audit: Duration::days(6 * 365),
        }
    }
}

impl Periods {
    /// How long what a rule is about is kept.
    pub const fn of(&self, rule: Rule) -> Duration {
        match rule {
            Rule::CodeRequests => policy::CODE_REQUESTS_KEPT,
            Rule::NewsRequests => Duration::days(1),
            Rule::SignIns => self.sign_ins,
            Rule::EmailChanges => policy::UNDO_ADDRESS,
            Rule::Holds | Rule::Farewells => Duration::days(7),
            Rule::Needs => policy::NEEDS_KEPT,
            Rule::Nominations | Rule::DraftEdits => Duration::days(30),
            Rule::Notices | Rule::Changes => self.notices,
            Rule::People | Rule::Chairs | Rule::Slides | Rule::Proposals => self.people,
            Rule::Suppressions => Duration::days(365),
            // As long as a claim can be brought for it (Limitation Act 1980, section 9).
            Rule::Complaints => Duration::days(6 * 365),
            Rule::Audit => self.audit,
        }
    }

    /// The rule as people read it: `30 days after the event`.
    pub fn text(&self, rule: Rule) -> String {
        let kept = self.of(rule);
        let (number, unit) = match kept.num_hours() {
            0 => (kept.num_minutes(), "minute"),
            hours if hours < 24 => (hours, "hour"),
            _ => (kept.num_days(), "day"),
        };
        let s = if number == 1 { "" } else { "s" };
        format!("{number} {unit}{s} after {}", rule.after())
    }
}
