import type { Migration } from './migration.ts'

/**
 * What an incident leaves in a vault: what became of backup keys, and which backup was encrypted again from
 * which. A backup key is known by its recipient, whatever quorum seals it, so that after a re-issue it has one
 * history and not two. A backup that was encrypted again is known by the SHA-256 of its file: the catalogue need
 * not have it.
 */
export const incidents: Migration = {
  number: 12,
  title: 'compromised backup keys, and backups encrypted again',
  sql: `
-- The states and pairs of key_events. Without any line a backup key is active or, where a newer one took its
-- place, deactivated.
CREATE TABLE backup_key_events (
  number     INTEGER NOT NULL PRIMARY KEY,
  recipient  TEXT    NOT NULL CHECK (recipient GLOB 'age1*'),
  from_state TEXT    NOT NULL,
  to_state   TEXT    NOT NULL,
  reason     TEXT    NOT NULL CHECK (reason IN ('unspecified', 'key-compromise', 'affiliation-changed',
                                                'superseded', 'cessation-of-operation',
                                                'privilege-withdrawn')),
  occurred   TEXT    CHECK ((occurred IS NOT NULL) = (to_state = 'compromised'))
                     CHECK (occurred GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
  recorded   TEXT    NOT NULL,
  CHECK (from_state || ' ' || to_state IN (
    'active suspended', 'active compromised',
    'suspended active', 'suspended compromised',
    'deactivated compromised'))
) STRICT;
CREATE INDEX backup_key_events_by_key ON backup_key_events (recipient);

CREATE TABLE reencrypted_backups (
  id       TEXT NOT NULL PRIMARY KEY REFERENCES backup_catalogue (id),
  replaces TEXT NOT NULL CHECK (length(replaces) = 64 AND replaces NOT GLOB '*[^0-9a-f]*')
) STRICT;
CREATE INDEX reencrypted_by_old ON reencrypted_backups (replaces);

-- A newer backup key deactivates the one before without a line.
CREATE TRIGGER backup_key_events_follow BEFORE INSERT ON backup_key_events
WHEN NOT EXISTS (SELECT 1 FROM backup_keys WHERE recipient = new.recipient)
  OR coalesce((SELECT to_state FROM backup_key_events WHERE recipient = new.recipient
               ORDER BY number DESC LIMIT 1), 'made') || ' ' || new.from_state NOT IN (
    'made active', 'made deactivated',
    'active active', 'active deactivated', 'suspended suspended')
BEGIN SELECT raise(ABORT, 'a backup key goes on from the state in which it is'); END;
CREATE TRIGGER backup_key_events_stay BEFORE UPDATE ON backup_key_events
BEGIN SELECT raise(ABORT, 'what became of a backup key never changes'); END;
CREATE TRIGGER backup_key_events_are_kept BEFORE DELETE ON backup_key_events
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;

CREATE TRIGGER reencrypted_backups_stay BEFORE UPDATE ON reencrypted_backups
BEGIN SELECT raise(ABORT, 'a catalogue entry never changes'); END;
CREATE TRIGGER reencrypted_backups_are_kept BEFORE DELETE ON reencrypted_backups
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
