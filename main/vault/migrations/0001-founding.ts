import type { Migration } from './migration.ts'

/**
 * The first format: ceremonies, the quorums they found, what is sealed to those, backups, audit log.
 *
 * Every table has a place for public facts only. The one place for sealed bytes takes an age file and
 * nothing else. Nothing is ever deleted, and what has ended does not change: triggers hold both.
 *
 * Hashes and ids are lower-case hex, times RFC 3339 in UTC: readable with the stock `sqlite3`.
 */
export const founding: Migration = {
  number: 1,
  title: 'ceremonies, quorums, sealed keys, backup catalogue, audit log',
  sql: `
-- A ceremony whose process ended without closing it is declared void when the vault is opened again.
CREATE TABLE ceremonies (
  id        TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  title     TEXT NOT NULL CHECK (title <> ''),
  plan      TEXT NOT NULL CHECK (json_valid(plan)),
  plan_hash TEXT NOT NULL CHECK (length(plan_hash) = 64 AND plan_hash NOT GLOB '*[^0-9a-f]*'),
  state     TEXT NOT NULL CHECK (state IN ('open', 'closed', 'void')),
  opened    TEXT NOT NULL,
  ended     TEXT CHECK ((ended IS NULL) = (state = 'open')),
  reason    TEXT CHECK ((reason IS NULL) = (state <> 'void'))
) STRICT;
CREATE UNIQUE INDEX one_open_ceremony ON ceremonies (state) WHERE state = 'open';

CREATE TABLE quorums (
  set_id            TEXT    NOT NULL PRIMARY KEY
                    CHECK (length(set_id) = 10 AND set_id NOT GLOB '*[^0-9a-f]*'),
  threshold         INTEGER NOT NULL CHECK (threshold BETWEEN 2 AND count),
  count             INTEGER NOT NULL CHECK (count BETWEEN 2 AND 255),
  identity          TEXT    NOT NULL CHECK (identity IN ('hybrid', 'classic')),
  kdf               INTEGER NOT NULL CHECK (kdf BETWEEN 1 AND 15),
  recipient         TEXT    NOT NULL UNIQUE CHECK (recipient GLOB 'age1*'),
  secret_commitment TEXT    NOT NULL UNIQUE
                    CHECK (length(secret_commitment) = 64 AND secret_commitment NOT GLOB '*[^0-9a-f]*'),
  fingerprint       TEXT    NOT NULL UNIQUE
                    CHECK (length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'),
  ceremony          TEXT    NOT NULL REFERENCES ceremonies (id),
  state             TEXT    NOT NULL CHECK (state IN ('pending', 'in-force', 'void'))
) STRICT;
CREATE INDEX quorums_by_ceremony ON quorums (ceremony);

-- Who got which share. Of the share itself only its commitment, which says nothing about it.
CREATE TABLE share_register (
  set_id      TEXT    NOT NULL REFERENCES quorums (set_id),
  share_index INTEGER NOT NULL CHECK (share_index BETWEEN 1 AND 255),
  custodian   TEXT    NOT NULL CHECK (custodian <> ''),
  commitment  TEXT    NOT NULL UNIQUE
              CHECK (length(commitment) = 64 AND commitment NOT GLOB '*[^0-9a-f]*'),
  state       TEXT    NOT NULL CHECK (state IN ('issued', 'read-back', 'in-force', 'void')),
  issued      TEXT    NOT NULL,
  read_back   TEXT    CHECK (state <> 'issued' OR read_back IS NULL)
                      CHECK (state NOT IN ('read-back', 'in-force') OR read_back IS NOT NULL),
  PRIMARY KEY (set_id, share_index),
  UNIQUE (set_id, custodian)
) STRICT;

-- Every kit that was current once, to the byte, so that it can be exported again.
CREATE TABLE kits (
  set_id   TEXT    NOT NULL REFERENCES quorums (set_id),
  revision INTEGER NOT NULL CHECK (revision >= 1),
  digest   TEXT    NOT NULL UNIQUE CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
  bytes    BLOB    NOT NULL CHECK (json_valid(CAST(bytes AS TEXT))),
  created  TEXT    NOT NULL,
  PRIMARY KEY (set_id, revision)
) STRICT;

CREATE TABLE backup_keys (
  set_id     TEXT    NOT NULL REFERENCES quorums (set_id),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  recipient  TEXT    NOT NULL UNIQUE CHECK (recipient GLOB 'age1*'),
  sealed     BLOB    NOT NULL
             CHECK (substr(sealed, 1, 22) = CAST('age-encryption.org/v1' || char(10) AS BLOB)),
  state      TEXT    NOT NULL CHECK (state IN ('current', 'retired', 'compromised')),
  created    TEXT    NOT NULL,
  PRIMARY KEY (set_id, generation)
) STRICT;
CREATE UNIQUE INDEX one_current_backup_key ON backup_keys (set_id) WHERE state = 'current';

-- A key keeps its id through all its versions. States: NIST SP 800-57 part 1, section 7. A destroyed
-- key keeps its row and loses its sealed bytes. An imported secret has no fingerprint and no key check
-- value: whoever has those of a weak secret could guess it.
CREATE TABLE sealed_keys (
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
  PRIMARY KEY (id, version),
  UNIQUE (set_id, label, version)
) STRICT;

-- What was backed up for whom. A backup may be for a quorum founded with another vault, known here by
-- its kit alone: set_id and generation are facts about the file and refer to no row.
CREATE TABLE backup_catalogue (
  id         TEXT    NOT NULL PRIMARY KEY CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  created    TEXT    NOT NULL,
  file_name  TEXT    NOT NULL CHECK (file_name <> ''),
  sha256     TEXT    NOT NULL UNIQUE CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  size       INTEGER NOT NULL CHECK (size > 0),
  files      INTEGER NOT NULL CHECK (files >= 0),
  bytes      INTEGER NOT NULL CHECK (bytes >= 0),
  set_id     TEXT    NOT NULL CHECK (length(set_id) = 10 AND set_id NOT GLOB '*[^0-9a-f]*'),
  generation INTEGER NOT NULL CHECK (generation >= 1),
  recipients TEXT    NOT NULL CHECK (json_type(recipients) = 'array')
) STRICT;
CREATE INDEX backups_by_key ON backup_catalogue (set_id, generation);

CREATE TABLE audit_log (
  sequence INTEGER NOT NULL PRIMARY KEY CHECK (sequence >= 1),
  time     TEXT    NOT NULL,
  actor    TEXT    NOT NULL CHECK (actor <> ''),
  action   TEXT    NOT NULL CHECK (action <> ''),
  subject  TEXT    NOT NULL CHECK (subject <> ''),
  details  TEXT    NOT NULL CHECK (json_type(details) = 'object'),
  previous TEXT    NOT NULL UNIQUE,
  hash     TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER audit_log_is_appended BEFORE INSERT ON audit_log
WHEN new.sequence <> 1 + coalesce((SELECT max(sequence) FROM audit_log), 0)
  OR new.previous <> coalesce((SELECT hash FROM audit_log WHERE sequence = new.sequence - 1),
                              '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT raise(ABORT, 'an audit entry follows the last one'); END;

CREATE TRIGGER audit_log_stays BEFORE UPDATE ON audit_log
BEGIN SELECT raise(ABORT, 'an audit entry never changes'); END;

CREATE TRIGGER ceremonies_end_once BEFORE UPDATE ON ceremonies
WHEN old.state <> 'open' OR (new.id, new.title, new.plan, new.plan_hash, new.opened)
                     IS NOT (old.id, old.title, old.plan, old.plan_hash, old.opened)
BEGIN SELECT raise(ABORT, 'a ceremony ends once, and its plan never changes'); END;

CREATE TRIGGER quorums_begin_pending BEFORE INSERT ON quorums
WHEN new.state <> 'pending'
  OR (SELECT state FROM ceremonies WHERE id = new.ceremony) IS NOT 'open'
BEGIN SELECT raise(ABORT, 'a quorum is founded in an open ceremony'); END;

CREATE TRIGGER quorums_keep_their_terms BEFORE UPDATE ON quorums
WHEN old.state <> 'pending'
  OR (new.set_id, new.threshold, new.count, new.identity, new.kdf, new.recipient,
      new.secret_commitment, new.fingerprint, new.ceremony)
  IS NOT (old.set_id, old.threshold, old.count, old.identity, old.kdf, old.recipient,
      old.secret_commitment, old.fingerprint, old.ceremony)
BEGIN SELECT raise(ABORT, 'the terms of a quorum never change'); END;

CREATE TRIGGER quorums_need_every_share BEFORE UPDATE ON quorums
WHEN new.state = 'in-force' AND new.count <>
  (SELECT count(*) FROM share_register WHERE set_id = new.set_id AND state = 'in-force')
BEGIN SELECT raise(ABORT, 'a quorum comes into force with every share read back'); END;

CREATE TRIGGER shares_begin_issued BEFORE INSERT ON share_register
WHEN new.state <> 'issued'
  OR (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'pending'
  OR new.share_index > (SELECT count FROM quorums WHERE set_id = new.set_id)
BEGIN SELECT raise(ABORT, 'a share is issued once, to a custodian of a pending quorum'); END;

CREATE TRIGGER shares_step_forward BEFORE UPDATE ON share_register
WHEN (new.set_id, new.share_index, new.custodian, new.commitment, new.issued)
  IS NOT (old.set_id, old.share_index, old.custodian, old.commitment, old.issued)
  OR (old.state, new.state) NOT IN (VALUES
    ('issued', 'read-back'), ('read-back', 'in-force'), ('issued', 'void'), ('read-back', 'void'))
BEGIN SELECT raise(ABORT, 'a share is issued, read back, and then in force or void'); END;

CREATE TRIGGER kits_of_quorums_in_force BEFORE INSERT ON kits
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
BEGIN SELECT raise(ABORT, 'a kit is of a quorum in force'); END;

CREATE TRIGGER backup_keys_of_quorums_in_force BEFORE INSERT ON backup_keys
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
BEGIN SELECT raise(ABORT, 'a backup key is sealed to a quorum in force'); END;

CREATE TRIGGER backup_keys_only_change_state BEFORE UPDATE ON backup_keys
WHEN (new.set_id, new.generation, new.recipient, new.sealed, new.created)
  IS NOT (old.set_id, old.generation, old.recipient, old.sealed, old.created)
BEGIN SELECT raise(ABORT, 'a backup key changes its state alone'); END;

CREATE TRIGGER sealed_keys_of_quorums_in_force BEFORE INSERT ON sealed_keys
WHEN (SELECT state FROM quorums WHERE set_id = new.set_id) IS NOT 'in-force'
BEGIN SELECT raise(ABORT, 'a key is sealed to a quorum in force'); END;

CREATE TRIGGER sealed_keys_only_change_state BEFORE UPDATE ON sealed_keys
WHEN old.state = 'destroyed'
  OR (new.sealed IS NOT old.sealed AND new.state <> 'destroyed')
  OR (new.id, new.version, new.set_id, new.kind, new.label, new.bits, new.bytes, new.purpose,
      new.expires, new.fingerprint, new.kcv, new.created)
  IS NOT (old.id, old.version, old.set_id, old.kind, old.label, old.bits, old.bytes, old.purpose,
      old.expires, old.fingerprint, old.kcv, old.created)
BEGIN SELECT raise(ABORT, 'a key changes its state alone, until it is destroyed'); END;

CREATE TRIGGER kits_stay BEFORE UPDATE ON kits
BEGIN SELECT raise(ABORT, 'a kit never changes: a new revision is added'); END;
CREATE TRIGGER backup_catalogue_stays BEFORE UPDATE ON backup_catalogue
BEGIN SELECT raise(ABORT, 'a catalogue entry never changes'); END;

CREATE TRIGGER ceremonies_are_kept BEFORE DELETE ON ceremonies
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER quorums_are_kept BEFORE DELETE ON quorums
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER share_register_is_kept BEFORE DELETE ON share_register
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER kits_are_kept BEFORE DELETE ON kits
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER backup_keys_are_kept BEFORE DELETE ON backup_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER sealed_keys_are_kept BEFORE DELETE ON sealed_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER backup_catalogue_is_kept BEFORE DELETE ON backup_catalogue
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER audit_log_is_kept BEFORE DELETE ON audit_log
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
