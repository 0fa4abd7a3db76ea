import { refuse } from '../../../shared/errors.ts'
import type { BackupManifest, BackupSink, SalvageSink } from '../../core/backup/index.ts'

/** Which of a backup's paths are wanted: those chosen, what lies in them, and the folders that they lie in. */
export class ChosenPaths {
  readonly #chosen: readonly string[]

  /** @param chosen as a person writes them; empty: all */
  constructor(chosen: readonly string[]) {
    this.#chosen = chosen.map(path => path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, ''))
  }

  readonly has = (path: string): boolean =>
    this.#chosen.length === 0 ||
    this.#chosen.some(chosen => {
      const isWithin = path === chosen || path.startsWith(`${chosen}/`)
      return isWithin || chosen.startsWith(`${path}/`)
    })

  /** @throws BACKUP_NOT_IN_IT for a chosen path that a manifest does not list */
  require({ entries }: BackupManifest): void {
    const missing = new Set(this.#chosen)
    for (const { path } of entries) {
      if (missing.size === 0) break
      for (const chosen of missing) {
        if (path === chosen || path.startsWith(`${chosen}/`)) missing.delete(chosen)
      }
    }
    for (const chosen of missing) throw refuse('BACKUP_NOT_IN_IT', { path: chosen })
  }
}

/** What is written where nothing is: the content is read and checked all the same. */
export const NOWHERE: SalvageSink = {
  directory: async () => {},
  symlink: async () => {},
  withdraw: async () => {},
  file: async () => ({
    write: async piece => piece.release(),
    close: async () => {},
  }),
}

/** Passes on what is wanted. */
export const onlyChosen = (sink: BackupSink, { has }: ChosenPaths): BackupSink => ({
  directory: async entry => {
    if (has(entry.path)) await sink.directory(entry)
  },
  symlink: async entry => {
    if (has(entry.path)) await sink.symlink(entry)
  },
  file: async entry => await (has(entry.path) ? sink : NOWHERE).file(entry),
})
