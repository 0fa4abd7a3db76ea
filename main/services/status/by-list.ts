import { refuse } from '../../../shared/errors.ts'
import type { KeyUse } from '../../../shared/key-life.ts'
import { type Kit, recipientFingerprint } from '../../core/kit/index.ts'
import { anchorOfKit, type StatusAnswer, type WantedKey } from '../../core/status/index.ts'
import type { Input } from '../files/index.ts'
import { checkedList } from './check-list.ts'

/** A kit does not know what became of its keys after it was written; a status list does. */

/** The newest status list that somebody has, and one that they have seen before. */
export interface ListAtHand {
  readonly file: string
  readonly seen?: string
}

/** A key that is about to be used, by what nobody can give another, and how people call it. */
interface UsedKey {
  readonly name: string
  readonly wanted: WantedKey
}

interface ByListTools {
  readonly input: Input
  readonly now: () => Date
}

/** The backup key of a kit, as a list has it: by its recipient, which is its own in every quorum. */
export const usedBackupKey = (key: {
  readonly generation: number
  readonly recipient: string
}): UsedKey => ({
  name: `backup-key-${key.generation}`,
  wanted: { fingerprint: recipientFingerprint(key.recipient) },
})

/**
 * Whether a list says that keys may be used: verified by the kit, in time, and not behind one seen before.
 *
 * @param use to read what it protected, a retired or suspended key is good enough; a compromised one is not
 * @throws STATUS_AGAINST {key, state, since, instead}, STATUS_UNKNOWN, STATUS_STALE, STATUS_UNSIGNED, STATUS_OLDER,
 *         STATUS_FORKED; STATUS_FORMAT, STATUS_VERSION, STATUS_CLOCK; FILE_*
 */
export async function requireGoodByList(
  { file, seen }: ListAtHand,
  kit: Kit,
  keys: readonly UsedKey[],
  use: KeyUse,
  tools: ByListTools,
): Promise<void> {
  const anchor = anchorOfKit(kit)
  for (const { name, wanted } of keys) {
    const question = { list: file, seen: seen ?? null, anchor, wanted }
    const { answer, instead, number } = await checkedList(question, tools)
    requireGood(answer, { name, instead, number, use })
  }
}

function requireGood(
  answer: StatusAnswer,
  about: {
    readonly name: string
    readonly instead: number | null
    readonly number: number
    readonly use: KeyUse
  },
): void {
  const { name: key, instead, number, use } = about
  switch (answer.answer) {
    case 'good':
      return
    case 'suspended':
    case 'revoked': {
      const { state } = answer.entry
      const isReadable = state === 'suspended' || state === 'deactivated'
      if (use !== 'protect' && isReadable) return
      throw refuse('STATUS_AGAINST', { key, number, state, since: answer.since, instead })
    }
    case 'unknown':
      throw refuse('STATUS_UNKNOWN', { key, number })
    case 'stale':
      throw refuse('STATUS_STALE', { number, since: answer.since.slice(0, 10) })
    case 'not-signed':
      throw refuse('STATUS_UNSIGNED', { problem: answer.problem })
    case 'older':
      throw refuse('STATUS_OLDER', { number, seen: answer.seen })
    case 'forked':
      throw refuse('STATUS_FORKED', { number, seen: answer.seen })
  }
}
