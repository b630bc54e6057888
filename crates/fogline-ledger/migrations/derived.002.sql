-- What belongs to one document stands in one row, packed: of a file with a row for each mention and item, two thirds of the
-- room was empty. All of this is computed again.
DROP TABLE mention;
CREATE TABLE mention (
    block INTEGER NOT NULL,
    doc   INTEGER NOT NULL,
    body  BLOB NOT NULL  -- the mentions of a document in a block
) STRICT;
CREATE UNIQUE INDEX mention_place ON mention (block, doc);
CREATE INDEX mention_doc ON mention (doc);

DROP TABLE item;
CREATE TABLE item (
    kind TEXT NOT NULL,
    doc  INTEGER NOT NULL,
    body BLOB NOT NULL  -- all that is kept of a kind
) STRICT;
CREATE UNIQUE INDEX item_of ON item (kind, doc);
CREATE INDEX item_doc ON item (doc);

DELETE FROM block;
DELETE FROM incident;
DELETE FROM incident_name;
DELETE FROM incident_mark;
DELETE FROM copy_key;
INSERT INTO incident_words (incident_words) VALUES ('delete-all');
DELETE FROM built WHERE what IN ('mentions', 'incidents');
