-- Keys in people's devices that sign them in. Only what checks an answer is kept: nothing here can sign in.
CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE,
    credential TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP
);
CREATE INDEX passkeys_person ON passkeys (person_id);

-- What a passkey has to answer: once, in the browser that asked, before it runs out. Deleted when it is used.
CREATE TABLE passkey_challenges (
    id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('add', 'sign-in')),
    browser TEXT NOT NULL,
    person_id TEXT REFERENCES people (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX passkey_challenges_expires ON passkey_challenges (expires_at);
CREATE INDEX passkey_challenges_person ON passkey_challenges (person_id);

-- Who does not want to be asked for a passkey again.
CREATE TABLE passkey_prompts (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    dismissed_at TIMESTAMP NOT NULL
);
