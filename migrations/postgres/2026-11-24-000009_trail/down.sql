-- Guards, in each database's own words.
DROP TRIGGER audit_is_not_replaced ON audit;
DROP TRIGGER audit_is_not_rewritten ON audit;
DROP TRIGGER audit_is_not_deleted ON audit;
DROP FUNCTION refuse_audit;
DROP FUNCTION guard_audit_change;
DROP FUNCTION guard_audit_deletion;
-- Shared again.
DROP TABLE audit_forgetting;
DROP INDEX audit_person;
ALTER TABLE audit DROP COLUMN altered;
ALTER TABLE audit DROP COLUMN network;
