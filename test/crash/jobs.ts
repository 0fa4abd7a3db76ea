import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Office, openOffice } from '../cli/office.ts'
import { pseudoRandom } from '../cli/tree.ts'
import { type Moment, strike } from './struck-process.ts'

/** The jobs that are struck, each in a folder of its own beside the office that it continues. */

export interface Job {
  readonly args: (folder: string) => readonly string[]
  /** What appears in the folder with the first write begins like this. */
  readonly sign: string
}

export interface Jobs {
  readonly office: Office
  readonly ceremony: Job
  readonly backup: Job
  readonly recovery: Job
  /** A new folder with a copy of the office's vault. */
  readonly newFolder: (name: string) => string
  readonly remove: () => void
}

const FILE_BYTES = 30_000_000
const SMALL_FILES = 200

/** An office whose first ceremony is closed and whose first backup is made, and what it does next. */
export async function openJobs(): Promise<Jobs> {
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
      sign: 'ceremony',
      args: folder => [
        ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt')],
        ...['--out', path.join(folder, 'ceremony'), ...vault(folder)],
      ],
    },
    backup: {
      sign: '.records.age',
      args: folder => [
        ...['backup', 'create', '--kit', office.kit, ...vault(folder)],
        ...['--out', path.join(folder, 'records.age'), at('records')],
      ],
    },
    recovery: {
      sign: '.restored',
      args: folder => [
        ...['recover', 'backup', at('records.age'), '--kit', office.kit],
        ...office.opening(...[1, 2, 3].map(office.share)),
        ...['--out', path.join(folder, 'restored')],
      ],
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

/** How long a job takes on this machine, now: until its first write, and until its end. */
export async function measure(jobs: Jobs, job: Job): Promise<{ first: number; end: number }> {
  const folder = jobs.newFolder(`measure${job.sign}`)
  const { code, err, firstWrite, end } = await strike(
    job.args(folder),
    folder,
    job.sign,
    'SIGKILL',
    null,
  )
  if (code !== 0 || firstWrite === null) throw new Error(`the job itself failed: ${err}`)
  return { first: firstWrite, end }
}

/**
 * Moments spread over a job: every third from its start, the others from its first write.
 *
 * @param chance numbers from 0 to 1
 */
export const momentsOf = (
  count: number,
  { first, end }: { readonly first: number; readonly end: number },
  chance: () => number,
): readonly Moment[] =>
  Array.from({ length: count }, (_, i) =>
    i % 3 === 0
      ? { after: 'start', delay: chance() * end }
      : { after: 'first write', delay: chance() * (end - first) },
  )

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
