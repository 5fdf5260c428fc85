-- Calendars of others that an organising body looks at when it plans: read from an address, or sent in as a file.
CREATE TABLE imported_calendars (
    id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    -- None for a file.
    address TEXT,
    etag TEXT,
    last_modified TEXT,
    fetched_at TIMESTAMP,
    read_at TIMESTAMP,
    last_answer TEXT NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    -- None for a file.
    next_fetch_at TIMESTAMP,
    -- A line each: the line of the file, a space, and why.
    problems TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CHECK ((address IS NULL) = (next_fetch_at IS NULL))
);
CREATE INDEX imported_calendars_body ON imported_calendars (body_id);
CREATE INDEX imported_calendars_due ON imported_calendars (next_fetch_at);

-- What happens in them, each time of what repeats.
CREATE TABLE imported_entries (
    calendar_id TEXT NOT NULL REFERENCES imported_calendars (id) ON DELETE CASCADE,
    uid TEXT NOT NULL,
    title TEXT NOT NULL,
    location TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    all_day BOOLEAN NOT NULL,
    PRIMARY KEY (calendar_id, starts_at, uid),
    CHECK (starts_at <= ends_at)
);
CREATE INDEX imported_entries_over ON imported_entries (ends_at);
