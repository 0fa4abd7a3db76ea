import assert from 'node:assert/strict'
import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { withVault } from '../vault/vault-fixture.ts'
import { chances, type Jobs, measure, momentsOf, openJobs, twoAtATime } from './jobs.ts'
import { type Moment, type Struck, strike } from './struck-process.ts'

/** A command that a person ends at any moment leaves nothing behind, and the vault says what became of it. */

/** Of each signal, for each of the three jobs; where none came while the command worked, more are added. */
const MOMENTS = 1
/** How many are added when none of them came while the command worked. */
const MOST_MORE = 10

describe('cancelled at any moment', () => {
  let jobs: Jobs
  before(async () => {
    jobs = await openJobs()
    await jobs.makeBackup()
  })
  after(() => jobs.remove())

  /** Nothing lies in the folder but the vault, in which the ceremony is void and no backup is recorded. */
  async function assertNothingLeft(folder: string, cancelled: boolean): Promise<void> {
    assert.deepEqual(readdirSync(folder), ['office.vault'])
    await withVault(path.join(folder, 'office.vault'), vault => {
      vault.audit.verify()
      const [founding, ...others] = vault.ceremonies.list()
      assert.equal(founding?.state, 'closed')
      // A signal that comes before Keyclave listens leaves the ceremony to be found interrupted.
      for (const { state, reason } of others) {
        assert.equal(state, 'void')
        if (cancelled) assert.equal(reason, 'cancelled')
      }
      const foreign = vault.quorums.list().filter(quorum => quorum.ceremony !== founding.id)
      assert.ok(foreign.every(quorum => quorum.state === 'void'))
      const shares = foreign.flatMap(quorum => vault.shareRegister.of(quorum.setId))
      assert.ok(shares.every(share => share.state === 'void'))
      assert.equal(vault.backups.list().length, 1)
    })
  }

  async function assertCancelled({ code, out, err }: Struck, folder: string): Promise<string> {
    // The answer is given when the work is done; a signal on the way out then ends the process itself.
    if (code === 0 || (code === null && out !== '')) return 'too late'
    await assertNothingLeft(folder, code !== null)
    assert.equal(out, '')
    if (code === null) {
      assert.equal(err, '')
      return 'too early'
    }
    assert.equal(code, 6, err)
    assert.match(err, /^error\[CANCELLED\]: [^\n]+\.\n$/)
    return 'cancelled'
  }

  for (const name of ['ceremony', 'backup', 'recovery'] as const) {
    it(`${name}: exit 6, one sentence, and nothing is left`, async context => {
      const job = jobs[name]
      const chance = chances(`cancel ${name}`)
      const course = await measure(jobs, job)
      const outcomes: string[] = []
      const trial = async (moment: Moment, i: number): Promise<void> => {
        const signal = i % 2 === 0 ? 'SIGINT' : 'SIGTERM'
        const folder = jobs.newFolder(`${name} ${i}`)
        const struck = await strike(job.args(folder), folder, job.signs, signal, moment)
        outcomes.push(await assertCancelled(struck, folder))
        rmSync(folder, { recursive: true })
      }
      await twoAtATime(momentsOf(2 * MOMENTS, course, chance), trial)
      for (let more = 0; more < MOST_MORE && !outcomes.includes('cancelled'); more += 1) {
        await trial({ after: 'first write', delay: 0 }, 2 * MOMENTS + more)
      }
      context.diagnostic(outcomes.sort().join(', '))
      assert.ok(outcomes.includes('cancelled'))
    })
  }
})
