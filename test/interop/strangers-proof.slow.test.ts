import assert from 'node:assert/strict'
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { bundleName } from '../../main/core/bundle/index.ts'
import { sha256 } from '../../main/shells/manifest.ts'
import { shareToWords } from '../../shared/share-text.ts'
import { endTheSession, exportKey, openTheQuorum, restoreBackup } from '../e2e/by-keyboard.ts'
import type { WrittenCard } from '../e2e/typist.ts'
import { openWindowIn } from '../package/at-window.ts'
import { HOME, lent, makeCleanRoot, runIn } from '../package/clean-root.ts'
import { PACKAGE, packaged } from '../package/packaged.ts'
import { shareInText, textOf } from '../paper/printed.ts'
import { FirefoxAtHand } from '../recover/firefox.ts'
import { PageAtHand, startBrowser } from '../recover/page-at-hand.ts'
import { PASSPHRASE } from '../services/window.ts'
import { openDisplay } from '../setup/display.ts'
import { shell, strangersMachine } from './recover-py.ts'
import { blocksOf } from './runbook-blocks.ts'

/**
 * From nothing but the Debian package to a fire and back: in a root with the package alone an ordinary user without a
 * network rehearses, holds a ceremony, makes a backup and the bundle on two drives. Then all is gone but three cards,
 * the passphrase and one drive. The window of the package on that drive, two browsers, recover.py and stock tools must
 * each give the same back, to the byte.
 */

const KEY = 'video-root'
const BACKUP = 'office.tar.zst.age'
const CUSTODIANS = ['Ada', 'Grace', 'Katherine', 'Hedy', 'Annie']
/** Whose cards are left. */
const PRESENT = ['Ada', 'Katherine', 'Annie']

const scratch = mkdtempSync(path.join(tmpdir(), 'keyclave-left-'))
chmodSync(scratch, 0o755)
after(() => rmSync(scratch, { recursive: true, force: true }))

/** What is left. */
interface Left {
  /** Folder of the drive that is left. */
  readonly drive: string
  /** Three, as they are read off paper. */
  readonly cards: readonly WrittenCard[]
}
/** What was there before: the key, and every file. */
interface Lost {
  readonly key: string
  readonly files: { readonly [file: string]: string }
}

/** What people write who begin. */
const planOf = (identity: string): string => `title: Root key ceremony 2026
organisation: Example Ltd
quorum: { threshold: 3, custodians: [${CUSTODIANS}], identity: ${identity}, kdf: 1 }
keys:
  - { label: ${KEY}, bits: 256, purpose: content encryption }
`

/** What nobody wants to lose. */
function writeDocuments(folder: string): void {
  mkdirSync(path.join(folder, 'Dokumenty/prázdná složka'), { recursive: true })
  writeFileSync(path.join(folder, 'Dokumenty/Žluťoučký kůň 🐎.txt'), 'úpěl ďábelské ódy\n')
  writeFileSync(path.join(folder, 'Dokumenty/noise.bin'), Buffer.alloc(200_000, 'not quite noise'))
  symlinkSync('noise.bin', path.join(folder, 'Dokumenty/link'))
}

/** The good days, from the package to two drives; then what is left of them. */
async function fromNothing(identity: string): Promise<Left & { readonly lost: Lost }> {
  const at = (...names: readonly string[]): string => path.join(scratch, identity, ...names)
  for (const folder of ['home/files', 'one', 'two']) mkdirSync(at(folder), { recursive: true })
  makeCleanRoot(path.join(await packaged(), PACKAGE), at('root'))
  copyFileSync(path.join(await packaged(), PACKAGE), at('home', PACKAGE))
  writeFileSync(at('home/plan.yaml'), planOf(identity))
  writeFileSync(at('home/pass.txt'), `${PASSPHRASE}\n`)
  writeDocuments(at('home/files'))
  const drives = ['one', 'two'].flatMap(name => lent(at(name), `/media/${name}`))
  const more = [...lent(at('home'), HOME), ...drives]
  const keyclave = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = runIn(at('root'), ['keyclave', ...args], { more })
    assert.equal(status, 0, `keyclave ${args.join(' ')}: ${stderr}`)
    return stdout
  }
  const hold = ['ceremony', 'run', 'plan.yaml', '--passphrase-file', 'pass.txt', '--out']
  assert.match(keyclave(...hold, 'rehearsal', '--rehearsal'), /^REHEARSAL, VOID\./)
  keyclave(...hold, 'ceremony')
  const cards = PRESENT.map(name => cardOnPaper(at('home/ceremony/shares', pageOf(name))))
  const [{ setId = '', fingerprint = '' } = {}] = cards
  const kit = ['--kit', 'ceremony/kit.json', '--fingerprint', fingerprint]
  keyclave('backup', 'create', 'files/Dokumenty', ...kit, '--out', `/media/one/${BACKUP}`)
  const record = ['--record', 'ceremony/record.json', '--package', PACKAGE]
  for (const drive of ['one', 'two']) {
    const out = `/media/${drive}/${bundleName(setId)}`
    keyclave('bundle', 'make', ...kit, ...record, '--out', out)
    keyclave('bundle', 'check', out, '--fingerprint', fingerprint)
  }
  const pages = PRESENT.map(name => `ceremony/shares/${pageOf(name)}`)
  const passphrase = ['--passphrase-file', 'pass.txt']
  keyclave('recover', 'key', KEY, ...kit, '--share', ...pages, ...passphrase, '--out', 'key')
  const lost = { key: sha256(readFileSync(at('home/key'))), files: tree(at('home/files')) }
  for (const folder of ['root', 'home', 'two']) rmSync(at(folder), { recursive: true })
  return { drive: at('one'), cards, lost }
}

