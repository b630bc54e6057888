-- Who may ask a ledger that is served to other machines. No part of the chain: what is changed here is recorded there.
CREATE TABLE ledger (
    id BLOB NOT NULL CHECK (length(id) = 16)  -- of the ledger whose accounts these are
) STRICT;

CREATE TABLE account (
    number   INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice
    name     TEXT NOT NULL UNIQUE,
    role     TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'admin')),
    password TEXT NOT NULL,                      -- Argon2id, as a PHC string
    created  INTEGER NOT NULL                    -- microseconds since 1970, UTC, as all times here
) STRICT;

CREATE TABLE token (
    hash    BLOB PRIMARY KEY,                    -- SHA-256 of the token, which is 256 random bits
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    label   TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (account, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    hash    BLOB PRIMARY KEY,                    -- SHA-256 of what the cookie holds, which is 256 random bits
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    began   INTEGER NOT NULL,
    used    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account, began);

-- What is to be recorded in the chain as soon as nobody else writes to it.
CREATE TABLE pending (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    deed   TEXT NOT NULL                         -- JSON
) STRICT;
