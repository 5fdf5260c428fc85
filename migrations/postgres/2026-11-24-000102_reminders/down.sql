DROP TABLE reminders_written;
DROP TABLE event_reminders;
