DROP INDEX notices_domain;
DROP TABLE mail_domains;
DROP INDEX notices_event;
ALTER TABLE notices DROP COLUMN is_uncertain;
ALTER TABLE notices DROP COLUMN handed_at;
ALTER TABLE notices DROP COLUMN domain;
ALTER TABLE notices DROP COLUMN event_id;
