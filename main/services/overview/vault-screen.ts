import type { Output } from '../../../shared/contract.ts'
import { absolutePath, type Input } from '../files/index.ts'
import { exportKit, type InspectedKit, inspectedFrom, type KitSource } from '../kits/index.ts'
import type { Occupation } from '../occupation/index.ts'
import { cardsToDestroy, type Workspace } from '../vaults/index.ts'
import { type CeremonyPage, ceremonyPageIn } from './ceremony-page.ts'
import { type Overview, overviewIn } from './overview.ts'
import { type QuorumPage, quorumPageIn } from './quorum-page.ts'

type Opened = Output<'vault.open'>

/** The open vault in the window. */
export interface VaultScreen {
  readonly open: (path: string, readOnly: boolean) => Promise<Opened>
  readonly create: (path: string) => Promise<Opened>
  readonly close: () => void
  readonly overview: () => Promise<Overview>
  /** All that is known of one quorum. @throws VAULT_UNKNOWN */
  readonly quorum: (setId: string) => Promise<QuorumPage>
  /** All that is known of one past ceremony. @throws VAULT_UNKNOWN */
  readonly ceremony: (id: string) => Promise<CeremonyPage>
  readonly exportKit: (setId: string, out: string) => Promise<Output<'vault.exportKit'>>
  readonly inspectKit: (source: KitSource) => Promise<InspectedKit>
}

export interface VaultScreenTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly now: () => Date
  readonly occupation: Occupation
  /** A vault has been opened or made. */
  readonly onOpen: (path: string) => Promise<void>
  /** Another vault takes the place of this one, or none. */
  readonly onLeave: () => void
}

export function createVaultScreen(tools: VaultScreenTools): VaultScreen {
  const { workspace, now, occupation, onLeave, onOpen } = tools
  /** Which of the two it is to open one now. */
  const opening = () => (workspace.current === null ? 'first-vault' : 'vault')
  return {
    open: (path, readOnly) =>
      occupation.occupy(opening(), async () => {
        const interrupted = await workspace.open(path, readOnly)
        onLeave()
        const facts = workspaceFacts(workspace)
        await onOpen(facts.path)
        if (interrupted === null) return { ...facts, interrupted }
        const { id, title, opened } = interrupted
        const destroy = await workspace.require().use('look', vault => cardsToDestroy(vault, id))
        return { ...facts, interrupted: { title, opened, destroy: [...destroy] } }
      }),

    create: path =>
      occupation.occupy(opening(), async () => {
        await workspace.create(path)
        onLeave()
        const facts = workspaceFacts(workspace)
        await onOpen(facts.path)
        return { ...facts, interrupted: null }
      }),

    close: () => {
      if (workspace.current === null) return
      occupation.requireFree('vault')
      workspace.close()
      onLeave()
    },

    overview: () => {
      const vault = workspace.require()
      return vault.use('look', opened => overviewIn(opened, vault, now()))
    },

    quorum: setId => workspace.require().use('look', opened => quorumPageIn(opened, setId, now())),

    ceremony: id => workspace.require().use('look', opened => ceremonyPageIn(opened, id)),

    exportKit: async (setId, out) => {
      const path = absolutePath(out)
      const { digest } = await exportKit(workspace.require(), setId, path)
      return { path, digest }
    },

    inspectKit: source => inspectedFrom(source, tools),
  }
}

function workspaceFacts(workspace: Workspace): Pick<Opened, 'path' | 'readOnly'> {
  const { path, readOnly } = workspace.require()
  return { path, readOnly }
}
