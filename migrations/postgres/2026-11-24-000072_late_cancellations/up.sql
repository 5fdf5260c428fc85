-- Companies that ask the organiser to cancel, after the time in which they could do so themselves.
CREATE TABLE late_cancellations (
    id TEXT NOT NULL PRIMARY KEY,
    booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'withdrawn', 'lapsed')),
    reason TEXT NOT NULL,
    answer TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP
);
-- A booking has at most one request that waits.
CREATE UNIQUE INDEX late_cancellations_one_open_a_booking ON late_cancellations (booking_id) WHERE state = 'asked';
CREATE INDEX late_cancellations_booking ON late_cancellations (booking_id);
