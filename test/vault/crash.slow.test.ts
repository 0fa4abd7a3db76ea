import path from 'node:path'
import { test } from 'node:test'
import { crashTrial } from './crash-trial.ts'
import { seededRandom, temporaryFolder } from './vault-fixture.ts'

const random = seededRandom('crash, slow')
const upTo = (limit: number): number => random(2).readUInt16BE() % limit

test('killed at 60 random moments of its work', async t => {
  const file = path.join(temporaryFolder(t), 'crash.vault')
  for (let run = 0; run < 60; run += 1) await crashTrial(file, upTo(120), 'word')
})

test('killed at 40 random moments of its start and its creation', async t => {
  for (let run = 0; run < 40; run += 1) {
    const file = path.join(temporaryFolder(t), 'crash.vault')
    await crashTrial(file, 150 + upTo(300), 'start')
  }
})
