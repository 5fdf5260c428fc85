-- Events of an organising body that belong together, such as the stops of a roadshow. An event is in one at most.
CREATE TABLE series (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    body_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX series_body ON series (body_id);

CREATE TABLE series_events (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id) ON DELETE CASCADE,
    series_id TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE
);
CREATE INDEX series_events_series ON series_events (series_id);
