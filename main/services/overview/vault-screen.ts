import type { Output } from '../../../shared/contract.ts'
import { refuse } from '../../../shared/errors.ts'
import { absolutePath, type Input, writeNewFile } from '../files/index.ts'
import {
  type KitSource,
  kitFactsOf,
  kitFrom,
  storedKit,
  type WindowKitFacts,
} from '../kits/index.ts'
import type { Tasks } from '../tasks/index.ts'
import { cardsToDestroy, type Workspace } from '../vaults/index.ts'
import { type Overview, overviewOf } from './overview.ts'

type Opened = Output<'vault.open'>

/** The open vault in the window. */
export interface VaultScreen {
  readonly open: (path: string, readOnly: boolean) => Promise<Opened>
  readonly create: (path: string) => Promise<Opened>
  readonly close: () => void
  readonly overview: () => Promise<Overview>
  readonly exportKit: (setId: string, out: string) => Promise<Output<'vault.exportKit'>>
  readonly inspectKit: (source: KitSource) => Promise<WindowKitFacts>
}

export interface VaultScreenTools {
  readonly input: Input
  readonly workspace: Workspace
  readonly now: () => Date
  readonly tasks: Tasks
  /** A ceremony has its vault for itself. @throws CEREMONY_RUNNING */
  readonly requireFree: () => void
  /** Another vault takes the place of this one, or none. */
  readonly onLeave: () => void
}

export function createVaultScreen(tools: VaultScreenTools): VaultScreen {
  const { workspace, now, tasks, requireFree, onLeave } = tools
  return {
    open: async (path, readOnly) => {
      requireFree()
      const interrupted = await workspace.open(path, readOnly)
      onLeave()
      const facts = workspaceFacts(workspace)
      if (interrupted === null) return { ...facts, interrupted }
      const { id, title, opened } = interrupted
      const destroy = await workspace.require().use('read', vault => cardsToDestroy(vault, id))
      return { ...facts, interrupted: { title, opened, destroy: [...destroy] } }
    },

    create: async path => {
      requireFree()
      await workspace.create(path)
      onLeave()
      return { ...workspaceFacts(workspace), interrupted: null }
    },

    close: () => {
      requireFree()
      if (tasks.running().includes('backup')) throw refuse('TASK_RUNNING', { task: 'backup' })
      workspace.close()
      onLeave()
    },

    overview: () => overviewOf(workspace.require(), now()),

    exportKit: async (setId, out) => {
      const path = absolutePath(out)
      const { bytes, digest } = await storedKit(setId, workspace)
      await writeNewFile(path, bytes)
      return { path, digest }
    },

    inspectKit: async source => kitFactsOf(await kitFrom(source, tools)),
  }
}

function workspaceFacts(workspace: Workspace): Pick<Opened, 'path' | 'readOnly'> {
  const { path, readOnly } = workspace.require()
  return { path, readOnly }
}
