-- Who agreed to letters that nobody needs, in which words, where and when. A row each time: withdrawing keeps it.
CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    letter TEXT NOT NULL,
    wording TEXT NOT NULL,
    given_on TEXT NOT NULL,
    given_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
-- Of each kind at most one holds.
CREATE UNIQUE INDEX consents_one_in_force ON consents (person_id, letter) WHERE withdrawn_at IS NULL;
CREATE INDEX consents_person ON consents (person_id, given_at);
