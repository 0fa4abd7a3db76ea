import assert from 'node:assert/strict'
import { existsSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import {
  assertLeftOut,
  assertNoSpace,
  assertRefused,
  assertRenamed,
  contents,
  mounted,
  ODD,
  restore,
} from './unfit-drives.ts'

for (const kind of ['exfat', 'ntfs'] as const) {
  describe(`a drive of ${kind}`, () => {
    it('is refused with all that it cannot hold, by kind and name', () => assertRefused(kind))
    it('gets the rest when that is left out, and a list of it', () => assertLeftOut(kind))
    it('gets every file when names become others, and a list of them', () => assertRenamed(kind))
    it('is refused with figures where there is too little space', () => assertNoSpace(kind))
  })
}

describe('a drive that can hold everything', () => {
  it('ext4 gets all of it, links too, and no list', async () => {
    const out = path.join(await mounted('ext4'), 'out')
    const { list, differences, keepsModes } = await restore('odd', out)
    assert.deepEqual([list, differences, keepsModes], [null, [], true])
    assert.deepEqual(
      contents(out),
      Object.fromEntries(Object.entries(ODD).map(([name, text]) => [`odd/${name}`, text])),
    )
    assert.equal(readlinkSync(path.join(out, 'odd', 'link')), 'plain.txt')
    assert.ok(!existsSync(`${out}.differences.jsonl`))
  })
})
