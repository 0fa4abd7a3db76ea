import type { Migration } from './migration.ts'

/**
 * The status lists that were published, each by its number and the hash that people signed: the next one
 * follows the last, and nobody can publish two of one number.
 */
export const statusLists: Migration = {
  number: 13,
  title: 'status lists',
  sql: `
CREATE TABLE status_lists (
  number     INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
  hash       TEXT    NOT NULL UNIQUE CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
  previous   TEXT    CHECK (length(previous) = 64 AND previous NOT GLOB '*[^0-9a-f]*')
                     CHECK ((previous IS NULL) = (number = 1)),
  issued     TEXT    NOT NULL,
  next_issue TEXT    NOT NULL CHECK (next_issue > issued),
  -- The quorum whose status key signed it; null: people did.
  set_id     TEXT    REFERENCES quorums (set_id)
) STRICT;

-- A list may come after one that this vault does not have: a quorum can speak without it.
CREATE TRIGGER status_lists_go_up BEFORE INSERT ON status_lists
WHEN new.number <= (SELECT max(number) FROM status_lists)
  OR (new.number = 1 + (SELECT max(number) FROM status_lists)
      AND new.previous IS NOT (SELECT hash FROM status_lists ORDER BY number DESC LIMIT 1))
BEGIN SELECT raise(ABORT, 'a status list follows the one before it'); END;
CREATE TRIGGER status_lists_stay BEFORE UPDATE ON status_lists
BEGIN SELECT raise(ABORT, 'a status list that is out never changes'); END;
CREATE TRIGGER status_lists_are_kept BEFORE DELETE ON status_lists
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
