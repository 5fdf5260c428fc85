//! `/my`: what somebody has booked and registered for.

use crate::app::{App, blocking};
use crate::extract::visitor::{MY, Visitor};
use crate::failure::Failure;
use crate::pages::my_providers;
use crate::pages::proposals::state_tag;
use crate::reply::Reply;
use crate::view;
use actix_web::{HttpRequest, web};
use marketday_accounts::SignedIn;
use marketday_model::permission::{self, Actor};
use marketday_model::{
    Booking, BookingState, Claim, Event, EventId, Instant, Organisation, OrganisationKind,
    ProposalState, Registration, RegistrationState, SlotId, Waiting, WaitingState,
};
use marketday_render::pages::my::{My, MyLine};
use marketday_render::{Link, Links, Tag, Tone, when};
use marketday_store::bookings::BookingFilter;
use marketday_store::proposals::ProposalFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::waiting::WaitingFilter;
use marketday_store::{
    Rx, StoreError, bookings, events, organisations, proposal_drafts, proposals, registrations,
    releases, waiting,
};
use std::collections::HashMap;

/// Everything of one person, with what it hangs on.
struct Content {
    bookings: Vec<Booking>,
    registrations: Vec<Registration>,
    waiting: Vec<Waiting>,
    organisations: Vec<Organisation>,
    slots: HashMap<SlotId, ReleasedSlot>,
    events: HashMap<EventId, Event>,
}

/// A line with the instant that it is sorted by, and whether it is still to come.
struct Placed {
    at: Instant,
    is_ahead: bool,
    line: MyLine,
}

/// The page.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<Reply, Failure> {
    let flash = view::flash(request.query_string());
    blocking(move || {
        let signed_in = visitor.required()?;
        let now = app.now();
        let content = app.read(|rx| content(rx, signed_in))?;
        let booked: Vec<Placed> = content
            .bookings
            .iter()
            .filter_map(|b| booking_line(&content, b, &signed_in.actor, now))
            .collect();
        let registered: Vec<Placed> = content
            .registrations
            .iter()
            .filter_map(|r| registration_line(&content, r, now))
            .collect();
        let waited = content
            .waiting
            .iter()
            .filter_map(|one| waiting_line(&content, one, now));
        let booked: Vec<Placed> = booked.into_iter().chain(waited).collect();
        let (mut bookings, past_bookings): (Vec<_>, Vec<_>) =
            booked.into_iter().partition(|line| line.is_ahead);
        let (mut registrations, past): (Vec<_>, Vec<_>) =
            registered.into_iter().partition(|line| line.is_ahead);
        let mut past: Vec<Placed> = past.into_iter().chain(past_bookings).collect();
        bookings.sort_by_key(|line| line.at);
        registrations.sort_by_key(|line| line.at);
        past.sort_by_key(|line| std::cmp::Reverse(line.at));
        let lines = |placed: Vec<Placed>| placed.into_iter().map(|placed| placed.line).collect();
        let mut layout = visitor.layout(&app, MY);
        layout.flash = flash;
        let page = My {
            layout,
            name: signed_in.person.name.clone(),
            email: signed_in.person.email.to_string(),
            organisations: content.organisations.iter().flat_map(links).collect(),
            bookings: lines(bookings),
            proposals: proposed(&app, signed_in)?,
            registrations: lines(registrations),
            past: lines(past),
            passkeys_href: passkeys_href(&app),
            providers_href: my_providers::href(&app, signed_in.person.id)?,
            letters_href: Links::my_letters(),
            complaints_href: permission::may_answer_for_service(&signed_in.actor)
                .then(Links::administer_complaints),
            audit_href: permission::may_read_audit(&signed_in.actor).then(Links::administer_audit),
        };
        Ok(visitor.page(&app, app.html(&page)?))
    })
    .await
}

/// What somebody and their companies proposed, and their drafts, latest first. Three queries.
fn proposed(app: &App, signed_in: &SignedIn) -> Result<Vec<MyLine>, Failure> {
    let ties = signed_in.actor.memberships.iter();
    let companies = ties
        .filter(|tie| tie.is_active())
        .map(|tie| tie.organisation);
    let filter = ProposalFilter {
        contact: Some((signed_in.person.id, companies.collect())),
        ..ProposalFilter::default()
    };
    let (all, drafts, events) = app.read(|rx| {
        let all = proposals::list(rx, &filter)?;
        let drafts = proposal_drafts::list(rx, signed_in.person.id, None)?;
        let at = all.iter().map(|one| one.event);
        let ids: Vec<EventId> = at.chain(drafts.iter().map(|one| one.event)).collect();
        Ok((all, drafts, events::list_by_ids(rx, &ids)?))
    })?;
    let event = |id: EventId| events.iter().find(|event| event.id == id);
    let mut lines: Vec<MyLine> = drafts
        .iter()
        .filter_map(|draft| {
            let event = event(draft.event)?;
            Some(MyLine {
                title: "A draft".to_owned(),
                href: Links::new_proposal(&event.slug),
                when_text: format!("Saved {}", when::moment(draft.changed_at, event.zone)),
                where_text: event.title.clone(),
                tag: state_tag(ProposalState::Draft),
                agenda_href: None,
            })
        })
        .collect();
    lines.extend(all.iter().rev().filter_map(|proposal| {
        let event = event(proposal.event)?;
        Some(MyLine {
            title: proposal.title.clone(),
            href: Links::proposal(&proposal.id),
            when_text: format!(
                "Submitted {}",
                when::moment(proposal.submitted_at, event.zone)
            ),
            where_text: event.title.clone(),
            tag: state_tag(proposal.state),
            agenda_href: None,
        })
    }));
    Ok(lines)
}

