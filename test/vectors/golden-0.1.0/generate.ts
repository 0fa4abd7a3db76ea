/**
 * Made the golden artefacts of Keyclave 0.1.0, once, at commit 63dc0af. Kept for the record: it is code of
 * 0.1.0, nothing compiles it any more, and it is NEVER run again over the files beside it (README.md).
 *
 * How it ran: as root, in a checkout of 63dc0af, without network, with CUPS, poppler and age installed:
 *
 *   unshare --net node test/vectors/golden-0.1.0/generate.ts
 *
 * The clock is made up and goes on by itself. The randomness is the operating system's, which 0.1.0's
 * composition roots (main/app.ts, main/window-services.ts) take by themselves.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { Readable, Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Decrypter } from 'age-encryption'
import Database from 'better-sqlite3'
import { createApp } from '../../../main/app.ts'
import { thisMachine } from '../../../main/cli/machine.ts'
import { runCommandLine } from '../../../main/cli/program.ts'
import { osRandom } from '../../../main/core/random.ts'
import { newBackupKey } from '../../../main/core/backup-key.ts'
import { addKey, kitToBytes, parseKit, rotateBackupKey } from '../../../main/core/kit.ts'
import { newMasterKey } from '../../../main/core/master-key.ts'
import { openVault } from '../../../main/vault/vault.ts'
import { MIGRATIONS } from '../../../main/vault/migrations.ts'
import type { Input } from '../../../shared/contract.ts'
import type { Role } from '../../../shared/roles.ts'
import { parseWords, shareToQr, shareToWords, wordsToShare } from '../../../shared/share-text.ts'
import { startScheduler } from '../../services/printing/scheduler.ts'
import { type FakeWindow, openWindow } from '../../services/window.ts'

/** Where it worked: names a place, since the check of the room writes down where there is space. */
const DESK = process.env.GOLDEN_DESK ?? '/media/ceremony'
const HERE = import.meta.dirname
const ROOT = path.join(HERE, '../../..')
const VERSION = '0.1.0'

/** Goes on by a moment each time it is read, and by more when it is told to. */
class Clock {
  #now: number
  constructor(start: string) {
    this.#now = Date.parse(start)
  }
  readonly now = (): Date => {
    this.#now += 7
    return new Date(this.#now)
  }
  pass(seconds: number): void {
    this.#now += 1000 * seconds
  }
}

const at = (...names: string[]): string => path.join(DESK, ...names)
const lines = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** Keeps a file, or a folder, in the vectors. */
function keep(from: string, ...to: string[]): void {
  const target = path.join(HERE, ...to)
  mkdirSync(path.dirname(target), { recursive: true })
  assert.ok(!existsSync(target), `${target} is there: golden files are made once`)
  cpSync(from, target, { recursive: true, verbatimSymlinks: true })
}
function keepText(text: string, ...to: string[]): void {
  const target = path.join(HERE, ...to)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, text, { flag: 'wx' })
}

/** Keeps a vault, compressed: three quarters of one are empty pages. */
const keepVault = (from: string, ...to: string[]): void => {
  const target = path.join(HERE, ...to)
  mkdirSync(path.dirname(target), { recursive: true })
  assert.ok(!existsSync(`${from}-wal`), 'it is closed')
  writeFileSync(`${target}.gz`, gzipSync(readFileSync(from), { level: 9 }), { flag: 'wx' })
}

/** The manifest of a backup: age's library, zstd and tar take it out. */
async function manifestIn(backup: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(readFileSync(at('opened/backup-key-1.txt'), 'utf8').trim())
  const input = await decrypter.decrypt(readFileSync(backup))
  const archive = execFileSync('zstd', ['-dc'], { input })
  return execFileSync('tar', ['-xO', 'keyclave-manifest.json'], { input: archive, encoding: 'utf8' })
}

/** The command line of 0.1.0, at this clock. */
function commandLine(clock: Clock) {
  return async (...args: string[]): Promise<string> => {
    const said: Buffer[] = []
    const stream = () =>
      new Writable({
        write: (piece: Buffer, _, next) => {
          said.push(piece)
          next()
        },
      })
    clock.pass(20)
    const code = await runCommandLine(args, {
      app: async () =>
      createApp({
        ...thisMachine(ROOT, VERSION),
        now: clock.now,
        standardInput: Readable.from([]),
        askHidden: null,
      }),
      streams: { out: stream(), err: stream(), interactive: false, now: () => performance.now() },
      signal: new AbortController().signal,
      canAsk: false,
      version: VERSION,
    })
    const text = Buffer.concat(said).toString()
    if (code !== 0) throw new Error(`keyclave ${args.join(' ')}\n${text}`)
    return text
  }
}

/** The tree of the backups: names, types and times that a tar archive can hold. */
function plantTree(folder: string): void {
  mkdirSync(path.join(folder, 'keys/старые'), { recursive: true })
  writeFileSync(path.join(folder, 'empty'), '')
  writeFileSync(path.join(folder, 'notes.txt'), 'The spare drive is in the second safe.\n')
  writeFileSync(path.join(folder, 'keys/public.pem'), pseudoRandom(3000))
  writeFileSync(path.join(folder, `keys/старые/${'long name '.repeat(12)}.txt`), 'long\n')
  symlinkSync('../notes.txt', path.join(folder, 'keys/link'))
  for (const name of ['empty', 'notes.txt', 'keys/public.pem', 'keys/старые', 'keys', '']) {
    const time = Date.UTC(2026, 4, 6, 7, 8, 9) / 1000
    utimesSync(path.join(folder, name), time, time)
  }
}

