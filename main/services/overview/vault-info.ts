import { refuse } from '../../../shared/errors.ts'
import type { Profile } from '../../../shared/roles.ts'
import type { Vault } from '../../vault/index.ts'
import { type OpenVault, vaultToRead } from '../vaults/index.ts'
import { type Overview, overviewIn } from './overview.ts'
import { type QuorumPage, quorumPageIn } from './quorum-page.ts'

/** What a vault holds, for the command line. */
export interface VaultInfo extends Overview {
  /** Null where nobody signs. */
  readonly people: { readonly profile: Profile; readonly count: number } | null
}

export interface Vaults {
  /** Looks at a vault, and leaves its file as it is. @throws VAULT_* */
  readonly info: (vault: string) => Promise<VaultInfo>
  /**
   * All that a vault knows of one quorum.
   *
   * @param named its set id or its title; null: the one in force
   * @throws VAULT_UNKNOWN, QUORUM_AMBIGUOUS, KIT_NONE; as info
   */
  readonly quorum: (vault: string, named: string | null) => Promise<QuorumPage>
}

export const createVaults = ({
  openVault,
  now,
}: {
  readonly openVault: OpenVault
  readonly now: () => Date
}): Vaults => ({
  info: async file => {
    const vault = vaultToRead(file, openVault)
    return await vault.use('look', opened => {
      const profile = opened.people.profile()
      const people = profile === null ? null : { profile, count: opened.people.list().length }
      return { ...overviewIn(opened, vault, now()), people }
    })
  },
  quorum: (file, named) =>
    vaultToRead(file, openVault).use('look', vault =>
      quorumPageIn(vault, quorumNamed(vault, named), now()),
    ),
})

/** Of several with one title, the one in force is meant. @returns its set id */
function quorumNamed(vault: Vault, named: string | null): string {
  const quorums = vault.quorums.list()
  const fitting = quorums.filter(
    ({ setId, ceremony }) =>
      named === null || setId === named || vault.ceremonies.get(ceremony).title === named,
  )
  const inForce = fitting.filter(({ state }) => state === 'in-force')
  const meant = inForce.length > 0 ? inForce : fitting
  const [first, ...others] = meant.map(({ setId }) => setId)
  if (first === undefined) {
    throw named === null
      ? refuse('KIT_NONE', { vault: vault.path })
      : refuse('VAULT_UNKNOWN', { what: 'quorum', id: named })
  }
  if (others.length > 0) throw refuse('QUORUM_AMBIGUOUS', { sets: [first, ...others] })
  return first
}
