//! The zone that a TZID means: an IANA name, one that another program made of it, a name of Windows, or what the
//! file's own VTIMEZONE describes.

use crate::read::property;
use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use ical::parser::ical::component::{
    IcalTimeZone, IcalTimeZoneTransition, IcalTimeZoneTransitionType,
};

/// The longest name that is looked up, in octets; it is looked up from each of its slashes on.
const LONGEST: usize = 200;

/// The zones of one calendar.
#[derive(Debug)]
pub(super) struct Zones {
    home: Tz,
    own: Vec<(String, Tz)>,
}

impl Zones {
    /// The zones that a calendar describes; `home` is that of times without one.
    pub(super) fn of(described: Vec<IcalTimeZone>, home: Tz) -> Self {
        let own = described.into_iter().filter_map(described_zone).collect();
        Self { home, own }
    }

    pub(super) fn home(&self) -> Tz {
        self.home
    }

    /// The zone that a TZID means. One that means nothing is told of, and is home.
    pub(super) fn named(&self, name: Option<&str>, unknown: impl FnOnce(&str)) -> Tz {
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
            return self.home;
        };
        let own = || {
            let own = self.own.iter().find(|(own, _)| own == name)?;
            Some(own.1)
        };
        known(name).or_else(own).unwrap_or_else(|| {
            unknown(&name.chars().take(60).collect::<String>());
            self.home
        })
    }
}

fn known(name: &str) -> Option<Tz> {
    let name = name.trim_matches('"');
    if name.len() > LONGEST {
        return None;
    }
    if let Some(zone) = iana(name) {
        return Some(zone);
    }
    if let Some((_, zone)) = WINDOWS
        .iter()
        .find(|(windows, _)| windows.eq_ignore_ascii_case(name))
    {
        return Some(*zone);
    }
    // `/mozilla.org/20050126_1/Europe/London` and the like.
    let mut rest = name;
    while let Some((_, after)) = rest.split_once('/') {
        match iana(after) {
            Some(zone) if after.contains('/') => return Some(zone),
            _ => rest = after,
        }
    }
    None
}

/// Some write IANA's names in capitals.
fn iana(name: &str) -> Option<Tz> {
    name.parse().ok().or_else(|| {
        let is_it = |zone: &Tz| zone.name().eq_ignore_ascii_case(name);
        chrono_tz::TZ_VARIANTS.into_iter().find(is_it)
    })
}

fn described_zone(described: IcalTimeZone) -> Option<(String, Tz)> {
    let properties: Vec<_> = described.properties.into_iter().map(property).collect();
    let find = |name: &str| {
        let found = properties.iter().find(|property| property.name == name)?;
        Some(found.value.trim())
    };
    let name = find("TZID")?.to_owned();
    let zone = find("X-LIC-LOCATION")
        .and_then(known)
        .or_else(|| by_offsets(described.transitions))?;
    Some((name, zone))
}

/// The likeliest zone with these offsets: one where people who hold days in the United Kingdom may be.
fn by_offsets(transitions: Vec<IcalTimeZoneTransition>) -> Option<Tz> {
    let (mut standard, mut daylight) = (None, None);
    for transition in transitions {
        let properties = transition.properties.into_iter().map(property);
        let to = properties
            .filter(|property| property.name == "TZOFFSETTO")
            .find_map(|property| offset(property.value.trim()));
        match transition.transition {
            IcalTimeZoneTransitionType::STANDARD => standard = to.or(standard),
            IcalTimeZoneTransitionType::DAYLIGHT => daylight = to.or(daylight),
        }
    }
    let winter = standard.or(daylight)?;
    let summer = daylight.unwrap_or(winter);
    let of = |zone: Tz, month| {
        let at: DateTime<Utc> = Utc.with_ymd_and_hms(2026, month, 1, 0, 0, 0).earliest()?;
        Some(
            zone.offset_from_utc_datetime(&at.naive_utc())
                .fix()
                .local_minus_utc(),
        )
    };
    let fits = |zone: &Tz| of(*zone, 1) == Some(winter) && of(*zone, 7) == Some(summer);
    LIKELY.into_iter().chain(chrono_tz::TZ_VARIANTS).find(fits)
}

/// `+0100` in seconds.
fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => return None,
    };
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i32>().ok();
    Some(sign * (part(0)? * 3_600 + part(2)? * 60))
}

const LIKELY: [Tz; 10] = [
    Tz::Europe__London,
    Tz::UTC,
    Tz::Europe__Paris,
    Tz::Europe__Helsinki,
    Tz::America__New_York,
    Tz::America__Chicago,
    Tz::America__Denver,
    Tz::America__Los_Angeles,
    Tz::Asia__Kolkata,
    Tz::Asia__Tokyo,
];

