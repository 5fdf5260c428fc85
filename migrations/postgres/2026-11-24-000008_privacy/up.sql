-- When somebody was last here: without it nobody could be forgotten for having stayed away.
ALTER TABLE people ADD COLUMN seen_at TIMESTAMP;

-- Somebody who was erased, until their last letter has been sent: then the row is deleted. `was` is the id that they
-- had, of which the address is made that their calendar knows us by.
CREATE TABLE farewells (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    was TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
