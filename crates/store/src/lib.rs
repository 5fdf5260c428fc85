//! Every SQL statement, on SQLite and on PostgreSQL.
