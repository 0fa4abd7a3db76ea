import type { Migration } from './migration.ts'

/** How long keys of a purpose are used. Until now nothing said so, and the days of each key stood alone. */
export const cryptoperiods: Migration = {
  number: 9,
  title: 'cryptoperiods of purposes',
  sql: `
-- The newest line of a purpose counts; one without months takes back what was agreed on.
CREATE TABLE cryptoperiods (
  number  INTEGER NOT NULL PRIMARY KEY,
  purpose TEXT    NOT NULL CHECK (purpose <> ''),
  protect INTEGER CHECK (protect BETWEEN 1 AND 1200),
  process INTEGER CHECK ((process IS NULL) = (protect IS NULL)) CHECK (process BETWEEN protect AND 1200),
  rotate  INTEGER CHECK ((rotate IS NULL) = (protect IS NULL)) CHECK (rotate BETWEEN 1 AND protect),
  warn    INTEGER CHECK ((warn IS NULL) = (protect IS NULL)) CHECK (warn BETWEEN 0 AND 3660),
  chosen  TEXT    NOT NULL
) STRICT;
CREATE TRIGGER cryptoperiods_stay BEFORE UPDATE ON cryptoperiods
BEGIN SELECT raise(ABORT, 'a cryptoperiod is chosen anew, never changed'); END;
CREATE TRIGGER cryptoperiods_are_kept BEFORE DELETE ON cryptoperiods
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
