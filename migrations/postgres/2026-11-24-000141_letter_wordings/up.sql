-- An event's own subject and opening of a standard letter, by language: as last saved, and as letters have it. A letter
-- without a row goes out in our words.
CREATE TABLE letter_wordings (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    letter TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    used_subject TEXT,
    used_body TEXT,
    version INTEGER NOT NULL,
    changed_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    changed_at TIMESTAMP NOT NULL,
    CHECK ((used_subject IS NULL) = (used_body IS NULL))
);
CREATE UNIQUE INDEX letter_wordings_one ON letter_wordings (event_id, letter, language);
CREATE INDEX letter_wordings_changed_by ON letter_wordings (changed_by);
