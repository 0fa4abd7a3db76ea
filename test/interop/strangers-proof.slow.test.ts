import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, describe, it } from 'node:test'
import { done } from '../cli/command-line.ts'
import { FirefoxAtHand } from '../recover/firefox.ts'
import {
  cardText,
  digitsOn,
  golden,
  PageAtHand,
  passphraseOf,
  recoverPage,
  startBrowser,
} from '../recover/page-at-hand.ts'
import { docs, shell, strangersMachine } from './recover-py.ts'

/**
 * What is left after a fire: enough cards, the passphrase, and one drive with kit and backup (of version 0.1.0).
 * Keyclave, a browser, another browser, recover.py and stock tools must all give the same, to the byte.
 */

interface Left {
  readonly set: string
  /** Enough of them. */
  readonly cards: readonly string[]
  /** Whether the age of this system opens it. */
  readonly stock: boolean
}

const LEFT: readonly Left[] = [
  { set: 'small-team-classic', cards: ['01-ines', '03-zoe'], stock: true },
  { set: 'strict-hybrid', cards: ['01-ada', '02-bob', '05-annie-o-neil'], stock: false },
]

const scratch = mkdtempSync(path.join(tmpdir(), 'keyclave-left-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

const KEY = 'video-root'

/** A way back: into `folder/restored` the backup, into `folder/key` the key. */
type Way = (left: Left, folder: string) => Promise<void>

/** The drive and what people typed, in a folder: kit, backup, cards and passphrase. */
function typed({ set, cards }: Left, folder: string): readonly string[] {
  copyFileSync(golden(`${set}/kit.json`), path.join(folder, 'kit.json'))
  copyFileSync(golden(`${set}/office.tar.zst.age`), path.join(folder, 'backup.tar.zst.age'))
  writeFileSync(path.join(folder, 'passphrase.txt'), `${passphraseOf(set)}\n`)
  return cards.map(card => {
    writeFileSync(path.join(folder, `${card}.txt`), cardText(set, card))
    return `${card}.txt`
  })
}

const byKeyclave: Way = async (left, folder) => {
  const shares = typed(left, folder).map(name => path.join(folder, name))
  const at = (name: string): string => path.join(folder, name)
  const common = [
    ...['--kit', at('kit.json'), '--fingerprint', digitsOn(left.set, left.cards[0] ?? '')],
    ...['--share', ...shares, '--passphrase-file', at('passphrase.txt')],
  ]
  await done(['recover', 'backup', at('backup.tar.zst.age'), ...common, '--out', at('restored')])
  await done(['recover', 'key', KEY, ...common, '--out', at('key')])
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
  { set, cards }: Left,
  folder: string,
  chooseBackup: () => Promise<unknown>,
): Promise<void> {
  assert.equal(await hand.fingerprint(digitsOn(set, cards[0] ?? '')), null)
  for (const card of cards) assert.equal(await hand.card(cardText(set, card)), null)
  assert.equal(await hand.open(passphraseOf(set)), null)
  writeFileSync(path.join(folder, 'key'), (await hand.saved(`Save: ${KEY}`)).bytes)
  await chooseBackup()
  const { bytes } = await hand.saved('Save as one tar file')
  writeFileSync(path.join(folder, 'restored.tar'), bytes)
  unpack('cat restored.tar', folder)
}

/** Tar from what a command writes. */
function unpack(command: string, folder: string): void {
  mkdirSync(path.join(folder, 'restored'))
  const script = `set -o pipefail\n${command} | tar -x -f - -C restored`
  const { status, stdout } = shell(script, { cwd: folder, env: process.env })
  assert.equal(status, 0, stdout)
}

const byChromium: Way = async (left, folder) => {
  const browser = await startBrowser()
  try {
    const hand = await PageAtHand.open(browser)
    await hand.page.evaluate('delete globalThis.showSaveFilePicker')
    await hand.kit(golden(`${left.set}/kit.json`))
    const backup = golden(`${left.set}/office.tar.zst.age`)
    await inBrowser(hand, left, folder, () => hand.backup(backup))
  } finally {
    await browser.close()
  }
}

const byFirefox: Way = async (left, folder) => {
  const hand = await FirefoxAtHand.open(await recoverPage())
  try {
    assert.equal(await hand.files('#kit', [golden(`${left.set}/kit.json`)]), null)
    const backup = golden(`${left.set}/office.tar.zst.age`)
    await inBrowser(hand, left, folder, () => hand.files('#backup', [backup]))
  } finally {
    await hand.close()
  }
}

/** The shares and the passphrase are one identity; what opens with it is `open`. */
function withIdentity(left: Left, folder: string, withAge: boolean, open: string): void {
  const machine = strangersMachine()
  try {
    if (!withAge) rmSync(path.join(machine.folder, 'bin', 'age'))
    const shares = typed(left, folder).join(' ')
    copyFileSync(path.join(docs, 'recover.py'), path.join(folder, 'recover.py'))
    const script = `set -e -o pipefail
python3 recover.py identity ${shares} --kit kit.json --passphrase-file passphrase.txt > identity.txt
mkdir restored
${open}`
    const { status, stdout } = shell(script, { cwd: folder, env: machine.env })
    assert.equal(status, 0, stdout)
  } finally {
    machine.remove()
  }
}

const byRecoverPy: Way = async (left, folder) =>
  withIdentity(
    left,
    folder,
    false,
    `python3 recover.py decrypt identity.txt backup.tar.zst.age | zstd -q -d | tar -x -f - -C restored
python3 recover.py verify restored
python3 recover.py item kit.json ${KEY} identity.txt --out key`,
  )

const byStockTools: Way = async (left, folder) =>
  withIdentity(
    left,
    folder,
    true,
    `age -d -i identity.txt backup.tar.zst.age | zstd -q -d | tar -x -f - -C restored
python3 -c 'import base64, json, sys; sys.stdout.buffer.write(base64.b64decode(next(k for k in json.load(open("kit.json"))["keys"] if k["label"] == "${KEY}")["sealed"]))' > item.age
age -d -i identity.txt item.age | python3 -c 'import json, sys; sys.stdout.buffer.write(bytes.fromhex(json.load(sys.stdin)["secret"]))' > key`,
  )

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
      return [at, createHash('sha256').update(readFileSync(file)).digest('hex')]
    })
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

