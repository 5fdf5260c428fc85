CREATE TABLE code_requests_old (
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
INSERT INTO code_requests_old
    SELECT id, purpose, email, browser, network, asked_at, expires_at, used_at, wrong_tries, is_known, only_for_people
    FROM code_requests WHERE purpose <> 'proposal';
DROP TABLE code_requests;
ALTER TABLE code_requests_old RENAME TO code_requests;
CREATE INDEX code_requests_email ON code_requests (email, asked_at);
CREATE INDEX code_requests_network ON code_requests (network, asked_at);
