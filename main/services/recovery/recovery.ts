import type { Buffer } from 'node:buffer'
import path from 'node:path'
import type { Action } from '../../../shared/deeds.ts'
import { formatFingerprint, kitFingerprint } from '../../core/kit/index.ts'
import { findLeftovers, refuseExisting, removeLeftover } from '../files/index.ts'
import { describeKey, readKit, trustKit } from '../kits/index.ts'
import { type CommandTools, type OpeningCommand, withPorts } from '../opening/index.ts'
import { type Permit, requireVaultToSign, SignersOfTwo } from '../people/index.ts'
import { continueUnlessCancelled, type Watch } from '../tasks/index.ts'
import {
  type OpenVault,
  openReference,
  reportInterrupted,
  requireVaultFile,
} from '../vaults/index.ts'
import type { KnownMaker } from './backup-origin.ts'
import { countVersions } from './kit-items.ts'
import { type OpenedQuorum, openForRecovery, requireKit } from './opened-quorum.ts'
import { keyToTake, restoreFrom, takeIdentity, takeKey } from './take-out.ts'

/** A recovery on the command line. */
export interface RecoveryRequest extends OpeningCommand {
  /** Record it in this vault, what is refused too. */
  readonly vault?: string
}

export interface BackupRequest extends RecoveryRequest {
  readonly file: string
  /** The folder to make. */
  readonly out: string
  /** Restore setuid, setgid and leave for everybody to write as well. */
  readonly allModes?: boolean
  /** Remove what killed restores left beside `out`; otherwise it is only named. */
  readonly removeLeftovers?: boolean
}

export interface KeyRequest extends RecoveryRequest {
  readonly kit: string
  /** Id or label, with "@2" for one version of several. */
  readonly key: string
  /** The file to make. */
  readonly out: string
}

export interface IdentityRequest extends RecoveryRequest {
  /** The number of a backup key; without it, the quorum's own identity. */
  readonly backupKey?: string
}

export interface RestoredBackup {
  readonly files: number
  readonly bytes: number
  readonly setId: string
  readonly generation: number
  readonly created: string
  /** Of the backup: what stands on its label. */
  readonly sha256: string
  /** Who made it, as the vault's log has it; null: anybody with the kit could have. */
  readonly knownMaker: KnownMaker | null
  /** Files and folders that did not get all the permissions that they had. */
  readonly tamed: number
  /** What killed restores left beside the folder, and whether it was removed. */
  readonly leftovers: readonly { readonly path: string; readonly removed: boolean }[]
}

export interface RecoveredKey {
  readonly id: string
  readonly label: string
  readonly version: number
  /** How many versions of this key the kit lists. */
  readonly versions: number
  readonly description: string
  /** Of a master key; null of an imported secret. */
  readonly fingerprint: string | null
  /** Of the kit that it comes from. */
  readonly kitFingerprint: string
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

export interface RecoveryTools extends CommandTools {
  readonly openVault: OpenVault
  /** How many threads may work at once. */
  readonly threads: number
}

/** The command line's desk for recoveries: a quorum is opened, one thing is taken out, it is closed. */
export function createRecovery(tools: RecoveryTools): Recovery {
  const { threads } = tools
  return {
    backup: async (request, watch) => {
      const { file, out } = request
      await refuseExisting(out) // before a long wait for Argon2id
      const leftovers = await clearLeftovers(out, request.removeLeftovers === true)
      return await withQuorum(request, 'backup.restore', tools, watch, async (opened, permit) => {
        const modes = request.allModes === true ? 'as-they-were' : 'without-dangerous'
        const order = { file, out, modes, threads } as const
        const restored = await restoreFrom(opened, order, permit, watch)
        const { files, bytes, manifest, sha256, knownMaker, tamed } = restored
        const { setId, generation, created } = manifest
        const known = { files, bytes, setId, generation, created, sha256, knownMaker }
        return { ...known, tamed, leftovers }
      })
    },

    key: async (request, watch) => {
      const { out } = request
      await refuseExisting(out)
      return await withQuorum(request, 'key.open', tools, watch, async (opened, permit) => {
        const key = keyToTake(opened, request.key)
        await takeKey(opened, key, out, permit)
        const { id, label, version } = key
        const fingerprint = key.kind === 'master-key' ? formatFingerprint(key.fingerprint) : null
        const { kit } = opened
        return {
          ...{ id, label, version, versions: kit === null ? 1 : countVersions(kit, id) },
          ...{ description: describeKey(key), fingerprint, out },
          kitFingerprint: kit === null ? '' : formatFingerprint(kitFingerprint(kit.quorum)),
        }
      })
    },

    identity: async (request, watch, use) => {
      const { backupKey = null } = request
      if (backupKey !== null)
        requireKit(request.kit, { what: 'backup-key', generation: String(backupKey) })
      const action = backupKey === null ? 'identity.open' : 'backup-key.open'
      await withQuorum(request, action, tools, watch, (opened, permit) =>
        takeIdentity(opened, backupKey, { destination: STANDARD_OUTPUT, permit }, use),
      )
    },
  }
}

/** What killed restores left in the folder that gets another one. @throws FILE_DENIED … */
async function clearLeftovers(out: string, remove: boolean): Promise<RestoredBackup['leftovers']> {
  const found = await findLeftovers(path.dirname(path.resolve(out)))
  if (remove) for (const { path: at } of found) await removeLeftover(at)
  return found.map(({ path: at }) => ({ path: at, removed: remove }))
}

/** Where the command line hands out an identity, as people sign for it. */
const STANDARD_OUTPUT = 'standard output'

/**
 * Opens the quorum for one thing that is taken out of it: those who are named sign for both deeds, and who
 * is missing for either is said before the passphrase is asked for.
 *
 * @throws SIGN_VAULT, VAULT_*, KIT_*; as `openForRecovery`
 */
async function withQuorum<Result>(
  request: RecoveryRequest,
  action: Action,
  tools: RecoveryTools,
  watch: Watch,
  use: (opened: OpenedQuorum, permit: Permit) => Promise<Result>,
): Promise<Result> {
  requireVaultToSign(request)
  // A slip of the pen must not make a vault in which nobody is asked.
  if (request.vault !== undefined) requireVaultFile(request.vault)
  const read = request.kit === undefined ? null : await readKit(request.kit, tools.input)
  const vault = request.vault === undefined ? null : await tools.openVault(request.vault, 'write')
  try {
    reportInterrupted(vault, watch)
    const expected = { given: request.fingerprint ?? null, ask: tools.input.askShown }
    const kit = read && (await trustKit(read, vault && openReference(vault), expected))
    const requireStill = (): void => continueUnlessCancelled(watch.signal)
    const signers = new SignersOfTwo(request.sign ?? [], action, tools)
    const { permit } = signers
    return await withPorts(request, kit, vault, tools, async given => {
      try {
        const ports = { ...given, permit }
        const witnesses = { kit, backup: null }
        const opened = await openForRecovery(ports, witnesses, tools.random, requireStill)
        try {
          return await use(opened, permit)
        } finally {
          opened.close()
        }
      } finally {
        signers.close()
      }
    })
  } finally {
    vault?.close()
  }
}
