DROP INDEX event_slides_due;
DROP INDEX calls_closing;
DROP TABLE nudges_written;
DROP TABLE event_nudges;
