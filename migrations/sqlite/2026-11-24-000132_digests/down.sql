DROP INDEX waiting_entries_joined_at;
DROP INDEX registrations_cancelled_at;
DROP INDEX registrations_confirmed_at;
DROP INDEX bookings_cancelled_at;
DROP INDEX bookings_confirmed_at;
DROP TABLE stopped_letters;
DROP TABLE digests_written;
