-- What companies propose. A draft has no company yet, only what stands in its form.
CREATE TABLE proposals (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'accepted', 'allocated', 'confirmed', 'declined', 'withdrawn', 'lapsed')),
    typed TEXT NOT NULL,
    company_id TEXT REFERENCES organisations (id),
    company_identity TEXT,
    claim TEXT NOT NULL CHECK (claim IN ('settled', 'unconfirmed')),
    contact_id TEXT NOT NULL REFERENCES people (id),
    presenter_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    presenter_name TEXT NOT NULL,
    presenter_email TEXT,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    themes TEXT NOT NULL,
    version INTEGER NOT NULL,
    submitted_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    shortlisted BOOLEAN NOT NULL,
    feedback TEXT NOT NULL,
    decided_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    decided_at TIMESTAMP,
    why TEXT NOT NULL,
    slot_id TEXT REFERENCES slots (id),
    booking_id TEXT REFERENCES bookings (id),
    confirm_by TIMESTAMP,
    CHECK (state = 'draft' OR (company_id IS NOT NULL AND company_identity IS NOT NULL AND submitted_at IS NOT NULL)),
    CHECK (state NOT IN ('allocated', 'confirmed') OR (slot_id IS NOT NULL AND booking_id IS NOT NULL AND confirm_by IS NOT NULL))
);
-- Somebody has one draft at an event; a slot waits for one proposal to be confirmed.
CREATE UNIQUE INDEX proposals_one_draft_a_person ON proposals (event_id, contact_id) WHERE state = 'draft';
CREATE UNIQUE INDEX proposals_one_allocated_a_slot ON proposals (slot_id) WHERE state = 'allocated';
CREATE INDEX proposals_event ON proposals (event_id, state);
CREATE INDEX proposals_contact ON proposals (contact_id);
CREATE INDEX proposals_company ON proposals (company_id);
