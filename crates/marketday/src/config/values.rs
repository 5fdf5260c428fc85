//! The values as they were written, before a section makes sense of them.

use marketday_model::ProviderName;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::path::Path;

/// What is wrong with a value. The message names the key and the variable.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct ConfigError {
    what: String,
}

impl ConfigError {
    /// An error of the file as a whole.
    pub(crate) fn of_file(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }

    /// An error of one key.
    pub(crate) fn of_key(key: &str, what: impl fmt::Display) -> Self {
        Self {
            what: format!("{key} ({}): {what}", variable(key)),
        }
    }
}

/// `http.bind` as `MARKETDAY__HTTP__BIND`.
fn variable(key: &str) -> String {
    format!("MARKETDAY__{}", key.replace('.', "__").to_ascii_uppercase())
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The file.
    File(String),
    /// The environment.
    Variable(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(name) | Self::Variable(name) => f.write_str(name),
        }
    }
}

/// What `config check` prints of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shown {
    /// The value, or what stands for a secret.
    Value(toml::Value),
    /// No value, but what happens instead.
    Instead(String),
}

impl<V: Into<toml::Value>> From<V> for Shown {
    fn from(value: V) -> Self {
        Self::Value(value.into())
    }
}

/// One setting as `config check` prints it.
#[derive(Debug)]
pub(crate) struct Setting {
    /// `section.name`.
    pub(crate) key: String,
    /// What is printed.
    pub(crate) shown: Shown,
    /// Where the value comes from.
    pub(crate) origin: Origin,
}

/// Every value that was given, by its key, until it is taken; and what was made of those taken.
#[derive(Debug, Default)]
pub(crate) struct Values {
    given: BTreeMap<String, (String, Origin)>,
    settings: Vec<Setting>,
}

