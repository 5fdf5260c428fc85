DROP TABLE imported_entries;
DROP TABLE imported_calendars;
