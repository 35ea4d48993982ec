-- The assets of customers, and how many they are.

-- +goose Up
CREATE TABLE assets (
    vendor    TEXT    NOT NULL,
    customer  TEXT    NOT NULL,
    key       TEXT    NOT NULL, -- what is counted
    canonical TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    added     INTEGER NOT NULL,
    archived  INTEGER NOT NULL,
    monitored INTEGER NOT NULL, -- 0 or 1: it is not archived
    ranged    INTEGER NOT NULL, -- 0 or 1: it is a range of addresses
    PRIMARY KEY (vendor, customer, key),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX assets_monitored ON assets (vendor, customer, monitored, key);
CREATE INDEX assets_ranged ON assets (vendor, customer, monitored, key) WHERE ranged = 1;

CREATE TABLE asset_counts (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    current  INTEGER NOT NULL,
    peak     INTEGER NOT NULL,
    peak_at  INTEGER NOT NULL,
    ranges   INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;

-- As for the tables of logs: what SQLite is to think of their size.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('assets', 'assets', '1000000 100000 1000 1'),
    ('assets', 'assets_monitored', '1000000 100000 1000 10 1'),
    ('assets', 'assets_ranged', '1000 100 10 5 1');
