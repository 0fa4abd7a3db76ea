import type { Profile } from '../../../shared/roles.ts'
import { type OpenVault, vaultToRead } from '../vaults/index.ts'
import { type Overview, overviewIn } from './overview.ts'

/** What a vault holds, for the command line. */
export interface VaultInfo extends Overview {
  /** Null where nobody signs. */
  readonly people: { readonly profile: Profile; readonly count: number } | null
}

export interface Vaults {
  /** Looks at a vault, and leaves its file as it is. @throws VAULT_* */
  readonly info: (vault: string) => Promise<VaultInfo>
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
})
