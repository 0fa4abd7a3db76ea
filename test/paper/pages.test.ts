/** The pages beside the cards: passphrase, register, record, recovery sheet. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { headText } from '../../main/core/audit-head.ts'
import { recordHash } from '../../main/core/ceremony-record.ts'
import { hashWords } from '../../main/core/pgp-words.ts'
import type { LabelFacts } from '../../main/paper/backup-label.ts'
import type { PaperSize } from '../../main/paper/paper-size.ts'
import {
  printBackupLabel,
  printCeremonyRecord,
  printPassphrase,
  printRecovery,
  printShareRegister,
} from '../../main/paper/printing.ts'
import { refusal } from '../core/refusal.ts'
import { checkStructure, choose, FACTS, fontsOf, infoOf, structureOf, textOf } from './printed.ts'

const flat = (pdf: Uint8Array): string => textOf(pdf, 'raw').replaceAll(/\s+/g, ' ')

const HEX = '0123456789abcdef'.repeat(4)
const RECORD = {
  format: 'keyclave ceremony record 1',
  title: FACTS.title,
  organisation: FACTS.organisation,
  opened: '2026-11-21T10:00:00.000Z',
  closed: '2026-11-21T11:30:05.123Z',
  software: 'keyclave 0.1.0',
  plan: { title: FACTS.title },
  planHash: HEX,
  policy: 'any 3 of these 5 people, together with the passphrase',
  quorum: {
    ...{ setId: FACTS.setId, threshold: 3, identity: 'hybrid', kdf: 3 },
    custodians: FACTS.custodians.map((name, i) => ({ index: i + 1, name, commitment: HEX })),
  },
  kitFingerprint: HEX,
  kitDigest: HEX,
  backupKeys: [{ generation: 1, recipient: `age1pq1${'q'.repeat(1950)}` }],
  keys: [{ id: 'a1', label: 'video-root', purpose: 'content encryption', bits: 256 }],
  proof: { subsets: 10, possible: '10', exhaustive: true },
  steps: [
    { time: '2026-11-21T10:00:00.000Z', step: 'opened', facts: {} },
    {
      time: '2026-11-21T10:01:00.000Z',
      step: 'share issued',
      facts: { index: 1, custodian: 'Ada' },
    },
  ],
  audit: null,
}
const fileOf = (record: object): Buffer => Buffer.from(`${JSON.stringify(record, null, 2)}\n`)

const LABEL: LabelFacts = {
  ...{ fileName: 'office-2026.tar.zst.age', created: '2026-11-21T12:04:05.678Z' },
  ...{ files: 1234, bytes: 5_678_901, size: 3_456_789, sha256: HEX, generation: 2 },
  setId: FACTS.setId,
  quorum: {
    ...{ title: FACTS.title, organisation: FACTS.organisation, fingerprint: FACTS.fingerprint },
    ...{ threshold: 3, custodians: 5 },
  },
  auditHead: headText({ size: 17, hash: HEX }),
}

/** Every page that holds no share, made for a size of paper. */
const PAGES: readonly (readonly [string, (paper: PaperSize) => Promise<Buffer>])[] = [
  [
    'passphrase card',
    paper =>
      printPassphrase(Buffer.from('unmixed tarantula yo-yo'), FACTS, FACTS.date, paper, choose),
  ],
  ['register', paper => printShareRegister(FACTS, paper, choose)],
  ['record', paper => printCeremonyRecord(fileOf(RECORD), paper, choose)],
  ['backup label', paper => printBackupLabel(LABEL, paper, choose)],
  [
    'recovery sheet',
    paper => printRecovery({ ...FACTS, identity: 'hybrid', kdf: 3 }, paper, choose),
  ],
]

for (const [name, make] of PAGES) {
  test(`a ${name} is a tagged, sound PDF, and the same bytes each time`, async () => {
    const pdf = await make('a4')
    assert.deepEqual(await make('a4'), pdf)
    checkStructure(pdf)
    const info = infoOf(await make('letter'))
    assert.equal(info.get('Tagged'), 'yes')
    assert.ok(info.get('Title')?.toLowerCase().includes(name))
    assert.equal(info.get('Page size'), '612 x 792 pts (letter)')
    assert.match(structureOf(pdf), /H1/)
    assert.ok(fontsOf(pdf).every(font => font.embedded === 'yes' && font.unicode === 'yes'))
  })
}

