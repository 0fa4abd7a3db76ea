import type { Migration } from './migration.ts'

/**
 * Custody over time: quorums that replaced others, drills, and where each share is kept.
 *
 * A replaced quorum keeps its row and its state: what it opens, it opens for ever. That it was replaced
 * is a fact of its own. The new quorum has the same keys and backup keys under the same names, so those
 * are told apart by set id from now on.
 */
export const custodyOverTime: Migration = {
  number: 4,
  title: 'replaced quorums, drills, places of shares',
  sql: `
-- A quorum founded with another vault, known here by its kit alone, may be replaced: set_id refers to
-- no row.
CREATE TABLE replacements (
  set_id      TEXT NOT NULL PRIMARY KEY CHECK (length(set_id) = 10 AND set_id NOT GLOB '*[^0-9a-f]*'),
  replaced_by TEXT NOT NULL UNIQUE REFERENCES quorums (set_id) CHECK (replaced_by <> set_id),
  replaced    TEXT NOT NULL
) STRICT;

CREATE TRIGGER replacements_of_quorums_in_force BEFORE INSERT ON replacements
WHEN (SELECT state FROM quorums WHERE set_id = new.replaced_by) IS NOT 'in-force'
  OR (SELECT state FROM quorums WHERE set_id = new.set_id) IN ('pending', 'void')
  OR EXISTS (SELECT 1 FROM replacements WHERE set_id = new.replaced_by)
BEGIN SELECT raise(ABORT, 'a quorum in force is replaced by a quorum in force'); END;

CREATE TRIGGER kits_of_quorums_not_replaced BEFORE INSERT ON kits
WHEN EXISTS (SELECT 1 FROM replacements WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a replaced quorum gets no further kit'); END;

-- As in 0001, but for UNIQUE: the successor of a quorum has the same recipients.
CREATE TABLE backup_keys_again (
  set_id     TEXT    NOT NULL REFERENCES quorums (set_id),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  recipient  TEXT    NOT NULL CHECK (recipient GLOB 'age1*'),
  sealed     BLOB    NOT NULL
             CHECK (substr(sealed, 1, 22) = CAST('age-encryption.org/v1' || char(10) AS BLOB)),
  state      TEXT    NOT NULL CHECK (state IN ('current', 'retired', 'compromised')),
  created    TEXT    NOT NULL,
  PRIMARY KEY (set_id, generation),
  UNIQUE (set_id, recipient)
) STRICT;
INSERT INTO backup_keys_again (set_id, generation, recipient, sealed, state, created)
  SELECT set_id, generation, recipient, sealed, state, created FROM backup_keys ORDER BY rowid;
DROP TABLE backup_keys;
ALTER TABLE backup_keys_again RENAME TO backup_keys;
CREATE UNIQUE INDEX one_current_backup_key ON backup_keys (set_id) WHERE state = 'current';

-- As in 0001, but for the primary key: a key keeps its id in the successor of its quorum.
CREATE TABLE sealed_keys_again (
  id          TEXT    NOT NULL CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  version     INTEGER NOT NULL CHECK (version >= 1),
  set_id      TEXT    NOT NULL REFERENCES quorums (set_id),
  kind        TEXT    NOT NULL CHECK (kind IN ('master-key', 'imported-secret')),
  label       TEXT    NOT NULL CHECK (label <> ''),
  bits        INTEGER CHECK ((bits IS NOT NULL) = (kind = 'master-key'))
                      CHECK (bits IN (128, 192, 256)),
  bytes       INTEGER NOT NULL CHECK (bytes BETWEEN 1 AND 65536)
                      CHECK (bits IS NULL OR bits = 8 * bytes),
  purpose     TEXT    NOT NULL,
  expires     TEXT,
  fingerprint TEXT    CHECK ((fingerprint IS NOT NULL) = (kind = 'master-key'))
                      CHECK (length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'),
  kcv         TEXT    CHECK ((kcv IS NOT NULL) = (kind = 'master-key'))
                      CHECK (length(kcv) = 10 AND kcv NOT GLOB '*[^0-9a-f]*'),
  sealed      BLOB    CHECK ((sealed IS NULL) = (state = 'destroyed'))
              CHECK (substr(sealed, 1, 22) = CAST('age-encryption.org/v1' || char(10) AS BLOB)),
  state       TEXT    NOT NULL CHECK (state IN ('pre-activation', 'active', 'suspended',
                                                'deactivated', 'compromised', 'destroyed')),
  created     TEXT    NOT NULL,
  PRIMARY KEY (set_id, id, version),
  UNIQUE (set_id, label, version)
) STRICT;
INSERT INTO sealed_keys_again (id, version, set_id, kind, label, bits, bytes, purpose, expires,
    fingerprint, kcv, sealed, state, created)
  SELECT id, version, set_id, kind, label, bits, bytes, purpose, expires, fingerprint, kcv, sealed,
    state, created FROM sealed_keys ORDER BY rowid;
DROP TABLE sealed_keys;
ALTER TABLE sealed_keys_again RENAME TO sealed_keys;

CREATE TRIGGER backup_keys_of_quorums_in_force BEFORE INSERT ON backup_keys
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
  OR EXISTS (SELECT 1 FROM replacements WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a backup key is sealed to a quorum in force'); END;

CREATE TRIGGER backup_keys_keep_their_recipients BEFORE INSERT ON backup_keys
WHEN EXISTS (SELECT 1 FROM backup_keys WHERE recipient = new.recipient AND set_id <> new.set_id
             AND set_id NOT IN (SELECT set_id FROM replacements))
BEGIN SELECT raise(ABORT, 'the recipient of a backup key is its own'); END;

CREATE TRIGGER backup_keys_only_change_state BEFORE UPDATE ON backup_keys
WHEN (new.set_id, new.generation, new.recipient, new.sealed, new.created)
  IS NOT (old.set_id, old.generation, old.recipient, old.sealed, old.created)
BEGIN SELECT raise(ABORT, 'a backup key changes its state alone'); END;

CREATE TRIGGER sealed_keys_of_quorums_in_force BEFORE INSERT ON sealed_keys
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
  OR EXISTS (SELECT 1 FROM replacements WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a key is sealed to a quorum in force'); END;

-- An id means one key: outside its quorum it comes back only in the successor of that quorum.
CREATE TRIGGER sealed_keys_keep_their_ids BEFORE INSERT ON sealed_keys
WHEN EXISTS (SELECT 1 FROM sealed_keys WHERE id = new.id AND set_id <> new.set_id
             AND set_id NOT IN (SELECT set_id FROM replacements))
BEGIN SELECT raise(ABORT, 'the id of a key is its own'); END;

CREATE TRIGGER sealed_keys_only_change_state BEFORE UPDATE ON sealed_keys
WHEN old.state = 'destroyed'
  OR (new.sealed IS NOT old.sealed AND new.state <> 'destroyed')
  OR (new.id, new.version, new.set_id, new.kind, new.label, new.bits, new.bytes, new.purpose,
      new.expires, new.fingerprint, new.kcv, new.created)
  IS NOT (old.id, old.version, old.set_id, old.kind, old.label, old.bits, old.bytes, old.purpose,
      old.expires, old.fingerprint, old.kcv, old.created)
BEGIN SELECT raise(ABORT, 'a key changes its state alone, until it is destroyed'); END;

-- Rehearsals that proved, or did not prove, that a quorum opens what is sealed to it.
CREATE TABLE drills (
  number  INTEGER NOT NULL PRIMARY KEY,
  set_id  TEXT    NOT NULL CHECK (length(set_id) = 10 AND set_id NOT GLOB '*[^0-9a-f]*'),
  held    TEXT    NOT NULL,
  shares  TEXT    NOT NULL CHECK (json_type(shares) = 'array'),
  items   INTEGER NOT NULL CHECK (items >= 0),
  backup  TEXT    CHECK (backup <> ''),
  problem TEXT    CHECK (problem <> '')
) STRICT;
CREATE INDEX drills_by_quorum ON drills (set_id);

-- How often drills are due; the newest line counts. None: every 12 months.
CREATE TABLE drill_intervals (
  number INTEGER NOT NULL PRIMARY KEY,
  months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 60),
  chosen TEXT    NOT NULL
) STRICT;

-- Where a share is kept; the newest line of a share counts.
CREATE TABLE share_places (
  number      INTEGER NOT NULL PRIMARY KEY,
  set_id      TEXT    NOT NULL,
  share_index INTEGER NOT NULL,
  place       TEXT    NOT NULL CHECK (place <> ''),
  bag         TEXT    CHECK (bag <> ''),
  noted       TEXT    NOT NULL,
  FOREIGN KEY (set_id, share_index) REFERENCES share_register (set_id, share_index)
) STRICT;
CREATE INDEX share_places_by_share ON share_places (set_id, share_index);

CREATE TRIGGER replacements_stay BEFORE UPDATE ON replacements
BEGIN SELECT raise(ABORT, 'a quorum is replaced once'); END;
CREATE TRIGGER drills_stay BEFORE UPDATE ON drills
BEGIN SELECT raise(ABORT, 'what a drill found never changes'); END;
CREATE TRIGGER drill_intervals_stay BEFORE UPDATE ON drill_intervals
BEGIN SELECT raise(ABORT, 'an interval is chosen anew, never changed'); END;
CREATE TRIGGER share_places_stay BEFORE UPDATE ON share_places
BEGIN SELECT raise(ABORT, 'a place is noted anew, never changed'); END;

CREATE TRIGGER backup_keys_are_kept BEFORE DELETE ON backup_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER sealed_keys_are_kept BEFORE DELETE ON sealed_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER replacements_are_kept BEFORE DELETE ON replacements
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER drills_are_kept BEFORE DELETE ON drills
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER drill_intervals_are_kept BEFORE DELETE ON drill_intervals
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER share_places_are_kept BEFORE DELETE ON share_places
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
