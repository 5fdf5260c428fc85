//! Templates: days to start from, written down in `templates.toml`.

use crate::altered;
use crate::create::{draft_of, insert_draft};
use crate::event::{EventDetails, EventRefused};
use crate::kept_venue::{insert_stages, of_body};
use crate::told::Ids;
use chrono::{NaiveDate, NaiveTime};
use marketday_model::notice::Subject;
use marketday_model::slot::{SlotLengths, generate};
use marketday_model::time::from_local;
use marketday_model::{
    Event, EventId, KeptVenue, KeptVenueId, OrganisationId, PersonId, Session, SessionKind, Slot,
    SlotMode, Stage, StageId, Surroundings, TimeRange,
};
use marketday_store::{Note, Store, Tx, events, programme};
use serde::Deserialize;
use std::sync::LazyLock;

/// A day to start from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name in addresses and forms.
    pub key: String,
    /// Its name as people read it.
    pub name: String,
    /// For whom it is, in a sentence.
    pub about: String,
    /// When doors open, in local time.
    #[serde(deserialize_with = "time")]
    pub start: NaiveTime,
    /// When the day closes.
    #[serde(deserialize_with = "time")]
    pub end: NaiveTime,
    /// The names of its stages, in order.
    pub stages: Vec<String>,
    /// What is on.
    #[serde(rename = "session")]
    pub sessions: Vec<TemplateSession>,
}

/// What is on at a day to start from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSession {
    /// Its title.
    pub title: String,
    /// What it is.
    #[serde(deserialize_with = "kind")]
    pub kind: SessionKind,
    /// The number of its stage, from 1; none means the whole venue.
    #[serde(default)]
    pub stage: Option<usize>,
    /// When it starts, in local time.
    #[serde(deserialize_with = "time")]
    pub start: NaiveTime,
    /// When it ends.
    #[serde(deserialize_with = "time")]
    pub end: NaiveTime,
    /// Minutes of pitch, questions, changeover and grid, of a pitch session.
    #[serde(default, deserialize_with = "lengths")]
    pub slots: Option<SlotLengths>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Templates {
    template: Vec<Template>,
}

static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let read: Templates =
        toml::from_str(include_str!("templates.toml")).expect("a test reads the templates");
    read.template
});

fn time<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(from)?;
    NaiveTime::parse_from_str(&text, "%H:%M").map_err(serde::de::Error::custom)
}

fn kind<'de, D: serde::Deserializer<'de>>(from: D) -> Result<SessionKind, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(serde::de::Error::custom)
}

fn lengths<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<SlotLengths>, D::Error> {
    let [pitch, questions, changeover, grid] = <[u32; 4]>::deserialize(from)?;
    let lengths = SlotLengths::new(pitch, questions, changeover, grid);
    lengths.map(Some).map_err(serde::de::Error::custom)
}

/// All templates, in the order in which they are offered.
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}

/// The template with this key.
pub fn find_template(key: &str) -> Option<&'static Template> {
    templates().iter().find(|template| template.key == key)
}

/// What a template makes of a date.
struct Laid {
    sessions: Vec<(Session, Vec<Slot>)>,
}

impl Template {
    /// How many pitch slots a day made of it has.
    pub fn slots(&self) -> usize {
        // Any date will do: no template has times that a clock change touches.
        let date = NaiveDate::from_ymd_opt(2027, 3, 2).unwrap_or_default();
        self.sessions
            .iter()
            .filter_map(|session| {
                let time = session.on(date, marketday_model::time::LONDON)?;
                let taken = self.taken(session, date, marketday_model::time::LONDON)?;
                Some(generate(time, session.slots?, &taken).len())
            })
            .sum()
    }

    /// What keeps slots of a session away: whatever else is on at the whole venue, or on its stage.
    fn taken(
        &self,
        session: &TemplateSession,
        date: NaiveDate,
        zone: chrono_tz::Tz,
    ) -> Option<Vec<TimeRange>> {
        let others = self.sessions.iter().filter(|other| {
            !std::ptr::eq(*other, session)
                && (other.stage.is_none() || other.stage == session.stage)
        });
        others.map(|other| other.on(date, zone)).collect()
    }

