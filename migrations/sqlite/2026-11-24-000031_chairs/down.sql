ALTER TABLE released_sessions DROP COLUMN chair;
ALTER TABLE sessions DROP COLUMN chair;
