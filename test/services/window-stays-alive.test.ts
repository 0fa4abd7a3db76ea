/**
 * While the main side works, the window is answered. What is measured is the processor time that the main
 * thread takes for one turn of its event loop, and not the clock: a busy machine lets a thread wait, but
 * lets it work no longer.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { CHECKED_AT_ONCE } from '../../main/vault/checked-reading.ts'
import { lengthenLog } from './long-log.ts'
import {
  enterCards,
  folderFor,
  openWindow,
  PASSPHRASE,
  planFor,
  readAllBack,
  toPassphrase,
} from './window.ts'

const ENTRIES = 10_000

/** What a window may have to wait, in milliseconds. */
const LONGEST_TURN = 100

/** The processor time of the longest turn while `work` is under way, in milliseconds. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let over = false
  let before = process.threadCpuUsage()
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(before)
    longest = Math.max(longest, (user + system) / 1000)
    before = process.threadCpuUsage()
    if (!over) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  // The turn in which it ended counts too.
  await new Promise(setImmediate)
  over = true
  return longest
}

/** Does one job after the other; none of them may hold the window up. */
async function expectAlive(
  context: TestContext,
  jobs: { readonly [job: string]: () => Promise<unknown> },
): Promise<void> {
  const turns: { [job: string]: number } = {}
  for (const [job, run] of Object.entries(jobs)) turns[job] = Math.round(await longestTurn(run))
  context.diagnostic(`longest turn, in ms: ${JSON.stringify(turns)}`)
  for (const [job, turn] of Object.entries(turns)) {
    assert.ok(turn < LONGEST_TURN, `${job} takes ${turn} ms in one piece`)
  }
}

test('the measure sees a thread that works in one piece, and none that waits', async () => {
  const busy = async (): Promise<void> => {
    await new Promise(setImmediate)
    const { user } = process.threadCpuUsage()
    while (process.threadCpuUsage().user - user < 150_000) Math.sqrt(2)
  }
  assert.ok((await longestTurn(busy)) >= 150)
  assert.ok((await longestTurn(() => wait(300))) < LONGEST_TURN)
})

test('a vault with a long log holds nothing up: opened, shown, verified and exported', async context => {
  const folder = folderFor(context)
  const vault = path.join(folder, 'long.vault')
  const { call } = openWindow(context)
  await call('vault.create', { path: vault })
  await call('vault.close', {})
  lengthenLog(vault, ENTRIES)
  assert.ok(statSync(vault).size > CHECKED_AT_ONCE, 'too small to be checked in a thread')

  await expectAlive(context, {
    open: () => call('vault.open', { path: vault, readOnly: false }),
    overview: () => call('vault.overview', {}),
    page: () => call('audit.page', { before: null, limit: 100 }),
    verify: () => call('audit.verify', {}),
    export: () => call('audit.export', { out: path.join(folder, 'log.jsonl') }),
    verifyFile: () => call('audit.verifyFile', { file: path.join(folder, 'log.jsonl') }),
  })
})

test('a ceremony, a backup and a recovery hold nothing up', async context => {
  const folder = folderFor(context, 'one', 'two', 'office')
  const at = (...names: readonly string[]): string => path.join(folder, ...names)
  for (let i = 0; i < 500; i += 1) writeFileSync(at('office', `letter ${i}`), `Dear ${i}`)
  writeFileSync(at('office', 'film'), randomBytes(100_000_000))
  const window = openWindow(context)
  const { call } = window
  await call('vault.create', { path: at('a.vault') })
  await toPassphrase(window, planFor('Ada', 'Grace', 'Zoë', 'Annie', 'Hedy', 'Katherine'))
  const passphrase = PASSPHRASE
  let cards: string[][] = []
  let kit = ''
  await expectAlive(context, {
    'Argon2id and splitting': () => call('ceremony.found', { passphrase, again: passphrase }),
    'reading back': async () => {
      cards = await readAllBack(window)
    },
    proof: () => call('ceremony.prove', { passphrase }),
    close: async () => {
      const state = await call('ceremony.close', { folders: [at('one'), at('two')] })
      assert.ok(state.step === 'closed')
      kit = state.places[0]?.kit ?? ''
      await call('ceremony.leave', {})
    },
    backup: () =>
      call('backup.create', {
        ...{ paths: [at('office')], out: at('b.tar.zst.age') },
        kit: { kind: 'file', path: kit },
      }),
    'read-back check': () => call('backup.check', { file: at('b.tar.zst.age'), sha256: null }),
    'opening the quorum': async () => {
      await call('recovery.begin', { kit: { kind: 'file', path: kit } })
      await enterCards(window, cards.slice(0, 2))
      await call('recovery.open', { passphrase })
    },
    restore: () => call('recovery.restore', { file: at('b.tar.zst.age'), out: at('restored') }),
  })
  assert.deepEqual(
    readFileSync(at('restored', 'office', 'film')),
    readFileSync(at('office', 'film')),
  )
})

test('a large vault that is damaged is refused as a small one is', async context => {
  const folder = folderFor(context)
  const vault = path.join(folder, 'long.vault')
  const { call, refused } = openWindow(context)
  await call('vault.create', { path: vault })
  await call('vault.close', {})
  lengthenLog(vault, ENTRIES)
  const { size } = statSync(vault)
  const bytes = readFileSync(vault)
  bytes.fill(0x55, size / 2, size / 2 + 3000)
  writeFileSync(vault, bytes)
  await refused('vault.open', { path: vault, readOnly: false }, 'VAULT_DAMAGED')
  assert.deepEqual(readFileSync(vault), bytes, 'left as it was')
})
