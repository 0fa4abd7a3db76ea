import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { SEED, seeded } from './seed.ts'

const script = path.join(import.meta.dirname, 'draws.child.ts')

/** What is drawn, from every source, in a process and in two of its threads. */
function draws(start: readonly string[], seed = SEED): string {
  const env = { ...process.env, KEYCLAVE_TEST_SEED: seed }
  const args = ['--disable-warning=ExperimentalWarning', ...start, script]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  assert.equal(stderr, '')
  const drawn = stdout.trim().split(/\s+/)
  assert.equal(drawn.length, 3 * 5)
  assert.equal(new Set(drawn).size, drawn.length, 'nothing is drawn twice')
  return stdout
}

test('the same seed draws the same, in a process and in its threads; another seed does not', () => {
  const start = seeded()
  const drawn = draws(start)
  assert.equal(draws(start), drawn)
  assert.notEqual(draws(start, 'another'), drawn)
  assert.notEqual(draws(seeded()), drawn, 'each program has a stream of its own')
})

test('without a seed chance is chance', () => {
  assert.notEqual(draws([]), draws([]))
})

test('this process draws from the seed, and fast-check with it', () => {
  assert.equal(typeof fc.readConfigureGlobal().seed, 'number')
  assert.match(String(randomBytes), /fill/)
})
