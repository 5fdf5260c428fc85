-- Who helps to run an event without belonging to its organising body, and who runs the installation.

-- A seat in the team of one event, or of every event of an organising body.
CREATE TABLE seats (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    body_id TEXT REFERENCES organisations (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'programme', 'front-desk', 'viewer')),
    since TIMESTAMP NOT NULL,
    CHECK ((event_id IS NULL) <> (body_id IS NULL))
);
CREATE UNIQUE INDEX seats_once_an_event ON seats (person_id, event_id) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX seats_once_a_body ON seats (person_id, body_id) WHERE body_id IS NOT NULL;
CREATE INDEX seats_event ON seats (event_id);
CREATE INDEX seats_body ON seats (body_id);

-- An emailed invitation to take a seat. Its link token is derived, not stored.
CREATE TABLE seat_invitations (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    body_id TEXT REFERENCES organisations (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'programme', 'front-desk', 'viewer')),
    invited_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    accepted_at TIMESTAMP,
    revoked_at TIMESTAMP,
    CHECK ((event_id IS NULL) <> (body_id IS NULL))
);
CREATE INDEX seat_invitations_event ON seat_invitations (event_id);
CREATE INDEX seat_invitations_body ON seat_invitations (body_id);
CREATE INDEX seat_invitations_email ON seat_invitations (email);

CREATE TABLE administrators (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    since TIMESTAMP NOT NULL
);
