import type { Vault } from '../../vault/index.ts'
import { YEAR } from './machine.ts'

/** How far back the log is looked through. */
const LOOK_BACK = 1000

/**
 * The latest time that the audit log vouches for, RFC 3339; null where it vouches for none.
 *
 * It begins at the last ceremony, whose clock was looked at, and grows with the entries since. An entry that
 * is more than a year ahead of the ones before it is not believed: it may have been written under a clock
 * that was wrong for one evening, and must not decide for decades what a right clock is.
 *
 * @param program when this program was made, at the earliest
 */
export function knownTime({ audit }: Vault, program: Date): string | null {
  const { size } = audit.head()
  const entries = [...audit.entries(Math.max(0, size - LOOK_BACK))]
  const last = entries.findLastIndex(({ action }) => action === 'ceremony.opened')
  let known = last === -1 ? program.getTime() : Date.parse(entries[last]?.time ?? '')
  let isVouchedFor = last !== -1
  for (const { time } of entries.slice(last + 1)) {
    const at = Date.parse(time)
    if (at <= known || at > known + YEAR) continue
    known = at
    isVouchedFor = true
  }
  return isVouchedFor ? new Date(known).toISOString() : null
}
