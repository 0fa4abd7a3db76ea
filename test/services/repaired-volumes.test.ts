import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { refusal } from '../core/refusal.ts'
import { open, openVolumes, repair, type Volumes } from './volumes-fixture.ts'

/** Repairing into volumes, and from copies of which some are in volumes, on as many sticks as there are. */

describe('a repair', { concurrency: false }, () => {
  let made: Volumes
  before(async () => {
    made = await openVolumes()
  })
  after(() => made.remove())

  /** What was made is the backup, cut so. */
  function requireWhole(files: readonly string[], sizes: readonly number[]): void {
    const volumes = files.map(file => readFileSync(file))
    assert.deepEqual(
      volumes.map(({ length }) => length),
      sizes,
    )
    assert.ok(Buffer.concat(volumes).equals(made.whole))
  }
  const cut = (size: number): readonly number[] => {
    const full = Math.floor(made.whole.length / size)
    const rest = made.whole.length % size
    return [...Array<number>(full).fill(size), ...(rest === 0 ? [] : [rest])]
  }
  const spoil = (file: string, ...places: readonly number[]): string => {
    const bytes = readFileSync(file)
    for (const place of places) bytes.fill(0, place, place + 20)
    writeFileSync(file, bytes)
    return file
  }

  it('makes volumes of volumes that lie on several sticks, each damaged', async () => {
    made.stick('a', 1, 3, 5)
    made.stick('b', 2, 4)
    made.stick('c', 1, 2, 3, 4, 5)
    for (const number of [1, 3, 5]) spoil(made.at('a', `b.age.00${number}`), 5000)
    for (const number of [2, 4]) spoil(made.at('b', `b.age.00${number}`), 5000)
    for (const number of [2, 4]) spoil(made.at('c', `b.age.00${number}`), 50_000)
    const copies = [made.at('a', 'b.age.003'), made.at('b', 'b.age.002'), made.at('c', 'b.age.001')]
    mkdirSync(made.at('out'))
    const order = { checkFile: made.checkFile, volumeSize: 130_000 }
    const { volumes, taken, proved } = await repair(copies, made.at('out', 'b.age'), order)
    requireWhole(volumes, cut(130_000))
    assert.deepEqual([proved, taken.length], [true, 2])
    assert.ok(taken.every(count => count > 0))
    await open(made.at('out', 'b.age.002'))
  })

  it('takes a copy that is one file and a copy in volumes together', async () => {
    writeFileSync(made.at('one.age'), made.whole)
    spoil(made.at('one.age'), 3, 150_000, 380_000)
    const some = made.stick('some', 1, 2, 4, 5)
    spoil(made.at('some', 'b.age.004'), 10)
    const order = { checkFile: made.checkFile }
    const { volumes } = await repair([made.at('one.age'), some], made.at('both.age'), order)
    requireWhole(volumes, [made.whole.length])
    const never = repair([some], made.at('never.age'), order)
    await assert.rejects(never, refusal('BACKUP_UNREPAIRED'))
  })

  it('makes volumes again from recovery files, of which one is missing, with two volumes lost', async () => {
    const some = made.stick('two-lost', 1, 4, 5)
    spoil(made.at('two-lost', 'b.age.004'), 77)
    mkdirSync(made.at('again'))
    const order = { volumeSize: 100_000 }
    const out = made.at('again', 'b.age')
    const { volumes, mended, size } = await repair([some, ...made.parityFiles], out, order)
    requireWhole(volumes, cut(100_000))
    assert.deepEqual([size, mended > 0], [made.whole.length, true])
    assert.deepEqual(
      readdirSync(made.at('again')).sort(),
      volumes.map(file => path.basename(file)),
    )
    // Byte for byte those of before: what lies beside them holds for them too.
    for (const file of volumes) {
      assert.ok(readFileSync(file).equals(readFileSync(made.at('whole', path.basename(file)))))
    }
    const other = { volumeSize: 64_000, checkFile: made.checkFile }
    const odd = await repair([some, ...made.parityFiles], made.at('again', 'odd.age'), other)
    requireWhole(odd.volumes, cut(64_000))
  })

  it('refuses more volumes than are numbered, before it writes', async () => {
    mkdirSync(made.at('many'))
    const order = { checkFile: made.checkFile, volumeSize: 100 }
    const many = repair([made.at('whole', 'b.age.001')], made.at('many', 'b.age'), order)
    await assert.rejects(many, refusal('FILE_VOLUMES'))
    assert.deepEqual(readdirSync(made.at('many')), [])
  })
})
