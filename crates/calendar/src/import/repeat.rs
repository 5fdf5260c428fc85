//! When something that repeats happens, within a window and a budget.
//!
//! Rules are worked out by the clock on the wall, as if it were UTC, and each time is then found in its zone: `rrule`
//! does not keep to the hour where the clocks change.

use super::Problems;
use super::event::{Event, Wall};
use crate::when::{When, parse_when, resolve};
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use rrule::{Frequency, RRule, RRuleSet, Unvalidated};
use std::collections::HashSet;
use std::ops::Range;

/// The most times of one event that are read.
const MOST_TIMES: usize = 1_000;

/// How often a rule may ring in a day; more is a bell, not something that people go to.
const MOST_A_DAY: usize = 24;

/// The longest rule that is followed: one that names each day of the year by its number has some 1,500 characters.
const LONGEST: usize = 2_000;

/// How far `rrule` goes, for nothing, before it gives a rule up.
const GIVEN_UP_AFTER: usize = 100_000;

/// How much work the rules of one file may make, in times gone through.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    is_told: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            left: 2_000_000,
            is_told: false,
        }
    }
}

impl Budget {
    fn spend(&mut self, steps: usize) {
        self.left = self.left.saturating_sub(steps);
    }
}

/// When it happens within the window. What cannot be worked out happens once.
pub(super) fn times(
    event: &Event,
    window: &Range<DateTime<Utc>>,
    budget: &mut Budget,
    problems: &mut Problems,
) -> Vec<DateTime<Utc>> {
    let mut times = vec![event.starts()];
    times.extend(&event.also);
    for (line, rule) in &event.rules {
        let called = event.called();
        if budget.left == 0 {
            if !budget.is_told {
                budget.is_told = true;
                let why = "There is too much that repeats; from here on only the first time of each was read";
                problems.add(*line, why.to_owned());
            }
            continue;
        }
        match by_rule(event, rule, window, budget) {
            Ok(found) => times.extend(found),
            Err(Refused::Unreadable) => {
                let why =
                    format!("How {called} repeats could not be read; only its first time was");
                problems.add(*line, why);
            }
            Err(Refused::TooOften) => {
                let why = format!(
                    "{called} repeats more often than once an hour; only its first time was read"
                );
                problems.add(*line, why);
            }
        }
    }
    times.sort_unstable();
    times.dedup();
    let day = |at: DateTime<Utc>| at.with_timezone(&event.start.zone).date_naive();
    // Both lists are as long as somebody likes.
    let except: HashSet<_> = event.except.iter().collect();
    let except_days: HashSet<_> = event.except_days.iter().collect();
    times.retain(|at| !except.contains(at) && !except_days.contains(&day(*at)));
    times.retain(|at| {
        event
            .at(*at)
            .is_some_and(|entry| entry.ends >= window.start)
    });
    times.truncate(MOST_TIMES);
    times
}

/// Why a rule is not followed.
enum Refused {
    Unreadable,
    TooOften,
}

/// A rule, apart from when it is over.
struct Rule {
    set: RRuleSet,
    /// How many times are looked at for each that is found.
    steps: usize,
    count: Option<usize>,
    until: Option<When>,
}

fn by_rule(
    event: &Event,
    rule: &str,
    window: &Range<DateTime<Utc>>,
    budget: &mut Budget,
) -> Result<Vec<DateTime<Utc>>, Refused> {
    let start = event.start;
    let Rule {
        set,
        steps,
        count,
        until,
    } = parse(start, rule)?;
    let mut found = Vec::new();
    let mut gone = 0;
    for wall in (&set).into_iter().take(budget.left.div_ceil(steps)) {
        gone += 1;
        let wall = wall.naive_utc();
        let Some(at) = resolve(start.zone, wall) else {
            continue;
        };
        let is_enough = found.len() == MOST_TIMES;
        if is_enough || at >= window.end || is_over(until.as_ref(), wall, at) {
            budget.spend(gone * steps);
            return Ok(found);
        }
        if event.at(at).is_some_and(|entry| entry.ends >= window.start) {
            found.push(at);
        }
    }
    budget.spend(gone * steps);
    if count != Some(gone) {
        budget.spend(GIVEN_UP_AFTER);
    }
    Ok(found)
}

fn is_over(until: Option<&When>, wall: NaiveDateTime, at: DateTime<Utc>) -> bool {
    match until {
        None => false,
        Some(When::Instant(until)) => at > *until,
        Some(When::Day(day)) => wall.date() > *day,
        Some(When::WallClock { at: until, .. }) => wall > *until,
    }
}

/// The parts that are handed on. UNTIL is ours: many write it in a form that is not the start's, which `rrule` refuses.
const PARTS: [&str; 13] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "WKST",
    "BYSETPOS",
    "BYMONTH",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYDAY",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
];

fn parse(start: Wall, rule: &str) -> Result<Rule, Refused> {
    if rule.len() > LONGEST {
        return Err(Refused::Unreadable);
    }
    let mut parts = Vec::new();
    let mut until = None;
    for part in rule
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (key, value) = part.split_once('=').ok_or(Refused::Unreadable)?;
        if key == "UNTIL" {
            until = Some(parse_when(value, None).ok_or(Refused::Unreadable)?);
        } else if !value.is_ascii() {
            // `rrule` cuts within such a character, and panics.
            return Err(Refused::Unreadable);
        } else if PARTS.contains(&key) {
            parts.push(part);
        }
    }
    let parsed: Result<RRule<Unvalidated>, _> = parts.join(";").parse();
    let rule = parsed.map_err(|_| Refused::Unreadable)?;
    let each = |list: &[u8]| list.len().max(1);
    let a_day = each(rule.get_by_hour()) * each(rule.get_by_minute()) * each(rule.get_by_second());
    let is_daily = matches!(
        rule.get_freq(),
        Frequency::Yearly | Frequency::Monthly | Frequency::Weekly | Frequency::Daily
    );
    if !is_daily || a_day > MOST_A_DAY {
        return Err(Refused::TooOften);
    }
    // A position is counted in all that a period holds; and years are gone through day by day.
    let steps = match (rule.get_freq(), rule.get_by_set_pos()) {
        (Frequency::Yearly, []) => 4,
        (_, []) => 1,
        (Frequency::Yearly, _) => 366 * a_day,
        (Frequency::Monthly, _) => 31 * a_day,
        (Frequency::Weekly, _) => 7 * a_day,
        _ => a_day,
    };
    let count = rule
        .get_count()
        .and_then(|count| usize::try_from(count).ok());
    let wall: DateTime<Tz> = start.at.and_utc().with_timezone(&Tz::UTC);
    let set = rule
        .build(wall.with_timezone(&rrule::Tz::UTC))
        .map_err(|_| Refused::Unreadable)?;
    Ok(Rule {
        set: set.limit(),
        steps,
        count,
        until,
    })
}