function pseudoRandom(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`keyclave golden ${i}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

type Deed = Input<'approval.ask'>['deed']
type Secrets = { readonly [name: string]: string }

/** People at the window. */
class Office {
  readonly #clock: Clock
  readonly secrets: { [name: string]: string }
  window: FakeWindow

  constructor(window: FakeWindow, clock: Clock, secrets: Secrets) {
    this.window = window
    this.#clock = clock
    this.secrets = { ...secrets }
  }
  async id(name: string): Promise<string> {
    const { people } = await this.window.call('people.list', {})
    const person = people.find(other => other.name === name)
    assert.ok(person, name)
    return person.id
  }
  secretOf(name: string): string {
    return this.secrets[name] ?? assert.fail(name)
  }
  async sign(deed: Deed, ...names: string[]): Promise<string> {
    const { id: approval } = await this.window.call('approval.ask', { deed })
    for (const name of names) {
      this.#clock.pass(9)
      const person = await this.id(name)
      await this.window.call('approval.sign', { approval, person, secret: this.secretOf(name) })
    }
    return approval
  }
  async come(...names: string[]): Promise<void> {
    for (const name of names) {
      this.#clock.pass(30)
      const secret = this.secretOf(name)
      await this.window.call('signIn.in', { person: await this.id(name), secret })
    }
  }
}

const CARD = { paper: 'a4', plain: false, layout: 'standard' } as const
const typed = (words: readonly string[]) => ({ kind: 'words' as const, words: [...words] })

/** A machine that passes some checks, fails some, and is silent about one. */
function plantMachine(): string {
  const files: Secrets = {
    'proc/swaps': 'Filename\tType\tSize\tUsed\tPriority\n/dev/sda3 partition 9 0 -2\n',
    'proc/sys/kernel/core_pattern': '|/bin/false\n',
    'proc/cpuinfo': 'flags\t\t: fpu vme hypervisor\n',
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(at('machine', name)), { recursive: true })
    writeFileSync(at('machine', name), content)
  }
  return at('machine')
}

const ROLL = [1, 6, 2, 5, 3, 4, 4, 1, 6, 2]

/** Through the room, dice and passphrase to the shares. */
async function toShares(
  { call }: FakeWindow,
  clock: Clock,
  passphrase: string,
  before: () => Promise<unknown> = async () => {},
): Promise<void> {
  const state = await call('ceremony.checkRoom', {})
  assert.ok(state.step === 'room' && state.checks !== null)
  const overrides = state.checks
    .filter(check => check.result !== 'passed')
    .map(({ check }) => ({ check, reason: `a golden ceremony on a test machine: ${check}` }))
  await call('ceremony.acceptRoom', { overrides })
  clock.pass(60)
  await call('ceremony.addRolls', { rolls: ROLL })
  await call('ceremony.acceptEntropy', {})
  await before()
  clock.pass(60)
  await call('ceremony.found', { passphrase, again: passphrase })
}

/** Each line of the log that carries an agreement: statement, signatures, and the entry it stands in. */
function agreementsIn(log: string): string {
  return log
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(({ details }) => details.agreed !== undefined)
    .map(({ sequence, action, details }) =>
      JSON.stringify({ sequence, action, agreed: details.agreed }),
    )
    .join('\n')
    .concat('\n')
}

/** The sign-in keys as the table of people has them. */
function signInKeysIn(vault: string): string {
  const copy = at('keys.vault')
  cpSync(vault, copy)
  const db = new Database(copy)
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    const keyed = (tables as { name: string }[]).filter(({ name }) => /people|sign_in/.test(name))
    return lines(
      Object.fromEntries(
        keyed.map(({ name }) => [name, db.prepare(`SELECT * FROM ${name} ORDER BY rowid`).all()]),
      ),
    )
  } finally {
    db.close()
    for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true })
  }
}

const shareOf = (words: readonly string[]): Uint8Array => wordsToShare(parseWords(words.join(' ')))

/** The words and the QR text of cards, as people would type or scan them. */
const cardsAsText = (cards: readonly (readonly string[])[]): string =>
  lines(
    cards.map(words => {
      const share = shareOf(words)
      assert.deepEqual(shareToWords(share), [...words])
      return { words: words.join(' '), qr: shareToQr(share), share: Buffer.from(share).toString('hex') }
    }),
  )

const STRICT_PEOPLE: readonly (readonly [string, Role, string])[] = [
  ['Ines', 'administrator', '274951'],
  ['Iris', 'administrator', '395172'],
  ['Walt', 'witness', '583920'],
  ['Wanda', 'witness', '604817'],
  ['Olga', 'recovery-officer', 'nine lanterns over 3 harbours'],
  ['Ada', 'custodian', '662018'],
  ['Bob', 'custodian', '771934'],
  ['Катерина', 'custodian', '840275'],
  ['Zoë', 'custodian', '918263'],
  ["Annie O'Neil", 'custodian', '152637'],
  ['Nora', 'auditor', '730418'],
]
const PASSPHRASE = 'unmixed tarantula yo-yo gumdrop'
const NEW_PASSPHRASE = 'velvet-anchor 19 quiet lemons at dusk'

const STRICT_PLAN = `# The plan of the golden strict ceremony.
title: Root key ceremony 2026
organisation: Example Ltd
profile: strict
quorum:
  threshold: 3
  custodians: [Ada, Bob, Катерина, Zoë, "Annie O'Neil"]
  identity: hybrid
  kdf: 1
people:
  administrators: [Ines]
  witnesses: [Walt, Wanda]
  recoveryOfficers: [Olga]
keys:
  - { label: video-root, bits: 256, purpose: content encryption, expires: 2100-01-01 }
  - { label: archive-root, bits: 128, purpose: archive }
  - { label: old-box, bits: 192, purpose: an old system }
imports:
  - { label: signing seed, purpose: release signing, file: seed.bin }
options: { pictures: true }
`

async function strictHybrid(context: TestContext): Promise<void> {
  const clock = new Clock('2026-11-21T09:00:00.000Z')
  const scheduler = await startScheduler()
  context.after(() => scheduler.stop())
  scheduler.queue('Desk', '-v', 'usb://Example/Laser', '-E')
  const environment = {
    now: clock.now,
    software: `keyclave ${VERSION}`,
    temporaryFolder: DESK,
    systemRoot: plantMachine(),
    printSystem: scheduler.tools,
  }
  let window = openWindow(context, environment)
  let { call } = window
  const vault = at('office.vault')
  const secrets = Object.fromEntries(STRICT_PEOPLE.map(([name, , secret]) => [name, secret]))
  const office = new Office(window, clock, secrets)
  writeFileSync(at('plan.yaml'), STRICT_PLAN)
  writeFileSync(at('seed.bin'), pseudoRandom(1000))
  const source = { kind: 'file', path: at('plan.yaml') } as const

  await call('vault.create', { path: vault })
  await call('people.found', {
    profile: 'strict',
    people: STRICT_PEOPLE.map(([name, role, secret]) => ({
      ...{ name, contact: `${name} at the desk`, roles: [role], secret, again: secret },
    })),
  })
  const { planHash } = await call('ceremony.checkPlan', { source })
  const run = { action: 'ceremony.run', planHash } as const

  // A ceremony that people give up, and one that a crash interrupts.
  await call('ceremony.begin', { source, approval: await office.sign(run, 'Ines', 'Walt') })
  await office.come('Ines', 'Walt', 'Olga', 'Ada')
  await toShares(window, clock, PASSPHRASE)
  await call('ceremony.showShare', { index: 1 })
  await call('ceremony.abort', { cause: 'card-seen' })
  await call('ceremony.leave', {})

  await call('ceremony.begin', { source, approval: await office.sign(run, 'Ines', 'Wanda') })
  await toShares(window, clock, PASSPHRASE)
  await call('ceremony.showShare', { index: 1 })
  for (const end of ['', '-wal']) cpSync(`${vault}${end}`, at(`struck.vault${end}`))
  await window.close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${vault}${end}`, { force: true })
  for (const end of ['', '-wal']) renameSync(at(`struck.vault${end}`), `${vault}${end}`)
  window = openWindow(context, environment)
  call = window.call
  office.window = window
  clock.pass(600)
  await call('vault.open', { path: vault, readOnly: false })

  // The ceremony.
  await call('ceremony.begin', { source, approval: await office.sign(run, 'Ines', 'Walt') })
  await office.come('Ines', 'Walt', 'Olga', 'Wanda')
  await toShares(window, clock, PASSPHRASE, async () => {
    await call('printing.confirm', { printer: 'Desk' })
    await call('ceremony.printPassphrase', { passphrase: PASSPHRASE, printer: 'Desk', paper: 'a4' })
  })
  const [passphraseCard] = scheduler.printed()
  const walt = await office.id('Walt')
  const names = ['Ada', 'Bob', 'Катерина', 'Zoë', "Annie O'Neil"]
  mkdirSync(at('cards'))
  mkdirSync(at('pages'))
  const cards: string[][] = []
  const printed: Buffer[] = []
  for (const [i, name] of names.entries()) {
    const index = i + 1
    await office.come(name)
    clock.pass(40)
    const { words } = await call('ceremony.showShare', { index })
    const file = await call('ceremony.saveCard', {
      ...{ index, folder: at('cards'), as: { format: 'text' } },
    })
    cards.push(words)
    if (index === 1) {
      const desk = { index, printer: 'Desk', as: CARD }
      scheduler.behave('brokenly')
      await call('ceremony.printCard', desk).then(
        () => assert.fail('the printer is broken'),
        () => {},
      )
      scheduler.command('cupsenable', 'Desk')
      scheduler.behave('well')
      await call('ceremony.printCard', desk)
      await call('ceremony.judgePrint', { index, verdict: 'destroyed' })
      await call('ceremony.printCard', desk)
      await call('ceremony.judgePrint', { index, verdict: 'legible' })
      printed.push(scheduler.printed().at(-1) ?? Buffer.alloc(0))
      await call('ceremony.readBackShare', { index, words })
    } else if (index === 2) {
      await call('ceremony.readBackFile', { index, path: file.path })
    } else if (index === 5) {
      await call('ceremony.readBackCode', { index, text: shareToQr(shareOf(words)) })
    } else {
      const as = index === 3 ? CARD : ({ ...CARD, plain: true, layout: 'fold' } as const)
      const page = await call('ceremony.saveCard', {
        ...{ index, folder: at('pages'), as: { format: 'pdf', ...as } },
      })
      const picture = at('card')
      if (index === 4) {
        execFileSync('pdftoppm', ['-r', '150', '-gray', '-png', '-singlefile', page.path, picture])
      }
      const back = index === 3 ? page.path : `${picture}.png`
      await call('ceremony.readBackFile', { index, path: back })
    }
    await call('ceremony.evidence', { kind: 'bag', value: `B-00${index}`, index, person: walt })
  }
  for (const kind of ['printer', 'program-hash', 'fingerprint', 'room', 'seal', 'other'] as const) {
    const value = `${kind}: seen, "as it is" – ✓`
    await call('ceremony.evidence', { kind, value, index: kind === 'seal' ? 2 : null, person: walt })
  }
  await call('signIn.out', { person: await office.id('Wanda') })
  const exception = { what: 'a witness left', reason: 'unwell', accepted: [walt] }
  await call('ceremony.exception', exception)
  clock.pass(120)
  await call('ceremony.prove', { passphrase: PASSPHRASE })
  await call('ceremony.conclude', {})
  const all = ['Ines', 'Walt', 'Olga', ...names]
  const approval = await office.sign({ action: 'ceremony.close' }, ...all)
  const folders = [at('drive one'), at('drive two')]
  for (const folder of folders) mkdirSync(folder)
  const closed = await call('ceremony.close', { folders, approval })
  assert.ok(closed.step === 'closed')
  const { setId } = closed.made
  await call('ceremony.leave', {})
  const [place] = closed.places
  assert.ok(place?.kit && place.record)

  await call('audit.export', { out: at('founded.jsonl') })
  await call('vault.close', {})
  const to = 'strict-hybrid'
  keepVault(vault, to, 'founded.vault')
  keep(at('founded.jsonl'), to, 'founded.jsonl')
  keep(at('plan.yaml'), to, 'plan.yaml')
  keep(at('seed.bin'), to, 'seed.bin')
  keep(place.kit, to, 'kit.json')
  keep(place.record, to, 'record.json')
  for (const name of readdirSync(path.dirname(place.kit)).filter(file => file.endsWith('.pdf'))) {
    keep(path.join(path.dirname(place.kit), name), to, 'pages', name.replace(/^.*(record|register|recovery-sheet).*$/, '$1.pdf'))
  }
  keep(at('cards'), to, 'cards')
  keepText(cardsAsText(cards), to, 'cards.json')
  for (const name of readdirSync(at('pages'))) keep(path.join(at('pages'), name), to, 'cards', name)
  writeFileSync(at('01.pdf'), printed[0] ?? Buffer.alloc(0))
  keep(at('01.pdf'), to, 'cards/01-printed.pdf')
  writeFileSync(at('passphrase.pdf'), passphraseCard ?? Buffer.alloc(0))
  keep(at('passphrase.pdf'), to, 'passphrase.pdf')
  keep(at('card.png'), to, 'cards/04.png')
  keepText(`${PASSPHRASE}\n`, to, 'passphrase.txt')

  // The years after it.
  clock.pass(86_400)
  await call('vault.open', { path: vault, readOnly: false })
  const kit = { kind: 'vault', setId } as const
  plantTree(at('office'))
  const backup = at('office.tar.zst.age')
  const made = await call('backup.create', {
    ...{ paths: [at('office')], kit, out: backup },
    approval: await office.sign({ action: 'backup.create', setId }, 'Ines'),
  })
  const label = { backup: made.id ?? '', out: at('label.pdf'), paper: 'a4' } as const
  await call('backup.saveLabel', label)
  writeFileSync(at('stray.age'), 'not a backup\n')

  const check = (words: readonly string[], worn = false) =>
    call('share.check', { kit, card: typed(words), worn })
  await check(cards[0] ?? [])
  await check((cards[1] ?? []).map((word, i) => (i === 4 ? otherThan(word) : word)), true)
  const foreign = (await strangerCard()).words
  await check(foreign).then(() => assert.fail('a foreign card'), () => {})

  const two = (deed: Deed) => office.sign(deed, 'Ines', 'Walt')
  const where = { setId, index: 1, bag: 'B-101' }
  await call('custody.change', {
    ...where,
    approval: await two({ action: 'custody.change', ...where }),
  })
  for (const [index, place, bag] of [
    [2, 'the bank', null],
    [3, null, 'B-107'],
    [4, 'the safe', 'B-108'],
  ] as const) {
    const note = { setId, index, place, bag }
    const leave = await two({ action: 'custody.change', ...note })
    await call('register.note', { ...note, approval: leave })
  }
  const months = { action: 'drill.schedule', months: 6 } as const
  await call('register.setInterval', { months: 6, approval: await two(months) })

  // Drills: one that holds, one whose backup is of nobody.
  const officer = (deed: Deed) => office.sign(deed, 'Olga', 'Walt')
  for (const file of [backup, at('stray.age'), null]) {
    await call('drill.begin', { kit })
    for (const words of cards.slice(0, 3)) await call('drill.addShare', { card: typed(words) })
    const input = { passphrase: PASSPHRASE, backup: file }
    const leave = await officer({ action: 'drill.run', setId })
    await call('drill.run', { ...input, approval: leave }).catch(error => {
      assert.ok(file?.endsWith('stray.age'), String(error))
    })
    await call('drill.leave', {})
  }
  // Too few sign.
  await call('drill.begin', { kit })
  for (const words of cards.slice(1, 4)) await call('drill.addShare', { card: typed(words) })
  const short = await office.sign({ action: 'drill.run', setId }, 'Olga')
  await call('drill.run', { passphrase: PASSPHRASE, backup: null, approval: short }).then(
    () => assert.fail('one alone'),
    () => {},
  )
  await call('drill.leave', {})

  // Openings: with the kit, and without.
  clock.pass(86_400)
  await call('recovery.begin', { kit })
  for (const words of cards.slice(2)) await call('recovery.addShare', { card: typed(words) })
  const open = { action: 'quorum.open', setId } as const
  await call('recovery.open', { passphrase: NEW_PASSPHRASE, approval: await officer(open) }).then(
    () => assert.fail('a wrong passphrase'),
    () => {},
  )
  await call('recovery.open', { passphrase: PASSPHRASE, approval: await officer(open) })
  mkdirSync(at('opened'))
  for (const [key, file] of OPENED) {
    await call('recovery.exportKey', { key, out: at('opened', file) })
  }
  await call('recovery.exportIdentity', { backupKey: 1, out: at('opened/backup-key-1.txt') })
  await call('recovery.exportIdentity', { backupKey: null, out: at('opened/quorum.txt') })
  await call('recovery.restore', { file: backup, out: at('restored') })
  await call('recovery.end', {})
  await call('recovery.leave', {})
  await call('recovery.begin', { kit: null })
  for (const words of cards.slice(0, 3)) await call('recovery.addShare', { card: typed(words) })
  await call('recovery.open', { passphrase: PASSPHRASE, approval: await officer(open) })
  await call('recovery.end', {})
  await call('recovery.leave', {})
  keep(backup, to, 'office.tar.zst.age')
  keepText(await manifestIn(backup), to, 'keyclave-manifest.json')
  keep(at('label.pdf'), to, 'label.pdf')
  keepText(execFileSync('pdftotext', ['-raw', at('label.pdf'), '-'], { encoding: 'utf8' }), to, 'label.txt')
  keep(at('opened'), to, 'opened')

  // People come and go.
  const reason = 'left' as const
  const bob = await office.id('Bob')
  const suspend = { action: 'person.suspend', person: bob, reason } as const
  await call('people.suspend', { person: bob, reason, approval: await two(suspend) })
  const back = { person: bob, reason: 'returned' } as const
  const again = await two({ action: 'person.reinstate', ...back })
  await call('people.reinstate', { ...back, approval: again })
  const wanda = await office.id('Wanda')
  for (let tries = 0; tries < 10; tries += 1) {
    clock.pass(4000)
    await call('signIn.in', { person: wanda, secret: '999331' }).then(
      () => assert.fail('a wrong PIN'),
      () => {},
    )
  }
  const fresh = '448812'
  const { draft } = await call('people.draftKey', { person: wanda, secret: fresh, again: fresh })
  const replace = await two({ action: 'person.replace-key', draft })
  await call('people.replaceKey', { draft, approval: replace })
  office.secrets.Wanda = fresh
  const ada = await office.id('Ada')
  const pin = 'a new passphrase of Ada 77'
  await call('people.changeSecret', { person: ada, old: office.secretOf('Ada'), secret: pin, again: pin })
  office.secrets.Ada = pin
  const ivan = { name: 'Ivan', contact: '', roles: ['custodian', 'witness'].slice(0, 1) as Role[] }
  const newcomer = await call('people.draft', { ...ivan, secret: '557193', again: '557193' })
  const add = await two({ action: 'person.add', draft: newcomer.draft })
  await call('people.add', { draft: newcomer.draft, approval: add })
  office.secrets.Ivan = '557193'
  const three = (deed: Deed) => office.sign(deed, 'Ines', 'Iris', 'Walt')
  for (const profile of ['small-team', 'strict'] as const) {
    const change = { action: 'policy.change', profile } as const
    await call('policy.change', { profile, approval: await three(change) })
  }
  await office.come('Ines', 'Walt')
  await call('signIn.out', { person: await office.id('Ines') })
  await call('audit.verify', { head: `5 ${'ab'.repeat(32)}` }).then(
    () => assert.fail('no such head'),
    () => {},
  )
  const retire = { person: bob, reason: 'left' } as const
  const gone = await two({ action: 'person.retire', ...retire })
  await call('people.retire', { ...retire, approval: gone })

  // A quorum without Bob takes the place of the first.
  clock.pass(86_400)
  const people = { administrators: ['Ines'], witnesses: ['Walt'], recoveryOfficers: ['Olga'] }
  const plan = {
    ...{ title: 'Bob leaves', organisation: 'Example Ltd', people, profile: 'strict' as const },
    quorum: { threshold: 2, custodians: ['Ada', 'Ivan', 'Zoë'], identity: 'hybrid', kdf: 1 } as const,
    keys: [{ label: 'new-root', purpose: 'content encryption', bits: 256 as const, expires: null }],
    imports: [],
  }
  const next = { kind: 'form', plan } as const
  const { planHash: nextHash, plan: nextPlan } = await call('ceremony.checkPlan', { source: next, old: kit })
  const begin = await office.sign({ action: 'ceremony.run', planHash: nextHash }, 'Ines', 'Walt')
  await call('ceremony.beginReissue', { source: next, kit, approval: begin })
  await office.come('Ines', 'Walt', 'Olga')
  for (const words of cards.slice(0, 3)) await call('ceremony.addOldShare', { card: typed(words) })
  const reissue = { action: 'quorum.reissue', setId, planHash: nextHash } as const
  const leave = await office.sign(reissue, 'Ines', 'Olga', 'Walt')
  await call('ceremony.openOld', { passphrase: PASSPHRASE, approval: leave })
  await toShares(window, clock, NEW_PASSPHRASE)
  const newCards: string[][] = []
  mkdirSync(at('new cards'))
  for (const [i, name] of nextPlan.quorum.custodians.entries()) {
    const index = i + 1
    await office.come(name)
    const { words } = await call('ceremony.showShare', { index })
    await call('ceremony.saveCard', {
      ...{ index, folder: at('new cards'), as: { format: 'text' } },
    })
    await call('ceremony.readBackShare', { index, words })
    newCards.push(words)
  }
  await call('ceremony.prove', { passphrase: NEW_PASSPHRASE })
  await call('ceremony.conclude', {})
  const present = ['Ines', 'Walt', 'Olga', ...nextPlan.quorum.custodians]
  const end = await office.sign({ action: 'ceremony.close' }, ...present)
  const drives = [at('drive three'), at('drive four')]
  for (const folder of drives) mkdirSync(folder)
  const reissued = await call('ceremony.close', { folders: drives, approval: end })
  assert.ok(reissued.step === 'closed')
  await call('ceremony.leave', {})
  await call('audit.export', { out: at('office.jsonl') })
  await call('audit.verify', {})
  await call('vault.close', {})
  await window.close()
  const [after] = reissued.places
  assert.ok(after?.kit && after.record)
  keepVault(vault, to, 'office.vault')
  keep(at('office.jsonl'), to, 'office.jsonl')
  keepText(agreementsIn(readFileSync(at('office.jsonl'), 'utf8')), to, 'agreements.jsonl')
  keepText(signInKeysIn(vault), to, 'sign-in-keys.json')
  keepText(lines({ founded: secrets, now: office.secrets }), to, 'pins.json')
  keep(after.kit, to, 'reissued/kit.json')
  keep(after.record, to, 'reissued/record.json')
  keep(at('new cards'), to, 'reissued/cards')
  keepText(cardsAsText(newCards), to, 'reissued/cards.json')
  keepText(`${NEW_PASSPHRASE}\n`, to, 'reissued/passphrase.txt')
}

