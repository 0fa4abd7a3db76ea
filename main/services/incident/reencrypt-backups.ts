import { createHash } from 'node:crypto'
import { lstat, realpath } from 'node:fs/promises'
import path from 'node:path'
import { withoutVolume } from '../../../shared/backup-files.ts'
import type { Deed } from '../../../shared/deeds.ts'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import type { CataloguedBackup } from '../../vault/index.ts'
import { type BackupMeans, type Origin, recipientsOf } from '../backup/index.ts'
import {
  aboutInput,
  nameOfBackup,
  onPath,
  openJoined,
  type PlacedBackup,
  placeOf,
  placesOf,
} from '../files/index.ts'
import { requireBackupKeyInUse } from '../keys/index.ts'
import { requireInForce } from '../kits/index.ts'
import { backupHeader } from '../opening/index.ts'
import type { Permit } from '../people/index.ts'
import { type OpenedQuorum, requireKit } from '../recovery/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import { HeldIdentities, type IdentityName } from './held-identities.ts'
import { compareWithMade, fileDigest, type Reencrypted, reencryptFile } from './reencrypt-file.ts'
import { isCurrent } from './scan.ts'

export interface ReencryptOrder {
  /** The old backups. */
  readonly files: readonly string[]
  /** The folder that the new ones go to, under the names of the old. */
  readonly out: string
  /** Make it anew where the catalogue knows a new one that is not in this folder. */
  readonly again?: boolean
}

/** What became of one backup. */
export type ReencryptOutcome =
  | {
      /** It is new; or an earlier call made it, and it was compared now, or its digest stands in the catalogue. */
      readonly kind: 'made' | 'compared' | 'known'
      readonly file: string
      readonly target: string
      readonly files: number
      readonly bytes: number
      readonly size: number
      readonly sha256: string
      readonly replaces: string
      /** In the catalogue; null where nothing is recorded. */
      readonly id: string | null
    }
  /** It is for the current backup key already: nothing is to be done. */
  | { readonly kind: 'current'; readonly file: string }
  /** A new one was made, and is somewhere else. */
  | {
      readonly kind: 'elsewhere'
      readonly file: string
      readonly fileName: string
      readonly sha256: string
    }
  | { readonly kind: 'refused'; readonly file: string; readonly error: KeyclaveError }

export interface ReencryptedBackups {
  readonly setId: string
  readonly generation: number
  readonly outcomes: readonly ReencryptOutcome[]
}

/** An old backup, as its header tells. */
export interface Old {
  readonly place: PlacedBackup
  /** What it is called where something is said of it. */
  readonly file: string
  /** Bytes of each of its volumes; null: it is one file. The new one is cut alike. */
  readonly volumeSize: number | null
  readonly target: string
  readonly header: Uint8Array
  readonly size: number
}

/** What is to be done, as people sign it. */
export interface ReencryptionPlan {
  readonly deed: Deed<'backup.reencrypt'>
  readonly origin: Origin
  readonly olds: readonly Old[]
}

/**
 * What would be done: which backups, by their headers, and for whom. Nothing is opened.
 *
 * @throws KIT_NEEDED, QUORUM_REPLACED, KIT_OUTDATED, BACKUP_KEY_STATE, ITEM_UNPROVED; REENCRYPT_TARGET;
 *         FILE_MISSING … of a file that cannot be read
 */
export async function planReencryption(
  opened: Pick<OpenedQuorum, 'kit' | 'vault'>,
  { files, out }: Pick<ReencryptOrder, 'files' | 'out'>,
): Promise<ReencryptionPlan> {
  const kit = requireKit(opened.kit, { what: 'backup-key', generation: '' })
  const origin = recipientsOf(kit)
  const { setId, generation } = origin
  await opened.vault?.use('read', vault => {
    requireInForce(vault, kit.kit)
    requireBackupKeyInUse(vault, setId, generation)
  })
  const olds = await lookAt(files, out)
  const backups = olds.map(({ place, header }) => ({
    name: nameOfBackup(place),
    header: createHash('sha256').update(header).digest('hex'),
  }))
  const terms = { subject: `quorum:${setId}`, generation, backups } as const
  return { deed: { action: 'backup.reencrypt', terms }, origin, olds }
}

