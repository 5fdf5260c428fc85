-- Ids are UUIDv7 text, instants are UTC, words are checked. The same tables, columns and indexes as the other folder.

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE organisations (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('company', 'authority', 'organising-body')),
    name TEXT NOT NULL,
    identity TEXT NOT NULL,
    website TEXT,
    company_number TEXT,
    gss TEXT,
    region TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX organisations_identity ON organisations (kind, identity);

CREATE TABLE memberships (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    organisation_id TEXT NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('owner', 'member', 'assistant')),
    state TEXT NOT NULL CHECK (state IN ('claimed', 'active')),
    since TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX memberships_once ON memberships (person_id, organisation_id);
CREATE INDEX memberships_organisation ON memberships (organisation_id);

CREATE TABLE code_requests (
    id TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'booking', 'registration')),
    email TEXT NOT NULL,
    browser TEXT NOT NULL,
    network TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    wrong_tries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX code_requests_email ON code_requests (email, asked_at);
CREATE INDEX code_requests_network ON code_requests (network, asked_at);

CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX sign_ins_person ON sign_ins (person_id);

CREATE TABLE venues (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    address TEXT NOT NULL,
    access TEXT NOT NULL
);

CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'postponed', 'cancelled', 'completed')),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    region TEXT NOT NULL,
    venue_id TEXT NOT NULL REFERENCES venues (id),
    organiser_id TEXT NOT NULL REFERENCES organisations (id),
    contact_email TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    zone TEXT NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    booking_opens_at TIMESTAMP,
    booking_closes_at TIMESTAMP NOT NULL,
    registration_opens_at TIMESTAMP,
    registration_closes_at TIMESTAMP NOT NULL,
    company_limit INTEGER NOT NULL CHECK (company_limit > 0),
    release_number INTEGER NOT NULL DEFAULT 0,
    sequence INTEGER NOT NULL DEFAULT 0,
    uid_generation INTEGER NOT NULL DEFAULT 0,
    published_at TIMESTAMP,
    cancelled_at TIMESTAMP,
    cancel_reason TEXT,
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    CHECK (starts_at < ends_at)
);
CREATE INDEX events_when ON events (starts_at);
CREATE INDEX events_organiser ON events (organiser_id);

CREATE TABLE event_themes (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    theme TEXT NOT NULL,
    PRIMARY KEY (event_id, theme)
);

-- Every region and theme feed that a published event was ever in: it stays there until it is over.
CREATE TABLE event_feeds (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    feed TEXT NOT NULL,
    PRIMARY KEY (event_id, feed)
);
CREATE INDEX event_feeds_feed ON event_feeds (feed);

CREATE TABLE stages (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    capacity INTEGER,
    access TEXT NOT NULL,
    position INTEGER NOT NULL
);
CREATE UNIQUE INDEX stages_name ON stages (event_id, name);

-- The draft of the programme: what the organisers last saved.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    stage_id TEXT REFERENCES stages (id),
    kind TEXT NOT NULL CHECK (kind IN ('keynote', 'break', 'panel', 'pitch', 'meetings')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
    CHECK (starts_at < ends_at)
);
CREATE INDEX sessions_event ON sessions (event_id);

CREATE TABLE slots (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    stage_id TEXT NOT NULL REFERENCES stages (id),
    starts_at TIMESTAMP NOT NULL,
    questions_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    clear_at TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP,
    CHECK (starts_at < questions_at AND questions_at <= ends_at AND ends_at <= clear_at)
);
CREATE INDEX slots_event ON slots (event_id);
CREATE INDEX slots_session ON slots (session_id);

-- What was made public. A row a release and item; an item taken out of the programme stays with removed_at set, so
-- that calendars can be told.
CREATE TABLE releases (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    made_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    PRIMARY KEY (event_id, number)
);

CREATE TABLE released_sessions (
    event_id TEXT NOT NULL,
    release_number INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    stage_id TEXT,
    stage_name TEXT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    sequence INTEGER NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP,
    PRIMARY KEY (event_id, release_number, session_id),
    FOREIGN KEY (event_id, release_number) REFERENCES releases (event_id, number) ON DELETE CASCADE
);

