/** The clock of a ceremony on the command line: no card is dated by a dead clock without a word. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import type { CeremonyRecord } from '../../main/core/ceremony/record.ts'
import { done, newDesk, planText, refused } from '../cli/command-line.ts'

const HOUR = 3_600_000
const begun = Date.now()
const day = (date: Date): string => date.toISOString().slice(0, 10)

function deskFor(context: TestContext) {
  const desk = newDesk()
  context.after(() => desk.remove())
  const { at } = desk
  desk.write('pass.txt', 'unmixed tarantula yo-yo gumdrop')
  desk.write('plan.yaml', planText('threshold: 2, custodians: [Ada, Bob], identity: classic'))
  const run = (out: string, ...more: string[]) => [
    ...['ceremony', 'run', at('plan.yaml'), '--passphrase-file', at('pass.txt'), '--no-pdf'],
    ...['--out', at(out), ...more],
  ]
  return { at, run, vault: ['--vault', at('office.vault')] }
}

test('a dead clock is refused, and confirmed by its day alone', async context => {
  const { at, run } = deskFor(context)
  const today = new Date()
  const far = new Date(today.getTime() + 3 * 365 * 24 * HOUR)
  for (const date of [new Date('1970-01-01T00:10:00Z'), far]) {
    const now = { now: () => date }
    const sentence = await refused(run('cards'), 2, 'CLOCK_DOUBTFUL', now)
    assert.match(sentence, /Compare it with a watch/)
    assert.ok(sentence.includes(`--confirm-clock ${day(date)}`), sentence)
    const wrong = run('cards', '--confirm-clock', day(today))
    await refused(wrong, 2, 'CLOCK_DOUBTFUL', now)
    assert.ok(!existsSync(at('cards')), 'nothing was made')
  }
  const dead = { now: () => new Date('1970-01-01T00:10:00Z') }
  await done(run('cards', '--confirm-clock', '1970-01-01'), dead)
  const { steps } = JSON.parse(readFileSync(at('cards/record.json'), 'utf8')) as CeremonyRecord
  const [checked] = steps.filter(({ step }) => step === 'room checked')
  assert.equal(checked?.facts.check, 'clock')
  assert.equal(checked?.facts['goes on because'], '--confirm-clock 1970-01-01')
})

test('one entry of 2099 is no reason to set a right clock wrong', async context => {
  const { run, vault } = deskFor(context)
  const behind = { now: () => new Date(begun - 1000) }
  await done(run('first', ...vault))
  const late = { now: () => new Date('2099-06-01T00:00:00Z') }
  await done(['drill', 'interval', '6', ...vault], late)
  await done(run('second', ...vault))
  // A clock that was set back is asked about, and either may be wrong.
  const sentence = await refused(run('third', ...vault), 2, 'CLOCK_DOUBTFUL', behind)
  assert.match(sentence, /wrong now, or it was wrong then/)
})
