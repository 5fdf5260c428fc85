-- Where bookings were before they moved, and which themes pitches had: the calendar of a stage or of a theme keeps what
-- was once in it.
CREATE TABLE former_slots (
    booking_id TEXT NOT NULL REFERENCES bookings (id),
    slot_id TEXT NOT NULL REFERENCES slots (id),
    PRIMARY KEY (booking_id, slot_id)
);

CREATE TABLE former_themes (
    pitch_id TEXT NOT NULL REFERENCES pitches (id),
    theme TEXT NOT NULL,
    PRIMARY KEY (pitch_id, theme)
);
