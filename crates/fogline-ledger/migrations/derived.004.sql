-- What an incident tells in short, by which those that differ between two states are found without reading all. It stands apart, as
-- a column behind a long body is read with it. All blocks are grouped again.
CREATE TABLE incident_gist (
    incident INTEGER PRIMARY KEY,
    name     BLOB NOT NULL,  -- of the incident
    gist     BLOB NOT NULL
) STRICT;
UPDATE block SET dirty = 1;
DELETE FROM built WHERE what = 'incidents';
