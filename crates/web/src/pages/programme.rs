//! `/events/{slug}/programme`: the current release, stages beside each other.

use super::programme_seen::unseen;
use super::{found, public_event, shared};
use crate::app::App;
use crate::cache::Fresh;
use crate::extract::visitor::Visitor;
use crate::failure::Failure;
use crate::pages::booking::kind_text;
use crate::view;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Duration, NaiveDate, NaiveTime};
use marketday_feeds::Part;
use marketday_model::event::WindowState;
use marketday_model::time::{clock_time, from_local};
use marketday_model::{
    Booking, BookingId, Days, Event, EventState, Instant, SessionId, SessionKind, Slides,
    SlidesText, SlotId, StageId, Theme,
};
use marketday_places::FreeSlots;
use marketday_render::pages::calendar::FeedLine;
use marketday_render::pages::facts::CalendarLinks;
use marketday_render::pages::grid::{Grid, GridSession, Place};
use marketday_render::pages::programme::{
    Chosen, PitchSlides, ProgrammeDay, ProgrammePage, ProgrammePitch, ProgrammeSession,
    ProgrammeSlot,
};
use marketday_render::{Layout, Links, when};
use marketday_store::bookings::BookingFilter;
use marketday_store::releases::{ReleasedSession, ReleasedSlot};
use marketday_store::{Rx, StoreError, agenda, booking_rules, bookings, releases, slides};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The programme of an event.
pub(crate) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let flash = view::flash(request.query_string());
    shared(&app, &request, "", move |app, layout, visitor| {
        // What is kept for strangers is nobody's answer to a form.
        let flash = flash.filter(|_| visitor.is_some());
        page(app, Layout { flash, ..layout }, visitor, &slug, None)
    })
    .await
}

/// `GET /events/{slug}/releases/{number}`: the programme as a release had it, without what is booked or free now.
pub(crate) async fn show_release(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(String, u32)>,
) -> Result<HttpResponse, Failure> {
    shared(&app, &request, "", move |app, layout, visitor| {
        let (slug, number) = &*path;
        page(app, layout, visitor, slug, Some(*number))
    })
    .await
}

/// Everything that the grid is made of.
struct Content {
    event: Event,
    sessions: Vec<ReleasedSession>,
    slots: Vec<ReleasedSlot>,
    booked: HashMap<SlotId, Booking>,
    free: FreeSlots,
    can_book: bool,
    newest: HashMap<BookingId, Slides>,
    texts: HashMap<BookingId, SlidesText>,
    /// What whoever looks has in their agenda; none where they have none.
    chosen: Option<HashSet<SessionId>>,
}

impl Content {
    /// Whether a session is in the agenda of whoever looks.
    fn chosen(&self, session: SessionId) -> Option<Chosen> {
        let is_in = self.chosen.as_ref()?.contains(&session);
        let what = if is_in { "removal" } else { "" };
        Some(Chosen {
            is_in,
            action: Links::agenda_session(&self.event.slug, &session, what),
        })
    }

    /// The slides of a pitch that everybody may see.
    fn slides(&self, booking: &Booking) -> Option<PitchSlides> {
        let text = self.texts.get(&booking.id)?;
        let version = self.newest.get(&booking.id);
        let is_something = version.is_some() || !text.summary.is_empty();
        (is_something && text.is_public(booking)).then(|| PitchSlides {
            href: version.map(|_| Links::pitch_slides(&self.event.slug, &booking.id)),
            kind_text: version.map_or_else(String::new, kind_text),
            summary: (!text.summary.is_empty()).then(|| text.summary.clone()),
        })
    }
}

