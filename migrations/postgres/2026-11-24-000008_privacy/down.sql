DROP TABLE farewells;
ALTER TABLE people DROP COLUMN seen_at;
