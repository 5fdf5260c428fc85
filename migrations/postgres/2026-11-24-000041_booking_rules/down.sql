ALTER TABLE bookings DROP COLUMN hold_extended;
DROP TABLE overrules;
DROP TABLE company_groups;
DROP TABLE booking_rules;
