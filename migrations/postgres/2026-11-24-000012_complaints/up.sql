-- Complaints about how personal data was handled. Without an event it is about the service itself. Name and address go
-- when their person is erased, the network once it is answered.
CREATE TABLE complaints (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    event_id TEXT REFERENCES events (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    email TEXT,
    text TEXT NOT NULL,
    network TEXT,
    made_at TIMESTAMP NOT NULL,
    outcome TEXT,
    closed_at TIMESTAMP,
    CHECK ((outcome IS NULL) = (closed_at IS NULL))
);
CREATE INDEX complaints_event ON complaints (event_id, made_at);
CREATE INDEX complaints_email ON complaints (email, made_at);
CREATE INDEX complaints_network ON complaints (network, made_at);
