import type { HeadBearer, HeadProblem } from '../../../shared/codes/index.ts'
import { refuse } from '../../../shared/errors.ts'
import { setIdIn } from '../../../shared/log-subjects.ts'
import type { AuditHead } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'

/**
 * Heads at hand: what carries a head of a vault's log is compared with that log wherever the two meet. A log
 * that has not the entry is an older copy of the vault, or another branch (FORMAT: Heads at hand).
 */

/** A head as something carries it; statements have no number. */
interface HeadAtHand {
  readonly hash: string
  readonly size: number | null
}

/** What carries heads. */
export interface Bearer {
  readonly by: HeadBearer
  /** The id of the log that they are of, 32 hex digits; null: it does not say. */
  readonly log: string | null
  readonly heads: readonly HeadAtHand[]
}

/** @throws VAULT_HEAD unless the log of the vault has every one of them */
export function requireHeads({ audit, path }: Vault, { by, log, heads }: Bearer): void {
  const { size: have } = audit.head()
  const refused = (problem: HeadProblem, entry: number | null) =>
    refuse('VAULT_HEAD', { path, by, problem, entry, have })
  if (log !== null && log !== audit.id()) throw refused('another', null)
  for (const { hash, size } of heads) {
    const place = audit.placeOf(hash)
    if (place !== null && (size === null || size === place)) continue
    if (size === null) throw refused('unknown', null)
    throw refused(size > have ? 'older' : 'branch', size)
  }
}

/** Whether a ceremony of this vault has founded a quorum, be it closed or void. */
export const hasFounded = ({ audit }: Vault, setId: string): boolean =>
  audit.named(['quorum.founded']).some(({ subject }) => setIdIn(subject) === setId)

/**
 * The head on a card of a quorum that was founded in this vault; one that was founded elsewhere has another
 * log.
 *
 * @throws VAULT_HEAD
 */
export function requireCardHead(vault: Vault, setId: string, head: AuditHead): void {
  if (hasFounded(vault, setId)) requireHeads(vault, { by: 'card', log: null, heads: [head] })
}
