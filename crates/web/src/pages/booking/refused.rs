//! A slot that is gone: what happened, and the nearest that is not.

use super::form::{Slotted, slot_layout};
use crate::app::App;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::view;
use marketday_model::EventState;
use marketday_model::days::dates;
use marketday_model::event::WindowState;
use marketday_places::free_slots;
use marketday_render::pages::slots::{SlotChoice, SlotRefused};
use marketday_render::{FormState, Link, Links};
use marketday_store::events::EventFilter;
use marketday_store::releases::ReleasedSlot;
use marketday_store::{bookings, events, releases};

/// What the page says.
pub(crate) struct Refusal {
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) nearest: Vec<ReleasedSlot>,
}

impl Refusal {
    pub(crate) fn new(heading: &str, text: &str, nearest: Vec<ReleasedSlot>) -> Self {
        Self {
            heading: heading.to_owned(),
            text: text.to_owned(),
            nearest,
        }
    }

    /// Somebody else has it; these are free.
    pub(crate) fn taken(nearest: Vec<ReleasedSlot>) -> Self {
        let text = "Another company was a moment faster. These are the free slots nearest to it.";
        Self::new("Somebody else has just taken this slot", text, nearest)
    }

    /// Companies do not book it; these are free.
    pub(crate) fn given(nearest: Vec<ReleasedSlot>) -> Self {
        let text =
            "The organiser decides who has this slot. These are the free slots nearest to it.";
        Self::new("This slot is given by the organiser", text, nearest)
    }

    /// Nothing is free.
    pub(crate) fn full() -> Self {
        let text = "Every slot of this day is taken. A slot that is given back is offered to the companies that wait.";
        Self::new("This day is full", text, Vec::new())
    }
}

/// The page that says what happened. What was typed goes along with each alternative.
pub(crate) fn refused_page(
    app: &App,
    visitor: &Visitor,
    slotted: &Slotted,
    refusal: Refusal,
    form: FormState,
) -> Result<String, Failure> {
    let event = &slotted.event;
    let choice = |slot: &ReleasedSlot| SlotChoice {
        time_text: view::slot_time(event, slot),
        stage: slot.stage_name.clone(),
        hold_action: Links::slot_hold(&slot.slot.id),
    };
    let page = SlotRefused {
        layout: slot_layout(app, visitor, slotted, &refusal.heading),
        slot: view::slot_facts(event, &slotted.slot, &slotted.session),
        heading: refusal.heading,
        text: refusal.text,
        nearest: refusal.nearest.iter().map(choice).collect(),
        waiting_href: waiting_href(app, slotted)?,
        other_days: other_days(app, slotted)?,
        form: form.without("code").without("action"),
    };
    app.html(&page)
}

/// Where somebody waits for a slot that another has, while booking is open.
fn waiting_href(app: &App, slotted: &Slotted) -> Result<Option<String>, Failure> {
    let (now, slot) = (app.now(), &slotted.slot.slot);
    let is_open = slotted.event.booking_state(now) == WindowState::Open
        && now < slot.times.starts_at
        && slotted.rules.offers(slot.mode, now);
    let is_taken = app
        .read(|rx| bookings::find_live(rx, slot.id, now))?
        .is_some();
    let form = Links::join_waiting(&slotted.event.slug);
    Ok((is_open && is_taken).then(|| format!("{form}?slot={}", slot.id)))
}

/// Other days on which slots are free, in the same region or about the same themes first; three at most.
fn other_days(app: &App, slotted: &Slotted) -> Result<Vec<Link>, Failure> {
    let now = app.now();
    app.read(|rx| {
        let filter = EventFilter {
            public: true,
            ends_after: Some(now),
            ..EventFilter::default()
        };
        let open = events::list(rx, &filter)?.into_iter().filter(|event| {
            event.id != slotted.event.id
                && event.state == EventState::Published
                && event.booking_state(now) == WindowState::Open
        });
        let mut open: Vec<_> = open.collect();
        open.sort_by_key(|event| {
            let is_near = event.region == slotted.event.region
                || event
                    .themes
                    .iter()
                    .any(|theme| slotted.event.themes.contains(theme));
            (!is_near, event.time.start())
        });
        open.truncate(5);
        let slots =
            releases::count_slots(rx, &open.iter().map(|event| event.id).collect::<Vec<_>>())?;
        let mut links = Vec::new();
        for event in open
            .iter()
            .filter(|event| slots.iter().any(|(id, _)| *id == event.id))
        {
            if !free_slots(rx, event, now)?.slots.is_empty() && links.len() < 3 {
                let text = format!("{}, {}", event.title, dates(event.time, event.zone));
                links.push(Link::new(text, Links::slots(&event.slug)));
            }
        }
        Ok(links)
    })
}
