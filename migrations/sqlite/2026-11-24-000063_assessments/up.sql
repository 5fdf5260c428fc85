-- What one assessor makes of one proposal. Whoever declares a conflict of interest does not score it.
CREATE TABLE assessments (
    id TEXT NOT NULL PRIMARY KEY,
    proposal_id TEXT NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
    assessor_id TEXT NOT NULL REFERENCES people (id),
    conflict TEXT,
    comment TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX assessments_one_an_assessor ON assessments (proposal_id, assessor_id);
CREATE INDEX assessments_assessor ON assessments (assessor_id);

CREATE TABLE scores (
    assessment_id TEXT NOT NULL REFERENCES assessments (id) ON DELETE CASCADE,
    criterion_id TEXT NOT NULL REFERENCES criteria (id) ON DELETE CASCADE,
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    PRIMARY KEY (assessment_id, criterion_id)
);
