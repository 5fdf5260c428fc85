//! The rules by which an event gives its pitch slots, as its organiser sets and publishes them.

use crate::days::Days;
use crate::profile::{Profile, SizeBand};
use crate::time::{clock_time, long_date};
use crate::word::words;
use crate::{Event, Instant, SlotMode, policy};
use chrono::Duration;
use std::ops::RangeInclusive;

words! {
    /// For which companies slots are held back.
    HeldBackFor {
        /// Those that never pitched at an event here before.
        NewHere = "new-here",
        /// Those whose home region is the event's.
        Local = "local",
        /// Those of at most a size.
        Small = "small",
    }
}

words! {
    /// Who is first on a waiting list.
    WaitingOrder {
        /// Whoever asked first.
        Asked = "asked",
        /// Companies that never pitched at an event here before; among them, and among the others, whoever asked first.
        NewFirst = "new-first",
    }
}

/// The rules of one event. What is not here stands in the event itself: the booking window, and how many slots one
/// company may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingRules {
    /// For how many minutes a slot is held while its form is filled in.
    pub hold_minutes: u32,
    /// How many slots one company may have over all events of the series that the event is in; none sets no limit.
    pub series_limit: Option<u32>,
    /// How many hours before its pitch a company may still cancel by itself; 0 means until the pitch begins.
    pub cancel_hours: u32,
    /// For how many hours a freed slot is offered to the first on the waiting list, at most.
    pub offer_hours: u32,
    /// Who is first on the waiting list.
    pub waiting_order: WaitingOrder,
    /// For whom the held-back slots are: whoever is one of these. Where none is ticked the organiser gives them.
    pub held_back_for: Vec<HeldBackFor>,
    /// Up to which size a company counts as small.
    pub small_is: SizeBand,
    /// From when on everybody may book what is held back.
    pub held_back_until: Option<Instant>,
    /// For how many months a company that did not appear may not book at days of the same organising body; 0 means
    /// that nothing follows.
    pub no_show_months: u32,
    /// What else the organiser says of how slots are given.
    pub text: String,
}

impl Default for BookingRules {
    fn default() -> Self {
        Self {
            hold_minutes: u32::try_from(policy::HOLD.num_minutes()).unwrap_or(10),
            series_limit: None,
            cancel_hours: 0,
            offer_hours: 24,
            waiting_order: WaitingOrder::Asked,
            held_back_for: Vec::new(),
            small_is: SizeBand::Small,
            held_back_until: None,
            no_show_months: 0,
            text: String::new(),
        }
    }
}

/// What is known of a company where slots are held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompanyStanding<'a> {
    /// What it says of itself, if anything.
    pub profile: Option<&'a Profile>,
    /// Whether it pitched at an event here before.
    pub has_pitched: bool,
}

impl BookingRules {
    /// The minutes that a slot may be held for.
    pub const HOLD_MINUTES: RangeInclusive<u32> = 5..=30;
    /// The slots that one company may have in a series.
    pub const SERIES_LIMIT: RangeInclusive<u32> = 1..=50;
    /// The hours of a cut-off for cancelling: two weeks at most.
    pub const CANCEL_HOURS: RangeInclusive<u32> = 0..=336;
    /// The hours of an offer.
    pub const OFFER_HOURS: RangeInclusive<u32> = 1..=168;
    /// The months for which a company that did not appear may not book.
    pub const NO_SHOW_MONTHS: RangeInclusive<u32> = 0..=24;

    /// For how long a slot is held.
    pub fn hold(&self) -> Duration {
        Duration::minutes(i64::from(self.hold_minutes))
    }

    /// Whether companies book held-back slots by themselves at `now`.
    pub fn opens_held_back(&self, now: Instant) -> bool {
        !self.held_back_for.is_empty() || self.is_opened_to_all(now)
    }

    /// Whether companies book slots of this mode by themselves at `now`, some of them or all.
    pub fn offers(&self, mode: SlotMode, now: Instant) -> bool {
        match mode {
            SlotMode::Open => true,
            SlotMode::Curated => false,
            SlotMode::HeldBack => self.opens_held_back(now),
        }
    }

    /// Whether every company may book slots of this mode at `now`.
    pub fn offers_to_all(&self, mode: SlotMode, now: Instant) -> bool {
        mode == SlotMode::Open || mode == SlotMode::HeldBack && self.is_opened_to_all(now)
    }

    /// Whether what was held back is everybody's at `now`.
    pub fn is_opened_to_all(&self, now: Instant) -> bool {
        self.held_back_until.is_some_and(|until| until <= now)
    }

    /// Whether a company may have a held-back slot of `event` at `now`.
    pub fn gives_held_back(
        &self,
        event: &Event,
        company: CompanyStanding<'_>,
        now: Instant,
    ) -> bool {
        let is = |whom: &HeldBackFor| match whom {
            HeldBackFor::NewHere => !company.has_pitched,
            HeldBackFor::Local => company
                .profile
                .and_then(|profile| profile.region)
                .is_some_and(|region| region == event.region),
            HeldBackFor::Small => company
                .profile
                .and_then(|profile| profile.size)
                .is_some_and(|size| self.is_small(size)),
        };
        self.is_opened_to_all(now) || self.held_back_for.iter().any(is)
    }

    fn is_small(&self, size: SizeBand) -> bool {
        let rank = |size| SizeBand::ALL.iter().position(|band| *band == size);
        rank(size) <= rank(self.small_is)
    }

