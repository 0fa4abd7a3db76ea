import type { Migration } from './migration.ts'

/**
 * Health checks: each time that somebody looked whether a share card can still be read.
 *
 * A card of a quorum founded with another vault, known here by its kit alone, may be checked too: set_id
 * refers to no row.
 */
export const healthChecks: Migration = {
  number: 3,
  title: 'health checks of share cards',
  sql: `
-- sound: every word; worn: some words were put right by the check words; forged: not the share of the kit.
CREATE TABLE share_checks (
  number      INTEGER NOT NULL PRIMARY KEY,
  set_id      TEXT    NOT NULL CHECK (length(set_id) = 10 AND set_id NOT GLOB '*[^0-9a-f]*'),
  share_index INTEGER NOT NULL CHECK (share_index BETWEEN 1 AND 255),
  time        TEXT    NOT NULL,
  result      TEXT    NOT NULL CHECK (result IN ('sound', 'worn', 'forged'))
) STRICT;
CREATE INDEX checks_by_share ON share_checks (set_id, share_index);

CREATE TRIGGER share_checks_stay BEFORE UPDATE ON share_checks
BEGIN SELECT raise(ABORT, 'a check never changes: the next one is added'); END;
CREATE TRIGGER share_checks_are_kept BEFORE DELETE ON share_checks
BEGIN SELECT raise(ABORT, 'nothing is deleted from a vault'); END;
`,
}
