-- Venues that an organising body keeps for its events. An event has a copy of its own in venues and stages.
CREATE TABLE kept_venues (
    id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    address TEXT NOT NULL,
    access TEXT NOT NULL,
    step_free TEXT NOT NULL CHECK (step_free IN ('yes', 'no', 'unknown')),
    step_free_note TEXT NOT NULL,
    hearing_loop TEXT NOT NULL CHECK (hearing_loop IN ('yes', 'no', 'unknown')),
    hearing_loop_note TEXT NOT NULL,
    quiet_room TEXT NOT NULL CHECK (quiet_room IN ('yes', 'no', 'unknown')),
    quiet_room_note TEXT NOT NULL,
    directions TEXT NOT NULL,
    transport TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX kept_venues_body ON kept_venues (body_id);

-- When it can be used: weekdays from 1, Monday; minutes of the day in local time.
CREATE TABLE kept_hours (
    venue_id TEXT NOT NULL REFERENCES kept_venues (id) ON DELETE CASCADE,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens INTEGER NOT NULL,
    closes INTEGER NOT NULL,
    PRIMARY KEY (venue_id, weekday),
    CHECK (0 <= opens AND opens < closes AND closes < 1440)
);

CREATE TABLE kept_stages (
    venue_id TEXT NOT NULL REFERENCES kept_venues (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    capacity INTEGER,
    equipment TEXT NOT NULL,
    access TEXT NOT NULL,
    PRIMARY KEY (venue_id, position)
);
CREATE UNIQUE INDEX kept_stages_name ON kept_stages (venue_id, name);

ALTER TABLE venues ADD COLUMN step_free TEXT NOT NULL DEFAULT 'unknown' CHECK (step_free IN ('yes', 'no', 'unknown'));
ALTER TABLE venues ADD COLUMN step_free_note TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN hearing_loop TEXT NOT NULL DEFAULT 'unknown' CHECK (hearing_loop IN ('yes', 'no', 'unknown'));
ALTER TABLE venues ADD COLUMN hearing_loop_note TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN quiet_room TEXT NOT NULL DEFAULT 'unknown' CHECK (quiet_room IN ('yes', 'no', 'unknown'));
ALTER TABLE venues ADD COLUMN quiet_room_note TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN directions TEXT NOT NULL DEFAULT '';
ALTER TABLE venues ADD COLUMN transport TEXT NOT NULL DEFAULT '';
-- A kept venue can be given up, and the event stays as it is.
ALTER TABLE venues ADD COLUMN kept_id TEXT REFERENCES kept_venues (id) ON DELETE SET NULL;
ALTER TABLE stages ADD COLUMN equipment TEXT NOT NULL DEFAULT '';
