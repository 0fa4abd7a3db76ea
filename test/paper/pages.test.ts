/** The pages beside the cards: passphrase, register, record, recovery sheet. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { recordHash } from '../../main/core/ceremony/record.ts'
import { headText } from '../../main/core/text/audit-head.ts'
import { hashWords } from '../../main/core/text/pgp-words.ts'
import type { LabelFacts } from '../../main/paper/backup-label.ts'
import {
  printBackupLabel,
  printBooklet,
  printCeremonyRecord,
  printCoveredCard,
  printCoveredPassphrase,
  printHelp,
  printPassphrase,
  printRecovery,
  printShareCards,
  printShareRegister,
} from '../../main/paper/pages.ts'
import type { PaperSize } from '../../main/paper/paper-size.ts'
import type { KeyclaveError } from '../../shared/errors.ts'
import { linesOf } from '../../shared/help/document.ts'
import { readMarkdown } from '../../shared/help/markdown.ts'
import { helpDocument } from '../../shared/help/sections.ts'
import { shortcutsDocument } from '../../shared/help/shortcuts-document.ts'
import { TOPICS, type TopicId } from '../../shared/help/topics.ts'
import { messagesIn } from '../../shared/messages/index.ts'
import { keyclave } from '../cli/command-line.ts'
import { refusal } from '../core/refusal.ts'
import {
  checkStructure,
  choose,
  FACTS,
  fontsOf,
  infoOf,
  placesOf,
  shareOf,
  structureOf,
  textOf,
} from './printed.ts'

/** One of each kind; FORMAT has twenty pages. */
const PRINTED: readonly TopicId[] = ['auditor', 'shortcuts']
const ROOT = path.resolve(import.meta.dirname, '../..')
const flat = (pdf: Uint8Array): string => textOf(pdf, 'raw').replaceAll(/\s+/g, ' ')

