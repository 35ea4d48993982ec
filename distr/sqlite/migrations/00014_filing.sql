-- Events are filed some at a time: to put many into an index at once touches fewer
-- pages than to put each in as it comes, and every change would wait for that. What is
-- not filed yet are a vendor's last few events, which are found by their numbers.

-- +goose Up
DROP INDEX events_at;
DROP INDEX events_actor;
DROP INDEX events_kind;
DROP INDEX events_customer;
ALTER TABLE events ADD COLUMN unfiled INTEGER CHECK (unfiled = 1); -- NULL: the indexes have it
CREATE INDEX events_at ON events (vendor, at, seq, unfiled) WHERE unfiled IS NULL; -- all that is asked, so no row is read
CREATE INDEX events_actor ON events (vendor, actor, seq) WHERE unfiled IS NULL;
CREATE INDEX events_kind ON events (vendor, kind, seq) WHERE unfiled IS NULL;
CREATE INDEX events_customer ON events (vendor, customer, seq) WHERE unfiled IS NULL;

-- As for the first tables of logs: what SQLite is to think of their size.
DELETE FROM sqlite_stat1 WHERE tbl = 'events';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('events', 'events', '1000000 100000 1'),
    ('events', 'events_event', '1000000 100000 1'),
    ('events', 'events_at', '1000000 100000 2 1 1'),
    ('events', 'events_actor', '1000000 100000 10000 1'),
    ('events', 'events_kind', '1000000 100000 5000 1'),
    ('events', 'events_customer', '1000000 100000 100 1');
