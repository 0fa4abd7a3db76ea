import type { Buffer } from 'node:buffer'
import { refuse } from '../../../shared/errors.ts'
import { wipe } from '../../core/bytes/index.ts'
import { formatFingerprint, type Kit } from '../../core/kit/index.ts'
import { refuseExisting, writeNewFile } from '../files/index.ts'
import { describeKey } from '../kits/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import { findBackupKey, findKey } from './kit-items.ts'
import { type RecordedRequest, type RecordedTools, withQuorum } from './recorded-opening.ts'
import { restoreWith } from './restore-with.ts'

export interface BackupRequest extends RecordedRequest {
  readonly file: string
  /** The folder to make. */
  readonly out: string
}

export interface KeyRequest extends RecordedRequest {
  readonly kit: string
  /** Id or label. */
  readonly key: string
  /** The file to make. */
  readonly out: string
}

export interface IdentityRequest extends RecordedRequest {
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

export interface RecoveryTools extends RecordedTools {
  /** How many threads may work at once. */
  readonly threads: number
}

export function createRecovery(tools: RecoveryTools): Recovery {
  const { threads } = tools
  return {
    backup: async (request, watch) => {
      await refuseExisting(request.out) // before a long wait for Argon2id
      return await withQuorum(request, tools, watch, async ({ quorum, kit, record }) => {
        const { file, out } = request
        const order = { file, out, threads }
        const { files, bytes, manifest } = await restoreWith({ quorum, kit }, order, watch)
        const { setId, generation, created } = manifest
        const about = { action: 'backup.restored', subject: `quorum:${setId}` }
        record({ ...about, details: { generation, files, bytes } })
        return { files, bytes, setId, generation, created }
      })
    },

    key: async (request, watch) => {
      await refuseExisting(request.out)
      return await withQuorum(request, tools, watch, async ({ quorum, kit, record }) => {
        const key = findKey(kit as Kit, request.key)
        continueUnlessCancelled(watch.signal)
        const secret = await quorum.open(key)
        try {
          record({ action: 'key.opened', subject: `key:${key.id}/${key.version}`, details: {} })
          await writeNewFile(request.out, secret, { secret: true })
        } finally {
          wipe(secret)
        }
        const { id, label, version } = key
        const fingerprint = key.kind === 'master-key' ? formatFingerprint(key.fingerprint) : null
        return { id, label, version, description: describeKey(key), fingerprint, out: request.out }
      })
    },

    identity: async (request, watch, use) => {
      if (request.backupKey !== undefined && request.kit === undefined) {
        throw refuse('KIT_NEEDED', { what: `Backup key ${request.backupKey}` })
      }
      await withQuorum(request, tools, watch, async ({ quorum, kit, record }) => {
        continueUnlessCancelled(watch.signal)
        const identity =
          request.backupKey === undefined
            ? await quorum.identityText()
            : await quorum.open(findBackupKey(kit as Kit, request.backupKey))
        try {
          record({ ...identityNote(quorum.setId, request.backupKey), details: {} })
          await use(identity)
        } finally {
          wipe(identity)
        }
      })
    },
  }
}

/** As the window records it. */
const identityNote = (setId: string, backupKey: string | undefined) =>
  backupKey === undefined
    ? { action: 'quorum.identity-opened', subject: `quorum:${setId}` }
    : { action: 'backup-key.opened', subject: `backup-key:${setId}/${backupKey}` }
