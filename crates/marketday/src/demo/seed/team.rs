//! The team of a body's days besides its organiser: each is asked by letter, signs in, and joins.

use super::{Hand, word};
use crate::demo::content::SeatContent;
use anyhow::{Context, bail};
use chrono::Duration;
use marketday_accounts::sign_in::SignInOutcome;
use marketday_accounts::{accept_nomination, end, find_signed_in, nominate, sign_in_confirmed};
use marketday_model::{
    EmailAddress, Event, Line, Nominated, Person, PersonId, SeatScope, SignInLimits,
};
use marketday_store::people;

impl Hand<'_> {
    /// Fills the seats of the body of this day, which is its first.
    pub(super) fn seats(
        &self,
        event: &Event,
        organiser: &Person,
        body: &str,
    ) -> anyhow::Result<()> {
        let seats = self.content.seats.iter().filter(|seat| seat.body == body);
        for seat in seats {
            self.seat(event, organiser, seat)
                .with_context(|| format!("the seat of {}", seat.name))?;
        }
        Ok(())
    }

    fn seat(&self, event: &Event, organiser: &Person, seat: &SeatContent) -> anyhow::Result<()> {
        let scope = match seat.reach.as_str() {
            "day" => SeatScope::Event(event.id),
            "all" => SeatScope::Body(event.organiser),
            reach => bail!("no reach {reach:?}"),
        };
        let (store, surroundings) = (self.store, &self.surroundings);
        let (email, name): (EmailAddress, Line<120>) = (word(&seat.email)?, word(&seat.name)?);
        let place = Nominated::Seat(scope, word(&seat.role)?);
        let asked = nominate(store, surroundings, organiser.id, &email, place)?;
        self.clock.advance(Duration::minutes(25));
        let (id, now) = (surroundings.id::<PersonId>(), surroundings.now());
        let new = email.clone();
        store.write(move |tx| people::find_or_insert(tx, id, &new, name.as_str(), None, now))?;
        let SignInOutcome::SignedIn { token, person } =
            sign_in_confirmed(store, surroundings, &email)?
        else {
            bail!("not signed in");
        };
        let signed_in = find_signed_in(store, surroundings, &SignInLimits::default(), &token)?;
        let sign_in = signed_in.context("nobody is signed in")?.sign_in;
        let (_, token) = accept_nomination(store, surroundings, person, sign_in, asked.id)?;
        // They leave: nobody is signed in when the demonstration begins.
        let signed_in = find_signed_in(store, surroundings, &SignInLimits::default(), &token)?;
        let sign_in = signed_in.context("nobody is signed in")?.sign_in;
        Ok(end(store, surroundings, sign_in)?)
    }
}
