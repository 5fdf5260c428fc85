DROP TABLE agenda_letters;
DROP TABLE agenda_items;
