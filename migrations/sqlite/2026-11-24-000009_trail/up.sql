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
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_forgetting WHERE OLD.at < before)
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;

CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.action <> OLD.action OR NEW.subject <> OLD.subject
    OR (NEW.person_id IS NOT NULL AND NEW.person_id IS NOT OLD.person_id
        AND NOT EXISTS (SELECT 1 FROM people WHERE id = NEW.person_id AND email LIKE '%@erased.invalid'))
    OR (NEW.network IS NOT NULL AND NEW.network IS NOT OLD.network)
    OR (NEW.altered <> '' AND NEW.altered <> OLD.altered)
    OR (NEW.detail <> OLD.detail AND length(NEW.detail) >= length(OLD.detail))
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;

-- INSERT OR REPLACE would delete without asking the guard above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
