ALTER TABLE sessions DROP COLUMN unscheduled_at;