for (const left of LEFT) {
  describe(`what is left of ${left.set}`, () => {
    const ways: { readonly [name: string]: Way } = {
      Keyclave: byKeyclave,
      'recover.html in Chromium': byChromium,
      'recover.html in Firefox': byFirefox,
      'recover.py, without age': byRecoverPy,
      ...(left.stock ? { 'stock tools': byStockTools } : {}),
    }
    for (const [name, way] of Object.entries(ways)) {
      it(`is brought back by ${name}, the same to the byte`, async () => {
        const folder = mkdtempSync(path.join(scratch, 'way-'))
        await way(left, folder)
        const key = readFileSync(golden(`${left.set}/opened/${KEY}.key`))
        assert.deepEqual(readFileSync(path.join(folder, 'key')), key)
        assert.deepEqual(tree(path.join(folder, 'restored')), expectedOf(left.set))
      })
    }
  })
}

/** What the backup's manifest says was backed up: it stands beside the backup, as it was written then. */
function expectedOf(set: string): { readonly [file: string]: string } {
  const manifest = JSON.parse(readFileSync(golden(`${set}/keyclave-manifest.json`), 'utf8')) as {
    readonly entries: readonly {
      readonly type: 'file' | 'directory' | 'symlink'
      readonly path: string
      readonly sha256?: string
      readonly target?: string
    }[]
  }
  const said = manifest.entries.map(({ type, path: at, sha256, target }): [string, string] => [
    at.replace(/\/$/, ''),
    type === 'directory' ? 'folder' : type === 'symlink' ? `-> ${target}` : (sha256 ?? ''),
  ])
  return Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1)))
}
