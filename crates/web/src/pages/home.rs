//! `/`: which events there are, by region and theme.

use super::shared;
use crate::app::App;
use crate::cache::Fresh;
use crate::failure::Failure;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use marketday_feeds::Chosen;
use marketday_model::event::WindowState;
use marketday_model::{Event, EventId, EventState, Instant, Region, Theme};
use marketday_render::pages::home::{EventCard, Home};
use marketday_render::{FormState, Layout, Links, Tag, Tone, when};
use marketday_store::events::EventFilter;
use marketday_store::{Rx, StoreError, bookings, events, registrations, releases};
use serde::Deserialize;
use std::collections::HashMap;

/// The filter, as it stands in the address. An unknown word is no filter.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Filter {
    #[serde(default)]
    region: String,
    #[serde(default)]
    theme: String,
}

impl Filter {
    /// The region and theme that are known, as a page is kept by them.
    fn variant(&self) -> String {
        let (region, theme): (Option<Region>, Option<Theme>) =
            (self.region.parse().ok(), self.theme.parse().ok());
        format!(
            "{} {}",
            region.map_or("", Region::as_str),
            theme.map_or("", Theme::as_str)
        )
    }
}

/// The list of events.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    filter: web::Query<Filter>,
) -> Result<HttpResponse, Failure> {
    let variant = filter.variant();
    shared(&app, &request, &variant, move |app, layout, _| {
        page(app, layout, &filter)
    })
    .await
}

fn page(app: &App, layout: Layout, filter: &Filter) -> Result<Fresh, Failure> {
    let now = app.now();
    let (region, theme): (Option<Region>, Option<Theme>) =
        (filter.region.parse().ok(), filter.theme.parse().ok());
    let listed = EventFilter {
        public: true,
        region,
        theme,
        ..EventFilter::default()
    };
    let (events, counts) = app.read(|rx| {
        let events = events::list(rx, &listed)?;
        let counts = counts(rx, &events)?;
        Ok((events, counts))
    })?;
    let (mut past, mut upcoming): (Vec<&Event>, Vec<&Event>) =
        events.iter().partition(|event| event.is_over(now));
    past.reverse();
    // Those that wait for another date come last.
    upcoming.sort_by_key(|event| event.time.end() <= now);
    let cards = |events: Vec<&Event>| {
        events
            .into_iter()
            .map(|event| card(event, &counts, now))
            .collect()
    };
    let chosen = Chosen {
        region,
        theme,
        ..Chosen::default()
    };
    let home = Home {
        layout: Layout {
            title: "Market information days".into(),
            canonical: Some(app.links.absolute(&Links::home(region.map(Region::as_str), theme.map(Theme::as_str)))),
            ..layout.describe(
                "Regional days on which small companies pitch to many councils at once. Find one, book a slot, register.",
            )
        },
        form: form(region, theme),
        regions: view::region_choices(),
        themes: view::theme_choices(),
        filter_text: filter_text(region, theme),
        news_href: Links::news(region.map(Region::as_str), theme.map(Theme::as_str)),
        subscribe_href: Links::with_query(&Links::subscribe(), &chosen.pairs()),
        upcoming: cards(upcoming),
        past: cards(past),
    };
    let valid_until = events
        .iter()
        .filter_map(|event| view::next_change(event, now))
        .min();
    Ok(Fresh::page(app.html(&home)?, valid_until))
}

fn form(region: Option<Region>, theme: Option<Theme>) -> FormState {
    let form = FormState::new().with("region", region.map_or("", Region::as_str));
    form.with("theme", theme.map_or("", Theme::as_str))
}

fn filter_text(region: Option<Region>, theme: Option<Theme>) -> Option<String> {
    let (place, subject) = (
        region.map(|region| format!("in {}", region.name())),
        theme.map(|theme| format!("about {}", theme.name().to_lowercase())),
    );
    match (place, subject) {
        (None, None) => None,
        (place, subject) => Some(
            [place, subject]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        ),
    }
}

/// What is taken at each event: slots that companies book, bookings, registrations.
pub(super) struct Counts {
    slots: HashMap<EventId, u32>,
    booked: HashMap<EventId, u32>,
    registered: HashMap<EventId, u32>,
}

pub(super) fn counts(rx: &mut Rx<'_>, events: &[Event]) -> Result<Counts, StoreError> {
    let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
    Ok(Counts {
        slots: releases::count_offered_slots(rx, &ids)?
            .into_iter()
            .collect(),
        booked: bookings::count_confirmed(rx, &ids)?.into_iter().collect(),
        registered: registrations::count_confirmed(rx, &ids)?
            .into_iter()
            .collect(),
    })
}

pub(super) fn card(event: &Event, counts: &Counts, now: Instant) -> EventCard {
    let of = |counts: &HashMap<EventId, u32>| counts.get(&event.id).copied().unwrap_or(0);
    let places = event.capacity.saturating_sub(of(&counts.registered));
    let free = of(&counts.slots).saturating_sub(of(&counts.booked));
    let (day, month) = when::leaf(event.time.start(), event.zone);
    let is_full =
        event.booking_state(now) == WindowState::Open && of(&counts.slots) > 0 && free == 0;
    EventCard {
        title: event.title.clone(),
        href: Links::event(&event.slug),
        day,
        month,
        when_text: when::range(event.time, event.zone),
        venue_text: view::venue_text(event),
        region: event.region.name().to_owned(),
        themes: view::theme_names(&event.themes),
        tag: view::event_tag(event).or_else(|| is_full.then(|| Tag::new("Slots full", Tone::Warn))),
        places_text: (event.registration_state(now) == WindowState::Open)
            .then(|| places_text(places)),
        slots_text: (event.state == EventState::Published
            && event.booking_state(now) == WindowState::Open)
            .then(|| slots_text(free)),
    }
}

fn places_text(places: u32) -> String {
    match places {
        0 => "No places left for councils".to_owned(),
        1 => "1 place left for councils".to_owned(),
        places => format!("{places} places left for councils"),
    }
}

fn slots_text(free: u32) -> String {
    match free {
        0 => "No pitch slots free".to_owned(),
        1 => "1 pitch slot free".to_owned(),
        free => format!("{free} pitch slots free"),
    }
}
