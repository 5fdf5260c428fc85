DROP TABLE former_entries;
ALTER TABLE events DROP COLUMN reinstated_at;
ALTER TABLE events DROP COLUMN postpone_reason;
ALTER TABLE events DROP COLUMN postponed_from;