/** What is sealed in the golden quorums, and the file that each is opened into. */
const OPENED = [
  ['video-root', 'video-root.key'],
  ['archive-root', 'archive-root.key'],
  ['old-box', 'old-box.key'],
  ['signing seed', 'signing-seed.bin'],
] as const

const otherThan = (word: string): string => (word === 'zoo' ? 'zone' : 'zoo')

/** A card of some other quorum. */
async function strangerCard(): Promise<{ words: readonly string[] }> {
  const sets = JSON.parse(readFileSync(path.join(ROOT, 'test/vectors/kit/classic.expected.json'), 'utf8'))
  return { words: shareToWords(Buffer.from(sets.shares[0], 'hex')) }
}

const SMALL_PINS: Secrets = { Ines: '274951', Walt: '583920', Zoë: '918263', Iris: '395172' }

const SMALL_PLAN = `title: Small team ceremony 2026
organisation: Example Ltd
profile: small-team
quorum: { threshold: 2, custodians: [Ines, Walt, Zoë], identity: classic, kdf: 1 }
people: { administrators: [Ines], witnesses: [Walt], recoveryOfficers: [Ines] }
keys:
  - { label: video-root, bits: 256, purpose: content encryption, expires: 2100-01-01 }
  - { label: archive-root, bits: 128, purpose: archive }
  - { label: old-box, bits: 192, purpose: an old system }
imports:
  - { label: signing seed, purpose: release signing, file: seed.bin }
`

