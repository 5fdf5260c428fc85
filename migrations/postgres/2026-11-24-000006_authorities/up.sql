-- Which authorities there are and were, who comes from which, and which organisations turned out to be one.

-- What is known of an authority besides its name, GSS code and region. An authority without a row has always been there.
CREATE TABLE authorities (
    organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id) ON DELETE CASCADE,
    code TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    nation TEXT NOT NULL CHECK (nation IN ('england', 'scotland', 'wales', 'northern-ireland')),
    starts_on DATE,
    -- The last day.
    ends_on DATE,
    successor_id TEXT REFERENCES organisations (id)
);
CREATE INDEX authorities_successor ON authorities (successor_id);

-- An organisation that was another one written twice. Its row stays, and its identity leads to the other.
CREATE TABLE merged_organisations (
    organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id) ON DELETE CASCADE,
    into_id TEXT NOT NULL REFERENCES organisations (id),
    merged_at TIMESTAMP NOT NULL,
    CHECK (organisation_id <> into_id)
);
CREATE INDEX merged_organisations_into ON merged_organisations (into_id);

ALTER TABLE registrations ADD COLUMN organisation_id TEXT REFERENCES organisations (id);
CREATE INDEX registrations_organisation ON registrations (organisation_id);
