DROP TABLE booking_notes;
DROP TABLE session_notes;
DROP TABLE slides_received;
