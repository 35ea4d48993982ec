-- The list of customers: what it is sorted by, filtered by and searched for.
--
-- An index is for one order. It has the customers of one status and one level in a
-- row, and a query that asks for several reads a few of each. Those of a plan have
-- indexes of their own, in which customers without one cost nothing.
--
-- Names are folded here as SQL can, which is the letters from A to Z. The migration
-- behind this one folds the others, and fills the tables of the search.

-- +goose Up
PRAGMA defer_foreign_keys = ON;

CREATE TABLE old_customers (
    vendor TEXT, customer TEXT, created INTEGER, name TEXT, email TEXT, plan TEXT, access TEXT, features TEXT,
    portal INTEGER, portal_version TEXT, domains_only INTEGER, domains TEXT, archived INTEGER,
    expires INTEGER, pulled INTEGER, scanned INTEGER, changed INTEGER
) STRICT;
INSERT INTO old_customers SELECT vendor, customer, created, name, email, plan, access, features,
    portal, portal_version, domains_only, domains, archived, expires, pulled, scanned, changed FROM customers;
DROP TABLE customers;
CREATE TABLE customers (
    vendor         TEXT    NOT NULL,
    customer       TEXT    NOT NULL,
    n              INTEGER NOT NULL, -- counts a vendor's customers from 1, and none is missing
    created        INTEGER NOT NULL,
    name           TEXT    NOT NULL,
    folded         TEXT    NOT NULL, -- the name without upper case
    email          TEXT    NOT NULL,
    plan           TEXT    NOT NULL, -- empty: none
    access         TEXT    NOT NULL,
    features       TEXT    NOT NULL, -- a JSON list
    portal         INTEGER NOT NULL, -- 0 or 1
    portal_version TEXT    NOT NULL,
    domains_only   INTEGER NOT NULL, -- 0 or 1
    domains        TEXT    NOT NULL, -- a JSON list
    archived       INTEGER NOT NULL,
    gone           INTEGER NOT NULL, -- 0 or 1: it is archived
    expires        INTEGER NOT NULL, -- as the migration of people says
    pulled         INTEGER NOT NULL, -- when something was last pulled
    scanned        INTEGER NOT NULL, -- when it was last scanned
    changed        INTEGER NOT NULL, -- anything in the customer's room
    PRIMARY KEY (vendor, customer),
    UNIQUE (vendor, n)
) STRICT, WITHOUT ROWID;
INSERT INTO customers (vendor, customer, n, created, name, folded, email, plan, access, features,
        portal, portal_version, domains_only, domains, archived, gone, expires, pulled, scanned, changed)
    SELECT vendor, customer, ROW_NUMBER() OVER (PARTITION BY vendor ORDER BY created, customer), created, name, lower(name), email, plan, access, features,
        portal, portal_version, domains_only, domains, archived, archived > -62135596800000000, expires, pulled, scanned, changed
    FROM old_customers;
DROP TABLE old_customers;
CREATE INDEX customers_changed ON customers (vendor, changed);

CREATE INDEX customers_name    ON customers (vendor, gone, access, folded, n);
CREATE INDEX customers_created ON customers (vendor, gone, access, created, n);
CREATE INDEX customers_expires ON customers (vendor, gone, access, expires, n);
CREATE INDEX customers_pulled  ON customers (vendor, gone, access, pulled, n);
CREATE INDEX customers_scanned ON customers (vendor, gone, access, scanned, n);
CREATE INDEX plans_name    ON customers (vendor, plan, gone, access, folded, n) WHERE plan <> '';
CREATE INDEX plans_created ON customers (vendor, plan, gone, access, created, n) WHERE plan <> '';
CREATE INDEX plans_expires ON customers (vendor, plan, gone, access, expires, n) WHERE plan <> '';
CREATE INDEX plans_pulled  ON customers (vendor, plan, gone, access, pulled, n) WHERE plan <> '';
CREATE INDEX plans_scanned ON customers (vendor, plan, gone, access, scanned, n) WHERE plan <> '';

-- What the customer of that number is searched for.
CREATE TABLE search_texts (
    vendor   TEXT    NOT NULL,
    n        INTEGER NOT NULL,
    customer TEXT    NOT NULL,
    text     TEXT    NOT NULL, -- name, address and ID, each a line, without upper case
    PRIMARY KEY (vendor, n)
) STRICT, WITHOUT ROWID;

-- Which range of the index below is the vendor's: from room * 2^40 on.
CREATE TABLE search_rooms (
    vendor TEXT    NOT NULL PRIMARY KEY,
    room   INTEGER NOT NULL -- from 1
) STRICT, WITHOUT ROWID;

-- Which three characters stand side by side in which texts.
CREATE VIRTUAL TABLE search_grams USING fts5 (text, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1');

-- As for the tables of logs: what SQLite is to think of their size.
DELETE FROM sqlite_stat1 WHERE tbl IN ('customers', 'old_customers');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('customers', 'customers', '1000000 100000 1'),
    ('customers', 'customers_changed', '1000000 100000 2 1'),
    ('customers', 'customers_name', '1000000 100000 50000 20000 2 1 1'),
    ('customers', 'customers_created', '1000000 100000 50000 20000 2 1 1'),
    ('customers', 'customers_expires', '1000000 100000 50000 20000 100 1 1'),
    ('customers', 'customers_pulled', '1000000 100000 50000 20000 100 1 1'),
    ('customers', 'customers_scanned', '1000000 100000 50000 20000 100 1 1'),
    ('customers', 'plans_name', '1000000 100000 10000 5000 2000 2 1 1'),
    ('customers', 'plans_created', '1000000 100000 10000 5000 2000 2 1 1'),
    ('customers', 'plans_expires', '1000000 100000 10000 5000 2000 100 1 1'),
    ('customers', 'plans_pulled', '1000000 100000 10000 5000 2000 100 1 1'),
    ('customers', 'plans_scanned', '1000000 100000 10000 5000 2000 100 1 1');
