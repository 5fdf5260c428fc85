//! The one place that says which personal data there is, what it is for, who sees it, how long it is kept, and in
//! which tables it lies.
//!
//! The page `/privacy`, the table in `docs/security.md`, what somebody can download, what an erasure removes and what
//! the retention sweep forgets all read it here. A test walks the schema of both databases: a text column that is
//! neither held by a kind nor listed in [`NOT_PERSONAL`] fails it, and so does a column that refers to a person and is
//! not listed. To add a table: a [`Held`] in the kind that it belongs to.

mod kinds;
mod not_personal;
mod retention;

pub use kinds::KINDS;
pub use not_personal::NOT_PERSONAL;
pub use retention::{Periods, Rule};

/// Why the law allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Needed for what the person asked for.
    Contract,
    /// Needed for an interest that does not override theirs.
    LegitimateInterests,
    /// They said yes, and can take it back.
    Consent,
    /// Health data that they gave for this.
    ExplicitConsent,
    /// A law asks for it.
    LegalObligation,
}

impl Basis {
    /// The basis as people read it, with its article.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Contract => {
                "Contract: we need it to do what you asked for (UK GDPR, Article 6(1)(b))"
            }
            Self::LegitimateInterests => "Legitimate interests (UK GDPR, Article 6(1)(f))",
            Self::Consent => {
                "Consent, which you can take back at any time (UK GDPR, Article 6(1)(a))"
            }
            Self::ExplicitConsent => {
                "Explicit consent, which you can take back at any time (UK GDPR, Articles 6(1)(a) and 9(2)(a))"
            }
            Self::LegalObligation => "Legal obligation (UK GDPR, Article 6(1)(c))",
        }
    }
}

/// How a row is known to be about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// This column holds their id.
    Person(&'static str),
    /// This column holds their email address.
    Email(&'static str),
    /// This column holds their name, and nothing else is known of them: it is given to nobody who asks, and goes by the
    /// retention, or when an organiser takes it out.
    Name(&'static str),
    /// This column holds `person:` and their id.
    Reference(&'static str),
    /// This column holds the `key` of a row of `table`, whose column `person` holds their id. With a noun, the column
    /// holds `noun:key`.
    Through {
        /// The column of the row itself.
        column: &'static str,
        /// The noun before the key, if there is one.
        noun: Option<&'static str>,
        /// The other table.
        table: &'static str,
        /// What of it the column holds.
        key: &'static str,
        /// The column of the other table that holds the person's id.
        person: &'static str,
    },
}

/// What becomes of a row when its person is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// It is deleted. If `Of` is a person that the database deletes along, that is the same.
    Deleted,
    /// It stays to be counted, emptied of the person and tied to nobody.
    Counted,
    /// The text is overwritten.
    Overwritten,
    /// It stays: it says nothing of the person once they are gone.
    Kept,
}

/// Where data of a kind lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The table.
    pub table: &'static str,
    /// How its rows are known to be about a person.
    pub of: Of,
    /// The columns that somebody is given when they ask for their data.
    pub shown: &'static [&'static str],
    /// Further columns that belong to it and say nothing to a reader (digests), or something of another person.
    pub hidden: &'static [&'static str],
    /// What becomes of it at an erasure.
    pub erased: Erased,
}

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name in files: lower-case words with `-`.
    pub key: &'static str,
    /// Its name as people read it.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// Why the law allows it.
    pub basis: Basis,
    /// Who sees it.
    pub seen_by: &'static str,
    /// How long it is kept: by these rules, each swept every day.
    pub kept: &'static [Rule],
    /// Where it lies.
    pub held: &'static [Held],
}

/// The end of the address that stands in the place of an erased person's, which is nobody's (RFC 2606, section 2).
pub const ERASED_DOMAIN: &str = "erased.invalid";

#[cfg(test)]
mod tests;
