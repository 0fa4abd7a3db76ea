import { refuse } from '../../../shared/errors.ts'
import type { AuditHead } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'

/**
 * The head of a vault’s log as it was last seen, by whoever opens the same vault again and again: an older
 * copy put back in the meantime, or another log, shows by itself.
 */
export class SeenHead {
  #head: AuditHead | null = null

  /**
   * A vault that was just opened.
   *
   * @throws AUDIT_TRUNCATED (its log ends earlier: an older copy); AUDIT_FORKED (it went another way)
   */
  require({ audit }: Vault): void {
    if (this.#head === null) return
    const { size, hash } = this.#head
    const have = audit.head().size
    if (have < size) throw refuse('AUDIT_TRUNCATED', { have, need: size })
    const [there] = audit.entries(size - 1)
    if (there?.hash !== hash) throw refuse('AUDIT_FORKED', { sequence: size })
  }

  /** A vault that is about to be closed. */
  note({ audit }: Vault): void {
    this.#head = audit.head()
  }
}
