-- What calendars answered to invitations: the last answer of each.
CREATE TABLE calendar_replies (
    subject TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'tentative', 'declined', 'delegated', 'countered')),
    sequence INTEGER NOT NULL,
    stamp TIMESTAMP NOT NULL,
    received_at TIMESTAMP NOT NULL,
    proposed_starts_at TIMESTAMP,
    proposed_ends_at TIMESTAMP,
    PRIMARY KEY (subject, person_id)
);
