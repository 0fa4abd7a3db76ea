import type { Migration } from './migration.ts'

/**
 * After a wrong entry a wait is counted by how long the machine has been running, not by its clock, which
 * may be wrong. Waits that were noted by the clock are counted from the start of the machine.
 */
export const waitsWithoutClock: Migration = {
  number: 7,
  title: 'waits after wrong entries without a clock',
  sql: `
-- Milliseconds for which the machine had been running at the last wrong entry; 0: it was started since.
CREATE TABLE sign_in_attempts_again (
  person TEXT    NOT NULL PRIMARY KEY REFERENCES people (id),
  failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND 10),
  uptime INTEGER NOT NULL CHECK (uptime >= 0)
) STRICT;
INSERT INTO sign_in_attempts_again (person, failed, uptime)
  SELECT person, failed, 0 FROM sign_in_attempts ORDER BY rowid;
DROP TABLE sign_in_attempts;
ALTER TABLE sign_in_attempts_again RENAME TO sign_in_attempts;

CREATE TRIGGER sign_in_attempts_are_kept BEFORE DELETE ON sign_in_attempts
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
