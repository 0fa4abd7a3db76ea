import type { Migration } from './migration.ts'

/** Deliveries: where a version of a key went, so that a compromise knows where the key is. */
export const deliveries: Migration = {
  number: 14,
  title: 'deliveries',
  sql: `
CREATE TABLE deliveries (
  id           TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  key_id       TEXT    NOT NULL CHECK (length(key_id) = 16 AND key_id NOT GLOB '*[^0-9a-f]*'),
  version      INTEGER NOT NULL CHECK (version >= 1),
  destination  TEXT    NOT NULL CHECK (destination <> ''),
  target       TEXT    CHECK (target <> ''),
  form         TEXT    NOT NULL CHECK (form IN ('wrapped', 'sealed', 'plain', 'nothing')),
  -- Why something in the package is plain.
  plain        TEXT    CHECK ((plain IS NOT NULL) = (form = 'plain')) CHECK (plain <> ''),
  wrapping_key TEXT    CHECK (wrapping_key NOT GLOB '*[^0-9a-f]*' AND length(wrapping_key) IN (40, 64)),
  valid_to     TEXT,
  package      TEXT    NOT NULL CHECK (length(package) = 64 AND package NOT GLOB '*[^0-9a-f]*'),
  made         TEXT    NOT NULL
) STRICT;
CREATE INDEX deliveries_by_key ON deliveries (key_id, version);

-- What became of it: the newest line counts; without any nobody knows whether it arrived.
CREATE TABLE delivery_events (
  number   INTEGER NOT NULL PRIMARY KEY,
  delivery TEXT    NOT NULL REFERENCES deliveries (id),
  outcome  TEXT    NOT NULL CHECK (outcome IN ('arrived', 'not-used', 'deleted')),
  proof    TEXT    CHECK (length(proof) = 64 AND proof NOT GLOB '*[^0-9a-f]*'),
  recorded TEXT    NOT NULL
) STRICT;
CREATE INDEX delivery_events_by_delivery ON delivery_events (delivery);

CREATE TRIGGER deliveries_are_of_keys BEFORE INSERT ON deliveries
WHEN NOT EXISTS (SELECT 1 FROM sealed_keys WHERE id = new.key_id AND version = new.version)
BEGIN SELECT raise(ABORT, 'a delivery is of a key'); END;
CREATE TRIGGER deliveries_stay BEFORE UPDATE ON deliveries
BEGIN SELECT raise(ABORT, 'a delivery never changes'); END;
CREATE TRIGGER deliveries_are_kept BEFORE DELETE ON deliveries
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER delivery_events_stay BEFORE UPDATE ON delivery_events
BEGIN SELECT raise(ABORT, 'what became of a delivery never changes'); END;
CREATE TRIGGER delivery_events_are_kept BEFORE DELETE ON delivery_events
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
