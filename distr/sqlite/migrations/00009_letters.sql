-- Letters: what is to be sent and what was, what the vendor has written in place of
-- the program's own templates, and in whose name letters are sent.

-- +goose Up
CREATE TABLE letters (
    vendor     TEXT    NOT NULL,
    letter     TEXT    NOT NULL,
    event      TEXT    NOT NULL, -- empty: none
    customer   TEXT    NOT NULL, -- empty: none; no reference: what was sent outlives it
    recipient  TEXT    NOT NULL,
    template   TEXT    NOT NULL,
    member     TEXT    NOT NULL, -- empty: none
    data       TEXT,             -- JSON, word for word
    state      TEXT    NOT NULL,
    attempts   INTEGER NOT NULL,
    next       INTEGER NOT NULL,
    sent       INTEGER NOT NULL,
    message_id TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    error      TEXT    NOT NULL,
    created    INTEGER NOT NULL,
    holder     TEXT    NOT NULL, -- empty: nobody
    until      INTEGER NOT NULL,
    PRIMARY KEY (vendor, letter)
) STRICT, WITHOUT ROWID;
CREATE INDEX letters_created ON letters (vendor, created, letter);
CREATE INDEX letters_customer ON letters (vendor, customer, created, letter);
CREATE INDEX letters_waiting ON letters (vendor, created, letter) WHERE state = 'waiting';

CREATE TABLE letter_templates (
    vendor  TEXT NOT NULL,
    name    TEXT NOT NULL,
    subject TEXT NOT NULL,
    text    TEXT NOT NULL,
    html    TEXT NOT NULL, -- empty: the letter has text only
    PRIMARY KEY (vendor, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE mail_settings (
    vendor   TEXT NOT NULL PRIMARY KEY,
    sender   TEXT NOT NULL,
    name     TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    domain   TEXT NOT NULL, -- empty: letters are not signed
    selector TEXT NOT NULL,
    public   BLOB,
    private  BLOB           -- sealed
) STRICT, WITHOUT ROWID;

-- As for the tables of logs: what SQLite is to think of their size.
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('letters', 'letters', '1000000 100000 1'),
    ('letters', 'letters_created', '1000000 100000 2 1'),
    ('letters', 'letters_customer', '1000000 100000 100 2 1'),
    ('letters', 'letters_waiting', '1000 100 2 1');
