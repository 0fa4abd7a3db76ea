import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { makeVolumes } from '../../main/services/files/index.ts'
import { refusal } from '../core/refusal.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'new-volumes-'))
after(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => path.join(folder, name)

test('volumes get their names from the last to the first, and none keeps it when one cannot have its own', async () => {
  const taken = at('a.age.002')
  const making = makeVolumes(at('a.age'), 100, async output => {
    await output.write(Buffer.alloc(350))
    // Somebody else has it by now: the third and the fourth have their names before that shows.
    writeFileSync(taken, 'theirs')
  })
  await assert.rejects(making, refusal('FILE_EXISTS', { path: taken }))
  assert.deepEqual(readdirSync(folder), ['a.age.002'])
  rmSync(taken)
  const { files } = await makeVolumes(at('a.age'), 100, output => output.write(Buffer.alloc(350)))
  const names = ['a.age.001', 'a.age.002', 'a.age.003', 'a.age.004']
  assert.deepEqual([files, readdirSync(folder).sort()], [names.map(at), names])
})
