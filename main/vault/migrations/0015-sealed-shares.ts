import type { Migration } from './migration.ts'

/**
 * Shares that a ceremony sealed to an absent custodian: to which key, in which file, by what their
 * acknowledgement is known, and, once it has come, what they said.
 */
export const sealedShares: Migration = {
  number: 15,
  title: 'sealed shares',
  sql: `
CREATE TABLE sealed_shares (
  set_id          TEXT    NOT NULL,
  share_index     INTEGER NOT NULL,
  form            TEXT    NOT NULL CHECK (form IN ('age', 'cms', 'openpgp')),
  -- Fingerprint of the custodian's key.
  recipient       TEXT    NOT NULL CHECK (recipient NOT GLOB '*[^0-9a-f]*' AND length(recipient) IN (40, 64)),
  -- SHA-256 of the sealed file.
  file            TEXT    NOT NULL CHECK (length(file) = 64 AND file NOT GLOB '*[^0-9a-f]*'),
  -- SHA-256 of what the holder will say.
  acknowledgement TEXT    NOT NULL UNIQUE
                  CHECK (length(acknowledgement) = 64 AND acknowledgement NOT GLOB '*[^0-9a-f]*'),
  said            TEXT    CHECK (length(said) = 64 AND said NOT GLOB '*[^0-9a-f]*'),
  acknowledged    TEXT    CHECK ((acknowledged IS NULL) = (said IS NULL)),
  PRIMARY KEY (set_id, share_index),
  FOREIGN KEY (set_id, share_index) REFERENCES share_register (set_id, share_index)
) STRICT;

CREATE TRIGGER sealed_shares_are_acknowledged_once BEFORE UPDATE ON sealed_shares
WHEN old.said IS NOT NULL
  OR (new.set_id, new.share_index, new.form, new.recipient, new.file, new.acknowledgement)
  IS NOT (old.set_id, old.share_index, old.form, old.recipient, old.file, old.acknowledgement)
BEGIN SELECT raise(ABORT, 'a sealed share is acknowledged once'); END;
CREATE TRIGGER sealed_shares_are_kept BEFORE DELETE ON sealed_shares
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
