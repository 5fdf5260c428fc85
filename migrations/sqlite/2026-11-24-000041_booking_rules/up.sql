-- By what rules an event gives its slots; an event without a row has the rules that a new one has.
CREATE TABLE booking_rules (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    hold_minutes INTEGER NOT NULL CHECK (hold_minutes > 0),
    series_limit INTEGER CHECK (series_limit > 0),
    cancel_hours INTEGER NOT NULL CHECK (cancel_hours >= 0),
    offer_hours INTEGER NOT NULL CHECK (offer_hours > 0),
    waiting_order TEXT NOT NULL CHECK (waiting_order IN ('asked', 'new-first')),
    held_back_for TEXT NOT NULL,
    small_is TEXT NOT NULL CHECK (small_is IN ('micro', 'small', 'medium', 'large')),
    held_back_until TIMESTAMP,
    no_show_months INTEGER NOT NULL CHECK (no_show_months >= 0),
    rule_text TEXT NOT NULL
);
-- Which group of companies a company belongs to, by the Companies House number of the one above all: limits count the
-- group as one.
CREATE TABLE company_groups (
    organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id) ON DELETE CASCADE,
    parent_number TEXT NOT NULL
);
CREATE INDEX company_groups_parent ON company_groups (parent_number);
-- Where an organiser gave a slot that the rules would have refused, and why.
CREATE TABLE overrules (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    rules TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX overrules_event ON overrules (event_id);
CREATE INDEX overrules_booking ON overrules (booking_id);
-- A hold is extended once.
ALTER TABLE bookings ADD COLUMN hold_extended BOOLEAN NOT NULL DEFAULT FALSE;
