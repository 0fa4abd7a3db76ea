// Before everything that takes functions from node:fs.
import '../fixtures/failing-drive.ts'

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findLeftovers, removeLeftover } from '../../main/services/files/leftovers.ts'
import { KeyclaveError } from '../../shared/errors.ts'
import { sentenceOf } from '../../shared/messages/index.ts'
import {
  type Amount,
  type Inputs,
  JOBS,
  type JobName,
  prepareInputs,
} from '../fixtures/drive-jobs.ts'
import { leaveDrive, systemError, watchDrive } from '../fixtures/failing-drive.ts'

/** A drive that fails at one of the calls that change it, once or from then on, in every job that writes to one. */

/** What a drive answers, and what is said then. */
export const FAILURES = {
  ENOSPC: 'FILE_FULL',
  EROFS: 'FILE_DENIED',
  EIO: 'FILE_IO',
  EBUSY: 'FILE_IO',
} as const
export type Failure = keyof typeof FAILURES
export const FAILURE_NAMES = Object.keys(FAILURES) as readonly Failure[]

export interface Fault {
  readonly failure: Failure
  /** The call that fails, counted from 1. */
  readonly from: number
  /** Whether all calls after it fail as well, those that remove what was written too. */
  readonly lasting: boolean
}

/** How often a job ended how. */
export interface Tally {
  refused: number
  /** What failed was not needed: the permissions of a file that is tried, or a folder that is removed. */
  done: number
  /** With something left behind, which was named. */
  left: number
}

export class FailingDrive {
  readonly top = mkdtempSync(path.join(tmpdir(), 'failing-'))
  readonly tally: Tally = { refused: 0, done: 0, left: 0 }
  readonly #drive = path.join(this.top, 'drive')
  #inputs: Inputs | null = null

  async prepare(amount: Amount): Promise<void> {
    this.#inputs = await prepareInputs(this.top, amount)
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true })
  }

  async #try(job: JobName, fault: Fault | null): Promise<unknown> {
    rmSync(this.#drive, { recursive: true, force: true })
    mkdirSync(this.#drive)
    watchDrive(this.#drive, ({ number, name }) => {
      if (fault === null || number < fault.from || (!fault.lasting && number > fault.from))
        return null
      return systemError(fault.failure, name)
    })
    const inputs = this.#inputs as Inputs
    return await JOBS[job].run(inputs, this.#drive).then(
      () => null,
      (error: unknown) => error,
    )
  }

  /** How many calls of a job change its drive. */
  async callsOf(job: JobName): Promise<number> {
    assert.equal(await this.#try(job, null), null)
    const calls = leaveDrive()
    await JOBS[job].check(this.#inputs as Inputs, this.#drive)
    return calls
  }

  /** The reason is said, nothing is there that is not named, and what is there can be removed once the drive is well. */
  async strike(job: JobName, fault: Fault): Promise<void> {
    const error = await this.#try(job, fault)
    leaveDrive()
    const said = `${job}, ${fault.failure} at call ${fault.from}${fault.lasting ? ' and after it' : ''}`
    const there = readdirSync(this.#drive).map(name => path.join(this.#drive, name))
    if (error === null) {
      this.tally.done += 1
      await JOBS[job].check(this.#inputs as Inputs, this.#drive)
      return
    }
    assert.ok(error instanceof KeyclaveError, `${said}: ${(error as Error).stack}`)
    assert.equal(error.code, FAILURES[fault.failure], `${said}: ${error.message}`)
    this.tally.refused += 1
    const { leftBehind = [] } = error.data as {
      readonly leftBehind?: readonly { readonly path: string }[]
    }
    assert.deepEqual(there.sort(), [...new Set(leftBehind.map(({ path: at }) => at))].sort(), said)
    const sentence = sentenceOf(error, 'en')
    for (const left of there) assert.ok(sentence.includes(left), `${said}: ${sentence}`)
    if (there.length > 0) this.tally.left += 1
    for (const { path: left } of await findLeftovers(this.#drive)) await removeLeftover(left)
    // What has its name already is a file that is named, and no hidden folder.
    for (const name of readdirSync(this.#drive)) assert.match(name, /^(?:b\.age|out$)/, said)
  }
}