const HEX = '0123456789abcdef'.repeat(4)
const SHEET = { ...FACTS, identity: 'hybrid', kdf: 3, recoverPage: HEX, sums: HEX } as const
const RECORD = {
  format: 'keyclave ceremony record 1',
  title: FACTS.title,
  organisation: FACTS.organisation,
  opened: '2026-11-21T10:00:00.000Z',
  closed: '2026-11-21T11:30:05.123Z',
  software: 'keyclave 0.1.0',
  plan: {
    title: FACTS.title,
    quorum: { threshold: 3, custodians: FACTS.custodians, identity: 'hybrid', kdf: 3 },
    people: { administrators: ['Ines'], witnesses: ['Walt'], recoveryOfficers: ['Olga'] },
    keys: [
      { label: 'video-root', bits: 256, purpose: 'content encryption', expires: '2028-11-21' },
    ],
    imports: [{ label: 'seed', purpose: 'release signing', file: 'seed.bin' }],
    options: { pictures: true },
  },
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
  ...{
    files: 1234,
    bytes: 5_678_901,
    size: 3_456_789,
    tree: null,
    leftOut: [
      { what: 'special', count: 3 },
      { what: 'Mail/**/*.tmp', count: 1200 },
    ],
    sha256: HEX,
    generation: 2,
  },
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
  ['recovery sheet', paper => printRecovery(SHEET, paper, choose)],
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

test('a passphrase is printed in its normal form and in other alphabets', async () => {
  const made = (bytes: Buffer) => printPassphrase(bytes, FACTS, FACTS.date, 'a4', choose)
  assert.ok(flat(await made(Buffer.from('ｗｉｄｅ шифр κλειδί'))).includes('wide шифр κλειδί'))
  await assert.rejects(made(Buffer.from([0x61, 0xff])), refusal('PASSPHRASE_ENCODING'))
  await assert.rejects(made(Buffer.from('two\nlines')), refusal('PASSPHRASE_ENCODING'))
})

test('a passphrase that cannot be read from paper is refused, and not printed as something else', async () => {
  const refused = (text: string, character: number) =>
    assert.rejects(
      printPassphrase(Buffer.from(text), FACTS, FACTS.date, 'a4', choose),
      (error: KeyclaveError) => {
        assert.equal(error.code, 'PASSPHRASE_UNPRINTABLE')
        assert.deepEqual(error.data, { character }, 'a place, and nothing of the passphrase')
        return !error.message.includes(text)
      },
    )
  await refused('漢字 owl', 1)
  await refused('an 🦉 owl', 4)
  await refused('soft\u00ADhyphen', 5)
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

test('a register has a line for whoever is absent, and nothing to sign for them', async () => {
  const custodians = ['Ada', 'Bob', 'Cyd', 'Dan']
  const [recipient, words] = ['ab'.repeat(32), hashWords('ab'.repeat(32))]
  const line = { form: 'age', recipient, words, acknowledged: null } as const
  const pdf = await printShareRegister({ ...FACTS, custodians }, 'a4', choose, null, [
    { ...line, index: 3 },
    { ...line, index: 4, form: 'cms', acknowledged: '2026-12-01' },
  ])
  const [paper = '', sealed = ''] = flat(pdf).split('Acknowledged on')
  assert.match(paper, /1 Ada 2 Bob /)
  assert.doesNotMatch(paper, /Cyd|Dan/, 'nobody signs for a bag that there is not')
  assert.match(sealed, /3 Cyd an age recipient/)
  assert.match(sealed, /Dan .*2026-12-01|2026-12-01.*Dan/)
  for (const word of words) assert.ok(sealed.includes(word), word)
  assert.equal(infoOf(pdf).get('Pages'), '1')
})

test('a record is printed whole, with the digest of its file', async () => {
  const file = fileOf(RECORD)
  const text = flat(await printCeremonyRecord(file, 'a4', choose))
  const digest = createHash('sha256').update(file).digest('hex')
  const grouped = (hex: string): string => (hex.match(/.{4}/g) ?? []).join(' ')
  const parts = [
    grouped(digest),
    grouped(HEX),
    'Opened 2026-11-21 10:00:00 UTC',
    'Closed 2026-11-21',
  ]
  for (const part of [...parts, ...FACTS.custodians, 'Backup keys', '1957 characters']) {
    assert.ok(text.includes(part), part)
  }
  assert.doesNotMatch(text, /[0-9a-f]{32}/, 'a hash is printed in groups')
  assert.doesNotMatch(text, /setId|kcv|by:/, 'names of the file are not for people')
})

test('a record prints the plan that was agreed, with the words of its hash', async () => {
  const text = flat(await printCeremonyRecord(fileOf(RECORD), 'letter', choose))
  for (const part of [
    'Plan Part What was agreed',
    'Policy any 3 of these 5 people, together with the passphrase',
    ...['Administrators Ines', 'Witnesses Walt', 'Recovery officers Olga'],
    `Custodians ${FACTS.custodians.join(', ')}`,
    'Key video-root: AES-256, content encryption, until 2028-11-21',
    'Imported secret seed: release signing',
    'A picture or the PDF of a card may stand for the card.',
    hashWords(HEX).join(' '),
    'Identity hybrid; KDF profile 3: 1 GiB of memory, four passes',
  ]) {
    assert.ok(text.includes(part), part)
  }
})

test('a record says in plain words who did what, what was excepted, and what a team does without', async () => {
  const by = (name: string, role: string) => ({ name, role, initials: name.slice(0, 1) })
  const [ines, ada] = [by('Ines', 'administrator'), by('Ada', 'custodian')]
  const step = (name: string, facts: object, who: object) => ({
    ...{ time: '2026-11-21T10:00:00.000Z', step: name, facts, by: who },
  })
  const swap = { check: 'swap', result: 'failed', evidence: 'Swap is on.' }
  const record = {
    ...RECORD,
    profile: 'small-team',
    waivers: ['administrator-is-officer', 'a waiver of another day'],
    steps: [
      step('room checked', { ...swap, 'goes on because': 'the drive is destroyed' }, ines),
      step('founded', { setId: FACTS.setId, fingerprint: HEX }, ines),
      step('share read back', { index: 1, custodian: 'Ada', by: 'camera' }, ada),
      step('exception', { what: 'the lights', reason: 'a storm', 'accepted by': 'Walt' }, ines),
      step('bell rung', { times: 3 }, ines),
    ],
  }
  const text = flat(await printCeremonyRecord(fileOf(record), 'a4', choose))
  for (const part of [
    'room check: swap, failed: Swap is on. the drive is destroyed Ines, administrator (I)',
    'the lights a storm Walt',
    'Waivers of a small team',
    'An administrator may be the recovery officer Who runs the machine knows the passphrase.',
    'a waiver of another day',
    'Ines, administrator (I) Quorum founded Set 35bd1e8328; kit fingerprint 0123 4567',
    'Ada, custodian (A) Share 1, of Ada, read back its code held into the camera.',
    'Ines, administrator (I) Exception: the lights a storm. Accepted by: Walt.',
    'Ines, administrator (I) bell rung times: 3',
  ]) {
    assert.ok(text.includes(part), `${part}: ${text}`)
  }
  const none = flat(
    await printCeremonyRecord(fileOf({ ...record, steps: [], waivers: [] }), 'a4', choose),
  )
  assert.ok(none.includes('None was noted, and every check of the room passed.'))
  assert.ok(none.includes('None: every rule of the policy held.'))
})

test('each page of a document says which it is, and which page of how many', async () => {
  const custodians = Array.from({ length: 40 }, (_, i) => `Custodian number ${i + 1}`)
  const hash = hashWords(recordHash(RECORD)).slice(0, 4).join(' ')
  const title = `${FACTS.title}, set ${FACTS.setId}`
  const large = { paper: 'a4', plain: true, layout: 'large-print' } as const
  const [card = Buffer.alloc(0)] = await printShareCards([shareOf(2)], FACTS, large, choose)
  const documents = [
    [await printCeremonyRecord(fileOf(RECORD), 'a4', choose), `record: ${title}; hash ${hash} …`],
    [await printShareRegister({ ...FACTS, custodians }, 'a4', choose), `of shares: ${title}`],
    [card, `Share 2 of 5, set ${FACTS.setId}`],
  ] as const
  for (const [pdf, foot] of documents) {
    checkStructure(pdf)
    const pages = textOf(pdf, 'raw').split('\f').slice(0, -1)
    assert.ok(pages.length > 1)
    for (const [i, page] of pages.entries()) {
      const last = page.trimEnd().replaceAll(/\s+/g, ' ').slice(-150)
      assert.ok(last.includes(foot) && last.endsWith(`page ${i + 1} of ${pages.length}`), last)
    }
  }
  assert.ok(!flat(card).includes(FACTS.title), 'a plain card stays plain')
  const single = await printShareRegister(FACTS, 'a4', choose)
  assert.ok(!flat(single).includes('page 1'), 'one page needs no number')
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
    ...{
      time: '2026-11-21T10:00:00.000Z',
      step: 'share issued',
      facts: { index: i, custodian: 'Ada' },
    },
  }))
  const record = { ...RECORD, quorum: { ...RECORD.quorum, custodians }, steps }
  const text = flat(await printCeremonyRecord(fileOf(record), 'letter', choose))
  assert.ok(text.includes('Custodian number 255') && text.includes('Share 599, of Ada, issued'))
  assert.match(
    text.slice(-200),
    /Witness: name, signature, date Ceremony record: .* page \d+ of \d+ $/,
  )
})

