-- Scan automation: schedules, the runs that come of them and of other reasons, and
-- what was found.

-- +goose Up
CREATE TABLE schedules (
    vendor       TEXT    NOT NULL,
    customer     TEXT    NOT NULL, -- empty: the vendor's, for several customers; so there is no reference
    schedule     TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    profile      TEXT    NOT NULL,
    targets      TEXT    NOT NULL, -- a JSON object: which assets
    customers    TEXT    NOT NULL, -- a JSON object: which customers
    every        TEXT    NOT NULL, -- empty: it has no slots
    weekday      INTEGER NOT NULL,
    day          INTEGER NOT NULL,
    hour         INTEGER NOT NULL,
    minute       INTEGER NOT NULL,
    zone         TEXT    NOT NULL,
    triggers     TEXT    NOT NULL, -- a JSON list, or null
    debounce     INTEGER NOT NULL, -- nanoseconds
    jitter       INTEGER NOT NULL, -- nanoseconds
    paused       INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    next         INTEGER NOT NULL,
    fired        INTEGER NOT NULL,
    turn_slot    INTEGER NOT NULL,
    turn_trigger TEXT    NOT NULL,
    turn_missed  INTEGER NOT NULL,
    turn_after   TEXT    NOT NULL,
    due          INTEGER,          -- when there is something to hand out; NULL: never
    new_asset    INTEGER NOT NULL, -- 0 or 1: it listens to that
    seq          INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, schedule)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedules_due ON schedules (vendor, due, customer, schedule) WHERE due IS NOT NULL;
CREATE INDEX schedules_new_asset ON schedules (vendor, customer, seq) WHERE new_asset = 1;

CREATE TABLE runs (
    vendor       TEXT    NOT NULL,
    customer     TEXT    NOT NULL,
    run          TEXT    NOT NULL,
    schedule     TEXT    NOT NULL, -- empty: none; no reference: a run outlives its schedule
    name         TEXT    NOT NULL,
    cause        TEXT    NOT NULL,
    fired_by     TEXT    NOT NULL, -- empty: it has another cause
    slot         INTEGER NOT NULL,
    missed       INTEGER NOT NULL,
    asked        TEXT    NOT NULL,
    profile      TEXT    NOT NULL,
    targets      TEXT    NOT NULL, -- a JSON object: which assets
    state        TEXT    NOT NULL,
    created      INTEGER NOT NULL,
    ready        INTEGER NOT NULL,
    started      INTEGER NOT NULL,
    begun        INTEGER NOT NULL, -- for the last time
    ended        INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    done         INTEGER NOT NULL,
    total        INTEGER NOT NULL,
    counted      INTEGER NOT NULL, -- 0 or 1
    error        TEXT    NOT NULL,
    found        INTEGER NOT NULL,
    fresh        INTEGER NOT NULL, -- of what was found: new
    resolved     INTEGER NOT NULL,
    cancelled    INTEGER NOT NULL,
    holder       TEXT    NOT NULL, -- empty: nobody
    until        INTEGER NOT NULL,
    live         INTEGER NOT NULL, -- 0 or 1: it is queued or running
    due          INTEGER,          -- when it may be begun; NULL: never
    PRIMARY KEY (vendor, customer, run),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_created ON runs (vendor, created, run, customer);
CREATE INDEX runs_customer ON runs (vendor, customer, created, run);
CREATE INDEX runs_schedule ON runs (vendor, schedule, created, run, customer);
CREATE INDEX runs_live ON runs (vendor, created, run, customer) WHERE live = 1;
CREATE INDEX runs_waiting ON runs (vendor, customer, due, run) WHERE live = 1;
CREATE INDEX runs_running ON runs (vendor, customer, due) WHERE state = 'running';
CREATE INDEX runs_ended ON runs (vendor, customer, ended) WHERE live = 0;

-- Of each customer: which run is the first, and whose turn it is. It is kept with the
-- runs, so that however many wait, only those are read that may be begun.
CREATE TABLE run_heads (
    vendor    TEXT    NOT NULL,
    customer  TEXT    NOT NULL,
    first_run TEXT,             -- NULL: none may ever be begun
    first_due INTEGER,          -- when that one may
    free      INTEGER NOT NULL, -- from when on none is running in somebody's hands
    turn      INTEGER NOT NULL, -- when one was last begun; it only grows, whatever becomes of the run
    place     INTEGER,          -- the later of first_due and turn
    PRIMARY KEY (vendor, customer),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer),
    FOREIGN KEY (vendor, customer, first_run) REFERENCES runs (vendor, customer, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_heads_place ON run_heads (vendor, place, customer, first_run, free) WHERE place IS NOT NULL;
CREATE INDEX run_heads_turn ON run_heads (vendor, turn, customer, first_run, first_due, free) WHERE turn > first_due;

CREATE TABLE run_details (
    vendor   TEXT NOT NULL,
    customer TEXT NOT NULL,
    run      TEXT NOT NULL,
    targets  TEXT NOT NULL, -- a JSON list, or null
    found    TEXT NOT NULL, -- a JSON list of fingerprints, or null
    log      TEXT NOT NULL,
    PRIMARY KEY (vendor, customer, run),
    FOREIGN KEY (vendor, customer, run) REFERENCES runs (vendor, customer, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
    vendor      TEXT    NOT NULL,
    customer    TEXT    NOT NULL,
    profile     TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    rule        TEXT    NOT NULL,
    level       TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    message     TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    location    TEXT    NOT NULL,
    line        INTEGER NOT NULL,
    help        TEXT    NOT NULL,
    first_at    INTEGER NOT NULL,
    first_run   TEXT    NOT NULL, -- no reference: a finding outlives its runs
    last_at     INTEGER NOT NULL,
    last_run    TEXT    NOT NULL,
    resolved    INTEGER NOT NULL,
    resolved_by TEXT    NOT NULL,
    unresolved  INTEGER NOT NULL, -- 0 or 1
    PRIMARY KEY (vendor, customer, profile, fingerprint),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX findings_unresolved ON findings (vendor, customer, profile, fingerprint) WHERE unresolved = 1;

-- As for the tables of logs: what SQLite is to think of their size.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('schedules', 'schedules', '1000000 100000 10 1'),
    ('schedules', 'schedules_due', '1000000 100000 10 2 1'),
    ('schedules', 'schedules_new_asset', '10000 1000 5 1'),
    ('runs', 'runs', '10000000 1000000 1000 1'),
    ('runs', 'runs_created', '10000000 1000000 10 2 1'),
    ('runs', 'runs_customer', '10000000 1000000 1000 2 1'),
    ('runs', 'runs_schedule', '10000000 1000000 500 10 2 1'),
    ('runs', 'runs_live', '10000 1000 10 2 1'),
    ('runs', 'runs_waiting', '10000 1000 10 2 1'),
    ('runs', 'runs_running', '100 10 2 1'),
    ('runs', 'runs_ended', '10000000 1000000 1000 2'),
    ('run_heads', 'run_heads', '10000 1000 1'),
    ('run_heads', 'run_heads_place', '10000 1000 2 1 1 1'),
    ('run_heads', 'run_heads_turn', '1000 100 2 1 1 1 1'),
    ('run_details', 'run_details', '10000000 1000000 1000 1'),
    ('findings', 'findings', '10000000 1000000 1000 100 1'),
    ('findings', 'findings_unresolved', '1000000 100000 100 50 1');
