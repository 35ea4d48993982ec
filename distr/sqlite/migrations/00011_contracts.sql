-- Licenses as they were sold, and what was used of them.

-- +goose Up
CREATE TABLE contracts (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    contract TEXT    NOT NULL,
    plan     TEXT    NOT NULL,
    model    TEXT    NOT NULL,
    quantity INTEGER NOT NULL, -- the limit
    alerts   TEXT    NOT NULL, -- a JSON list, or null: those of the model
    overage  TEXT    NOT NULL,
    assets   TEXT    NOT NULL, -- a JSON object: which assets are one
    every    TEXT    NOT NULL,
    anchor   INTEGER NOT NULL,
    zone     TEXT    NOT NULL,
    starts   INTEGER NOT NULL,
    ends     INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (vendor, customer, contract),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE meters (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    contract TEXT    NOT NULL,
    period   INTEGER NOT NULL,
    used     INTEGER NOT NULL,
    peak     INTEGER NOT NULL,
    revision INTEGER NOT NULL, -- of the limit, when it was last looked at
    alerted  TEXT    NOT NULL, -- a JSON list of {percent, limit}, or null
    PRIMARY KEY (vendor, customer, contract, period),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;

-- Kept for ever: a key that was removed could be counted again.
CREATE TABLE uses (
    vendor   TEXT    NOT NULL,
    customer TEXT    NOT NULL,
    key      TEXT    NOT NULL, -- the caller's
    model    TEXT    NOT NULL,
    quantity INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    told     INTEGER NOT NULL,
    contract TEXT    NOT NULL,
    period   INTEGER NOT NULL,
    late     INTEGER NOT NULL, -- 0 or 1
    PRIMARY KEY (vendor, customer, key),
    FOREIGN KEY (vendor, customer) REFERENCES customers (vendor, customer)
) STRICT, WITHOUT ROWID;
