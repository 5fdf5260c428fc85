DROP TABLE provider_attempts;
DROP TABLE provider_identities;