    /// The sessions and slots on a date; none if a clock change makes one of its times impossible or doubtful.
    fn lay(&self, event: &Event, stages: &[StageId], ids: &Ids) -> Option<Laid> {
        let date = event.days().first();
        let sessions = self.sessions.iter().map(|session| {
            let stage = session
                .stage
                .and_then(|number| stages.get(number - 1).copied());
            let made = Session {
                id: ids.next(),
                event: event.id,
                stage,
                kind: session.kind,
                title: session.title.clone(),
                description: String::new(),
                chair: String::new(),
                time: session.on(date, event.zone)?,
            };
            let taken = self.taken(session, date, event.zone)?;
            let slots = session
                .slots
                .zip(stage)
                .map_or_else(Vec::new, |(lengths, stage)| {
                    let times = generate(made.time, lengths, &taken).into_iter();
                    let slot = |times| Slot {
                        id: ids.next(),
                        event: event.id,
                        session: made.id,
                        stage,
                        times,
                        mode: SlotMode::Open,
                    };
                    times.map(slot).collect()
                });
            Some((made, slots))
        });
        sessions
            .collect::<Option<_>>()
            .map(|sessions| Laid { sessions })
    }
}

impl TemplateSession {
    fn on(&self, date: NaiveDate, zone: chrono_tz::Tz) -> Option<TimeRange> {
        let at = |time: NaiveTime| from_local(date.and_time(time), zone, None).ok();
        TimeRange::new(at(self.start)?, at(self.end)?).ok()
    }
}

/// What a new event starts from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Start {
    /// The stages, sessions and slots of a template, at the local times of the date.
    pub template: Option<&'static Template>,
    /// The stages of a kept venue of the organising body, of which the event's is a copy.
    pub venue: Option<KeptVenueId>,
}

/// Creates a draft that starts from something. A form sent twice makes one event, as in
/// [`create_event`](crate::create_event).
pub fn create_from(
    store: &Store,
    surroundings: &Surroundings,
    id: EventId,
    person: PersonId,
    (organiser, contact_email): (OrganisationId, String),
    details: EventDetails,
    start: Start,
) -> Result<Event, EventRefused> {
    let note = Note::new(surroundings, person);
    let ids = Ids(surroundings.clone());
    store.write(move |tx| {
        if let Some(event) = events::find(tx, id)? {
            return Ok(event);
        }
        let mut draft = draft_of(tx, &ids, id, (organiser, &contact_email), &details, note.at)?;
        let kept = match start.venue {
            Some(venue) => of_body(tx, venue, organiser)?,
            None => None,
        };
        // What was typed stands; what it is a copy of is noted, so that the details say where they differ.
        draft.venue.kept = kept.as_ref().map(|kept| kept.id);
        insert_draft(tx, &draft)?;
        let stages = stages(&ids, &draft, start.template, kept.as_ref());
        insert_stages(tx, &stages)?;
        let from = start.template.map_or_else(String::new, |template| {
            format!("from the template “{}”", template.name)
        });
        if let Some(template) = start.template {
            fill(tx, &ids, &draft, &stages, template)?;
        }
        let altered = altered::event(None, &draft);
        note.write_altered(tx, "event.create", Subject::Event(id), from, &altered)?;
        events::find(tx, id)?.ok_or(EventRefused::NoSuchEvent)
    })
}

