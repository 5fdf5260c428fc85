-- What a company says of itself, once for all events.

-- The name as it is compared, so that a company which is known by its number is found by its name too.
ALTER TABLE organisations ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
UPDATE organisations SET name_key = CASE WHEN identity LIKE 'name:%' THEN substr(identity, 6) ELSE lower(name) END;
CREATE INDEX organisations_name ON organisations (kind, name_key);

CREATE TABLE company_profiles (
    organisation_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    size_band TEXT CHECK (size_band IN ('micro', 'small', 'medium', 'large')),
    sole_trader BOOLEAN,
    products TEXT NOT NULL,
    themes TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

CREATE TABLE company_identifiers (
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    scheme TEXT NOT NULL CHECK (scheme IN ('ppon', 'charity', 'vat', 'duns')),
    value TEXT NOT NULL,
    PRIMARY KEY (organisation_id, scheme)
);

-- Links to documents, which lie elsewhere.
CREATE TABLE company_documents (
    id TEXT NOT NULL PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('accessibility', 'assurance')),
    name TEXT NOT NULL,
    link TEXT NOT NULL,
    expires_on TEXT,
    added_at TIMESTAMP NOT NULL
);
CREATE INDEX company_documents_organisation ON company_documents (organisation_id);
