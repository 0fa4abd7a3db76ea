/** The recovery session: shares one by one, corrections, with a kit and without, and its end. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { decodeShare, encodeShare } from '../../shared/share.ts'
import { shareToWords } from '../../shared/share-text.ts'
import { altered, type Brought, bringQuorum, otherWord } from './cards.ts'
import { assertSaysNothingTyped } from './nothing-typed.ts'
import { enterCards, folderFor, openWindow, PASSPHRASE } from './window.ts'

let folder = ''
let ours: Brought
let theirs: Brought
let backup = ''

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keyclave-recovery-'))
  ;[ours, theirs] = await Promise.all([
    bringQuorum(folder, 'hybrid'),
    bringQuorum(folder, 'classic'),
  ])
  backup = path.join(folder, 'backup.tar.zst.age')
  const source = path.join(folder, 'letter')
  writeFileSync(source, 'Dear all')
  const { quorum, backupKeys } = ours.kit
  await writeBackup({
    ...{ paths: [source], out: backup, created: new Date(), random: osRandom, threads: 1 },
    ...{ setId: quorum.setId, generation: 1 },
    recipients: [backupKeys[0]?.recipient ?? '', quorum.recipient],
  })
})
after(() => rmSync(folder, { recursive: true, force: true }))

const WRONG = 'another passphrase altogether'
const words = (card: readonly string[]) => ({
  for: 'recovery' as const,
  card: { kind: 'words' as const, words: [...card] },
})
const card = (brought: Brought, index: number): readonly string[] => brought.cards[index - 1] ?? []
const kitOf = (brought: Brought) => ({ kit: { kind: 'file', path: brought.kitFile } }) as const

test('a card may have the words by which the program calls its stages and fields, and no refusal has its others', () => {
  const typed = { card: { kind: 'words', words: ['open', 'share', 'hold', 'abandon'] } }
  assertSaysNothingTyped(typed, { step: 'open', need: ['shares'] })
  assertSaysNothingTyped(typed, { index: 2, field: 'threshold' })
  assert.throws(() => assertSaysNothingTyped(typed, { index: 2, word: 'abandon' }))
  assert.throws(() => assertSaysNothingTyped(typed, { step: 'open', more: ['open'] }))
})

test('every bad card is named at once, and leaves what was entered as it was', async context => {
  const window = openWindow(context)
  const { call } = window
  await window.refused('share.add', words(card(ours, 1)), 'RECOVERY_NONE')
  await call('recovery.begin', kitOf(ours))
  await window.refused('recovery.begin', kitOf(ours), 'RECOVERY_RUNNING')
  await window.refused(
    'ceremony.begin',
    { source: { kind: 'file', path: '/x' } },
    'RECOVERY_RUNNING',
  )
  await call('share.add', { for: 'recovery', card: { kind: 'qr', text: ours.qrTexts[0] ?? '' } })

  const share = decodeShare(ours.shares[1] ?? Buffer.alloc(44))
  const forged = shareToWords(encodeShare({ ...share, value: Buffer.alloc(36, 1) }))
  const another = shareToWords(encodeShare({ ...share, threshold: 2 }))
  const outside = shareToWords(encodeShare({ ...share, index: 9 }))
  const { setId } = ours.kit.quorum
  // Nothing but a card vouches for the kit: the kit is suspected first.
  const grace = { index: 2, custodian: 'Grace', confirmed: false }
  const refusals = [
    [card(ours, 1), 'SHARE_DUPLICATE', { index: 1 }],
    [card(theirs, 2), 'SHARE_FOREIGN', { set: theirs.kit.quorum.setId, expected: setId }],
    [forged, 'SHARE_FORGED', grace],
    [another, 'SHARE_MISMATCH', { index: 2, field: 'threshold' }],
    [outside, 'SHARE_UNKNOWN_INDEX', { index: 9, count: 5 }],
    [[...card(ours, 2)].reverse(), 'SHARE_DAMAGED', {}],
    [altered(forged, { 3: '?' }), 'SHARE_FORGED', grace],
  ] as const
  for (const [entered, code, data] of refusals) {
    await window.refused('share.add', words(entered), code, data)
  }
  const qr = (text: string) => ({ for: 'recovery', card: { kind: 'qr', text } }) as const
  await window.refused('share.add', qr('https://example.org'), 'SHARE_WORD_COUNT')
  const flipped = `${ours.qrTexts[1]?.slice(0, -1)}${ours.qrTexts[1]?.endsWith('0') ? '1' : '0'}`
  await assert.rejects(call('share.add', qr(flipped)))
  await window.refused(
    'share.add',
    { for: 'recovery', card: { kind: 'file', path: path.join(folder, 'none') } },
    'FILE_MISSING',
  )
  await window.refused('recovery.open', { passphrase: PASSPHRASE }, 'QUORUM_SHORT', {
    have: 1,
    need: 3,
  })
  await window.refused('recovery.restore', { file: backup, out: '/x' }, 'RECOVERY_ORDER')
  const state = await call('recovery.state', {})
  assert.ok(state.step === 'shares')
  assert.deepEqual(state.shares, [{ index: 1, custodian: 'Ada' }])
  assert.deepEqual([state.need, state.missing.length, state.complete], [3, 4, false])
})

test('corrections are proposed, and count once a person has agreed', async context => {
  const window = openWindow(context)
  const { call } = window
  await call('recovery.begin', kitOf(ours))
  await window.refused('share.confirm', { for: 'recovery' }, 'CORRECTIONS_NONE')
  await window.refused('share.reject', { for: 'recovery' }, 'CORRECTIONS_NONE')

  const first = card(ours, 4)
  const entered = altered(first, { 2: otherWord(first, 2), 17: '?', 39: 'notaword', 40: '' })
  const added = await call('share.add', words(entered))
  assert.ok(added.kind === 'proposal')
  assert.deepEqual(
    added.corrections,
    [2, 17, 39, 40].map(word => ({ word, to: first[word - 1] })),
  )
  const proposed = await call('recovery.state', {})
  assert.ok(proposed.step === 'shares' && proposed.proposal)
  assert.deepEqual(proposed.shares, [])
  await window.refused('share.add', words(first), 'CORRECTIONS_PENDING')
  await window.refused('recovery.open', { passphrase: PASSPHRASE }, 'CORRECTIONS_PENDING')

  await call('share.reject', { for: 'recovery' })
  const rejected = await call('recovery.state', {})
  assert.ok(rejected.step === 'shares' && !rejected.proposal && rejected.shares.length === 0)
  await call('share.add', words(entered))
  const confirmed = await call('share.confirm', { for: 'recovery' })
  assert.ok(confirmed.kind === 'accepted')
  assert.deepEqual(confirmed.share, { index: 4, custodian: 'Hedy' })
  await window.refused('share.add', words(entered), 'SHARE_DUPLICATE', { index: 4 })
})

test('with a kit: wrong passphrase, then everything; the end wipes and sums up', async context => {
  const out = folderFor(context)
  const at = (name: string): string => path.join(out, name)
  const window = openWindow(context)
  const { call } = window
  await call('recovery.begin', kitOf(ours))
  await enterCards(window, [card(ours, 1), card(ours, 2), card(ours, 3)])
  await call('share.remove', { for: 'recovery', index: 2 })
  const removed = await call('recovery.state', {})
  assert.ok(removed.step === 'shares' && !removed.complete)
  await window.refused('share.remove', { for: 'recovery', index: 2 }, 'SHARE_ABSENT')
  await enterCards(window, [card(ours, 5)])
  const wrong = { passphrase: WRONG }
  await window.refused('recovery.open', wrong, 'PASSPHRASE_WRONG', { against: 'kit' })

  // While it opens, nothing may be taken away from it.
  const opening = call('recovery.open', { passphrase: PASSPHRASE })
  const meanwhile = [
    window.refused('share.remove', { for: 'recovery', index: 1 }, 'TASK_RUNNING'),
    window.refused('recovery.chooseKit', { kit: null }, 'TASK_RUNNING'),
  ]
  await Promise.all(meanwhile)
  const open = await opening
  assert.ok(open.step === 'open' && open.proved && open.setId === ours.kit.quorum.setId)
  await window.refused('share.add', words(card(ours, 2)), 'RECOVERY_ORDER')

  await window.refused('recovery.exportKey', { key: 'none', out: at('k') }, 'KEY_UNKNOWN')
  await window.refused('recovery.exportKey', { key: 'video-root', out: 'k' }, 'FILE_NOT_ABSOLUTE')
  writeFileSync(at('taken'), '')
  await window.refused('recovery.exportKey', { key: 'video-root', out: at('taken') }, 'FILE_EXISTS')
  await call('recovery.exportKey', { key: 'video-root', out: at('k') })
  await window.refused('recovery.exportKey', { key: 'video-root', out: at('l') }, 'KEY_EXPORTED', {
    version: 1,
    label: 'video-root',
  })
  await window.refused(
    'recovery.exportIdentity',
    { backupKey: 2, out: at('i') },
    'BACKUP_KEY_UNKNOWN',
  )
  await call('recovery.exportIdentity', { backupKey: null, out: at('i') })
  assert.match(readFileSync(at('i'), 'utf8'), /^AGE-SECRET-KEY-PQ-1/)

  await window.refused('recovery.restore', { file: ours.kitFile, out: at('r') }, 'AGE_HEADER')
  await window.refused('recovery.restore', { file: backup, out: at('taken') }, 'FILE_EXISTS')
  const damaged = readFileSync(backup)
  damaged[damaged.length - 20] = (damaged[damaged.length - 20] ?? 0) ^ 1
  writeFileSync(at('damaged'), damaged)
  await window.refused('recovery.restore', { file: at('damaged'), out: at('r') }, 'AGE_PAYLOAD')
  const rest = { file: at('damaged'), out: at('r'), partial: true }
  // It is so small that it has but one chunk.
  await window.refused('recovery.salvage', rest, 'BACKUP_LOST')
  const whole = { file: backup, out: at('saved'), partial: true }
  const saved = await call('recovery.salvage', whole)
  assert.deepEqual([saved.complete, saved.files, saved.lost], [true, 1, []])
  const restored = await call('recovery.restore', { file: backup, out: at('r') })
  assert.equal(restored.files, 1)
  assert.equal(readFileSync(path.join(at('r'), 'letter'), 'utf8'), 'Dear all')

  const ended = await call('recovery.end', {})
  assert.ok(ended.step === 'ended' && ended.summary.reason === 'asked')
  assert.equal(ended.summary.opened.length, 4)
  await window.refused('recovery.restore', { file: backup, out: at('s') }, 'RECOVERY_ORDER')
  assert.deepEqual(await call('recovery.leave', {}), { step: 'none' })
})

test('without a kit: the first share says what the others must be; backups open, keys do not', async context => {
  const out = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  const begun = await call('recovery.begin', { kit: null })
  assert.ok(begun.step === 'shares' && begun.need === null && begun.kit === null)
  assert.equal(begun.setId, null)
  await enterCards(window, [card(theirs, 1)])
  await window.refused('share.add', words(card(ours, 1)), 'SHARE_FOREIGN')
  await call('share.remove', { for: 'recovery', index: 1 })
  const removed = await call('recovery.state', {})
  assert.equal(removed.step === 'shares' && removed.setId, null, 'it went with the last share')
  await enterCards(window, [card(ours, 1), card(ours, 2)])

  // A forged share shows when they are combined; the others stay.
  const share = decodeShare(ours.shares[2] ?? Buffer.alloc(44))
  const forged = shareToWords(encodeShare({ ...share, value: Buffer.alloc(36, 1) }))
  await enterCards(window, [forged])
  await window.refused('recovery.open', { passphrase: PASSPHRASE }, 'SHARES_INCONSISTENT')
  await call('share.remove', { for: 'recovery', index: 3 })
  await enterCards(window, [card(ours, 3)])

  // A wrong passphrase costs only the passphrase: no card is entered again.
  const wrong = await call('recovery.open', { passphrase: WRONG })
  assert.ok(wrong.step === 'open' && !wrong.proved)
  const restore = { file: backup, out: path.join(out, 'r') }
  const against = { against: 'file' }
  await window.refused('recovery.restore', restore, 'PASSPHRASE_WRONG', against)
  const back = await call('recovery.keepPassphrase', { passphrase: PASSPHRASE })
  assert.ok(back.step === 'shares' && back.complete && back.passphrase === 'entered')
  assert.deepEqual(
    back.shares.map(({ index }) => index),
    [1, 2, 3],
  )
  await call('recovery.open', {})
  await call('recovery.restore', restore)
  const open = await call('recovery.state', {})
  assert.ok(open.step === 'open' && open.proved, 'the backup has confirmed it')
  await window.refused('recovery.keepPassphrase', { passphrase: WRONG }, 'RECOVERY_ORDER')
  await window.refused('share.remove', { for: 'recovery', index: 1 }, 'RECOVERY_ORDER')
  const key = { key: 'video-root', out: path.join(out, 'k') }
  await window.refused('recovery.exportKey', key, 'KIT_NEEDED')
  await window.refused('recovery.exportIdentity', { backupKey: 1, out: key.out }, 'KIT_NEEDED')
})

test('without a kit, a backup tells at once whether the passphrase is right', async context => {
  const window = openWindow(context)
  const { call } = window
  await call('recovery.begin', { kit: null })
  const first = await call('recovery.keepPassphrase', { passphrase: WRONG })
  assert.ok(first.step === 'shares' && first.passphrase === 'entered', 'before any card')
  await enterCards(window, [card(ours, 3), card(ours, 4), card(ours, 5)])
  await window.refused('recovery.open', { backup }, 'PASSPHRASE_WRONG', { against: 'file' })
  await window.refused('recovery.open', { backup: ours.kitFile }, 'AGE_HEADER')
  const kept = await call('recovery.state', {})
  assert.ok(kept.step === 'shares' && kept.complete && kept.passphrase === 'entered')
  const none = await call('recovery.keepPassphrase', { passphrase: '' })
  assert.ok(none.step === 'shares' && none.passphrase === 'missing')
  await window.refused('recovery.open', { backup }, 'PASSPHRASE_ENCODING')
  const open = await call('recovery.open', { passphrase: PASSPHRASE, backup })
  assert.ok(open.step === 'open' && open.proved && open.kit === null)

  // A kit that comes now is taken in, and its keys can be exported.
  await window.refused('recovery.chooseKit', kitOf(theirs), 'KIT_OTHER_QUORUM')
  const withKit = await call('recovery.chooseKit', kitOf(ours))
  assert.ok(withKit.step === 'open' && withKit.proved && withKit.kit !== null)
  assert.equal(withKit.shares[0]?.custodian, 'Katherine')
  const key = { key: 'video-root', out: path.join(folderFor(context), 'k') }
  await call('recovery.exportKey', key)
})

test('a kit that comes late is checked against every card, and costs none of them', async context => {
  const window = openWindow(context)
  const { call } = window
  await call('recovery.begin', { kit: null })
  const share = decodeShare(ours.shares[1] ?? Buffer.alloc(44))
  const forged = shareToWords(encodeShare({ ...share, value: Buffer.alloc(36, 1) }))
  await enterCards(window, [card(ours, 1), forged])
  await window.refused('recovery.chooseKit', kitOf(theirs), 'KIT_OTHER_QUORUM', {
    ...{ setId: theirs.kit.quorum.setId, expected: ours.kit.quorum.setId },
  })
  await window.refused('recovery.chooseKit', kitOf(ours), 'SHARE_FORGED')
  const still = await call('recovery.state', {})
  assert.ok(still.step === 'shares' && still.kit === null && still.shares.length === 2)
  await call('share.remove', { for: 'recovery', index: 2 })
  await enterCards(window, [card(ours, 2), card(ours, 3)])
  // Opened without it, nothing has confirmed the passphrase: the kit does, with the cards that are here.
  await call('recovery.open', { passphrase: WRONG })
  const late = await call('recovery.chooseKit', kitOf(ours))
  assert.ok(late.step === 'shares' && late.complete && late.passphrase === 'entered')
  assert.deepEqual(
    late.shares.map(({ custodian }) => custodian),
    ['Ada', 'Grace', 'Katherine'],
  )
  await window.refused('recovery.open', {}, 'PASSPHRASE_WRONG', { against: 'kit' })
  const again = await call('recovery.state', {})
  assert.ok(again.step === 'shares' && again.complete && again.passphrase === 'missing')
  // And it can be put away again.
  const without = await call('recovery.chooseKit', { kit: null })
  assert.ok(without.step === 'shares' && without.kit === null && without.complete)
  await call('recovery.chooseKit', kitOf(ours))
  const open = await call('recovery.open', { passphrase: PASSPHRASE })
  assert.ok(open.step === 'open' && open.proved)
})

test('ending a session while it opens or restores cancels that, and nothing is left', async context => {
  const out = folderFor(context)
  const window = openWindow(context)
  const { call } = window
  await call('recovery.begin', { kit: null })
  await enterCards(window, [card(ours, 1), card(ours, 2), card(ours, 3)])
  const opening = call('recovery.open', { passphrase: PASSPHRASE })
  await call('recovery.end', {})
  await assert.rejects(opening)
  assert.equal((await call('recovery.state', {})).step, 'ended')

  await call('recovery.leave', {})
  await call('recovery.begin', kitOf(ours))
  await enterCards(window, [card(ours, 1), card(ours, 2), card(ours, 3)])
  await call('recovery.open', { passphrase: PASSPHRASE })
  const restoring = call('recovery.restore', { file: backup, out: path.join(out, 'r') })
  await call('recovery.end', {})
  await assert.rejects(restoring)
  assert.deepEqual((await call('picker.list', { folder: out, hidden: true })).entries, [])
})
