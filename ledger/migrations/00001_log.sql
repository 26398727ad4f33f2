-- One text for SQLite and PostgreSQL. SQLite takes BYTEA as the name of a
-- type without affinity of its own and keeps the bytes as they are.

-- +goose Up
CREATE TABLE log (
	one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), -- there is one log in a file
	origin TEXT    NOT NULL,
	size   INTEGER NOT NULL
);
CREATE TABLE entries (
	idx      INTEGER NOT NULL PRIMARY KEY, -- from 0
	id       TEXT    NOT NULL UNIQUE,
	envelope BYTEA   NOT NULL
);
CREATE TABLE hashes (
	idx  INTEGER NOT NULL PRIMARY KEY, -- tlog.StoredHashIndex
	hash BYTEA   NOT NULL
);
CREATE TABLE checkpoints (
	size INTEGER NOT NULL PRIMARY KEY,
	note BYTEA   NOT NULL
);
