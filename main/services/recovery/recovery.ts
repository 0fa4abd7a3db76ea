import type { Buffer } from 'node:buffer'
import type { Action } from '../../../shared/deeds.ts'
import { formatFingerprint, kitFingerprint } from '../../core/kit/index.ts'
import { refuseExisting } from '../files/index.ts'
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
      return await withQuorum(request, 'backup.restore', tools, watch, async (opened, permit) => {
        const order = { file, out, threads }
        const restored = await restoreFrom(opened, order, permit, watch)
        const { files, bytes, manifest, sha256, knownMaker } = restored
        const { setId, generation, created } = manifest
        return { files, bytes, setId, generation, created, sha256, knownMaker }
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
