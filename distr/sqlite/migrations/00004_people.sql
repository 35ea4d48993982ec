-- People: the vendor's staff and whom they may see, a customer's members and
-- installations, and what a vendor sets for all customers. And what the list of
-- customers is sorted by.
--
-- SQLite cannot add a column that is NOT NULL and has no default, so tables are
-- made anew, as for the moves of releases. What was kept so far gets the values
-- that a new one begins with.

-- +goose Up
PRAGMA defer_foreign_keys = ON;

CREATE TABLE old_customers (
    vendor TEXT, customer TEXT, created INTEGER, name TEXT, email TEXT, access TEXT, features TEXT, changed INTEGER
) STRICT;
INSERT INTO old_customers SELECT vendor, customer, created, name, email, access, features, changed FROM customers;
DROP TABLE customers;
CREATE TABLE customers (
    vendor         TEXT    NOT NULL,
    customer       TEXT    NOT NULL,
    created        INTEGER NOT NULL,
    name           TEXT    NOT NULL,
    email          TEXT    NOT NULL,
    plan           TEXT    NOT NULL, -- empty: none
    access         TEXT    NOT NULL,
    features       TEXT    NOT NULL, -- a JSON list
    portal         INTEGER NOT NULL, -- 0 or 1
    portal_version TEXT    NOT NULL,
    domains_only   INTEGER NOT NULL, -- 0 or 1
    domains        TEXT    NOT NULL, -- a JSON list
    archived       INTEGER NOT NULL,
    -- When the last of the grants ends. The largest number: it never does, since
    -- one of them has no end or there is none; who never expires is listed behind
    -- those who do. Not a part of the record: PutGrant keeps it, so that a list
    -- need not look into every room.
    expires        INTEGER NOT NULL,
    pulled         INTEGER NOT NULL, -- when something was last pulled
    scanned        INTEGER NOT NULL, -- when it was last scanned
    changed        INTEGER NOT NULL, -- anything in the customer's room
    PRIMARY KEY (vendor, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_changed ON customers (vendor, changed);
-- A grant without an end has the zero time, the smallest number.
INSERT INTO customers (vendor, customer, created, name, email, plan, access, features, portal, portal_version, domains_only, domains, archived, expires, pulled, scanned, changed)
    SELECT vendor, customer, created, name, email, '', access, features, 0, '', 0, 'null', -62135596800000000,
        COALESCE((SELECT CASE WHEN MIN(expires) > -62135596800000000 THEN MAX(expires) END
            FROM grants AS g WHERE g.vendor = c.vendor AND g.customer = c.customer), 9223372036854775807),
        COALESCE((SELECT at FROM pulls AS p WHERE p.vendor = c.vendor AND p.customer = c.customer AND p.allowed = 1
            ORDER BY at DESC LIMIT 1), -62135596800000000),
        -62135596800000000, changed
    FROM old_customers AS c;
DROP TABLE old_customers;

-- PutGrant asks for a customer's last end, and whether one is missing.
CREATE INDEX grants_expires ON grants (vendor, customer, expires);

ALTER TABLE credentials RENAME TO old_credentials;
CREATE TABLE credentials (
    vendor     TEXT    NOT NULL,
    customer   TEXT    NOT NULL,
    credential TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    created    INTEGER NOT NULL,
    rotated    INTEGER NOT NULL,
    used       INTEGER NOT NULL, -- what is older than this column: not known
    revoked    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, credential),
    UNIQUE (vendor, customer, seq),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;
INSERT INTO credentials (vendor, customer, credential, name, hash, created, rotated, used, revoked, seq)
    SELECT vendor, customer, credential, name, hash, created, -62135596800000000, -62135596800000000, revoked, seq
    FROM old_credentials;
DROP TABLE old_credentials;

-- The credentials of the staff had the name that their people could have had.
CREATE TABLE staff_credentials (
    vendor     TEXT    NOT NULL,
    credential TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    created    INTEGER NOT NULL,
    rotated    INTEGER NOT NULL,
    used       INTEGER NOT NULL, -- what is older than this column: not known
    revoked    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (vendor, credential),
    UNIQUE (vendor, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO staff_credentials (vendor, credential, name, hash, created, rotated, used, revoked, seq)
    SELECT vendor, credential, name, hash, created, -62135596800000000, -62135596800000000, revoked, seq
    FROM staff;
DROP TABLE staff;

CREATE TABLE settings (
    vendor          TEXT    NOT NULL,
    portal_mode     TEXT    NOT NULL,
    portal_for_all  INTEGER NOT NULL, -- 0 or 1
    auto_invite     INTEGER NOT NULL, -- 0 or 1
    default_access  TEXT    NOT NULL,
    stop_pulls      INTEGER NOT NULL, -- 0 or 1
    app             TEXT    NOT NULL,
    classic_address TEXT    NOT NULL,
    new_address     TEXT    NOT NULL,
    domain          TEXT    NOT NULL,
    features        TEXT    NOT NULL, -- a JSON list of definitions
    PRIMARY KEY (vendor)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_members (
    vendor  TEXT    NOT NULL,
    member  TEXT    NOT NULL,
    email   TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    role    TEXT    NOT NULL,
    super   INTEGER NOT NULL, -- 0 or 1
    created INTEGER NOT NULL,
    joined  INTEGER NOT NULL,
    via     TEXT    NOT NULL,
    hash    BLOB    NOT NULL, -- of the secret of their invitation
    sent    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    inviter TEXT    NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (vendor, member),
    UNIQUE (vendor, email),
    UNIQUE (vendor, seq)
) STRICT, WITHOUT ROWID;

-- Whom of the customers somebody of the staff may see.
CREATE TABLE assignments (
    vendor   TEXT NOT NULL,
    customer TEXT NOT NULL,
    member   TEXT NOT NULL,
    PRIMARY KEY (vendor, customer, member),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer),
    FOREIGN KEY (vendor, member) REFERENCES staff_members (vendor, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_member ON assignments (vendor, member, customer);

CREATE TABLE members (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    member   TEXT    NOT NULL,
    email    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    role     TEXT    NOT NULL,
    super    INTEGER NOT NULL, -- 0 or 1
    created  INTEGER NOT NULL,
    joined   INTEGER NOT NULL,
    via      TEXT    NOT NULL,
    hash     BLOB    NOT NULL, -- of the secret of their invitation
    sent     INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    inviter  TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, member),
    UNIQUE (vendor, customer, email),
    UNIQUE (vendor, customer, seq),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;
-- One person may be a member of several customers.
CREATE INDEX members_email ON members (vendor, email, customer);

CREATE TABLE installations (
    vendor       TEXT    NOT NULL,
    customer     TEXT    NOT NULL,
    installation TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    credential   TEXT    NOT NULL,
    created      INTEGER NOT NULL,
    starter      TEXT    NOT NULL,
    seq          INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, installation),
    UNIQUE (vendor, customer, credential),
    UNIQUE (vendor, customer, seq),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer),
    FOREIGN KEY (vendor, customer, credential) REFERENCES credentials (vendor, customer, credential)
) STRICT, WITHOUT ROWID;
