import type { Migration } from './migration.ts'

/**
 * The life of a key: what became of it is its own history, and no column of what is sealed to one quorum, so
 * that a key has one state whatever quorum seals it. Until now nothing could change the state of a key, and
 * every one was active; the backup key of the highest generation is the current one, which no column says
 * twice.
 */
export const keyLife: Migration = {
  number: 8,
  title: 'the life of keys',
  sql: `
-- What became of a version of a key, by whom it stands in the log. The newest line of a version counts; without
-- any it is as it was made: active, or not yet where it has a first day. Pairs: NIST SP 800-57 part 1, section 7.
CREATE TABLE key_events (
  number     INTEGER NOT NULL PRIMARY KEY,
  id         TEXT    NOT NULL CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  version    INTEGER NOT NULL CHECK (version >= 1),
  from_state TEXT    NOT NULL,
  to_state   TEXT    NOT NULL,
  reason     TEXT    NOT NULL CHECK (reason IN ('unspecified', 'key-compromise', 'affiliation-changed',
                                                'superseded', 'cessation-of-operation',
                                                'privilege-withdrawn')),
  occurred   TEXT    CHECK ((occurred IS NOT NULL) = (to_state IN ('compromised', 'destroyed-compromised')
                                                      AND from_state <> 'compromised'))
                     CHECK (occurred GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  recorded   TEXT    NOT NULL,
  CHECK (from_state || ' ' || to_state IN (
    'pre-activation active', 'pre-activation compromised', 'pre-activation destroyed',
    'active suspended', 'active deactivated', 'active compromised',
    'suspended active', 'suspended deactivated', 'suspended compromised', 'suspended destroyed',
    'deactivated compromised', 'deactivated destroyed',
    'compromised destroyed-compromised', 'destroyed destroyed-compromised'))
) STRICT;
CREATE INDEX key_events_by_key ON key_events (id, version);

-- As in 0004, without the state, and with the days of a key.
CREATE TABLE backup_keys_again (
  set_id     TEXT    NOT NULL REFERENCES quorums (set_id),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  recipient  TEXT    NOT NULL CHECK (recipient GLOB 'age1*'),
  sealed     BLOB    NOT NULL
             CHECK (substr(sealed, 1, 22) = CAST('age-encryption.org/v1' || char(10) AS BLOB)),
  created    TEXT    NOT NULL,
  PRIMARY KEY (set_id, generation),
  UNIQUE (set_id, recipient)
) STRICT;
INSERT INTO backup_keys_again (set_id, generation, recipient, sealed, created)
  SELECT set_id, generation, recipient, sealed, created FROM backup_keys ORDER BY rowid;
DROP TABLE backup_keys;
ALTER TABLE backup_keys_again RENAME TO backup_keys;

CREATE TABLE sealed_keys_again (
  id            TEXT    NOT NULL CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  version       INTEGER NOT NULL CHECK (version >= 1),
  set_id        TEXT    NOT NULL REFERENCES quorums (set_id),
  kind          TEXT    NOT NULL CHECK (kind IN ('master-key', 'imported-secret')),
  label         TEXT    NOT NULL CHECK (label <> ''),
  bits          INTEGER CHECK ((bits IS NOT NULL) = (kind = 'master-key'))
                        CHECK (bits IN (128, 192, 256)),
  bytes         INTEGER NOT NULL CHECK (bytes BETWEEN 1 AND 65536)
                        CHECK (bits IS NULL OR bits = 8 * bytes),
  purpose       TEXT    NOT NULL,
  activates     TEXT    CHECK (activates GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  expires       TEXT,
  process_until TEXT    CHECK (process_until GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  fingerprint   TEXT    CHECK ((fingerprint IS NOT NULL) = (kind = 'master-key'))
                        CHECK (length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'),
  kcv           TEXT    CHECK ((kcv IS NOT NULL) = (kind = 'master-key'))
                        CHECK (length(kcv) = 10 AND kcv NOT GLOB '*[^0-9a-f]*'),
  sealed        BLOB    CHECK (substr(sealed, 1, 22) = CAST('age-encryption.org/v1' || char(10) AS BLOB)),
  created       TEXT    NOT NULL,
  PRIMARY KEY (set_id, id, version),
  UNIQUE (set_id, label, version)
) STRICT;
INSERT INTO sealed_keys_again (id, version, set_id, kind, label, bits, bytes, purpose, expires,
    fingerprint, kcv, sealed, created)
  SELECT id, version, set_id, kind, label, bits, bytes, purpose, expires, fingerprint, kcv, sealed,
    created FROM sealed_keys ORDER BY rowid;
DROP TABLE sealed_keys;
ALTER TABLE sealed_keys_again RENAME TO sealed_keys;

CREATE TRIGGER backup_keys_of_quorums_in_force BEFORE INSERT ON backup_keys
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
  OR EXISTS (SELECT 1 FROM replacements WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a backup key is sealed to a quorum in force'); END;

CREATE TRIGGER backup_keys_follow BEFORE INSERT ON backup_keys
WHEN new.generation <= (SELECT max(generation) FROM backup_keys WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'the next backup key is of a higher generation'); END;

CREATE TRIGGER backup_keys_keep_their_recipients BEFORE INSERT ON backup_keys
WHEN EXISTS (SELECT 1 FROM backup_keys WHERE recipient = new.recipient AND set_id <> new.set_id
             AND set_id NOT IN (SELECT set_id FROM replacements))
BEGIN SELECT raise(ABORT, 'the recipient of a backup key is its own'); END;

CREATE TRIGGER backup_keys_stay BEFORE UPDATE ON backup_keys
BEGIN SELECT raise(ABORT, 'a backup key never changes'); END;

CREATE TRIGGER sealed_keys_of_quorums_in_force BEFORE INSERT ON sealed_keys
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
  OR EXISTS (SELECT 1 FROM replacements WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a key is sealed to a quorum in force'); END;

-- An id means one key: outside its quorum it comes back only in the successor of that quorum.
CREATE TRIGGER sealed_keys_keep_their_ids BEFORE INSERT ON sealed_keys
WHEN EXISTS (SELECT 1 FROM sealed_keys WHERE id = new.id AND set_id <> new.set_id
             AND set_id NOT IN (SELECT set_id FROM replacements))
BEGIN SELECT raise(ABORT, 'the id of a key is its own'); END;

CREATE TRIGGER sealed_keys_stay BEFORE UPDATE ON sealed_keys
BEGIN SELECT raise(ABORT, 'what a key is never changes'); END;

CREATE TRIGGER backup_keys_are_kept BEFORE DELETE ON backup_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER sealed_keys_are_kept BEFORE DELETE ON sealed_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;

-- A day that has come, or has passed, is no line: between two lines a key may have become active, or deactivated.
CREATE TRIGGER key_events_follow BEFORE INSERT ON key_events
WHEN NOT EXISTS (SELECT 1 FROM sealed_keys WHERE id = new.id AND version = new.version)
  OR coalesce((SELECT to_state FROM key_events WHERE id = new.id AND version = new.version
               ORDER BY number DESC LIMIT 1), 'made') || ' ' || new.from_state NOT IN (
    'made pre-activation', 'made active', 'made deactivated',
    'active active', 'active deactivated', 'suspended suspended', 'deactivated deactivated',
    'compromised compromised', 'destroyed destroyed')
BEGIN SELECT raise(ABORT, 'a key goes on from the state in which it is'); END;
CREATE TRIGGER key_events_stay BEFORE UPDATE ON key_events
BEGIN SELECT raise(ABORT, 'what became of a key never changes'); END;
CREATE TRIGGER key_events_are_kept BEFORE DELETE ON key_events
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
