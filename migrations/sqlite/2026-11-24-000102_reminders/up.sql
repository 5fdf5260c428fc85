-- Which reminders an event sends; one that nobody has chosen for sends those of a new event.
CREATE TABLE event_reminders (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    reminders TEXT NOT NULL
);
-- Which were put into the outbox: once, whichever worker came first. A day that moved reminds again.
CREATE TABLE reminders_written (
    event_id TEXT NOT NULL REFERENCES events (id),
    reminder TEXT NOT NULL,
    due_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, reminder, due_at)
);
