import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Office, openOffice } from '../fixtures/office.ts'
import { done, doneJson, refused } from './command-line.ts'
import { pseudoRandom } from './tree.ts'

/** Backups in volumes, with recovery files, at the command line. */

interface Made {
  readonly size: number
  readonly volumes: readonly string[]
  readonly parity: {
    readonly parityFiles: readonly string[]
    readonly recovery: number
    readonly slices: number
  }
}

describe('a backup in volumes', { concurrency: false }, () => {
  let office: Office
  let made: Made
  let whole: Buffer
  const at = (...names: readonly string[]): string => office.desk.at(path.join(...names))
  const opening = () => office.opening(office.share(1), office.share(2), office.share(3))
  const contents = pseudoRandom(420_000)
  const requireOriginal = (folder: string): void =>
    assert.ok(readFileSync(path.join(folder, 'photo.raw')).equals(contents))
  /** A folder with these volumes of the backup, and nothing besides. */
  const stick = (name: string, ...numbers: readonly number[]): string => {
    mkdirSync(at(name))
    for (const number of numbers) {
      copyFileSync(at(`cut.age.00${number}`), at(name, `cut.age.00${number}`))
    }
    return at(name, `cut.age.00${numbers[0]}`)
  }

  before(async () => {
    office = await openOffice('classic', true)
    writeFileSync(at('photo.raw'), contents)
    made = await doneJson<Made>([
      ...['backup', 'create', at('photo.raw'), '--kit', office.kit, '--out', at('cut.age')],
      ...['--volume-size', '110K', '--parity', '40%', '--check', ...office.vault],
    ])
    whole = Buffer.concat(made.volumes.map(file => readFileSync(file)))
  })
  after(() => office.desk.remove())

  it('is made with recovery files that are no longer than its volumes', async () => {
    assert.deepEqual(
      made.volumes.map(file => path.basename(file)),
      ['cut.age.001', 'cut.age.002', 'cut.age.003', 'cut.age.004'],
    )
    assert.equal(made.size, whole.length)
    assert.ok(!existsSync(at('cut.age')))
    const [first, ...others] = made.parity.parityFiles
    assert.equal(first, at('cut.age.par2'))
    assert.ok(others.length > 0 && others.every(file => /\.vol\d+\+\d+\.par2$/.test(file)))
    for (const file of made.parity.parityFiles) assert.ok(statSync(file).size <= 110_000)

    const create = ['backup', 'create', at('photo.raw'), '--kit', office.kit]
    await refused([...create, '--out', at('x.age'), '--volume-size', '9'], 1, 'USAGE')
    // Of an earlier backup a volume more would be taken for one of the new.
    writeFileSync(at('y.age.007'), 'of an earlier one')
    const sized = ['--volume-size', '1M']
    await refused([...create, '--out', at('y.age'), ...sized], 6, 'FILE_EXISTS')
    assert.deepEqual(
      readdirSync(at()).filter(name => name.includes('y.age')),
      ['y.age.007'],
    )
  })

  it('is read as one, by any volume, and where they lie in several folders', async () => {
    const recover = ['recover', 'backup', ...opening()]
    await done(['backup', 'check', at('cut.age.002')])
    await done(['backup', 'list', at('cut.age.003'), ...opening()])
    const sticks = [stick('b', 4, 2), stick('a', 3, 1)]
    await done([...recover, ...sticks, '--out', at('from-sticks')])
    requireOriginal(at('from-sticks'))
    await done(['backup', 'verify', ...sticks, ...opening()])
    await done(['backup', 'parity', ...sticks, '--parity', '5%'])
    const two = [at('cut.age'), office.backup]
    await refused(['backup', 'verify', ...two, ...opening()], 1, 'BACKUP_SEVERAL')

    // Twice the same volume makes two copies: each chunk comes from whichever has it.
    const spoiled = readFileSync(at('b/cut.age.002')).fill(0, 50_000, 50_010)
    writeFileSync(at('b/cut.age.002'), spoiled)
    await done([...recover, ...sticks, stick('c', 2), '--out', at('of-two')])
    requireOriginal(at('of-two'))
  })

  it('is brought together from one drive after the other, and what is wrong is refused by name', async () => {
    const into = ['--into', at('gathered')]
    const gather = (...files: readonly string[]) => ['backup', 'gather', ...files, ...into]
    interface Gathered {
      readonly taken: readonly string[]
      readonly already: readonly string[]
      readonly beside: readonly string[]
      readonly missing: readonly string[]
      readonly mayFollow: string | null
    }
    const [first, second, last] = [stick('s1', 1), stick('s2', 2, 3), stick('s4', 4)]

    // Nothing says how many there are, until the catalogue is asked, or the check file is here.
    const begun = await doneJson<Gathered>(gather(second))
    assert.deepEqual(begun.taken, ['cut.age.002', 'cut.age.003'])
    assert.deepEqual([begun.missing, begun.mayFollow], [['cut.age.001'], 'cut.age.004'])
    const known = await refused([...gather(second), ...office.vault], 2, 'VOLUME_HERE')
    assert.match(known, /cut\.age\.002.*Bring .*cut\.age\.001/)
    copyFileSync(at('cut.age.check'), at('s1/cut.age.check'))
    const more = await doneJson<Gathered>(gather(first))
    assert.deepEqual([more.taken, more.beside], [['cut.age.001'], ['cut.age.check']])
    assert.deepEqual([more.missing, more.mayFollow], [['cut.age.004'], null])

    // Of another name, of another backup of that name, damaged, cut, no volume at all.
    const other = (name: string, make: () => void): string => {
      mkdirSync(at(name))
      make()
      return at(name)
    }
    const named = other('s5', () => copyFileSync(at('cut.age.004'), at('s5/week.age.004')))
    assert.match(await refused(gather(`${named}/week.age.004`), 2, 'VOLUME_OTHER'), /"cut\.age"/)
    await refused(gather(office.backup), 2, 'VOLUME_OTHER')
    const lengthOf4 = statSync(at('cut.age.004')).size
    const foreign = other('s6', () => writeFileSync(at('s6/cut.age.004'), pseudoRandom(lengthOf4)))
    const twice = await refused(gather(`${foreign}/cut.age.004`), 5, 'VOLUME_DAMAGED')
    assert.match(twice, /1 of 1 blocks/)
    const cut = other('s7', () =>
      writeFileSync(at('s7/cut.age.004'), readFileSync(at('cut.age.004')).subarray(1)),
    )
    await refused(gather(`${cut}/cut.age.004`), 2, 'VOLUME_OTHER')
    const differs = other('s8', () => {
      const spoiled = readFileSync(at('cut.age.002')).fill(0, 60_000, 60_010)
      writeFileSync(at('s8/cut.age.002'), spoiled)
    })
    await refused(gather(`${differs}/cut.age.002`), 5, 'VOLUME_DIFFERS')
    assert.ok(!existsSync(at('gathered/cut.age.004')))

    const whole = await doneJson<Gathered>(gather(last))
    assert.deepEqual([whole.missing, whole.mayFollow], [[], null])
    await done(['backup', 'check', at('gathered/cut.age.001')])
    const recover = ['recover', 'backup', at('gathered/cut.age.003'), ...opening()]
    await done([...recover, '--out', at('from-gathered')])
    requireOriginal(at('from-gathered'))
  })

  it('is taken although a volume is damaged when somebody says so, and another set of that name is not', async () => {
    const spoiled = stick('t2', 2)
    writeFileSync(spoiled, readFileSync(spoiled).fill(0, 70_000, 70_100))
    copyFileSync(at('cut.age.check'), at('t2/cut.age.check'))
    const gather = (file: string) => ['backup', 'gather', file, '--into', at('spoiled')]
    await done(gather(stick('t1', 1)))
    await refused(gather(spoiled), 5, 'VOLUME_DAMAGED')
    assert.deepEqual(readdirSync(at('spoiled')), ['cut.age.001', 'cut.age.check'])
    await done([...gather(spoiled), '--although', 'damaged'])

    // Made again under the same name: its check file says so, whichever came first.
    mkdirSync(at('later'))
    await done([
      ...['backup', 'create', at('photo.raw'), '--kit', office.kit, '--out', at('later/cut.age')],
      ...['--volume-size', '110K', '--check'],
    ])
    await refused(gather(at('later/cut.age.003')), 2, 'VOLUME_OTHER')
    const late = ['backup', 'gather', at('later/cut.age.001'), '--into', at('of-first')]
    await done(['backup', 'gather', stick('t3', 1, 2), '--into', at('of-first')])
    await refused(late, 2, 'VOLUME_OTHER')
    assert.deepEqual(readdirSync(at('of-first')), ['cut.age.001', 'cut.age.002'])
  })

  it('is refused by the name of the volume that is missing, the last too', async () => {
    const recover = (file: string) => ['recover', 'backup', file, ...opening(), '--out', at('no')]
    const middle = stick('without-2', 1, 3, 4)
    assert.match(await refused(recover(middle), 6, 'FILE_VOLUME'), /without-2\/cut\.age\.002/)
    const last = stick('without-4', 1, 2, 3)
    assert.match(await refused(recover(last), 6, 'FILE_VOLUME'), /without-4\/cut\.age\.004/)
    assert.ok(!existsSync(at('no')))

    // Nobody opens it: the check file knows, or the catalogue, or it is said that nothing does.
    const check = ['backup', 'check', last]
    const byFile = await refused([...check, '--check-file', at('cut.age.check')], 6, 'FILE_VOLUME')
    assert.match(byFile, /cut\.age\.004/)
    assert.match(await refused([...check, ...office.vault], 6, 'FILE_VOLUME'), /cut\.age\.004/)
    assert.match(await done(check), /one more, cut\.age\.004, may be missing/)

    const saved = await doneJson<{ complete: boolean }>([
      ...['recover', 'backup', last, ...opening(), '--salvage', '--partial', '--out', at('part')],
    ])
    assert.equal(saved.complete, false)
  })

  it('is made whole by recovery files, wherever they lie, also by stock par2', async () => {
    const recovery = (folder: string): string[] =>
      made.parity.parityFiles.map(file => {
        const copy = at(folder, path.basename(file))
        copyFileSync(file, copy)
        return copy
      })
    for (const missing of [2, 4]) {
      const rest = [1, 2, 3, 4].filter(number => number !== missing)
      const folder = `lacks-${missing}`
      const some = stick(folder, ...rest)
      const out = at(`again-${missing}.age`)
      await done(['backup', 'repair', some, ...made.parity.parityFiles, '--out', out])
      assert.ok(readFileSync(out).equals(whole))

      const [par2 = ''] = recovery(folder)
      assert.equal(spawnSync('par2', ['repair', '-q', '-q', par2]).status, 0)
      const again = readFileSync(at(folder, `cut.age.00${missing}`))
      assert.ok(again.equals(readFileSync(at(`cut.age.00${missing}`))))
    }
    const few = stick('lacks-most', 4)
    const never = ['backup', 'repair', few, ...made.parity.parityFiles, '--out', at('never.age')]
    await refused(never, 5, 'BACKUP_PARITY_SHORT')
    assert.ok(!existsSync(at('never.age')))
  })

  it('is joined without Keyclave, which names a missing volume', () => {
    const join = (...args: readonly string[]) => {
      const script = path.join(import.meta.dirname, '../../docs/recover.py')
      return spawnSync('python3', [script, 'join', ...args], { encoding: 'utf8' })
    }
    const volumes = [3, 1, 4, 2].map(number => at(`cut.age.00${number}`))
    const { status, stderr } = join(...volumes, '--out', at('joined.age'))
    assert.equal(status, 0, stderr)
    assert.ok(readFileSync(at('joined.age')).equals(whole))
    const check = ['--check', at('cut.age.check'), '--out', at('never.age')]
    for (const missing of [1, 2, 4]) {
      const rest = volumes.filter(file => !file.endsWith(`${missing}`))
      const tried = join(...rest, ...check)
      assert.deepEqual([tried.status, tried.stderr.includes(`cut.age.00${missing}`)], [1, true])
    }
    assert.ok(!existsSync(at('never.age')))
  })

  it('is found as one, and encrypted again in volumes', async () => {
    mkdirSync(at('drive'))
    mkdirSync(at('new'))
    for (const file of made.volumes) renameSync(file, at('drive', path.basename(file)))
    await done(['backup-key', 'rotate', ...office.vault])
    await done(['kit', 'export', ...office.vault, '--out', at('newest.json')])
    const kit = ['--kit', at('newest.json'), ...opening(), ...office.vault]
    interface Found {
      readonly found: readonly { readonly size: number; readonly catalogued: unknown }[]
    }
    const { found } = await doneJson<Found>(['backup', 'scan', at('drive'), ...kit])
    assert.deepEqual(
      found.map(({ size, catalogued }) => [size, catalogued !== null]),
      [[whole.length, true]],
    )
    const again = ['backup', 'reencrypt', at('drive/cut.age.001'), '--out', at('new'), ...kit]
    const { outcomes } = await doneJson<{ outcomes: readonly { kind: string }[] }>(again)
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['made'],
    )
    const names = readdirSync(at('new')).sort()
    assert.deepEqual(names, ['cut.age.001', 'cut.age.002', 'cut.age.003', 'cut.age.004'])
    const known = await doneJson<{ outcomes: readonly { kind: string }[] }>(again)
    assert.deepEqual(
      known.outcomes.map(({ kind }) => kind),
      ['known'],
    )
    await done(['recover', 'backup', at('new/cut.age.004'), ...opening(), '--out', at('newest')])
    requireOriginal(at('newest'))
  })
})
