-- Events are found by blocks instead of by indexes: of each 256 that follow one another
-- it is known when they were and what they are about. The indexes took as much room as
-- the events, and each change waited for them.
--
-- An event's ID says its number, so those that do are found by it. The index has others.

-- +goose Up
DROP INDEX events_at;
DROP INDEX events_actor;
DROP INDEX events_kind;
DROP INDEX events_customer;
DROP INDEX events_event;
ALTER TABLE events DROP COLUMN unfiled;
CREATE UNIQUE INDEX events_event ON events (vendor, event) WHERE substr(event, 1, length(seq) + 5) <> 'evt_' || seq || '_';

CREATE TABLE blocks (
    vendor   TEXT    NOT NULL,
    seq      INTEGER NOT NULL, -- of its last event
    earliest INTEGER NOT NULL,
    latest   INTEGER NOT NULL,
    PRIMARY KEY (vendor, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO blocks (vendor, seq, earliest, latest)
    SELECT vendor, (seq + 255) / 256 * 256 AS last, MIN(at), MAX(at) FROM events
    GROUP BY vendor, last HAVING MAX(seq) = last;

CREATE TABLE block_values (
    vendor TEXT    NOT NULL,
    field  TEXT    NOT NULL CHECK (field IN ('actor', 'customer', 'kind')),
    value  TEXT    NOT NULL,
    seq    INTEGER NOT NULL, -- of the last event of a block that has it
    PRIMARY KEY (vendor, field, value, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO block_values (vendor, field, value, seq)
    SELECT DISTINCT b.vendor, 'actor', e.actor, b.seq
        FROM blocks AS b JOIN events AS e ON e.vendor = b.vendor AND e.seq > b.seq - 256 AND e.seq <= b.seq
    UNION ALL SELECT DISTINCT b.vendor, 'customer', e.customer, b.seq
        FROM blocks AS b JOIN events AS e ON e.vendor = b.vendor AND e.seq > b.seq - 256 AND e.seq <= b.seq
        WHERE e.customer <> ''
    UNION ALL SELECT DISTINCT b.vendor, 'kind', e.kind, b.seq
        FROM blocks AS b JOIN events AS e ON e.vendor = b.vendor AND e.seq > b.seq - 256 AND e.seq <= b.seq;

-- As for the first tables of logs: what SQLite is to think of their size.
DELETE FROM sqlite_stat1 WHERE tbl = 'events';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('events', 'events', '1000000 100000 1'),
    ('events', 'events_event', '10000 1000 1'),
    ('blocks', 'blocks', '4000 400 1'),
    ('block_values', 'block_values', '280000 28000 9300 50 1');