async function smallTeamClassic(): Promise<void> {
  const clock = new Clock('2026-11-22T09:00:00.000Z')
  const keyclave = commandLine(clock)
  const to = 'small-team-classic'
  const vault = ['--vault', at('office.vault')]
  writeFileSync(at('plan.yaml'), SMALL_PLAN)
  writeFileSync(at('seed.bin'), pseudoRandom(1000))
  writeFileSync(at('passphrase.txt'), `${PASSPHRASE}\n`)
  for (const [name, pin] of Object.entries(SMALL_PINS)) writeFileSync(at(`${name}.pin`), `${pin}\n`)
  const pin = (name: string): string => `${name}=${at(`${name}.pin`)}`
  const sign = (...names: string[]): string[] => names.flatMap(name => ['--sign', pin(name)])
  const both = sign('Ines', 'Walt')
  await keyclave(
    ...['people', 'found', '--profile', 'small-team', ...vault, '--administrator', pin('Ines')],
    ...['--witness', pin('Walt'), '--custodian', pin('Ines'), pin('Walt'), pin('Zoë')],
    ...['--recovery-officer', pin('Ines')],
  )
  const passphrase = ['--passphrase-file', at('passphrase.txt')]
  const out = ['--out', at('ceremony')]
  await keyclave('ceremony', 'run', at('plan.yaml'), ...passphrase, ...out, ...vault, ...both)
  keepVault(at('office.vault'), to, 'founded.vault')
  const kit = ['--kit', at('ceremony/kit.json')]
  const cards = readdirSync(at('ceremony/shares')).filter(name => name.endsWith('.txt')).sort()
  const card = (n: number): string => at('ceremony/shares', cards[n - 1] ?? '')
  plantTree(at('office'))
  const backup = at('office.tar.zst.age')
  await keyclave(
    ...['backup', 'create', at('office'), ...kit, '--out', backup, '--label', at('label.pdf')],
    ...[...vault, ...sign('Walt')],
  )
  await keyclave('share', 'inspect', card(1), ...kit, ...vault)
  const opening = [...kit, '--share', card(1), '--share', card(3), ...passphrase]
  await keyclave('drill', 'hold', ...opening, '--backup', backup, ...vault, ...both)
  await keyclave('drill', 'interval', '12', ...vault, ...both)
  mkdirSync(at('opened'))
  for (const [key, file] of OPENED) {
    await keyclave('recover', 'key', key, ...opening, '--out', at('opened', file), ...vault, ...both)
  }
  const identity = ['recover', 'identity', ...opening, ...vault, ...both]
  writeFileSync(at('opened/quorum.txt'), await keyclave(...identity))
  writeFileSync(at('opened/backup-key-1.txt'), await keyclave(...identity, '--backup-key', '1'))
  await keyclave('recover', 'backup', backup, ...opening, '--out', at('restored'), ...vault, ...both)
  const add = ['people', 'add', 'Iris', '--role', 'administrator', '--pin-file', at('Iris.pin')]
  await keyclave(...add, ...vault, ...both)
  const suspend = ['people', 'suspend', 'Zoë', '--reason', 'left', ...vault]
  await keyclave(...suspend, ...both)
  await keyclave('audit', 'verify', ...vault)
  await keyclave('audit', 'export', ...vault, '--out', at('office.jsonl'))

  for (const name of ['plan.yaml', 'seed.bin', 'passphrase.txt', 'office.jsonl']) {
    keep(at(name), to, name)
  }
  keepVault(at('office.vault'), to, 'office.vault')
  for (const name of ['kit.json', 'record.json']) keep(at('ceremony', name), to, name)
  for (const name of ['record', 'register', 'recovery-sheet']) {
    keep(at('ceremony', `${name}.pdf`), to, 'pages', `${name}.pdf`)
  }
  keep(at('ceremony/shares'), to, 'cards')
  const words = cards.map(name => wordsIn(readFileSync(at('ceremony/shares', name), 'utf8')))
  keepText(cardsAsText(words), to, 'cards.json')
  keep(backup, to, 'office.tar.zst.age')
  keepText(await manifestIn(backup), to, 'keyclave-manifest.json')
  keep(at('label.pdf'), to, 'label.pdf')
  keepText(execFileSync('pdftotext', ['-raw', at('label.pdf'), '-'], { encoding: 'utf8' }), to, 'label.txt')
  keep(at('opened'), to, 'opened')
  keepText(agreementsIn(readFileSync(at('office.jsonl'), 'utf8')), to, 'agreements.jsonl')
  keepText(signInKeysIn(at('office.vault')), to, 'sign-in-keys.json')
  keepText(lines({ now: SMALL_PINS }), to, 'pins.json')
}

