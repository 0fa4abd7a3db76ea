import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { done } from '../cli/command-line.ts'
import { pseudoRandom } from '../cli/tree.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { seededRandom } from '../vault/vault-fixture.ts'
import { type Moment, type Signs, strike } from './struck-process.ts'

/** The jobs that are struck, each in a folder of its own beside the office that it continues. */

export interface Job {
  readonly args: (folder: string) => readonly string[]
  readonly signs: Signs
}

export interface Jobs {
  readonly office: Office
  readonly ceremony: Job
  readonly backup: Job
  /** A backup in volumes, with recovery files and a check file. */
  readonly volumes: Job
  readonly recovery: Job
  /** Makes the backup that the recovery restores. */
  readonly makeBackup: () => Promise<void>
  /** A new folder with a copy of the office's vault. */
  readonly newFolder: (name: string) => string
  readonly remove: () => void
}

const FILE_BYTES = 30_000_000
const SMALL_FILES = 200

/** An office whose first ceremony is closed and whose first backup is made, and what it does next. */
/** @param pages whether the ceremonies make PDFs; they take twice as long */
export async function openJobs(
  pages: 'with pages' | 'without pages' = 'without pages',
): Promise<Jobs> {
  const office = await openOffice('hybrid', true)
  const { at } = office.desk
  mkdirSync(at('records'))
  writeFileSync(at('records/random'), pseudoRandom(FILE_BYTES))
  for (let i = 0; i < SMALL_FILES; i += 1) writeFileSync(at(`records/${i}.txt`), `record ${i}\n`)
  const vault = (folder: string): readonly string[] => [
    '--vault',
    path.join(folder, 'office.vault'),
  ]
  return {
    office,
    ceremony: {
      signs: { 'first write': 'ceremony', 'last writes': 'ceremony/.record.json' },
      args: folder => [
        ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt')],
        ...['--out', path.join(folder, 'ceremony'), ...vault(folder)],
        ...(pages === 'with pages' ? [] : ['--no-pdf']),
      ],
    },
    backup: {
      signs: { 'first write': '.records.age', 'last writes': 'records.age' },
      args: folder => [
        ...['backup', 'create', '--kit', office.kit, ...vault(folder)],
        ...['--out', path.join(folder, 'records.age'), at('records')],
      ],
    },
    volumes: {
      signs: { 'first write': '.records.age', 'last writes': 'records.age.0' },
      args: folder => [
        ...['backup', 'create', '--kit', office.kit, ...vault(folder)],
        ...['--volume-size', '4M', '--parity', '5%', '--check'],
        ...['--out', path.join(folder, 'records.age'), at('records')],
      ],
    },
    recovery: {
      signs: { 'first write': '.restored', 'last writes': 'restored' },
      args: folder => [
        ...['recover', 'backup', at('records.age'), '--kit', office.kit],
        ...['--fingerprint', onCard(office.kit)],
        ...office.opening(...[1, 2, 3].map(office.share)),
        ...['--out', path.join(folder, 'restored')],
      ],
    },
    makeBackup: async () => {
      const out = ['--out', at('records.age'), at('records')]
      await done(['backup', 'create', '--kit', office.kit, ...out])
    },
    newFolder: name => {
      const folder = at(name)
      mkdirSync(folder)
      cpSync(at('office.vault'), path.join(folder, 'office.vault'))
      return folder
    },
    remove: () => office.desk.remove(),
  }
}

/** How long a job takes on this machine, now, in milliseconds. */
export interface Course {
  readonly toFirstWrite: number
  readonly toLastWrites: number
  readonly toEnd: number
}

export async function measure(jobs: Pick<Jobs, 'newFolder'>, job: Job): Promise<Course> {
  const folder = jobs.newFolder(`measure ${Object.values(job.signs).join(' ').replace('/', ' ')}`)
  const { code, err, seen, end } = await strike(
    job.args(folder),
    folder,
    job.signs,
    'SIGKILL',
    null,
  )
  const { 'first write': first, 'last writes': last } = seen
  if (code !== 0 || first === undefined) throw new Error(`the job itself failed: ${err}`)
  return { toFirstWrite: first, toLastWrites: last ?? end, toEnd: end }
}

/**
 * Moments spread over a job: of four, one before its first write, two between the first and the last,
 * and one around the last writes, which are quick.
 *
 * @param chance numbers from 0 to 1
 */
export const momentsOf = (
  count: number,
  { toFirstWrite, toLastWrites, toEnd }: Course,
  chance: () => number,
): readonly Moment[] =>
  Array.from({ length: count }, (_, i) => {
    if (i % 4 === 0) return { after: 'start', delay: chance() * toFirstWrite }
    // Most of these at once: what makes the new state count takes milliseconds.
    if (i % 4 === 1) {
      return { after: 'last writes', delay: chance() ** 3 * (toEnd - toLastWrites) }
    }
    return { after: 'first write', delay: chance() * (toLastWrites - toFirstWrite) }
  })

/** Numbers from 0 to 1 that a seed decides. */
export function chances(seed: string): () => number {
  const random = seededRandom(seed)
  return () => random(4).readUInt32BE() / 2 ** 32
}

/** Runs `work` on each item, two at a time. */
export async function twoAtATime<Item>(
  items: readonly Item[],
  work: (item: Item, position: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries()
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) await work(item, position)
  }
  await Promise.all([worker(), worker()])
}
