-- Addresses that are not written to, and why.
CREATE TABLE suppressions (
    email TEXT NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('bounced', 'complained')),
    status TEXT,
    notice_id TEXT NOT NULL,
    since TIMESTAMP NOT NULL,
    last_code_at TIMESTAMP,
    PRIMARY KEY (email, why)
);
