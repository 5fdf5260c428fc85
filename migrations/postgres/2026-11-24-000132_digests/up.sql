-- The digests of bookings that were put into the outbox: a day each, and what of it they tell.
CREATE TABLE digests_written (
    number INTEGER NOT NULL PRIMARY KEY,
    since_at TIMESTAMP NOT NULL,
    until_at TIMESTAMP NOT NULL
);
-- Who switched off letters that come unless they do.
CREATE TABLE stopped_letters (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    letter TEXT NOT NULL,
    stopped_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, letter)
);
-- What happened since the last digest, at whichever event.
CREATE INDEX bookings_confirmed_at ON bookings (confirmed_at);
CREATE INDEX bookings_cancelled_at ON bookings (cancelled_at);
CREATE INDEX registrations_confirmed_at ON registrations (confirmed_at);
CREATE INDEX registrations_cancelled_at ON registrations (cancelled_at);
CREATE INDEX waiting_entries_joined_at ON waiting_entries (joined_at);
