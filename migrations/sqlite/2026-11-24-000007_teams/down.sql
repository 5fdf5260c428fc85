DROP TABLE administrators;
DROP TABLE nominations;
DROP TABLE seats;
