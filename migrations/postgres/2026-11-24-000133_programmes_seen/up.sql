-- Which release of a programme somebody last saw, as they said by a button.
CREATE TABLE programmes_seen (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id),
    release_number INTEGER NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, event_id)
);
CREATE INDEX programmes_seen_event ON programmes_seen (event_id);
