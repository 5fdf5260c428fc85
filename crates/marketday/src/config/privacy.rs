//! `[privacy]`: who answers for personal data, and how long some of it is kept.

use super::ConfigError;
use super::values::Values;
use chrono::Duration;
use marketday_model::privacy::Periods;

/// Who answers for personal data, and how long some of it is kept.
#[derive(Debug, Clone, Default)]
pub struct Privacy {
    /// The organisation that runs this installation, as `/privacy` names it.
    pub controller: String,
    /// Where people write to about their data; none means that `mail.from` stands there.
    pub contact: String,
    /// How long people, notices and the audit trail are kept.
    pub periods: Periods,
}

impl Privacy {
    pub(super) fn read(values: &mut Values) -> Result<Self, ConfigError> {
        let default = Periods::default();
        let controller = values.take("privacy.controller", "", text, String::clone)?;
        let contact = values.take("privacy.contact", "", text, String::clone)?;
        let mut period = |key: &str, default: Duration| {
            values.take(
                key,
                &default.num_days().to_string(),
                days,
                |kept: &Duration| kept.num_days(),
            )
        };
        let periods = Periods {
            people: period("privacy.people_days", default.people)?,
            notices: period("privacy.notices_days", default.notices)?,
            audit: period("privacy.audit_days", default.audit)?,
            ..default
        };
        Ok(Self {
            controller,
            contact,
            periods,
        })
    }
}

fn text(text: &str) -> Result<String, &'static str> {
    let is_line = text.chars().count() <= 200 && !text.chars().any(char::is_control);
    is_line
        .then(|| text.to_owned())
        .ok_or("must be one line of 200 characters or fewer")
}

fn days(text: &str) -> Result<Duration, &'static str> {
    text.parse()
        .ok()
        .filter(|days| (30..=36_500).contains(days))
        .map(Duration::days)
        .ok_or("must be a whole number of days from 30 to 36500")
}