const pageOf = (custodian: string): string =>
  `0${CUSTODIANS.indexOf(custodian) + 1}-${custodian.toLowerCase()}.pdf`

/** What whoever holds the printed card reads on it. */
function cardOnPaper(page: string): WrittenCard {
  const text = textOf(readFileSync(page), 'raw')
  const read = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? ''
  return {
    words: shareToWords(shareInText(text)),
    fingerprint: read(/^Kit fingerprint (\w{4} \w{4})/m),
    setId: read(/^Set id (\w{10})$/m),
  }
}

/** The folder on the drive that the cards name. */
const bundleOf = ({ drive, cards }: Left): string =>
  path.join(drive, bundleName(cards[0]?.setId ?? ''))

/** A way back, in a folder of its own. @returns the key, and the folder that has the files */
type Way = (left: Left, folder: string) => Promise<{ readonly key: Buffer; readonly files: string }>

const byWindow: Way = async (left, folder) => {
  const root = path.join(folder, 'root')
  const home = path.join(folder, 'home')
  mkdirSync(home)
  makeCleanRoot(path.join(bundleOf(left), PACKAGE), root)
  const display = await openDisplay()
  const more = [...lent(home, HOME), ...lent(left.drive, '/media/one')]
  try {
    const window = await openWindowIn(root, { display: display.name, scratch: folder, more })
    const { hands } = window
    try {
      const plan = {
        custodians: PRESENT,
        passphrase: PASSPHRASE,
        places: [HOME, '/media/one'],
      } as const
      await openTheQuorum(hands, plan, left.cards)
      const restored = { folder: HOME, name: 'restored' }
      await restoreBackup(hands, { folder: '/media/one', name: BACKUP }, restored)
      await exportKey(hands, HOME, KEY)
      await endTheSession(hands)
    } finally {
      window.close()
    }
  } finally {
    display.close()
  }
  const key = readFileSync(path.join(home, `${KEY}.key`))
  return { key, files: path.join(home, 'restored') }
}

/** What both browsers have in common. */
interface Hand {
  fingerprint(digits: string): Promise<string | null>
  card(text: string): Promise<string | null>
  open(passphrase: string): Promise<string | null>
  saved(button: string): Promise<{ readonly bytes: Buffer }>
}

async function inBrowser(
  hand: Hand,
  { cards }: Left,
  folder: string,
  chooseBackup: () => Promise<unknown>,
): ReturnType<Way> {
  assert.equal(await hand.fingerprint(cards[0]?.fingerprint ?? ''), null)
  for (const { words } of cards) assert.equal(await hand.card(words.join(' ')), null)
  assert.equal(await hand.open(PASSPHRASE), null)
  const key = (await hand.saved(`Save: ${KEY}`)).bytes
  await chooseBackup()
  const { bytes } = await hand.saved('Save as one tar file')
  writeFileSync(path.join(folder, 'restored.tar'), bytes)
  const { status, stdout } = shell('mkdir files; tar -x -f restored.tar -C files', {
    ...{ cwd: folder, env: process.env },
  })
  assert.equal(status, 0, stdout)
  return { key, files: path.join(folder, 'files') }
}

const byChromium: Way = async (left, folder) => {
  const browser = await startBrowser()
  try {
    const hand = await PageAtHand.open(browser, path.join(bundleOf(left), 'recover.html'))
    await hand.page.evaluate('delete globalThis.showSaveFilePicker')
    await hand.kit(path.join(bundleOf(left), 'kit.json'))
    const backup = path.join(left.drive, BACKUP)
    return await inBrowser(hand, left, folder, () => hand.backup(backup))
  } finally {
    await browser.close()
  }
}

