//! Filling a database with the demonstration, through the same verbs that people's requests go through, with a clock
//! that runs from four weeks ago to yesterday.

mod profile;
mod team;

use super::calendar::day_ahead;
use super::content::{Company, Content, Day, Delegate, Organiser, Place, SessionContent};
use super::moments::moments;
use anyhow::{Context, anyhow, bail};
use chrono::{Days, Duration, NaiveDate, NaiveTime, Weekday};
use marketday_accounts::{add_authorities, add_organiser};
use marketday_attendance::RegisterRequest;
use marketday_booking::{BookOutcome, BookRequest, HoldRequest, PitchText, Presenter};
use marketday_model::code::{CodeCheck, digest};
use marketday_model::event::Window;
use marketday_model::slot::SlotLengths;
use marketday_model::time::{LONDON, from_local};
use marketday_model::{
    Event, EventId, FrozenClock, Instant, Line, OrganisationId, Person, Prose, Randomness,
    SessionId, SessionKind, Slot, StageId, Surroundings, Theme, TimeRange,
};
use marketday_scheduling::{EventDetails, SessionText, StageText};
use marketday_store::{Store, programme};
use std::str::FromStr;
use std::sync::Arc;

/// How many days before today the first day of the demonstration was created; the next ones follow a day apart.
const BEGAN: u64 = 28;
/// The grid on which slots start, in minutes.
const GRID: u32 = 5;

/// The hand that fills the database.
struct Hand<'a> {
    store: &'a Store,
    content: &'a Content,
    clock: Arc<FrozenClock>,
    surroundings: Surroundings,
    today: NaiveDate,
}

/// Fills an empty database. Equal `chance` and an equal date of `now` give equal data.
pub fn seed(store: &Store, content: &Content, chance: u64, now: Instant) -> anyhow::Result<()> {
    let today = now.with_timezone(&LONDON).date_naive();
    let began = at(today - Days::new(BEGAN), time("09:00")?)?;
    let clock = Arc::new(FrozenClock::at(began));
    let surroundings = Surroundings::new(clock.clone(), Randomness::seeded(chance));
    let hand = Hand {
        store,
        content,
        clock,
        surroundings,
        today,
    };
    let councils = content.councils.iter().map(|council| {
        Ok((
            council.name.clone(),
            council.gss.clone(),
            word(&council.region)?,
        ))
    });
    add_authorities(
        store,
        &hand.surroundings,
        councils.collect::<anyhow::Result<Vec<_>>>()?,
    )?;
    for organiser in &content.organisers {
        hand.organiser(organiser)?;
    }
    for (number, day) in (0..).zip(&content.events) {
        hand.day(number, day)
            .with_context(|| format!("the day “{}”", day.title))?;
    }
    Ok(())
}