test('a passphrase card gives the passphrase back, in one line of the text', async () => {
  const passphrase = 'Unmixed tarantula yo-yo gumdrop sandal clarinet hubcap'
  const text = flat(await printPassphrase(Buffer.from(passphrase), null, FACTS.date, 'a4', choose))
  assert.ok(text.includes(passphrase))
  assert.ok(text.includes(`${passphrase.length} characters`))
})

test('spaces that paper would swallow are printed as a sign', async () => {
  const made = (text: string) =>
    printPassphrase(Buffer.from(text), FACTS, FACTS.date, 'a4', choose).then(flat)
  const text = await made(' two  spaces')
  assert.ok(text.includes('·two··spaces') && text.includes('Each · stands for a space'), text)
  assert.ok((await made('a dot · and  two')).includes('a•dot•·•and••two'))
})

test('a passphrase is printed in its normal form, in other alphabets, and never as garbage', async () => {
  const made = (bytes: Buffer) => printPassphrase(bytes, FACTS, FACTS.date, 'a4', choose)
  assert.ok(flat(await made(Buffer.from('ｗｉｄｅ шифр κλειδί'))).includes('wide шифр κλειδί'))
  assert.ok(flat(await made(Buffer.from('漢字 owl'))).includes('[U+6F22][U+5B57] owl'))
  await assert.rejects(made(Buffer.from([0x61, 0xff])), refusal('PASSPHRASE_ENCODING'))
  await assert.rejects(made(Buffer.from('two\nlines')), refusal('PASSPHRASE_ENCODING'))
})

test('the longest passphrase fits on its card', async () => {
  const passphrase = 'x'.repeat(1024)
  const pdf = await printPassphrase(Buffer.from(passphrase), FACTS, FACTS.date, 'letter', choose)
  assert.equal(infoOf(pdf).get('Pages'), '1')
  assert.ok(textOf(pdf, 'raw').replaceAll(/\s/g, '').includes(passphrase))
})

test('a register names every custodian, on as many pages as it takes', async () => {
  const custodians = Array.from({ length: 255 }, (_, i) => `Custodian number ${i + 1}`)
  const pdf = await printShareRegister({ ...FACTS, custodians }, 'a4', choose)
  const text = textOf(pdf, 'layout')
  for (const name of custodians) assert.match(text, new RegExp(`${name}\\b`))
  const pages = Number(infoOf(pdf).get('Pages'))
  assert.ok(pages > 8)
  assert.equal(text.split('Seal bag number').length - 1, pages, 'each page has the head')
})

test('a record is printed whole, with the digest of its file', async () => {
  const file = fileOf(RECORD)
  const text = flat(await printCeremonyRecord(file, 'a4', choose))
  const digest = createHash('sha256').update(file).digest('hex')
  const grouped = (hex: string): string => (hex.match(/.{4}/g) ?? []).join(' ')
  const parts = [grouped(digest), grouped(HEX), '2026-11-21 11:30:05', 'video-root', 'share issued']
  for (const part of [...parts, ...FACTS.custodians, 'Backup keys', '1957 characters']) {
    assert.ok(text.includes(part), part)
  }
})

