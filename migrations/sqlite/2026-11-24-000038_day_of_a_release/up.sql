-- When the event of a release was to begin then: its items go back to their own days, wherever the event is now. The
-- current release is always of the current date; of older ones it is not known.
ALTER TABLE releases ADD COLUMN event_starts_at TIMESTAMP;
UPDATE releases SET event_starts_at = (
    SELECT starts_at FROM events WHERE events.id = releases.event_id AND events.release_number = releases.number
);
