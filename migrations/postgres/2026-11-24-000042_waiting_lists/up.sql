-- Companies that want a slot of a full event. While a slot is offered to one, a hold under the key `offer:<id>` keeps it.
CREATE TABLE waiting_entries (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    company_id TEXT NOT NULL REFERENCES organisations (id),
    contact_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    presenter_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    presenter_name TEXT NOT NULL,
    presenter_email TEXT,
    pitch_id TEXT NOT NULL REFERENCES pitches (id),
    mode TEXT CHECK (mode IN ('open', 'held-back')),
    slot_id TEXT REFERENCES slots (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'accepted', 'declined', 'lapsed', 'left', 'ended')),
    joined_at TIMESTAMP NOT NULL,
    offered_slot_id TEXT REFERENCES slots (id),
    hold_id TEXT,
    offered_at TIMESTAMP,
    offer_until TIMESTAMP,
    ended_at TIMESTAMP,
    CHECK (state NOT IN ('offered', 'accepted') OR (offered_slot_id IS NOT NULL AND hold_id IS NOT NULL AND offer_until IS NOT NULL))
);
-- A company is on a list once; a slot is offered to one at a time.
CREATE UNIQUE INDEX waiting_entries_one_live_a_company ON waiting_entries (event_id, company_id) WHERE state IN ('waiting', 'offered');
CREATE UNIQUE INDEX waiting_entries_one_offer_a_slot ON waiting_entries (offered_slot_id) WHERE state = 'offered';
CREATE INDEX waiting_entries_event ON waiting_entries (event_id, state);
CREATE INDEX waiting_entries_contact ON waiting_entries (contact_id);
CREATE INDEX waiting_entries_company ON waiting_entries (company_id);
