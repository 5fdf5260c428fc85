//! News of market days: what somebody wants to hear of, and how often.

use crate::time::{self, Fold, LONDON};
use crate::word::words;
use crate::{EmailAddress, Event, EventState, Instant, NewsRequestId, Region, Theme};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Weekday};
use std::fmt;
use std::str::FromStr;

words! {
    /// How often somebody hears of new days.
    NewsPace {
        /// A letter for each new day, at once.
        AtOnce = "at-once",
        /// One letter on Monday with all of them.
        Weekly = "weekly",
    }
}

impl NewsPace {
    /// How it is chosen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "At once, a letter for each new day",
            Self::Weekly => "Once a week, on Monday at 8am, if there is a new day",
        }
    }
}

/// What somebody follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NewsTopic {
    /// Days in a region.
    Region(Region),
    /// Days about a theme.
    Theme(Theme),
}

impl NewsTopic {
    /// Its name, as people read it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Region(region) => region.name(),
            Self::Theme(theme) => theme.name(),
        }
    }
}

impl fmt::Display for NewsTopic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(region) => write!(f, "region:{region}"),
            Self::Theme(theme) => write!(f, "theme:{theme}"),
        }
    }
}

impl FromStr for NewsTopic {
    type Err = crate::text::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("region", word)) => word.parse().map(Self::Region),
            Some(("theme", word)) => word.parse().map(Self::Theme),
            _ => Err(crate::text::UnknownWord {
                what: "NewsTopic",
                word: text.to_owned(),
            }),
        }
    }
}

/// What somebody wants to hear of: days in any of these regions or about any of these themes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsChoice {
    /// What they follow: something, each once, in order.
    topics: Vec<NewsTopic>,
    /// How often.
    pub pace: NewsPace,
}

impl NewsChoice {
    /// A choice of something; none of nothing.
    pub fn new(topics: impl IntoIterator<Item = NewsTopic>, pace: NewsPace) -> Option<Self> {
        let mut topics: Vec<NewsTopic> = topics.into_iter().collect();
        topics.sort_unstable();
        topics.dedup();
        (!topics.is_empty()).then_some(Self { topics, pace })
    }

    /// What they follow, in order.
    pub fn topics(&self) -> &[NewsTopic] {
        &self.topics
    }

    /// The regions that they follow.
    pub fn regions(&self) -> impl Iterator<Item = Region> {
        self.topics.iter().filter_map(|topic| match topic {
            NewsTopic::Region(region) => Some(*region),
            NewsTopic::Theme(_) => None,
        })
    }

    /// The themes that they follow.
    pub fn themes(&self) -> impl Iterator<Item = Theme> {
        self.topics.iter().filter_map(|topic| match topic {
            NewsTopic::Theme(theme) => Some(*theme),
            NewsTopic::Region(_) => None,
        })
    }

    /// Whether they want to hear of an event.
    pub fn wants(&self, event: &Event) -> bool {
        self.topics.iter().any(|topic| match topic {
            NewsTopic::Region(region) => *region == event.region,
            NewsTopic::Theme(theme) => event.themes.contains(theme),
        })
    }
}

/// Whether an event is worth telling of: it takes place, and is still to come.
pub fn is_news(event: &Event, now: Instant) -> bool {
    event.state == EventState::Published && now < event.time.start()
}

/// Somebody without an account would like news, and has not shown yet that the address is theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsRequest {
    /// Its id.
    pub id: NewsRequestId,
    /// The address.
    pub email: EmailAddress,
    /// What they want to hear of.
    pub choice: NewsChoice,
    /// When it was asked.
    pub asked_at: Instant,
    /// Until when it can be confirmed.
    pub expires_at: Instant,
    /// When it was: once.
    pub confirmed_at: Option<Instant>,
}

impl NewsRequest {
    /// Whether it can still be confirmed, or has been and may be looked at.
    pub fn is_open(&self, now: Instant) -> bool {
        now < self.expires_at
    }
}

/// A week's letter: that of one Monday at 8am in London.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewsWeek {
    monday: NaiveDate,
}

impl NewsWeek {
    /// The last one whose time has come.
    pub fn latest(now: Instant) -> Self {
        let today = now.with_timezone(&LONDON).date_naive();
        let monday = today.week(Weekday::Mon).first_day();
        let this = Self { monday };
        if this.due_at() <= now {
            this
        } else {
            Self {
                monday: monday - Days::new(7),
            }
        }
    }

