import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { done } from '../cli/command-line.ts'
import { snapshot } from '../cli/tree.ts'
import { afterBackup, afterCeremony, afterVolumes, type Phase } from './aftermath.ts'
import { chances, type Job, type Jobs, measure, openJobs } from './jobs.ts'
import { strikeThroughout, type Tally } from './spread.ts'
import { strike } from './struck-process.ts'

/** After every so many kills, what takes long is checked as well. */
const THOROUGH = 15

/** Kills one of the jobs at so many moments, and checks each time what is left. */
export async function killTrials(
  name: 'ceremony' | 'backup' | 'volumes',
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
    const chance = chances(seed)
    const course = await measure(jobs, job)
    return await strikeThroughout(count, course, chance, async (moment, i) => {
      const folder = jobs.newFolder(`trial ${i}`)
      await strike(job.args(folder), folder, job.signs, 'SIGKILL', moment)
      const after = {
        ceremony: () => afterCeremony(folder, jobs.office.founded.setId),
        backup: () => afterBackup(folder, identity),
        volumes: () => afterVolumes(folder, identity),
      }
      const phase = await after[name]()
      if (i % THOROUGH === 0) await checkThoroughly(jobs, job, folder, phase)
      rmSync(folder, { recursive: true })
      return phase
    })
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
