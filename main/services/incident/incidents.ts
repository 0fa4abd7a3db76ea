import path from 'node:path'
import type { CompromiseReport } from '../../../shared/compromise.ts'
import type { KeyState } from '../../../shared/key-life.ts'
import { findLeftovers, refuseExisting, removeLeftover, writeNewFile } from '../files/index.ts'
import {
  type BackupKeyStateChange,
  backupKeyNamed,
  changeOfBackupKey,
  compromiseOfQuorum,
  type QuorumSuspicion,
  stateOfBackupKey,
} from '../keys/index.ts'
import type { PaperSize, Papers } from '../pages/index.ts'
import { makeChange, permitFromFiles, type SignerFile } from '../people/index.ts'
import { type RecoveryRequest, type RecoveryTools, withQuorum } from '../recovery/index.ts'
import { type ClockTools, clockOfCommand } from '../room/index.ts'
import type { Watch } from '../tasks/index.ts'
import { vaultAt, vaultToRead } from '../vaults/index.ts'
import {
  type ReencryptedBackups,
  type ReencryptOrder,
  reencryptBackups,
} from './reencrypt-backups.ts'
import { requireFolder } from './require-folder.ts'
import { type ScanReport, scanForBackups } from './scan.ts'
import { type Suspect, scopeOf } from './scope.ts'

interface ReencryptRequest extends RecoveryRequest, ReencryptOrder {
  readonly kit: string
  /** Remove what killed commands left in the folder; otherwise it is only named. */
  readonly removeLeftovers?: boolean
}

/** A backup key, as everybody may know it. */
export interface BackupKeyFacts {
  readonly setId: string
  readonly generation: number
  readonly recipient: string
  readonly state: KeyState
  readonly created: string
}

type BackupKeyRequest = BackupKeyStateChange & {
  readonly vault: string
  readonly sign: readonly SignerFile[]
  readonly confirmClock?: string
}

interface ReportRequest {
  readonly vault: string
  readonly suspect: Suspect
  /** The PDF to make. */
  readonly sheet?: { readonly file: string; readonly paper: PaperSize }
}

/** Incidents on the command line. */
export interface Incidents {
  /**
   * Encrypts backups again, for the current backup key.
   *
   * @throws as `reencryptBackups`; as recoveries do
   */
  readonly reencrypt: (
    request: ReencryptRequest,
    watch: Watch,
  ) => Promise<
    ReencryptedBackups & {
      readonly leftovers: readonly { readonly path: string; readonly removed: boolean }[]
    }
  >
  /** Looks for backups that the quorum opens. @throws as `scanForBackups`; as recoveries do */
  readonly scan: (
    request: RecoveryRequest & { readonly places: readonly string[] },
    watch: Watch,
  ) => Promise<ScanReport>
  /**
   * What a compromise reaches, and its sheet as a PDF where a file is named.
   *
   * @throws as `scopeOf`; VAULT_*; FILE_EXISTS …
   */
  readonly report: (request: ReportRequest, watch: Watch) => Promise<CompromiseReport>
  /** Changes the state of a backup key. @throws as `changeOfBackupKey`; CLOCK_DOUBTFUL; APPROVAL_*; VAULT_* */
  readonly changeBackupKey: (request: BackupKeyRequest, watch: Watch) => Promise<BackupKeyFacts>
  /**
   * Marks everything that was sealed to a quorum as compromised, and says what that reaches.
   *
   * @throws as `compromiseOfQuorum`; CLOCK_DOUBTFUL; APPROVAL_*; VAULT_*
   */
  readonly compromiseQuorum: (
    request: QuorumSuspicion & Pick<BackupKeyRequest, 'vault' | 'sign' | 'confirmClock'>,
    watch: Watch,
  ) => Promise<CompromiseReport>
}

export function createIncidents(
  tools: RecoveryTools & ClockTools & { readonly papers: Papers },
): Incidents {
  const { openVault, now, random, threads, papers } = tools
  return {
    reencrypt: async (request, watch) => {
      await requireFolder(request.out)
      const left = await findLeftovers(path.resolve(request.out))
      if (request.removeLeftovers === true)
        for (const { path: at } of left) await removeLeftover(at)
      const leftovers = left.map(({ path: at }) => ({
        path: at,
        removed: request.removeLeftovers === true,
      }))
      const done = await withQuorum(request, 'backup.reencrypt', tools, watch, (opened, permit) =>
        reencryptBackups(opened, request, permit, { now, random, threads }, watch),
      )
      return { ...done, leftovers }
    },

    scan: (request, watch) =>
      withQuorum(request, 'backup.scan', tools, watch, (opened, permit) =>
        scanForBackups(opened, request.places, permit, watch),
      ),

    report: async ({ vault, suspect, sheet }) => {
      if (sheet !== undefined) await refuseExisting(sheet.file)
      const report = await vaultToRead(vault, openVault).use('read', opened =>
        scopeOf(opened, suspect, now()),
      )
      if (sheet !== undefined) {
        await writeNewFile(sheet.file, await papers.compromise(report, sheet.paper))
      }
      return report
    },

    compromiseQuorum: ({ vault, sign, confirmClock = '', ...suspicion }, watch) =>
      makeChange(
        { vault: vaultAt(vault, openVault, watch), permit: permitFromFiles(sign, tools) },
        async opened => {
          await clockOfCommand(confirmClock, tools)(opened)
          return compromiseOfQuorum(opened, suspicion, now())
        },
        opened => scopeOf(opened, { kind: 'quorum', setId: suspicion.setId }, now()),
      ),

    changeBackupKey: ({ vault, sign, confirmClock = '', ...change }, watch) =>
      makeChange(
        { vault: vaultAt(vault, openVault, watch), permit: permitFromFiles(sign, tools) },
        async opened => {
          await clockOfCommand(confirmClock, tools)(opened)
          return changeOfBackupKey(opened, change, now())
        },
        opened => {
          const key = backupKeyNamed(opened, change.generation, change.setId)
          const { setId, generation, recipient, created } = key
          return { setId, generation, recipient, created, state: stateOfBackupKey(opened, key) }
        },
      ),
  }
}
