import { findLeftovers, removeLeftover } from './leftovers.ts'
import { inspectPaths, listFolder, makeFolder } from './picker.ts'
import { listPlaces, type PlaceSources } from './places.ts'

/** Where a person chooses files and folders in the window. */
export interface FileScreen {
  readonly places: () => ReturnType<typeof listPlaces>
  readonly list: typeof listFolder
  readonly makeFolder: typeof makeFolder
  readonly inspect: typeof inspectPaths
  /** What programs that were killed have left in a folder. */
  readonly leftovers: typeof findLeftovers
  readonly removeLeftover: typeof removeLeftover
  /** Files were dropped onto the window. */
  readonly drop: (paths: readonly string[]) => void
}

export const createFileScreen = (sources: PlaceSources, drop: FileScreen['drop']): FileScreen => ({
  ...{ list: listFolder, makeFolder, inspect: inspectPaths, drop },
  ...{ leftovers: findLeftovers, removeLeftover },
  places: () => listPlaces(sources),
})
