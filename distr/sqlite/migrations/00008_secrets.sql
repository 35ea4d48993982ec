-- Secrets: the data key of each room that has any, the values under it, and which
-- installation has got which. The vendor's own are for all customers.

-- +goose Up
CREATE TABLE secret_keys (
    vendor  TEXT    NOT NULL,
    number  INTEGER NOT NULL, -- counts the data keys that the room has had
    wrapper TEXT    NOT NULL, -- the ID of the key that wraps it
    wrapped BLOB,             -- NULL: none
    created INTEGER NOT NULL,
    PRIMARY KEY (vendor)
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    vendor  TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    version INTEGER NOT NULL,
    sealed  BLOB,             -- NULL: none
    changed INTEGER NOT NULL,
    changer TEXT    NOT NULL,
    PRIMARY KEY (vendor, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_secret_keys (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    wrapper  TEXT    NOT NULL,
    wrapped  BLOB,
    created  INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_secrets (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    sealed   BLOB,
    changed  INTEGER NOT NULL,
    changer  TEXT    NOT NULL,
    PRIMARY KEY (vendor, customer, key),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret_uses (
    vendor       TEXT    NOT NULL,
    customer     TEXT    NOT NULL,
    installation TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    own          INTEGER NOT NULL, -- 0: the vendor's, 1: the customer's
    at           INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, installation, key),
    FOREIGN KEY (vendor, customer, installation) REFERENCES installations (vendor, customer, installation)
) STRICT, WITHOUT ROWID;
-- Who has got the vendor's, of whichever customer.
CREATE INDEX secret_uses_key ON secret_uses (vendor, own, key, customer, installation);

-- As for the tables of logs: what SQLite is to think of their size.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('secret_uses', 'secret_uses', '1000000 100000 50 5 1'),
    ('secret_uses', 'secret_uses_key', '1000000 100000 50000 5000 5 1');
