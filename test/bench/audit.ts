/** How fast a signed log is verified. */
import { availableParallelism } from 'node:os'
import { verifyLog } from '../../main/core/log/verify-log.ts'
import { person, SignedLog } from '../core/log/signed-log.ts'

/** The speed that a log of any size has to be verified with, in entries a second. */
const AUDIT_AIM = 15_000

const ENTRIES = 60_000

/** @returns entries a second, each of them signed */
async function auditSpeed(entries = ENTRIES): Promise<number> {
  const [ines, walt] = [person('Ines', 'administrator'), person('Walt', 'witness')]
  const log = new SignedLog()
  log.found(ines, walt)
  while (log.entries.length < entries) {
    const subject = `share:0123456789/${log.entries.length}`
    log.note(ines, 'share.issued', subject, { custodian: 'Ada', commitment: 'ab'.repeat(32) })
  }
  const start = performance.now()
  await verifyLog(log.entries)
  return (1000 * entries) / (performance.now() - start)
}

/** The speed, for a person. */
export const benchAudit = async (): Promise<string> =>
  `${Math.round(await auditSpeed())} signed entries/s on ${availableParallelism()} cores, aim ${AUDIT_AIM}`

if (import.meta.main) console.log(await benchAudit())