/// The names that Windows, and so Outlook and Exchange, give to zones, by CLDR's `windowsZones`.
const WINDOWS: [(&str, Tz); 72] = [
    ("GMT Standard Time", Tz::Europe__London),
    ("Greenwich Standard Time", Tz::Atlantic__Reykjavik),
    ("UTC", Tz::UTC),
    ("Coordinated Universal Time", Tz::UTC),
    ("W. Europe Standard Time", Tz::Europe__Berlin),
    ("Central Europe Standard Time", Tz::Europe__Budapest),
    ("Central European Standard Time", Tz::Europe__Warsaw),
    ("Romance Standard Time", Tz::Europe__Paris),
    ("FLE Standard Time", Tz::Europe__Kiev),
    ("GTB Standard Time", Tz::Europe__Bucharest),
    ("E. Europe Standard Time", Tz::Europe__Chisinau),
    ("Turkey Standard Time", Tz::Europe__Istanbul),
    ("Russian Standard Time", Tz::Europe__Moscow),
    ("Belarus Standard Time", Tz::Europe__Minsk),
    ("Kaliningrad Standard Time", Tz::Europe__Kaliningrad),
    ("Morocco Standard Time", Tz::Africa__Casablanca),
    ("W. Central Africa Standard Time", Tz::Africa__Lagos),
    ("South Africa Standard Time", Tz::Africa__Johannesburg),
    ("E. Africa Standard Time", Tz::Africa__Nairobi),
    ("Egypt Standard Time", Tz::Africa__Cairo),
    ("Namibia Standard Time", Tz::Africa__Windhoek),
    ("Israel Standard Time", Tz::Asia__Jerusalem),
    ("Jordan Standard Time", Tz::Asia__Amman),
    ("Middle East Standard Time", Tz::Asia__Beirut),
    ("Arab Standard Time", Tz::Asia__Riyadh),
    ("Arabic Standard Time", Tz::Asia__Baghdad),
    ("Arabian Standard Time", Tz::Asia__Dubai),
    ("Iran Standard Time", Tz::Asia__Tehran),
    ("Caucasus Standard Time", Tz::Asia__Yerevan),
    ("Georgian Standard Time", Tz::Asia__Tbilisi),
    ("Azerbaijan Standard Time", Tz::Asia__Baku),
    ("Pakistan Standard Time", Tz::Asia__Karachi),
    ("West Asia Standard Time", Tz::Asia__Tashkent),
    ("India Standard Time", Tz::Asia__Kolkata),
    ("Sri Lanka Standard Time", Tz::Asia__Colombo),
    ("Nepal Standard Time", Tz::Asia__Kathmandu),
    ("Bangladesh Standard Time", Tz::Asia__Dhaka),
    ("Myanmar Standard Time", Tz::Asia__Yangon),
    ("SE Asia Standard Time", Tz::Asia__Bangkok),
    ("China Standard Time", Tz::Asia__Shanghai),
    ("Singapore Standard Time", Tz::Asia__Singapore),
    ("Taipei Standard Time", Tz::Asia__Taipei),
    ("Tokyo Standard Time", Tz::Asia__Tokyo),
    ("Korea Standard Time", Tz::Asia__Seoul),
    ("W. Australia Standard Time", Tz::Australia__Perth),
    ("Cen. Australia Standard Time", Tz::Australia__Adelaide),
    ("AUS Central Standard Time", Tz::Australia__Darwin),
    ("AUS Eastern Standard Time", Tz::Australia__Sydney),
    ("E. Australia Standard Time", Tz::Australia__Brisbane),
    ("Tasmania Standard Time", Tz::Australia__Hobart),
    ("New Zealand Standard Time", Tz::Pacific__Auckland),
    ("Fiji Standard Time", Tz::Pacific__Fiji),
    ("Azores Standard Time", Tz::Atlantic__Azores),
    ("Cape Verde Standard Time", Tz::Atlantic__Cape_Verde),
    ("Greenland Standard Time", Tz::America__Nuuk),
    ("Newfoundland Standard Time", Tz::America__St_Johns),
    ("Atlantic Standard Time", Tz::America__Halifax),
    ("Eastern Standard Time", Tz::America__New_York),
    (
        "US Eastern Standard Time",
        Tz::America__Indiana__Indianapolis,
    ),
    ("Central Standard Time", Tz::America__Chicago),
    ("Canada Central Standard Time", Tz::America__Regina),
    ("Mountain Standard Time", Tz::America__Denver),
    ("US Mountain Standard Time", Tz::America__Phoenix),
    ("Pacific Standard Time", Tz::America__Los_Angeles),
    ("Alaskan Standard Time", Tz::America__Anchorage),
    ("Hawaiian Standard Time", Tz::Pacific__Honolulu),
    ("Central Standard Time (Mexico)", Tz::America__Mexico_City),
    ("SA Pacific Standard Time", Tz::America__Bogota),
    ("SA Western Standard Time", Tz::America__La_Paz),
    ("E. South America Standard Time", Tz::America__Sao_Paulo),
    ("Argentina Standard Time", Tz::America__Buenos_Aires),
    ("Pacific SA Standard Time", Tz::America__Santiago),
];
