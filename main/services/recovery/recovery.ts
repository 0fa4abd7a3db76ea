import type { Buffer } from 'node:buffer'
import { KeyclaveError, refuse } from '../../../shared/errors.ts'
import { formatFingerprint } from '../../core/kit.ts'
import type { BackupKey, Kit, KitKey } from '../../core/kit-schema.ts'
import type { OpenQuorum } from '../../core/quorum.ts'
import { wipe } from '../../core/secret.ts'
import { restoreBackup } from '../backup/restore-backup.ts'
import { writeNewFile } from '../files/atomic-file.ts'
import type { Input } from '../files/input.ts'
import { describeKey } from '../kits/key-description.ts'
import { continueUnlessCancelled, type Watch } from '../watch.ts'
import { type OpeningRequest, withQuorum } from './opening.ts'

export interface BackupRequest extends OpeningRequest {
  readonly file: string
  /** The folder to make. */
  readonly out: string
}

export interface KeyRequest extends OpeningRequest {
  readonly kit: string
  /** Id or label. */
  readonly key: string
  /** The file to make. */
  readonly out: string
}

export interface IdentityRequest extends OpeningRequest {
  /** The number of a backup key; without it, the quorum's own identity. */
  readonly backupKey?: string
}

export interface RestoredBackup {
  readonly files: number
  readonly bytes: number
  readonly setId: string
  readonly generation: number
  readonly created: string
}

export interface RecoveredKey {
  readonly id: string
  readonly label: string
  readonly version: number
  readonly description: string
  /** Of a master key; null of an imported secret. */
  readonly fingerprint: string | null
  readonly out: string
}

/** Opening things again, with a quorum of shares and the passphrase. */
export interface Recovery {
  /** Restores a backup into a new folder. */
  readonly backup: (request: BackupRequest, watch: Watch) => Promise<RestoredBackup>
  /** Writes one master key, or one imported secret, into a new file. */
  readonly key: (request: KeyRequest, watch: Watch) => Promise<RecoveredKey>
  /** Hands an age identity, as ASCII, to `use` and wipes it afterwards. */
  readonly identity: (
    request: IdentityRequest,
    watch: Watch,
    use: (identity: Buffer) => void | Promise<void>,
  ) => Promise<void>
}

export function createRecovery({
  input,
  threads,
}: {
  readonly input: Input
  readonly threads: number
}): Recovery {
  return {
    backup: (request, watch) =>
      withQuorum(request, input, quorum => restore(quorum, request, threads, watch)),

    key: (request, watch) =>
      withQuorum(request, input, async (quorum, kit) => {
        const key = findKey(kit as Kit, request.key)
        continueUnlessCancelled(watch.signal)
        const secret = await quorum.open(key)
        try {
          await writeNewFile(request.out, secret, { secret: true })
        } finally {
          wipe(secret)
        }
        const { id, label, version } = key
        const fingerprint = key.kind === 'master-key' ? formatFingerprint(key.fingerprint) : null
        return { id, label, version, description: describeKey(key), fingerprint, out: request.out }
      }),

    identity: async (request, watch, use) => {
      if (request.backupKey !== undefined && request.kit === undefined) {
        throw refuse('KIT_NEEDED', { what: `Backup key ${request.backupKey}` })
      }
      await withQuorum(request, input, async (quorum, kit) => {
        continueUnlessCancelled(watch.signal)
        const identity =
          request.backupKey === undefined
            ? await quorum.identityText()
            : await quorum.open(findBackupKey(kit as Kit, request.backupKey))
        try {
          await use(identity)
        } finally {
          wipe(identity)
        }
      })
    },
  }
}

async function restore(
  quorum: OpenQuorum,
  { file, out }: BackupRequest,
  threads: number,
  { signal, onEvent }: Watch,
): Promise<RestoredBackup> {
  const identity = await quorum.identityText()
  try {
    const { files, bytes, manifest } = await restoreBackup({
      ...{ file, out, identity, threads, signal },
      onProgress: (done, total) =>
        onEvent({ kind: 'progress', task: 'restoring', done, total, unit: 'bytes' }),
    })
    const { setId, generation, created } = manifest
    return { files, bytes, setId, generation, created }
  } catch (error) {
    const noMatch = error instanceof KeyclaveError && error.code === 'AGE_NO_MATCH'
    throw noMatch ? quorum.explainNoMatch(error) : error
  } finally {
    wipe(identity)
  }
}

/** The newest version of the key with this id or label. @throws KEY_UNKNOWN */
function findKey({ keys }: Kit, idOrLabel: string): KitKey {
  const byId = keys.filter(key => key.id === idOrLabel)
  const found = (byId.length > 0 ? byId : keys.filter(key => key.label === idOrLabel)).at(-1)
  if (found === undefined) throw refuse('KEY_UNKNOWN', { key: idOrLabel })
  return found
}

/** @throws BACKUP_KEY_UNKNOWN */
function findBackupKey({ backupKeys }: Kit, generation: string): BackupKey {
  const found = backupKeys.find(key => String(key.generation) === generation)
  if (found === undefined) {
    throw refuse('BACKUP_KEY_UNKNOWN', { generation, count: backupKeys.length })
  }
  return found
}
