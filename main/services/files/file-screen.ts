import path from 'node:path'
import type { Chosen } from '../../../shared/chosen.ts'
import type { MainOutput, Payload } from '../../../shared/contract.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import { type Asking, createAsking } from './asking.ts'
import { Choices } from './choices.ts'
import { findLeftovers, removeLeftover } from './leftovers.ts'
import { inspectPaths, listFolder, makeFolder } from './picker.ts'
import { listPlaces, type PlaceSources } from './places.ts'

/** Where a person chooses files and folders in the window. */
export interface FileScreen {
  readonly choices: Choices
  readonly asking: Asking
  /** For the picker, and for nobody else. */
  readonly places: () => ReturnType<typeof listPlaces>
  readonly list: typeof listFolder
  readonly makeFolder: typeof makeFolder
  /**
   * What programs that were killed have left: beside what is to be made, and where files are put otherwise.
   *
   * @param beside an absolute path; null: nothing is chosen yet
   */
  readonly leftovers: (beside: string | null) => Promise<MainOutput<'files.leftovers'>>
  readonly removeLeftover: typeof removeLeftover
  /** A person dropped these onto the window. Only the shell can tell where they lie. */
  readonly drop: (paths: readonly string[]) => Promise<void>
}

export interface FileScreenTools extends PlaceSources {
  readonly random: RandomSource
  readonly onChosen: (chosen: Payload<'files.chosen'>) => void
  readonly onDropped: (dropped: Payload<'files.dropped'>) => void
}

/** What the contract takes at once. */
const MOST_DROPPED = 1000

export function createFileScreen(tools: FileScreenTools): FileScreen {
  const { random, onChosen, onDropped } = tools
  const choices = new Choices(random)
  const places = () => listPlaces(tools, choices.recent())
  return {
    choices,
    asking: createAsking({ random, choices, onChosen }),
    ...{ places, list: listFolder, makeFolder, removeLeftover },

    leftovers: async beside => {
      const known = (await places()).map(place => place.path)
      const folders = new Set([...(beside === null ? [] : [path.dirname(beside)]), ...known])
      const found = await Promise.all([...folders].map(findLeftovers))
      return {
        leftovers: found.flat().map(({ path: at, modified }) => ({
          ...{ leftover: at, path: at, modified },
        })),
      }
    },

    drop: async paths => {
      if (paths.length > MOST_DROPPED) {
        return onDropped({ chosen: [], unreadable: 0, tooMany: true })
      }
      const facts = await inspectPaths(paths)
      const usable = facts.filter(({ kind }) => ['file', 'folder', 'link'].includes(kind))
      onDropped({
        chosen: usable.map(({ path: at }) => ({
          ...{ token: choices.token('source', at) as Chosen, path: at },
        })),
        unreadable: facts.length - usable.length,
        tooMany: false,
      })
    },
  }
}
