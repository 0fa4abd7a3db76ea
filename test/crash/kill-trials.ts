import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { done } from '../cli/command-line.ts'
import { snapshot } from '../cli/tree.ts'
import { seededRandom } from '../vault/vault-fixture.ts'
import { afterBackup, afterCeremony, type Phase } from './aftermath.ts'
import { type Job, type Jobs, measure, momentsOf, openJobs, twoAtATime } from './jobs.ts'
import { type Moment, strike } from './struck-process.ts'

/** After every so many kills, what takes long is checked as well. */
const THOROUGH = 15
/** How many kills are added when a phase has not been met. */
const MOST_MORE = 20

/** How many kills came in which phase. */
export type Tally = { readonly [phase in Phase]: number }

/** Kills one of the two jobs at so many moments, and checks each time what is left. */
export async function killTrials(
  name: 'ceremony' | 'backup',
  count: number,
  seed: string,
  pages: 'with pages' | 'without pages' = 'without pages',
): Promise<Tally> {
  const jobs = await openJobs(pages)
  try {
    const identity = Buffer.from(
      (await done(['recover', 'identity', '--kit', jobs.office.kit, ...openingOf(jobs)])).trim(),
    )
    const job = jobs[name]
    const random = seededRandom(seed)
    const chance = (): number => random(4).readUInt32BE() / 2 ** 32
    const course = await measure(jobs, job)
    const tally = { 'nothing written': 0, 'under way': 0, 'in force': 0, complete: 0 }
    const trial = async (moment: Moment, i: number): Promise<void> => {
      const folder = jobs.newFolder(`trial ${i}`)
      await strike(job.args(folder), folder, job.signs, 'SIGKILL', moment)
      const phase =
        name === 'ceremony'
          ? await afterCeremony(folder, jobs.office.founded.setId)
          : await afterBackup(folder, identity)
      tally[phase] += 1
      if (i % THOROUGH === 0) await checkThoroughly(jobs, job, folder, phase)
      rmSync(folder, { recursive: true })
    }
    await twoAtATime(momentsOf(count, course, chance), trial)
    // A machine that became slower or faster meanwhile may have moved a phase out of every moment's way.
    for (let more = 1; more <= MOST_MORE; more += 1) {
      if (tally['nothing written'] === 0) {
        await trial({ after: 'start', delay: chance() * course.toFirstWrite }, count + more)
      } else if (tally['in force'] + tally.complete === 0) {
        const delay = more * (course.toEnd - course.toLastWrites)
        await trial({ after: 'last writes', delay }, count + more)
      }
    }
    return tally
  } finally {
    jobs.remove()
  }
}

const openingOf = ({ office }: Jobs): readonly string[] =>
  office.opening(...[1, 2, 3].map(office.share))

/** The kit of before still opens its backup; the log verifies; and the job can be done again. */
async function checkThoroughly(jobs: Jobs, job: Job, folder: string, phase: Phase): Promise<void> {
  const { office } = jobs
  const restored = path.join(folder, 'restored before')
  await done([
    ...['recover', 'backup', office.backup, '--kit', office.kit, ...openingOf(jobs)],
    ...['--out', restored],
  ])
  assert.deepEqual(snapshot(path.join(restored, 'office')), snapshot(office.desk.at('office')))
  await done(['audit', 'verify', '--vault', path.join(folder, 'office.vault')])
  if (phase === 'nothing written' || phase === 'under way') {
    rmSync(path.join(folder, 'ceremony'), { recursive: true, force: true })
    await done(job.args(folder))
  }
}

/** The moments were spread: some before the first write, more than half after it, some at the very end. */
export function assertSpread(tally: Tally, count: number): void {
  const { 'nothing written': nothing, 'under way': underWay, 'in force': inForce, complete } = tally
  assert.ok(nothing + underWay + inForce + complete >= count)
  assert.ok(nothing >= 1, JSON.stringify(tally))
  assert.ok(underWay >= count / 4, JSON.stringify(tally))
  assert.ok(inForce + complete >= 1, JSON.stringify(tally))
  assert.ok(count - nothing >= count / 2, JSON.stringify(tally))
}