test('a signed record says who was there, who signed what, and where the log stood', async () => {
  const by = (...keys: readonly string[]) => ({ by: keys.map(key => ({ key, signature: HEX })) })
  const [annie, dorothy, vera] = ['aa', 'bb', 'cc'].map(byte => byte.repeat(32))
  const record = {
    ...RECORD,
    profile: 'strict',
    people: [
      { id: '01', name: 'Annie', roles: ['administrator'], key: annie },
      { id: '02', name: 'Dorothy', roles: ['witness'], key: dorothy },
      { id: '03', name: 'Vera', roles: ['recovery-officer'], key: vera },
    ],
    attendance: [
      { time: '2026-11-21T10:00:00.000Z', person: '01', change: 'came' },
      { time: '2026-11-21T11:10:00.000Z', person: '03', change: 'left' },
    ],
    approval: by(annie ?? ''),
    signatures: by(annie ?? '', dorothy ?? ''),
    audit: { size: 17, hash: HEX },
    weatherAtNoon: 'rain',
  }
  const text = flat(await printCeremonyRecord(fileOf(record), 'a4', choose))
  for (const part of [
    'Annie administrator aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa the plan, this record',
    'Dorothy witness bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb this record',
    'Vera recovery officer cccc cccc cccc cccc cccc cccc cccc cccc nothing',
    ...['2026-11-21 11:10:00 Vera left', 'Profile strict'],
    ...['Annie, administrator: signature, date', 'Vera, recovery officer: signature, date'],
    ...[hashWords(recordHash(record)).join(' '), headText({ size: 17, hash: HEX })],
    ...['Weather at noon', 'rain'],
  ]) {
    assert.ok(text.includes(part), part)
  }
})

test('a record of 255 custodians and 600 steps is printed to its end', async () => {
  const custodians = Array.from({ length: 255 }, (_, i) => ({
    ...{ index: i + 1, name: `Custodian number ${i + 1}`, commitment: HEX },
  }))
  const steps = Array.from({ length: 600 }, (_, i) => ({
    ...{ time: '2026-11-21T10:00:00.000Z', step: 'share issued', facts: { index: i } },
  }))
  const record = { ...RECORD, quorum: { ...RECORD.quorum, custodians }, steps }
  const text = flat(await printCeremonyRecord(fileOf(record), 'letter', choose))
  assert.ok(text.includes('Custodian number 255') && text.includes('index: 599'))
  assert.ok(text.trimEnd().endsWith('Witness: name, signature, date'))
})

test('a recovery sheet is one page, whatever the quorum', async () => {
  const custodians = Array.from({ length: 255 }, (_, i) => `Custodian number ${i + 1}`)
  for (const facts of [FACTS, { ...FACTS, custodians }]) {
    for (const paper of ['a4', 'letter'] as const) {
      const pdf = await printRecovery({ ...facts, identity: 'classic', kdf: 2 }, paper, choose)
      assert.equal(infoOf(pdf).get('Pages'), '1')
      const text = flat(pdf)
      for (const part of [FACTS.fingerprint, FACTS.setId, 'recover.py', '2 GiB', 'new ceremony.']) {
        assert.ok(text.includes(part), part)
      }
    }
  }
})

test('a backup label says which backup it is, how it is opened and checked, and where the log stood', async () => {
  const text = flat(await printBackupLabel(LABEL, 'a4', choose))
  for (const part of [
    ...['office-2026.tar.zst.age', '2026-11-21 12:04:05 UTC', 'number 2', FACTS.setId],
    ...['1,234 files, 5,678,901 bytes', '3,456,789 bytes', HEX.replaceAll(/.{4}(?=.)/g, '$& ')],
    ...[FACTS.title, FACTS.organisation, FACTS.fingerprint, '3 of 5 shares, and the passphrase'],
    ...[`Audit log ${LABEL.auditHead}`, 'keyclave audit verify --vault VAULT --head'],
    ...['keyclave recover backup FILE', 'age -d -i identity.txt FILE', 'Where it is kept'],
  ]) {
    assert.ok(text.includes(part), part)
  }
  // Without a vault and without the kit it leaves out what nobody knows.
  const bare = flat(
    await printBackupLabel({ ...LABEL, quorum: null, auditHead: null }, 'a4', choose),
  )
  for (const part of ['Audit log', 'audit verify', 'Ceremony', 'fingerprint 95bc', 'null']) {
    assert.ok(!bare.includes(part), part)
  }
})

test('a backup label is one page, whatever the names', async () => {
  const long = 'ÅБé名'.repeat(60)
  const quorum = { ...(LABEL.quorum as NonNullable<typeof LABEL.quorum>), title: long }
  const facts = { ...LABEL, quorum, fileName: `${'x'.repeat(247)}.tar.age` }
  const pdf = await printBackupLabel(facts, 'letter', choose)
  assert.equal(infoOf(pdf).get('Pages'), '1')
  assert.ok(textOf(pdf, 'raw').includes('Read back by: name, signature, date'))
})