/** How far each of them is, for whoever looks on. */
export interface ReencryptWatch extends Watch {
  /** Told the place of a backup in the order, from 0, when it begins (null) and when it is done. */
  readonly onBackup?: (position: number, outcome: ReencryptOutcome | null) => void
}

/**
 * Encrypts backups again, for the current backup key of an opened quorum and for that quorum. What was done
 * stays done when it is given up, or the program is killed: the same call again goes on. No old file is
 * changed or removed. A backup that cannot be is said, and the others go on.
 *
 * @throws as `planReencryption`; as the permit; FILE_FULL; CANCELLED
 */
export async function reencryptBackups(
  opened: OpenedQuorum,
  order: ReencryptOrder,
  permit: Permit,
  means: BackupMeans,
  watch: ReencryptWatch,
): Promise<ReencryptedBackups> {
  const { deed, origin, olds } = await planReencryption(opened, order)
  const { setId, generation } = origin
  const { subject, backups } = deed.terms
  const leave = await opened.leaveTo(deed, permit)
  const identities = await HeldIdentities.of(opened)
  try {
    await opened.record(leave, {
      action: 'backup.reencryption-begun',
      subject,
      details: { generation, backups },
    })
    const record = async (made: Reencrypted): Promise<string | null> => {
      if (opened.vault === null || opened.vault.readOnly) return null
      return await opened.vault.use('write', ({ backups: catalogue }) => {
        const { backup, replaces } = made
        const known = catalogue.list().find(({ sha256 }) => sha256 === backup.sha256)
        return (known ?? catalogue.addReencrypted(leave.follows, backup, replaces)).id
      })
    }
    const catalogue = (await opened.vault?.use('read', ({ backups: all }) => all.list())) ?? []
    const { again = false } = order
    const work = new Work({ origin, again, catalogue, identities, means, watch, record }, olds)
    return { setId, generation, outcomes: await work.all() }
  } finally {
    identities.close()
    leave.close()
  }
}

interface Surroundings {
  readonly origin: Origin
  readonly again: boolean
  readonly catalogue: readonly CataloguedBackup[]
  readonly identities: HeldIdentities
  readonly means: BackupMeans
  readonly watch: ReencryptWatch
  readonly record: (made: Reencrypted) => Promise<string | null>
}

/** Bytes of a backup from which on more than one thread gains more than it takes to start. */
const WORTH_THREADS = 4 * 1024 * 1024

/** What ends the whole call: nothing that one backup alone has done. */
const ENDS_ALL = new Set(['CANCELLED', 'FILE_FULL', 'AGE_RECIPIENT'])

class Work {
  readonly #with: Surroundings
  readonly #olds: readonly Old[]
  readonly #total: number
  #read = 0

  constructor(surroundings: Surroundings, olds: readonly Old[]) {
    this.#with = surroundings
    this.#olds = olds
    this.#total = olds.reduce((sum, { size }) => sum + size, 0)
  }

  async all(): Promise<readonly ReencryptOutcome[]> {
    const { identities, watch } = this.#with
    const matched = await identities.match(this.#olds.map(({ header }) => header))
    const outcomes: ReencryptOutcome[] = []
    for (const [i, old] of this.#olds.entries()) {
      continueUnlessCancelled(watch.signal)
      const before = this.#read
      watch.onBackup?.(i, null)
      const outcome = await this.#outcomeOf(old, matched[i] ?? null)
      outcomes.push(outcome)
      this.#onRead(before + old.size - this.#read)
      watch.onBackup?.(i, outcome)
    }
    return outcomes
  }

  async #outcomeOf(old: Old, opens: readonly IdentityName[] | null): Promise<ReencryptOutcome> {
    const { recipients } = this.#with.origin
    try {
      if (opens === null) throw refuse('AGE_HEADER', { problem: 'malformed' })
      const [first] = opens
      if (first === undefined) throw refuse('AGE_NO_MATCH', {})
      return isCurrent(recipients, opens)
        ? { kind: 'current', file: old.file }
        : await this.#one(old, first.recipient)
    } catch (error) {
      if (!(error instanceof KeyclaveError) || ENDS_ALL.has(error.code)) throw error
      const about = /^(AGE|BACKUP)_/.test(error.code) ? aboutInput(old.file, error) : error
      return { kind: 'refused', file: old.file, error: about as KeyclaveError }
    }
  }

