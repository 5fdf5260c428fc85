-- Who decides who has a slot: only open ones are booked by companies.
ALTER TABLE slots ADD COLUMN mode TEXT NOT NULL DEFAULT 'open' CHECK (mode IN ('open', 'curated', 'held-back'));
ALTER TABLE released_slots ADD COLUMN mode TEXT NOT NULL DEFAULT 'open' CHECK (mode IN ('open', 'curated', 'held-back'));
