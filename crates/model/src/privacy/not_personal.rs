//! Text that is about no person: events and what is on at them, organisations, counters, states.

/// Columns that hold text and no personal data, by table. `*` stands for every column of the table. Ids (`id` and
/// what ends in `_id`) need no line unless they refer to a person.
pub const NOT_PERSONAL: &[(&str, &[&str])] = &[
    (
        "events",
        &[
            "slug",
            "state",
            "title",
            "summary",
            "region",
            "zone",
            "cancel_reason",
            "postpone_reason",
        ],
    ),
    ("former_entries", &["*"]),
    ("former_slots", &["*"]),
    ("former_themes", &["*"]),
    ("booking_rules", &["*"]),
    ("company_groups", &["*"]),
    ("event_themes", &["*"]),
    ("event_feeds", &["*"]),
    ("venues", &["*"]),
    ("kept_venues", &["*"]),
    ("kept_hours", &["*"]),
    ("kept_stages", &["*"]),
    // What others hold, and nobody's here; over a day after its end.
    ("imported_calendars", &["*"]),
    ("imported_entries", &["*"]),
    ("series", &["*"]),
    ("series_events", &["*"]),
    ("stages", &["*"]),
    ("sessions", &["kind", "title", "description"]),
    ("session_notes", &["*"]),
    ("slots", &["*"]),
    ("releases", &["note"]),
    (
        "released_sessions",
        &["stage_name", "kind", "title", "description"],
    ),
    ("released_slots", &["*"]),
    ("pools", &["*"]),
    // Of a browser that nobody is known to sit at, for ten minutes.
    ("provider_attempts", &["*"]),
    ("calls", &["*"]),
    ("criteria", &["*"]),
    ("authorities", &["*"]),
    ("event_reminders", &["*"]),
    ("reminders_written", &["*"]),
    ("event_nudges", &["*"]),
    ("nudges_written", &["*"]),
    ("closings_written", &["*"]),
    // How many letters went to a domain in a minute.
    ("mail_domains", &["*"]),
    // The product's own book of migrations.
    ("__diesel_schema_migrations", &["*"]),
];
