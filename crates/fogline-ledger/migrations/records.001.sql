-- What was received, read and decided, in the order it came. Nothing here is ever changed or taken away.
CREATE TABLE ledger (
    id      BLOB NOT NULL CHECK (length(id) = 16), -- drawn when the ledger was made; the chain begins with it
    created INTEGER NOT NULL                       -- microseconds since 1970, UTC
) STRICT;

CREATE TABLE record (
    seq         INTEGER PRIMARY KEY,           -- 1, 2, 3 ... without gaps
    kind        TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,              -- microseconds since 1970, UTC; never less than that of the record before
    id          BLOB,                          -- what makes it the same as another: SHA-256, for a document of its original bytes
    subject     INTEGER REFERENCES record,     -- the document that it belongs to
    basis       BLOB,                          -- for readings: hash of all versions that they rest on
    key         BLOB NOT NULL,                 -- which key opens the body
    body_hash   BLOB NOT NULL,                 -- SHA-256 of the body
    hash        BLOB NOT NULL,                 -- SHA-256 of all of the above and of the hash of the record before
    body        BLOB NOT NULL                  -- encrypted
) STRICT;

CREATE UNIQUE INDEX record_id ON record (kind, id) WHERE id IS NOT NULL;
CREATE INDEX record_subject ON record (subject, kind) WHERE subject IS NOT NULL;
CREATE INDEX record_kind ON record (kind, seq);

CREATE TRIGGER record_is_kept BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record of the ledger is never taken away'); END;

CREATE TRIGGER record_is_final BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record of the ledger is never changed'); END;

CREATE TRIGGER record_is_last BEFORE INSERT ON record
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM record)
BEGIN SELECT RAISE(ABORT, 'a record is only ever added after the last'); END;

CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the id of a ledger is never taken away'); END;

CREATE TRIGGER ledger_is_final BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the id of a ledger is never changed'); END;
