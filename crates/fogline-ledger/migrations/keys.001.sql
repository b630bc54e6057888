-- A key for each document, kept apart from what it opens so that it can be destroyed.
CREATE TABLE ledger (
    id BLOB NOT NULL CHECK (length(id) = 16)  -- of the ledger whose keys these are
) STRICT;

CREATE TABLE key (
    id     BLOB PRIMARY KEY,
    secret BLOB NOT NULL  -- 32 bytes; in a sealed ledger encrypted under its master key
) STRICT, WITHOUT ROWID;

-- In a sealed ledger one row: the master key, encrypted under a key made of the passphrase by Argon2id.
CREATE TABLE seal (
    salt    BLOB NOT NULL,
    memory  INTEGER NOT NULL, -- KiB
    passes  INTEGER NOT NULL,
    lanes   INTEGER NOT NULL,
    master  BLOB NOT NULL
) STRICT;
