-- From when until when a stage can be used on a day: minutes after midnight, local time; both or neither.
ALTER TABLE stages ADD COLUMN opens INTEGER;
ALTER TABLE stages ADD COLUMN closes INTEGER;
