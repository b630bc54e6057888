-- What can be computed again from the records at any time. No part of the chain. In a sealed ledger every word in it stands
-- as a number that only the master key can make, and every body is encrypted.
CREATE TABLE ledger (
    id BLOB NOT NULL CHECK (length(id) = 16)  -- of the ledger that it was computed from
) STRICT;

-- How far each part has come: with which rules, up to which record; the revision counts every change.
CREATE TABLE built (
    what     TEXT PRIMARY KEY,
    rules    TEXT NOT NULL,
    upto     INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

-- Documents that were not erased.
CREATE TABLE doc (
    seq       INTEGER PRIMARY KEY,
    ref       BLOB NOT NULL,
    lang      TEXT,
    published INTEGER,  -- days since 1970
    body      BLOB NOT NULL
) STRICT;
CREATE INDEX doc_ref ON doc (ref);
CREATE VIRTUAL TABLE words USING fts5 (
    stem, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);

-- Groups of mentions that could be of one incident.
CREATE TABLE block (
    num  INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL,      -- its name
    dirty INTEGER NOT NULL   -- whether it is to be computed again
) STRICT;
CREATE INDEX block_dirty ON block (dirty) WHERE dirty;
CREATE TABLE mention (
    doc   INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    block INTEGER NOT NULL,
    body  BLOB NOT NULL,
    PRIMARY KEY (doc, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_block ON mention (block, doc, n);

CREATE TABLE incident (
    num     INTEGER PRIMARY KEY,
    id      BLOB NOT NULL UNIQUE,
    block   INTEGER NOT NULL,
    since   INTEGER NOT NULL, -- days since 1970
    until   INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    body    BLOB NOT NULL
) STRICT;
CREATE INDEX incident_block ON incident (block);
CREATE INDEX incident_since ON incident (since, until);
CREATE TABLE incident_name (
    name     BLOB NOT NULL,
    incident INTEGER NOT NULL,
    PRIMARY KEY (name, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_name_of ON incident_name (incident);
-- What incidents are chosen by: sides and statuses.
CREATE TABLE incident_mark (
    mark     BLOB NOT NULL,
    incident INTEGER NOT NULL,
    PRIMARY KEY (mark, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_mark_of ON incident_mark (incident);
CREATE VIRTUAL TABLE incident_words USING fts5 (
    area, text, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE copy_key (
    key INTEGER NOT NULL,
    doc INTEGER NOT NULL,
    PRIMARY KEY (key, doc)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_key_doc ON copy_key (doc);

-- Anything else that is kept by document.
CREATE TABLE item (
    kind TEXT NOT NULL,
    doc  INTEGER NOT NULL,
    n    INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, doc, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_doc ON item (doc);
