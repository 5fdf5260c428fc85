//! What may go wrong with an event, with the pages that put it right.

use super::frame::figure;
use super::overview::Plan;
use crate::extract::organiser::Organised;
use chrono::Duration;
use marketday_model::permission::{
    Actor, may_edit_event, may_keep_venues, may_manage_bookings, may_see_needs,
};
use marketday_model::{Booking, Event, ImportedEntry, Theme};
use marketday_render::Links;
use marketday_render::pages::organise::Warning;
use marketday_scheduling::{Known, Warning as Planned, outlook, warnings};
use marketday_store::events::EventFilter;
use marketday_store::{Rx, StoreError, events, imported_calendars, registrations};

/// The most entries of imported calendars that are looked at.
const MOST_LOOKED_AT: u32 = 500;

/// What is known of an event besides its plan and its bookings.
pub(super) struct Outlook {
    /// How many delegates are registered.
    pub(super) registered: u32,
    interests: Vec<Vec<Theme>>,
    access_needs: Option<usize>,
    others: Vec<Event>,
    imported: Vec<(String, ImportedEntry)>,
}

impl Outlook {
    /// Needs are read for those only who may see them.
    pub(super) fn read(rx: &mut Rx<'_>, event: &Event, actor: &Actor) -> Result<Self, StoreError> {
        let near = EventFilter {
            public: true,
            ends_after: Some(event.time.start() - Duration::days(1)),
            starts_before: Some(event.time.end() + Duration::days(1)),
            ..EventFilter::default()
        };
        let needs = if may_see_needs(actor, event) {
            let needs = registrations::list_needs(rx, event.id)?.into_iter();
            Some(needs.filter(|(_, needs)| !needs.access.is_empty()).count())
        } else {
            None
        };
        let interests = registrations::list_themes(rx, event.id)?;
        Ok(Self {
            registered: figure(interests.len()),
            interests,
            access_needs: needs,
            others: events::list(rx, &near)?,
            // Days of others may be days of another zone.
            imported: imported_calendars::list_between(
                rx,
                event.organiser,
                (
                    event.time.start() - Duration::days(2),
                    event.time.end() + Duration::days(2),
                ),
                MOST_LOOKED_AT,
            )?,
        })
    }

    /// What may go wrong, with the page that puts it right if whoever looks may open it.
    pub(super) fn warnings(
        &self,
        organised: &Organised,
        plan: &Plan,
        booked: &[Booking],
    ) -> Vec<(Planned, Warning)> {
        let event = &organised.event;
        let known = Known {
            booked,
            registered: self.registered,
            interests: &self.interests,
            access_needs: self.access_needs,
            others: &self.others,
            imported: &self.imported,
        };
        let draft = (&*plan.stages, &*plan.sessions, &*plan.slots);
        let mut all = plan.warnings(event);
        let more = outlook(event, draft, &known).into_iter();
        all.extend(more.map(|planned| linked(event, planned)));
        for (planned, warning) in &mut all {
            if !is_open(planned, &organised.signed_in.actor, event) {
                warning.href = None;
            }
        }
        all
    }
}

impl Plan {
    /// What may go wrong with it alone, with the page that puts it right.
    pub(super) fn warnings(&self, event: &Event) -> Vec<(Planned, Warning)> {
        warnings(event, &self.stages, &self.sessions, &self.slots)
            .into_iter()
            .map(|planned| linked(event, planned))
            .collect()
    }
}

/// A warning with the page that puts it right.
fn linked(event: &Event, planned: Planned) -> (Planned, Warning) {
    let href = match &planned {
        Planned::OtherDay { slug, .. } => Links::event(slug),
        Planned::Imported { .. } | Planned::MoreImported { .. } => Links::organise_calendars(),
        Planned::BookingClosesLate | Planned::BankHoliday { .. } | Planned::ClockChange { .. } => {
            Links::organise_details(&event.slug)
        }
        Planned::UnconfirmedPitches { .. } | Planned::PresenterTwice { .. } => {
            Links::organise_bookings(&event.slug)
        }
        Planned::AccessUnsaid { .. } => Links::organise_registrations(&event.slug),
        _ => Links::organise_programme(&event.slug),
    };
    let shown = Warning {
        text: planned.to_string(),
        href: Some(href),
    };
    (planned, shown)
}

/// Whether the page of a warning opens for somebody.
fn is_open(planned: &Planned, actor: &Actor, event: &Event) -> bool {
    match planned {
        Planned::BookingClosesLate | Planned::BankHoliday { .. } | Planned::ClockChange { .. } => {
            may_edit_event(actor, event)
        }
        Planned::UnconfirmedPitches { .. } | Planned::PresenterTwice { .. } => {
            may_manage_bookings(actor, event)
        }
        Planned::Imported { .. } | Planned::MoreImported { .. } => {
            may_keep_venues(actor, event.organiser)
        }
        _ => true,
    }
}
