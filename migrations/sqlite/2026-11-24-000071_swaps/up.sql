-- Companies that ask each other to change slots. `pair` names both bookings, whichever of them asks.
CREATE TABLE swaps (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    from_booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    to_booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    from_slot_id TEXT NOT NULL REFERENCES slots (id),
    to_slot_id TEXT NOT NULL REFERENCES slots (id),
    pair TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'declined', 'withdrawn', 'lapsed')),
    message TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    asked_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    expires_at TIMESTAMP NOT NULL
);
-- Two bookings have at most one proposal to be answered.
CREATE UNIQUE INDEX swaps_one_live_a_pair ON swaps (pair) WHERE state = 'proposed';
CREATE INDEX swaps_from ON swaps (from_booking_id);
CREATE INDEX swaps_to ON swaps (to_booking_id);
CREATE INDEX swaps_asked_by ON swaps (asked_by);
