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