  async #one(old: Old, recipient: string): Promise<ReencryptOutcome> {
    const { file, place, target, volumeSize } = old
    const { origin, identities, means, watch } = this.#with
    const [current = ''] = origin.recipients
    const order = {
      ...{ file: place, target, volumeSize, origin, identity: identities.bytesOf(recipient) },
      newIdentity: identities.bytesOf(current),
    }
    const course = { signal: watch.signal, onRead: (bytes: number) => this.#onRead(bytes) }
    const there = await exists(target)
    const known = await this.#known(old, there)
    if (known !== null) return known
    const threads = old.size < WORTH_THREADS ? 1 : means.threads
    const work = there ? compareWithMade : reencryptFile
    const made = await work(order, { ...means, threads }, course)
    const id = await this.#with.record(made)
    const { files, bytes, size, sha256 } = made.backup
    const facts = { files, bytes, size, sha256, replaces: made.replaces, id }
    return { kind: there ? 'compared' : 'made', file, target, ...facts }
  }

  /** What the catalogue knows of a new one for this old one; null: nothing, or it is to be made anew. */
  async #known({ file, place, target }: Old, there: boolean): Promise<ReencryptOutcome | null> {
    const { catalogue, origin, again, watch } = this.#with
    const made = catalogue.filter(
      ({ replaces, setId, generation }) =>
        replaces !== null && setId === origin.setId && generation === origin.generation,
    )
    if (made.length === 0 || (again && !there)) return null
    const replaces = await fileDigest(place, watch.signal)
    const successors = made.filter(backup => backup.replaces === replaces)
    if (there) {
      const own = await fileDigest(target, watch.signal)
      const found = successors.find(({ sha256 }) => sha256 === own)
      if (found === undefined) return null
      const { files, bytes, size, sha256, id } = found
      return { kind: 'known', file, target, files, bytes, size, sha256, replaces, id }
    }
    const found = successors.at(-1)
    return found === undefined
      ? null
      : { kind: 'elsewhere', file, fileName: found.fileName, sha256: found.sha256 }
  }

  #onRead(bytes: number): void {
    this.#read += bytes
    this.#with.watch.onEvent({
      ...{ kind: 'progress', task: 'encrypting-again', unit: 'bytes' },
      ...{ done: this.#read, total: Math.max(this.#read, this.#total) },
    })
  }
}

/** The headers of the old files, and where each new one goes. @throws REENCRYPT_TARGET; FILE_*; AGE_HEADER */
async function lookAt(files: readonly string[], out: string): Promise<readonly Old[]> {
  const folder = await onPath(out, realpath(out))
  const targets = new Set<string>()
  const olds: Old[] = []
  for (const place of await placesOf(files)) {
    const [file = place.file] = place.volumes.map(volume => volume.file)
    const at = withoutVolume(await onPath(file, realpath(file)))
    const target = path.join(folder, nameOfBackup(place))
    if (path.dirname(at) === folder && at === target) {
      throw refuse('REENCRYPT_TARGET', { path: file, problem: 'same-folder' })
    }
    if (targets.has(target))
      throw refuse('REENCRYPT_TARGET', { path: target, problem: 'same-name' })
    targets.add(target)
    olds.push({ place, file, target, header: await headerOf(place), ...(await sizesOf(place)) })
  }
  return olds
}

async function headerOf(place: PlacedBackup): Promise<Uint8Array> {
  try {
    return await backupHeader(place)
  } catch (error) {
    throw error instanceof KeyclaveError ? aboutInput(place.file, error) : error
  }
}

async function sizesOf(place: PlacedBackup): Promise<Pick<Old, 'size' | 'volumeSize'>> {
  const source = await openJoined(place, { gaps: false })
  await source.close()
  const { size, volumeSize } = source
  return { size, volumeSize }
}

/** Whether a file is there, or a volume of it. */
async function exists(file: string): Promise<boolean> {
  const found = await lstat(file).catch(() => null)
  return found !== null || (await placeOf(file)).volumes.length > 0
}
