-- Which account at a provider is whose. The provider's own number for it counts (its subject), not the address that it
-- says: addresses change hands. `provider` is the name that the operator gave it, and `issuer` what stood behind that name.
CREATE TABLE provider_identities (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    linked_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX provider_identities_one_person_a_subject ON provider_identities (provider, issuer, subject);
CREATE UNIQUE INDEX provider_identities_one_subject_a_person ON provider_identities (provider, issuer, person_id);
CREATE INDEX provider_identities_person ON provider_identities (person_id);

-- Browsers that were sent to a provider and are not back yet: each comes back once, before it runs out. Nonce and PKCE
-- verifier are derived from the id. Deleted when it is used.
CREATE TABLE provider_attempts (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    browser TEXT NOT NULL,
    next_path TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX provider_attempts_expires ON provider_attempts (expires_at);
