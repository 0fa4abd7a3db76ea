/**
 * An older copy of a vault put back, and one that was worked with since: kit, record and saved log of the later
 * one say what it is, at both desks.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { readCards } from '../../main/core/share/index.ts'
import { headSentence, headText } from '../../main/core/text/audit-head.ts'
import { printedHead } from '../../main/services/quorum/printed-head.ts'
import { requireCardHead } from '../../main/services/vaults/heads.ts'
import { openVault } from '../../main/vault/vault.ts'
import { decodeHeader, formatSetId } from '../../shared/share.ts'
import { done, refused, wordsOf } from '../cli/command-line.ts'
import { refusal } from '../core/refusal.ts'
import { pdfOf } from '../paper/reading/card-files.ts'
import { openWindow } from '../services/window.ts'
import { optionsFor } from '../vault/vault-fixture.ts'
import { newDesk } from './golden.ts'

const FOLDER = path.join(import.meta.dirname, '../vectors/golden-statement-3/small-team')
const bytesOf = (name: string): Buffer => readFileSync(path.join(FOLDER, name))
const desk = newDesk()
const [kit = '', record = '', log = '', card = ''] = [
  ...['kit.json', 'record.json', 'office.jsonl', 'cards/01-ada.txt'],
].map(name => desk.write(path.basename(name), bytesOf(name)))
const vaultNamed = (name: string, from: string): string =>
  desk.write(name, gunzipSync(bytesOf(`${from}.vault.gz`)))

/** A command with each of them, beside a vault. */
const commands = (vault: string) => ({
  kit: ['share', 'inspect', card, '--kit', kit, '--vault', vault],
  record: ['record', 'verify', record, '--vault', vault],
  log: ['audit', 'verify', log, '--vault', vault],
})

test('the vault itself has what all of them name', async () => {
  const { kit, record, log } = commands(vaultNamed('office.vault', 'office'))
  await done(kit)
  assert.match(await done(record), /its log has what the record says of it/)
  assert.match(await done(log), /The vault has every entry of it/)
})

test('an older copy put back is named as one', async context => {
  const vault = vaultNamed('older.vault', 'before')
  const { kit: withKit, record: withRecord, log: withLog } = commands(vault)
  const older =
    /is an older copy of itself: its log ends at entry \d+, and the (ceremony record|saved log) was made/
  assert.match(await refused(withRecord, 5, 'VAULT_HEAD'), older)
  assert.match(await refused(withLog, 5, 'VAULT_HEAD'), older)
  assert.match(await refused(withKit, 5, 'VAULT_HEAD'), /the kit rests on: this is an older copy/)

  const { call, refused: refuses } = openWindow(context)
  await call('vault.open', { path: vault, readOnly: false })
  await refuses('audit.verifyFile', { file: log }, 'VAULT_HEAD', {
    ...{ path: vault, by: 'exported-log', problem: 'older', entry: 7, have: 6 },
  })
  const from = { kind: 'file', path: kit } as const
  await refuses('recovery.begin', { kit: from }, 'VAULT_HEAD', {
    ...{ path: vault, by: 'kit', problem: 'unknown', entry: null, have: 6 },
  })
})

test('a copy that was put back and worked with is another branch', async () => {
  const vault = vaultNamed('branch.vault', 'before')
  const office = await openVault(optionsFor(vault))
  const entries = bytesOf('office.jsonl').toString().trimEnd().split('\n').length
  while (office.audit.head().size < entries) {
    const details = { action: 'ceremony.run', code: 'APPROVAL_NEEDED', signers: [] } as const
    const subject = 'action:ceremony.run'
    office.audit.append({ actor: 'keyclave', action: 'action.refused', subject, details })
  }
  office.close()
  const { record, log } = commands(vault)
  const branch =
    /is another branch than the one that the (ceremony record|saved log) is of: entry \d+/
  assert.match(await refused(record, 5, 'VAULT_HEAD'), branch)
  assert.match(await refused(log, 5, 'VAULT_HEAD'), branch)
})

test('the head in the file of a card is compared, without its kit saying anything', async context => {
  const head = printedHead(bytesOf('cards/01-ada.txt'))
  assert.equal(head?.size, 11)
  const [bytes] = await readCards([bytesOf('cards/01-ada.txt')]).then(cards =>
    cards.map(card => card.bytes),
  )
  assert.ok(bytes)
  const setId = formatSetId(decodeHeader(bytes).setId)
  const opened = await openVault(optionsFor(vaultNamed('with-card.vault', 'office'), 'read'))
  context.after(() => opened.close())
  requireCardHead(opened, setId, head)
  assert.throws(
    () => requireCardHead(opened, setId, { ...head, hash: '00'.repeat(32) }),
    refusal('VAULT_HEAD', {
      ...{ path: opened.path, by: 'card', problem: 'branch', entry: 11 },
      have: opened.audit.head().size,
    }),
  )
  // Of a quorum that this vault has not founded its log is not asked.
  requireCardHead(opened, '0123456789', { ...head, hash: '00'.repeat(32) })

  const forged = readFileSync(card, 'utf8').replace(/entry 11, words/, 'entry 12, words')
  const file = desk.write('forged.txt', forged)
  const now = vaultNamed('at-hand.vault', 'office')
  const of = /is another branch than the one that the share card is of: entry 12/
  assert.match(
    await refused(['share', 'inspect', file, '--kit', kit, '--vault', now], 5, 'VAULT_HEAD'),
    of,
  )
  const { call, refused: refuses } = openWindow(context)
  await call('vault.open', { path: now, readOnly: false })
  await call('drill.begin', { kit: { kind: 'vault', setId } })
  const add = (path: string) => ({ for: 'drill', card: { kind: 'file', path } }) as const
  await refuses('share.add', add(file), 'VAULT_HEAD')
  // And on a card's PDF, where it is text, too.
  const pdf = async (name: string, head: { size: number; hash: string }) =>
    desk.write(name, await pdfOf([{ words: wordsOf(own) }, { text: headSentence(headText(head)) }]))
  const own = readFileSync(card, 'utf8')
  const bent = await pdf('bent.pdf', { ...head, hash: '00'.repeat(32) })
  const branch = ['share', 'inspect', bent, '--kit', kit, '--vault', now]
  assert.match(await refused(branch, 5, 'VAULT_HEAD'), /the share card is of: entry 11/)
  await refuses('share.add', add(bent), 'VAULT_HEAD')
  await done(['share', 'inspect', await pdf('own.pdf', head), '--kit', kit, '--vault', now])
  assert.equal((await call('share.add', add(card))).kind, 'accepted')
})

test('a record and a log of another vault are told from those of an older one', async () => {
  const other = desk.at('other.vault')
  ;(await openVault(optionsFor(other))).close()
  const { record, log } = commands(other)
  const another = /has another log than the one that the (ceremony record|saved log) is of/
  assert.match(await refused(record, 5, 'VAULT_HEAD'), another)
  assert.match(await refused(log, 5, 'VAULT_HEAD'), another)
})
