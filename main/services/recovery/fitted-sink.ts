import type { SalvageSink } from '../../core/backup/index.ts'
import type { Fit } from '../files/index.ts'
import { NOWHERE } from './chosen-paths.ts'

/** Passes entries on to where a drive can hold them; what it cannot is read and checked all the same. */
export const fittedSink = (sink: SalvageSink, { place }: Fit): SalvageSink => ({
  directory: async entry => {
    const path = place(entry.path)
    if (path !== null) await sink.directory({ ...entry, path })
  },
  symlink: async entry => {
    const path = place(entry.path)
    if (path !== null) await sink.symlink({ ...entry, path })
  },
  file: async entry => {
    const path = place(entry.path)
    return path === null ? await NOWHERE.file(entry) : await sink.file({ ...entry, path })
  },
  withdraw: async entry => {
    const path = place(entry.path)
    if (path !== null) await sink.withdraw({ ...entry, path })
  },
})
