DROP TABLE company_documents;
DROP TABLE company_identifiers;
DROP TABLE company_profiles;
DROP INDEX organisations_name;
ALTER TABLE organisations DROP COLUMN name_key;