const wordsIn = (card: string): string[] =>
  card
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join(' ')
    .split(/\s+/)
    .filter(word => /^[a-z]+$/.test(word))

const BARE_PLAN = `title: Root key ceremony 2026
organisation: Example Ltd
quorum: { threshold: 2, custodians: [Ada, Grace Hopper, Zoë], identity: classic, kdf: 1 }
keys:
  - { label: video-root, bits: 256, purpose: content encryption }
imports:
  - { label: signing seed, purpose: release signing, file: seed.bin }
`
const BARE_NEXT = `title: Grace leaves
organisation: Example Ltd
quorum: { threshold: 2, custodians: [Ada, Zoë], identity: hybrid, kdf: 1 }
`

/** A vault without people, and a ceremony without a vault. */
async function withoutPeople(): Promise<void> {
  const clock = new Clock('2026-11-23T09:00:00.000Z')
  const keyclave = commandLine(clock)
  const to = 'without-people'
  const vault = ['--vault', at('office.vault')]
  writeFileSync(at('plan.yaml'), BARE_PLAN)
  writeFileSync(at('next.yaml'), BARE_NEXT)
  writeFileSync(at('seed.bin'), pseudoRandom(1000))
  writeFileSync(at('passphrase.txt'), `${PASSPHRASE}\n`)
  writeFileSync(at('new-passphrase.txt'), `${NEW_PASSPHRASE}\n`)
  const passphrase = ['--passphrase-file', at('passphrase.txt')]
  const run = ['ceremony', 'run', at('plan.yaml'), ...passphrase, '--no-pdf']
  await keyclave(...run, '--out', at('ceremony'), ...vault)
  const kit = ['--kit', at('ceremony/kit.json')]
  plantTree(at('office'))
  const backup = at('office.tar.zst.age')
  await keyclave('backup', 'create', ...kit, '--out', backup, ...vault, at('office'))
  keepVault(at('office.vault'), to, 'founded.vault')
  const cards = readdirSync(at('ceremony/shares')).sort()
  const shares = cards.slice(1).flatMap(name => ['--share', at('ceremony/shares', name)])
  const opening = [...kit, ...shares, ...passphrase]
  await keyclave('drill', 'hold', ...opening, ...vault)
  await keyclave('recover', 'key', 'signing seed', ...opening, '--out', at('seed.out'), ...vault)
  await keyclave(
    ...['ceremony', 'reissue', at('next.yaml'), ...opening, ...vault, '--no-pdf'],
    ...['--new-passphrase-file', at('new-passphrase.txt'), '--out', at('reissue')],
  )
  await keyclave('audit', 'verify', ...vault)
  await keyclave('audit', 'export', ...vault, '--out', at('office.jsonl'))
  for (const name of ['plan.yaml', 'next.yaml', 'seed.bin', 'passphrase.txt']) {
    keep(at(name), to, name)
  }
  keepVault(at('office.vault'), to, 'office.vault')
  keep(at('office.jsonl'), to, 'office.jsonl')
  keep(backup, to, 'office.tar.zst.age')
  for (const name of ['kit.json', 'record.json']) {
    keep(at('ceremony', name), to, name)
    keep(at('reissue', name), to, 'reissued', name)
  }
  keep(at('ceremony/shares'), to, 'cards')
  keep(at('reissue/shares'), to, 'reissued/cards')
  keepText(`${NEW_PASSPHRASE}\n`, to, 'reissued/passphrase.txt')
  for (const folder of ['ceremony', 'reissue']) {
    const named = readdirSync(at(folder, 'shares')).sort()
    const words = named.map(name => wordsIn(readFileSync(at(folder, 'shares', name), 'utf8')))
    keepText(cardsAsText(words), to, ...(folder === 'reissue' ? ['reissued'] : []), 'cards.json')
  }

  await keyclave(...run, '--out', at('alone'))
  keep(at('alone/kit.json'), 'without-vault/kit.json')
  keep(at('alone/record.json'), 'without-vault/record.json')
  keep(at('alone/shares'), 'without-vault/cards')
  keepText(`${PASSPHRASE}\n`, 'without-vault/passphrase.txt')
}

