import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { SEALED_CHUNK } from '../../main/core/age/index.ts'
import { readTree } from '../../main/services/backup/check-file.ts'
import { writeParity } from '../../main/services/backup/parity-files.ts'
import { createScrubbing } from '../../main/services/backup/scrubbing.ts'
import type { WatchEvent } from '../../main/services/tasks/index.ts'
import { refusal } from '../core/refusal.ts'
import { openVolumes, type Volumes, watch } from './volumes-fixture.ts'

/** A drive that is old or slow is read once, whatever the backup on it is compared with. */

describe('a check', { concurrency: false }, () => {
  const openVault = () => Promise.reject(new Error('no vault is named'))
  const scrubbing = createScrubbing({ openVault, threads: 1 })
  let made: Volumes
  before(async () => {
    made = await openVolumes()
    writeFileSync(made.at('one.age'), made.whole)
    copyFileSync(made.checkFile, made.at('one.age.check'))
    const order = { parityFile: made.at('one.age.par2'), percent: 20 }
    await writeParity([made.at('one.age')], order, { threads: 1 }, watch)
  })
  after(() => made.remove())

  /** What a check says, and how many bytes of the backup it has read. */
  async function check(file: string, write = false) {
    let read = 0
    let last = 0
    const onEvent = (event: WatchEvent): void => {
      // Recovery files are read as well, and have another length.
      if (event.kind !== 'progress' || event.total !== made.whole.length) return
      read += event.done - (event.done > last ? last : 0)
      last = event.done
    }
    const { signal } = watch
    return { said: await scrubbing.check({ files: [file], write }, { signal, onEvent }), read }
  }

  for (const name of ['one.age', 'whole/b.age.002']) {
    it(`compares ${name} with its check file and its recovery files in one reading`, async () => {
      const { said, read } = await check(made.at(name))
      assert.ok(said.kind === 'blocks' && said.blocks > 5)
      assert.ok(said.parity?.problem === null && said.parity.slices > 5)
      assert.equal(read, made.whole.length)
    })
  }

  it('makes a check file in the reading in which it looks at the backup', async () => {
    copyFileSync(made.at('one.age'), made.at('two.age'))
    const { said, read } = await check(made.at('two.age'), true)
    assert.ok(said.kind === 'whole')
    assert.equal(read, made.whole.length)
    assert.ok(readFileSync(said.written ?? '').equals(readFileSync(made.checkFile)))
  })

  it('says where it was cut off, and what follows its end', async () => {
    const [one, short, long] = [made.at('one.age'), made.at('short.age'), made.at('long.age')]
    const bytes = readFileSync(one)
    writeFileSync(short, bytes.subarray(0, 300_000))
    writeFileSync(long, Buffer.concat([bytes, Buffer.alloc(70_000)]))
    for (const file of [short, long]) copyFileSync(made.checkFile, `${file}.check`)
    const { head } = await readTree(made.checkFile)
    const blocks = (length: number): number => Math.ceil(length / SEALED_CHUNK)
    // The last whole block before the cut, counted from the header on.
    const from = head.length + Math.floor((300_000 - head.length) / SEALED_CHUNK) * SEALED_CHUNK
    const to = bytes.length
    const about = { blocks: 1 + blocks(to - head.length) }
    const ofShort = { ...about, path: short, damaged: blocks(to - from), from, to }
    await assert.rejects(check(short), refusal('BACKUP_BLOCKS', ofShort))
    const ofLong = { ...about, path: long, damaged: blocks(70_000), from: to, to: to + 70_000 }
    await assert.rejects(check(long), refusal('BACKUP_BLOCKS', ofLong))
  })

  it('does not read to its end what is no backup', async () => {
    writeFileSync(made.at('film'), Buffer.alloc(made.whole.length, 7))
    let read = false
    const onEvent = (): void => {
      read = true
    }
    const asked = scrubbing.check({ files: [made.at('film')], write: false }, { ...watch, onEvent })
    await assert.rejects(asked, refusal('AGE_HEADER', { problem: 'foreign' }))
    assert.ok(!read)
  })
})