CREATE TABLE released_slots (
    event_id TEXT NOT NULL,
    release_number INTEGER NOT NULL,
    slot_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    stage_id TEXT NOT NULL,
    stage_name TEXT NOT NULL,
    stage_position INTEGER NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    questions_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    clear_at TIMESTAMP NOT NULL,
    PRIMARY KEY (event_id, release_number, slot_id),
    FOREIGN KEY (event_id, release_number) REFERENCES releases (event_id, number) ON DELETE CASCADE
);
CREATE INDEX released_slots_slot ON released_slots (slot_id, release_number);

CREATE TABLE pitches (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES organisations (id),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    themes TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE bookings (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    slot_id TEXT NOT NULL REFERENCES slots (id),
    state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'cancelled', 'expired')),
    hold_browser TEXT,
    hold_network TEXT,
    hold_expires_at TIMESTAMP,
    claim TEXT NOT NULL CHECK (claim IN ('settled', 'unconfirmed')),
    claim_expires_at TIMESTAMP,
    company_id TEXT REFERENCES organisations (id),
    company_identity TEXT,
    contact_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    presenter_id TEXT REFERENCES people (id) ON DELETE SET NULL,
    presenter_name TEXT,
    presenter_email TEXT,
    pitch_id TEXT REFERENCES pitches (id),
    sequence INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP,
    cancel_reason TEXT,
    CHECK (state <> 'held' OR (hold_browser IS NOT NULL AND hold_expires_at IS NOT NULL)),
    CHECK (state NOT IN ('confirmed', 'cancelled') OR (company_id IS NOT NULL AND pitch_id IS NOT NULL AND confirmed_at IS NOT NULL))
);
-- A slot has at most one live booking; a browser keeps one slot of an event at a time.
CREATE UNIQUE INDEX bookings_one_live_a_slot ON bookings (slot_id) WHERE state IN ('held', 'confirmed');
CREATE UNIQUE INDEX bookings_one_hold_a_browser ON bookings (event_id, hold_browser) WHERE state = 'held';
CREATE INDEX bookings_event ON bookings (event_id, state);
CREATE INDEX bookings_contact ON bookings (contact_id);
CREATE INDEX bookings_company ON bookings (company_id);

-- A row for each five minutes in which a presenter is on stage: nobody is on two at once.
CREATE TABLE presenter_ticks (
    presenter_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    tick BIGINT NOT NULL,
    booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    PRIMARY KEY (presenter_id, tick)
);
CREATE INDEX presenter_ticks_booking ON presenter_ticks (booking_id);

-- Counted scarcity: one row stands for the scarce thing and is changed before anything is taken of it.
CREATE TABLE pools (
    name TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    used INTEGER NOT NULL CHECK (used >= 0),
    most INTEGER NOT NULL
);

CREATE TABLE registrations (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('confirmed', 'cancelled')),
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    themes TEXT NOT NULL,
    listed BOOLEAN NOT NULL,
    sequence INTEGER NOT NULL DEFAULT 0,
    confirmed_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    cancelled_at TIMESTAMP
);
CREATE UNIQUE INDEX registrations_one_live_a_person ON registrations (event_id, person_id) WHERE state = 'confirmed';
CREATE INDEX registrations_person ON registrations (person_id);

CREATE TABLE registration_needs (
    registration_id TEXT NOT NULL PRIMARY KEY REFERENCES registrations (id) ON DELETE CASCADE,
    access TEXT NOT NULL,
    dietary TEXT NOT NULL
);

CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'dropped')),
    tries INTEGER NOT NULL DEFAULT 0,
    made_at TIMESTAMP NOT NULL,
    next_try_at TIMESTAMP NOT NULL,
    lease TEXT,
    leased_until TIMESTAMP,
    sent_at TIMESTAMP,
    last_answer TEXT
);
CREATE UNIQUE INDEX notices_once ON notices (recipient, kind, subject, version);
CREATE INDEX notices_due ON notices (state, priority, next_try_at);
CREATE INDEX notices_subject ON notices (subject, recipient);

-- What changed, from what to what, for the letters that tell of it.
CREATE TABLE changes (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE INDEX changes_subject ON changes (subject, version);

-- The audit trail: who, what, when. Never updated, never deleted by the product.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    person_id TEXT,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, at);

-- What cached pages and feeds are keyed by: the sum of the rows. Several, so that writers do not queue for one.
CREATE TABLE revisions (
    shard INTEGER NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL
);
INSERT INTO revisions (shard, revision) VALUES
    (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0),
    (8, 0), (9, 0), (10, 0), (11, 0), (12, 0), (13, 0), (14, 0), (15, 0);