/**
 * Vaults of the formats before the fifth, which no release ever wrote: the tables of that format, made by
 * its migrations, with the rows of a vault of the fifth that have a place in them.
 */
function earlierFormats(): void {
  for (const format of [1, 2, 3, 4]) {
    const from = format === 1 ? 'without-people' : 'small-team-classic'
    const file = at(`format-${format}.vault`)
    writeFileSync(at('source.vault'), gunzipSync(readFileSync(path.join(HERE, from, 'founded.vault.gz'))))
    const db = new Database(file)
    db.pragma('application_id = 0x4b434c56')
    for (const { sql, number } of MIGRATIONS.slice(0, format)) {
      db.exec(sql)
      db.pragma(`user_version = ${number}`)
    }
    const triggers = db
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
      .all() as { name: string; sql: string }[]
    // The rows were true when they were written one after the other; here they come at once.
    const kept = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all()
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`)
    db.exec(`ATTACH '${at('source.vault')}' AS source`)
    const tables = db
      .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all() as { name: string }[]
    db.pragma('foreign_keys = OFF')
    for (const { name } of tables) {
      const of = (schema: string) =>
        (db.pragma(`${schema}.table_info(${name})`) as { name: string }[]).map(column => column.name)
      const theirs = new Set(of('source'))
      const columns = of('main').filter(column => theirs.has(column)).join(', ')
      if (columns === '') continue
      db.exec(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM source.${name} ORDER BY rowid`)
    }
    db.exec('DETACH source')
    for (const { sql } of triggers) db.exec(sql)
    const now = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all()
    assert.deepEqual(now, kept)
    assert.deepEqual(db.pragma('foreign_key_check'), [])
    db.close()
    keepVault(file, 'earlier-formats', `format-${format}.vault`)
    for (const end of ['', '-wal', '-shm']) rmSync(`${at('source.vault')}${end}`, { force: true })
  }
}