fn page(
    app: &App,
    layout: Layout,
    visitor: Option<&Visitor>,
    slug: &str,
    number: Option<u32>,
) -> Result<Fresh, Failure> {
    let now = app.now();
    let (content, release, unseen) = app
        .read(|rx| {
            let Some(event) = public_event(rx, slug, visitor)? else {
                return Ok(None);
            };
            let current = event.release;
            let number = number.unwrap_or(current);
            let release = releases::find(rx, event.id, number)?;
            if release.is_none() && number != current {
                return Ok(None);
            }
            let sessions = releases::list_sessions(rx, event.id, number)?;
            let slots = releases::list_slots(rx, event.id, number)?;
            let is_current = number == current;
            let filter = BookingFilter {
                event: Some(event.id),
                ..BookingFilter::default()
            };
            let booked = bookings::list(rx, &filter)?
                .into_iter()
                .filter(|_| is_current)
                .map(|booking| (booking.slot, booking))
                .collect();
            let unseen = if is_current {
                unseen(rx, visitor, &event, (&sessions, &slots), &booked)?
            } else {
                None
            };
            let live = bookings::list_live(rx, event.id, now)?;
            let rules = booking_rules::find(rx, event.id)?;
            let free = FreeSlots::among(slots.clone(), &live, &rules, now);
            let newest = slides::list_newest(rx, event.id)?;
            let texts = slides::list_texts(rx, event.id)?;
            let chosen = chosen(rx, &event, visitor)?.filter(|_| is_current);
            let can_book = is_current && event.booking_state(now) == WindowState::Open;
            Ok(Some((
                Content {
                    event,
                    sessions,
                    slots,
                    booked,
                    free,
                    can_book,
                    newest,
                    texts,
                    chosen,
                },
                release,
                unseen,
            )))
        })
        .and_then(found)?;
    let event = &content.event;
    let is_old = number.is_some_and(|number| number != event.release);
    let page = ProgrammePage {
        layout: Layout {
            title: format!("Programme: {}", event.title),
            // An old release is no page to be found: the current one is.
            canonical: event
                .is_public()
                .then(|| app.links.absolute(&Links::programme(slug))),
            ..layout
                .crumb("Events", Links::home(None, None))
                .crumb(event.title.clone(), Links::event(slug))
        },
        event: view::event_brief(event),
        tag: view::event_tag(event),
        release_text: release.map_or_else(
            || "No release yet".to_owned(),
            |release| {
                format!(
                    "Release {}, published on {}",
                    release.number,
                    when::date(release.made_at, event.zone)
                )
            },
        ),
        unseen,
        days: days(&content),
        agenda_href: content.chosen.is_some().then(|| Links::agenda(slug)),
        current_href: is_old.then(|| Links::programme(slug)),
        changes_href: (event.release > 0).then(|| Links::changes(slug)),
        slots_href: (!is_old && !content.slots.is_empty()).then(|| Links::slots(slug)),
        feed: (event.is_public() && !is_old)
            .then(|| CalendarLinks::new(&app.links, &Links::feed_event(slug), &event.title)),
        part_feeds: if event.is_public() && !is_old {
            part_feeds(app, &content)
        } else {
            Vec::new()
        },
    };
    Ok(Fresh::page(
        app.html(&page)?,
        Some(view::free_until(event, now)),
    ))
}

/// What whoever looks has in their agenda; none where they have none.
fn chosen(
    rx: &mut Rx<'_>,
    event: &Event,
    visitor: Option<&Visitor>,
) -> Result<Option<HashSet<SessionId>>, StoreError> {
    let signed_in = visitor.and_then(|visitor| visitor.signed_in.as_ref());
    let takes_place = event.is_public() && event.state != EventState::Cancelled;
    let Some(signed_in) = signed_in.filter(|_| takes_place) else {
        return Ok(None);
    };
    let person = signed_in.person.id;
    if !agenda::has_place(rx, event.id, person)? {
        return Ok(None);
    }
    let items = agenda::list(rx, event.id, person)?;
    Ok(Some(items.iter().map(|item| item.session).collect()))
}

/// A feed for each stage, where there are several, and for each theme of a booked pitch.
fn part_feeds(app: &App, content: &Content) -> Vec<FeedLine> {
    let event = &content.event;
    let line = |name: &str, part: Part| FeedLine {
        name: name.to_owned(),
        reach_text: None,
        links: CalendarLinks::new(
            &app.links,
            &Links::with_query(&Links::feed_event(&event.slug), &part.pairs()),
            &format!("{}: {name}", event.title),
        ),
    };
    let sessions = content.sessions.iter();
    let stages: BTreeMap<&str, StageId> = sessions
        .filter(|item| item.removed_at.is_none())
        .filter_map(|item| Some((item.stage_name.as_deref()?, item.session.stage?)))
        .collect();
    let themes: BTreeSet<Theme> = content
        .booked
        .values()
        .flat_map(|booking| booking.pitch.themes.iter().copied())
        .collect();
    let on_stage = |(name, stage): (&&str, &StageId)| {
        let part = Part {
            stage: Some(*stage),
            ..Part::default()
        };
        line(name, part)
    };
    let about = |theme: &Theme| {
        let part = Part {
            theme: Some(*theme),
            ..Part::default()
        };
        line(theme.name(), part)
    };
    let stages = stages.iter().filter(|_| stages.len() > 1).map(on_stage);
    stages.chain(themes.iter().map(about)).collect()
}

