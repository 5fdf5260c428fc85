-- What an organiser did with the draft of a programme, so that they can undo it and do it again: the sessions and slots
-- that it changed, as they were and as they became (JSON).
CREATE TABLE draft_edits (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    sessions TEXT NOT NULL,
    slots TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP
);
CREATE UNIQUE INDEX draft_edits_number ON draft_edits (event_id, person_id, number);
