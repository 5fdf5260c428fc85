-- How and where somebody signed in: what the list "Where you are signed in" shows, and which browsers an address is
-- known in. `browser` is a digest, `device` a few words such as "Firefox on Windows".
ALTER TABLE sign_ins ADD COLUMN way TEXT NOT NULL DEFAULT 'code' CHECK (way IN ('code', 'link', 'passkey', 'provider'));
ALTER TABLE sign_ins ADD COLUMN browser TEXT;
ALTER TABLE sign_ins ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE INDEX sign_ins_browser ON sign_ins (browser);

-- One more purpose; whether the asking browser was one in which the address had been signed in; and whether the letter
-- goes only to an address that somebody has here. Nothing refers to this table.
CREATE TABLE code_requests_new (
    id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'booking', 'registration', 'new-address')),
    email TEXT NOT NULL,
    browser TEXT NOT NULL,
    network TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    wrong_tries INTEGER NOT NULL DEFAULT 0,
    is_known BOOLEAN NOT NULL DEFAULT FALSE,
    only_for_people BOOLEAN NOT NULL DEFAULT FALSE
);
INSERT INTO code_requests_new (id, purpose, email, browser, network, asked_at, expires_at, used_at, wrong_tries)
    SELECT id, purpose, email, browser, network, asked_at, expires_at, used_at, wrong_tries FROM code_requests;
DROP TABLE code_requests;
ALTER TABLE code_requests_new RENAME TO code_requests;
CREATE INDEX code_requests_email ON code_requests (email, asked_at);
CREATE INDEX code_requests_network ON code_requests (network, asked_at);

-- Changes of email address, until the old one can no longer undo them.
CREATE TABLE email_changes (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    old_email TEXT NOT NULL,
    new_email TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP
);
CREATE INDEX email_changes_person ON email_changes (person_id);
