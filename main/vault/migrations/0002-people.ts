import type { Migration } from './migration.ts'

/**
 * People with sign-in keys, the policy's profile, custody of shares, signatures in the audit log.
 *
 * A sealed key is as strong as the PIN or passphrase that it is sealed under. Attempts count wrong entries
 * and are the one table that goes back: a right entry sets them to 0.
 */
export const people: Migration = {
  number: 2,
  title: 'people, sign-in keys, policy, custody, signatures',
  sql: `
ALTER TABLE audit_log ADD COLUMN signer TEXT
  CHECK (length(signer) = 64 AND signer NOT GLOB '*[^0-9a-f]*');
ALTER TABLE audit_log ADD COLUMN signature TEXT
  CHECK ((signature IS NULL) = (signer IS NULL))
  CHECK (length(signature) = 128 AND signature NOT GLOB '*[^0-9a-f]*');

-- The profile of the policy; the newest counts. None: the vault has no people.
CREATE TABLE profiles (
  number  INTEGER NOT NULL PRIMARY KEY,
  profile TEXT    NOT NULL CHECK (profile IN ('strict', 'small-team')),
  chosen  TEXT    NOT NULL
) STRICT;

CREATE TABLE people (
  id       TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 16 AND id NOT GLOB '*[^0-9a-f]*'),
  name     TEXT NOT NULL CHECK (name <> ''),
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
  contact  TEXT NOT NULL,
  roles    TEXT NOT NULL CHECK (json_type(roles) = 'array' AND json_array_length(roles) > 0),
  state    TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'retired')),
  added    TEXT NOT NULL
) STRICT;

CREATE TABLE sign_in_keys (
  public_key TEXT NOT NULL PRIMARY KEY
             CHECK (length(public_key) = 64 AND public_key NOT GLOB '*[^0-9a-f]*'),
  person     TEXT NOT NULL REFERENCES people (id),
  kind       TEXT NOT NULL CHECK (kind IN ('pin', 'passphrase')),
  salt       TEXT NOT NULL CHECK (length(salt) = 32 AND salt NOT GLOB '*[^0-9a-f]*'),
  nonce      TEXT NOT NULL CHECK (length(nonce) = 24 AND nonce NOT GLOB '*[^0-9a-f]*'),
  box        TEXT NOT NULL CHECK (length(box) = 96 AND box NOT GLOB '*[^0-9a-f]*'),
  state      TEXT NOT NULL CHECK (state IN ('in-force', 'replaced')),
  created    TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_key_in_force ON sign_in_keys (person) WHERE state = 'in-force';

CREATE TABLE sign_in_attempts (
  person TEXT    NOT NULL PRIMARY KEY REFERENCES people (id),
  failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND 10),
  last   TEXT    NOT NULL
) STRICT;

-- Who holds which share, in which bag; the newest line of a share counts.
CREATE TABLE custody (
  number      INTEGER NOT NULL PRIMARY KEY,
  set_id      TEXT    NOT NULL,
  share_index INTEGER NOT NULL,
  person      TEXT    NOT NULL REFERENCES people (id),
  bag         TEXT    CHECK (bag <> ''),
  recorded    TEXT    NOT NULL,
  FOREIGN KEY (set_id, share_index) REFERENCES share_register (set_id, share_index)
) STRICT;
CREATE INDEX custody_by_share ON custody (set_id, share_index);

CREATE TRIGGER custody_of_one_share BEFORE INSERT ON custody
WHEN EXISTS (SELECT 1 FROM custody
             WHERE set_id = new.set_id AND person = new.person AND share_index <> new.share_index)
BEGIN SELECT raise(ABORT, 'a person holds at most one share of a quorum'); END;

CREATE TRIGGER people_keep_who_they_are BEFORE UPDATE ON people
WHEN old.state = 'retired'
  OR (new.id, new.name, new.name_key, new.roles, new.added)
  IS NOT (old.id, old.name, old.name_key, old.roles, old.added)
BEGIN SELECT raise(ABORT, 'a person keeps name and roles, and retires for good'); END;

CREATE TRIGGER sign_in_keys_keep_theirs BEFORE UPDATE ON sign_in_keys
WHEN old.state = 'replaced'
  OR (new.public_key, new.person, new.created) IS NOT (old.public_key, old.person, old.created)
BEGIN SELECT raise(ABORT, 'a sign-in key is sealed anew or replaced, and nothing else'); END;

CREATE TRIGGER profiles_stay BEFORE UPDATE ON profiles
BEGIN SELECT raise(ABORT, 'a profile is chosen anew, never changed'); END;
CREATE TRIGGER custody_stays BEFORE UPDATE ON custody
BEGIN SELECT raise(ABORT, 'custody is recorded anew, never changed'); END;

CREATE TRIGGER profiles_are_kept BEFORE DELETE ON profiles
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER people_are_kept BEFORE DELETE ON people
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER sign_in_keys_are_kept BEFORE DELETE ON sign_in_keys
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER sign_in_attempts_are_kept BEFORE DELETE ON sign_in_attempts
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
CREATE TRIGGER custody_is_kept BEFORE DELETE ON custody
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