impl Values {
    /// Reads a file and the environment.
    pub(crate) fn load(
        file: Option<&Path>,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigError> {
        let default = Path::new("marketday.toml");
        let path = file.unwrap_or(default);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                String::new()
            }
            Err(error) => return Err(ConfigError::of_file(format!("{}: {error}", path.display()))),
        };
        Self::parse(&text, &path.display().to_string(), variables)
    }

    /// The values of a text, and over them those of the environment.
    pub(crate) fn parse(
        toml: &str,
        file: &str,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) -> Result<Self, ConfigError> {
        let table: toml::Table = toml
            .parse()
            .map_err(|error| ConfigError::of_file(where_in(file, toml, &error)))?;
        let mut values = Self::default();
        for (section, content) in table {
            let toml::Value::Table(content) = content else {
                return Err(ConfigError::of_file(format!(
                    "{file}: {section} must stand in a section, like [http]"
                )));
            };
            for (name, value) in content {
                let key = format!("{section}.{name}");
                if key == PROVIDERS {
                    values.give_providers(value, file)?;
                    continue;
                }
                let text = match value {
                    toml::Value::String(text) => text,
                    toml::Value::Integer(_) | toml::Value::Boolean(_) => value.to_string(),
                    _ => {
                        return Err(ConfigError::of_key(
                            &key,
                            "must be a text, a whole number, true or false",
                        ));
                    }
                };
                values
                    .given
                    .insert(key, (text, Origin::File(file.to_owned())));
            }
        }
        for (name, value) in variables {
            values.give(&name, value)?;
        }
        Ok(values)
    }

    /// Takes the providers of a file into account: a list of tables, each with its id, or a table for each id. In keys
    /// an id has `_` for `-`, as a variable must.
    fn give_providers(&mut self, value: toml::Value, file: &str) -> Result<(), ConfigError> {
        let refused = |what: String| ConfigError::of_key(PROVIDERS, what);
        let shape = || refused("must be written as [[sign_in.provider]] with an id each".into());
        let mut seen = BTreeSet::new();
        let providers: Vec<(String, toml::Table)> = match value {
            toml::Value::Array(list) => list
                .into_iter()
                .map(|entry| match entry {
                    toml::Value::Table(mut table) => match table.remove("id") {
                        Some(toml::Value::String(id)) => Ok((id, table)),
                        _ => Err(refused("each needs an id, like id = \"entra\"".into())),
                    },
                    _ => Err(shape()),
                })
                .collect::<Result<_, _>>()?,
            toml::Value::Table(tables) => tables
                .into_iter()
                .map(|(id, entry)| match entry {
                    toml::Value::Table(table) => Ok((id.replace('_', "-"), table)),
                    _ => Err(shape()),
                })
                .collect::<Result<_, _>>()?,
            _ => return Err(shape()),
        };
        for (id, table) in providers {
            id.parse::<ProviderName>()
                .map_err(|error| refused(format!("id {id:?} {error}")))?;
            if !seen.insert(id.clone()) {
                return Err(refused(format!("two are called {id}")));
            }
            for (name, value) in table {
                let key = format!("{PROVIDERS}.{}.{name}", id.replace('-', "_"));
                let text = text_or_list(value).ok_or_else(|| {
                    ConfigError::of_key(&key, "must be a text or a list of texts")
                })?;
                self.given
                    .insert(key, (text, Origin::File(file.to_owned())));
            }
        }
        Ok(())
    }

    /// Takes a variable of the environment into account, if it is one of ours.
    fn give(&mut self, name: &OsString, value: OsString) -> Result<(), ConfigError> {
        let Some(name) = name.to_str() else {
            return Ok(());
        };
        let Some(path) = name.strip_prefix("MARKETDAY__") else {
            return Ok(());
        };
        let key = path.to_ascii_lowercase().replace("__", ".");
        let value = value
            .into_string()
            .map_err(|_| ConfigError::of_key(&key, "must be UTF-8"))?;
        self.given
            .insert(key, (value, Origin::Variable(name.to_owned())));
        Ok(())
    }

    /// Takes a value, or its default, and makes something of it. `show` is what `config check` prints of it.
    pub(crate) fn take<T, E: fmt::Display, S: Into<Shown>>(
        &mut self,
        key: &str,
        default: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
        show: impl FnOnce(&T) -> S,
    ) -> Result<T, ConfigError> {
        let (text, origin) = self
            .given
            .remove(key)
            .unwrap_or_else(|| (default.to_owned(), Origin::Default));
        let value = parse(text.trim()).map_err(|error| ConfigError::of_key(key, error))?;
        self.settings.push(Setting {
            key: key.to_owned(),
            shown: show(&value).into(),
            origin,
        });
        Ok(value)
    }

    /// The names of what was given below a key: `a` and `b` of `x.a.c` and `x.b.d`, below `x`.
    pub(crate) fn names_below(&self, key: &str) -> BTreeSet<String> {
        let rest = self
            .given
            .keys()
            .filter_map(|given| given.strip_prefix(key)?.strip_prefix('.'));
        rest.filter_map(|rest| rest.split_once('.'))
            .map(|(name, _)| name.to_owned())
            .collect()
    }

    /// Whether a value was given.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.given.contains_key(key)
    }

    /// What was made of the values; whatever is left over is a key that nobody knows.
    pub(crate) fn finish(self) -> Result<Vec<Setting>, ConfigError> {
        match self.given.into_iter().next() {
            None => Ok(self.settings),
            Some((key, (_, origin))) => {
                let known: Vec<&str> = self.settings.iter().map(|s| s.key.as_str()).collect();
                Err(ConfigError::of_file(format!(
                    "{key} (in {origin}) is not a setting. The settings are: {}",
                    known.join(", ")
                )))
            }
        }
    }
}

/// The key below which the settings of providers stand.
const PROVIDERS: &str = "sign_in.provider";

/// A text, or a list of texts with spaces between.
fn text_or_list(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Array(list) => {
            let texts: Option<Vec<String>> = list
                .into_iter()
                .map(|entry| match entry {
                    toml::Value::String(text) => Some(text),
                    _ => None,
                })
                .collect();
            texts.map(|texts| texts.join(" "))
        }
        _ => None,
    }
}

/// A mistake in the file by its line. The line itself is not repeated: it may hold a secret.
fn where_in(file: &str, text: &str, error: &toml::de::Error) -> String {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map_or(1, |before| before.matches('\n').count() + 1);
    format!("{file}, line {line}: {}", error.message())
}
