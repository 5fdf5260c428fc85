//! The feeds of events: all of them, or those that pass the filters of an address.

use crate::chosen::Chosen;
use crate::entries::event_entry;
use crate::feed::{Feed, Next, cancelled_until};
use crate::site::FeedSite;
use chrono::Duration;
use marketday_calendar::Calendar;
use marketday_model::time::LONDON;
use marketday_model::{
    Event, EventState, Instant, Organisation, OrganisationId, Region, Series, policy,
};
use marketday_store::events::{EventFilter, feed_of_region, feed_of_series, feed_of_theme};
use marketday_store::{Rx, StoreError, events, former_entries, organisations, series};

/// How often a client is asked to come back; none comes much more often.
const REFRESH: Duration = Duration::hours(4);
/// How far beyond the window events are looked for, and for how long at most the feed stands.
const LOOK_AHEAD: Duration = Duration::days(1);

/// What the feeds of events are called, before what they are narrowed to.
pub(crate) const NAME: &str = "Market information days";

/// The events that were chosen, from 90 days back to 18 months ahead of `now`; none where there is no such organising
/// body or series with a public event. Seven queries at most, however many events there are.
///
/// A cancelled event stays, marked, until the later of a day after its end and two weeks after its cancellation; so does
/// the entry that a reinstated one left. An event stays in the feed of every region, theme and series that it was ever
/// in.
pub fn events_feed(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    chosen: &Chosen,
    now: Instant,
) -> Result<Option<Feed>, StoreError> {
    let mut feeds = Vec::new();
    let near = chosen.near.map(Region::within_reach);
    feeds.extend(near.map(|regions| regions.map(feed_of_region).collect()));
    feeds.extend(chosen.region.map(|region| vec![feed_of_region(region)]));
    feeds.extend(chosen.theme.map(|theme| vec![feed_of_theme(theme)]));
    let organiser = match chosen.organiser {
        None => None,
        Some(id) => match public_organiser(rx, id)? {
            None => return Ok(None),
            found => found,
        },
    };
    let series = match &chosen.series {
        None => None,
        Some(slug) => match public_series(rx, slug)? {
            None => return Ok(None),
            found => found,
        },
    };
    feeds.extend(series.iter().map(|series| vec![feed_of_series(series.id)]));
    let name = chosen.calendar_name(
        organiser.as_ref().map(|body| body.name.as_str()),
        series.as_ref().map(|series| series.name.as_str()),
    );
    let filter = EventFilter {
        public: true,
        feeds,
        organisers: organiser.map(|body| vec![body.id]),
        ..EventFilter::default()
    };
    feed_of(rx, site, (name, filter), now).map(Some)
}

/// The organising body with this id, or the one that it was merged into, if any of its events is public.
fn public_organiser(
    rx: &mut Rx<'_>,
    id: OrganisationId,
) -> Result<Option<Organisation>, StoreError> {
    let id = organisations::find_merged_into(rx, id)?.unwrap_or(id);
    let mut organisers = organisations::list_organisers(rx)?.into_iter();
    Ok(organisers.find(|body| body.id == id))
}

/// The series with this part of the address, if any of its events is public.
fn public_series(rx: &mut Rx<'_>, slug: &str) -> Result<Option<Series>, StoreError> {
    let mut public = series::list_public(rx)?.into_iter();
    Ok(public.find(|series| series.slug == slug))
}

fn feed_of(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    (name, filter): (String, EventFilter),
    now: Instant,
) -> Result<Feed, StoreError> {
    let filter = EventFilter {
        ends_after: Some(now - policy::FEED_BACK),
        starts_before: Some(now + policy::FEED_AHEAD + LOOK_AHEAD),
        ..filter
    };
    let mut next = Next::after(now);
    next.change(now + LOOK_AHEAD);
    let mut entries = Vec::new();
    let events = events::list(rx, &filter)?;
    let former = former_entries::list(rx, &events)?;
    for event in events.into_iter().chain(former) {
        if next.change(event.time.start() - policy::FEED_AHEAD) || !next.change(falls_out(&event)) {
            continue;
        }
        entries.push(event_entry(site, &event));
    }
    let calendar = Calendar {
        name,
        description: Some(
            "Days on which small companies pitch solutions to many councils at once.".to_owned(),
        ),
        colour: "teal",
        zone: LONDON,
        refresh: REFRESH,
        entries,
    };
    Ok(next.feed(calendar))
}

/// When an event leaves the feed.
fn falls_out(event: &Event) -> Instant {
    let window = event.time.end() + policy::FEED_BACK;
    if event.state == EventState::Cancelled {
        let cancelled_at = event.cancelled_at.unwrap_or(event.changed_at);
        window.min(cancelled_until(event.time.end(), cancelled_at))
    } else {
        window
    }
}