/// The stages of a template, which are called and equipped as those of the venue are, and the venue's others.
fn stages(
    ids: &Ids,
    event: &Event,
    template: Option<&Template>,
    kept: Option<&KeptVenue>,
) -> Vec<Stage> {
    let of_venue = kept.map_or(&[][..], |kept| &kept.stages);
    let opening = kept.and_then(|kept| kept.opening(event.days()));
    let named = template.map_or(&[][..], |template| &template.stages);
    let mut stages: Vec<Stage> = Vec::new();
    for place in 0..of_venue.len().max(named.len()) {
        let kept = of_venue.get(place);
        let called = kept.map(|kept| &kept.name).or(named.get(place));
        let Some(mut name) = called.cloned() else {
            break;
        };
        if stages.iter().any(|stage| stage.name == name) {
            name = format!("{name} {}", place + 1);
        }
        stages.push(Stage {
            id: ids.next(),
            event: event.id,
            name,
            capacity: kept.and_then(|kept| kept.capacity),
            equipment: kept.map_or_else(String::new, |kept| kept.equipment.clone()),
            access: kept.map_or_else(String::new, |kept| kept.access.clone()),
            opening: kept.and(opening),
            position: u32::try_from(place).unwrap_or(u32::MAX),
        });
    }
    stages
}

fn fill(
    tx: &mut Tx<'_>,
    ids: &Ids,
    event: &Event,
    stages: &[Stage],
    template: &Template,
) -> Result<(), EventRefused> {
    let stages: Vec<StageId> = stages.iter().map(|stage| stage.id).collect();
    let laid = template
        .lay(event, &stages, ids)
        .ok_or(EventRefused::TemplateOutside)?;
    for (session, slots) in &laid.sessions {
        if !event.time.holds(session.time) {
            return Err(EventRefused::TemplateOutside);
        }
        programme::insert_session(tx, session)?;
        programme::insert_slots(tx, slots)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_holds_what_its_name_says_inside_its_hours_and_outside_of_clock_changes() {
        let told: Vec<_> = templates()
            .iter()
            .map(|template| {
                let breaks = template
                    .sessions
                    .iter()
                    .filter(|session| session.kind == SessionKind::Break);
                (
                    template.name.as_str(),
                    template.stages.len(),
                    template.slots(),
                    breaks.count(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Half day, one stage, 12 pitches", 1, 12, 2),
                ("Full day, two stages, meetings", 2, 24, 4),
                ("Evening showcase", 1, 6, 1),
                ("Two stages, lightning pitches", 2, 36, 3),
            ]
        );
        let one = NaiveTime::from_hms_opt(3, 0, 0).unwrap();
        for template in templates() {
            assert!(
                one <= template.start && template.start < template.end,
                "{}",
                template.key
            );
            let mut keys = templates().iter().filter(|other| other.key == template.key);
            assert!(
                keys.next().is_some() && keys.next().is_none(),
                "{}",
                template.key
            );
            for session in &template.sessions {
                let what = format!("{}: {}", template.key, session.title);
                assert!(
                    session.title.parse::<marketday_model::Line<120>>().is_ok(),
                    "{what}"
                );
                assert!(
                    template.start <= session.start && session.start < session.end,
                    "{what}"
                );
                assert!(session.end <= template.end, "{what}");
                assert!(
                    session
                        .stage
                        .is_none_or(|number| (1..=template.stages.len()).contains(&number)),
                    "{what}"
                );
                let is_pitch = session.kind == SessionKind::Pitch;
                assert_eq!(is_pitch, session.slots.is_some(), "{what}");
                assert!(!is_pitch || session.stage.is_some(), "{what}");
            }
        }
    }

    #[test]
    fn nobody_pitches_or_listens_for_more_than_90_minutes_without_a_break() {
        for template in templates() {
            for session in &template.sessions {
                let minutes = (session.end - session.start).num_minutes();
                assert!(
                    minutes <= 90,
                    "{}: {} takes {minutes} minutes",
                    template.key,
                    session.title
                );
            }
        }
    }

    #[test]
    fn no_two_sessions_of_a_template_are_on_one_stage_at_once() {
        for template in templates() {
            for (place, one) in template.sessions.iter().enumerate() {
                for other in &template.sessions[place + 1..] {
                    let shares =
                        one.stage.is_none() || other.stage.is_none() || one.stage == other.stage;
                    let overlaps = one.start < other.end && other.start < one.end;
                    assert!(
                        !(shares && overlaps),
                        "{}: {} and {}",
                        template.key,
                        one.title,
                        other.title
                    );
                }
            }
        }
    }
}
