import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before } from 'node:test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { osRandom } from '../../main/core/bytes/random.ts'
import { writeBackup } from '../../main/services/backup/write-backup.ts'
import { type FitChoice, NOTHING_CHOSEN } from '../../main/services/files/drive-fit.ts'
import { onDrive } from '../../main/services/files/drive-probe.ts'
import { restoreBackup } from '../../main/services/recovery/restore-backup.ts'
import { type DataOf, KeyclaveError } from '../../shared/errors.ts'
import { sentenceOf } from '../../shared/messages/index.ts'
import { type Drive, type DriveKind, mountDrive } from '../fixtures/drive.ts'

/** What a real drive cannot hold is said before anything is written to it, and can be left out or renamed. */

const folder = mkdtempSync(path.join(tmpdir(), 'keyclave-unfit-'))
const at = (...names: readonly string[]): string => path.join(folder, ...names)
export const drives: Drive[] = []
after(async () => {
  for (const drive of drives) await drive.unmount()
  rmSync(folder, { recursive: true, force: true })
})

export const ODD = {
  'at 10:30.txt': 'half past ten',
  'what?.txt': 'a question',
  'ends with a dot.': 'dot',
  'Notes.txt': 'capital',
  'notes.txt': 'small',
  'plain.txt': 'plain',
  'Übung.txt': 'umlaut',
  'a:b/inner.txt': 'in a folder with a colon',
} as const

let identity = ''
before(async () => {
  identity = await generateX25519Identity()
  mkdirSync(at('odd', 'a:b'), { recursive: true })
  for (const [name, text] of Object.entries(ODD)) writeFileSync(at('odd', name), text)
  symlinkSync('plain.txt', at('odd', 'link'))
  mkdirSync(at('large'))
  writeFileSync(at('large', 'a'), osRandom(300_000))
  const recipient = await identityToRecipient(identity)
  for (const name of ['odd', 'large']) {
    await writeBackup({
      ...{ setId: '0123456789', generation: 1, created: new Date(0), threads: 1, random: osRandom },
      ...{ paths: [at(name)], out: at(`${name}.age`), recipients: [recipient] },
    })
  }
})

export const restore = (name: string, out: string, fit: Partial<FitChoice> = {}) =>
  restoreBackup({
    ...{ file: at(`${name}.age`), identity: Buffer.from(identity), out, threads: 1 },
    fit: { ...NOTHING_CHOSEN, ...fit },
  })

export async function unfitOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof KeyclaveError && error.code === 'RESTORE_UNFIT', String(error))
  const { unfit, space } = error.data as DataOf<'RESTORE_UNFIT'>
  const named = Object.fromEntries(unfit.map(({ kind, first }) => [kind, [...first].sort()]))
  return { named, space, sentence: sentenceOf(error, 'en') }
}

export async function mounted(kind: DriveKind): Promise<string> {
  const drive = await mountDrive(kind, folder)
  drives.push(drive)
  return drive.path
}

/** What is in a folder, by path. */
export const contents = (at: string): { [name: string]: string } =>
  Object.fromEntries(
    readdirSync(at, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => {
        const file = path.join(entry.parentPath, entry.name)
        return [path.relative(at, file), readFileSync(file, 'utf8')]
      }),
  )

/** Of a list of differences: path → path. */
const listed = (file: string): { [path: string]: string | null } =>
  Object.fromEntries(
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map(line => JSON.parse(line))
      .map(({ path: was, as }) => [was, as]),
  )

/** What each driver does with the names above, as it is; the sentence calls the drive so. */
const DRIVES = [
  {
    kind: 'fat32',
    called: 'FAT32',
    unfit: {
      links: ['odd/link'],
      names: ['odd/a:b', 'odd/at 10:30.txt', 'odd/what?.txt', 'odd/Übung.txt'],
      twins: ['odd/notes.txt'],
    },
  },
  {
    kind: 'exfat',
    called: 'fuseblk',
    unfit: {
      links: ['odd/link'],
      names: ['odd/a:b', 'odd/at 10:30.txt', 'odd/what?.txt'],
      twins: ['odd/notes.txt'],
    },
  },
  {
    kind: 'ntfs',
    called: 'fuseblk',
    unfit: {
      names: ['odd/a:b', 'odd/at 10:30.txt', 'odd/ends with a dot.', 'odd/what?.txt'],
    },
  },
] as const

