-- Up to which SEQUENCE of a booking somebody who presents it for another was told of it, and when they ceased to present.
CREATE TABLE presenter_invitations (
    booking_id TEXT NOT NULL REFERENCES bookings (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    event_id TEXT NOT NULL REFERENCES events (id),
    sequence INTEGER NOT NULL,
    invited_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    PRIMARY KEY (booking_id, person_id)
);
CREATE INDEX presenter_invitations_person ON presenter_invitations (person_id);
CREATE INDEX presenter_invitations_event ON presenter_invitations (event_id);
