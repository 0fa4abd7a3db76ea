import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openBackup } from '../../main/core/backup/backup.ts'
import { DigestTreeBuilder } from '../../main/core/backup/index.ts'
import type { Piece } from '../../main/core/backup/slab.ts'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeTree } from '../../main/services/backup/check-file.ts'
import { writeParity } from '../../main/services/backup/parity-files.ts'
import { repairCopies } from '../../main/services/backup/scrubbing.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { oneBackup, readJoined } from '../../main/services/files/index.ts'
import type { Watch } from '../../main/services/tasks/index.ts'
import { pseudoRandom } from '../cli/tree.ts'
import { identity, recipient } from '../core/backup/backup-tools.ts'

/** Backups in volumes, and sticks on which some of them lie. */

export const watch: Watch = { signal: new AbortController().signal, onEvent: () => {} }
export const key = Buffer.from(identity)
const ORIGIN = { setId: '0123456789', generation: 1, created: new Date(0) }
const VOLUME = 100_000

export interface Volumes {
  readonly at: (...names: readonly string[]) => string
  /** The backup's bytes: four volumes of 100,000 bytes and a shorter one. */
  readonly whole: Buffer
  /** Copies volumes into a folder; `as`: under another number or name. Returns the path of the first. */
  readonly stick: (folder: string, ...volumes: readonly (number | Moved)[]) => string
  readonly parityFiles: readonly string[]
  readonly checkFile: string
  readonly remove: () => void
}
interface Moved {
  readonly number: number
  readonly as: number | string
  readonly of?: string
}

/** A backup of 420 kB in volumes, `b.age.001` to `b.age.005`, with recovery files for two of them, and its check file. */
export async function openVolumes(): Promise<Volumes> {
  const top = mkdtempSync(path.join(tmpdir(), 'volumes-'))
  const at = (...names: readonly string[]): string => path.join(top, ...names)
  writeFileSync(at('photo'), pseudoRandom(420_000))
  const backup = await makeIn(at('whole'), 'b.age', at('photo'), VOLUME)
  const tree = new DigestTreeBuilder()
  for (const file of backup) tree.add(readFileSync(file))
  await writeTree(tree.end(), at('whole', 'b.age.check'))
  const order = { parityFile: at('whole', 'b.age.par2'), percent: 50 }
  const { parityFiles } = await writeParity(backup, order, { threads: 1 }, watch)
  return {
    at,
    whole: Buffer.concat(backup.map(file => readFileSync(file))),
    stick: (folder, ...volumes) => {
      mkdirSync(at(folder), { recursive: true })
      const files = volumes.map(volume => {
        const {
          number,
          as,
          of = 'whole',
        } = typeof volume === 'number' ? { number: volume, as: volume } : volume
        const name = typeof as === 'number' ? `b.age.00${as}` : as
        copyFileSync(at(of, `b.age.00${number}`), at(folder, name))
        return at(folder, name)
      })
      return files[0] ?? ''
    },
    parityFiles,
    checkFile: at('whole', 'b.age.check'),
    remove: () => rmSync(top, { recursive: true }),
  }
}

/** Makes a backup, in volumes. Returns its files. */
export async function makeIn(
  folder: string,
  name: string,
  source: string,
  volumeSize: number,
): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true })
  const { volumes } = await writeBackup({
    ...{ ...ORIGIN, paths: [source], out: path.join(folder, name), volumeSize },
    ...{ recipients: [recipient], random: osRandom, threads: 1 },
  })
  return volumes
}

const NOWHERE = {
  directory: async () => {},
  symlink: async () => {},
  file: async () => ({ write: async (piece: Piece) => piece.release(), close: async () => {} }),
}

/** Opens a backup as a restore does. */
export async function open(...files: readonly string[]): Promise<void> {
  const backup = await oneBackup(files)
  await readJoined(backup, source =>
    openBackup({ source, identity: key, sink: NOWHERE, threads: 1 }).then(() => {}),
  )
}

export const repair = (
  copies: readonly string[],
  out: string,
  more: { readonly checkFile?: string; readonly volumeSize?: number } = {},
) => repairCopies({ copies, out, ...more }, { threads: 1 }, watch)
