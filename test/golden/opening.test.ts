/** The golden cards, kits and backups of 0.1.0 open today, at the command line and with stock tools. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { shareCommitment } from '../../shared/share.ts'
import { parseWords, shareToQr, shareToWords, wordsToShare } from '../../shared/share-text.ts'
import { done, doneJson, refused } from '../cli/command-line.ts'
import { openWindow } from '../services/window.ts'
import {
  BARE,
  bytesOf,
  type Card,
  canonical,
  golden,
  jsonOf,
  newDesk,
  SMALL,
  STRICT,
  sha256,
  textOf,
} from './golden.ts'
import { KITS, MANIFESTS, SECRETS } from './pins.ts'

interface Kit {
  readonly quorum: {
    readonly setId: string
    readonly threshold: number
    readonly custodians: readonly { readonly index: number; readonly commitment: string }[]
  }
}
/** What `share inspect` answers. */
interface Facts {
  readonly index: number
  readonly commitment: string
  readonly wrongWords: readonly number[]
}
interface ManifestEntry {
  readonly type: 'file' | 'directory' | 'symlink'
  readonly path: string
  readonly mode: number
  readonly mtime: string
  readonly size?: number
  readonly sha256?: string
  readonly target?: string
}

const desk = newDesk()

/** The cards of a ceremony that are files, by their names. */
const cardFiles = (folder: string, end: string): readonly string[] =>
  readdirSync(golden(folder, 'cards'))
    .filter(name => name.endsWith(end))
    .sort()
    .map(name => golden(folder, 'cards', name))

/** `--kit`, enough `--share`, and the passphrase. */
function opening(folder: string): readonly string[] {
  const { threshold } = jsonOf<Kit>(folder, 'kit.json').quorum
  const shares = cardFiles(folder, '.txt').slice(-threshold)
  return [
    ...['--kit', golden(folder, 'kit.json')],
    ...shares.flatMap(file => ['--share', file]),
    ...['--passphrase-file', golden(folder, 'passphrase.txt')],
  ]
}
/** A copy of the vault of a folder, for the window to open. */
function vaultOf(folder: string): { readonly path: string; readonly readOnly: false } {
  const bytes = gunzipSync(readFileSync(golden(folder, 'office.vault.gz')))
  vaults += 1
  return { path: desk.write(`${vaults}.vault`, bytes), readOnly: false }
}
let vaults = 0

const withoutKit = (folder: string): readonly string[] => opening(folder).slice(2)

describe('kits and cards', () => {
  for (const folder of Object.keys(KITS)) {
    it(`${folder}: the kit is inspected`, async () => {
      const kit = golden(folder, 'kit.json')
      const { quorum } = jsonOf<Kit>(folder, 'kit.json')
      assert.match(await done(['kit', 'inspect', kit]), new RegExp(quorum.setId))
    })
  }

  for (const folder of Object.keys(KITS).filter(name => name !== 'without-vault')) {
    it(`${folder}: words, code and commitment of each share`, () => {
      const { custodians } = jsonOf<Kit>(folder, 'kit.json').quorum
      for (const [i, { words, qr, share }] of jsonOf<readonly Card[]>(
        folder,
        'cards.json',
      ).entries()) {
        const bytes = Buffer.from(share, 'hex')
        assert.equal(Buffer.from(wordsToShare(parseWords(words))).toString('hex'), share)
        assert.deepEqual([shareToWords(bytes).join(' '), shareToQr(bytes)], [words, qr])
        const commitment = sha256('keyclave/v1 share commitment', bytes)
        assert.equal(custodians[i]?.commitment, commitment)
        assert.equal(Buffer.from(shareCommitment(bytes)).toString('hex'), commitment)
        const card = readFileSync(cardFiles(folder, '.txt')[i] ?? '', 'utf8')
        assert.ok(card.includes(qr))
      }
    })
  }

  for (const name of ['02-bob.txt', '01-printed.pdf', '04.png']) {
    it(`a card as ${path.extname(name)}`, async () => {
      const file = golden(STRICT, 'cards', name)
      const kit = ['--kit', golden(STRICT, 'kit.json')]
      const facts = await doneJson<Facts>(['share', 'inspect', file, ...kit])
      const index = Number(name.slice(0, 2))
      const { custodians } = jsonOf<Kit>(STRICT, 'kit.json').quorum
      assert.deepEqual([facts.index, facts.wrongWords], [index, []])
      assert.equal(facts.commitment, custodians[index - 1]?.commitment)
    })
  }
})

/** The name of a sealed key, or an identity: `quorum`, `backup key 2`. */
const identityOf = (name: string): number | 'quorum' | null =>
  name === 'quorum' ? name : name.startsWith('backup key ') ? Number(name.slice(11)) : null

