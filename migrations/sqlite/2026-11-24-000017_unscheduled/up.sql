-- Since when a session of the draft has no place in the programme: kept, to be put in again.
ALTER TABLE sessions ADD COLUMN unscheduled_at TIMESTAMP;
