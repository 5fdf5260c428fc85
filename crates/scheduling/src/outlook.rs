//! Warnings about a day that need more than its own draft: who is booked and registered, other days, the calendar.

use crate::warning::Warning;
use chrono::{Duration, NaiveDate, Offset as _, TimeZone as _};
use marketday_model::bank_holiday::{Division, bank_holiday};
use marketday_model::text::normalised;
use marketday_model::{
    Booking, Claim, Event, EventState, ImportedEntry, Instant, Session, SessionKind, Slot, Stage,
    Theme, TimeRange,
};

/// The least that a stage needs between two sessions.
pub const CHANGEOVER: Duration = Duration::minutes(5);

/// The longest that people sit without a break.
pub const SITTING: Duration = Duration::minutes(90);

/// The least that is a break.
pub const BREAK: Duration = Duration::minutes(10);

/// The most that is said of imported calendars one by one.
pub const MOST_IMPORTED: usize = 10;

/// What is known of a day besides its draft.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Its confirmed bookings.
    pub booked: &'a [Booking],
    /// How many delegates are registered.
    pub registered: u32,
    /// The themes that each of them chose; none where they chose none.
    pub interests: &'a [Vec<Theme>],
    /// How many of them have an access need; none if whoever asks may not see needs.
    pub access_needs: Option<usize>,
    /// Other public days of about that time.
    pub others: &'a [Event],
    /// What is in the calendars that its organising body imports at about that time, each with the calendar's name.
    pub imported: &'a [(String, ImportedEntry)],
}

/// The warnings about a day: the calendar's, then those of its stages, then those about people.
pub fn outlook(
    event: &Event,
    (stages, sessions, slots): (&[Stage], &[Session], &[Slot]),
    known: &Known<'_>,
) -> Vec<Warning> {
    if matches!(event.state, EventState::Cancelled | EventState::Completed) {
        return Vec::new();
    }
    let mut found = Vec::new();
    of_calendar(event, &mut found);
    for other in known.others {
        let is_there = other.state == EventState::Published && other.id != event.id;
        if is_there
            && other.region.is_near(event.region)
            && other.days().iter().any(|day| event.days().hold(day))
        {
            found.push(Warning::OtherDay {
                title: other.title.clone(),
                slug: other.slug.clone(),
                region: other.region,
            });
        }
    }
    of_imported(event, known.imported, &mut found);
    for stage in stages {
        let here: Vec<&Session> = sessions
            .iter()
            .filter(|session| session.stage == Some(stage.id))
            .collect();
        too_little_changeover(&here, &mut found);
        no_break(event, stage, sessions, slots, &mut found);
        let interested = here.iter().map(|session| interested(session, slots, known));
        let interested = interested.max().unwrap_or(0);
        if let Some(capacity) = stage.capacity.filter(|most| *most < interested) {
            found.push(Warning::StageTooSmall {
                stage: stage.name.clone(),
                capacity,
                interested,
            });
        }
    }
    of_people(stages, slots, known, &mut found);
    of_chairs(sessions, slots, known, &mut found);
    found
}

/// How many delegates may want to be at a session: of one whose pitches have themes, those who chose one of them, or
/// none at all; of any other, everybody.
fn interested(session: &Session, slots: &[Slot], known: &Known<'_>) -> u32 {
    let own = |booking: &&Booking| {
        let mut own = slots.iter().filter(|slot| slot.session == session.id);
        own.any(|slot| slot.id == booking.slot)
    };
    let themes = known.booked.iter().filter(own);
    let themes: Vec<Theme> = themes
        .flat_map(|booking| booking.pitch.themes.clone())
        .collect();
    if themes.is_empty() {
        return known.registered;
    }
    let wants = |chosen: &&Vec<Theme>| {
        chosen.is_empty() || chosen.iter().any(|theme| themes.contains(theme))
    };
    u32::try_from(known.interests.iter().filter(wants).count()).unwrap_or(u32::MAX)
}

/// What is on that day in an imported calendar, once though it is there several times. The event itself, which its own
/// body's and its sector's calendars have too, is no clash.
fn of_imported(event: &Event, imported: &[(String, ImportedEntry)], found: &mut Vec<Warning>) {
    let mut told: Vec<Warning> = Vec::new();
    for (calendar, entry) in imported {
        if normalised(&entry.title) == normalised(&event.title) {
            continue;
        }
        let of_entry = entry.days(event.zone);
        let warning = Warning::Imported {
            title: entry.title.clone(),
            calendar: calendar.clone(),
        };
        if event.days().iter().any(|day| of_entry.contains(&day)) && !told.contains(&warning) {
            told.push(warning);
        }
    }
    let more = told.len().saturating_sub(MOST_IMPORTED);
    found.extend(told.into_iter().take(MOST_IMPORTED));
    if more > 0 {
        found.push(Warning::MoreImported { count: more });
    }
}

fn of_calendar(event: &Event, found: &mut Vec<Warning>) {
    let division = Division::of(event.region);
    let days = event.days();
    for day in days.iter() {
        let said = days.are_several().then(|| days.name(day));
        if let Some(name) = bank_holiday(division, day) {
            found.push(Warning::BankHoliday {
                day: said.clone(),
                name,
                division,
            });
        }
        let offset = |day: NaiveDate| {
            let noon = day.and_hms_opt(12, 0, 0)?;
            let local = event.zone.from_local_datetime(&noon).earliest()?;
            Some(local.offset().fix())
        };
        if day.pred_opt().and_then(offset) != offset(day) {
            found.push(Warning::ClockChange { day: said });
        }
    }
}

