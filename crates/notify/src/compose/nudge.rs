//! Nudges: a deadline comes near, and what it is for is not done yet.

use super::facts::{booking_facts, event_facts, organiser_foot};
use super::{ComposeError, Composed, Composer, Dropped};
use marketday_model::event::WindowState;
use marketday_model::notice::Recipient;
use marketday_model::nudge::{Deadline, Nudge};
use marketday_model::permission::{Actor, may_change_booking};
use marketday_model::{Booking, Event, EventId, Instant, Notice, Person};
use marketday_render::letters::{CallCloses, ComposedLetter, PitchWithoutSlides, SlidesDue};
use marketday_render::{Links, when};
use marketday_store::bookings::BookingFilter;
use marketday_store::{
    Rx, bookings, calls, events, memberships, people, proposal_drafts, releases, slides,
};

pub(super) fn compose(
    notifier: &Composer<'_>,
    notice: &Notice,
    id: EventId,
) -> Result<Composed, ComposeError> {
    let (Recipient::Person(recipient), Some(nudge)) = (notice.recipient, Nudge::of(notice.kind))
    else {
        return Ok(Composed::Dropped(Dropped::RecipientGone));
    };
    notifier.store.read(|rx| {
        let Some(event) = events::find(rx, id)? else {
            return Ok(Composed::Dropped(Dropped::SubjectGone));
        };
        let Some(person) = people::find(rx, recipient)? else {
            return Ok(Composed::Dropped(Dropped::RecipientGone));
        };
        let told = Told {
            notifier,
            event,
            person,
            nudge,
            version: notice.version,
            now: notifier.surroundings.now(),
        };
        let words = match nudge.deadline() {
            Deadline::Slides => told.slides(rx)?,
            Deadline::Call => told.call(rx)?,
            Deadline::Place => Err(Dropped::SubjectGone),
        };
        match words {
            Ok(words) => notifier.about_event(notice, &told.event, &told.person, words, None),
            Err(dropped) => Ok(Composed::Dropped(dropped)),
        }
    })
}

/// Whether a deadline is still the one that a notice tells of, and worth telling of.
pub(super) fn is_near(
    nudge: Nudge,
    event: &Event,
    (deadline, version): (Instant, u32),
    now: Instant,
) -> bool {
    Nudge::day_of(event, deadline) == version && nudge.is_worth_reading(event, deadline, now)
}

/// Whom to nudge, and of what.
struct Told<'a> {
    notifier: &'a Composer<'a>,
    event: Event,
    person: Person,
    nudge: Nudge,
    version: u32,
    now: Instant,
}

impl Told<'_> {
    fn is_near(&self, deadline: Instant) -> bool {
        let told_of = (deadline, self.version);
        is_near(self.nudge, &self.event, told_of, self.now)
    }

    fn slides(&self, rx: &mut Rx<'_>) -> Result<Result<ComposedLetter, Dropped>, ComposeError> {
        let due = slides::find_due(rx, self.event.id)?;
        let Some(due) = due.filter(|due| self.is_near(*due)) else {
            return Ok(Err(Dropped::TooLate));
        };
        let pitches = self.without_slides(rx)?;
        if pitches.is_empty() {
            return Ok(Err(Dropped::Done));
        }
        let letter = SlidesDue {
            to_name: self.person.name.clone(),
            event: event_facts(self.notifier, &self.event),
            until_text: when::moment(due, self.event.zone),
            pitches,
            foot: organiser_foot(self.notifier, &self.event, self.person.id),
        };
        Ok(Ok(self.notifier.event_letter(self.event.id, letter)?))
    }

    /// What they pitch, as contact or as who presents it, of which no slides have come, in the order of the day.
    fn without_slides(&self, rx: &mut Rx<'_>) -> Result<Vec<PitchWithoutSlides>, ComposeError> {
        let of = |contact, presenter| BookingFilter {
            event: Some(self.event.id),
            contact,
            presenter,
            ..BookingFilter::default()
        };
        let mut theirs = bookings::list(rx, &of(Some(self.person.id), None))?;
        theirs.extend(bookings::list(rx, &of(None, Some(self.person.id)))?);
        let received = slides::list_received(rx, self.event.id)?;
        theirs.retain(|booking| !received.contains(&booking.id));
        let contacts: Vec<_> = theirs.iter().map(|booking| booking.contact).collect();
        let contacts = people::list(rx, &contacts)?;
        let actor = Actor {
            person: self.person.id,
            memberships: memberships::list_of_person(rx, self.person.id)?,
            seats: Vec::new(),
            is_administrator: false,
        };
        let slots = releases::list_slots(rx, self.event.id, self.event.release)?;
        let mut pitches: Vec<(Instant, PitchWithoutSlides)> = theirs
            .iter()
            .filter_map(|booking| {
                let slot = slots.iter().find(|slot| slot.slot.id == booking.slot)?;
                let starts_at = slot.slot.times.starts_at;
                let pitch = PitchWithoutSlides {
                    booking: booking_facts(self.notifier, &self.event, booking, slot),
                    slides_link: self.slides_link(&actor, booking),
                    sender: name_of(booking, &contacts),
                };
                (starts_at > self.now).then_some((starts_at, pitch))
            })
            .collect();
        pitches.sort_by_key(|(at, _)| *at);
        Ok(pitches.into_iter().map(|(_, pitch)| pitch).collect())
    }

    /// Where they send the slides, if they may.
    fn slides_link(&self, actor: &Actor, booking: &Booking) -> Option<String> {
        let path = Links::booking_slides(&booking.id);
        may_change_booking(actor, booking).then(|| self.notifier.links.absolute(&path))
    }

    fn call(&self, rx: &mut Rx<'_>) -> Result<Result<ComposedLetter, Dropped>, ComposeError> {
        let Some(call) = calls::find(rx, self.event.id)? else {
            return Ok(Err(Dropped::SubjectGone));
        };
        let closes_at = call.window.closes_at;
        if !self.is_near(closes_at) || call.state(&self.event, self.now) != WindowState::Open {
            return Ok(Err(Dropped::TooLate));
        }
        if proposal_drafts::list(rx, self.person.id, Some(self.event.id))?.is_empty() {
            return Ok(Err(Dropped::Done));
        }
        let path = Links::new_proposal(&self.event.slug);
        let letter = CallCloses {
            to_name: self.person.name.clone(),
            event: event_facts(self.notifier, &self.event),
            until_text: when::moment(closes_at, self.event.zone),
            draft_link: self.notifier.links.absolute(&path),
            foot: organiser_foot(self.notifier, &self.event, self.person.id),
        };
        Ok(Ok(self.notifier.event_letter(self.event.id, letter)?))
    }
}

/// The name of whoever booked.
fn name_of(booking: &Booking, contacts: &[Person]) -> String {
    let contact = contacts.iter().find(|one| one.id == booking.contact);
    contact.map_or_else(|| booking.company_name.clone(), |one| one.name.clone())
}
