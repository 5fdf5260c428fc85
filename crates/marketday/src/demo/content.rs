//! What the demonstration holds, as it is written in `content/*.toml`.

use anyhow::Context;
use serde::Deserialize;

/// Everything.
#[derive(Debug, Clone)]
pub struct Content {
    pub(super) companies: Vec<Company>,
    pub(super) delegates: Vec<Delegate>,
    pub(super) councils: Vec<Council>,
    pub(super) organisers: Vec<Organiser>,
    pub(super) seats: Vec<SeatContent>,
    pub(super) events: Vec<Day>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Company {
    pub(super) name: String,
    pub(super) website: String,
    pub(super) number: String,
    pub(super) region: String,
    pub(super) size: String,
    pub(super) products: String,
    pub(super) documents: Vec<DocumentContent>,
    pub(super) contact: Contact,
    pub(super) presenter: Option<NamedPerson>,
    pub(super) pitch: PitchContent,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct DocumentContent {
    pub(super) kind: String,
    pub(super) name: String,
    /// For how many weeks from today it holds; for good if nothing is said.
    pub(super) weeks: Option<i64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Contact {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct NamedPerson {
    pub(super) name: String,
    pub(super) email: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PitchContent {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) themes: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Delegate {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) organisation: String,
    pub(super) region: String,
    pub(super) role: String,
    pub(super) themes: Vec<String>,
    #[serde(default)]
    pub(super) access_needs: String,
    #[serde(default)]
    pub(super) dietary_needs: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Council {
    pub(super) name: String,
    pub(super) gss: String,
    pub(super) region: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Organiser {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) body: String,
}

/// Somebody else's place in a body's team.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct SeatContent {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) body: String,
    pub(super) role: String,
    /// `day`: the body's first; `all` of them.
    pub(super) reach: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Day {
    pub(super) state: String,
    #[serde(default)]
    pub(super) reason: String,
    pub(super) title: String,
    pub(super) region: String,
    pub(super) town: String,
    pub(super) themes: Vec<String>,
    pub(super) weeks_ahead: u64,
    pub(super) weekday: String,
    pub(super) starts: String,
    pub(super) ends: String,
    pub(super) capacity: u32,
    pub(super) organiser: String,
    pub(super) registrations: usize,
    pub(super) summary: String,
    pub(super) venue: VenueContent,
    pub(super) stages: Vec<StageContent>,
    pub(super) sessions: Vec<SessionContent>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct VenueContent {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) access: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct StageContent {
    pub(super) name: String,
    pub(super) capacity: u32,
    pub(super) access: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct SessionContent {
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) stage: Place,
    pub(super) starts: String,
    pub(super) ends: String,
    #[serde(default)]
    pub(super) description: String,
    pub(super) speaker: Option<String>,
    pub(super) chair: Option<String>,
    /// Of a pitch session.
    pub(super) slots: Option<SlotsContent>,
    #[serde(default)]
    pub(super) companies: Vec<String>,
}

/// Minutes.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct SlotsContent {
    pub(super) pitch: u32,
    pub(super) questions: u32,
    pub(super) changeover: u32,
}

/// `0`, `1` or `"all"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Place {
    Stage(usize),
    Everywhere(String),
}

#[derive(Deserialize)]
struct Companies {
    company: Vec<Company>,
}

#[derive(Deserialize)]
struct Delegates {
    delegate: Vec<Delegate>,
}

#[derive(Deserialize)]
struct Councils {
    council: Vec<Council>,
}

#[derive(Deserialize)]
struct Organisers {
    organiser: Vec<Organiser>,
    seat: Vec<SeatContent>,
}

#[derive(Deserialize)]
struct Days {
    event: Vec<Day>,
}

impl Content {
    /// Reads what is embedded in the binary.
    pub fn load() -> anyhow::Result<Self> {
        let companies: Companies = read("companies", include_str!("content/companies.toml"))?;
        let delegates: Delegates = read("delegates", include_str!("content/delegates.toml"))?;
        let councils: Councils = read("councils", include_str!("content/councils.toml"))?;
        let organisers: Organisers = read("organisers", include_str!("content/organisers.toml"))?;
        let days: Days = read("events", include_str!("content/events.toml"))?;
        Ok(Self {
            companies: companies.company,
            delegates: delegates.delegate,
            councils: councils.council,
            organisers: organisers.organiser,
            seats: organisers.seat,
            events: days.event,
        })
    }

    pub(super) fn company(&self, name: &str) -> Option<&Company> {
        self.companies.iter().find(|company| company.name == name)
    }

    pub(super) fn first_organiser(&self) -> Option<&str> {
        let body = self.events.first()?.organiser.as_str();
        self.organisers
            .iter()
            .find(|organiser| organiser.body == body)
            .map(|organiser| organiser.email.as_str())
    }

    /// The title of a body's first day.
    pub(super) fn first_of(&self, body: &str) -> Option<&str> {
        let day = self.events.iter().find(|day| day.organiser == body)?;
        Some(&day.title)
    }

    /// The first who has this role in a team.
    pub(super) fn first_seat(&self, role: &str) -> Option<&str> {
        let seat = self.seats.iter().find(|seat| seat.role == role)?;
        Some(&seat.email)
    }

    pub(super) fn first_company_booked(&self) -> Option<&str> {
        let name = self
            .events
            .first()?
            .sessions
            .iter()
            .find_map(|session| session.companies.first())?;
        self.company(name)
            .map(|company| company.contact.email.as_str())
    }

    pub(super) fn first_delegate(&self) -> Option<&str> {
        self.delegates
            .first()
            .map(|delegate| delegate.email.as_str())
    }
}

fn read<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> anyhow::Result<T> {
    toml::from_str(text).with_context(|| format!("demo/content/{name}.toml"))
}