fn too_little_changeover(here: &[&Session], found: &mut Vec<Warning>) {
    let mut here: Vec<&Session> = here.to_vec();
    here.sort_by_key(|session| session.time.start());
    for pair in here.windows(2) {
        let [first, second] = pair else { continue };
        let gap = second.time.start() - first.time.end();
        let is_break = [first.kind, second.kind].contains(&SessionKind::Break);
        if !is_break && gap >= Duration::zero() && gap < CHANGEOVER {
            found.push(Warning::Changeover {
                first: first.title.clone(),
                second: second.title.clone(),
                minutes: gap.num_minutes(),
            });
        }
    }
}

/// The first stretch on a stage, whole-venue sessions among it, that is too long without a break.
fn no_break(
    event: &Event,
    stage: &Stage,
    sessions: &[Session],
    slots: &[Slot],
    found: &mut Vec<Warning>,
) {
    let concerns = |session: &&Session| {
        session.kind != SessionKind::Break && session.stage.is_none_or(|other| other == stage.id)
    };
    if !sessions
        .iter()
        .any(|session| session.stage == Some(stage.id))
    {
        return;
    }
    let mut busy: Vec<TimeRange> = Vec::new();
    for session in sessions.iter().filter(concerns) {
        let own = slots.iter().filter(|slot| slot.session == session.id);
        let own: Vec<TimeRange> = own.map(|slot| slot.times.presented()).collect();
        if own.is_empty() {
            busy.push(session.time);
        } else {
            busy.extend(own);
        }
    }
    busy.sort_by_key(|time| time.start());
    let mut stretch: Option<(Instant, Instant)> = None;
    for time in busy {
        stretch = match stretch {
            Some((start, end)) if time.start() - end < BREAK => Some((start, end.max(time.end()))),
            _ => Some((time.start(), time.end())),
        };
        let Some((start, end)) = stretch.filter(|(start, end)| *end - *start > SITTING) else {
            continue;
        };
        if let Ok(range) = TimeRange::new(start, end) {
            found.push(Warning::NoBreak {
                stage: stage.name.clone(),
                times: event.days().times(range),
            });
        }
        return;
    }
}

fn of_people(stages: &[Stage], slots: &[Slot], known: &Known<'_>, found: &mut Vec<Warning>) {
    let placed = |booking: &&Booking| slots.iter().any(|slot| slot.id == booking.slot);
    let unconfirmed = known
        .booked
        .iter()
        .filter(|booking| booking.claim == Claim::Unconfirmed)
        .filter(placed)
        .count();
    if unconfirmed > 0 {
        found.push(Warning::UnconfirmedPitches { count: unconfirmed });
    }
    let on_stage = |booking: &Booking| {
        let slot = slots.iter().find(|slot| slot.id == booking.slot);
        slot.map(|slot| slot.times.presented())
    };
    // One person is one address, or one contact who presents without another being named.
    let who = |booking: &Booking| match &booking.presenter_email {
        Some(email) => email.clone(),
        None => booking.contact.to_string(),
    };
    for (number, one) in known.booked.iter().enumerate() {
        let again = known.booked[number + 1..].iter().any(|other| {
            let times = on_stage(one).zip(on_stage(other));
            who(one) == who(other) && times.is_some_and(|(one, other)| one.overlaps(other))
        });
        if again {
            found.push(Warning::PresenterTwice {
                presenter: one.presenter_name.clone(),
            });
        }
    }
    let unsaid = stages.iter().filter(|stage| stage.access.trim().is_empty());
    let unsaid = unsaid.count();
    if let Some(needs) = known.access_needs.filter(|needs| *needs > 0 && unsaid > 0) {
        found.push(Warning::AccessUnsaid {
            needs,
            stages: unsaid,
        });
    }
}

/// Of a chair nothing is known but the name: whoever is called alike is taken for them.
fn of_chairs(sessions: &[Session], slots: &[Slot], known: &Known<'_>, found: &mut Vec<Warning>) {
    let chaired = sessions.iter().filter(|session| !session.chair.is_empty());
    let chaired: Vec<&Session> = chaired.collect();
    let presented: Vec<(&Slot, String)> = known
        .booked
        .iter()
        .filter_map(|booking| {
            let slot = slots.iter().find(|slot| slot.id == booking.slot)?;
            Some((slot, normalised(&booking.presenter_name)))
        })
        .collect();
    for (number, one) in chaired.iter().enumerate() {
        let name = normalised(&one.chair);
        let again = chaired[number + 1..]
            .iter()
            .filter(|other| normalised(&other.chair) == name && other.time.overlaps(one.time));
        found.extend(again.map(|other| Warning::ChairTwice {
            chair: one.chair.clone(),
            first: one.title.clone(),
            second: other.title.clone(),
        }));
        let presents = presented.iter().any(|(slot, presenter)| {
            *presenter == name
                && slot.session != one.id
                && slot.times.presented().overlaps(one.time)
        });
        if presents {
            found.push(Warning::ChairPresents {
                chair: one.chair.clone(),
                session: one.title.clone(),
            });
        }
    }
}
