-- What organisers write to those who take part in an event.
CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    whom TEXT NOT NULL,
    without_slides BOOLEAN NOT NULL,
    themes TEXT NOT NULL,
    regions TEXT NOT NULL,
    stage_id TEXT REFERENCES stages (id) ON DELETE SET NULL,
    authority TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'sent')),
    made_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    changed_at TIMESTAMP NOT NULL,
    send_at TIMESTAMP,
    sent_at TIMESTAMP
);
CREATE INDEX messages_event ON messages (event_id, changed_at);
CREATE INDEX messages_due ON messages (send_at) WHERE state = 'scheduled';
CREATE INDEX messages_made_by ON messages (made_by);
CREATE INDEX messages_stage ON messages (stage_id);