type Tested = (typeof DRIVES)[number]['kind']

const PIECE = 8 * 1024 * 1024

const driveOf = new Map<Tested, Promise<string>>()

/** A drive of a kind, mounted once. */
export function driveOfKind(kind: Tested): Promise<string> {
  const known = driveOf.get(kind) ?? mounted(kind)
  driveOf.set(kind, known)
  return known
}

const tested = async (kind: Tested) => {
  const drive = await driveOfKind(kind)
  const { called, unfit } = DRIVES.find(one => one.kind === kind) ?? DRIVES[0]
  return { called, unfit, drive, out: path.join(drive, 'out') }
}

const assertNothingMade = (drive: string): void =>
  assert.deepEqual(
    readdirSync(drive).filter(name => name.includes('out')),
    [],
  )

export async function assertRefused(kind: Tested): Promise<void> {
  const { called, unfit, drive, out } = await tested(kind)
  const { named, space, sentence } = await unfitOf(restore('odd', out))
  assert.deepEqual(named, unfit)
  assert.equal(space, null)
  assert.ok(sentence.includes(`(${called})`) && !sentence.includes('connected'), sentence)
  assertNothingMade(drive)
}

export async function assertLeftOut(kind: Tested): Promise<void> {
  const { unfit, out } = await tested(kind)
  const { list, differences } = await restore('odd', out, {
    leaveOut: ['links', 'names', 'twins'],
  })
  const lost: readonly string[] = Object.values(unfit).flat()
  assert.deepEqual(differences.map(({ path: at }) => at).sort(), [...lost].sort())
  assert.deepEqual(listed(list ?? ''), Object.fromEntries(lost.map(at => [at, null])))
  const left = Object.entries(ODD).filter(
    ([name]) => !lost.some(at => `odd/${name}` === at || `odd/${name}`.startsWith(`${at}/`)),
  )
  assert.deepEqual(
    contents(out),
    Object.fromEntries(left.map(([name, text]) => [`odd/${name}`, text])),
  )
  for (const made of [out, list ?? '']) rmSync(made, { recursive: true })
}

export async function assertRenamed(kind: Tested): Promise<void> {
  const { out } = await tested(kind)
  const { list } = await restore('odd', out, { leaveOut: ['links'], rename: true })
  const names = listed(list ?? '')
  const found = contents(out)
  for (const [name, text] of Object.entries(ODD)) {
    const [top = '', ...rest] = name.split('/')
    const folder = names[`odd/${top}`] ?? `odd/${top}`
    assert.equal(found[[folder, ...rest].join('/')], text, name)
  }
  assert.equal(Object.keys(found).length, Object.keys(ODD).length)
  for (const made of [out, list ?? '']) rmSync(made, { recursive: true })
}

/** Fills the drive up to 200 kB, and restores 300 kB to it. */
export async function assertNoSpace(kind: Tested): Promise<void> {
  const { drive, out } = await tested(kind)
  const free = await onDrive(path.join(drive, 'x'), async probe => probe.free ?? 0)
  const filler = path.join(drive, 'filler')
  for (let rest = free - 200_000; rest > 0; rest -= PIECE) {
    writeFileSync(filler, Buffer.alloc(Math.min(PIECE, rest)), { flag: 'a' })
  }
  const { named, space } = await unfitOf(restore('large', out))
  assert.deepEqual(named, {})
  assert.ok(space !== null && space.needed >= 300_000 && space.free < 300_000)
  assertNothingMade(drive)
}
