-- Guards, in each database's own words.
DROP TRIGGER audit_is_not_replaced;
DROP TRIGGER audit_is_not_rewritten;
DROP TRIGGER audit_is_not_deleted;
-- Shared again.
DROP TABLE audit_forgetting;
DROP INDEX audit_person;
ALTER TABLE audit DROP COLUMN altered;
ALTER TABLE audit DROP COLUMN network;
