-- Since when an event has no date, or had none: when it was to begin.
ALTER TABLE events ADD COLUMN postponed_from TIMESTAMP;
ALTER TABLE events ADD COLUMN postpone_reason TEXT;
ALTER TABLE events ADD COLUMN reinstated_at TIMESTAMP;

-- What calendars hold of an event that was called off and reinstated, under the UIDs that it left.
CREATE TABLE former_entries (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    uid_generation INTEGER NOT NULL,
    title TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    sequence INTEGER NOT NULL,
    release_number INTEGER NOT NULL,
    cancelled_at TIMESTAMP NOT NULL,
    cancel_reason TEXT,
    PRIMARY KEY (event_id, uid_generation)
);
