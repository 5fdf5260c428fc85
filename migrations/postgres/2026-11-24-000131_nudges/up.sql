-- Of which deadlines an event reminds those who have yet to do something; one that nobody has chosen for, of all.
CREATE TABLE event_nudges (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    deadlines TEXT NOT NULL
);
-- Which were put into the outbox: once, whichever worker came first. A deadline that moved to another day nudges again.
CREATE TABLE nudges_written (
    event_id TEXT NOT NULL REFERENCES events (id),
    nudge TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, nudge, due_at)
);
-- What closes in the next days.
CREATE INDEX calls_closing ON calls (closes_at);
CREATE INDEX event_slides_due ON event_slides (due_at);