/// The days on which sessions start, each named where it could be another one.
fn days(content: &Content) -> Vec<ProgrammeDay> {
    let all = content.event.days();
    let mut by_day: BTreeMap<NaiveDate, Vec<&ReleasedSession>> = BTreeMap::new();
    for item in &content.sessions {
        if item.removed_at.is_none() {
            let day = all.day_of(item.session.time.start());
            by_day.entry(day).or_default().push(item);
        }
    }
    let mut slots: HashMap<SessionId, Vec<&ReleasedSlot>> = HashMap::new();
    for slot in &content.slots {
        slots.entry(slot.slot.session).or_default().push(slot);
    }
    by_day
        .into_iter()
        .map(|(day, sessions)| ProgrammeDay {
            heading: all.heading(day),
            grid: grid(content, day, &sessions, &mut slots),
        })
        .collect()
}

fn grid(
    content: &Content,
    day: NaiveDate,
    sessions: &[&ReleasedSession],
    slots: &mut HashMap<SessionId, Vec<&ReleasedSlot>>,
) -> Grid<ProgrammeSession> {
    let zone = content.event.zone;
    let mut stages: Vec<(u32, String)> = sessions
        .iter()
        .filter_map(|item| slots.get(&item.session.id))
        .flatten()
        .map(|slot| (slot.stage_position, slot.stage_name.clone()))
        .collect();
    stages.sort();
    let mut names: Vec<String> = Vec::new();
    let session_stages = sessions.iter().filter_map(|item| item.stage_name.clone());
    for name in stages
        .into_iter()
        .map(|(_, name)| name)
        .chain(session_stages)
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // Minutes that have passed, since a clock change makes others of those of the day.
    let midnight = from_local(day.and_time(NaiveTime::MIN), zone, None);
    let midnight = midnight
        .ok()
        .or(sessions.first().map(|item| item.session.time.start()));
    let midnight = midnight.unwrap_or_default();
    let minute = |at: Instant| u32::try_from((at - midnight).num_minutes()).unwrap_or(0);
    let placed = sessions.iter().map(|item| {
        let stage = item
            .stage_name
            .as_ref()
            .and_then(|name| names.iter().position(|other| other == name));
        let slots = slots.remove(&item.session.id).unwrap_or_default();
        GridSession {
            place: stage.map_or(Place::Everywhere, Place::Stage),
            start: minute(item.session.time.start()),
            end: minute(item.session.time.end()),
            session: session(content, item, &slots),
        }
    });
    let placed: Vec<_> = placed.collect();
    Grid::labelled(names, placed, |minute| {
        clock_time(midnight + Duration::minutes(minute.into()), zone)
    })
}

fn session(content: &Content, item: &ReleasedSession, slots: &[&ReleasedSlot]) -> ProgrammeSession {
    let session = &item.session;
    let on_the_day = Days::at(session.time.start(), content.event.zone);
    let kind = if session.kind == SessionKind::Pitch {
        "pitches"
    } else {
        session.kind.as_str()
    };
    ProgrammeSession {
        time_text: on_the_day.times(session.time),
        title: session.title.clone(),
        kind_text: session.kind.name().to_owned(),
        kind: kind.to_owned(),
        stage: item.stage_name.clone(),
        people_text: session.chaired_by(),
        note: (!session.description.is_empty()).then(|| session.description.clone()),
        slots: slots
            .iter()
            .map(|slot| programme_slot(content, slot, on_the_day))
            .collect(),
        chosen: content.chosen(session.id),
    }
}

fn programme_slot(content: &Content, slot: &ReleasedSlot, on_the_day: Days) -> ProgrammeSlot {
    let booking = content.booked.get(&slot.slot.id);
    let is_free = content.can_book && content.free.contains(slot.slot.id);
    ProgrammeSlot {
        time_text: on_the_day.time(slot.slot.times.starts_at),
        pitch: booking.map(|booking| ProgrammePitch {
            company: booking.company_name.clone(),
            title: booking.pitch.title.clone(),
            slides: content.slides(booking),
        }),
        href: is_free.then(|| Links::slot_booking(&slot.slot.id)),
    }
}
