import path from 'node:path'
import { test } from 'node:test'
import { crashTrial } from './crash-trial.ts'
import { seededRandom, temporaryFolder } from './vault-fixture.ts'

test('killed at a dozen random moments, the vault is in the old or the new state, and whole', async t => {
  const random = seededRandom('crash')
  const file = path.join(temporaryFolder(t), 'crash.vault')
  for (let run = 0; run < 12; run += 1) {
    await crashTrial(file, random(1).readUInt8() % 60, 'word')
  }
})
