import { refuse } from '../../../shared/errors.ts'
import { canonicalJson } from '../../core/text/index.ts'
import type { Vault } from '../../vault/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import { LIFETIME } from './approvals.ts'
import { type Authorization, type Deed, type Gate, NO_LEAVE_NEEDED } from './authorize.ts'

/**
 * Asks whether a deed may be done: the port through which a verb reaches its signers. In the window they
 * have signed an approval; on the command line they are named with the files of their PINs.
 *
 * @param unsigned the actor's name in a vault without people
 * @returns leave, for the caller to close
 * @throws APPROVAL_*; PIN_*, PERSON_*
 */
export type Permit = (
  vault: Vault,
  deed: Deed,
  unsigned: string,
) => Authorization | Promise<Authorization>

/** The window's permit: with the approval's id, and with who is in the room. */
export const permitBy =
  (gate: Gate, approval: string | null): Permit =>
  (vault, deed, unsigned) =>
    gate(vault, deed, approval, unsigned)

/**
 * Leave to open something. Nobody is asked where nothing is recorded: without a vault, and in one without
 * people that was opened for reading. With people, a vault opened for reading is for looking only.
 *
 * @throws VAULT_READ_ONLY; as the permit
 */
export async function leaveToOpen(
  vault: VaultReference | null,
  permit: Permit,
  deed: Deed,
  unsigned: string,
): Promise<Authorization> {
  if (vault === null) return NO_LEAVE_NEEDED
  await requireForOpening(vault)
  if (vault.readOnly) return NO_LEAVE_NEEDED
  return await vault.use('write', opened => permit(opened, deed, unsigned))
}

/** Whether something may be opened beside this vault at all. @throws VAULT_READ_ONLY */
export async function requireForOpening(vault: VaultReference | null): Promise<void> {
  if (vault === null || !vault.readOnly) return
  const profile = await vault.use('read', ({ people }) => people.profile())
  if (profile !== null) throw refuse('VAULT_READ_ONLY', { path: vault.path })
}

interface Kept {
  readonly deed: string
  readonly leave: Authorization
  /** Milliseconds since 1970. */
  readonly ends: number
}

/**
 * Leave that a session keeps for one deed: an approval is used up once it was judged good enough, and a
 * typing error in the passphrase must not send everybody back to sign. It holds for the same deed alone,
 * until the session ends or a quarter of an hour after it was asked for, and no longer than everybody who
 * signed is in force. Each use ends in an entry of its own: the refused passphrase, or the deed; the entry
 * of the deed is the one that carries what was agreed to, and after it `close` is called.
 */
export class KeptLeave {
  readonly #now: () => Date
  #kept: Kept | null = null

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Until when it holds; null when nothing is kept, so that people have to sign first. */
  get until(): Date | null {
    const kept = this.#kept
    return kept === null || kept.ends <= this.#now().getTime() ? null : new Date(kept.ends)
  }

  /** Asks this permit where no leave is kept. What it gives stays this object's: closing it does nothing. */
  through(permit: Permit): Permit {
    return async (vault, deed, unsigned) => {
      const name = canonicalJson({ ...deed })
      if (this.#kept?.deed === name && this.until !== null && isInForce(vault, this.#kept.leave)) {
        return borrowed(this.#kept.leave)
      }
      this.close()
      const leave = await permit(vault, deed, unsigned)
      const asked = typeof leave.actor === 'string' ? null : leave.actor.agreed?.statement.asked
      if (asked == null) return leave
      this.#kept = { deed: name, leave, ends: Date.parse(asked) + LIFETIME }
      return borrowed(leave)
    }
  }

  /** Wipes the key that signs the entries. May be called again. */
  close(): void {
    this.#kept?.leave.close()
    this.#kept = null
  }
}

const borrowed = (leave: Authorization): Authorization => ({ ...leave, close: () => {} })

/** Whether everybody who signed still may sign, with the key of then. */
function isInForce({ people }: Vault, { actor }: Authorization): boolean {
  if (typeof actor === 'string') return true
  const active = people.list().filter(({ state }) => state === 'active')
  const keys = new Set(active.map(({ publicKey }) => publicKey))
  return (actor.agreed?.by ?? []).every(({ key }) => keys.has(key))
}
