import { readKit } from '../kits/index.ts'
import { type CommandTools, type OpeningCommand, withPorts } from '../opening/index.ts'
import type { Watch } from '../tasks/index.ts'
import { type OpenVault, reportInterrupted, requireVaultFile } from '../vaults/index.ts'
import { requireLocked, unlockPerson } from './unlock.ts'

export interface UnlockRequest extends OpeningCommand {
  readonly vault: string
  readonly kit: string
  /** Whose key. */
  readonly name: string
}

export interface Unlocks {
  /** Unlocks the key of a person by a quorum. @returns their name, as the vault has it */
  readonly person: (request: UnlockRequest, watch: Watch) => Promise<{ readonly name: string }>
}

/** The command line's desk for unlocking. */
export const createUnlocks = (
  tools: CommandTools & { readonly openVault: OpenVault },
): Unlocks => ({
  person: async (request, watch) => {
    const kit = await readKit(request.kit, tools.input)
    requireVaultFile(request.vault)
    const vault = await tools.openVault(request.vault, 'write')
    try {
      reportInterrupted(vault, watch)
      const { id } = requireLocked(vault, vault.people.named(request.name).id)
      const name = await withPorts(request, kit, vault, tools, ports =>
        unlockPerson(ports, { kit, person: id }, tools.random),
      )
      return { name }
    } finally {
      vault.close()
    }
  },
})
