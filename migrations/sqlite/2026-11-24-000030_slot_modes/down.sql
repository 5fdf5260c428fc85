ALTER TABLE released_slots DROP COLUMN mode;
ALTER TABLE slots DROP COLUMN mode;