/// Whom an organisation is made of, and what a company says of itself.
fn links(of: &Organisation) -> Vec<Link> {
    let members = Link::new(format!("Members of {}", of.name), Links::members(&of.id));
    if of.kind != OrganisationKind::Company {
        return vec![members];
    }
    let profile = Link::new(format!("Profile of {}", of.name), Links::profile(&of.id));
    vec![members, profile]
}

/// The page of their passkeys, where there is one.
#[cfg(feature = "passkeys")]
fn passkeys_href(app: &App) -> Option<String> {
    app.passkeys.as_ref().map(|_| Links::my_passkeys())
}

#[cfg(not(feature = "passkeys"))]
const fn passkeys_href(_: &App) -> Option<String> {
    None
}

/// Seven queries, however much there is.
fn content(rx: &mut Rx<'_>, signed_in: &SignedIn) -> Result<Content, StoreError> {
    let companies = signed_in
        .actor
        .memberships
        .iter()
        .filter(|tie| tie.is_active())
        .map(|tie| tie.organisation)
        .collect::<Vec<_>>();
    let organisations = organisations::list_by_ids(rx, &companies)?;
    let filter = BookingFilter {
        contact: Some(signed_in.person.id),
        companies: companies.clone(),
        cancelled: true,
        ..BookingFilter::default()
    };
    let bookings = bookings::list(rx, &filter)?;
    let registrations = registrations::list_of_person(rx, signed_in.person.id)?;
    let filter = WaitingFilter {
        of: Some((signed_in.person.id, companies)),
        live: true,
        ..WaitingFilter::default()
    };
    let waiting = waiting::list(rx, &filter)?;
    let slots = releases::find_slots_ever(
        rx,
        &bookings
            .iter()
            .map(|booking| booking.slot)
            .collect::<Vec<_>>(),
    )?;
    let ids: Vec<EventId> = bookings
        .iter()
        .map(|booking| booking.event)
        .chain(registrations.iter().map(|r| r.event))
        .chain(waiting.iter().map(|one| one.event))
        .collect();
    let events = events::list_by_ids(rx, &ids)?;
    Ok(Content {
        bookings,
        registrations,
        waiting,
        organisations,
        slots: slots.into_iter().map(|slot| (slot.slot.id, slot)).collect(),
        events: events.into_iter().map(|event| (event.id, event)).collect(),
    })
}

fn booking_line(
    content: &Content,
    booking: &Booking,
    actor: &Actor,
    now: Instant,
) -> Option<Placed> {
    let (event, slot) = (
        content.events.get(&booking.event)?,
        content.slots.get(&booking.slot)?,
    );
    let times = &slot.slot.times;
    let is_asked = booking.is_claim_open() && permission::may_settle_claim(actor, booking);
    let tag = match (booking.state, booking.claim) {
        _ if is_asked => Tag::new("Confirm or refuse", Tone::Warn),
        (BookingState::Confirmed, Claim::Settled) => Tag::new("Confirmed", Tone::Good),
        (BookingState::Confirmed, Claim::Unconfirmed) => Tag::new("Unconfirmed", Tone::Warn),
        _ => Tag::new("Cancelled", Tone::Bad),
    };
    let line = MyLine {
        title: booking.pitch.title.clone(),
        href: if is_asked {
            Links::booking_claim(&booking.id)
        } else {
            Links::booking(&booking.id)
        },
        when_text: when::range(times.presented(), event.zone),
        where_text: format!("{}, {}", event.title, slot.stage_name),
        tag,
        agenda_href: None,
    };
    let is_ahead = booking.state == BookingState::Confirmed && now < times.ends_at;
    Some(Placed {
        at: times.starts_at,
        is_ahead,
        line,
    })
}

fn waiting_line(content: &Content, one: &Waiting, now: Instant) -> Option<Placed> {
    let event = content.events.get(&one.event)?;
    let tag = if one.state == WaitingState::Offered {
        Tag::new("A slot is kept for you", Tone::Good)
    } else {
        Tag::new("On the waiting list", Tone::Warn)
    };
    let line = MyLine {
        title: one.pitch.title.clone(),
        href: Links::waiting(&one.id),
        when_text: when::range(event.time, event.zone),
        where_text: event.title.clone(),
        tag,
        agenda_href: None,
    };
    Some(Placed {
        at: event.time.start(),
        is_ahead: !event.is_over(now),
        line,
    })
}

fn registration_line(
    content: &Content,
    registration: &Registration,
    now: Instant,
) -> Option<Placed> {
    let event = content.events.get(&registration.event)?;
    let is_confirmed = registration.state == RegistrationState::Confirmed;
    let is_ahead = is_confirmed && !event.is_over(now);
    let line = MyLine {
        title: event.title.clone(),
        href: Links::registration(&event.slug),
        when_text: when::range(event.time, event.zone),
        where_text: view::venue_text(event),
        tag: if is_confirmed {
            Tag::new("Confirmed", Tone::Good)
        } else {
            Tag::new("Withdrawn", Tone::Quiet)
        },
        agenda_href: is_ahead.then(|| Links::agenda(&event.slug)),
    };
    Some(Placed {
        at: event.time.start(),
        is_ahead,
        line,
    })
}
