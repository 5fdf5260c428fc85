CREATE TABLE seats_with_roles (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    body_id TEXT REFERENCES organisations (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'programme', 'front-desk', 'viewer')),
    since TIMESTAMP NOT NULL,
    CHECK ((event_id IS NULL) <> (body_id IS NULL))
);
INSERT INTO seats_with_roles SELECT id, person_id, event_id, body_id, role, since FROM seats WHERE role IN ('owner', 'editor', 'programme', 'front-desk', 'viewer');
DROP TABLE seats;
ALTER TABLE seats_with_roles RENAME TO seats;
CREATE UNIQUE INDEX seats_once_an_event ON seats (person_id, event_id) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX seats_once_a_body ON seats (person_id, body_id) WHERE body_id IS NOT NULL;
CREATE INDEX seats_event ON seats (event_id);
CREATE INDEX seats_body ON seats (body_id);
