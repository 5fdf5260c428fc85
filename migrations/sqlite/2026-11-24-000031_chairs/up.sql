-- Who chairs a session, as an organiser wrote it; empty where nobody does.
ALTER TABLE sessions ADD COLUMN chair TEXT NOT NULL DEFAULT '';
ALTER TABLE released_sessions ADD COLUMN chair TEXT NOT NULL DEFAULT '';
