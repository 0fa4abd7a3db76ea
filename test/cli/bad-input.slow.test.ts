import { BACKUP_TO_RECOVER, PLACES, refuseBadFiles } from './bad-places.ts'

/** What bad-input.test.ts leaves out: each of these opens a quorum. */
refuseBadFiles(PLACES.filter(({ title }) => title === BACKUP_TO_RECOVER))
