-- Bookings whose company did not appear.
CREATE TABLE no_shows (
    booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
    noted_at TIMESTAMP NOT NULL
);
