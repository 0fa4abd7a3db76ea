import type { Migration } from './migration.ts'

/**
 * Key pairs beside master keys and imported secrets: the private half is sealed, the public half stands beside
 * it. The length of what is sealed is told of the others alone: of a pair, its kind says enough.
 */
export const keyPairs: Migration = {
  number: 10,
  title: 'key pairs',
  sql: `
CREATE TABLE sealed_keys_again (
  id            TEXT    NOT NULL CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  version       INTEGER NOT NULL CHECK (version >= 1),
  set_id        TEXT    NOT NULL REFERENCES quorums (set_id),
  kind          TEXT    NOT NULL CHECK (kind IN ('master-key', 'imported-secret', 'key-pair')),
  label         TEXT    NOT NULL CHECK (label <> ''),
  bits          INTEGER CHECK ((bits IS NOT NULL) = (kind = 'master-key'))
                        CHECK (bits IN (128, 192, 256)),
  bytes         INTEGER CHECK ((bytes IS NOT NULL) = (kind <> 'key-pair'))
                        CHECK (bytes BETWEEN 1 AND 65536)
                        CHECK (bits IS NULL OR bits = 8 * bytes),
  algorithm     TEXT    CHECK ((algorithm IS NOT NULL) = (kind = 'key-pair'))
                        CHECK (algorithm IN ('rsa-2048', 'rsa-3072', 'rsa-4096',
                                             'ec-p256', 'ec-p384', 'ed25519')),
  -- SubjectPublicKeyInfo, DER.
  public_key    BLOB    CHECK ((public_key IS NOT NULL) = (kind = 'key-pair')),
  purpose       TEXT    NOT NULL,
  activates     TEXT    CHECK (activates GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  expires       TEXT,
  process_until TEXT    CHECK (process_until GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  fingerprint   TEXT    CHECK ((fingerprint IS NOT NULL) = (kind <> 'imported-secret'))
                        CHECK (length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'),
  kcv           TEXT    CHECK ((kcv IS NOT NULL) = (kind = 'master-key'))
                        CHECK (length(kcv) = 10 AND kcv NOT GLOB '*[^0-9a-f]*'),
  sealed        BLOB    CHECK (substr(sealed, 1, 22) = CAST('age-encryption.org/v1' || char(10) AS BLOB)),
  created       TEXT    NOT NULL,
  PRIMARY KEY (set_id, id, version),
  UNIQUE (set_id, label, version)
) STRICT;
INSERT INTO sealed_keys_again (id, version, set_id, kind, label, bits, bytes, purpose, activates, expires,
    process_until, fingerprint, kcv, sealed, created)
  SELECT id, version, set_id, kind, label, bits, bytes, purpose, activates, expires, process_until,
    fingerprint, kcv, sealed, created FROM sealed_keys ORDER BY rowid;
-- What becomes of a key looks into the table that goes: the rule is made again after it.
DROP TRIGGER key_events_follow;
DROP TABLE sealed_keys;
ALTER TABLE sealed_keys_again RENAME TO sealed_keys;

-- As in 0008.
CREATE TRIGGER sealed_keys_of_quorums_in_force BEFORE INSERT ON sealed_keys
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
  OR EXISTS (SELECT 1 FROM replacements WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a key is sealed to a quorum in force'); END;

CREATE TRIGGER sealed_keys_keep_their_ids BEFORE INSERT ON sealed_keys
WHEN EXISTS (SELECT 1 FROM sealed_keys WHERE id = new.id AND set_id <> new.set_id
             AND set_id NOT IN (SELECT set_id FROM replacements))
BEGIN SELECT raise(ABORT, 'the id of a key is its own'); END;

CREATE TRIGGER sealed_keys_stay BEFORE UPDATE ON sealed_keys
BEGIN SELECT raise(ABORT, 'what a key is never changes'); END;

CREATE TRIGGER sealed_keys_are_kept BEFORE DELETE ON sealed_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;

CREATE TRIGGER key_events_follow BEFORE INSERT ON key_events
WHEN NOT EXISTS (SELECT 1 FROM sealed_keys WHERE id = new.id AND version = new.version)
  OR coalesce((SELECT to_state FROM key_events WHERE id = new.id AND version = new.version
               ORDER BY number DESC LIMIT 1), 'made') || ' ' || new.from_state NOT IN (
    'made pre-activation', 'made active', 'made deactivated',
    'active active', 'active deactivated', 'suspended suspended', 'deactivated deactivated',
    'compromised compromised', 'destroyed destroyed')
BEGIN SELECT raise(ABORT, 'a key goes on from the state in which it is'); END;
`,
}
