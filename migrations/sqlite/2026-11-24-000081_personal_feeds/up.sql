-- Calendars behind secret addresses: one for each place in which somebody reads their own things.
CREATE TABLE personal_feeds (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Of the token in the address, which is not kept.
    token_digest TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    renewed_at TIMESTAMP NOT NULL,
    fetched_at TIMESTAMP,
    client TEXT NOT NULL,
    -- The digest of what was last fetched, and since when it is that.
    octets TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX personal_feeds_person ON personal_feeds (person_id);
