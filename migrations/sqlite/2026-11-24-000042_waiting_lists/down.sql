DROP TABLE waiting_entries;
