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

-- Somebody named for a seat or a membership, who is asked by email and has yet to accept.
CREATE TABLE nominations (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('event-seat', 'body-seat', 'membership')),
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    organisation_id TEXT REFERENCES organisations (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    named_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    accepted_at TIMESTAMP,
    withdrawn_at TIMESTAMP,
    CHECK ((event_id IS NULL) <> (organisation_id IS NULL))
);
CREATE INDEX nominations_event ON nominations (event_id);
CREATE INDEX nominations_organisation ON nominations (organisation_id);
CREATE INDEX nominations_email ON nominations (email);
CREATE INDEX nominations_named_by ON nominations (named_by, made_at);

CREATE TABLE administrators (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    since TIMESTAMP NOT NULL
);
