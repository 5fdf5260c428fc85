-- In which hours of the night somebody gets nothing that can wait, and by which clocks; who chose nothing has the usual ones.
CREATE TABLE quiet_hours (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    -- Like 21-7; none if letters come at any time.
    hours TEXT,
    zone TEXT NOT NULL
);