const byFirefox: Way = async (left, folder) => {
  const hand = await FirefoxAtHand.open(path.join(bundleOf(left), 'recover.html'))
  try {
    assert.equal(await hand.files('#kit', [path.join(bundleOf(left), 'kit.json')]), null)
    const backup = path.join(left.drive, BACKUP)
    return await inBrowser(hand, left, folder, () => hand.files('#backup', [backup]))
  } finally {
    await hand.close()
  }
}

/**
 * The steps of the RUNBOOK on the drive, as it has them, until it is time to clean up.
 *
 * @param instead another block of it in the place of a step
 * @returns what was said
 */
function byRunbook(
  left: Left,
  folder: string,
  withAge: boolean,
  instead: (step: string, other: (label: string) => string) => string,
): string {
  const blocks = blocksOf(readFileSync(path.join(bundleOf(left), 'RUNBOOK.md'), 'utf8'))
  const runs = blocks.filter(({ kind }) => kind === 'run')
  const other = (wanted: string): string => runs.find(({ label }) => label === wanted)?.text ?? ''
  const steps = runs
    .filter(({ label, text }) => ['', 'kit'].includes(label) && !text.startsWith('shred'))
    .map(({ text }) => instead(text, other))
  const cwd = path.join(folder, 'recovery')
  mkdirSync(cwd)
  for (const name of ['recover.py', 'kit.json']) {
    copyFileSync(path.join(bundleOf(left), name), path.join(cwd, name))
  }
  copyFileSync(path.join(left.drive, BACKUP), path.join(cwd, 'backup.tar.zst.age'))
  for (const [i, { words }] of left.cards.entries()) {
    writeFileSync(path.join(cwd, `share-${'abc'[i]}.txt`), words.join(' '))
  }
  writeFileSync(path.join(cwd, 'passphrase.txt'), `${PASSPHRASE}\n`)
  const machine = strangersMachine()
  try {
    if (!withAge) rmSync(path.join(machine.folder, 'bin/age'))
    const env = { ...machine.env, HOME: folder }
    const { status, stdout } = shell(`set -e\n${steps.join('\n')}`, { cwd: folder, env })
    assert.equal(status, 0, stdout)
    assert.match(stdout, /^The backup is unpacked\.$/m)
    assert.match(stdout, /^All \d+ files .* are what was backed up\.$/m)
    return stdout
  } finally {
    machine.remove()
  }
}

const byRecoverPy: Way = async (left, folder) => {
  byRunbook(left, folder, false, step => step)
  const at = (name: string): string => path.join(folder, 'recovery', name)
  return { key: readFileSync(at(`${KEY}.key`)), files: at('restored') }
}

const byStockTools: Way = async (left, folder) => {
  const said = byRunbook(left, folder, true, (step, other) => {
    if (step.includes('recover.py decrypt')) return other('stock-age')
    return step.includes('recover.py item') ? other('by-hand') : step
  })
  const key = Buffer.from(said.trimEnd().split('\n').at(-1) ?? '', 'hex')
  return { key, files: path.join(folder, 'recovery/restored') }
}

/** Every file of a tree, by its path, with the SHA-256 of what is in it; a link with where it leads. */
function tree(folder: string): { readonly [file: string]: string } {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter(file => path.basename(file) !== 'keyclave-manifest.json')
    .map((file): [string, string] => {
      const kind = lstatSync(file)
      const at = path.relative(folder, file)
      if (kind.isDirectory()) return [at, 'folder']
      if (kind.isSymbolicLink()) return [at, `-> ${readlinkSync(file)}`]
      return [at, sha256(readFileSync(file))]
    })
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Stock tools open a hybrid quorum with age 1.3 alone, which Debian 12 has not. */
for (const identity of ['classic', 'hybrid']) {
  describe(`a ${identity} quorum, of which three cards, the passphrase and a drive are left`, () => {
    let left: Awaited<ReturnType<typeof fromNothing>>
    before(async () => {
      left = await fromNothing(identity)
    })
    const ways: { readonly [name: string]: Way } = {
      'the window': byWindow,
      'recover.html in Chromium': byChromium,
      'recover.html in Firefox': byFirefox,
      'recover.py, without age': byRecoverPy,
      ...(identity === 'classic' ? { 'stock tools': byStockTools } : {}),
    }
    for (const [name, way] of Object.entries(ways)) {
      it(`is brought back by ${name}, the same to the byte`, async () => {
        const folder = mkdtempSync(path.join(scratch, 'way-'))
        chmodSync(folder, 0o755)
        const { key, files } = await way(left, folder)
        assert.equal(sha256(key), left.lost.key)
        assert.deepEqual(tree(files), left.lost.files)
      })
    }
  })
}
