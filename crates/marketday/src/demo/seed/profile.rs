//! What a company says of itself, after it has booked.

use super::{Hand, themes, word};
use crate::demo::content::{Company, DocumentContent};
use anyhow::Context;
use chrono::Duration;
use marketday_accounts::{NewDocument, add_document, change_profile};
use marketday_model::{BookingId, OrganisationId, PersonId, Profile};
use marketday_store::{bookings, profiles};

impl Hand<'_> {
    /// Fills in the profile of the company of this booking, unless it has one.
    pub(super) fn profile(&self, company: &Company, booking: BookingId) -> anyhow::Result<()> {
        let found = self.store.read(|rx| bookings::find(rx, booking))?;
        let found = found.context("no booking")?;
        let (id, by) = (found.company, found.contact);
        let was = self.store.read(|rx| profiles::find(rx, id))?;
        let was = was.context("no company")?;
        if was.size.is_some() {
            return Ok(());
        }
        self.clock.advance(Duration::minutes(6));
        let new = Profile {
            region: Some(word(&company.region)?),
            size: Some(word(&company.size)?),
            is_sole_trader: Some(false),
            products: company.products.clone(),
            themes: themes(&company.pitch.themes)?,
            ..was
        };
        change_profile(self.store, &self.surroundings, by, new)?;
        for document in &company.documents {
            self.document(company, (id, by), document)?;
        }
        Ok(())
    }

    fn document(
        &self,
        company: &Company,
        (id, by): (OrganisationId, PersonId),
        document: &DocumentContent,
    ) -> anyhow::Result<()> {
        let path = document.name.to_lowercase().replace(' ', "-");
        let expires_on = document
            .weeks
            .map(|weeks| self.today + Duration::weeks(weeks));
        let new = NewDocument {
            kind: word(&document.kind)?,
            name: word(&document.name)?,
            link: word(&format!("{}/{path}", company.website))?,
            expires_on,
        };
        Ok(add_document(self.store, &self.surroundings, by, id, &new)?)
    }
}
