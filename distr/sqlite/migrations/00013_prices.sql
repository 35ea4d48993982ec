-- What is sold at what price: plans, price lists, what was bought ahead, what each
-- license is sold for, and what came of it. A price is written as text, as in
-- '0.0125 EUR', and empty if there is none.

-- +goose Up
CREATE TABLE plans (
    vendor   TEXT    NOT NULL,
    plan     TEXT    NOT NULL,
    model    TEXT    NOT NULL,
    quantity INTEGER NOT NULL,
    every    TEXT    NOT NULL,
    alerts   TEXT    NOT NULL, -- a JSON list
    overage  TEXT    NOT NULL,
    assets   TEXT    NOT NULL, -- JSON
    unit     TEXT    NOT NULL,
    cost     TEXT    NOT NULL,
    PRIMARY KEY (vendor, plan)
) STRICT, WITHOUT ROWID;

CREATE TABLE price_lists (
    vendor   TEXT NOT NULL,
    model    TEXT NOT NULL,
    currency TEXT NOT NULL,
    costs    TEXT NOT NULL, -- JSON
    PRIMARY KEY (vendor, model, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE lots (
    vendor    TEXT    NOT NULL,
    lot       TEXT    NOT NULL,
    model     TEXT    NOT NULL,
    quantity  INTEGER NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining BETWEEN 0 AND quantity),
    list      TEXT    NOT NULL,
    discount  INTEGER NOT NULL, -- hundredths of a percent
    cost      TEXT    NOT NULL,
    purchased INTEGER NOT NULL,
    expires   INTEGER NOT NULL,
    PRIMARY KEY (vendor, lot)
) STRICT, WITHOUT ROWID;

CREATE TABLE sales (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    contract TEXT    NOT NULL,
    unit     TEXT    NOT NULL,
    cost     TEXT    NOT NULL,
    sold     INTEGER NOT NULL,
    period   INTEGER NOT NULL, -- the number of the next one that is to be charged
    next     INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, contract),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;
CREATE INDEX sales_next ON sales (vendor, next);

CREATE TABLE charges (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    contract TEXT    NOT NULL,
    period   INTEGER NOT NULL,
    part     INTEGER NOT NULL, -- 0: as the period begins; from 1 on: what was added within it
    start    INTEGER NOT NULL,
    ends     INTEGER NOT NULL,
    day_from INTEGER NOT NULL, -- of the period's days, from 0 on
    day_to   INTEGER NOT NULL,
    days     INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    unit     TEXT    NOT NULL,
    drawn    TEXT    NOT NULL, -- a JSON list
    at       INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, contract, period, part),
    FOREIGN KEY (vendor, customer, contract) REFERENCES sales (vendor, customer, contract)
) STRICT, WITHOUT ROWID;
CREATE INDEX charges_start ON charges (vendor, start);

-- As for the tables of logs: what SQLite is to think of their size.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('sales', 'sales', '1000000 100000 2 1'),
    ('sales', 'sales_next', '1000000 100000 2'),
    ('charges', 'charges', '10000000 1000000 100 50 1 1'),
    ('charges', 'charges_start', '10000000 1000000 100');
