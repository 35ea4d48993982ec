-- The rooms of a store. Every key begins with the vendor, and so does every
-- reference, so that none reaches into another vendor's room. TEXT compares
-- byte by byte (collation BINARY, the default). No default and no trigger asks
-- the clock. What the columns hold is said in internal/sqlstore.

-- +goose Up
CREATE TABLE vendors (
    vendor  TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    changed INTEGER NOT NULL -- the list of products, or the staff's credentials
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    vendor     TEXT    NOT NULL,
    credential TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    created    INTEGER NOT NULL,
    revoked    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (vendor, credential),
    UNIQUE (vendor, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE products (
    vendor  TEXT    NOT NULL,
    product TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL, -- its releases
    seq     INTEGER NOT NULL,
    PRIMARY KEY (vendor, product),
    UNIQUE (vendor, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX products_changed ON products (vendor, changed);

-- A repository belongs to one product.
CREATE TABLE repositories (
    vendor     TEXT    NOT NULL,
    repository TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (vendor, repository),
    UNIQUE (vendor, product, n),
    FOREIGN KEY (vendor, product) REFERENCES products (vendor, product)
) STRICT, WITHOUT ROWID;

CREATE TABLE releases (
    vendor  TEXT    NOT NULL,
    product TEXT    NOT NULL,
    version TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (vendor, product, version),
    UNIQUE (vendor, product, seq),
    FOREIGN KEY (vendor, product) REFERENCES products (vendor, product)
) STRICT, WITHOUT ROWID;

-- Where a release begins in one repository.
CREATE TABLE roots (
    vendor     TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    repository TEXT    NOT NULL,
    tag        TEXT    NOT NULL,
    digest     TEXT    NOT NULL,
    PRIMARY KEY (vendor, product, version, repository),
    FOREIGN KEY (vendor, product, version) REFERENCES releases (vendor, product, version)
) STRICT, WITHOUT ROWID;

-- What a release consists of in one repository. The number stands for these
-- names in the million rows of items.
CREATE TABLE closures (
    vendor     TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    repository TEXT    NOT NULL,
    root       TEXT    NOT NULL,
    closure    INTEGER NOT NULL,
    PRIMARY KEY (vendor, product, version, repository),
    UNIQUE (vendor, closure),
    FOREIGN KEY (vendor, product, version) REFERENCES releases (vendor, product, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE items (
    vendor     TEXT    NOT NULL,
    closure    INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    digest     TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT    NOT NULL,
    manifest   BLOB, -- NULL for what is not a manifest
    PRIMARY KEY (vendor, closure, n),
    FOREIGN KEY (vendor, closure) REFERENCES closures (vendor, closure)
) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    email    TEXT    NOT NULL,
    access   TEXT    NOT NULL,
    features TEXT    NOT NULL, -- a JSON list
    changed  INTEGER NOT NULL, -- anything in the customer's room
    PRIMARY KEY (vendor, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_changed ON customers (vendor, changed);

CREATE TABLE credentials (
    vendor     TEXT    NOT NULL,
    customer   TEXT    NOT NULL,
    credential TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    created    INTEGER NOT NULL,
    revoked    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, credential),
    UNIQUE (vendor, customer, seq),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    grant_id TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    product  TEXT    NOT NULL,
    versions TEXT    NOT NULL, -- a JSON list of terms
    starts   INTEGER NOT NULL,
    expires  INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, grant_id),
    UNIQUE (vendor, customer, seq),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer),
    FOREIGN KEY (vendor, product) REFERENCES products (vendor, product)
) STRICT, WITHOUT ROWID;

-- The two logs refer to nothing: what happened stays when whom it happened to
-- is gone. n numbers what happened in the same microsecond.
CREATE TABLE events (
    vendor   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    n        INTEGER NOT NULL,
    event    TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    customer TEXT    NOT NULL, -- empty: it concerns none
    data     TEXT, -- a JSON object, word for word
    PRIMARY KEY (vendor, at, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX events_event ON events (vendor, event);
CREATE INDEX events_customer ON events (vendor, customer, at, n);

CREATE TABLE pulls (
    vendor     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    customer   TEXT    NOT NULL, -- empty: the vendor's own people
    token      TEXT    NOT NULL,
    token_name TEXT    NOT NULL,
    repository TEXT    NOT NULL,
    reference  TEXT    NOT NULL,
    digest     TEXT    NOT NULL, -- empty: the reference meant nothing
    version    TEXT    NOT NULL, -- empty: no release
    allowed    INTEGER NOT NULL, -- 0 or 1
    reason     TEXT    NOT NULL,
    client     TEXT    NOT NULL,
    PRIMARY KEY (vendor, at, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX pulls_customer ON pulls (vendor, customer, at, n);

-- Without numbers SQLite takes one vendor's log to be ten rows long, and reads
-- all of it to find those of one customer. The numbers are: rows in all, rows
-- of one vendor, and so on along the key.
ANALYZE;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('events', 'events', '1000000 100000 2 1'),
    ('events', 'events_event', '1000000 100000 1'),
    ('events', 'events_customer', '1000000 100000 100 2 1'),
    ('pulls', 'pulls', '1000000 100000 2 1'),
    ('pulls', 'pulls_customer', '1000000 100000 100 2 1');
