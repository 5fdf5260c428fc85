-- What of a released programme somebody has chosen. What was taken out stays, so that calendars can be told.
CREATE TABLE agenda_items (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    event_id TEXT NOT NULL REFERENCES events (id),
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    added_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP
);
CREATE UNIQUE INDEX agenda_items_one ON agenda_items (person_id, session_id) WHERE removed_at IS NULL;
CREATE INDEX agenda_items_event ON agenda_items (event_id, person_id);
CREATE INDEX agenda_items_session ON agenda_items (session_id);
-- At which events somebody wants a letter, with a calendar entry, of each session in their agenda.
CREATE TABLE agenda_letters (
    person_id TEXT NOT NULL REFERENCES people (id),
    event_id TEXT NOT NULL REFERENCES events (id),
    since TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, event_id)
);
CREATE INDEX agenda_letters_event ON agenda_letters (event_id);
