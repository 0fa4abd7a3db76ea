import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { parseKit } from '../../main/core/kit/kit.ts'
import { makeCataloguedBackup } from '../../main/services/backup/catalogued-backup.ts'
import type { NewBackup } from '../../main/vault/backup-catalogue.ts'
import { refuse } from '../../shared/errors.ts'
import { refusal } from '../core/refusal.ts'
import { trusted } from '../core/trusted.ts'

const kit = trusted(
  parseKit(readFileSync(new URL('../vectors/kit/classic.kit.json', import.meta.url))),
)
const means = { now: () => new Date('2026-11-21T10:00:00Z'), random: osRandom, threads: 1 }
const watch = { signal: new AbortController().signal, onEvent: () => {} }

test('a backup that the catalogue refuses is taken back, and can be made again', async context => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-catalogue-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const out = path.join(folder, 'a.tar.zst.age')
  writeFileSync(path.join(folder, 'file'), 'content')
  const order = { kit, paths: [path.join(folder, 'file')], out }

  const full = async (): Promise<never> => {
    assert.ok(existsSync(out), 'it is recorded once it is there')
    throw refuse('VAULT_FULL', { path: 'office.vault' })
  }
  await assert.rejects(
    makeCataloguedBackup({ ...order, catalogue: full }, means, watch),
    refusal('VAULT_FULL', { path: 'office.vault' }),
  )
  assert.ok(!existsSync(out))

  const recorded: NewBackup[] = []
  const record = async (backup: NewBackup): Promise<void> => void recorded.push(backup)
  const made = await makeCataloguedBackup({ ...order, catalogue: record }, means, watch)
  assert.deepEqual(
    recorded.map(({ sha256, fileName, files }) => ({ sha256, fileName, files })),
    [{ sha256: made.sha256, fileName: 'a.tar.zst.age', files: 1 }],
  )
})
