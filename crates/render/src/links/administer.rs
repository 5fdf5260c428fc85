//! The addresses of those who run the installation.

use super::{Links, encoded};
use std::fmt::Display;

impl Links {
    /// The complaints about the service itself.
    pub fn administer_complaints() -> String {
        "/administer/complaints".into()
    }

    /// One of them; where it is answered (POST).
    pub fn administer_complaint(complaint: &impl Display) -> String {
        format!("/administer/complaints/{complaint}")
    }

    /// All organisations, for those who run the installation.
    pub fn administer() -> String {
        "/administer/organisations".to_owned()
    }

    /// The organisations that a text finds.
    pub fn administer_search(text: &str) -> String {
        format!("/administer/organisations?q={}", encoded(text))
    }

    /// An organisation, as those who run the installation see it.
    pub fn administer_organisation(organisation: &impl Display) -> String {
        format!("/administer/organisations/{organisation}")
    }

    /// The group that a company belongs to.
    pub fn administer_group(company: &impl Display) -> String {
        format!("/administer/organisations/{company}/group")
    }

    /// Merging an organisation into another.
    pub fn administer_merger(from: &impl Display) -> String {
        format!("/administer/organisations/{from}/merger")
    }

    /// The question before an organisation is merged into this one.
    pub fn administer_merger_into(from: &impl Display, into: &impl Display) -> String {
        format!("/administer/organisations/{from}/merger?into={into}")
    }

    /// The whole audit trail.
    pub fn administer_audit() -> String {
        "/administer/audit".into()
    }

    /// The same as a file.
    pub fn administer_audit_file(ending: &str) -> String {
        format!("/administer/audit.{ending}")
    }
}
