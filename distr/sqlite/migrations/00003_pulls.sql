-- Entries of the pull log that have an ID and grow: what was sent, and how often
-- it was asked for. Those that are there get an ID of their time and number, and
-- were asked for once, as far as anybody knows.

-- +goose Up
ALTER TABLE pulls RENAME TO old_pulls;
DROP INDEX pulls_customer;
CREATE TABLE pulls (
    vendor     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    pull       TEXT    NOT NULL,
    customer   TEXT    NOT NULL, -- empty: the vendor's own people
    token      TEXT    NOT NULL,
    token_name TEXT    NOT NULL,
    count      INTEGER NOT NULL,
    repository TEXT    NOT NULL,
    reference  TEXT    NOT NULL,
    digest     TEXT    NOT NULL, -- empty: the reference meant nothing
    version    TEXT    NOT NULL, -- empty: no release
    allowed    INTEGER NOT NULL, -- 0 or 1
    reason     TEXT    NOT NULL,
    bytes      INTEGER NOT NULL,
    cut        INTEGER NOT NULL, -- 0 or 1
    client     TEXT    NOT NULL,
    address    TEXT    NOT NULL, -- empty: not known
    PRIMARY KEY (vendor, at, pull)
) STRICT, WITHOUT ROWID;
INSERT INTO pulls (vendor, at, pull, customer, token, token_name, count, repository, reference, digest, version, allowed, reason, bytes, cut, client, address)
    SELECT vendor, at, printf('pul_%d_%09d', at, n), customer, token, token_name, 1, repository, reference, digest, version, allowed, reason, 0, 0, client, ''
    FROM old_pulls;
DROP TABLE old_pulls;
CREATE INDEX pulls_customer ON pulls (vendor, customer, at, pull);
CREATE INDEX pulls_repository ON pulls (vendor, repository, at, pull);
CREATE INDEX pulls_refused ON pulls (vendor, at, pull) WHERE allowed = 0;

-- As for the first tables of logs: what SQLite is to think of their size.
DELETE FROM sqlite_stat1 WHERE tbl IN ('pulls', 'old_pulls');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('pulls', 'pulls', '1000000 100000 2 1'),
    ('pulls', 'pulls_customer', '1000000 100000 100 2 1'),
    ('pulls', 'pulls_repository', '1000000 100000 1000 2 1'),
    ('pulls', 'pulls_refused', '10000 1000 2 1');
