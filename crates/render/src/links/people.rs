//! The addresses of organisations: who belongs to them, and what they say of themselves.

use super::Links;
use std::fmt::Display;

impl Links {
    /// What a company says of itself; also where it is changed (POST).
    pub fn profile(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/profile")
    }

    /// Where a company adds a document (POST).
    pub fn profile_documents(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/profile/documents")
    }

    /// Where a company takes a document away (POST).
    pub fn profile_document_removal(
        organisation: &impl Display,
        document: &impl Display,
    ) -> String {
        format!("/organisations/{organisation}/profile/documents/{document}/removal")
    }

    /// Who belongs to an organisation; also where somebody is asked to join (POST).
    pub fn members(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/members")
    }

    /// Where a member gets another role (POST).
    pub fn member(organisation: &impl Display, membership: &impl Display) -> String {
        format!("/organisations/{organisation}/members/{membership}")
    }

    /// Where a membership is ended (POST).
    pub fn member_removal(organisation: &impl Display, membership: &impl Display) -> String {
        format!("/organisations/{organisation}/members/{membership}/removal")
    }

    /// Where somebody who was asked to join an organisation is asked no longer (POST).
    pub fn member_nomination_withdrawal(
        organisation: &impl Display,
        nomination: &impl Display,
    ) -> String {
        format!("/organisations/{organisation}/nominations/{nomination}/withdrawal")
    }

    /// Where somebody who was asked to join accepts.
    pub fn nomination(nomination: &impl Display) -> String {
        format!("/nominations/{nomination}")
    }

    /// Who did what with an organisation and its bookings.
    pub fn organisation_history(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/history")
    }
}
