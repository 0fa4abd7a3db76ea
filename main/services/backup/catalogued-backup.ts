import path from 'node:path'
import { refuse } from '../../../shared/errors.ts'
import { DigestTreeBuilder } from '../../core/backup/index.ts'
import type { RandomSource } from '../../core/bytes/index.ts'
import {
  currentBackupKey,
  formatFingerprint,
  kitFingerprint,
  type TrustedKit,
} from '../../core/kit/index.ts'
import type { NewBackup } from '../../vault/index.ts'
import { type Left, orTakeBack, removeFiles } from '../files/index.ts'
import type { Watch } from '../tasks/index.ts'
import { checkFileOf, writeTree } from './check-file.ts'
import { type MadeParity, parityFileOf, writeParity } from './parity-files.ts'
import { type WriteRequest, type WrittenBackup, writeBackup } from './write-backup.ts'

export interface BackupOrder {
  readonly kit: TrustedKit
  /** Files and folders to back up. */
  readonly paths: readonly string[]
  /** What people agreed to leave out: kinds (`OddKind`), and patterns of paths in the backup. */
  readonly leaveOut?: readonly string[]
  /** The file to make. */
  readonly out: string
  /** Whether to make its check file, beside it. */
  readonly check?: boolean
  /** Recovery slices for each hundred slices of the backup, 1…100; absent: no recovery file is made. */
  readonly parity?: number
  /** Bytes of each of its volumes; absent: it is one file. */
  readonly volumeSize?: number
}

export interface BackupMeans {
  readonly now: () => Date
  readonly random: RandomSource
  readonly threads: number
}

export interface CreatedBackup extends WrittenBackup {
  readonly setId: string
  readonly generation: number
  /** Of the kit that it was encrypted to, as it stands on its cards. */
  readonly kitFingerprint: string
  readonly out: string
}

export interface DigestedBackup extends CreatedBackup {
  /** RFC 3339. */
  readonly created: string
  /** SHA-256 of the backup, in hex. */
  readonly sha256: string
  /** Root of its check file, in hex; null: none was made. */
  readonly tree: string | null
  /** Its recovery file; null: none was made. */
  readonly parity: MadeParity | null
}

/**
 * Encrypts files to the quorum of a kit. A refusal leaves no file behind, and the same can be asked for
 * again.
 *
 * @throws KIT_FORMAT, and what `writeBackup` throws
 */
export async function makeBackup(
  order: BackupOrder,
  means: BackupMeans,
  watch: Watch,
): Promise<CreatedBackup> {
  return await write(recipientsOf(order.kit), means.now(), order, means, watch)
}

/**
 * Encrypts files to the quorum of a kit, takes the backup's digest and records both. A refusal of either
 * leaves no file behind.
 *
 * @param catalogue puts the backup into a catalogue, if there is one
 * @throws KIT_FORMAT, and what `writeBackup` and the catalogue throw
 */
export async function makeCataloguedBackup(
  order: BackupOrder & { readonly catalogue: (backup: NewBackup) => Promise<void> },
  means: BackupMeans,
  watch: Watch,
): Promise<DigestedBackup> {
  const origin = recipientsOf(order.kit)
  const created = means.now()
  const builder = order.check === true ? new DigestTreeBuilder() : null
  let sha256 = ''
  let tree: string | null = null
  let parity: MadeParity | null = null
  const written = await write(origin, created, order, means, watch, {
    onPiece: builder === null ? undefined : piece => builder.add(piece),
    onSha256: hash => {
      sha256 = hash
    },
    record: async facts => {
      const checkFile = checkFileOf(order.out)
      const digests = builder?.end() ?? null
      tree = digests?.root ?? null
      if (digests !== null) await writeTree(digests, checkFile)
      const { files, bytes, size, leftOut } = facts
      const takeBack = (): Promise<Left> =>
        removeFiles([...(digests === null ? [] : [checkFile]), ...(parity?.parityFiles ?? [])])
      await orTakeBack(takeBack, async () => {
        parity = await parityOf(facts.volumes, order, means, watch)
        await order.catalogue({
          ...{ files, bytes, size, leftOut, ...origin, sha256, created: created.toISOString() },
          ...{ fileName: path.basename(order.out), ...(tree === null ? {} : { tree }) },
        })
      })
    },
  })
  return { ...written, created: created.toISOString(), sha256, tree, parity }
}

async function parityOf(
  volumes: readonly string[],
  { out, parity: percent }: BackupOrder,
  means: BackupMeans,
  watch: Watch,
): Promise<MadeParity | null> {
  if (percent === undefined) return null
  return await writeParity(volumes, { parityFile: parityFileOf(out), percent }, means, watch)
}

async function write(
  origin: Origin,
  created: Date,
  { kit, paths, out, leaveOut, volumeSize }: BackupOrder,
  { random, threads }: BackupMeans,
  { signal, onEvent }: Watch,
  onTheWay: Pick<WriteRequest, 'onPiece' | 'onSha256' | 'record'> = {},
): Promise<CreatedBackup> {
  const written = await writeBackup({
    ...{
      ...origin,
      ...onTheWay,
      paths,
      out,
      leaveOut,
      volumeSize,
      created,
      random,
      threads,
      signal,
    },
    onProgress: (done, total) =>
      onEvent({ kind: 'progress', task: 'backing-up', done, total, unit: 'bytes' }),
  })
  const { setId, generation } = origin
  const fingerprint = formatFingerprint(kitFingerprint(kit.quorum))
  return { ...written, setId, generation, kitFingerprint: fingerprint, out }
}

/** Whose backup it is, and who can open it. */
export interface Origin {
  readonly setId: string
  readonly generation: number
  readonly recipients: readonly string[]
}

/**
 * A backup is for the current backup key and for the quorum itself. A newest backup key that nothing
 * proves is nobody's: no older one is taken in its place.
 *
 * @throws KIT_FORMAT, ITEM_UNPROVED
 */
export function recipientsOf(trusted: TrustedKit): Origin {
  const { setId, recipient } = trusted.quorum
  const newest = currentBackupKey(trusted.kit)
  const backupKey = newest && trusted.item(newest)
  if (backupKey === null) {
    throw refuse('KIT_FORMAT', { where: 'backupKeys', problem: 'no-backup-key' })
  }
  const { generation } = backupKey
  return { setId, generation, recipients: [backupKey.recipient, recipient] }
}
