-- The event that a letter is about, so that those who look after it see its letters; where a letter is going while it is
-- on its way or waits for its turn; and whether an earlier try may have arrived.
ALTER TABLE notices ADD COLUMN event_id TEXT REFERENCES events (id);
ALTER TABLE notices ADD COLUMN domain TEXT;
ALTER TABLE notices ADD COLUMN handed_at TIMESTAMP;
ALTER TABLE notices ADD COLUMN is_uncertain BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX notices_event ON notices (event_id, state, made_at);
-- How many letters went to the mailboxes of a domain since the beginning of its last minute.
CREATE TABLE mail_domains (
    domain TEXT NOT NULL PRIMARY KEY,
    window_at TIMESTAMP NOT NULL,
    used INTEGER NOT NULL
);
CREATE INDEX notices_domain ON notices (domain, state) WHERE domain IS NOT NULL;
UPDATE notices SET event_id = substr(subject, 7) WHERE subject LIKE 'event:%';
UPDATE notices SET event_id = (SELECT event_id FROM bookings WHERE id = substr(notices.subject, 9)) WHERE subject LIKE 'booking:%';
UPDATE notices SET event_id = (SELECT event_id FROM registrations WHERE id = substr(notices.subject, 14)) WHERE subject LIKE 'registration:%';
UPDATE notices SET event_id = (SELECT event_id FROM waiting_entries WHERE id = substr(notices.subject, 9)) WHERE subject LIKE 'waiting:%';
UPDATE notices SET event_id = (SELECT event_id FROM swaps WHERE id = substr(notices.subject, 6)) WHERE subject LIKE 'swap:%';
UPDATE notices SET event_id = (SELECT event_id FROM proposals WHERE id = substr(notices.subject, 10)) WHERE subject LIKE 'proposal:%';
UPDATE notices SET event_id = (SELECT b.event_id FROM late_cancellations l JOIN bookings b ON b.id = l.booking_id WHERE l.id = substr(notices.subject, 19)) WHERE subject LIKE 'late-cancellation:%';
