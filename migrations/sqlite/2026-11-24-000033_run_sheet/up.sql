-- Whose slides have come.
CREATE TABLE slides_received (
    booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
    received_at TIMESTAMP NOT NULL
);

-- What those who run the day are to know of a session or a pitch; no row where there is nothing.
CREATE TABLE session_notes (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    note TEXT NOT NULL
);
CREATE TABLE booking_notes (
    booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
    note TEXT NOT NULL
);
