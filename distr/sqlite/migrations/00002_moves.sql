-- Releases that follow their tag, what refers to releases, where repositories
-- lie and how to log in there, and the keys that sign.
--
-- A closure is no longer one of a release: a release may have several, and what
-- refers to a release has one too. items keep their closures' numbers, and stay
-- where they are.
--
-- SQLite cannot add a column that is NOT NULL and has no default, so tables are
-- made anew. While the old one is gone the rows that refer to it refer to
-- nothing. SQLite counts them, and commits only if their number is back at 0.

-- +goose Up
PRAGMA defer_foreign_keys = ON;

CREATE TABLE old_products (
    vendor TEXT, product TEXT, kind TEXT, created INTEGER, changed INTEGER, seq INTEGER
) STRICT;
INSERT INTO old_products SELECT vendor, product, kind, created, changed, seq FROM products;
DROP TABLE products;
CREATE TABLE products (
    vendor  TEXT    NOT NULL,
    product TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    exact   INTEGER NOT NULL, -- 0 or 1
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL, -- its releases, or what refers to them
    seq     INTEGER NOT NULL,
    PRIMARY KEY (vendor, product),
    UNIQUE (vendor, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX products_changed ON products (vendor, changed);
INSERT INTO products (vendor, product, kind, exact, created, changed, seq)
    SELECT vendor, product, kind, 0, created, changed, seq FROM old_products;
DROP TABLE old_products;

CREATE TABLE old_releases (
    vendor TEXT, product TEXT, version TEXT, at INTEGER, seq INTEGER
) STRICT;
INSERT INTO old_releases SELECT vendor, product, version, at, seq FROM releases;
DROP TABLE releases;
CREATE TABLE releases (
    vendor   TEXT    NOT NULL,
    product  TEXT    NOT NULL,
    version  TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    follows  INTEGER NOT NULL, -- 0 or 1
    revision INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (vendor, product, version),
    UNIQUE (vendor, product, seq),
    FOREIGN KEY (vendor, product) REFERENCES products (vendor, product)
) STRICT, WITHOUT ROWID;
INSERT INTO releases (vendor, product, version, at, follows, revision, seq)
    SELECT vendor, product, version, at, 0, 0, seq FROM old_releases;
DROP TABLE old_releases;

-- The closures that a release has, or has had, in one repository: n counts them.
CREATE TABLE pins (
    vendor     TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    repository TEXT    NOT NULL,
    n          INTEGER NOT NULL,
    closure    INTEGER NOT NULL,
    PRIMARY KEY (vendor, product, version, repository, n),
    UNIQUE (vendor, closure),
    FOREIGN KEY (vendor, product, version) REFERENCES releases (vendor, product, version),
    FOREIGN KEY (vendor, closure) REFERENCES closures (vendor, closure)
) STRICT, WITHOUT ROWID;
INSERT INTO pins (vendor, product, version, repository, n, closure)
    SELECT vendor, product, version, repository, 0, closure FROM closures;

-- A manifest and all that it names. The number stands for it in the million rows
-- of items.
CREATE TABLE old_closures (
    vendor TEXT, closure INTEGER, root TEXT
) STRICT;
INSERT INTO old_closures SELECT vendor, closure, root FROM closures;
DROP TABLE closures;
CREATE TABLE closures (
    vendor        TEXT    NOT NULL,
    closure       INTEGER NOT NULL,
    root          TEXT    NOT NULL,
    subject       TEXT    NOT NULL, -- empty: it refers to nothing
    artifact_type TEXT    NOT NULL,
    annotations   TEXT    NOT NULL, -- a JSON object, or null
    PRIMARY KEY (vendor, closure)
) STRICT, WITHOUT ROWID;
INSERT INTO closures (vendor, closure, root, subject, artifact_type, annotations)
    SELECT vendor, closure, root, '', '', 'null' FROM old_closures;
DROP TABLE old_closures;

-- n counts them within a repository, and none is missing.
CREATE TABLE referrers (
    vendor     TEXT    NOT NULL,
    product    TEXT    NOT NULL,
    repository TEXT    NOT NULL,
    n          INTEGER NOT NULL,
    subject    TEXT    NOT NULL,
    tag        TEXT    NOT NULL, -- empty: it names its subject itself
    closure    INTEGER NOT NULL,
    PRIMARY KEY (vendor, product, repository, n),
    UNIQUE (vendor, closure),
    FOREIGN KEY (vendor, product) REFERENCES products (vendor, product),
    FOREIGN KEY (vendor, closure) REFERENCES closures (vendor, closure)
) STRICT, WITHOUT ROWID;

CREATE TABLE upstreams (
    vendor         TEXT NOT NULL,
    repository     TEXT NOT NULL, -- empty: of every repository that has none of its own
    registry       TEXT NOT NULL,
    name           TEXT NOT NULL, -- the repository's name there; empty: the same
    token_hosts    TEXT NOT NULL, -- a JSON list
    redirect_hosts TEXT NOT NULL, -- a JSON list
    username       TEXT NOT NULL,
    password       BLOB, -- sealed
    PRIMARY KEY (vendor, repository)
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_keys (
    vendor  TEXT    NOT NULL,
    kid     TEXT    NOT NULL,
    private BLOB, -- sealed
    created INTEGER NOT NULL,
    signs   INTEGER NOT NULL,
    retires INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (vendor, kid),
    UNIQUE (vendor, seq)
) STRICT, WITHOUT ROWID;

-- What a grant brings along for the registry upstream.
CREATE TABLE logins (
    vendor   TEXT NOT NULL,
    customer TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    username TEXT NOT NULL,
    password BLOB, -- sealed
    PRIMARY KEY (vendor, customer, grant_id),
    FOREIGN KEY (vendor, customer, grant_id) REFERENCES grants (vendor, customer, grant_id)
) STRICT, WITHOUT ROWID;
