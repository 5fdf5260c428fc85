-- The audit trail says from where, and what was before and after.

-- The network that somebody acted from, as a prefix: 192.0.2.0/24, 2001:db8:1::/48.
ALTER TABLE audit ADD COLUMN network TEXT;
-- What was otherwise afterwards, as JSON: [{"what": …, "before": …, "after": …}]; empty for nothing.
ALTER TABLE audit ADD COLUMN altered TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_person ON audit (person_id, id);

-- Until when lines may be deleted: a row is here only inside the transaction that forgets what was kept long enough.
CREATE TABLE audit_forgetting (
    before TIMESTAMP NOT NULL
);

-- Guards, in each database's own words. What is left to change is what an erasure overwrites.
CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$;

CREATE FUNCTION guard_audit_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_forgetting WHERE OLD.at < before) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the audit trail is only added to';
END $$;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION guard_audit_deletion();

CREATE FUNCTION guard_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.action <> OLD.action OR NEW.subject <> OLD.subject
        OR (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id
            AND NOT EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND email LIKE '%@erased.invalid'))
        OR (NEW.network IS NOT NULL AND NEW.network IS DISTINCT FROM OLD.network)
        OR (NEW.altered <> '' AND NEW.altered <> OLD.altered)
        OR (NEW.detail <> OLD.detail AND length(NEW.detail) >= length(OLD.detail))
    THEN RAISE EXCEPTION 'the audit trail is only added to'; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
FOR EACH ROW EXECUTE FUNCTION guard_audit_change();

-- TRUNCATE would delete without asking the guard above.
CREATE TRIGGER audit_is_not_replaced BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit();
