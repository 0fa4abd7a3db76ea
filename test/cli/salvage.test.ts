import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { SEALED_CHUNK } from '../../main/core/age/payload.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { done, doneJson, refused } from './command-line.ts'
import { pseudoRandom } from './tree.ts'

/** Damaged backups at the command line: what is whole comes back, and what is not is named. */

interface Saved {
  readonly files: number
  readonly complete: boolean
  readonly lost: readonly {
    readonly path: string
    readonly reason: string
    readonly lost: readonly (readonly [number, number])[]
    readonly kept: string | null
  }[]
  readonly chunks: { readonly found: number; readonly taken: readonly number[] }
}

describe('a damaged backup', () => {
  let office: Office
  let whole: Buffer
  let start = 0
  const at = (name: string): string => office.desk.at(name)
  const opening = () => office.opening(office.share(1), office.share(2), office.share(3))
  const originals = new Map<string, Buffer>()

  before(async () => {
    office = await openOffice('classic', false)
    mkdirSync(at('photos'))
    for (let i = 0; i < 9; i += 1) {
      const name = `${i}.jpg`
      originals.set(name, pseudoRandom(90_000 + i * 50_000))
      writeFileSync(path.join(at('photos'), name), originals.get(name) ?? '')
    }
    await done(['backup', 'create', at('photos'), '--kit', office.kit, '--out', at('whole.age')])
    whole = readFileSync(at('whole.age'))
    start = whole.indexOf('\n', whole.indexOf('\n---') + 1) + 1 + 16
  })
  after(() => office.desk.remove())

  /** A copy with a byte of each of these chunks changed; -1: a letter of the header's first stanza. */
  const damaged = (name: string, ...chunks: readonly number[]): string => {
    const copy = Buffer.from(whole)
    for (const chunk of chunks) {
      if (chunk < 0) copy.write(copy.toString('latin1', 60, 61) === 'B' ? 'C' : 'B', 60)
      else {
        const place = start + chunk * SEALED_CHUNK + 99
        copy.writeUInt8(copy.readUInt8(place) ^ 1, place)
      }
    }
    writeFileSync(at(name), copy)
    return at(name)
  }
  const requireOriginals = (folder: string, count: number): void => {
    const names = readdirSync(path.join(folder, 'photos')).filter(name => name.endsWith('.jpg'))
    assert.equal(names.length, count)
    for (const name of names) {
      const content = readFileSync(path.join(folder, 'photos', name))
      assert.ok(originals.get(name)?.equals(content), `${name} is not its original`)
    }
  }

  it('is refused as it is, and with --salvage every file that is whole comes back', async () => {
    const file = damaged('one.age', 12)
    const recover = ['recover', 'backup', file, ...opening()]
    const sentence = await refused([...recover, '--out', at('no')], 5, 'AGE_PAYLOAD')
    assert.match(sentence, /--salvage restores what is whole/)
    assert.ok(!existsSync(at('no')))
    const saved = await doneJson<Saved>([...recover, '--salvage', '--out', at('saved')])
    assert.equal(saved.complete, false)
    assert.equal(saved.files + saved.lost.length, originals.size)
    assert.ok(saved.lost.length > 0 && saved.lost.length <= 2)
    requireOriginals(at('saved'), saved.files)
    const [lost] = saved.lost
    assert.ok(lost?.lost.every(([from, to]) => to > from))
    const out = await done([...recover, '--partial', '--dry-run'])
    assert.ok(out.includes(`${lost?.path}: damaged; lost are the bytes`))
    assert.ok(out.includes('Nothing was written'))
  })

  it('keeps what is left of a damaged file with --partial, marked, with zeros where bytes are lost', async () => {
    const file = damaged('part.age', 12)
    const saved = await doneJson<Saved>([
      ...['recover', 'backup', file, ...opening(), '--partial', '--kit', office.kit],
      ...['--out', at('partial')],
    ])
    for (const { path: name, kept, lost } of saved.lost) {
      assert.equal(kept, `${name}.damaged`)
      const expected = Buffer.from(originals.get(path.basename(name)) ?? '')
      for (const [from, to] of lost) expected.fill(0, from, to)
      assert.ok(readFileSync(path.join(at('partial'), kept)).equals(expected))
    }
  })

  it('opens with the other stanza when one is damaged', async () => {
    const file = damaged('header.age', -1)
    const recover = ['recover', 'backup', file, ...opening()]
    await refused([...recover, '--out', at('no')], 5, 'AGE_MAC')
    const saved = await doneJson<Saved>([...recover, '--salvage', '--out', at('header')])
    assert.equal(saved.complete, true)
    requireOriginals(at('header'), originals.size)
    // Not even the letters of a stanza any more.
    const torn = damaged('torn.age')
    writeFileSync(torn, readFileSync(torn).fill(0, 55, 65))
    const again = ['recover', 'backup', torn, ...opening()]
    await refused([...again, '--out', at('no')], 5, 'AGE_HEADER')
    const back = await doneJson<Saved>([...again, '--salvage', '--out', at('torn')])
    assert.equal(back.complete, true)
    const far = damaged('far.age', -1, ...Array.from({ length: 12 }, (_, i) => i))
    const rest = ['recover', 'backup', far, ...opening(), '--salvage', '--out', at('far')]
    assert.ok((await doneJson<Saved>(rest)).files > 0)
  })

  it('is whole again from two copies that are damaged at different places', async () => {
    const copies = [damaged('a.age', 1, 5, 20), damaged('b.age', -1, 2, 6, 21)]
    const saved = await doneJson<Saved>([
      ...['recover', 'backup', ...copies, ...opening(), '--out', at('both')],
    ])
    assert.equal(saved.complete, true)
    assert.ok(saved.chunks.taken.every(count => count > 0))
    requireOriginals(at('both'), originals.size)
    const same = [damaged('c.age', 5, 7), damaged('d.age', 7)]
    await refused(['recover', 'backup', ...same, ...opening(), '--out', at('no')], 5, 'AGE_PAYLOAD')
    assert.ok(!existsSync(at('no')))
  })

  it('lists, verifies, and restores what was chosen', async () => {
    const out = await done(['backup', 'list', at('whole.age'), ...opening()])
    assert.match(out, /^d .* "photos"\n- .* "photos\/0\.jpg"/)
    await done(['backup', 'verify', at('whole.age'), ...opening()])
    await refused(['backup', 'verify', at('one.age'), ...opening()], 5, 'AGE_PAYLOAD')
    const recover = ['recover', 'backup', at('whole.age'), ...opening()]
    await done([...recover, '--only', 'photos/3.jpg', '--out', at('chosen')])
    assert.deepEqual(readdirSync(path.join(at('chosen'), 'photos')), ['3.jpg'])
    requireOriginals(at('chosen'), 1)
    const none = [...recover, '--only', 'photos/x', '--out', at('no')]
    await refused(none, 2, 'BACKUP_NOT_IN_IT')
    assert.ok(!existsSync(at('no')))
    await refused(recover, 1, 'USAGE')
  })

  it('is found by its check file without a quorum, and made whole from another copy', async () => {
    const made = await doneJson<{ tree: string; sha256: string }>([
      ...['backup', 'create', at('photos'), '--kit', office.kit, '--out', at('kept.age')],
      ...['--check', '--label', at('label.pdf')],
    ])
    const kept = readFileSync(at('kept.age'))
    const root = made.tree.slice(0, 8)
    assert.ok((await done(['backup', 'check', at('kept.age'), '--root', root])).includes(made.tree))
    const wrong = root === '00000000' ? '11111111' : '00000000'
    await refused(['backup', 'check', at('kept.age'), '--root', wrong], 5, 'BACKUP_ROOT')

    const spoiled = (name: string, ...places: readonly number[]): string => {
      const copy = Buffer.from(kept)
      for (const place of places) copy.writeUInt8(copy.readUInt8(place) ^ 1, place)
      writeFileSync(at(name), copy)
      return at(name)
    }
    const one = spoiled('one-kept.age', 30, 200_000)
    const other = spoiled('other-kept.age', 40, 400_000)
    const beside = ['--check-file', at('kept.age.check')]
    const sentence = await refused(['backup', 'check', one, ...beside], 5, 'BACKUP_BLOCKS')
    assert.match(sentence, /2 of its \d+ blocks/)
    await done(['backup', 'repair', one, other, '--out', at('mended.age'), ...beside])
    assert.ok(readFileSync(at('mended.age')).equals(kept))
    const same = spoiled('same-kept.age', 200_000)
    const never = ['--out', at('never.age')]
    await refused(['backup', 'repair', one, same, ...never, ...beside], 5, 'BACKUP_UNREPAIRED')
    assert.ok(!existsSync(at('never.age')))

    const script = path.join(import.meta.dirname, '../../docs/recover.py')
    const stock = ['repair', one, other, '--check', at('kept.age.check'), '--out', at('stock.age')]
    const { status, stderr } = spawnSync('python3', [script, ...stock], { encoding: 'utf8' })
    assert.deepEqual([status, stderr.includes(made.tree)], [0, true], stderr)
    assert.ok(readFileSync(at('stock.age')).equals(kept))

    // Without a check file, three copies vote.
    await done(['backup', 'repair', one, other, at('kept.age'), '--out', at('voted.age')])
    assert.ok(readFileSync(at('voted.age')).equals(kept))
    await refused(['backup', 'repair', one, other, ...never], 5, 'BACKUP_UNREPAIRED')

    await done(['backup', 'check', at('voted.age'), '--write'])
    assert.ok(readFileSync(at('voted.age.check')).equals(readFileSync(at('kept.age.check'))))
    const spoiledCheck = readFileSync(at('voted.age.check'))
    spoiledCheck.writeUInt8(
      spoiledCheck.readUInt8(spoiledCheck.length - 1) ^ 1,
      spoiledCheck.length - 1,
    )
    writeFileSync(at('voted.age.check'), spoiledCheck)
    await refused(['backup', 'check', at('voted.age')], 5, 'BACKUP_CHECK_FILE')
  })

  it('is made whole from one copy and its recovery file, also by stock par2', async () => {
    const made = await doneJson<{ parity: { parityFile: string; recovery: number } }>([
      ...['backup', 'create', at('photos'), '--kit', office.kit, '--out', at('alone.age')],
      ...['--parity', '10%', '--check'],
    ])
    assert.equal(made.parity.parityFile, at('alone.age.par2'))
    const alone = readFileSync(at('alone.age'))
    const spoil = (count: number): void => {
      const copy = Buffer.from(alone)
      for (let i = 0; i < count; i += 1) copy.fill(0, 100 + i * 8192, 110 + i * 8192)
      writeFileSync(at('alone.age'), copy)
    }
    const check = ['backup', 'check', at('alone.age')]
    spoil(made.parity.recovery)
    assert.match(await refused(check, 5, 'BACKUP_SLICES'), /which is enough: make it whole/)
    const said = await done(['backup', 'repair', at('alone.age'), '--out', at('again.age')])
    assert.match(said, /that no copy has came from the recovery files/)
    assert.match(said, /as the check file says/)
    assert.ok(readFileSync(at('again.age')).equals(alone))
    assert.equal(spawnSync('par2', ['repair', '-q', '-q', at('alone.age.par2')]).status, 0)
    assert.ok(readFileSync(at('alone.age')).equals(alone))
    assert.match(await done(check), /All \d+ slices are as the recovery files say, which stand in/)

    spoil(made.parity.recovery + 1)
    assert.match(await refused(check, 5, 'BACKUP_SLICES'), /which is too few: bring another copy/)
    const never = ['backup', 'repair', at('alone.age'), '--out', at('not.age')]
    await refused(never, 5, 'BACKUP_PARITY_SHORT')
    writeFileSync(at('alone.age.par2'), 'no recovery file')
    await refused(never, 5, 'BACKUP_PARITY')
    assert.ok(!existsSync(at('not.age')))
    writeFileSync(at('alone.age'), alone)
    assert.match(await done(check), /recovery files beside it are of no use to it/)
    await refused(['backup', 'parity', at('again.age'), '--parity', '0%'], 1, 'USAGE')

    // Later, of a backup that is there.
    assert.match(
      await done(['backup', 'parity', at('again.age'), '--parity', '5%']),
      /stands in for/,
    )
    await refused(['backup', 'parity', at('again.age'), '--parity', '5%'], 6, 'FILE_EXISTS')
  })
})