impl Hand<'_> {
    fn organiser(&self, organiser: &Organiser) -> anyhow::Result<(Person, OrganisationId)> {
        let (email, name, body) = (
            word(&organiser.email)?,
            word(&organiser.name)?,
            word(&organiser.body)?,
        );
        let (person, body) = add_organiser(self.store, &self.surroundings, &email, &name, &body)?;
        Ok((person, body.id))
    }

    fn day(&self, number: u64, day: &Day) -> anyhow::Result<()> {
        let created = self.today - Days::new(BEGAN.saturating_sub(number));
        self.clock.set(at(created, time("10:00")?)?);
        let organiser = self
            .content
            .organisers
            .iter()
            .find(|o| o.body == day.organiser);
        let (organiser, body) =
            self.organiser(organiser.with_context(|| format!("no {}", day.organiser))?)?;
        let event = self.create(day, &organiser, body)?;
        if self.content.first_of(&day.organiser) == Some(day.title.as_str()) {
            self.seats(&event, &organiser, &day.organiser)?;
        }
        let stages = self.stages(day, &event, &organiser)?;
        let sessions = self.sessions(day, &event, &organiser, &stages)?;
        if day.state == "draft" {
            return Ok(());
        }
        self.clock.advance(Duration::hours(3));
        marketday_scheduling::publish(self.store, &self.surroundings, event.id, organiser.id)?;
        let public = created + Days::new(1);
        self.bookings(public, &event, &sessions)?;
        self.registrations(public, day, &event)?;
        if day.state == "cancelled" {
            let yesterday = self.today - Days::new(1);
            self.clock.set(at(yesterday, time("17:20")?)?);
            let reason: Prose<1000> = word(&day.reason)?;
            marketday_scheduling::cancel_event(
                self.store,
                &self.surroundings,
                event.id,
                organiser.id,
                reason,
            )?;
        }
        Ok(())
    }

    fn create(&self, day: &Day, organiser: &Person, body: OrganisationId) -> anyhow::Result<Event> {
        let weekday: Weekday = day
            .weekday
            .parse()
            .map_err(|_| anyhow!("no weekday {}", day.weekday))?;
        let date = day_ahead(self.today, day.weeks_ahead, weekday);
        let range = TimeRange::new(at(date, time(&day.starts)?)?, at(date, time(&day.ends)?)?)?;
        let closes_before = |days: i64| range.start() - Duration::days(days);
        let details = EventDetails {
            title: word(&day.title)?,
            summary: word(&day.summary)?,
            region: word(&day.region)?,
            themes: themes(&day.themes)?,
            venue: word(&day.venue.name)?,
            town: word(&day.town)?,
            address: word(&day.venue.address)?,
            access: word(&day.venue.access)?,
            facilities: marketday_model::Facilities::default(),
            time: range,
            capacity: day.capacity,
            booking: Window {
                opens_at: None,
                closes_at: closes_before(5),
            },
            registration: Window {
                opens_at: None,
                closes_at: closes_before(2),
            },
            company_limit: 1,
        };
        let id: EventId = self.surroundings.id();
        let by = (body, organiser.email.to_string());
        Ok(marketday_scheduling::create_event(
            self.store,
            &self.surroundings,
            id,
            organiser.id,
            by,
            details,
        )?)
    }

    fn stages(&self, day: &Day, event: &Event, organiser: &Person) -> anyhow::Result<Vec<StageId>> {
        day.stages
            .iter()
            .map(|stage| {
                let text = StageText {
                    name: word(&stage.name)?,
                    capacity: Some(stage.capacity),
                    equipment: Prose::default(),
                    access: word(&stage.access)?,
                    opening: None,
                };
                Ok(marketday_scheduling::add_stage(
                    self.store,
                    &self.surroundings,
                    event.id,
                    organiser.id,
                    text,
                )?)
            })
            .collect()
    }

    /// The sessions, and behind each the slots of its pitch session.
    fn sessions<'d>(
        &self,
        day: &'d Day,
        event: &Event,
        organiser: &Person,
        stages: &[StageId],
    ) -> anyhow::Result<Vec<(&'d SessionContent, SessionId)>> {
        let date = event.time.start().with_timezone(&LONDON).date_naive();
        let mut made = Vec::new();
        for session in &day.sessions {
            let kind: SessionKind = word(&session.kind)?;
            let stage = match &session.stage {
                Place::Stage(index) => Some(
                    *stages
                        .get(*index)
                        .with_context(|| format!("no stage {index}"))?,
                ),
                Place::Everywhere(word) if word == "all" => None,
                Place::Everywhere(word) => bail!("no stage {word:?}"),
            };
            let text = SessionText {
                title: word(&session.title)?,
                description: word(&description(session))?,
                chair: session.chair.as_deref().map(word).transpose()?,
                kind,
                stage,
                time: TimeRange::new(
                    at(date, time(&session.starts)?)?,
                    at(date, time(&session.ends)?)?,
                )?,
            };
            let id: SessionId = self.surroundings.id();
            marketday_scheduling::add_session(
                self.store,
                &self.surroundings,
                (event.id, id),
                organiser.id,
                text,
            )?;
            made.push((session, id));
        }
        for (session, id) in &made {
            let Some(slots) = session.slots else {
                continue;
            };
            let lengths = SlotLengths::new(slots.pitch, slots.questions, slots.changeover, GRID)?;
            let now = self.surroundings.now();
            let plan = self
                .store
                .read(|rx| marketday_scheduling::plan_slots(rx, event.id, *id, lengths, now))?;
            let shown = plan.digest();
            let place = (event.id, *id);
            marketday_scheduling::apply_slots(
                self.store,
                &self.surroundings,
                place,
                organiser.id,
                lengths,
                shown,
            )?;
        }
        Ok(made)
    }

    /// Books the companies of each pitch session, spread over its slots, from the day on which the event is `public`.
    fn bookings(
        &self,
        public: NaiveDate,
        event: &Event,
        sessions: &[(&SessionContent, SessionId)],
    ) -> anyhow::Result<()> {
        let slots = self.store.read(|rx| programme::list_slots(rx, event.id))?;
        let mut bookings = Vec::new();
        for (session, id) in sessions {
            let here: Vec<&Slot> = slots.iter().filter(|slot| slot.session == *id).collect();
            for (number, name) in session.companies.iter().enumerate() {
                let company = self.content.company(name);
                let company = company.with_context(|| format!("no company {name}"))?;
                let slot = here.get(number * here.len() / session.companies.len());
                bookings.push((company, *slot.context("no slot is left")?));
            }
        }
        let moments = moments(public, self.today, bookings.len());
        for ((company, slot), (date, time)) in bookings.into_iter().zip(moments) {
            self.clock.set(at(date, time)?);
            self.book(company, slot)
                .with_context(|| format!("booking for {}", company.name))?;
        }
        Ok(())
    }

    fn book(&self, company: &Company, slot: &Slot) -> anyhow::Result<()> {
        let browser = digest(&self.surroundings.token());
        let request = HoldRequest {
            slot: slot.id,
            browser: browser.clone(),
            network: digest(&company.name),
        };
        marketday_booking::hold(self.store, &self.surroundings, request)?;
        self.clock.advance(Duration::minutes(4));
        let presenter = company.presenter.as_ref().map(|presenter| {
            Ok::<_, anyhow::Error>(Presenter {
                name: word(&presenter.name)?,
                email: word(&presenter.email)?,
            })
        });
        let request = BookRequest {
            slot: slot.id,
            browser,
            company: word(&company.name)?,
            known_company: None,
            website: Some(word(&company.website)?),
            company_number: Some(word(&company.number)?),
            contact_email: word(&company.contact.email)?,
            contact_name: word(&company.contact.name)?,
            phone: Some(word(&company.contact.phone)?),
            presenter: presenter.transpose()?,
            pitch: PitchText {
                title: word(&company.pitch.title)?,
                summary: word(&company.pitch.summary)?,
                themes: themes(&company.pitch.themes)?,
            },
            of_itself: marketday_booking::OfItself::default(),
        };
        let booked = marketday_booking::book(self.store, &self.surroundings, request, |_, _| {
            Ok(CodeCheck::Right)
        })?;
        match booked {
            BookOutcome::Booked(booking) => self.profile(company, booking),
            BookOutcome::CodeRefused(_) => bail!("no code was asked for"),
        }
    }

    /// Registers those whom the day concerns most: from its region first, then by its themes.
    fn registrations(&self, public: NaiveDate, day: &Day, event: &Event) -> anyhow::Result<()> {
        let mut delegates: Vec<&Delegate> = self.content.delegates.iter().collect();
        let shares_theme = |delegate: &Delegate| {
            delegate
                .themes
                .iter()
                .any(|theme| day.themes.contains(theme))
        };
        delegates.sort_by_key(|delegate| (delegate.region != day.region, !shares_theme(delegate)));
        delegates.truncate(day.registrations);
        let moments = moments(public, self.today, delegates.len());
        for (number, (delegate, (date, time))) in delegates.into_iter().zip(moments).enumerate() {
            self.clock.set(at(date, time)?);
            let request = RegisterRequest {
                event: event.id,
                email: word(&delegate.email)?,
                name: word(&delegate.name)?,
                organisation: word::<Line<160>>(&delegate.organisation)?,
                role: word(&delegate.role)?,
                themes: themes(&delegate.themes)?,
                access: word(&delegate.access_needs)?,
                dietary: word(&delegate.dietary_needs)?,
                listed: number % 2 == 0,
            };
            marketday_attendance::register(self.store, &self.surroundings, request, |_, _| {
                Ok(CodeCheck::Right)
            })?;
        }
        Ok(())
    }
}

fn description(session: &SessionContent) -> String {
    let with = session.speaker.as_ref().map(|name| format!("With {name}."));
    [Some(session.description.trim().to_owned()), with]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A text as what it must be.
fn word<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    text: &str,
) -> anyhow::Result<T> {
    text.parse().with_context(|| format!("{text:?}"))
}

fn themes(words: &[String]) -> anyhow::Result<Vec<Theme>> {
    let mut themes: Vec<Theme> = words
        .iter()
        .map(|theme| word(theme))
        .collect::<anyhow::Result<_>>()?;
    themes.sort();
    Ok(themes)
}

fn time(text: &str) -> anyhow::Result<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").with_context(|| format!("no time {text:?}"))
}

fn at(date: NaiveDate, time: NaiveTime) -> anyhow::Result<Instant> {
    from_local(date.and_time(time), LONDON, None).with_context(|| format!("{date} {time}"))
}
