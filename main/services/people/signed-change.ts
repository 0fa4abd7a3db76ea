import type { Vault } from '../../vault/index.ts'
import type { VaultReference } from '../vaults/index.ts'
import type { Authorization, Deed } from './authorize.ts'
import type { Permit } from './permit.ts'

/** The actor's name where a vault has no people. */
export const OPERATOR = 'operator'

/** Something that people sign: what they agree to, and what is done once they have. */
export interface SignedChange {
  readonly deed: Deed
  /** The actor's name in a vault without people. */
  readonly unsigned: string
  readonly carryOut: (leave: Authorization) => void
}

/** Judges a change by the vault as it is; asking for signatures and carrying it out judge alike. */
export type Planned = (vault: Vault) => SignedChange | Promise<SignedChange>

/** The vault that a change is made in, and how those who sign it are reached. */
export interface ChangePorts {
  readonly vault: VaultReference
  readonly permit: Permit
}

/**
 * Makes one change, if those who sign it may.
 *
 * @param answer says how the vault stands afterwards
 * @throws what judges it throws; as the permit; VAULT_*
 */
export const makeChange = <Answer>(
  { vault, permit }: ChangePorts,
  planned: Planned,
  answer: (vault: Vault) => Answer,
): Promise<Answer> =>
  vault.use('write', async opened => {
    const { deed, unsigned, carryOut } = await planned(opened)
    const leave = await permit(opened, deed, unsigned)
    try {
      carryOut(leave)
    } finally {
      leave.close()
    }
    return answer(opened)
  })
