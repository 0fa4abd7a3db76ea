/**
 * While the main side works, the window is answered. Counted in turns of the event loop, and not timed:
 * a busy machine makes every turn longer, but makes no fewer of them.
 */
import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { CHECKED_AT_ONCE } from '../../main/vault/checked-reading.ts'
import { lengthenLog } from './long-log.ts'
import { folderFor, openWindow } from './window.ts'

const ENTRIES = 10_000

/** How often the event loop turns while `work` is under way. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let over = false
  const turn = (): void => {
    turns += 1
    if (!over) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  over = true
  return turns
}

test('a vault with a long log holds nothing up: opened, shown, verified and exported', async context => {
  const folder = folderFor(context)
  const vault = path.join(folder, 'long.vault')
  const { call } = openWindow(context)
  await call('vault.create', { path: vault })
  await call('vault.close', {})
  lengthenLog(vault, ENTRIES)
  assert.ok(statSync(vault).size > CHECKED_AT_ONCE, 'too small to be checked in a thread')

  const jobs = {
    open: () => call('vault.open', { path: vault, readOnly: false }),
    overview: () => call('vault.overview', {}),
    page: () => call('audit.page', { before: null, limit: 100 }),
    verify: () => call('audit.verify', {}),
    export: () => call('audit.export', { out: path.join(folder, 'log.jsonl') }),
    verifyFile: () => call('audit.verifyFile', { file: path.join(folder, 'log.jsonl') }),
  }
  const turns: { [job: string]: number } = {}
  for (const [job, run] of Object.entries(jobs)) turns[job] = await turnsDuring(run)
  const { verify = 0, verifyFile = 0, ...opening } = turns
  // Starting a thread alone takes thousands of turns; a check in place would leave a dozen.
  for (const [job, count] of Object.entries(opening)) assert.ok(count > 200, `${job}: ${count}`)
  // A turn for every hundred entries at least.
  assert.ok(verify > ENTRIES / 100 + 200, `verify: ${verify}`)
  assert.ok(verifyFile > ENTRIES / 100, `verifyFile: ${verifyFile}`)
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
