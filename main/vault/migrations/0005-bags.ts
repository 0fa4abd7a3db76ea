import type { Migration } from './migration.ts'

/**
 * A ceremony notes the bag of a card before anybody knows where the bag will lie: a note about a share
 * may say the one without the other from now on.
 */
export const bagsWithoutPlaces: Migration = {
  number: 5,
  title: 'bags whose place is not known yet',
  sql: `
-- As in 0004, but for the place.
CREATE TABLE share_places_again (
  number      INTEGER NOT NULL PRIMARY KEY,
  set_id      TEXT    NOT NULL,
  share_index INTEGER NOT NULL,
  place       TEXT    CHECK (place <> '') CHECK (place IS NOT NULL OR bag IS NOT NULL),
  bag         TEXT    CHECK (bag <> ''),
  noted       TEXT    NOT NULL,
  FOREIGN KEY (set_id, share_index) REFERENCES share_register (set_id, share_index)
) STRICT;
INSERT INTO share_places_again (number, set_id, share_index, place, bag, noted)
  SELECT number, set_id, share_index, place, bag, noted FROM share_places ORDER BY number;
DROP TABLE share_places;
ALTER TABLE share_places_again RENAME TO share_places;
CREATE INDEX share_places_by_share ON share_places (set_id, share_index);

CREATE TRIGGER share_places_stay BEFORE UPDATE ON share_places
BEGIN SELECT raise(ABORT, 'a place is noted anew, never changed'); END;
CREATE TRIGGER share_places_are_kept BEFORE DELETE ON share_places
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
