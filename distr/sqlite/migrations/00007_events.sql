-- Events are a chain: numbered from 1, with a hash that covers the one before, and
-- they say by which way and from where their actor came. Those that are there get
-- their numbers in the order in which they were listed so far. They have no hash;
-- all 32 bytes of it are zero.
--
-- Beside them lies up to where they were removed, and how far each courier has
-- come.

-- +goose Up
CREATE TABLE old_events (
    vendor TEXT, at INTEGER, n INTEGER, event TEXT, actor TEXT, kind TEXT, customer TEXT, data TEXT
) STRICT;
INSERT INTO old_events SELECT vendor, at, n, event, actor, kind, customer, data FROM events;
DROP TABLE events;
CREATE TABLE events (
    vendor   TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    event    TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    actor    TEXT    NOT NULL,
    via      TEXT    NOT NULL, -- empty: not said
    address  TEXT    NOT NULL, -- empty: not known
    kind     TEXT    NOT NULL,
    customer TEXT    NOT NULL, -- empty: it concerns none
    data     TEXT, -- a JSON object, word for word
    PRIMARY KEY (vendor, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO events (vendor, seq, hash, event, at, actor, via, address, kind, customer, data)
    SELECT vendor, ROW_NUMBER() OVER (PARTITION BY vendor ORDER BY at, n), zeroblob(32), event, at, actor, '', '', kind, customer, data
    FROM old_events;
DROP TABLE old_events;
CREATE UNIQUE INDEX events_event ON events (vendor, event);
CREATE INDEX events_at ON events (vendor, at, seq);
CREATE INDEX events_actor ON events (vendor, actor, seq);
CREATE INDEX events_kind ON events (vendor, kind, seq);
CREATE INDEX events_customer ON events (vendor, customer, seq);

CREATE TABLE checkpoints (
    vendor TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    hash   BLOB    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (vendor)
) STRICT, WITHOUT ROWID;

CREATE TABLE posts (
    vendor   TEXT    NOT NULL,
    courier  TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    holder   TEXT    NOT NULL, -- empty: nobody delivers
    until    INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    next     INTEGER NOT NULL,
    error    TEXT    NOT NULL,
    PRIMARY KEY (vendor, courier)
) STRICT, WITHOUT ROWID;

-- As for the first tables of logs: what SQLite is to think of their size.
DELETE FROM sqlite_stat1 WHERE tbl IN ('events', 'old_events');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('events', 'events', '1000000 100000 1'),
    ('events', 'events_event', '1000000 100000 1'),
    ('events', 'events_at', '1000000 100000 2 1'),
    ('events', 'events_actor', '1000000 100000 10000 1'),
    ('events', 'events_kind', '1000000 100000 5000 1'),
    ('events', 'events_customer', '1000000 100000 100 1');
