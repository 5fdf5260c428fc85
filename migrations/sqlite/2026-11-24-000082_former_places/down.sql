DROP TABLE former_themes;
DROP TABLE former_slots;