/**
 * What the vault of 0.1.0 can write and no verb of 0.1.0 did: a key added later, a further version of one, a
 * new backup key; and a share of another quorum at a drill.
 */
async function addedLater(): Promise<void> {
  const clock = new Clock('2026-11-27T09:00:00.000Z')
  const keyclave = commandLine(clock)
  const [from, to] = [path.join(HERE, 'without-people'), 'without-people/extended']
  const [file, reissued] = [at('office.vault'), path.join(from, 'reissued')]
  writeFileSync(file, gunzipSync(readFileSync(path.join(from, 'office.vault.gz'))))
  const shares = readdirSync(path.join(from, 'cards')).map(name => path.join(from, 'cards', name))
  const opening = ['--share', ...shares.slice(0, 2), '--passphrase-file', path.join(reissued, 'passphrase.txt')]
  const foreign = ['drill', 'hold', '--kit', path.join(reissued, 'kit.json'), ...opening]
  await assert.rejects(keyclave(...foreign, '--vault', file), /SHARE_FOREIGN/)

  const random = osRandom
  let kit = parseKit(readFileSync(path.join(reissued, 'kit.json')))
  const { quorum } = kit
  const vault = await openVault({ path: file, mode: 'write', now: clock.now, random })
  try {
    const root = kit.keys.find(key => key.label === 'video-root') ?? assert.fail()
    const labels = { purpose: 'content encryption', expires: '2100-01-01' }
    for (const { label, replaces } of [
      { label: 'later-root', replaces: null },
      { label: root.label, replaces: root },
    ]) {
      const sealing = { quorum, created: clock.now(), random, ...(replaces && { replaces }) }
      const made = await newMasterKey(256, { ...labels, label }, sealing)
      kit = addKey(kit, made)
      const sealed = Buffer.from(made.sealed, 'base64')
      vault.keys.add({
        ...{ actor: 'administrator', setId: quorum.setId },
        key: { ...made, bytes: made.bits / 8, expires: made.expires ?? null, sealed },
        kit: { digest: kit.digest, bytes: kitToBytes(kit) },
      })
    }
    const generation = kit.backupKeys.length + 1
    const next = await newBackupKey({ quorum, generation, created: clock.now(), random })
    kit = rotateBackupKey(kit, next)
    const { recipient, created } = next
    vault.backupKeys.rotate({
      ...{ actor: 'administrator', setId: quorum.setId },
      key: { generation, recipient, created, sealed: Buffer.from(next.sealed, 'base64') },
      kit: { digest: kit.digest, bytes: kitToBytes(kit) },
    })
  } finally {
    vault.close()
  }
  await keyclave('audit', 'verify', '--vault', file)
  await keyclave('audit', 'export', '--vault', file, '--out', at('office.jsonl'))
  await keyclave('kit', 'export', '--vault', file, '--set', quorum.setId, '--out', at('kit.json'))
  const cards = readdirSync(path.join(reissued, 'cards')).flatMap(name => ['--share', path.join(reissued, 'cards', name)])
  const open = ['--kit', at('kit.json'), ...cards, '--passphrase-file', path.join(reissued, 'passphrase.txt')]
  mkdirSync(at('opened'))
  for (const label of ['later-root', 'video-root']) {
    await keyclave('recover', 'key', label, ...open, '--out', at('opened', `${label}.key`))
  }
  const identity = await keyclave('recover', 'identity', '--backup-key', String(kit.backupKeys.length), ...open)
  writeFileSync(at('opened', `backup-key-${kit.backupKeys.length}.txt`), identity)
  keep(at('opened'), to, 'opened')
  keepVault(file, to, 'office.vault')
  for (const name of ['office.jsonl', 'kit.json']) keep(at(name), to, name)
  for (const name of ['cards', 'cards.json', 'passphrase.txt']) keep(path.join(reissued, name), to, name)
}

const endings: (() => unknown)[] = []
const context = { after: (end: () => unknown) => endings.push(end) } as unknown as TestContext
assert.ok(osRandom(1).length === 1)
const parts = [() => strictHybrid(context), smallTeamClassic, withoutPeople, earlierFormats, addedLater]
const chosen = process.argv[2] === undefined ? parts : [...process.argv[2]].map(n => parts[Number(n)] ?? assert.fail(n))
try {
  for (const part of chosen) {
    rmSync(DESK, { recursive: true, force: true })
    mkdirSync(DESK, { recursive: true })
    await part()
  }
} finally {
  for (const end of endings) await end()
  rmSync(DESK, { recursive: true, force: true })
}
