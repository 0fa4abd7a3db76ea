import assert from 'node:assert/strict'
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { oneBackup, placesOf } from '../../main/services/files/index.ts'
import type { KeyclaveError } from '../../shared/errors.ts'
import { sentenceOf } from '../../shared/messages/index.ts'
import { refusal } from '../core/refusal.ts'
import { makeIn, open, openVolumes, repair, type Volumes } from './volumes-fixture.ts'

/** Volumes as clumsy or hostile hands leave them: each is read, or the refusal names the one that is at fault. */

describe('volumes that were mixed up', { concurrency: false }, () => {
  let made: Volumes
  before(async () => {
    made = await openVolumes()
    // Of the same files, for the same quorum, and of the same name: last year's.
    await makeIn(made.at('other'), 'b.age', made.at('photo'), 100_000)
    // The same backup, cut otherwise.
    mkdirSync(made.at('wide'))
    const wide = { volumeSize: 150_000, checkFile: made.checkFile }
    await repair([made.at('whole', 'b.age.001')], made.at('wide', 'b.age'), wide)
  })
  after(() => made.remove())

  const namesVolume = (code: string, file: string) => (error: KeyclaveError) => {
    refusal(code)(error)
    const sentence = sentenceOf(error, 'en')
    assert.ok(sentence.includes(`"${file}"`), sentence)
    return true
  }
  const all = [1, 2, 3, 4, 5]

  it('two that have each other’s numbers are found out, and salvage is offered', async () => {
    const first = made.stick('swapped-1-2', 3, 4, 5, { number: 1, as: 2 }, { number: 2, as: 1 })
    const begin = made.at('swapped-1-2', 'b.age.001')
    await assert.rejects(open(first), namesVolume('BACKUP_VOLUME', begin))
    const inside = made.stick('swapped-2-3', 1, 4, 5, { number: 2, as: 3 }, { number: 3, as: 2 })
    const second = made.at('swapped-2-3', 'b.age.002')
    await assert.rejects(open(inside), namesVolume('BACKUP_VOLUME', second))
    const last = made.stick('swapped-4-5', 1, 2, 3, { number: 4, as: 5 }, { number: 5, as: 4 })
    const short = made.at('swapped-4-5', 'b.age.004')
    await assert.rejects(open(last), namesVolume('FILE_VOLUME_SIZE', short))
  })

  it('one of another backup is found out wherever it stands', async () => {
    for (const number of all) {
      const folder = `foreign-${number}`
      const rest = all.filter(other => other !== number)
      made.stick(folder, ...rest, { number, as: number, of: 'other' })
      // The first one opens, since its header is for the same quorum: what follows does not fit to it.
      const named = made.at(folder, `b.age.00${Math.max(2, number)}`)
      await assert.rejects(open(named), namesVolume('BACKUP_VOLUME', named))
    }
  })

  it('one that is cut short, or too long, is named with its length', async () => {
    for (const number of all.slice(0, -1)) {
      const folder = `short-${number}`
      const named = made.stick(folder, number, ...all.filter(other => other !== number))
      truncateSync(named, 60_000)
      const said = refusal('FILE_VOLUME_SIZE', { path: named, size: 60_000, expected: 100_000 })
      await assert.rejects(open(named), said)
    }
    // Of an earlier, longer backup.
    const more = made.stick('more', 1, 2, 3, 4, 5, { number: 2, as: 6, of: 'other' })
    await assert.rejects(open(more), namesVolume('FILE_VOLUME_SIZE', made.at('more/b.age.005')))
    const long = made.stick('long', 1, 2, 3, 4)
    writeFileSync(made.at('long', 'b.age.005'), Buffer.alloc(130_000))
    await assert.rejects(open(long), namesVolume('FILE_VOLUME_SIZE', made.at('long/b.age.005')))
    // The last one says nothing of its length; that it ends early shows inside.
    const end = made.stick('end', 5, 1, 2, 3, 4)
    truncateSync(end, 10_000)
    await assert.rejects(open(end), namesVolume('BACKUP_VOLUME', end))
  })

  it('one that is there under another’s number, or is a link to it, is named', async () => {
    const twice = made.stick('twice', 1, 2, { number: 2, as: 3 }, 4, 5)
    await assert.rejects(open(twice), namesVolume('BACKUP_VOLUME', made.at('twice/b.age.003')))
    const linked = made.stick('linked', 1, 2, 4, 5)
    symlinkSync('b.age.002', made.at('linked', 'b.age.003'))
    await assert.rejects(open(linked), namesVolume('BACKUP_VOLUME', made.at('linked/b.age.003')))
    // A link to the right one is as good as that.
    const right = made.stick('right', 1, 2, 4, 5)
    symlinkSync(made.at('whole', 'b.age.003'), made.at('right', 'b.age.003'))
    await open(right)
    const broken = made.stick('broken', 1, 2, 4, 5)
    symlinkSync('nowhere', made.at('broken', 'b.age.003'))
    await assert.rejects(open(broken), namesVolume('FILE_MISSING', made.at('broken/b.age.003')))
    const circle = made.stick('circle', 1, 2, 4, 5)
    symlinkSync('b.age.003', made.at('circle', 'b.age.003'))
    await assert.rejects(open(circle), namesVolume('FILE_IO', made.at('circle/b.age.003')))
    const folder = made.stick('folder', 1, 2, 4, 5)
    mkdirSync(made.at('folder', 'b.age.003'))
    await assert.rejects(open(folder), namesVolume('FILE_IS_FOLDER', made.at('folder/b.age.003')))
  })

  it('names that a drive made capital, or short, are found', async () => {
    const capital = all.map(number => ({ number, as: `B.AGE.00${number}` }))
    made.stick('capital', ...capital)
    await open(made.at('capital', 'b.age.001'))
    await open(
      made.stick('half', 1, 3, 5),
      made.stick('HALF', ...capital.filter(({ number }) => number % 2 === 0)),
    )
    await open(made.stick('short', ...all.map(number => ({ number, as: `BAGE~1.00${number}` }))))
    // Where both are there, the one as it was named.
    made.stick('both', 1, 2, 3, 4, 5, { number: 1, as: 'B.AGE.002' })
    await open(made.at('both', 'b.age.003'))

    const short = made.stick(
      'parity',
      ...[1, 2, 4].map(number => ({ number, as: `BAGE~1.00${number}` })),
    )
    const recovery = made.parityFiles.map((file, i) => {
      copyFileSync(file, made.at('parity', `BAGE~${i + 1}.PAR`))
      return made.at('parity', `BAGE~${i + 1}.PAR`)
    })
    await repair([short, ...recovery], made.at('from-short.age'))
    assert.ok(readFileSync(made.at('from-short.age')).equals(made.whole))
  })

  it('copies that are cut otherwise are never put together, and a copy that is named twice is one', async () => {
    const some = made.stick('some', 1, 3, 5)
    const wide = made.at('wide', 'b.age.001')
    assert.deepEqual(
      (await placesOf([some, wide])).map(({ volumes }) => volumes.map(({ number }) => number)),
      [
        [1, 3, 5],
        [1, 2, 3],
      ],
    )
    const again = path.join(made.at('whole'), '..', 'whole', 'b.age.003')
    symlinkSync(made.at('whole'), made.at('linked-folder'))
    const named = [made.at('whole', 'b.age.001'), again, made.at('linked-folder', 'b.age.005')]
    assert.equal((await placesOf(named)).length, 1)
    await open(...named)
    await assert.rejects(oneBackup([some, wide]), refusal('BACKUP_SEVERAL'))
  })

  it('an output over an input, or over a volume of it, is refused and nothing is touched', async () => {
    const first = made.stick('same', 1, 2, 3, 4, 5)
    const order = { checkFile: made.checkFile, volumeSize: 100_000 }
    const over = repair([first], made.at('same', 'b.age'), order)
    await assert.rejects(over, refusal('FILE_EXISTS', { path: first }))
    const file = repair([first], made.at('same', 'b.age.003'), { checkFile: made.checkFile })
    await assert.rejects(file, refusal('FILE_EXISTS', { path: made.at('same', 'b.age.003') }))
    assert.deepEqual(readdirSync(made.at('same')).length, 5)
    assert.ok(
      Buffer.concat(all.map(n => readFileSync(made.at('same', `b.age.00${n}`)))).equals(made.whole),
    )
  })
})
