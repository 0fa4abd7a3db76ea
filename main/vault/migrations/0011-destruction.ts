import type { Migration } from './migration.ts'

/**
 * Destruction: what is sealed can leave its rows, and a kit that had it leaves its digest; which cards were
 * seen destroyed, and what became of copies elsewhere. Nothing else changes in those rows, and nothing comes
 * back.
 */
export const destruction: Migration = {
  number: 11,
  title: 'destroyed keys, cards and copies',
  sql: `
-- As in 0001, but for bytes: null once something in it was destroyed. Its digest stays.
CREATE TABLE kits_again (
  set_id   TEXT    NOT NULL REFERENCES quorums (set_id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  digest   TEXT    NOT NULL UNIQUE CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
  bytes    BLOB    CHECK (json_valid(CAST(bytes AS TEXT))),
  created  TEXT    NOT NULL,
  PRIMARY KEY (set_id, revision)
) STRICT;
INSERT INTO kits_again (set_id, revision, digest, bytes, created)
  SELECT set_id, revision, digest, bytes, created FROM kits ORDER BY rowid;
DROP TABLE kits;
ALTER TABLE kits_again RENAME TO kits;

-- As in 0008, but for sealed: null once the key is destroyed.
CREATE TABLE backup_keys_again (
  set_id     TEXT    NOT NULL REFERENCES quorums (set_id),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  recipient  TEXT    NOT NULL CHECK (recipient GLOB 'age1*'),
  sealed     BLOB    CHECK (substr(sealed, 1, 22) = CAST('age-encryption.org/v1' || char(10) AS BLOB)),
  created    TEXT    NOT NULL,
  PRIMARY KEY (set_id, generation),
  UNIQUE (set_id, recipient)
) STRICT;
INSERT INTO backup_keys_again (set_id, generation, recipient, sealed, created)
  SELECT set_id, generation, recipient, sealed, created FROM backup_keys ORDER BY rowid;
DROP TABLE backup_keys;
ALTER TABLE backup_keys_again RENAME TO backup_keys;

-- Cards of a quorum that people have seen destroyed; card 0 is the one with the passphrase.
CREATE TABLE destroyed_cards (
  number   INTEGER NOT NULL PRIMARY KEY,
  set_id   TEXT    NOT NULL REFERENCES quorums (set_id),
  card     INTEGER NOT NULL CHECK (card >= 0),
  method   TEXT    NOT NULL CHECK (method IN ('cross-cut', 'pulped', 'burned')),
  observer TEXT    CHECK (observer <> ''),
  recorded TEXT    NOT NULL,
  UNIQUE (set_id, card)
) STRICT;

-- What became of copies of something that was destroyed here; the newest line of a copy counts. item: the
-- subject of its entries, key:ID/VERSION or backup-key:SET/GENERATION.
CREATE TABLE accounted_copies (
  number   INTEGER NOT NULL PRIMARY KEY,
  item     TEXT    NOT NULL CHECK (item GLOB 'key:*/*' OR item GLOB 'backup-key:*/*'),
  copy     TEXT    NOT NULL CHECK (copy <> ''),
  fate     TEXT    NOT NULL CHECK (fate IN ('destroyed', 'kept', 'lost')),
  done_by  TEXT    NOT NULL CHECK (done_by <> ''),
  serial   TEXT    CHECK (serial <> ''),
  recorded TEXT    NOT NULL
) STRICT;
CREATE INDEX accounted_copies_by_item ON accounted_copies (item);

CREATE TRIGGER kits_of_quorums_in_force BEFORE INSERT ON kits
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
BEGIN SELECT raise(ABORT, 'a kit is of a quorum in force'); END;
CREATE TRIGGER kits_of_quorums_not_replaced BEFORE INSERT ON kits
WHEN EXISTS (SELECT 1 FROM replacements WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a replaced quorum gets no further kit'); END;
CREATE TRIGGER kits_stay BEFORE UPDATE ON kits
WHEN new.bytes IS NOT NULL
  OR (new.set_id, new.revision, new.digest, new.created)
  IS NOT (old.set_id, old.revision, old.digest, old.created)
BEGIN SELECT raise(ABORT, 'a kit never changes: a new revision is added'); END;
CREATE TRIGGER kits_are_kept BEFORE DELETE ON kits
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;

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
WHEN new.sealed IS NOT NULL
  OR (new.set_id, new.generation, new.recipient, new.created)
  IS NOT (old.set_id, old.generation, old.recipient, old.created)
BEGIN SELECT raise(ABORT, 'a backup key never changes, until it is destroyed'); END;
CREATE TRIGGER backup_keys_are_kept BEFORE DELETE ON backup_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;

DROP TRIGGER sealed_keys_stay;
CREATE TRIGGER sealed_keys_stay BEFORE UPDATE ON sealed_keys
WHEN new.sealed IS NOT NULL
  OR (new.id, new.version, new.set_id, new.kind, new.label, new.bits, new.bytes, new.algorithm, new.public_key,
      new.purpose, new.activates, new.expires, new.process_until, new.fingerprint, new.kcv, new.created)
  IS NOT (old.id, old.version, old.set_id, old.kind, old.label, old.bits, old.bytes, old.algorithm, old.public_key,
      old.purpose, old.activates, old.expires, old.process_until, old.fingerprint, old.kcv, old.created)
BEGIN SELECT raise(ABORT, 'what a key is never changes, until it is destroyed'); END;

CREATE TRIGGER destroyed_cards_of_quorums_with_them BEFORE INSERT ON destroyed_cards
WHEN new.card > 0
  AND NOT EXISTS (SELECT 1 FROM share_register WHERE set_id = new.set_id AND share_index = new.card)
BEGIN SELECT raise(ABORT, 'a quorum has the cards of its shares'); END;
CREATE TRIGGER destroyed_cards_stay BEFORE UPDATE ON destroyed_cards
BEGIN SELECT raise(ABORT, 'a card is destroyed once'); END;
CREATE TRIGGER destroyed_cards_are_kept BEFORE DELETE ON destroyed_cards
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER accounted_copies_stay BEFORE UPDATE ON accounted_copies
BEGIN SELECT raise(ABORT, 'a copy is accounted for anew, never changed'); END;
CREATE TRIGGER accounted_copies_are_kept BEFORE DELETE ON accounted_copies
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