    /// For whom the held-back slots of `event` are, after "for companies that"; empty where the organiser gives them.
    pub fn held_back_text(&self, event: &Event) -> String {
        let name = |whom: &HeldBackFor| match whom {
            HeldBackFor::NewHere => "never pitched at a day here before".to_owned(),
            HeldBackFor::Local => format!("are based in {}", event.region.name()),
            HeldBackFor::Small => format!("have {}", self.small_text()),
        };
        let names: Vec<String> = self.held_back_for.iter().map(name).collect();
        names.join(", or ")
    }

    fn small_text(&self) -> &'static str {
        match self.small_is {
            SizeBand::Micro => "fewer than 10 people",
            SizeBand::Small => "fewer than 50 people",
            SizeBand::Medium => "fewer than 250 people",
            SizeBand::Large => "any number of people",
        }
    }

    /// The rules as everybody reads them, a sentence or two each, in the event's local time.
    pub fn published(&self, event: &Event, is_in_series: bool) -> Vec<String> {
        let zone = event.zone;
        let moment = |at: Instant| format!("{} on {}", clock_time(at, zone), long_date(at, zone));
        let mut said = Vec::new();
        let opens = event.booking.opens_at.map_or_else(
            || "Slots are booked first come, first served".to_owned(),
            |at| {
                format!(
                    "Slots are booked first come, first served, from {}",
                    moment(at)
                )
            },
        );
        said.push(format!(
            "{opens}, until {}.",
            moment(event.booking.closes_at)
        ));
        said.push(format!(
            "A slot is kept for {} minutes while its form is filled in; once, for as long again.",
            self.hold_minutes
        ));
        let slots = |n: u32| {
            if n == 1 {
                "one slot".to_owned()
            } else {
                format!("{n} slots")
            }
        };
        said.push(format!(
            "A company, or a group of companies, has {} at most.",
            slots(event.company_limit)
        ));
        if let Some(limit) = self.series_limit.filter(|_| is_in_series) {
            said.push(format!(
                "Over the whole series it has {} at most.",
                slots(limit)
            ));
        }
        let whom = self.held_back_text(event);
        if !whom.is_empty() {
            let until = self.held_back_until.map_or_else(String::new, |at| {
                format!(
                    " What is left of them is open to everybody from {}.",
                    moment(at)
                )
            });
            said.push(format!(
                "Held-back slots are for companies that {whom}.{until}"
            ));
        } else if let Some(at) = self.held_back_until {
            said.push(format!(
                "The organiser gives held-back slots. What is left of them is open to everybody from {}.",
                moment(at)
            ));
        }
        let first = match self.waiting_order {
            WaitingOrder::Asked => "whoever asked first is first",
            WaitingOrder::NewFirst => {
                "companies that never pitched at a day here before come first, and whoever asked first among equals"
            }
        };
        said.push(format!(
            "When all slots are taken there is a waiting list: {first}. A freed slot is offered to the first whom it \
             fits, for {} at most, and for half of the time that is left before booking closes where that is shorter.",
            hours(self.offer_hours)
        ));
        said.push(if self.cancel_hours == 0 {
            "A company may cancel until its pitch begins.".to_owned()
        } else {
            format!(
                "A company may cancel until {} before its pitch; after that it asks the organiser.",
                hours(self.cancel_hours)
            )
        });
        if self.no_show_months > 0 {
            let months = if self.no_show_months == 1 {
                "a month".to_owned()
            } else {
                format!("{} months", self.no_show_months)
            };
            said.push(format!(
                "A company that does not appear may not book at days of {} for {months}.",
                event.organiser_name
            ));
        }
        said.extend(
            self.text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(ToOwned::to_owned),
        );
        said
    }

    /// Until when a slot that is freed at `now` is offered, where booking closes at `cut_off`: as many hours as the
    /// rules say, or half of the time that is left where that is shorter; none where too little is left for anybody to
    /// answer.
    pub fn offer_until(&self, now: Instant, cut_off: Instant) -> Option<Instant> {
        let left = cut_off - now;
        if left < policy::LEAST_OFFER {
            return None;
        }
        let most = Duration::hours(i64::from(self.offer_hours));
        Some(now + most.min(left / 2).max(policy::LEAST_OFFER))
    }

    /// From when on a company asks the organiser to cancel a pitch that begins at `starts_at`, on the event's days.
    pub fn cancel_until(&self, starts_at: Instant) -> Instant {
        starts_at - Duration::hours(i64::from(self.cancel_hours))
    }

    /// What the rules say, each under its name: for the audit trail.
    pub fn said(&self, days: Days) -> [(&'static str, String); 10] {
        let number = |n: u32| n.to_string();
        [
            ("Minutes of a hold", number(self.hold_minutes)),
            (
                "Slots in the series",
                self.series_limit.map(number).unwrap_or_default(),
            ),
            ("Cancelling, hours before", number(self.cancel_hours)),
            ("Hours of an offer", number(self.offer_hours)),
            ("Waiting list", self.waiting_order.to_string()),
            (
                "Held back for",
                self.held_back_for
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
            ("Small is", self.small_is.text().to_owned()),
            (
                "Held back until",
                self.held_back_until
                    .map(|at| days.time(at))
                    .unwrap_or_default(),
            ),
            ("Months after a no-show", number(self.no_show_months)),
            ("Text", self.text.clone()),
        ]
    }
}

fn hours(n: u32) -> String {
    match n {
        1 => "an hour".to_owned(),
        n if n >= 48 && n % 24 == 0 => format!("{} days", n / 24),
        n => format!("{n} hours"),
    }
}

#[cfg(test)]
mod tests;
