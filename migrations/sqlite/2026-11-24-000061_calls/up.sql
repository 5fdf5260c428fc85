-- The call of an event that curates its programme: what is looked for, until when, and how it is decided.
CREATE TABLE calls (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    looked_for TEXT NOT NULL,
    opens_at TIMESTAMP,
    closes_at TIMESTAMP NOT NULL,
    minimum_scores INTEGER NOT NULL CHECK (minimum_scores >= 1),
    days_to_confirm INTEGER NOT NULL CHECK (days_to_confirm >= 1),
    company_limit INTEGER NOT NULL CHECK (company_limit >= 1),
    version INTEGER NOT NULL,
    published_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL
);

-- By what proposals are scored, from 1 to 5 each.
CREATE TABLE criteria (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES calls (event_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    guidance TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 10)
);
CREATE INDEX criteria_event ON criteria (event_id, position);