test('a recovery sheet is one page, whatever the quorum, and what is compared stays large', async () => {
  const custodians = Array.from({ length: 255 }, (_, i) => `Custodian number ${i + 1}`)
  const long = 'W'.repeat(200)
  for (const facts of [FACTS, { ...FACTS, title: long, organisation: long, custodians }]) {
    for (const paper of ['a4', 'letter'] as const) {
      const recovery = {
        ...facts,
        identity: 'classic',
        kdf: 2,
        recoverPage: HEX,
        sums: HEX,
      } as const
      const pdf = await printRecovery(recovery, paper, choose)
      assert.equal(infoOf(pdf).get('Pages'), '1')
      const text = flat(pdf)
      for (const part of [
        ...[FACTS.fingerprint, FACTS.setId, 'recover.py', '2 GiB', 'new ceremony.'],
        ...['recover.html', HEX.slice(0, 32), HEX.slice(32)].map(part =>
          part.replaceAll(/[0-9a-f]{4}(?=[0-9a-f])/g, '$& '),
        ),
      ]) {
        assert.ok(text.includes(part), part)
      }
      const most = facts === FACTS ? 'Ada, Grace, Katherine, Hedy, Annie' : '255, listed in the kit'
      assert.ok(text.includes(most), most)
      // A line of text is a little higher than its size.
      for (const word of ['95bc', FACTS.setId]) {
        const [{ top, bottom } = { top: 0, bottom: 0 }] = placesOf(pdf, word)
        assert.ok(bottom - top >= 9, `${word} has ${bottom - top} pt`)
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
    `keyclave recover backup FILE --kit kit.json --fingerprint ${FACTS.fingerprint.replace(' ', '').slice(0, 8)} `,
    ...['keyclave recover backup FILE', 'recover.py decrypt identity.txt FILE', 'Where it is kept'],
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
/** The commands of a page, each as a shell would join it from its lines. */
/** What is asked for at a terminal. */
const TYPED: { readonly [command: string]: readonly string[] } = {
  recover: ['--share', 'share.txt', '--passphrase-file', 'passphrase.txt'],
}

const commandsOn = (pdf: Uint8Array): string[] =>
  textOf(pdf, 'layout')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => /^(keyclave|python3|mkdir|age) /.test(line))

test('every command of a recovery sheet is one, as it is printed', async () => {
  const where = mkdtempSync(path.join(tmpdir(), 'keyclave-sheet-'))
  try {
    for (const paper of ['a4', 'letter'] as const) {
      const pdf = await printRecovery(SHEET, paper, choose)
      const commands = commandsOn(pdf)
      assert.equal(commands.length, 4)
      // No command puts a card or the passphrase into a file, or takes it from one.
      assert.ok(!commands.some(command => /--share|--passphrase-file|share-/.test(command)))
      for (const command of commands) {
        const words = wordsOfShell(command, where)
        if (command.startsWith('keyclave'))
          await requireCommand(words.slice(1).concat(TYPED[words[1] ?? ''] ?? []))
        if (command.startsWith('python3')) requireRecoverCommand(words.slice(2))
      }
      // The digits that a kit is taken by, as they stand above and on the cards.
      const digits = FACTS.fingerprint.replaceAll(' ', '').slice(0, 8)
      const given = commands.filter(command => command.includes(` --fingerprint ${digits}`))
      assert.equal(given.length, 2)
    }
  } finally {
    rmSync(where, { recursive: true })
  }
})

/** What a shell makes of a command's words, up to a pipe or a redirection. */
function wordsOfShell(command: string, cwd: string): string[] {
  const [own = ''] = command.split(/[|>]/)
  const { status, stdout } = spawnSync('sh', ['-c', `printf '%s\\n' ${own}`], {
    cwd,
    encoding: 'utf8',
  })
  assert.equal(status, 0, command)
  return stdout.trimEnd().split('\n')
}

/** No file of the command is there; that it says so shows that it was understood. */
async function requireCommand(words: readonly string[]): Promise<void> {
  const { code, err } = await keyclave(words)
  assert.ok(code !== 1 && /error\[FILE_/.test(err), `${words.join(' ')}: ${err}`)
}

function requireRecoverCommand(words: readonly string[]): void {
  if (words[0] === 'selftest') return
  const cwd = path.join(import.meta.dirname, '../../docs')
  const { status, stderr } = spawnSync('python3', ['recover.py', ...words], {
    cwd,
    encoding: 'utf8',
  })
  assert.ok(status === 1, `${words.join(' ')}: ${stderr}`) // 2: wrong usage
}

test('a covered card has the place of every word and none of the words', async () => {
  for (const layout of ['standard', 'fold', 'large-print'] as const) {
    const style = { paper: 'a4', plain: false, layout } as const
    const card = await printCoveredCard(2, FACTS, style, choose)
    const text = textOf(card, 'raw')
    assert.match(text, /Share 2 of/)
    assert.equal(text.match(/•{6}/g)?.length, 40)
    checkStructure(card)
  }
  const passphrase = await printCoveredPassphrase(null, '2026-11-21', 'letter', choose)
  assert.match(textOf(passphrase, 'raw'), /•{6}/)
})

test('each leaflet is one page, on either paper', async () => {
  const names = ['custodian', 'recovery-officer', 'found-a-card']
  const sources = names.map(name =>
    readFileSync(path.join(ROOT, `docs/leaflets/${name}.md`), 'utf8'),
  )
  for (const paper of ['a4', 'letter'] as const) {
    const pdf = await printBooklet('Leaflets', sources, paper, choose)
    assert.equal(infoOf(pdf).get('Pages'), String(names.length))
    assert.ok(pdf.equals(await printBooklet('Leaflets', sources, paper, choose)), 'the same bytes')
    const text = flat(pdf)
    for (const part of ['You are a custodian', 'You are the recovery officer']) {
      assert.ok(text.includes(part), part)
    }
    assert.ok(text.includes('You have found a card') && text.includes('keep looking.'))
  }
})

test('in a booklet no mark of a list stands alone at the foot of a page', async () => {
  const runbook = readFileSync(path.join(ROOT, 'docs/RUNBOOK.md'), 'utf8')
  // Each further line before it moves the page's end to another place of the text.
  for (const before of [0, 3, 7]) {
    const source = `${'A line.\n\n'.repeat(before)}${runbook}`
    const pages = textOf(await printBooklet('Runbook', [source], 'a4', choose), 'layout').split(
      '\f',
    )
    for (const page of pages) {
      const lines = page.split('\n').filter(line => line.trim() !== '')
      assert.doesNotMatch(lines.at(-2) ?? '', /^\s*(?:–|\d+\.)\s*$/)
    }
  }
})

test('the passphrase card says its set, the folder, whom to call, and what an heir should do', async () => {
  const facts = { ...FACTS, contact: 'Reception, 555 0100', fingerprint: null }
  const text = flat(
    await printPassphrase(Buffer.from('unmixed tarantula'), facts, FACTS.date, 'letter', choose),
  )
  for (const part of [
    ...[FACTS.setId, `folder keyclave-${FACTS.setId}`, 'Reception, 555 0100', 'keyclave 0.1.0'],
    ...['found or inherited this card', 'START-HERE.txt', 'Kit fingerprint, as it is read aloud'],
  ]) {
    assert.ok(text.includes(part), part)
  }
  const recovery = flat(await printRecovery({ ...SHEET, contact: facts.contact }, 'a4', choose))
  assert.ok(recovery.indexOf('Recover now') < recovery.indexOf('Without Keyclave'))
  assert.ok(recovery.includes('Reception, 555 0100') && recovery.includes('keyclave 0.1.0'))
})

test('a page that is drawn again says so on every page, and the first one does not', async () => {
  const first = await printShareRegister(FACTS, 'a4', choose)
  const again = await printShareRegister(FACTS, 'a4', choose, '2027-01-02')
  assert.ok(!flat(first).includes('Drawn again'))
  assert.ok(flat(again).includes('Drawn again on 2027-01-02'))
  checkStructure(again)
})

test('documents of the help are printed, with their tables and the page of shortcuts', async () => {
  for (const { id, file } of TOPICS.filter(({ id }) => PRINTED.includes(id))) {
    const source = file === null ? null : readFileSync(path.join(ROOT, file), 'utf8')
    const pdf = await printHelp(id, source, 'a4', choose)
    const document =
      source === null
        ? shortcutsDocument(messagesIn('en').help.shortcuts)
        : helpDocument(id, readMarkdown(source))
    const squeezed = (text: string): string => text.replaceAll(/\s+/g, '')
    const printed = squeezed(textOf(pdf, 'raw'))
    assert.ok(printed.startsWith(squeezed(document.title)), id)
    const last = document.blocks.findLast(({ kind }) => kind === 'paragraph')
    if (last !== undefined)
      assert.ok(printed.includes(squeezed(linesOf([last]).join('')).slice(-40)), id)
  }
})
