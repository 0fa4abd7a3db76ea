// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findLeftovers, removeLeftover } from '../../main/services/files/leftovers.ts'
import { snapshot } from '../cli/tree.ts'
import {
  type Amount,
  type Inputs,
  JOBS,
  type JobName,
  prepareInputs,
} from '../fixtures/drive-jobs.ts'
import { leaveDrive, systemError, watchDrive } from '../fixtures/failing-drive.ts'
import { IN_SAME_THREAD } from '../setup/same-thread.ts'

/** `kill -9` at a chosen call by which a job changes its drive: what is there then is the old state or the new one. */

const CHILD = path.join(import.meta.dirname, 'killed-job.child.ts')
/** After every so many kills the job is done again. */
const AGAIN = 20

export interface Point {
  readonly call: number
  readonly when: 'before' | 'half'
}

export interface Tally {
  /** Nothing that has its name. */
  absent: number
  /** Of what has its name the first volume is missing, or what lies beside it. */
  partly: number
  whole: number
  /** With a hidden folder that the next program offers to remove. */
  leftovers: number
  again: number
}

export class KillPoints {
  readonly top = mkdtempSync(path.join(tmpdir(), 'killed-'))
  readonly tally: Tally = { absent: 0, partly: 0, whole: 0, leftovers: 0, again: 0 }
  #inputs: Inputs | null = null
  #before = {}

  async prepare(amount: Amount): Promise<void> {
    this.#inputs = await prepareInputs(this.top, amount)
    this.#before = snapshot(this.top)
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true })
  }

  get #prepared(): Inputs {
    assert.ok(this.#inputs !== null)
    return this.#inputs
  }

  #newDrive(name: string): string {
    const drive = mkdtempSync(path.join(tmpdir(), `${name.replaceAll(' ', '-')}-`))
    mkdirSync(path.join(drive, 'drive'))
    return path.join(drive, 'drive')
  }

  /** Every point of a job, in order: before each call and, of a write, when half of it is done. */
  async pointsOf(job: JobName): Promise<readonly Point[]> {
    const drive = this.#newDrive(job)
    const points: Point[] = []
    watchDrive(drive, ({ number, name }) => {
      points.push({ call: number, when: 'before' })
      if (name.startsWith('write')) points.push({ call: number, when: 'half' })
      return null
    })
    await JOBS[job].run(this.#prepared, drive)
    leaveDrive()
    await JOBS[job].check(this.#prepared, drive)
    rmSync(path.dirname(drive), { recursive: true })
    return points
  }

  async kill(job: JobName, { call, when }: Point, i: number): Promise<void> {
    const drive = this.#newDrive(job)
    const args = [...IN_SAME_THREAD, CHILD, this.top, drive, job, `${call}`, when]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    await once(child, 'close')
    const said = `${job}, killed ${when} call ${call}`
    assert.equal(child.signalCode, 'SIGKILL', said)
    await this.#look(job, drive, said, i)
    rmSync(path.dirname(drive), { recursive: true })
  }

  /**
   * Stops a job at a point in this process: from then on no call changes the drive any more, those that would tidy up
   * neither, so that what lies there is what a kill at that point leaves, at a fraction of its cost.
   */
  async stop(job: JobName, { call, when }: Point, i: number): Promise<void> {
    const drive = this.#newDrive(job)
    watchDrive(drive, ({ number, name, partly }) => {
      if (number < call) return null
      if (number === call && when === 'half') partly()
      return systemError('EIO', name)
    })
    await JOBS[job].run(this.#prepared, drive).catch(() => {})
    leaveDrive()
    await this.#look(job, drive, `${job}, stopped ${when} call ${call}`, i)
    rmSync(path.dirname(drive), { recursive: true })
  }

  async #look(job: JobName, drive: string, said: string, i: number): Promise<void> {
    const { run, makes, check } = JOBS[job]
    const found = await findLeftovers(drive)
    if (found.length > 0) this.tally.leftovers += 1
    for (const { path: left } of found) await removeLeftover(left)
    const names = readdirSync(drive)
    assert.deepEqual(
      names.filter(name => name.startsWith('.')),
      [],
      said,
    )
    if (makes(this.#prepared, names)) {
      await check(this.#prepared, drive)
      this.tally.whole += 1
    } else if (names.length === 0) {
      this.tally.absent += 1
      if (i % AGAIN !== 0) return
      await run(this.#prepared, drive)
      await check(this.#prepared, drive)
      this.tally.again += 1
    } else {
      // Volumes without the first one: whoever makes it again is told.
      assert.ok(
        names.every(name => /^b\.age\.\d{3}$/.test(name) && name !== 'b.age.001'),
        `${said}: ${names}`,
      )
      await assert.rejects(run(this.#prepared, drive), { code: 'FILE_EXISTS' }, said)
      this.tally.partly += 1
    }
  }

  /** What the jobs read is as it was. */
  requireUntouched(): void {
    assert.deepEqual(snapshot(this.top), this.#before)
  }
}
