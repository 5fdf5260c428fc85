-- Who wants to hear of new market days, and how often. What they agreed to is in consents.
CREATE TABLE news_subscriptions (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    pace TEXT NOT NULL
);
-- The regions and themes that they follow.
CREATE TABLE news_topics (
    person_id TEXT NOT NULL REFERENCES news_subscriptions (person_id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    -- Nobody is told at once of what was published before, nor by a letter that was due before.
    followed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, topic)
);
CREATE INDEX news_topics_topic ON news_topics (topic);
-- What somebody without an account asked for, until they have shown that the address is theirs.
CREATE TABLE news_requests (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    topics TEXT NOT NULL,
    pace TEXT NOT NULL,
    network TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP
);
CREATE INDEX news_requests_email ON news_requests (email, asked_at);
CREATE INDEX news_requests_network ON news_requests (network, asked_at);
-- Of which events somebody was told, by a letter of its own (issue 0) or by that of a week.
CREATE TABLE news_told (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id),
    issue INTEGER NOT NULL,
    told_at TIMESTAMP NOT NULL
);
-- Nobody is told of an event twice, however many workers tell.
CREATE UNIQUE INDEX news_told_once ON news_told (person_id, event_id);
