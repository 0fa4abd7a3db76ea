import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { hashWords } from '../../main/core/text/pgp-words.ts'
import { sha256 } from '../../main/shells/manifest.ts'
import { onCard } from '../fixtures/card-fingerprint.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { textOf } from '../paper/printed.ts'
import { done, doneJson, refused } from './command-line.ts'

/** The bundle that a card names: made from a kit, read back, checked, and attacked. */

interface Made {
  readonly setId: string
  readonly files: readonly string[]
  readonly sums: { readonly sha256: string; readonly words: readonly string[] }
  readonly package: string | null
  readonly lacking: readonly string[]
}

describe('a bundle', { concurrency: false }, () => {
  let office: Office
  let made: Made
  const at = (name: string): string => office.desk.at(name)
  const make = (...more: readonly string[]) => [
    ...['bundle', 'make', '--kit', office.kit, '--fingerprint', onCard(office.kit)],
    ...['--record', at('ceremony/record.json'), ...more],
  ]

  before(async () => {
    office = await openOffice('classic', false)
    writeFileSync(at('keyclave_0.1.0_amd64.deb'), 'a package\n'.repeat(200_000))
    made = await doneJson<Made>(
      make('--package', at('keyclave_0.1.0_amd64.deb'), '--out', at('bundle')),
    )
  })
  after(() => office.desk.remove())

  /** A copy of it, in which something is done. */
  function copied(name: string, change: (file: (name: string) => string) => void): string {
    const copy = at(name)
    rmSync(copy, { recursive: true, force: true })
    cpSync(at('bundle'), copy, { recursive: true })
    change(file => path.join(copy, file))
    return copy
  }

  it('has the kit, the record, the pages, what opens it all, and the package', () => {
    const names = readdirSync(at('bundle')).toSorted()
    assert.deepEqual(names, [...made.files].toSorted())
    for (const name of [
      ...['START-HERE.txt', 'kit.json', 'record.json', 'record.pdf', 'register.pdf'],
      ...['recovery-sheet.pdf', 'RUNBOOK.md', 'FORMAT.md', 'recover.py', 'LICENSE', 'SHA256SUMS'],
      ...['leaflet-custodian.md', 'leaflet-recovery-officer.md', 'leaflet-found-a-card.md'],
      'keyclave_0.1.0_amd64.deb',
    ]) {
      assert.ok(names.includes(name), name)
    }
    // What a checkout has not built is named, and nothing else.
    const built = ['recover.html', 'leaflets.pdf', 'RUNBOOK.pdf', 'FORMAT.pdf']
    assert.ok(made.lacking.every(name => built.includes(name)))
    for (const name of ['kit.json', 'record.json']) {
      const own = name === 'kit.json' ? office.kit : at('ceremony/record.json')
      assert.ok(readFileSync(path.join(at('bundle'), name)).equals(readFileSync(own)), name)
    }
    execFileSync('sha256sum', ['--check', '--quiet', '--strict', 'SHA256SUMS'], {
      cwd: at('bundle'),
    })
    const { mode } = statSync(at('bundle'))
    assert.equal(mode & 0o777, 0o755, 'whoever has the drive may read it')
  })

  it('has no secret in it: no word of a card, no code, no passphrase', () => {
    const card = readFileSync(office.share(1), 'utf8')
    const code = /KEYCLAVE:S\d:[^\n]+/.exec(card)?.[0] ?? ''
    const own = card.replaceAll(/^#.*$/gm, '')
    const words = [...own.matchAll(/\d+ ([a-z]{3,8})/g)].map(([, word]) => word ?? '')
    const passphrase = readFileSync(at('pass.txt'), 'utf8').trim()
    assert.ok(code.length > 40 && words.length === 40 && passphrase.length > 10)
    for (const name of made.files) {
      const bytes = readFileSync(path.join(at('bundle'), name))
      const text = name.endsWith('.pdf') ? textOf(bytes, 'raw') : bytes.toString('utf8')
      for (const secret of [
        code,
        passphrase,
        ...[0, 1, 2].map(i => words.slice(i, i + 4).join(' ')),
      ]) {
        assert.ok(!text.includes(secret), name)
      }
    }
  })

  it('says its 32 words: on the screen, on the recovery sheet in it, and in its check', async () => {
    const sums = readFileSync(path.join(at('bundle'), 'SHA256SUMS'))
    const words = hashWords(sha256(sums))
    assert.deepEqual(made.sums, { sha256: sha256(sums), words })
    const sheet = textOf(readFileSync(path.join(at('bundle'), 'recovery-sheet.pdf')), 'raw')
    assert.ok(sheet.replaceAll(/\s+/g, ' ').includes(words.join(' ')))
    // And for whoever has sha256sum alone.
    assert.ok(sheet.replaceAll(/\s+/g, '').includes(sha256(sums)))
    const said = await done(['bundle', 'check', at('bundle'), '--fingerprint', onCard(office.kit)])
    assert.ok(said.replaceAll(/\s+/g, ' ').includes(words.join(' ')), said)
    assert.match(said, /it is that of the card/)
    const start = readFileSync(path.join(at('bundle'), 'START-HERE.txt'), 'utf8')
    assert.ok(start.includes(made.setId) && start.includes('keyclave_0.1.0_amd64.deb'))
    const listed = start.slice(start.indexOf('WHAT IS HERE'))
    for (const name of made.files)
      assert.ok(name === 'START-HERE.txt' || listed.includes(name), name)
  })

  it('is refused with every file named that is changed, missing or added', async () => {
    const bad = copied('bad', file => {
      appendFileSync(file('recover.py'), '# one more line\n')
      rmSync(file('RUNBOOK.md'))
      rmSync(file('FORMAT.md'))
      symlinkSync('/etc/hostname', file('FORMAT.md'))
      writeFileSync(file('open-me.exe'), '')
      mkdirSync(file('more'))
    })
    const said = await refused(['bundle', 'check', bad], 5, 'BUNDLE_DIFFERS')
    for (const part of [
      ...['Changed: FORMAT.md, recover.py.', 'Missing: RUNBOOK.md.'],
      'Added, and by nobody who made it: more, open-me.exe.',
    ]) {
      assert.ok(said.includes(part), said)
    }
  })

  it('is another one by its words where a file was changed with its checksum', async () => {
    const name = 'recover.py'
    const swapped = copied('swapped', file => {
      const before = sha256(readFileSync(file(name)))
      appendFileSync(file(name), 'send_words_away()\n')
      const sums = readFileSync(file('SHA256SUMS'), 'utf8')
      writeFileSync(file('SHA256SUMS'), sums.replace(before, sha256(readFileSync(file(name)))))
    })
    const found = await doneJson<Made>(['bundle', 'check', swapped])
    assert.notDeepEqual(found.sums.words, made.sums.words)
  })

  it('is refused with another kit, a record of another quorum, and checksums that are none', async () => {
    const other = await openOffice('hybrid', true)
    try {
      const elsewhere = ['--fingerprint', onCard(other.kit)]
      await refused(['bundle', 'check', at('bundle'), ...elsewhere], 5, 'KIT_FINGERPRINT')
      const foreign = ['--record', other.desk.at('ceremony/record.json'), '--out', at('foreign')]
      const kit = ['bundle', 'make', '--kit', office.kit, '--fingerprint', onCard(office.kit)]
      await refused([...kit, ...foreign], 2, 'BUNDLE_RECORD')
    } finally {
      other.desk.remove()
    }
    for (const sums of ['', 'nonsense\n', `${'0'.repeat(64)}  ../kit.json\n`]) {
      const none = copied('none', file => writeFileSync(file('SHA256SUMS'), sums))
      await refused(['bundle', 'check', none], 5, 'BUNDLE_SUMS')
    }
    await refused(['bundle', 'check', at('nowhere')], 6, 'FILE_MISSING')
  })

  it('takes no name that is taken, and leaves nothing behind', async () => {
    const before = readdirSync(office.desk.path)
    await refused(make('--out', at('bundle')), 6, 'FILE_EXISTS')
    await refused(make('--out', at('fresh'), '--package', at('no.deb')), 6, 'FILE_MISSING')
    assert.deepEqual(readdirSync(office.desk.path), before)
    assert.ok(!existsSync(at('fresh')))
  })

  it('has a program in it that checks cards by the kit in it, and nothing else', () => {
    const work = at('work')
    mkdirSync(work)
    for (const name of ['recover.py', 'kit.json']) {
      copyFileSync(path.join(at('bundle'), name), path.join(work, name))
    }
    const shares = [1, 2, 3].map(office.share)
    const ran = spawnSync('python3', ['recover.py', 'share', ...shares, '--kit', 'kit.json'], {
      cwd: work,
      encoding: 'utf8',
    })
    assert.equal(ran.status, 0, ran.stderr)
  })
})
