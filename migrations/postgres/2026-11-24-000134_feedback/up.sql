-- How a day was, as those who took part say; one answer a person. Whose it is, its readers see only where that is so.
CREATE TABLE feedback (
    event_id TEXT NOT NULL REFERENCES events (id),
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    helped TEXT NOT NULL,
    better TEXT NOT NULL,
    is_named BOOLEAN NOT NULL,
    given_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, person_id)
);
CREATE INDEX feedback_person ON feedback (person_id);
-- Which letters after a day were put into the outbox: once, whichever worker came first.
CREATE TABLE closings_written (
    event_id TEXT NOT NULL REFERENCES events (id),
    closing TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, closing, due_at)
);
