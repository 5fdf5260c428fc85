//! Which part of a programme a feed holds: all of it, a stage, a theme, or a theme on a stage.

use crate::chosen::{BadFilter, set, theme_words};
use marketday_model::{StageId, Theme};

/// The filters of the feed of a programme. An entry has to pass both; without any, every entry does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// What is, or once was, on this stage, and what is on all of them.
    pub stage: Option<StageId>,
    /// The pitches that have, or once had, this theme. Nothing else has one.
    pub theme: Option<Theme>,
}

impl Part {
    /// The filters that an address names. An empty value is no filter.
    pub fn read<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, BadFilter> {
        let mut part = Self::default();
        for (name, value) in pairs {
            match name {
                "stage" | "theme" if value.is_empty() => {}
                "stage" => set(&mut part.stage, "stage", value, Vec::new)?,
                "theme" => set(&mut part.theme, "theme", value, theme_words)?,
                other => return Err(BadFilter::Name(other.to_owned())),
            }
        }
        Ok(part)
    }

    /// The filters in the one order in which addresses name them: names and values hold nothing that has to be encoded.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let stage = self.stage.map(|stage| ("stage", stage.to_string()));
        let theme = self.theme.map(|theme| ("theme", theme.to_string()));
        stage.into_iter().chain(theme).collect()
    }
}