describe('what is sealed, in the window', () => {
  for (const [folder, items] of Object.entries(SECRETS)) {
    it(`${folder}: ${Object.keys(items).join(', ')}`, async context => {
      const { call } = openWindow(context)
      // What was added after the founding is proved by the log of the vault that recorded it.
      if (folder.endsWith('extended')) await call('vault.open', vaultOf(folder))
      const { threshold } = jsonOf<Kit>(folder, 'kit.json').quorum
      const kit = { kind: 'file', path: golden(folder, 'kit.json') } as const
      await call('recovery.begin', { kit })
      for (const { qr } of jsonOf<readonly Card[]>(folder, 'cards.json').slice(-threshold)) {
        await call('share.add', { for: 'recovery', card: { kind: 'qr', text: qr } })
      }
      const passphrase = textOf(folder, 'passphrase.txt').trim()
      const open = await call('recovery.open', { passphrase })
      assert.ok(open.step === 'open' && open.proved)
      for (const [name, digest] of Object.entries(items)) {
        const out = desk.at(`${folder} ${name}`.replaceAll('/', ' '))
        const which = identityOf(name)
        if (which === null) await call('recovery.exportKey', { key: name, out })
        else {
          const backupKey = which === 'quorum' ? null : which
          await call('recovery.exportIdentity', { backupKey, out })
        }
        const opened = readFileSync(out)
        const secret = which === null ? opened : opened.toString().trim()
        assert.equal(sha256(secret), digest, name)
      }
      const [from = folder] = folder.split('/')
      if (MANIFESTS[from]) {
        const out = desk.at(`${folder} restored`.replaceAll('/', ' '))
        await call('recovery.restore', { file: golden(from, 'office.tar.zst.age'), out })
        checkTree(out, manifestOf(from))
      }
      await call('recovery.end', {})
    })
  }

  it('an imported secret comes out as it went in', () => {
    for (const folder of [STRICT, SMALL, BARE]) {
      assert.equal(sha256(bytesOf(folder, 'seed.bin')), SECRETS[STRICT]?.['signing seed'])
    }
  })
})

describe('what is sealed, at the command line', () => {
  it('a key that was added later, with the vault that knows it and not without', async () => {
    const folder = `${BARE}/extended`
    const { path: vault } = vaultOf(folder)
    const [first, later] = [desk.at('first'), desk.at('later')]
    const wanted = ['recover', 'key', 'later-root', ...opening(folder)]
    const said = await refused([...wanted, '--out', later], 5, 'ITEM_UNPROVED')
    assert.match(said, /after the founding ceremony.*--vault/)
    await done([...wanted, '--vault', vault, '--out', later])
    assert.equal(sha256(readFileSync(later)), SECRETS[folder]?.['later-root'])
    // The newest version is one that nothing proves: no older one is taken in its place, unless asked for.
    const root = ['recover', 'key', 'video-root', ...opening(folder), '--out', first]
    await refused(root, 5, 'ITEM_UNPROVED')
    await done(root.with(2, 'video-root@1'))
    assert.notEqual(sha256(readFileSync(first)), SECRETS[folder]?.['video-root'])
  })

  it('a key', async () => {
    const out = desk.at('key')
    await done(['recover', 'key', 'video-root', ...opening('without-vault'), '--out', out])
    assert.equal(readFileSync(out).length, 32)
  })

  it('a quorum identity, without the kit', async () => {
    const identity = await done(['recover', 'identity', ...withoutKit(SMALL)])
    assert.match(identity, /^AGE-SECRET-KEY-1/)
    assert.equal(sha256(identity.trim()), SECRETS[SMALL]?.quorum)
  })

  it('a backup, without the kit', async () => {
    const out = desk.at('restored without kit')
    const backup = golden(STRICT, 'office.tar.zst.age')
    await done(['recover', 'backup', backup, ...withoutKit(STRICT), '--out', out])
    checkTree(out, manifestOf(STRICT))
  })
})

const manifestOf = (folder: string): readonly ManifestEntry[] =>
  jsonOf<{ entries: readonly ManifestEntry[] }>(folder, 'keyclave-manifest.json').entries

/** What was restored is what the manifest says, with modes and times. */
function checkTree(folder: string, entries: readonly ManifestEntry[]): void {
  for (const entry of entries) {
    const at = path.join(folder, entry.path)
    const stat = lstatSync(at)
    if (entry.type === 'symlink') assert.equal(readlinkSync(at), entry.target)
    else {
      assert.equal(stat.mode & 0o7777, entry.mode, entry.path)
      assert.equal(stat.mtime.toISOString(), entry.mtime, entry.path)
    }
    if (entry.type === 'file') assert.equal(sha256(readFileSync(at)), entry.sha256)
  }
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const named = entries.map(entry => entry.path.replace(/\/$/, '')).sort()
  assert.deepEqual(
    found.filter(name => name !== 'keyclave-manifest.json'),
    named,
  )
}

describe('backups', () => {
  for (const [folder, digest] of Object.entries(MANIFESTS)) {
    it(`${folder}: its manifest is canonical`, () => {
      const manifest = textOf(folder, 'keyclave-manifest.json')
      assert.equal(sha256(manifest), digest)
      assert.equal(canonical(JSON.parse(manifest)), manifest)
    })
  }

  for (const identity of ['backup-key-1.txt', 'quorum.txt']) {
    it(`by age, zstd and tar, with ${identity} alone`, () => {
      const age = ['-d', '-i', golden(SMALL, 'opened', identity)]
      const archive = pipe(pipe(bytesOf(SMALL, 'office.tar.zst.age'), 'age', ...age), 'zstd', '-dc')
      const text = pipe(archive, 'tar', '-xO', 'keyclave-manifest.json').toString()
      assert.equal(text, textOf(SMALL, 'keyclave-manifest.json'))
      const notes = pipe(archive, 'tar', '-xO', 'office/notes.txt').toString()
      assert.equal(notes, 'The spare drive is in the second safe.\n')
    })
  }
})

function pipe(input: Buffer, command: string, ...args: readonly string[]): Buffer {
  const { status, stdout, stderr } = spawnSync(command, args, { input })
  assert.equal(status, 0, `${command}: ${stderr}`)
  return stdout
}
