//! The feeds of events: all of them, a region's, a theme's.

use crate::entries::event_entry;
use crate::feed::{Feed, Next, cancelled_until};
use crate::site::FeedSite;
use chrono::Duration;
use marketday_calendar::Calendar;
use marketday_model::time::LONDON;
use marketday_model::{Event, EventState, Instant, Region, Series, Theme, policy};
use marketday_store::events::{EventFilter, feed_of_region, feed_of_series, feed_of_theme, list};
use marketday_store::{Rx, StoreError, former_entries};

/// How often a client is asked to come back; none comes much more often.
const REFRESH: Duration = Duration::hours(4);
/// How far beyond the window events are looked for, and for how long at most the feed stands.
const LOOK_AHEAD: Duration = Duration::days(1);

/// Which events a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// Every public event.
    All,
    /// Those that are, or once were, in this region.
    Region(Region),
    /// Those that have, or once had, this theme.
    Theme(Theme),
}

impl Which {
    /// The name of the calendar, as clients list it.
    pub fn calendar_name(self) -> String {
        match self {
            Self::All => "Market information days".to_owned(),
            Self::Region(region) => format!("Market information days: {}", region.name()),
            Self::Theme(theme) => format!("Market information days: {}", theme.name()),
        }
    }

    fn feed(self) -> Option<String> {
        match self {
            Self::All => None,
            Self::Region(region) => Some(feed_of_region(region)),
            Self::Theme(theme) => Some(feed_of_theme(theme)),
        }
    }
}

/// The events of a feed from 90 days back to 18 months ahead of `now`. Three queries at most, however many there are.
///
/// A cancelled event stays, marked, until the later of a day after its end and two weeks after its cancellation; so does
/// the entry that a reinstated one left.
pub fn events_feed(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    which: Which,
    now: Instant,
) -> Result<Feed, StoreError> {
    feed_of(rx, site, which.calendar_name(), which.feed(), now)
}

/// The same of the events that are, or once were, in a series.
pub fn series_feed(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    series: &Series,
    now: Instant,
) -> Result<Feed, StoreError> {
    let feed = feed_of_series(series.id);
    feed_of(rx, site, series.name.clone(), Some(feed), now)
}

fn feed_of(
    rx: &mut Rx<'_>,
    site: &FeedSite,
    name: String,
    feed: Option<String>,
    now: Instant,
) -> Result<Feed, StoreError> {
    let filter = EventFilter {
        public: true,
        feed,
        ends_after: Some(now - policy::FEED_BACK),
        starts_before: Some(now + policy::FEED_AHEAD + LOOK_AHEAD),
        ..EventFilter::default()
    };
    let mut next = Next::after(now);
    next.change(now + LOOK_AHEAD);
    let mut entries = Vec::new();
    let events = list(rx, &filter)?;
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
    Ok(Feed {
        calendar,
        valid_until: next.earliest(),
    })
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
