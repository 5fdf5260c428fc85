//! `[log]`: what the process says of itself.

use super::ConfigError;
use super::values::Values;

/// What the process says of itself.
#[derive(Debug, Clone)]
pub struct Log {
    /// `text` for people, `json` for machines.
    pub format: LogFormat,
    /// `error`, `warn`, `info`, `debug`, or directives like `info,marketday_notify=debug`.
    pub level: String,
}

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Log {
    pub(super) fn read(values: &mut Values) -> Result<Self, ConfigError> {
        let format = values.take("log.format", "text", format, |format| match format {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        })?;
        let level = values.take("log.level", "info", level, String::clone)?;
        Ok(Self { format, level })
    }
}

fn format(text: &str) -> Result<LogFormat, &'static str> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("must be text or json"),
    }
}

fn level(text: &str) -> Result<String, &'static str> {
    let parsed: Result<tracing_subscriber::EnvFilter, _> = text.parse();
    parsed
        .map(|_| text.to_owned())
        .map_err(|_| "must be error, warn, info, debug or trace, or directives of them")
}
