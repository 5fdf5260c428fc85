-- Files that people sent in. Each is noted before it is written, so that none is ever forgotten where it lies.
CREATE TABLE stored_files (
    id TEXT NOT NULL PRIMARY KEY,
    noted_at TIMESTAMP NOT NULL
);

-- The slides of a booking, a row a version. Its id is that of its file; once it is removed the file goes, and the row
-- still says that it was.
CREATE TABLE slides (
    id TEXT NOT NULL PRIMARY KEY,
    booking_id TEXT NOT NULL REFERENCES bookings (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_by TEXT REFERENCES people (id) ON DELETE SET NULL,
    uploaded_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP
);
CREATE UNIQUE INDEX slides_number ON slides (booking_id, number);
CREATE INDEX slides_uploaded_by ON slides (uploaded_by);

-- What slides say, for those who cannot use them, and whether both are shown to everybody.
CREATE TABLE slide_texts (
    booking_id TEXT NOT NULL PRIMARY KEY REFERENCES bookings (id) ON DELETE CASCADE,
    summary TEXT NOT NULL,
    publish BOOLEAN NOT NULL,
    changed_at TIMESTAMP NOT NULL
);

-- Until when companies send the slides of an event; no row where they may until their pitch begins.
CREATE TABLE event_slides (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id),
    due_at TIMESTAMP NOT NULL
);
