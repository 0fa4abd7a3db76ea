/** The whole job over the window's calls, as the people in the room would do it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { compareTrees } from '../../main/services/demo/compare-trees.ts'
import type { Output } from '../../shared/contract.ts'
import { textOf } from '../paper/printed.ts'
import {
  enterCards,
  type FakeWindow,
  folderFor,
  openWindow,
  PASSPHRASE,
  PLAN,
  readAllBack,
  toPassphrase,
} from './window.ts'

test('vault, ceremony, backup, recovery, audit', async context => {
  const folder = folderFor(context, 'usb-a', 'usb-b', 'safe', 'office')
  const at = (...names: string[]): string => path.join(folder, ...names)
  const window = openWindow(context)
  const { call } = window

  // The front door.
  assert.deepEqual(await call('app.session', {}), {
    locked: false,
    kept: [],
    signedOut: false,
    idleSeconds: 3600,
    vault: null,
    ceremony: false,
    recovery: false,
    tasks: [],
  })
  const opened = await call('vault.create', { path: at('office.vault') })
  assert.deepEqual(opened, { path: at('office.vault'), readOnly: false, interrupted: null })
  assert.deepEqual((await call('vault.overview', {})).attention, [{ kind: 'no-quorum' }])

  // The plan, with a secret to import.
  writeFileSync(at('token'), 'an existing secret')
  const imports = [{ label: 'token', purpose: 'moved from the old safe', file: at('token') }]
  const plan = { ...PLAN, imports }
  const checked = await call('ceremony.checkPlan', { source: { kind: 'form', plan } })
  assert.deepEqual(checked.files, [at('token')])
  const withPaths = checked.plan.imports.map((it, i) => ({ ...it, file: checked.files[i] }))
  assert.deepEqual({ ...checked.plan, imports: withPaths }, plan)
  assert.deepEqual(checked.warnings.slice(-3), [
    { kind: 'cheap-guesses' },
    { kind: 'classic-identity' },
    { kind: 'key-of-192-bits', label: 'old-box' },
  ])

  // Room, dice.
  await toPassphrase(window, plan)
  await call('ceremony.back', {})
  await call('ceremony.addRolls', { rolls: [1, 6, 3] })
  const rolled = await call('ceremony.addRolls', { rolls: [2, 2, 5, 4] })
  assert.ok(rolled.step === 'entropy' && rolled.rolls === 7)
  assert.ok(rolled.bits > 18 && rolled.bits < 18.2)
  await call('ceremony.acceptEntropy', {})

  // The passphrase: suggested, judged, entered twice.
  const { words: suggested } = await call('ceremony.suggestPassphrase', {})
  assert.equal(suggested.length, 7)
  await call('ceremony.judgePassphrase', { passphrase: suggested.join(' ') })
  const founded = await call('ceremony.found', { passphrase: PASSPHRASE, again: PASSPHRASE })
  assert.ok(founded.step === 'shares')
  assert.deepEqual(
    founded.made.keys.map(key => [key.label, key.bits, key.checkValue?.length ?? 0]),
    [
      ['video-root', 256, 10],
      ['old-box', 192, 10],
      ['token', null, 0],
    ],
  )
  assert.deepEqual(
    founded.shares.map(share => [share.custodian, share.state]),
    [
      ['Ada', 'waiting'],
      ['Grace', 'waiting'],
      ['Zoë', 'waiting'],
    ],
  )

  // One card on the screen and on a drive, then all of them.
  const shown = await call('ceremony.showShare', { index: 1 })
  assert.equal(shown.words.length, 40)
  assert.ok(shown.qr.length >= 21 && shown.qr.every(row => row.length === shown.qr.length))
  const card = await call('ceremony.saveCard', {
    index: 1,
    folder: at('usb-a'),
    as: { format: 'text' },
  })
  assert.equal(path.basename(card.path), '01-ada.txt')
  assert.equal(statSync(card.path).mode & 0o777, 0o600)
  const cards = await readAllBack(window)
  assert.deepEqual(cards[0], shown.words, 'the same share however often it is shown')

  // Proof and close.
  const proved = await call('ceremony.prove', { passphrase: PASSPHRASE })
  assert.ok(proved.step === 'proved')
  assert.deepEqual(proved.proof, { subsets: 3, possible: '3', exhaustive: true })
  const closed = await call('ceremony.close', { folders: [at('usb-a'), at('usb-b')] })
  assert.ok(closed.step === 'closed')
  assert.equal(closed.sameDrive, true)
  const [first, second] = closed.places
  assert.ok(first?.kit && first.record && second?.kit && second.record)
  assert.deepEqual(readFileSync(first.kit), readFileSync(second.kit))
  const record = JSON.parse(readFileSync(first.record, 'utf8'))
  assert.equal(record.planHash, checked.planHash)
  const steps = record.steps.map((step: { step: string }) => step.step)
  assert.deepEqual(
    steps.filter((step: string) => step !== 'room checked' && step !== 'key sealed'),
    [
      'opened',
      'randomness',
      'passphrase accepted',
      'founded',
      ...['share issued', 'share shown', 'card saved', 'share shown', 'share read back'],
      ...['share issued', 'share shown', 'share read back'],
      ...['share issued', 'share shown', 'share read back'],
      'recovery proved',
    ],
  )
  const named = record.steps.filter((step: object) => 'by' in step)
  assert.deepEqual(named, [], 'without people, nobody is named')
  const room = record.steps.filter((step: { step: string }) => step.step === 'room checked')
  assert.equal(room.length, 8)
  assert.ok(
    room
      .filter((step: { facts: { result: string } }) => step.facts.result !== 'passed')
      .every((step: { facts: object }) => 'goes on because' in step.facts),
  )
  await call('ceremony.leave', {})

  // A backup of mixed files.
  writeFileSync(at('office', 'letter.txt'), 'Dear all')
  writeFileSync(at('office', 'empty'), '')
  writeFileSync(at('office', 'Zeichnung äöü.bin'), Buffer.alloc(3_000_000, 7))
  symlinkSync('letter.txt', at('office', 'link'))
  const { setId } = founded.made
  assert.deepEqual((await call('vault.overview', {})).attention, [{ kind: 'no-backup', setId }])
  const out = at('usb-b', 'office.tar.zst.age')
  const survey = await call('backup.survey', { paths: [at('office')], out })
  assert.deepEqual([survey.files, survey.bytes], [3, 3_000_008])
  const made = await call('backup.create', {
    paths: [at('office')],
    kit: { kind: 'vault', setId },
    out,
  })
  assert.ok(made.id)
  assert.equal(made.sha256, createHash('sha256').update(readFileSync(out)).digest('hex'))
  const backup = await call('backup.check', { file: out, sha256: made.sha256 })
  assert.deepEqual(backup.recipients, ['X25519', 'X25519'])
  assert.equal(backup.comparedWith, 'what was written')
  assert.equal((await call('backup.catalogue', {})).total, 1)
  await labelProvesTheLog(window, made, at('usb-b', 'label.pdf'))
  assert.ok(
    window.events.some(
      ({ name, payload }) =>
        name === 'task.progress' && (payload as { task: string }).task === 'backup',
    ),
  )

  // The recovery, from the kit's file and two cards.
  const kit = { kind: 'file', path: second.kit } as const
  const begun = await call('recovery.begin', { kit })
  assert.ok(begun.step === 'shares' && begun.need === 2 && !begun.complete)
  await enterCards(window, [cards[2] ?? []])
  const half = await call('recovery.state', {})
  assert.ok(half.step === 'shares')
  assert.deepEqual(half.shares, [{ index: 3, custodian: 'Zoë' }])
  assert.deepEqual(half.missing, [
    { index: 1, name: 'Ada' },
    { index: 2, name: 'Grace' },
  ])
  await call('share.add', { for: 'recovery', card: { kind: 'file', path: card.path } })
  const open = await call('recovery.open', { passphrase: PASSPHRASE })
  assert.ok(open.step === 'open' && open.proved)

  const restored = await call('recovery.restore', { file: out, out: at('restored') })
  assert.equal(await compareTrees(folder, ['office'], at('restored')), 3)
  assert.deepEqual(
    restored.entries.map(entry => entry.path),
    ['office', 'office/Zeichnung äöü.bin', 'office/empty', 'office/letter.txt', 'office/link'],
  )
  const key = founded.made.keys[0]
  assert.ok(key)
  await call('recovery.exportKey', { key: key.id, out: at('safe', 'video.key') })
  assert.equal(statSync(at('safe', 'video.key')).size, 32)
  assert.equal(statSync(at('safe', 'video.key')).mode & 0o777, 0o600)
  await call('recovery.exportKey', { key: 'token', out: at('safe', 'token') })
  assert.equal(readFileSync(at('safe', 'token'), 'utf8'), 'an existing secret')
  await call('recovery.exportIdentity', { backupKey: 1, out: at('safe', 'identity.txt') })
  const stock = spawnSync('age', ['-d', '-i', at('safe', 'identity.txt'), out])
  assert.equal(stock.status, 0, stock.stderr?.toString())
  const ended = await call('recovery.end', {})
  assert.ok(ended.step === 'ended')
  assert.deepEqual(
    ended.summary.opened.map(deed => [deed.kind, deed.what]),
    [
      ['restored', 'office.tar.zst.age'],
      ['key-exported', 'video-root, version 1'],
      ['key-exported', 'token, version 1'],
      ['identity-exported', 'backup key 1'],
    ],
  )
  assert.deepEqual(
    ended.summary.by.map(share => share.custodian),
    ['Zoë', 'Ada'],
  )
  await call('recovery.leave', {})

  // The audit log tells all of it, and nothing secret.
  const sound = await call('audit.verify', {})
  const page = await call('audit.page', { before: null, limit: 500 })
  assert.equal(page.size, sound.size)
  const actions = page.entries.map(entry => entry.action)
  assert.deepEqual(actions.slice(0, 7).reverse(), [
    'ceremony.closed',
    'backup.created',
    'quorum.opened',
    'backup.restored',
    'key.opened',
    'key.opened',
    'backup-key.opened',
  ])
  const exported = await call('audit.export', { out: at('audit.jsonl') })
  assert.equal(exported.entries, sound.size)
  assert.deepEqual(await call('audit.verifyFile', { file: at('audit.jsonl') }), sound)
  const log = readFileSync(at('audit.jsonl'), 'utf8')
  assert.ok(!log.includes(PASSPHRASE) && !log.includes((cards[0] ?? []).slice(0, 3).join(' ')))
})

/** The label of a backup names it, and the line that is printed on it verifies the log. */
async function labelProvesTheLog(
  window: FakeWindow,
  { id, sha256, setId }: Output<'backup.create'>,
  out: string,
): Promise<void> {
  const { call } = window
  const wish = { backup: String(id), out, paper: 'a4' } as const
  assert.deepEqual(await call('backup.saveLabel', wish), { path: out })
  await window.refused('backup.saveLabel', wish, 'FILE_EXISTS')
  const unknown = { ...wish, backup: '0123456789abcdef', out: `${out}.2` }
  await window.refused('backup.saveLabel', unknown, 'VAULT_UNKNOWN')
  const text = textOf(readFileSync(out), 'raw').replaceAll(/\s+/g, ' ')
  const [quorum] = (await call('vault.overview', {})).quorums
  for (const part of ['office.tar.zst.age', setId, quorum?.fingerprint ?? 'none', 'number 1']) {
    assert.ok(text.includes(part), part)
  }
  assert.ok(text.replaceAll(' ', '').includes(sha256))
  const [, head = ''] = /Audit log (\d+(?: [a-z]+){32})/i.exec(text) ?? []
  const { size } = await call('audit.verify', { head })
  assert.equal(head.split(' ')[0], String(size), 'the entry of the backup is in it')
}
