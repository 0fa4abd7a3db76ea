/** Drives looked through, and backups encrypted again, in the window: with the quorum that a recovery has opened. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { isCurrent } from '../../main/services/incident/scan.ts'
import { done } from '../cli/command-line.ts'
import { type Office, openOffice } from '../fixtures/office.ts'
import { type FakeWindow, openWindow } from './window.ts'

test('a backup is for the current key only if no older one opens it as well', () => {
  const opens = (...recipients: readonly string[]) => recipients.map(recipient => ({ recipient }))
  assert.ok(isCurrent(['now', 'quorum'], opens('quorum', 'now')))
  assert.ok(!isCurrent(['now', 'quorum'], opens('quorum', 'now', 'old')))
  assert.ok(!isCurrent(['now', 'quorum'], opens('quorum', 'old')))
})

const NAMES = ['one', 'two', 'three'].map(name => `${name}.tar.zst.age`)

describe('in a vault whose first backup key is compromised', { concurrency: false }, () => {
  let office: Office
  let window: FakeWindow
  const closing: (() => Promise<void>)[] = []
  const at = (...names: readonly string[]): string => office.desk.at(names.join('/'))
  const sha256 = (file: string): string =>
    createHash('sha256').update(readFileSync(file)).digest('hex')
  const suspect = () =>
    ({ kind: 'backup-key', setId: office.founded.setId, generation: 1 }) as const
  const olds = (): string[] => NAMES.map(name => at('drive', name))

  before(async () => {
    office = await openOffice('classic', true)
    mkdirSync(at('drive/deep'), { recursive: true })
    mkdirSync(at('new'))
    for (const name of NAMES) {
      writeFileSync(at('letter.txt'), `what stands in ${name}\n`.repeat(name.length))
      const recorded = name.startsWith('three') ? [] : office.vault
      const out = ['--out', at('drive', name), at('letter.txt')]
      await done(['backup', 'create', '--kit', office.kit, ...recorded, ...out])
    }
    await done(['backup-key', 'compromise', '1', ...office.vault])
    await done(['backup-key', 'rotate', ...office.vault])
    writeFileSync(at('drive/deep/notes.txt'), 'no backup')
    const damaged = readFileSync(at('drive', NAMES[0] ?? ''))
    writeFileSync(at('drive/deep/cut.age'), damaged.subarray(0, 100))
    symlinkSync(at('ceremony'), at('drive/elsewhere'))
    window = openWindow({ after: close => closing.push(close) })
    await window.call('vault.open', { path: at('office.vault'), readOnly: false })
  })
  after(async () => {
    for (const close of closing) await close()
    office.desk.remove()
  })

  test('nothing is done before the quorum is open', async () => {
    const scan = { places: [at('drive')] }
    await window.refused('incident.scan', scan, 'RECOVERY_NONE')
    const { setId } = office.founded
    await window.call('recovery.begin', { kit: { kind: 'vault', setId }, incident: suspect() })
    await window.refused('incident.scan', scan, 'RECOVERY_ORDER')
    const plan = { files: olds(), out: at('new') }
    await window.refused('incident.planReencryption', plan, 'RECOVERY_ORDER')
    for (const n of [1, 2, 3]) {
      const card = { kind: 'file', path: office.share(n) } as const
      await window.call('share.add', { for: 'recovery', card })
    }
    const passphrase = readFileSync(at('pass.txt'), 'utf8').trim()
    const state = await window.call('recovery.open', { passphrase })
    assert.ok(state.step === 'open')
    assert.deepEqual(state.incident, suspect())
  })

  test('a drive is looked through: whose backups, which nobody has listed, what was not read', async () => {
    const scanned = await window.call('incident.scan', { places: [at('drive')] })
    assert.deepEqual(
      scanned.found.map(one => [
        path.basename(one.path),
        one.opens,
        one.compromised,
        one.current,
        one.catalogued?.fileName ?? null,
      ]),
      [
        ['one.tar.zst.age', [null, 1], true, false, 'one.tar.zst.age'],
        ['three.tar.zst.age', [null, 1], true, false, null],
        ['two.tar.zst.age', [null, 1], true, false, 'two.tar.zst.age'],
      ],
    )
    assert.deepEqual(
      scanned.unread.map(one => [path.relative(at('drive'), one.path), one.why]).toSorted(),
      [
        ['deep/cut.age', 'damaged'],
        ['elsewhere', 'link'],
      ],
    )
    const { files, foundCount, compromisedCount, unlistedCount, unreadCount } = scanned
    assert.deepEqual(
      { files, foundCount, compromisedCount, unlistedCount, unreadCount },
      { files: 5, foundCount: 3, compromisedCount: 3, unlistedCount: 1, unreadCount: 2 },
    )
    const { report } = await window.call('incident.report', { suspect: suspect() })
    const [search] = report.searches
    assert.deepEqual([search?.files, search?.opened, search?.unlisted], [5, 3, 1])
    assert.equal(report.backups.filter(({ replacedBy }) => replacedBy === null).length, 3)
  })

  test('one of another name is not said to be listed, whatever its size', async () => {
    mkdirSync(at('other drive'))
    copyFileSync(at('drive', NAMES[0] ?? ''), at('other drive/four.tar.zst.age'))
    const scanned = await window.call('incident.scan', { places: [at('other drive')] })
    assert.deepEqual(
      scanned.found.map(({ catalogued }) => catalogued),
      [null],
    )
    assert.equal(scanned.unlistedCount, 1)
  })

  test('a plan says what would be done, and refuses what cannot be', async () => {
    const { refused } = window
    const same = { files: olds(), out: at('drive') }
    await refused('incident.planReencryption', same, 'REENCRYPT_TARGET')
    copyFileSync(at('drive', NAMES[0] ?? ''), at('drive/deep', NAMES[0] ?? ''))
    const twice = [...olds(), at('drive/deep', NAMES[0] ?? '')]
    await refused('incident.planReencryption', { files: twice, out: at('new') }, 'REENCRYPT_TARGET')
    const folder = { files: [at('drive')], out: at('new') }
    await refused('incident.planReencryption', folder, 'FILE_IS_FOLDER')
    const none = { files: olds(), out: at('nowhere') }
    await refused('incident.planReencryption', none, 'FILE_MISSING')
    const unknown = { draft: '0011223344556677', again: false }
    await refused('incident.reencrypt', unknown, 'DRAFT_UNKNOWN')
    const plan = await window.call('incident.planReencryption', { files: olds(), out: at('new') })
    assert.deepEqual([plan.generation, plan.folder, plan.leftovers], [2, at('new'), []])
    assert.deepEqual(
      plan.backups.map(({ name }) => name),
      NAMES,
    )
  })

  test('cancelled and begun again: what was done stays done, and no old file is touched', async () => {
    const before = olds().map(sha256)
    const plan = async () =>
      (await window.call('incident.planReencryption', { files: olds(), out: at('new') })).draft
    const seen: string[] = []
    let cancels = true
    window.on('incident.backup', ({ position, state }) => {
      seen.push(`${position} ${state}`)
      if (cancels && position === 1) void window.call('task.cancel', { task: 'reencryption' })
    })
    await window.refused('incident.reencrypt', { draft: await plan(), again: false }, 'CANCELLED')
    assert.deepEqual(seen, ['0 at-work', '0 made', '1 at-work'])
    assert.deepEqual(readdirSync(at('new')), ['one.tar.zst.age'])
    cancels = false
    const again = await window.call('incident.reencrypt', { draft: await plan(), again: false })
    assert.deepEqual(
      again.outcomes.map(({ kind }) => kind),
      ['known', 'made', 'made'],
    )
    for (const [i, outcome] of again.outcomes.entries()) {
      assert.ok('replaces' in outcome)
      assert.equal(outcome.replaces, before[i], 'the old file, by its digest')
      assert.equal(outcome.sha256, sha256(outcome.target))
    }
    assert.deepEqual(olds().map(sha256), before)
    // What is no backup is named before anybody signs.
    const more = [...olds(), at('ceremony/kit.json')]
    await window.refused('incident.planReencryption', { files: more, out: at('new') }, 'AGE_HEADER')
  })

  test('what is for the current key already is left alone, and the report has no more to do', async () => {
    mkdirSync(at('newer'))
    const files = NAMES.map(name => at('new', name))
    const { draft } = await window.call('incident.planReencryption', { files, out: at('newer') })
    const { outcomes } = await window.call('incident.reencrypt', { draft, again: false })
    assert.ok(outcomes.every(({ kind }) => kind === 'current'))
    assert.ok(!existsSync(at('newer', NAMES[0] ?? '')))
    const { report } = await window.call('incident.report', { suspect: suspect() })
    const left = report.backups.filter(({ replacedBy }) => replacedBy === null)
    assert.deepEqual(
      left.map(({ fileName }) => fileName),
      ['office.age'],
    )
    const { backups } = await window.call('backup.catalogue', {})
    const byName = backups.filter(({ fileName }) => fileName === NAMES[0])
    assert.equal(byName.length, 2)
  })

  test('the end of the session says whose incident it was, and what was done', async () => {
    const ended = await window.call('recovery.end', {})
    assert.ok(ended.step === 'ended')
    assert.deepEqual(ended.summary.incident, suspect())
    assert.deepEqual(
      ended.summary.opened.map(({ kind, what }) => `${kind} ${what}`),
      ['scanned 3', 'scanned 1', ...NAMES.map(name => `encrypted-again ${name}`)],
    )
    await window.call('recovery.leave', {})
    await window.refused('incident.scan', { places: [at('drive')] }, 'RECOVERY_NONE')
  })

  test('without a kit nothing says which backup keys there are', async () => {
    await window.call('recovery.begin', { kit: null })
    for (const n of [1, 2, 3]) {
      const card = { kind: 'file', path: office.share(n) } as const
      await window.call('share.add', { for: 'recovery', card })
    }
    const passphrase = readFileSync(at('pass.txt'), 'utf8').trim()
    await window.call('recovery.open', { passphrase })
    await window.refused('incident.scan', { places: [at('drive')] }, 'KIT_NEEDED')
    const plan = { files: olds(), out: at('new') }
    await window.refused('incident.planReencryption', plan, 'KIT_NEEDED')
    await window.call('recovery.end', {})
  })
})
