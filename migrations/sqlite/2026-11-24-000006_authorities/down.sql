DROP INDEX registrations_organisation;
ALTER TABLE registrations DROP COLUMN organisation_id;
DROP TABLE merged_organisations;
DROP TABLE authorities;
