//! What is to be measured, and how long it may take.

use std::time::Duration;

/// A part of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Public pages.
    Pages,
    /// Calendar feeds.
    Feeds,
    /// Bookings a second.
    Bookings,
    /// The moment in which booking opens.
    Storm,
    /// Letters out of the outbox.
    Letters,
}

impl Part {
    pub(crate) const ALL: [Self; 5] = [
        Self::Pages,
        Self::Feeds,
        Self::Bookings,
        Self::Storm,
        Self::Letters,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Feeds => "feeds",
            Self::Bookings => "bookings",
            Self::Storm => "storm",
            Self::Letters => "letters",
        }
    }
}

/// What the command line asks for: `pages`, `feeds`, `bookings`, `storm`, `letters` (all of them if none is named), `--quick`.
pub(crate) struct Plan {
    parts: Vec<Part>,
    is_quick: bool,
}

impl Plan {
    pub(crate) fn of(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut plan = Self {
            parts: Vec::new(),
            is_quick: false,
        };
        for argument in arguments {
            match argument.as_str() {
                // Cargo passes it to every benchmark.
                "--bench" => {}
                "--quick" => plan.is_quick = true,
                name => match Part::ALL.into_iter().find(|part| part.name() == name) {
                    Some(part) => plan.parts.push(part),
                    None => {
                        return Err(format!(
                            "unknown: {name}. Known are pages, feeds, bookings, storm, letters and --quick"
                        ));
                    }
                },
            }
        }
        Ok(plan)
    }

    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    /// How often ours and the limit take turns.
    pub(crate) fn rounds(&self) -> usize {
        if self.is_quick { 1 } else { 5 }
    }

    /// How long each turn of a page lasts.
    pub(crate) fn slice(&self) -> Duration {
        Duration::from_millis(if self.is_quick { 150 } else { 250 })
    }

    /// How many bookings each turn makes.
    pub(crate) fn bookings(&self) -> usize {
        if self.is_quick { 200 } else { 600 }
    }

    /// How many letters each turn sends.
    pub(crate) fn letters(&self) -> usize {
        if self.is_quick { 50 } else { 400 }
    }

    /// How many delegates are told that a day is called off.
    pub(crate) fn delegates(&self) -> usize {
        if self.is_quick { 500 } else { 10_000 }
    }

    /// How often a cold feed is asked for.
    pub(crate) fn cold(&self) -> usize {
        if self.is_quick { 10 } else { 60 }
    }

    /// How often booking opens.
    pub(crate) fn storms(&self) -> usize {
        if self.is_quick { 1 } else { 3 }
    }

    /// How many companies come at once.
    pub(crate) fn companies(&self) -> usize {
        if self.is_quick { 200 } else { 1000 }
    }
}
