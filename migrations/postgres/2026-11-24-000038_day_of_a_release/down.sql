ALTER TABLE releases DROP COLUMN event_starts_at;
