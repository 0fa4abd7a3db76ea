import { KEY_USES, type KeyException, type KeyUse } from '../../../shared/key-life.ts'
import { dayOf, judgeUse } from '../../core/life/index.ts'
import type { SealedKey } from '../../vault/index.ts'
import { lifeOf } from './life-of-key.ts'

/** What a version of a key may be handed to another system for. */
export interface UseToday {
  readonly use: KeyUse
  /** What whoever does it has to know, and says that they know; null: nothing. */
  readonly although: KeyException | null
}

/** Every use for which a version may go anywhere today; none of one that waits for its first day, or is destroyed. */
export const usesToday = (key: SealedKey, now: Date): UseToday[] =>
  KEY_USES.flatMap((use): UseToday[] => {
    const verdict = judgeUse(use, lifeOf(key), dayOf(now))
    if (verdict.kind === 'refused') return []
    return [{ use, although: verdict.kind === 'allowed' ? null : verdict.why }]
  })
