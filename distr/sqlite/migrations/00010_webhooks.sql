-- Who is told what happens, and the attempts to tell them.

-- +goose Up
CREATE TABLE endpoints (
    vendor    TEXT    NOT NULL,
    endpoint  TEXT    NOT NULL,
    n         INTEGER NOT NULL, -- in which order they were added
    url       TEXT    NOT NULL,
    kinds     TEXT    NOT NULL, -- a JSON list
    customer  TEXT    NOT NULL, -- empty: of all
    owner     TEXT    NOT NULL, -- empty: nobody
    secret    BLOB, -- sealed
    old       BLOB, -- sealed
    old_until INTEGER NOT NULL,
    created   INTEGER NOT NULL,
    failing   INTEGER NOT NULL,
    disabled  INTEGER NOT NULL,
    why       TEXT    NOT NULL,
    place     INTEGER NOT NULL,
    PRIMARY KEY (vendor, endpoint)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
    vendor   TEXT    NOT NULL,
    delivery TEXT    NOT NULL, -- greater in byte order than those of before
    endpoint TEXT    NOT NULL,
    event    TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    attempt  INTEGER NOT NULL, -- 0: by hand
    status   INTEGER NOT NULL, -- 0: no answer
    took     INTEGER NOT NULL, -- microseconds
    done     INTEGER NOT NULL, -- 0 or 1
    error    TEXT    NOT NULL,
    PRIMARY KEY (vendor, delivery)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_endpoint ON deliveries (vendor, endpoint, delivery);
CREATE INDEX deliveries_failed ON deliveries (vendor, endpoint, delivery) WHERE done = 0;

-- As for the tables of other logs: what SQLite is to think of their size.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('deliveries', 'deliveries', '1000000 100000 1'),
    ('deliveries', 'deliveries_endpoint', '1000000 100000 10000 1'),
    ('deliveries', 'deliveries_failed', '10000 1000 100 1');