    /// The one of this number.
    pub fn of(number: u32) -> Option<Self> {
        let day = NaiveDate::from_num_days_from_ce_opt(i32::try_from(number).ok()?)?;
        (day.weekday() == Weekday::Mon).then_some(Self { monday: day })
    }

    /// Its number, by which it is known: no two have the same, and none has 0.
    pub fn number(self) -> u32 {
        u32::try_from(self.monday.num_days_from_ce()).unwrap_or_default()
    }

    /// When it is sent.
    pub fn due_at(self) -> Instant {
        eight(self.monday)
    }

    /// From when on it tells of what was published.
    pub fn since(self) -> Instant {
        eight(self.monday - Days::new(7))
    }
}

/// 8am in London.
fn eight(day: NaiveDate) -> Instant {
    let eight = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
    // No clock changes at 8 in the morning.
    time::from_local(day.and_time(eight), LONDON, Some(Fold::Earlier))
        .unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::any_event;
    use chrono::Duration;

    fn london(year: i32, month: u32, day: u32, (hour, minute): (u32, u32)) -> Instant {
        let date = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        let local = date.and_hms_opt(hour, minute, 0).expect("a time");
        time::from_local(local, LONDON, None).expect("a time that exists once")
    }

    #[test]
    fn a_topic_is_read_back_as_written() {
        for region in Region::ALL {
            let topic = NewsTopic::Region(*region);
            assert_eq!(topic.to_string().parse(), Ok(topic));
        }
        for theme in Theme::ALL {
            let topic = NewsTopic::Theme(*theme);
            assert_eq!(topic.to_string().parse(), Ok(topic));
        }
        for bad in [
            "",
            "region",
            "region:",
            "region:waste",
            "theme:wales",
            "place:wales",
        ] {
            assert!(bad.parse::<NewsTopic>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_choice_wants_days_in_any_of_its_regions_or_about_any_of_its_themes() {
        let mut event = any_event();
        (event.region, event.themes) = (Region::Wales, vec![Theme::Waste, Theme::Housing]);
        let wants = |topics: &[NewsTopic]| {
            let choice = NewsChoice::new(topics.iter().copied(), NewsPace::AtOnce);
            choice.expect("something").wants(&event)
        };
        let (wales, london) = (
            NewsTopic::Region(Region::Wales),
            NewsTopic::Region(Region::London),
        );
        let (waste, planning) = (
            NewsTopic::Theme(Theme::Waste),
            NewsTopic::Theme(Theme::Planning),
        );
        assert!(wants(&[wales]) && wants(&[waste]) && wants(&[london, waste]));
        assert!(!wants(&[london]) && !wants(&[planning, london]));
        assert_eq!(NewsChoice::new([], NewsPace::Weekly), None);
        let twice = NewsChoice::new([waste, wales, waste], NewsPace::Weekly).expect("something");
        assert_eq!(twice.topics(), [wales, waste]);
    }

    #[test]
    fn a_week_begins_on_monday_at_eight_in_london_in_summer_and_in_winter() {
        for (now, due) in [
            (london(2027, 7, 5, (8, 0)), london(2027, 7, 5, (8, 0))),
            (london(2027, 7, 5, (7, 59)), london(2027, 6, 28, (8, 0))),
            (london(2027, 7, 11, (23, 59)), london(2027, 7, 5, (8, 0))),
            (london(2027, 1, 11, (8, 0)), london(2027, 1, 11, (8, 0))),
            // The clocks went forward the night before, and back.
            (london(2027, 3, 29, (8, 0)), london(2027, 3, 29, (8, 0))),
            (london(2027, 11, 1, (8, 0)), london(2027, 11, 1, (8, 0))),
        ] {
            let week = NewsWeek::latest(now);
            assert_eq!(week.due_at(), due, "{now}");
            assert_eq!(NewsWeek::of(week.number()), Some(week));
        }
        let week = NewsWeek::latest(london(2027, 3, 29, (8, 0)));
        assert_eq!(week.due_at() - week.since(), Duration::hours(7 * 24 - 1));
        assert_eq!(NewsWeek::of(week.number() + 1), None);
        assert_eq!(NewsWeek::of(0), None);
    }
}
