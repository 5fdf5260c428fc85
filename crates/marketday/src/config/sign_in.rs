//! `[sign_in]`: how long being signed in lasts.

use super::ConfigError;
use super::values::Values;
use chrono::Duration;
use marketday_model::SignInLimits;

pub(super) fn read(values: &mut Values) -> Result<SignInLimits, ConfigError> {
    let default = SignInLimits::default();
    let mut length = |key: &str, default: Duration| {
        values.take(key, &text(default), length, |length| text(*length))
    };
    let limits = SignInLimits {
        idle: length("sign_in.idle", default.idle)?,
        absolute: length("sign_in.absolute", default.absolute)?,
    };
    if limits.absolute < limits.idle {
        let what = format!(
            "must be at least sign_in.idle, which is {}",
            text(limits.idle)
        );
        return Err(ConfigError::of_key("sign_in.absolute", what));
    }
    Ok(limits)
}

/// `14 days`, `8 hours`, `30 minutes`: from a quarter of an hour to 400 days, after which browsers forget every cookie.
fn length(text: &str) -> Result<Duration, &'static str> {
    let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
    let number: Option<i64> = number.parse().ok().filter(|n| (1..=1_000_000).contains(n));
    let length = number.and_then(|number| match unit.trim() {
        "minute" | "minutes" => Some(Duration::minutes(number)),
        "hour" | "hours" => Some(Duration::hours(number)),
        "day" | "days" => Some(Duration::days(number)),
        _ => None,
    });
    length
        .filter(|length| (Duration::minutes(15)..=Duration::days(400)).contains(length))
        .ok_or("must be a number and minutes, hours or days, like \"14 days\", from 15 minutes to 400 days")
}

fn text(length: Duration) -> String {
    let minutes = length.num_minutes();
    let (number, unit) = match minutes {
        m if m % (24 * 60) == 0 => (m / (24 * 60), "day"),
        m if m % 60 == 0 => (m / 60, "hour"),
        m => (m, "minute"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
